"""By which words links open the sections."""

CLOSED = "none"
NAMES = ("error", "visits", "floor", "solution", "hinge", "saturation", "decay", "averages")
