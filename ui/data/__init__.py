"""The page on data: what can be chosen, and what is shown of it."""
