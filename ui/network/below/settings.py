"""What can be chosen in the laboratories, as one value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import comb

from networks import Network
from ui.network.below.names import CLOSED

NETS = ("1-1-1", "2", "2-2", "2-2-2")  # hidden layers that can be drawn with all their numbers
TIMES = (1, 2, 4, 8)
MOST_SEED = 999
CURVES = ("sine", "parabola", "bell")
NEURONS = tuple(range(1, 17))
FOLDS = tuple(range(2, 9))
MASKED = ("dropout", "dropconnect", "depth")
NOISES = (*MASKED, "augmentation", "pooling")
CHANCES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
POOLED_CELLS, POOLED_REGIONS = 6, 4  # a side of a picture, before and after
# Few enough parts that all draws can be asked.
LEFT_NETS = {
    "dropout": {1: (4,), 2: (3, 3)},
    "dropconnect": {1: (), 2: (2,)},
    "depth": {1: (3, 3), 2: (3, 3, 3)},
}
LEARNED_FROM = (20, 50, 100, 200, 500)
HALF_CYCLES = (10, 25, 50)
CYCLES, MOST_NETS = 6, 20
ANGLES = (0, 20, 45, 60, 90, 135, 180)
FEWS = (10, 20, 50, 100, 200)
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
        left_kind: What is left to chance.
        left_seed: The seed of weights, examples or picture there.
        left_activation: The activation of the net from which something is missing.
        left_layers: How many layers lie between what is missing and the answer.
        left_chance: With which probability each part is missing.
        left_draw: Which draw is shown, from 1.
        ens_examples: From how many examples the nets of the ensembles learn.
        ens_seed: The seed of those.
        ens_half: How many updates half a cycle of their rate has.
        ens_last: How many snapshots answer together.
        ens_nets: How many nets do.
        turn_angle: By how many degrees the second task of transfer is turned.
        turn_few: How many examples it has.
        turn_frozen: How many layers are held.
        turn_seed: The seed of the examples.
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
    left_kind: str = "dropout"
    left_seed: int = 3
    left_activation: str = "tanh"
    left_layers: int = 2
    left_chance: float = 0.5
    left_draw: int = 2
    ens_examples: int = 200
    ens_seed: int = 0
    ens_half: int = 25
    ens_last: int = 3
    ens_nets: int = 8
    turn_angle: int = 20
    turn_few: int = 20
    turn_frozen: int = 1
    turn_seed: int = 0

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

    @property
    def left_net(self) -> Network:
        """The net from which something is missing."""
        hidden = LEFT_NETS[self.left_kind][self.left_layers]
        return Network(hidden, self.left_activation, skips=self.left_kind == "depth")

    @property
    def draws(self) -> int:
        """How many draws there are of what is left to chance; 1 where all are taken at once."""
        if self.left_kind == "pooling":
            return comb(POOLED_REGIONS, POOLED_CELLS - POOLED_REGIONS) ** 2
        if self.left_kind not in MASKED:
            return 1
        net = self.left_net
        parts = {
            "dropout": sum(net.hidden),
            "dropconnect": int(net.are_weights().sum()),
            "depth": sum(net.added),
        }
        return int(2 ** parts[self.left_kind])

    def leaving(self, kind: str) -> LabSettings:
        """Something else is left to chance; its draws are others."""
        return replace(self, left_kind=kind).redrawn()

    def behind(self, layers: int) -> LabSettings:
        """So many layers lie behind what is missing; the draws are others."""
        return replace(self, left_layers=layers).redrawn()

    def redrawn(self) -> LabSettings:
        """The usual draw, or the last one where there is no second."""
        return replace(self, left_draw=min(2, self.draws))
