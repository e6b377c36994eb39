"""By which words links open the laboratories."""

CLOSED = "none"
NAMES = ("backprop", "start", "activations", "noise", "ensembles", "transfer")
