"""What does a network compute, and what is its gradient? Small fully connected networks.

To add an activation, a loss or an initializer: write its record in the list of its file.
"""

from networks.activations import ACTIVATIONS, Activation, activation
from networks.draws import Draw, Noise
from networks.initializers import INITIALIZERS, Initializer, initial, initializer
from networks.losses import LOSSES, Loss, accuracy_of, loss, probabilities
from networks.network import MOST_LAYERS, MOST_OUTPUTS, MOST_WIDTH, Network
from networks.objective import NetworkLoss

__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "MOST_LAYERS",
    "MOST_OUTPUTS",
    "MOST_WIDTH",
    "Activation",
    "Draw",
    "Initializer",
    "Loss",
    "Network",
    "NetworkLoss",
    "Noise",
    "accuracy_of",
    "activation",
    "initial",
    "initializer",
    "loss",
    "probabilities",
]
