"""A training that is made beside the pages: as an order for the queue of jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np

from engine import train
from engine.drive.executor import Flag
from engine.protocols import VectorObjective
from figures.weights import weights_blob
from ui.network.settings import NetworkSettings

PARTS = 1000  # in which progress is told
# Steps of a map that take as long as one update of one rule: at least, and per weight and example.
LEAST, EACH = 100.0, 1 / 117


@dataclass(frozen=True, eq=False)
class TrainedNets:
    """What came of it, without words: they are the visitor's who looks at it.

    Attributes:
        settings: What was asked for.
        points: (T, R, P); the weights of every row that is kept.
        losses: (T, R); what was minimized, there.
        blob: From `figures.weights.weights_blob`, with the losses of the held-out examples and
            the accuracies.
    """

    settings: NetworkSettings
    blob: bytes
    points: np.ndarray
    losses: np.ndarray

    @property
    def nbytes(self) -> int:
        """What the shelf counts."""
        return len(self.blob) + self.points.nbytes + self.losses.nbytes


@dataclass(frozen=True)
class TrainingOrder:
    """What is to be trained; equal orders share a job."""

    settings: NetworkSettings

    @property
    def work(self) -> float:
        """About how many steps of a map take as long."""
        now = self.settings
        each = max(LEAST, now.network.dimension * now.b * EACH)
        return now.updates * len(now.choices) * each

    def make(self, progress: Callable[[int, int], None], cancel: Flag) -> TrainedNets:
        """Train; every row that is kept is measured on both parts of the examples."""
        now = self.settings
        training = train(
            cast(VectorObjective, now.loss),
            [choice.optimizer() for choice in now.choices],
            now.begins(),
            now.updates,
            now.draws(),
            every=now.every,
            progress=lambda part: progress(int(PARTS * part), PARTS),
            cancel=cancel,
        )
        held = now.is_held
        plain = {"train": now.loss_on(~held, 0.0)}
        if held.any():
            plain["held"] = now.loss_on(held, 0.0)
        arrays = {}
        for name, loss in plain.items():
            answers = training.measured(loss.answers)  # (T, R, 1, N)
            lost = np.isnan(training.losses)
            right = ((answers > 0.5) == (loss.targets > 0.5)).mean(axis=(-2, -1))
            arrays[f"{name}_loss"] = np.ascontiguousarray(training.measured(loss.value).T)
            arrays[f"{name}_right"] = np.ascontiguousarray(np.where(lost, np.nan, right).T)
        blob = weights_blob(training, {}, arrays)
        return TrainedNets(now, blob, training.points, training.losses)
