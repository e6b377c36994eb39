"""The ledger of a walk: every quantity of every step, as the rule's own lines make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine.analysis.homogeneity import CONSTANT, Role, natures, role
from engine.analysis.reading import DELTA, Line, NotReadableError, Reader, Reading
from engine.drive.machine import run
from engine.drive.trajectory import Trajectory
from engine.protocols import Rule, Surface

COORDINATES = ("x", "y")
RATE = "learning_rate"  # the field that a schedule changes


@dataclass(frozen=True, eq=False)
class Ledger:
    """What a rule did in every step of a single walker.

    Row k belongs to step k + 1, from row k of the walk's points to row k + 1; there are n rows, as
    many as steps that ended in the finite world. A quantity has one number per coordinate, (n, 2),
    or one for all, (n,); a state may hold other shapes.

    Attributes:
        walk: The walk, as `engine.run` makes it.
        rates: (n,); the learning rate in force, NaN for a rule that has none.
        looks: (n, 2); where the gradient was measured.
        gradients: (n, 2); the gradient that the rule was handed.
        deltas: (n, 2); the displacement that it answered with.
        before: Every number of the state before the step, (n, ...); a nested one is named
            ``outer.inner``.
        after: The same after the step.
        values: Every named value of the rule's lines, and every part of one (see `Line.parts`).
        lines: The lines of the rule in their order; empty for a rule that is more than plain
            arithmetic.
        roles: What the quantities named in ``values`` and ``before`` are.
        degrees: With which power of the gradient each of them grows; None where it has no say.
        hessians: (n, 2, 2); the second derivatives of the rule's model of the ground; None for a
            rule that has none.
        centres: (n, 2); where that model is level, or None.
        balls: (n, 2); where the ball itself is, for a rule whose theta runs ahead of it, or None.
    """

    walk: Trajectory
    rates: np.ndarray
    looks: np.ndarray
    gradients: np.ndarray
    deltas: np.ndarray
    before: dict[str, np.ndarray]
    after: dict[str, np.ndarray]
    values: dict[str, np.ndarray]
    lines: tuple[Line, ...]
    roles: dict[str, Role]
    degrees: dict[str, float | None]
    hessians: np.ndarray | None
    centres: np.ndarray | None
    balls: np.ndarray | None

    def __len__(self) -> int:
        return len(self.deltas)

    @property
    def effective_rates(self) -> np.ndarray:
        """(n, 2); −Δθ / g, the learning rate that each coordinate got; NaN where g is 0."""
        with np.errstate(all="ignore"):
            rates = -self.deltas / self.gradients
        return np.where(np.isfinite(rates), rates, np.nan)

    def to_frame(self) -> pd.DataFrame:
        """One row per step: where from, every quantity, every state after the step, where to."""
        points = self.walk.points
        columns: dict[str, np.ndarray] = {"step": np.arange(1, len(self) + 1)}
        for name, rows in {
            "theta_before": points[: len(self)],
            "look": self.looks,
            "learning_rate": self.rates,
            "gradient": self.gradients,
            **{name: rows for name, rows in self.values.items() if name != DELTA},
            **{f"state.{name}": rows for name, rows in self.after.items()},
            "delta": self.deltas,
            "effective_rate": self.effective_rates,
            "theta_after": points[1 : len(self) + 1],
        }.items():
            columns |= _columns(name, rows)
        return pd.DataFrame(columns)


def ledger(surface: Surface, optimizer: Rule, start: Any, steps: int, **options: Any) -> Ledger:
    """Walk as `run` does, and keep what the rule computed on its way.

    The rule is handed the points of that very walk, one after the other, so the two cannot drift
    apart, not even where a walk is chaotic: its displacements lead from point to point to within
    1e-12 of the numbers' size.

    Args:
        surface: The ground.
        optimizer: The rule; its hyper-parameters are single numbers.
        start: (2,) numbers.
        steps: How many steps are taken.
        options: As of `run`.

    Raises:
        ValueError: As `run`, or the start is not one point.
    """
    walk = run(surface, optimizer, start, steps, **options)
    if walk.points.shape[1:] != (2,):
        raise ValueError(f"ledger: one start of shape (2,), got shape {walk.points.shape[1:]}")
    taken = max(int(walk.last), 0)
    with np.errstate(all="ignore"):
        return _written(_Pen(surface, optimizer), walk, _rates(walk, taken))


def _rates(walk: Trajectory, taken: int) -> np.ndarray:
    """The learning rates in force, (taken,); NaN for a rule that has none."""
    rates = np.full(taken, getattr(walk.optimizer, RATE, np.nan), dtype=float)
    factors = getattr(walk, "factors", None)
    return rates if factors is None else rates * factors[:taken]


def _written(pen: _Pen, walk: Trajectory, rates: np.ndarray) -> Ledger:
    rule, taken = pen.rule, len(rates)
    state = rule.init(walk.points[0])
    looks, grads = np.empty((taken, 2)), np.empty((taken, 2))
    states, readings, models, balls = [state], [], [], []
    for k, theta in enumerate(walk.points[:taken]):
        rule = pen.paced(rates[k])
        looks[k] = rule.look(theta, state)
        grads[k] = pen.gradient(looks[k])
        if pen.has_ball:
            balls.append(rule.ball(theta, state))  # type: ignore[attr-defined]
        reading = pen.step(grads[k], state, theta, looks[k])
        state = reading.state
        states.append(state)
        readings.append(reading)
        if pen.models:
            models.append((rule.curvature(state), theta + state.jump))  # type: ignore[attr-defined]
    rows = _rows([flat_state(state) for state in states])
    first = readings[0] if readings else None
    values = _rows([reading.values for reading in readings])
    deltas = [np.broadcast_to(reading.delta, (2,)) for reading in readings]
    roles, degrees = _natures(first, values, rows)
    return Ledger(
        walk=walk,
        rates=rates,
        looks=looks,
        gradients=grads,
        deltas=np.reshape(deltas, (taken, 2)).astype(float),
        before={name: numbers[:-1] for name, numbers in rows.items()},
        after={name: numbers[1:] for name, numbers in rows.items()},
        values=values,
        lines=first.lines if first else (),
        roles=roles,
        degrees=degrees,
        hessians=np.reshape([b for b, _ in models], (taken, 2, 2)) if pen.models else None,
        centres=np.reshape([c for _, c in models], (taken, 2)) if pen.models else None,
        balls=np.reshape(balls, (taken, 2)) if pen.has_ball else None,
    )


class _Pen:
    """Hands a rule what it needs, and reads what it does."""

    def __init__(self, surface: Surface, rule: Rule) -> None:
        self.rule = rule
        self.models = hasattr(rule, "curvature")  # of the ground, as second-order methods have them
        self.has_ball = hasattr(rule, "ball")
        self._surface = surface
        self._reader: Reader | None = Reader(rule)

    def paced(self, rate: float) -> Rule:
        """The rule with the learning rate that is in force."""
        if np.isnan(rate) or rate == getattr(self.rule, RATE):
            return self.rule
        self.rule = copy(self.rule)
        object.__setattr__(self.rule, RATE, rate)
        return self.rule

    def gradient(self, place: np.ndarray) -> np.ndarray:
        return np.stack(self._surface.gradient(place[..., 0], place[..., 1]), axis=-1)

    def step(self, grad: np.ndarray, state: Any, theta: np.ndarray, look: np.ndarray) -> Reading:
        needs = getattr(self.rule, "needs", "gradient")
        if needs != "gradient":
            more: Any = self._probe if needs == "probe" else self._hessian(look)
            return Reading(*self.rule.update(grad, state, theta, more), (), {})
        if self._reader is not None:
            try:
                return self._reader.step(self.rule, grad, state, theta)
            except (NotReadableError, OSError):
                self._reader = None  # it is called as a whole from now on
        return Reading(*self.rule.update(grad, state, theta), (), {})

    def _hessian(self, place: np.ndarray) -> np.ndarray:
        xx, xy, yy = self._surface.hessian(*place)  # type: ignore[attr-defined]
        return np.array([[xx, xy], [xy, yy]])

    def _probe(self, places: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        del who  # there is only one walker
        return self._surface.value(places[:, 0], places[:, 1]), self.gradient(places)


def flat_state(state: Any, prefix: str = "") -> dict[str, Any]:
    """A state record as named numbers; one inside another gives ``outer.inner``."""
    if not isinstance(state, tuple):
        return {prefix: state}
    names = getattr(state, "_fields", [str(i) for i in range(len(state))])
    flat: dict[str, Any] = {}
    for name, part in zip(names, state, strict=True):
        flat |= flat_state(part, f"{prefix}.{name}" if prefix else name)
    return flat


def _rows(steps: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """Named numbers of many steps as arrays with the step in front."""
    if not steps:
        return {}
    rows = {}
    for name in steps[0]:
        parts = [step[name] for step in steps]
        shapes = {np.shape(part) for part in parts}
        if len(shapes) > 1:
            # A number that starts as one for both coordinates may become one for each.
            shape = np.broadcast_shapes(*shapes)
            parts = [np.broadcast_to(part, shape) for part in parts]
        rows[name] = np.array(parts, dtype=float)
    return rows


def _sources(reading: Reading) -> dict[str, str | None]:
    """From which line each number of the state was taken: the one that made this very object."""
    sources: dict[str, str | None] = {}
    for name, made in flat_state(reading.state).items():
        makers = [line.name for line in reading.lines if reading.values[line.name] is made]
        sources[name] = makers[-1] if makers and np.ndim(made) else None
    return sources


def _natures(
    first: Reading | None, values: Mapping[str, np.ndarray], before: Mapping[str, np.ndarray]
) -> tuple[dict[str, Role], dict[str, float | None]]:
    """Role and degree of every line and of every number of the state."""
    if first is None or not first.lines:
        return {}, {}
    of_lines, of_states = natures(first.lines, _sources(first))
    roles, degrees = {}, {}
    for name, rows in {**before, **values}.items():
        nature = of_lines.get(name, of_states.get(name, CONSTANT))
        roles[name] = role(nature, rows.shape[1:] == (2,))
        degrees[name] = nature.degree
    return {**roles, DELTA: Role.STEP}, degrees


def _columns(name: str, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Columns of plain numbers: one per coordinate, or per place of a matrix."""
    if rows.ndim == 1:
        return {name: rows}
    if rows.shape[1:] == (2,):
        return {f"{name}_{axis}": rows[:, i] for i, axis in enumerate(COORDINATES)}
    flat = rows.reshape(len(rows), -1)
    return {f"{name}_{i}": flat[:, i] for i in range(flat.shape[1])}
