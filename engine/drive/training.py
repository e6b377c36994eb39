"""Training: several rules from one start through many coordinates, of which few rows are kept.

`race` keeps every point and measures all of them afterwards. A network has a hundred coordinates
and more, and is trained for as many steps as there is patience, so here the rows that are kept are
chosen, somebody may watch, and it can be called off. The steps are those of `race` to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.drive.executor import CancelledError, Flag
from engine.drive.lockstep import able
from engine.drive.measure import Draws, by_coordinate
from engine.drive.part import Part
from engine.drive.steppers import stepper_for
from engine.drive.training_record import Training
from engine.drive.training_steps import Way, one_alone, side_by_side
from engine.drive.walkers import Walkers, begins, ready
from engine.protocols import Objective, Rule, Schedule, VectorObjective, needs
from engine.refusal import RefusedError

GLANCE = 20  # steps between two looks at whether the work is still wanted
CHUNK = 4096  # places that are measured at once
Progress = Callable[[float], None]


def train(
    objective: VectorObjective,
    optimizers: Sequence[Rule],
    start: Any,
    steps: int,
    draws: Draws | None = None,
    *,
    schedule: Schedule | None = None,
    free: np.ndarray | None = None,
    every: int = 1,
    progress: Progress | None = None,
    cancel: Flag | None = None,
) -> Training:
    """Train by several rules side by side.

    A rule's numbers do not depend on which others there are, nor on ``every``.

    Args:
        objective: The loss; its ``gradient(theta, draw)`` takes (..., P).
        optimizers: R rules; a hyper-parameter may be an array with the walkers' axes.
        start: (..., P); where all of them begin. Axes in front are walkers, such as seeds.
        steps: How many updates.
        draws: What each update sees, such as the rows of ``Batches(...).indices(N, steps)``; an
            array of steps is taken row by row. All of the objective, if None.
        schedule: How the learning rate changes; as in `engine.run`.
        free: (P,) bool; what may move, None for everything. The rest is not shown to the rules, so
            that neither weight decay nor momentum moves it.
        every: A row is kept of every so many updates, and of the last one.
        progress: Is told from time to time which part is done, from 0 to 1.
        cancel: Calls it off when it is set.

    Returns:
        The places that were kept, with the whole objective's losses there.

    Raises:
        ValueError: Arguments do not fit, as in `engine.run`; ``free`` is not (P,) or lets nothing
            move; ``every`` is no whole number of at least 1; a rule needs second derivatives.
        CancelledError: ``cancel`` was set.
    """
    if by_coordinate(objective):
        raise RefusedError(
            "train: {objective} takes its coordinates one by one; race does that",
            objective=objective.name,
        )
    if isinstance(every, bool) or not isinstance(every, int | np.integer) or every < 1:
        raise RefusedError("every must be a whole number of at least 1, got {given!r}", given=every)
    for rule in optimizers:
        if needs(rule) == "hessian" and not hasattr(objective, "hessian"):
            raise RefusedError(
                "train: {rule} needs second derivatives, which {objective} has not",
                rule=rule.name,
                objective=objective.name,
            )
    whole = begins(start, steps, objective.dimension, draws)
    shape = whole.shape[:-1]
    moved, ground = _free(objective, whole, free)
    everyone = [
        ready(rule, whole[..., moved], steps, None, ground.dimension, schedule, draws=draws)
        for rule in optimizers
    ]
    for walkers in everyone:
        if walkers.shape != shape:
            raise RefusedError(
                "train: {rule} has fields for walkers {fields}, and the start has {given}",
                rule=walkers.rule.name,
                fields=walkers.shape,
                given=shape,
            )
    kept = np.union1d(np.arange(0, steps + 1, every), [0, steps])
    points = np.full((len(kept), len(everyone), *shape, objective.dimension), np.nan)
    points[:] = whole
    count = math.prod(shape)
    rows = points.reshape(len(kept), len(everyone), count, objective.dimension)
    lengths = np.full((steps, len(everyone), count), np.nan)
    with np.errstate(all="ignore"):
        losses = np.full(rows.shape[:-1], np.nan)
        _walk(ground, everyone, steps, kept, rows, moved, lengths, losses, progress, cancel)
        _measure_the_rest(objective, rows, losses, cancel)
    _cut_off(rows, losses)
    return Training(
        objective=objective,
        optimizers=tuple(optimizers),
        steps=kept,
        points=points,
        losses=losses.reshape(len(kept), len(everyone), *shape),
        gradient_norms=lengths.reshape(steps, len(everyone), *shape),
        draws=draws,
        free=moved,
    )


def _free(
    objective: VectorObjective, whole: np.ndarray, free: np.ndarray | None
) -> tuple[np.ndarray, VectorObjective]:
    if free is None:
        return np.ones(objective.dimension, dtype=bool), objective
    moved = np.asarray(free)
    if moved.dtype != bool or moved.shape != (objective.dimension,) or not moved.any():
        raise RefusedError(
            "free must be {dimension} truths of which one holds at least, got {given!r}",
            dimension=objective.dimension,
            given=free,
        )
    return moved, objective if moved.all() else Part(objective, whole, moved)


def _walk(
    ground: Objective,
    everyone: Sequence[Walkers],
    steps: int,
    kept: np.ndarray,
    rows: np.ndarray,
    moved: np.ndarray,
    lengths: np.ndarray,
    losses: np.ndarray,
    progress: Progress | None,
    cancel: Flag | None,
) -> None:
    """Fill the free coordinates of the rows (kept, R, n, P) and what was seen (steps, R, n)."""
    together = [r for r, walkers in enumerate(everyone) if _alike(ground, walkers)]
    alone = {
        r: stepper_for(ground, walkers, max(1, len(walkers)))
        for r, walkers in enumerate(everyone)
        if r not in together
    }
    ways: list[Way] = []
    if together:
        ways.append(side_by_side(ground, [everyone[r] for r in together], together, steps))
    ways += [one_alone(stepper, everyone[r], r) for r, stepper in alone.items()]
    is_kept = np.zeros(steps + 1, dtype=bool)
    is_kept[kept] = True
    row, whole = 0, bool(moved.all())
    for k in range(steps):
        if k % GLANCE == 0:
            if cancel is not None and cancel.is_set():
                raise CancelledError("the training was cancelled before it was finished")
            if progress is not None:
                progress(k / steps)
        before = row if is_kept[k] else None
        row += is_kept[k + 1]
        for way in ways:
            who, theta, grad, heights = next(way)
            if heights is not None and before is not None:
                losses[before, who] = heights
            lengths[k, who] = np.sqrt(np.einsum("rpn,rpn->rn", grad, grad))
            if is_kept[k + 1] and whole:
                rows[row, who] = theta.swapaxes(-1, -2)
            elif is_kept[k + 1]:
                for r, place in zip(who, theta, strict=True):
                    rows[row, r][:, moved] = place.T
    if progress is not None:
        progress(1.0)


def _alike(ground: Objective, walkers: Walkers) -> bool:
    return needs(walkers.rule) == "gradient" and able(ground, walkers)


def _measure_the_rest(
    objective: VectorObjective, rows: np.ndarray, losses: np.ndarray, cancel: Flag | None
) -> None:
    """Fill the losses that did not come with the gradients, and are NaN so far."""
    flat, found = rows.reshape(-1, rows.shape[-1]), losses.reshape(-1)
    missing = np.flatnonzero(np.isnan(found))
    for low in range(0, len(missing), CHUNK):
        if cancel is not None and cancel.is_set():
            raise CancelledError("the training was cancelled before it was finished")
        some = missing[low : low + CHUNK]
        found[some] = objective.value(flat[some])


def _cut_off(rows: np.ndarray, losses: np.ndarray) -> None:
    """From the first row on that is not finite, all of a walker's are NaN."""
    finite = np.isfinite(losses) & np.isfinite(rows).all(axis=-1)
    if not finite.all():
        lost = ~np.logical_and.accumulate(finite, axis=0)
        rows[lost], losses[lost] = np.nan, np.nan
