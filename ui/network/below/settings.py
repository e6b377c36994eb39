"""What can be chosen in the laboratories, as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from networks import Network
from ui.network.below.names import CLOSED

NETS = ("1-1-1", "2", "2-2", "2-2-2")  # hidden layers that can be drawn with all their numbers
TIMES = (1, 2, 4, 8)
MOST_SEED = 999
CURVES = ("sine", "parabola", "bell")
NEURONS = tuple(range(1, 17))
FOLDS = tuple(range(2, 9))
WIDTHS = (4, 8)  # of neurons that start equal: sums of as many equal numbers are exact


@dataclass(frozen=True)
class LabSettings:
    """The laboratory that is open, and what was chosen in each.

    Attributes:
        opened: Its name; another word where none is.
        chain_net: Hidden layers of the net of back-propagation.
        chain_activation: Its activation.
        chain_start: Its initializer.
        chain_seed: The seed of that.
        chain_times: How many times as large as that all weights are.
        chain_example: Which example is sent through, from 1.
        chain_weight: Whose derivative is taken apart: its place in theta.
        chain_stage: How far the numbers are worked out; 0 for all of them.
        deep_activation: The activation of the deep nets of the starts.
        deep_start: Whose answers are drawn layer by layer.
        deep_seed: The seed of weights and examples.
        equal_width: How many neurons start equal.
        bend_activation: Whose curve is drawn.
        bend_seed: The seed of the net without activations.
        bend_curve: What ReLUs are to fit.
        bend_neurons: How many of them.
        bend_folds: How many neurons each of two folding layers has.
    """

    opened: str = CLOSED
    chain_net: str = "2-2"
    chain_activation: str = "tanh"
    chain_start: str = "xavier"
    chain_seed: int = 0
    chain_times: int = 1
    chain_example: int = 1
    chain_weight: int = 0
    chain_stage: int = 0
    deep_activation: str = "tanh"
    deep_start: str = "small"
    deep_seed: int = 0
    equal_width: int = 4
    bend_activation: str = "sigmoid"
    bend_seed: int = 0
    bend_curve: str = "sine"
    bend_neurons: int = 4
    bend_folds: int = 4

    @property
    def chained(self) -> Network:
        """The net of back-propagation."""
        return Network(tuple(map(int, self.chain_net.split("-"))), self.chain_activation)

    @property
    def stages(self) -> int:
        """How many stages that has: the example, every layer, the loss, every layer back."""
        return 2 + 2 * len(self.chained.shapes)

    def on_net(self, name: str) -> LabSettings:
        """Another net of back-propagation; its weights and stages are others."""
        return replace(self, chain_net=name, chain_weight=0, chain_stage=0)
