"""What a loss of data declares: how one example counts, and what its two weights are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from data import Dataset, Task
from surfaces.surface import Domain


class Example(NamedTuple):
    """What a loss sees of an example: plain numbers, or one array of each."""

    a: Any  # goes with the first weight
    b: Any  # goes with the second
    t: Any  # what is wanted


class Terms(NamedTuple):
    """One example's loss ℓ(x, y) with its derivatives, as plain arithmetic.

    Attributes:
        of: (x, y, row) → ℓ.
        slopes: (x, y, row) → (ℓx, ℓy).
        bends: (x, y, row) → (ℓxx, ℓxy, ℓyy).
        answer: (x, y, row) → what the model says.
    """

    of: Callable[[Any, Any, Example], Any]
    slopes: Callable[[Any, Any, Example], tuple[Any, Any]]
    bends: Callable[[Any, Any, Example], tuple[Any, Any, Any]]
    answer: Callable[[Any, Any, Example], Any]


def of_score(of: Any, slope: Any, bend: Any) -> Terms:
    """Terms that see the weights through s = ax + by alone, of ℓ(s, t) and its derivatives by s."""

    def score(x: Any, y: Any, row: Example) -> Any:
        return row.a * x + row.b * y

    def loss(x: Any, y: Any, row: Example) -> Any:
        return of(score(x, y, row), row.t)

    def slopes(x: Any, y: Any, row: Example) -> tuple[Any, Any]:
        d = slope(score(x, y, row), row.t)
        return d * row.a, d * row.b

    def bends(x: Any, y: Any, row: Example) -> tuple[Any, Any, Any]:
        d = bend(score(x, y, row), row.t)
        return d * (row.a * row.a), d * (row.a * row.b), d * (row.b * row.b)

    return Terms(loss, slopes, bends, score)


Lowest = tuple[tuple[tuple[float, float], ...], float | None]


@dataclass(frozen=True, eq=False)
class LossKind:
    r"""A loss, whatever the data.

    Attributes:
        name: The identifier.
        title: What people call it.
        formula: As LaTeX, without penalty.
        task: What kind of data it learns from.
        weights: The names of the two coordinates.
        terms: How one example counts.
        rows: (data) → what it sees of every example, (N,) each.
        inputs: Which of a and b are inputs of the data: the others are the model's own 1.
        masked: Which can be dropped with a weight (DropConnect).
        source: Author, title, year, link.
        note: What to watch for.
        usual: The data set that it is shown with at first.
        usual_ridge: The ridge with which it is shown at first.
        smooth: False where a derivative fails to exist somewhere.
        root: Whether it is the root of the mean and not the mean.
        squares: Whether ℓ is (s − t)², so that moments say everything.
        lowest: (loss) → its minimisers and f*; no minimisers where they fill a curve. It is asked
            only where f* is taken.
        unbounded: (loss) → the direction in which it falls for ever towards a value that it never
            takes; None where it has a minimum.
        opening: (loss, window) → where the walks start when it is picked; None for where they start
            without a word about it.
    """

    name: str
    title: str
    formula: str
    task: Task
    weights: tuple[str, str]
    terms: Terms
    rows: Callable[[Dataset], Example]
    inputs: tuple[bool, bool]
    masked: tuple[bool, bool]
    source: str
    note: str
    usual: str
    usual_ridge: float = 0.0
    smooth: bool = True
    root: bool = False
    squares: bool = False
    lowest: Callable[[Any], Lowest] = lambda loss: ((), None)
    unbounded: Callable[[Any], tuple[float, float] | None] = lambda loss: None
    opening: Callable[[Any, Domain], tuple[float, float] | None] = lambda loss, domain: None

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process by name."""
        from surfaces.losses import kind  # the registry, which imports this file

        return kind, (self.name,)


def signed(dataset: Dataset) -> Example:
    """The inputs of a class, ±: a weight that tells the example's class makes ax + by positive.

    Tables are measured from their mean in standard deviations: the model has no intercept.
    """
    sign = 2 * dataset.targets - 1
    points = measured(dataset)
    return Example(sign * points[:, 0], sign * points[:, 1], dataset.targets)


def scaling(dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """From where and in which unit the inputs of a class are measured, (2,) each.

    Examples of our own lie about the origin already; those of others are taken in standard
    deviations from their mean.
    """
    points = dataset.points
    if not dataset.source and dataset.name != "pasted":
        return np.zeros(2), np.ones(2)
    spread = points.std(axis=0)
    return points.mean(axis=0), np.where(spread > 0, spread, 1.0)


def measured(dataset: Dataset) -> np.ndarray:
    """(N, 2); the inputs of a class as the loss sees them."""
    middle, unit = scaling(dataset)
    return (dataset.points - middle) / unit
