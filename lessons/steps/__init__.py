"""Better steps."""
