"""The page "One dimension": what it remembers, its link, its controls, and what it says."""
