"""The template of all words that a visitor reads, and what must hold of every one of them."""
