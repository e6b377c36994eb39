"""Who walks: one rule with its hyper-parameters, and where every walker starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from engine.drive.measure import Draws
from engine.protocols import Rule, Schedule, needs
from engine.refusal import RefusedError
from engine.trace.compiled import compiler
from engine.trace.hyperparameters import Hyperparameters, hyperparameters
from engine.trace.node import Kind
from engine.trace.program import RATE, Program

MOST_STEPS = 1_000_000


@dataclass(frozen=True, eq=False)
class Walkers:
    """All walkers of a run, side by side.

    Attributes:
        rule: The rule as it was given.
        hyperparameters: Its hyper-parameters as they were given.
        fields: Those of them that are symbols: np.float64, or (n,) with one value per walker.
        begin: (P, n); where they start, one row per coordinate.
        shape: The axes that the n walkers had when they came.
        factors: (steps,); what the learning rate is multiplied with in each step, None if with 1.
        compiled: Whether they walk by machine code.
        draws: (steps,); what each step sees of the objective, None if all.
        schedule: What makes the factors, None if nothing does.
    """

    rule: Rule
    hyperparameters: Hyperparameters
    fields: list[Any]
    begin: np.ndarray
    shape: tuple[int, ...]
    factors: np.ndarray | None = None
    compiled: bool = False
    draws: Draws | None = None
    schedule: Schedule | None = None

    def __len__(self) -> int:
        return self.begin.shape[1]

    @property
    def scheduled(self) -> bool:
        """Whether the learning rate changes from step to step."""
        return self.factors is not None

    def fields_of(self, part: slice) -> list[Any]:
        """The hyper-parameters of some walkers."""
        return [value[part] if value.ndim else value for value in self.fields]

    def rule_of(self, part: slice | np.ndarray, step: int = 0) -> Rule:
        """The rule, as it is in a step, for arrays theta of shape (n, P) that hold some walkers."""
        arrays: dict[str, Any] = {
            name: value[part, None]
            for (name, _), value in zip(self.hyperparameters.hypers, self.fields, strict=True)
            if value.ndim
        }
        if self.factors is not None and len(self.factors):
            rate = arrays.get(RATE, getattr(self.rule, RATE))
            arrays[RATE] = rate * self.factors[step]
        if not arrays:
            return self.rule
        shaped = copy(self.rule)
        for name, value in arrays.items():
            object.__setattr__(shaped, name, value)
        return shaped

    def rules_of(self, part: slice) -> Iterator[Rule] | None:
        """The rule as it is in every step; None if it does not change."""
        if self.factors is None:
            return None
        return (self.rule_of(part, step) for step in range(len(self.factors)))

    def first_states(self, step: Program, part: slice) -> list[Any]:
        """The first state of some walkers, as the rule makes it: (n, P), (n, 1) or one number."""
        state = tuple(self.rule_of(part).init(self.begin[:, part].T))
        return [state[place] for place in step.kept]


def begins(start: Any, steps: int, dimension: int, draws: Draws | None = None) -> np.ndarray:
    """Where walkers begin, (..., dimension), once that and the number of steps are in order.

    Raises:
        ValueError: The start is not of that shape or not made of numbers, ``steps`` is not a whole
            number in range, or there is not one draw per step.
    """
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer):
        raise RefusedError("steps must be a whole number, got {given!r}", given=steps)
    if not 0 <= steps <= MOST_STEPS:
        raise RefusedError(
            "steps must lie in [0, {most}], got {given}", most=MOST_STEPS, given=steps
        )
    if draws is not None and len(draws) != steps:
        raise RefusedError(
            "draws: one per step, that is {steps}, got {given}", steps=steps, given=len(draws)
        )
    points = _numbers(start, dimension)
    if points.ndim == 0 or points.shape[-1] != dimension:
        raise RefusedError(
            "start must have shape (..., {dimension}), got shape {given}",
            dimension=dimension,
            given=points.shape,
        )
    return points


def ready(
    rule: Rule,
    start: Any,
    steps: int,
    tolerance: float | None,
    dimension: int = 2,
    schedule: Schedule | None = None,
    compiled: bool = False,
    draws: Draws | None = None,
) -> Walkers:
    """The walkers, once the arguments of a run are in order.

    Raises:
        ValueError: The start is not of shape (..., dimension) or not made of numbers, it does not
            broadcast against the rule's fields, ``steps`` is not a whole number in range, the
            tolerance is negative, the schedule does not fit, there is not one draw per step, or
            there is no compiler.
    """
    if compiled:
        compiler()  # may refuse
    if tolerance is not None and not tolerance >= 0:
        raise RefusedError("tolerance must be at least 0, got {given!r}", given=tolerance)
    points = begins(start, steps, dimension, draws)
    given = hyperparameters(rule)
    shape = _common_shape(points.shape[:-1], given)
    fields = [
        np.broadcast_to(np.asarray(value, dtype=float), shape).ravel()
        if kind is Kind.COLUMN
        else np.float64(value)
        for (_, kind), value in zip(given.hypers, given.values, strict=True)
    ]
    if points.shape[:-1] != shape:
        points = np.broadcast_to(points, (*shape, dimension))
    factors = rate_factors(rule, schedule, steps)
    begin = points.reshape(-1, dimension).T
    return Walkers(rule, given, fields, begin, shape, factors, compiled, draws, schedule)


def rate_factors(rule: Rule, schedule: Schedule | None, steps: int) -> np.ndarray | None:
    """What a schedule multiplies the rule's learning rate with, (steps,); None if it does not.

    Rules that need more than a gradient are left alone: their η is no learning rate.

    Raises:
        ValueError: The rule has no learning rate, or a factor is negative or not finite.
    """
    if schedule is None or needs(rule) != "gradient":
        return None
    if not hasattr(rule, RATE):
        raise RefusedError("schedule: {rule} has no {field}", rule=rule.name, field=RATE)
    factors = np.asarray(schedule.factor(np.arange(1, steps + 1)), dtype=float)
    wrong = np.flatnonzero(~(np.isfinite(factors) & (factors >= 0)))
    if len(wrong):
        raise RefusedError(
            "schedule: factors must be finite and at least 0; {schedule} gave {factor} for step "
            "{step}",
            schedule=schedule.name,
            factor=factors[wrong[0]],
            step=wrong[0] + 1,
        )
    return None if (factors == 1).all() else factors


def _numbers(start: Any, dimension: int) -> np.ndarray:
    try:
        array = np.asarray(start)
        # Strings, switches and None would be read as numbers; complex ones would lose a part.
        real = array.dtype == object and all(isinstance(entry, Real) for entry in array.flat)
        if real or array.dtype.kind in "iuf":
            with np.errstate(all="ignore"):
                return array.astype(float, copy=False)
    except (TypeError, ValueError, OverflowError):
        pass
    raise RefusedError(
        "start must be numbers of shape (..., {dimension}), got {given!r}",
        dimension=dimension,
        given=start,
    )


def _common_shape(walkers: tuple[int, ...], given: Hyperparameters) -> tuple[int, ...]:
    """The walkers' axes, when those of the fields are broadcast against them."""
    shapes = {
        name: np.shape(value)
        for (name, kind), value in zip(given.hypers, given.values, strict=True)
        if kind is Kind.COLUMN
    }
    try:
        return np.broadcast_shapes(walkers, *shapes.values()) if shapes else walkers
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise RefusedError(
            "the start's walkers {walkers} and the fields {fields} do not broadcast",
            walkers=walkers,
            fields=listed,
        ) from None


def parts(count: int, size: int, first: int = 0) -> Iterator[slice]:
    """Walkers, from the first on, so many at a time."""
    for low in range(first, count, max(1, size)):
        yield slice(low, min(low + size, count))


def columns(who: np.ndarray) -> slice:
    """Walkers that are neighbours, as a slice of all."""
    return slice(int(who[0]), int(who[-1]) + 1)


def planes(step: Program, states: Sequence[Any], count: int) -> list[Any]:
    """States as the blocks hold them: (P, n) and (n,), or one np.float64."""
    held: list[Any] = []
    for kind, part in zip(step.states, states, strict=True):
        if kind is Kind.SHARED:
            held.append(np.float64(part))
        else:
            height = step.dimension if kind is Kind.PLANE else 1
            rows = np.broadcast_to(np.transpose(part), (height, count))
            held.append(rows if kind is Kind.PLANE else rows[0])
    return held
