"""What else may be the matter with a walk: not the program, but what was pasted or picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from checking.coupled import handed
from checking.judging import judge
from checking.mistakes import Change, Variant
from checking.printed import Printed
from surfaces import Surface

LONGEST_STRIDE = 100  # steps that may have been left out between two rows
ENOUGH = 60  # steps on which other surfaces are tried
NEAR = 20.0  # times what a single step may differ by

SAID: tuple[Change, ...] = (
    Change("exchanged", "With x and y exchanged every step agrees: swap the two columns."),
    Change("surface", "On “{surface}” every step agrees: was that the surface?"),
    Change(
        "stride",
        "The second row is where the rule is after {n} steps: is only one row in {n} printed? "
        "Every step is needed.",
    ),
    Change(
        "gap",
        "After row {row} the rule needs {n} steps to come to the next: rows are missing there.",
    ),
)
EXCHANGED, SURFACE, STRIDE, GAP = SAID


def hints(
    walk: Printed, meant: Variant, surface: Surface, others: Sequence[Surface]
) -> tuple[Change, ...]:
    """What would make the walk right: x and y exchanged, steps left out, another surface.

    Args:
        walk: A walk that does not agree.
        meant: The rule that was meant.
        surface: The ground that was meant.
        others: Other grounds.
    """
    if judge(walk.exchanged(), surface, meant).agrees:
        return (EXCHANGED,)
    stride = _stride(walk, surface, meant)
    if stride is not None:
        return (stride,)
    head = walk.first(ENOUGH)
    short = replace(meant, factors=meant.factors[:ENOUGH])
    for other in others:
        if other.key != surface.key and judge(head, other, short).agrees:
            if judge(walk, other, meant).agrees:
                return (SURFACE.at(surface=other),)
    return ()


def _stride(walk: Printed, surface: Surface, meant: Variant) -> Change | None:
    """Whether rows are missing: led on from the last that agrees, the rule comes to the next."""
    judgement = judge(walk, surface, meant)
    first = judgement.first
    if first is None:
        return None
    rule: Any = meant.rule
    with np.errstate(all="ignore"):
        state = rule.init(walk.points[0])
        for point in walk.points[:first]:
            _, state = _step(rule, surface, state, point)
        point = walk.points[first]
        aim = walk.points[first + 1]
        allowed = NEAR * judgement.tolerances[first]
        for steps in range(1, LONGEST_STRIDE + 1):
            delta, state = _step(rule, surface, state, point)
            point = point + delta
            if steps > 1 and np.all(np.abs(point - aim) <= steps * allowed):
                if first == 0:
                    return STRIDE.at(n=steps)
                return GAP.at(row=first + 1, n=steps)
    return None


def _step(rule: Any, surface: Surface, state: Any, point: np.ndarray) -> tuple[Any, Any]:
    """One step from a point."""
    gradient = np.array(surface.gradient(*point))
    return rule.update(gradient, state, point, *handed(rule, surface, point))
