"""Down a slope."""
