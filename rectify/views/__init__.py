"""The pages: public ones now, each group in a file of its own."""
