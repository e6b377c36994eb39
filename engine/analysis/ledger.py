"""The ledger of a walk: every quantity of every step, as the rule's own lines make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from engine.analysis.homogeneity import CONSTANT, Role, natures, role
from engine.analysis.models import quadratic_models
from engine.analysis.reading import DELTA, Line, Reading
from engine.analysis.replay import Replay
from engine.drive.machine import run
from engine.drive.trajectory import Trajectory
from engine.protocols import Rule, Surface
from engine.trace.program import RATE

COORDINATES = ("x", "y")


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
        return _written(Replay(surface, optimizer), walk, _rates(walk, taken))


def _rates(walk: Trajectory, taken: int) -> np.ndarray:
    """The learning rates in force, (taken,); NaN for a rule that has none."""
    rates = np.full(taken, getattr(walk.optimizer, RATE, np.nan), dtype=float)
    factors = getattr(walk, "factors", None)
    return rates if factors is None else rates * factors[:taken]


def _written(replay: Replay, walk: Trajectory, rates: np.ndarray) -> Ledger:
    rule, taken = replay.rule, len(rates)
    state = rule.init(walk.points[0])
    looks, grads = np.empty((taken, 2)), np.empty((taken, 2))
    states, readings, balls = [state], [], []
    for k, theta in enumerate(walk.points[:taken]):
        rule = replay.paced(rates[k])
        looks[k] = rule.look(theta, state)
        grads[k] = replay.gradient(looks[k])
        if replay.has_ball:
            balls.append(rule.ball(theta, state))  # type: ignore[attr-defined]
        reading = replay.step(grads[k], state, theta, looks[k])
        state = reading.state
        states.append(state)
        readings.append(reading)
    rows = _rows([flat_state(state) for state in states])
    first = readings[0] if readings else None
    values = _rows([reading.values for reading in readings])
    deltas = [np.broadcast_to(reading.delta, (2,)) for reading in readings]
    roles, degrees = _natures(first, values, rows)
    models = quadratic_models(walk) if replay.models else None
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
        hessians=models.hessians[:taken] if models else None,
        centres=models.centres[:taken] if models else None,
        balls=np.reshape(balls, (taken, 2)) if replay.has_ball else None,
    )


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
