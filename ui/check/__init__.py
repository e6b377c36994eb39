"""The page on which a walk of somebody's own is checked."""
