"""Examples: places, what belongs to them, and where they come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Task(StrEnum):
    """What is to be learned of every example."""

    NUMBER = "number"  # a target on the real line
    CLASS = "class"  # a label, 0 or 1


@dataclass(frozen=True, eq=False)
class Dataset:
    """N examples.

    Attributes:
        name: What it was made by.
        task: What the targets are.
        points: (N, d) float64; read-only.
        targets: (N,) float64; numbers, or labels 0 and 1; read-only.
        axes: The names of the d coordinates and of the target.
        source: Where it was published; empty for what is made here.
        licence: Under which terms; empty for what is made here.
    """

    name: str
    task: Task
    points: np.ndarray
    targets: np.ndarray
    axes: tuple[str, ...]
    source: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        points = np.array(self.points, dtype=np.float64)
        targets = np.array(self.targets, dtype=np.float64)
        if points.ndim != 2 or targets.shape != points.shape[:1] or not len(points):
            raise ValueError(
                f"{self.name}: points must be (N, d) and targets (N,) with N of at least 1, "
                f"got {points.shape} and {targets.shape}"
            )
        if not (np.isfinite(points).all() and np.isfinite(targets).all()):
            raise ValueError(f"{self.name}: points and targets must be finite")
        if self.task is Task.CLASS and not np.isin(targets, (0.0, 1.0)).all():
            raise ValueError(f"{self.name}: labels must be 0 or 1, got {sorted(set(targets))[:5]}")
        if len(self.axes) != points.shape[1] + 1:
            raise ValueError(f"{self.name}: {points.shape[1] + 1} axes have names, got {self.axes}")
        for field, numbers in (("points", points), ("targets", targets)):
            numbers.setflags(write=False)
            object.__setattr__(self, field, numbers)

    def __len__(self) -> int:
        return len(self.points)

    @property
    def key(self) -> str:
        """The same for the same examples, whatever made them, and for no others."""
        said = f"{self.task}/{self.points.shape}/".encode()
        numbers = np.ascontiguousarray(self.points + 0.0), np.ascontiguousarray(self.targets + 0.0)
        told = b"".join(part.astype("<f8").tobytes() for part in numbers)  # −0 is 0
        return hashlib.sha256(said + told).hexdigest()
