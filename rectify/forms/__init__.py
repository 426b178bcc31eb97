"""Forms that do more than repeat their model, by whom they serve."""
