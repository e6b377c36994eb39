"""What a visitor has chosen on the page on networks, as a plain value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

import data
from data import Batches, Dataset, Order, Task
from data.generators import MOST
from data.raw import uniform
from networks import Network, NetworkLoss, Noise, initial
from surfaces.losses.kind import measured, scaling
from ui.data.losses import made
from ui.learning import Learning
from ui.network.rates import SEARCHING, TRAINERS, trained
from ui.settings import OptimizerChoice

SOURCES = tuple(source.name for source in data.SOURCES if source.task is Task.CLASS)
FIRST_RULES = ("gradient_descent", "momentum", "adam")
LEAST_N, MOST_N = 2, MOST
MOST_NOISE, MOST_DECAY, MOST_JITTER, MOST_LEFT_OUT = 10.0, 10.0, 3.0, 0.9
MOST_HELD = 90  # per cent
MOST_WEIGHTS = 750_000  # numbers of all rules that are sent; of longer trainings every so many rows
HELD_OUT = 5  # of the streams of words: those of the examples and of the batches are others


@dataclass(frozen=True)
class NetworkSettings(Learning):
    """One choice of everything on the page.

    Attributes:
        source_name: Where the examples come from.
        n: How many of them are made; a table has as many as it has.
        noise: Their spread.
        sample: The seed from which they are made.
        held: Per cent of them that are held out.
        hidden: How many neurons each hidden layer has; none of them is a line.
        activation: What the neurons make of their sums.
        start: How the weights begin: a name of `networks.INITIALIZERS`.
        start_seed: Its seed.
        loss_name: What is minimized: a name of `networks.LOSSES`.
        choices: Who trains.
        batch: b, examples per update; 0 for all of them.
        seed: Of the batches and of what is left out.
        epochs: How often they see all examples.
        decay: ω of ω/2 Σ w².
        dropout: Probability of a neuron to be silent.
        dropconnect: Probability of a weight to be missing.
        depth: Probability of a layer that adds to its input to be passed by; above 0 makes them.
        jitter: Deviation of what is added to every input.
        cuts: Whether the ground of every training is shown.
    """

    source_name: str = "moons"
    n: int = 200
    noise: float = 0.2
    sample: int = 1
    held: int = 25
    hidden: tuple[int, ...] = (8, 8)
    activation: str = "tanh"
    start: str = "xavier"
    start_seed: int = 1
    loss_name: str = "cross_entropy"
    choices: tuple[OptimizerChoice, ...] = ()
    batch: int = 0
    seed: int = 0
    epochs: int = 300
    decay: float = 0.0
    dropout: float = 0.0
    dropconnect: float = 0.0
    depth: float = 0.0
    jitter: float = 0.0
    cuts: bool = False

    most_updates = 20_000
    menu = TRAINERS

    @property
    def examples(self) -> Dataset:
        """All examples, those that are held out as well."""
        return made(self.source_name, self.n, self.noise, self.sample)

    @property
    def held_count(self) -> int:
        """How many are held out; one at least is left to learn from."""
        return min(round(len(self.examples) * self.held / 100), len(self.examples) - 1)

    @property
    def is_held(self) -> np.ndarray:
        """(N,) bool; which examples are held out: the same as long as these are the examples."""
        count = len(self.examples)
        dice = uniform(self.sample, HELD_OUT, count)  # the same for every release of NumPy
        held = np.zeros(count, dtype=bool)
        held[np.argsort(dice, kind="stable")[: self.held_count]] = True
        return held

    @property
    def count(self) -> int:
        """How many examples there are to learn from."""
        return len(self.examples) - self.held_count

    @property
    def is_one_class(self) -> bool:
        """Whether all examples that are learned from are alike: then there is nothing to tell."""
        return len(np.unique(self.examples.targets[~self.is_held])) < 2

    @property
    def network(self) -> Network:
        """The network that is trained."""
        return Network(self.hidden, self.activation, skips=self.depth > 0)

    def loss_on(self, chosen: np.ndarray, penalty: float) -> NetworkLoss:
        """The loss of some of the examples, with a penalty."""
        everyone = self.examples
        return NetworkLoss(
            self.network,
            measured(everyone)[chosen],
            everyone.targets[chosen],
            self.loss_name,
            penalty,
        )

    @property
    def loss(self) -> NetworkLoss:
        """What is minimized."""
        return self.loss_on(~self.is_held, self.decay)

    @property
    def scale(self) -> tuple[list[float], list[float]]:
        """Middle and unit in which the network measures the inputs."""
        middle, unit = scaling(self.examples)
        return middle.tolist(), unit.tolist()

    @property
    def b(self) -> int:
        """Examples per update."""
        return self.count if not self.batch else min(self.batch, self.count)

    @property
    def per_epoch(self) -> int:
        """Updates per epoch."""
        return math.ceil(self.count / self.b)

    @property
    def every(self) -> int:
        """A row is sent of every so many updates."""
        numbers = self.updates * self.network.dimension * max(1, len(self.choices))
        return max(1, math.ceil(numbers / MOST_WEIGHTS))

    @property
    def noise_of_steps(self) -> Noise:
        """What every update leaves out or shakes."""
        return Noise(self.dropout, self.dropconnect, self.depth, self.jitter, self.seed)

    @property
    def is_drawn(self) -> bool:
        """Whether an update sees anything else than the whole loss."""
        return self.b < self.count or bool(self.noise_of_steps)

    def draws(self) -> Any:
        """What every update sees; None for everything."""
        batches = None
        if self.b < self.count:
            drawn = Batches(self.b, Order.RESHUFFLED, self.seed)
            batches = drawn.indices(self.count, self.updates)
        return self.noise_of_steps.draws(self.network, self.count, self.updates, batches)

    @property
    def waiting(self) -> tuple[OptimizerChoice, ...]:
        """Who is chosen and cannot train on what is drawn."""
        return tuple(one for one in self.choices if self.is_drawn and one.name in SEARCHING)

    @property
    def to_train(self) -> NetworkSettings:
        """The same without what changes no weight, and without those who wait."""
        there = tuple(one for one in self.choices if one not in self.waiting)
        return replace(self, choices=there, cuts=False)

    def begins(self) -> np.ndarray:
        """(P,); the weights at the start."""
        return initial(self.network, self.start, self.start_seed)

    # -- changes ---------------------------------------------------------------------------------

    def on_source(self, name: str) -> NetworkSettings:
        """Other examples, as noisy as is usual."""
        noise = data.by_name(name).noise
        return replace(self, source_name=name, noise=self.noise if noise is None else noise)

    def begun(self, name: str) -> OptimizerChoice:
        """A rule as it first appears on this page."""
        return trained(name)

    def with_layers(self, count: int) -> NetworkSettings:
        """So many hidden layers; a new one is as wide as the last."""
        more = (self.hidden or (8,))[-1:] * max(0, count - len(self.hidden))
        return replace(self, hidden=(*self.hidden, *more)[:count])


@lru_cache(maxsize=1)
def first_network_settings() -> NetworkSettings:
    """What a visitor sees who has chosen nothing yet."""
    return NetworkSettings(choices=tuple(map(trained, FIRST_RULES)))
