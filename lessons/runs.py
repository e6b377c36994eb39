"""Runs of lessons: plain values that say what is walked, and the walks that follow from them.

Every kind belongs to a page of its own, which opens with exactly this run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np

import data
import surfaces
from data import Batches, Dataset, Order
from engine import Trajectory, race, run
from engine.drive.training import train
from engine.drive.training_record import Training
from engine.protocols import VectorObjective
from networks import Network, NetworkLoss, Noise, initial
from optimizers import Optimizer
from schedules import Schedule
from surfaces import Surface, curves
from surfaces.losses import DataLoss, kind
from surfaces.losses.kind import measured

Pair = tuple[float, float]


@dataclass(frozen=True, eq=False)
class PlaneRun:
    """Walks of several rules on a surface: Explore or Compare.

    Attributes:
        surface_name: The surface.
        rules: Who walks; the same rule may come more than once.
        steps: How many steps they take.
        start: Where they begin; the surface's own start if None.
        shape: The surface's parameters.
        schedule: How the learning rates change.
        apart: Whether the walks stand side by side, as on Compare.
    """

    surface_name: str
    rules: tuple[Optimizer, ...]
    steps: int
    start: Pair | None = None
    shape: tuple[float, ...] = ()
    schedule: Schedule | None = None
    apart: bool = False

    @cached_property
    def surface(self) -> Surface:
        """What is walked on."""
        return surfaces.by_name(self.surface_name, *self.shape)

    @cached_property
    def begins(self) -> Pair:
        """Where the walks begin."""
        return self.start or self.surface.start

    @cached_property
    def walks(self) -> tuple[Trajectory, ...]:
        """One walk per rule."""
        return race(self.surface, self.rules, self.begins, self.steps, schedule=self.schedule)


@dataclass(frozen=True, eq=False)
class LineRun:
    """Balls on a curve: One dimension.

    Attributes:
        curve_name: The curve.
        rules: Who moves them.
        starts: Where the balls begin.
        steps: How many steps they take.
        shape: The curve's parameters.
        ascend: Whether they go up.
    """

    curve_name: str
    rules: tuple[Optimizer, ...]
    starts: tuple[float, ...]
    steps: int
    shape: tuple[float, ...] = ()
    ascend: bool = False

    @cached_property
    def surface(self) -> curves.Curve:
        """What is walked on."""
        return curves.by_name(self.curve_name, *self.shape)

    @cached_property
    def walks(self) -> tuple[Trajectory, ...]:
        """One per rule, of all balls: points are (steps + 1, starts, 1)."""
        starts = np.array(self.starts)[:, None]
        return tuple(
            run(self.surface, rule, starts, self.steps, ascend=self.ascend) for rule in self.rules
        )


@dataclass(frozen=True, eq=False)
class ExamplesRun:
    """Rules that learn two weights from examples, a batch at a time: Data.

    Attributes:
        loss_name: What is minimized, a name of `surfaces.losses`.
        source_name: Where the examples come from, a name of `data`.
        rules: Who learns.
        epochs: How often they see all examples.
        batch: Examples per update; 0 for all of them.
        start: Where they begin.
        n, noise, sample: How many examples are made, their spread, their seed.
        order: How they are drawn.
        seed: Of the draws.
        decay: ω of ω/2 |w|².
        schedule: How the learning rates change.
        below: The section of the page that opens with it, by its name; none if empty.
    """

    loss_name: str
    source_name: str
    rules: tuple[Optimizer, ...]
    epochs: int
    batch: int = 0
    start: Pair = (0.0, 0.0)
    n: int = 40
    noise: float = 0.5
    sample: int = 1
    order: Order = Order.RESHUFFLED
    seed: int = 0
    decay: float = 0.0
    schedule: Schedule | None = None
    below: str = ""

    @cached_property
    def examples(self) -> Dataset:
        """What is learned from."""
        return data.by_name(self.source_name).make(self.n, self.noise, self.sample)

    @cached_property
    def loss(self) -> DataLoss:
        """What is minimized."""
        return DataLoss(kind(self.loss_name), self.examples, ridge=self.decay)

    @cached_property
    def surface(self) -> Surface:
        """The loss of all examples as a ground."""
        return self.loss.surface

    @property
    def b(self) -> int:
        """Examples per update."""
        return min(self.batch, len(self.examples)) or len(self.examples)

    @property
    def updates(self) -> int:
        """How many updates there are."""
        return self.epochs * -(-len(self.examples) // self.b)

    def drawn(self, seed: int | None = None) -> np.ndarray:
        """(updates, b) int; which examples every update sees, −1 where a batch is short."""
        batches = Batches(self.b, self.order, self.seed if seed is None else seed)
        return batches.indices(len(self.examples), self.updates)

    @cached_property
    def walks(self) -> tuple[Trajectory, ...]:
        """One walk per rule."""
        # As many draws as examples, each put back, are not all examples.
        whole = self.b == len(self.examples) and self.order is not Order.REPLACED
        draws = None if whole else list(self.drawn())
        return race(
            self.loss, self.rules, self.start, self.updates, draws=draws, schedule=self.schedule
        )


@dataclass(frozen=True, eq=False)
class NetRun:
    """Rules that train a small net: Network.

    Attributes:
        source_name: Where the examples come from.
        rules: Who trains.
        epochs: How often they see all examples.
        hidden: Neurons of every hidden layer.
        activation: What they make of their sums.
        initializer: How the weights begin.
        start_seed: Its seed.
        loss_name: What is minimized.
        n, noise, sample: Of the examples.
        dropconnect, depth: How probable weights, or layers that add to what they are handed, are to
            be missing in an update, as in `networks.Noise`. Layers add if ``depth`` is above 0.
        below: The laboratory of the page that opens with it, by its name; none if empty.
        turned: What is chosen there, by its words in a link.
    """

    source_name: str
    rules: tuple[Optimizer, ...]
    epochs: int
    hidden: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    initializer: str = "xavier"
    start_seed: int = 1
    loss_name: str = "cross_entropy"
    n: int = 200
    noise: float = 0.2
    sample: int = 1
    dropconnect: float = 0.0
    depth: float = 0.0
    below: str = ""
    turned: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def examples(self) -> Dataset:
        """What is learned from; nothing is held out."""
        return data.by_name(self.source_name).make(self.n, self.noise, self.sample)

    @cached_property
    def network(self) -> Network:
        """What is trained."""
        return Network(self.hidden, self.activation, skips=self.depth > 0)

    @cached_property
    def loss(self) -> NetworkLoss:
        """What is minimized."""
        examples = self.examples
        return NetworkLoss(self.network, measured(examples), examples.targets, self.loss_name, 0.0)

    @property
    def draws(self) -> Sequence[Any] | None:
        """What every update sees; None for the whole net."""
        noise = Noise(dropconnect=self.dropconnect, depth=self.depth)
        return noise.draws(self.network, len(self.examples), self.epochs)

    @cached_property
    def training(self) -> Training:
        """What came of it."""
        begins = initial(self.network, self.initializer, self.start_seed)
        objective = cast(VectorObjective, self.loss)
        return train(objective, self.rules, begins, self.epochs, self.draws)


Run = PlaneRun | LineRun | ExamplesRun | NetRun
