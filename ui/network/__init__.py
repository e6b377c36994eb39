"""The page on networks: what can be chosen, and what is shown of it."""
