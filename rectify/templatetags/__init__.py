"""Template words for figures."""
