"""The machine that makes walks: `run` for one optimizer, `race` for several, `arrive` for ends.

Up to `FEW` walkers take the path of plain floats, more take that of blocks; both are written from
the same recorded step (`engine.program`), and a rule that cannot be recorded is simply called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from engine import blocks, scalar
from engine.contracts import Rule, Surface
from engine.program import Program, program, settings, with_fields
from engine.tape import Kind, NotTraceableError
from engine.trajectory import FAR, TOLERANCE, Outcome, Trajectory

FEW = 16  # walkers; from about here on the blocks are faster
STRIDE = 25  # steps between two looks at which walkers are done
MOST_STEPS = 1_000_000


def run(
    surface: Surface,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float = TOLERANCE,
) -> Trajectory:
    """Walk down a surface.

    Args:
        surface: The ground.
        optimizer: The rule; a hyper-parameter may be an array that broadcasts against the
            walkers' axes, one value per walker.
        start: (..., 2) numbers.
        steps: How many steps every walker takes, 0 or more. None stops earlier: the outcome
            says how the walk stood at its end.
        tolerance: Under it, gradient norm and last step count as zero.

    Returns:
        Every point of every walk; a pure function of the arguments.

    Raises:
        ValueError: The start is not of shape (..., 2) or not made of numbers, or ``steps`` is not
            a whole number in range.
    """
    begin, fields, shape = _ready(optimizer, start, steps)
    points = np.empty((steps + 1, 2, begin.shape[1]))
    points[0] = begin
    with np.errstate(all="ignore"):
        _walk(surface, optimizer, fields, points)
    return _judge(surface, optimizer, points, shape, tolerance)


def race(
    surface: Surface, optimizers: Sequence[Rule], start: Any, steps: int, **options: Any
) -> tuple[Trajectory, ...]:
    """`run` for several optimizers from the same start: one Trajectory each, in their order."""
    return tuple(run(surface, optimizer, start, steps, **options) for optimizer in optimizers)


@dataclass(frozen=True, eq=False)
class Arrival:
    """Where walks ended, without the way.

    Attributes:
        points: (..., 2) float64; NaN where a walker left the finite world.
        outcome: (...) of `Outcome`.
        evaluations: (...) int; gradients handed out, to within the engine's stride of 25.
    """

    points: np.ndarray
    outcome: np.ndarray
    evaluations: np.ndarray


def arrive(
    surface: Surface,
    optimizer: Rule,
    start: Any,
    steps: int,
    *,
    tolerance: float | None = TOLERANCE,
) -> Arrival:
    """Where walks end, for very many starts: memory is needed for the ends alone.

    A walker stops when gradient norm and step are both under the tolerance (looked at every 25
    steps) and when it has left the finite world; with ``tolerance=None`` only in the latter case.
    Arguments and errors are those of `run`.
    """
    begin, fields, shape = _ready(optimizer, start, steps)
    step = program(surface, optimizer)
    count = begin.shape[1]
    ends = np.array(begin)
    taken = np.zeros(count, dtype=np.int64)
    settled = np.zeros(count, dtype=bool)
    with np.errstate(all="ignore"):
        for low in range(0, count, blocks.BLOCK):
            part = slice(low, min(low + blocks.BLOCK, count))
            _arrive_block(
                step,
                optimizer,
                [value if kind is Kind.SHARED else value[part] for value, kind in fields],
                (ends[:, part], taken[part], settled[part]),
                steps,
                tolerance,
            )
        heights = surface.value(ends[0], ends[1])
        lost = ~(np.isfinite(ends).all(axis=0) & np.isfinite(heights))
        far = np.hypot(ends[0], ends[1]) > FAR
    ends[:, lost] = np.nan
    outcome = np.full(count, Outcome.BUDGET, dtype=object)
    outcome[settled] = Outcome.CONVERGED
    outcome[lost | far] = Outcome.DIVERGED
    return Arrival(
        np.moveaxis(ends, 0, -1).reshape(*shape, 2), outcome.reshape(shape), taken.reshape(shape)
    )


# -- getting ready -------------------------------------------------------------------------------

Field = tuple[Any, Kind]  # a hyper-parameter's value: a float, or one number per walker


def _ready(
    optimizer: Rule, start: Any, steps: int
) -> tuple[np.ndarray, list[Field], tuple[int, ...]]:
    """The start as a plane (2, n), the open hyper-parameters, and the walkers' axes."""
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer):
        raise ValueError(f"steps must be a whole number, got {steps!r}")
    if not 0 <= steps <= MOST_STEPS:
        raise ValueError(f"steps must lie in [0, {MOST_STEPS}], got {steps}")
    try:
        begin = np.asarray(start, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"start must be numbers of shape (..., 2), got {start!r}") from None
    if begin.ndim == 0 or begin.shape[-1] != 2:
        raise ValueError(f"start must have shape (..., 2), got shape {begin.shape}")
    arrays = [np.shape(getattr(optimizer, h.name)) for h in optimizer.hyperparameters()]
    try:
        shape = np.broadcast_shapes(begin.shape[:-1], *arrays)
    except ValueError:
        raise ValueError(
            f"start's walkers {begin.shape[:-1]} do not broadcast against "
            f"the optimizer's fields of shapes {[a for a in arrays if a]}"
        ) from None
    begin = np.broadcast_to(begin, (*shape, 2)).reshape(-1, 2).T
    return begin, _fields(optimizer, shape), shape


def _fields(optimizer: Rule, shape: tuple[int, ...]) -> list[Field]:
    values: list[Field] = []
    for value in settings(optimizer)[0].values():
        if np.ndim(value):
            column = np.broadcast_to(np.asarray(value, dtype=float), shape).ravel()
            values.append((column, Kind.COLUMN))
        else:
            values.append((np.float64(value), Kind.SHARED))
    return values


def _states(optimizer: Rule, fields: Sequence[Any], theta: np.ndarray) -> list[Any]:
    """The rule's first state for theta of shape (n, 2), as planes and columns."""
    symbols, fixed = settings(optimizer)
    shaped = {
        name: value[:, None] if np.ndim(value) else value
        for name, value in zip(symbols, fields, strict=True)
    }
    rule = cast(Rule, with_fields(type(optimizer), {**shaped, **fixed}))
    return list(rule.init(theta))


# -- walking -------------------------------------------------------------------------------------


def _walk(surface: Surface, optimizer: Rule, fields: list[Field], points: np.ndarray) -> None:
    """Fill points[1:] of shape (steps, 2, n)."""
    count = points.shape[2]
    try:
        step = program(surface, optimizer)
    except NotTraceableError:
        _walk_plainly(surface, optimizer, fields, points)
        return
    if count > FEW:
        for low in range(0, count, blocks.BLOCK):
            part = slice(low, min(low + blocks.BLOCK, count))
            _walk_block(step, optimizer, _cut(fields, part), points[:, :, part])
        return
    for i in range(count):
        mine = _cut(fields, slice(i, i + 1))
        if not _walk_scalar(step, optimizer, mine, points[:, :, i]):
            _walk_block(step, optimizer, mine, points[:, :, i : i + 1])


def _cut(fields: list[Field], part: slice) -> list[Any]:
    return [value if kind is Kind.SHARED else value[part] for value, kind in fields]


def _walk_scalar(step: Program, optimizer: Rule, fields: Sequence[Any], points: np.ndarray) -> bool:
    """One walker on plain floats; False where Python's arithmetic gave up."""
    xs, ys = [float(points[0, 0])], [float(points[0, 1])]
    hypers = [float(value[0]) if np.ndim(value) else float(value) for value in fields]
    theta = points[:1]
    states = scalar.states_as_floats(
        step, [np.asarray(s)[0] if np.ndim(s) else s for s in _states(optimizer, fields, theta)]
    )
    try:
        scalar.scalar_walk(step)(len(points) - 1, xs, ys, hypers, states)
    except (ArithmeticError, ValueError):
        return False
    points[:, 0] = xs
    points[:, 1] = ys
    return True


def _walk_block(step: Program, optimizer: Rule, fields: Sequence[Any], points: np.ndarray) -> None:
    """Many walkers through NumPy; stops early when none of them is finite any more."""
    block = _Block(step, optimizer, fields, points[0])
    steps = len(points) - 1
    for done in range(0, steps, STRIDE):
        chunk = min(STRIDE, steps - done)
        theta, _, _ = block.advance(chunk, points[done : done + chunk + 1])
        if not np.isfinite(theta).all(axis=0).any():
            points[done + chunk + 1 :] = np.nan
            return


class _Block:
    """Walkers that go through the generated loop together."""

    def __init__(
        self, step: Program, optimizer: Rule, fields: Sequence[Any], theta: np.ndarray
    ) -> None:
        self._code = blocks.advance(step)
        self._fields = list(fields)
        count = theta.shape[1]
        self._memory = blocks.Buffers(self._code, count)
        self._buffers = self._memory.cut(count)
        self._theta, self._after = np.array(theta), np.empty((2, count))
        self._shared: list[Any] = []
        first = _states(optimizer, fields, theta.T)
        for home, part in zip(self._code.homes, first, strict=True):
            if home is None:
                self._shared.append(np.float64(part))
            else:
                # A state that starts as one shared number may become one per walker.
                self._buffers[home[0]][home[1]][...] = np.transpose(part)

    def advance(self, steps: int, path: np.ndarray | None) -> tuple[np.ndarray, ...]:
        """The place after the steps, and the gradient and displacement of the last one."""
        self._theta, self._after, self._shared, grad, delta = self._code.run(
            steps, self._theta, self._after, path, self._fields, self._shared, self._buffers
        )
        return self._theta, np.asarray(grad), np.asarray(delta)

    def keep(self, stay: np.ndarray) -> None:
        """Go on with some of the walkers only."""
        count = int(stay.sum())
        kept = [self._buffers[home[0]][home[1]][..., stay] for home in self._code.homes if home]
        self._buffers = self._memory.cut(count)
        for home, part in zip([h for h in self._code.homes if h], kept, strict=True):
            self._buffers[home[0]][home[1]][...] = part
        self._theta, self._after = self._theta[:, stay], np.empty((2, count))
        self._fields = [value[stay] if np.ndim(value) else value for value in self._fields]


def _arrive_block(
    step: Program,
    optimizer: Rule,
    fields: Sequence[Any],
    results: tuple[np.ndarray, np.ndarray, np.ndarray],
    steps: int,
    tolerance: float | None,
) -> None:
    """Fill ends (2, n), steps taken (n) and settled (n), dropping walkers that are done."""
    ends, taken, settled = results
    block = _Block(step, optimizer, fields, ends)
    alive = np.arange(ends.shape[1])
    for done in range(0, steps, STRIDE):
        chunk = min(STRIDE, steps - done)
        theta, grad, delta = block.advance(chunk, None)
        taken[alive] = done + chunk
        finished = ~np.isfinite(theta).all(axis=0)
        if tolerance is not None:
            limit = tolerance * tolerance
            flat = (grad * grad).sum(axis=0) < limit
            still = (delta * delta).sum(axis=0) < limit
            settled[alive[flat & still & ~finished]] = True
            finished |= flat & still
        if finished.any() or done + chunk == steps:
            ends[:, alive] = theta
            alive = alive[~finished]
            if not len(alive):
                return
            if done + chunk < steps:
                block.keep(~finished)


def _walk_plainly(
    surface: Surface, optimizer: Rule, fields: list[Field], points: np.ndarray
) -> None:
    """The rule as it is written, called once per step: slow, and always right."""
    theta = points[0].T.copy()
    state = optimizer.init(theta)
    for k in range(len(points) - 1):
        where = optimizer.look(theta, state)
        grad = np.stack(surface.gradient(where[..., 0], where[..., 1]), axis=-1)
        delta, state = optimizer.update(grad, state, theta)
        theta = theta + delta
        points[k + 1] = theta.T


# -- judging -------------------------------------------------------------------------------------


def _judge(
    surface: Surface,
    optimizer: Rule,
    points: np.ndarray,
    shape: tuple[int, ...],
    tolerance: float,
) -> Trajectory:
    """Heights, gradients and outcomes of finished walks; ``points`` is (steps + 1, 2, n)."""
    steps = len(points) - 1
    xs, ys = points[:, 0], points[:, 1]
    heights = surface.value(xs, ys)
    gradients = np.stack(surface.gradient(xs, ys), axis=1)
    with np.errstate(all="ignore"):
        # A sum is finite only if all its parts are (or overflows, which is out of this world too).
        finite = np.isfinite(heights + (xs + ys) + (gradients[:, 0] + gradients[:, 1]))
    if finite.all():
        last = np.full(finite.shape[1], steps)
    else:
        finite = np.logical_and.accumulate(finite, axis=0)
        last = finite.sum(axis=0) - 1
        heights[~finite] = np.nan
        points[np.broadcast_to(~finite[:, None], points.shape)] = np.nan
        gradients[np.broadcast_to(~finite[:, None], gradients.shape)] = np.nan
    walkers = np.arange(len(last))
    end = np.maximum(last, 0)
    with np.errstate(all="ignore"):
        here, before = points[end, :, walkers], points[np.maximum(end - 1, 0), :, walkers]
        slope = gradients[end, :, walkers]
        flat = np.hypot(slope[:, 0], slope[:, 1]) < tolerance
        still = np.hypot(*(here - before).T) < tolerance
        far = np.hypot(here[:, 0], here[:, 1]) > FAR
    outcome = np.full(len(last), Outcome.BUDGET, dtype=object)
    outcome[flat & still] = Outcome.CONVERGED
    outcome[(last < steps) | far] = Outcome.DIVERGED
    evaluations = np.minimum(last + 1, steps)
    return Trajectory(
        surface=surface,
        optimizer=optimizer,
        points=np.moveaxis(points, 1, -1).reshape(steps + 1, *shape, 2),
        heights=heights.reshape(steps + 1, *shape),
        gradients=np.moveaxis(gradients, 1, -1).reshape(steps + 1, *shape, 2),
        outcome=outcome.reshape(shape) if shape else outcome[0],
        evaluations=evaluations.reshape(shape) if shape else int(evaluations[0]),
        tolerance=tolerance,
    )
