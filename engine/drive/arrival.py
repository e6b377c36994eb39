"""Where very many walks end: `arrive`, which keeps the ends and forgets the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.drive.driver import drive
from engine.drive.ends import Ends
from engine.drive.outcome import OUTCOMES, TOLERANCE
from engine.drive.reverse import upside_down
from engine.drive.walkers import parts, ready
from engine.protocols import Objective, Rule, Schedule
from engine.trace import blocks


@dataclass(frozen=True, eq=False)
class Arrival:
    """Where walks ended, without the way.

    Attributes:
        points: (..., P) float64; NaN where a walker left the finite world.
        codes: (...) int8; the outcomes as places in `OUTCOMES`.
        steps: (...) int; how many steps each took until it was found done.
        evaluations: (...) int; gradients handed out, to within the engine's stride of 25 steps
            unless they were counted exactly; of rules that need more than a gradient all
            evaluations of f, ∇f and ∇²f.
    """

    points: np.ndarray
    codes: np.ndarray
    steps: np.ndarray
    evaluations: np.ndarray

    @cached_property
    def outcome(self) -> np.ndarray:
        """(...) of `Outcome`."""
        return np.asarray(OUTCOMES[self.codes], dtype=object)


def arrive(
    surface: Objective,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float | None = TOLERANCE,
    exact: bool = False,
    ascend: bool = False,
    schedule: Schedule | None = None,
    compiled: bool = False,
) -> Arrival:
    """Where walks end, for very many starts: memory is needed for the ends alone.

    A walker stops when gradient norm and step are both under the tolerance (looked at every 25
    steps) and when it has left the finite world; with ``tolerance=None`` only in the latter case,
    and none counts as converged. Heights and gradients are looked at where a walk ends only.
    Arguments and errors are those of `run`.

    With ``exact`` a walker that is found done, at a look every 10 steps, is taken back to the look
    before and walks these steps once more: its end and its evaluations are those of the step since
    when it has been done.
    """
    walkers = ready(optimizer, start, steps, tolerance, surface.dimension, schedule, compiled)
    found = Ends(walkers, steps, tolerance, exact)
    with np.errstate(all="ignore"):
        drive(upside_down(surface) if ascend else surface, walkers, steps, found)
        for part in parts(len(walkers), blocks.BLOCK):
            found.judge(surface, part)
    shape = walkers.shape
    return Arrival(
        points=np.moveaxis(found.ends, 0, -1).reshape(*shape, surface.dimension),
        codes=found.codes.reshape(shape),
        steps=found.taken.reshape(shape),
        evaluations=found.evaluations.reshape(shape),
    )
