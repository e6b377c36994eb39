"""What a visitor has chosen on the page on data, as a plain value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import data
from data import Batches, Dataset, Order, Task
from data.generators import MOST
from surfaces.losses import KINDS, DataLoss, kind
from ui.data.below.names import CLOSED
from ui.data.edits import UNTOUCHED, Edits
from ui.data.losses import loss_of, made, rate_on, taught
from ui.learning import Learning
from ui.settings import CONSTANT, OptimizerChoice, ScheduleChoice

FIRST_LOSS = "least_squares"
FIRST_RULES = ("gradient_descent", "momentum", "adam")
N, BATCH, EPOCHS, SAMPLE = 40, 8, 20, 1
LEAST_N, MOST_N = 2, MOST
MOST_NOISE, MOST_DECAY = 10.0, 10.0
MOST_SEEDS = 100
OVERS = ("updates", "epochs", "examples")  # what the loss is drawn over


@dataclass(frozen=True)
class DataSettings(Learning):
    """One choice of everything on the page.

    Attributes:
        loss_name: What is minimized.
        source_name: Where the examples come from.
        n: How many of them were made; a table has as many as it has.
        noise: Their spread.
        sample: The seed from which they were made.
        edits: What was done to them by hand.
        batch: b, examples per update.
        order: How they are drawn.
        seed: The seed of the draws, the first of several.
        seeds: How many seeds walk.
        decay: ω of ω/2 |w|².
        start: Where the walks start.
        epochs: How often they see all examples.
        choices: Who walks.
        schedule_choice: How their learning rates change.
        over: What the loss is drawn over.
        batch_lines: Whether the contours of the batch are drawn over those of all examples.
        slopes_of: Whose gradients are shown on the map; nobody's if empty.
        below: Which section stands open below the panes.
    """

    loss_name: str
    source_name: str
    n: int
    noise: float
    sample: int
    start: tuple[float, float]
    choices: tuple[OptimizerChoice, ...]
    edits: Edits = UNTOUCHED
    batch: int = BATCH
    order: Order = Order.RESHUFFLED
    seed: int = 0
    seeds: int = 1
    decay: float = 0.0
    epochs: int = EPOCHS
    schedule_choice: ScheduleChoice = CONSTANT
    over: str = OVERS[0]
    batch_lines: bool = False
    slopes_of: str = ""
    below: str = CLOSED

    most_updates = 5000

    @property
    def task(self) -> Task:
        """What is learned."""
        return kind(self.loss_name).task

    @property
    def untouched(self) -> Dataset:
        """The examples before anything was done to them by hand."""
        return made(self.source_name, self.n, self.noise, self.sample)

    @property
    def count(self) -> int:
        """N, how many examples there are."""
        return self.edits.count(len(self.untouched))

    @property
    def loss(self) -> DataLoss:
        """The loss of these examples."""
        return loss_of(self.loss_name, self.edits.of(self.untouched), self.decay)

    @property
    def batches(self) -> Batches:
        """The draws of the first seed."""
        return Batches(self.batch, self.order, self.seed)

    @property
    def per_epoch(self) -> int:
        """Updates per epoch."""
        return math.ceil(self.count / self.batch)

    def rules(self) -> list[Any]:
        """The rules with their settings."""
        return [choice.optimizer() for choice in self.choices]

    # -- changes ---------------------------------------------------------------------------------

    def changed(self, **fields: Any) -> DataSettings:
        """Other examples; a full batch stays full."""
        full = self.batch == self.count
        now = replace(self, **fields)
        return replace(now, batch=now.count if full else min(now.batch, now.count))

    def on_loss(self, name: str) -> DataSettings:
        """Another loss, on data of its kind if these are of another."""
        if kind(name).task is self.task:
            return self.changed(loss_name=name, decay=kind(name).usual_ridge).begun_anew()
        decay = kind(name).usual_ridge
        return replace(self, loss_name=name, decay=decay).on_source(kind(name).usual)

    def on_source(self, name: str) -> DataSettings:
        """Other examples, from a start and at rates that suit them."""
        noise = data.by_name(name).noise
        now = self.changed(
            source_name=name, n=N, noise=0.0 if noise is None else noise, edits=UNTOUCHED
        )
        return now.begun_anew()

    def begun_anew(self) -> DataSettings:
        """From the start and at the rates that suit the loss."""
        choices = tuple(
            choice.with_value("learning_rate", rate_on(self.loss, choice.name))
            for choice in self.choices
        )
        return replace(self, start=self.loss.surface.picked, choices=choices)

    def afresh(self) -> DataSettings:
        """Other examples of the same set: what was done to single ones by hand has no object."""
        return self.untouch() if len(self.edits) else self

    def untouch(self) -> DataSettings:
        """The examples as they were made."""
        return self.changed(edits=UNTOUCHED)

    def with_edits(self, edits: Edits) -> DataSettings:
        """Examples that were touched."""
        return self.changed(edits=edits)

    def with_rules(self, names: Sequence[str]) -> DataSettings:
        """Exactly these rules; the gradients of one that leaves are shown no more."""
        now = super().with_rules(names)
        stays = self.slopes_of in {choice.name for choice in now.choices}
        return replace(now, slopes_of=self.slopes_of if stays else "")

    def begun(self, name: str) -> OptimizerChoice:
        """A rule as it first appears on this loss."""
        return taught(name, self.loss)

    def as_in_torch(self) -> DataSettings:
        """Every hyper-parameter at torch's default, the learning rate included, and no schedule."""
        return replace(super().as_in_torch(), schedule_choice=CONSTANT)


def losses_of(task: Task) -> list[str]:
    """The losses that learn so."""
    return [one.name for one in KINDS if one.task is task]


def sources_of(task: Task) -> list[str]:
    """The data from which can be learned so."""
    return [source.name for source in data.SOURCES if source.task is task]


@lru_cache(maxsize=64)
def first_data_settings(loss_name: str = FIRST_LOSS) -> DataSettings:
    """What a visitor sees who has chosen nothing yet."""
    source, decay = kind(loss_name).usual, kind(loss_name).usual_ridge
    noise = data.by_name(source).noise or 0.0
    loss = loss_of(loss_name, made(source, N, noise, SAMPLE), decay)
    choices = tuple(taught(name, loss) for name in FIRST_RULES)
    start = loss.surface.start
    return DataSettings(
        loss_name,
        source,
        N,
        noise,
        SAMPLE,
        start,
        choices,
        decay=decay,
        batch=min(BATCH, len(loss)),
    )
