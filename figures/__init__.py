"""What does it look like? Colours, contour bands, and the payload that the player draws."""
