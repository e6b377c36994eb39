"""The page on networks."""
