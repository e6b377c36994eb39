"""One rule with many settings: `sweep` keeps the walks, `sweep_ends` keeps what became of them.

`sweeps` does it for several rules at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import numpy as np

from engine.drive.first_hit import FirstHit, first_hit
from engine.drive.machine import race, run
from engine.drive.outcome import TOLERANCE
from engine.drive.trajectory import Trajectory
from engine.protocols import Objective, Rule, Schedule
from engine.refusal import RefusedError
from engine.trace.hyperparameters import field_names


def sweep(
    surface: Objective,
    optimizer: Rule | type[Rule],
    learning_rates: Any,
    start: Any,
    steps: int,
    *,
    tolerance: float = TOLERANCE,
    schedule: Schedule | None = None,
    compiled: bool = False,
    **fields: Any,
) -> Trajectory:
    """Walks with many learning rates, and with many values of other fields if wanted.

    Every array adds axes to the walkers' in front of those of the start, the learning rates first,
    the other fields in the order in which they are given: rates (L,), ``beta1`` (B,) and a start
    (..., P) give walkers (L, B, ...). A single number sets its field and adds no axis.

    Args:
        surface: The ground.
        optimizer: The rule: its class, or an instance that says what its other fields are.
        learning_rates: (L,) numbers, or with more axes.
        start: (..., P) numbers.
        steps: How many steps every walker takes, 0 or more.
        tolerance: Under it, gradient norm and last step count as zero.
        schedule: How the learning rates change, as in `run`.
        compiled: Walk by machine code, as in `run`.
        **fields: Other hyper-parameters: a number, or an array of values to sweep.

    Returns:
        A `Trajectory` whose walkers have the axes (L, ..., those of the start); the memory is that
        of every point of every walk.

    Raises:
        ValueError: The optimizer has no such field or does not allow such a value; or as `run`.

    Examples:
        >>> import numpy as np, optimizers, surfaces
        >>> bowl, rates = surfaces.by_name("bowl"), np.geomspace(1e-3, 1, 8)
        >>> sweep(bowl, optimizers.by_name("adam"), rates, (2.0, 1.0), 30).points.shape
        (31, 8, 2)
        >>> momentum = optimizers.by_name("momentum")(dampening=0.1)
        >>> sweep(bowl, momentum, rates, (2.0, 1.0), 30, momentum=[0, 0.5, 0.9]).points.shape
        (31, 8, 3, 2)
    """
    rule = spread(optimizer, {"learning_rate": learning_rates, **fields}, start)
    return run(
        surface,
        rule,
        start,
        steps,
        tolerance=tolerance,
        schedule=schedule,
        compiled=compiled,
    )


def sweeps(
    surface: Objective,
    optimizers: Sequence[Rule | type[Rule]],
    learning_rates: Any,
    start: Any,
    steps: int,
    **options: Any,
) -> tuple[Trajectory, ...]:
    """`sweep` for several optimizers: one Trajectory each, in their order, and the same walks.

    All of them go in lockstep, which is faster than one after the other; see `engine.race`.
    ``options`` are those of `run`.
    """
    rates = {"learning_rate": learning_rates}
    rules = [spread(optimizer, rates, start) for optimizer in optimizers]
    return race(surface, rules, start, steps, **options)


def sweep_ends(
    surface: Objective,
    optimizer: Rule | type[Rule],
    learning_rates: Any,
    start: Any,
    steps: int,
    *,
    near: float | None = None,
    minimum: float | None = None,
    tolerance: float = TOLERANCE,
    schedule: Schedule | None = None,
    compiled: bool = False,
    **fields: Any,
) -> FirstHit:
    """`sweep` without the ways: per walker its end, its outcome and its steps to the minimum.

    For large grids of settings; memory is needed for the answer alone. ``near`` and ``minimum``
    are those of `engine.drive.first_hit.first_hit`, everything else is as in `sweep`.
    """
    rule = spread(optimizer, {"learning_rate": learning_rates, **fields}, start)
    return first_hit(
        surface,
        rule,
        start,
        steps,
        near=near,
        minimum=minimum,
        tolerance=tolerance,
        schedule=schedule,
        compiled=compiled,
    )


def spread(optimizer: Rule | type[Rule], fields: Mapping[str, Any], start: Any) -> Rule:
    """The rule with these fields, every array on axes of its own in front of the start's."""
    rule = optimizer() if isinstance(optimizer, type) else optimizer
    known = field_names(type(rule))
    inner = max(0, np.ndim(start) - 1)
    values = {name: _number_or_array(rule.name, name, value) for name, value in fields.items()}
    axes = sum(np.ndim(value) for value in values.values())
    shaped: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise RefusedError(
                "{rule}: one of {known} can be swept, got {given}",
                rule=rule.name,
                known=", ".join(known),
                given=name,
            )
        if np.ndim(value):
            axes -= np.ndim(value)
            value = value.reshape(value.shape + (1,) * (axes + inner))
        shaped[name] = value
    return cast(Rule, replace(cast(Any, rule), **shaped))  # rules are dataclasses


def _number_or_array(rule: str, name: str, value: Any) -> Any:
    """Lists become arrays; what is no number is left for the rule to refuse."""
    if isinstance(value, bool | np.bool_ | str):
        return value
    try:
        array = np.asarray(value)
    except ValueError:
        array = np.empty(0, object)
    if not array.size or array.dtype.kind not in "iufb":
        raise RefusedError(
            "{rule}: {field} must be one or more numbers, got {given!r}",
            rule=rule,
            field=name,
            given=value,
        )
    return array if array.ndim else array.item()
