"""What does a network compute, and what is its gradient? Small fully connected networks.

To add an activation, a loss or an initializer: write its record in the list of its file.
"""

from networks.activations import ACTIVATIONS, Activation, activation
from networks.averages import Averages, Ensemble, augmented, ensemble, over_all
from networks.by_hand import ByHand, Factor, by_hand, value_of
from networks.depth import Signals, dead, signals
from networks.draws import Draw, Noise
from networks.initializers import INITIALIZERS, Initializer, initial, initializer
from networks.linear import hinges, multiplied_out, zigzag
from networks.losses import LOSSES, Loss, accuracy_of, loss, probabilities
from networks.network import MOST_LAYERS, MOST_OUTPUTS, MOST_WIDTH, Network
from networks.objective import NetworkLoss
from networks.pooling import pooled, pooled_at_random, pooled_mean

__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "MOST_LAYERS",
    "MOST_OUTPUTS",
    "MOST_WIDTH",
    "Activation",
    "Averages",
    "ByHand",
    "Draw",
    "Ensemble",
    "Factor",
    "Initializer",
    "Loss",
    "Network",
    "NetworkLoss",
    "Noise",
    "Signals",
    "accuracy_of",
    "activation",
    "augmented",
    "by_hand",
    "dead",
    "ensemble",
    "hinges",
    "initial",
    "initializer",
    "loss",
    "multiplied_out",
    "over_all",
    "pooled",
    "pooled_at_random",
    "pooled_mean",
    "probabilities",
    "signals",
    "value_of",
    "zigzag",
]
