"""One step in numbers: every line of the rule that was meant beside that of what was done."""

from __future__ import annotations

import ast
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from checking.coupled import as_far, handed, is_coupled
from checking.gradients.candidate import Candidate
from checking.judging import MEANT, Pair, places
from checking.mistakes import Variant
from checking.printed import Printed
from checking.search import Explanation
from engine.analysis.reading import DELTA, NotReadableError, Reader, Reading
from surfaces import Surface

GRADIENT = "g"
SAME = 1e-9  # relative: equal numbers, reckoned otherwise


@dataclass(frozen=True, eq=False)
class NumberedLine:
    """A line of a rule, as it was meant and as it may have been done.

    Attributes:
        name: What it computes.
        meant: Its expression; empty where the rule that was meant has no such line.
        meant_values: (2,); its numbers in x and in y, NaN where there is none.
        used: The expression of what was done.
        used_values: (2,); its numbers.
        by_numbers: Whether it is told by them alone that something is different, since what the
            line does is no arithmetic that could be shown.
    """

    name: str
    meant: str
    meant_values: np.ndarray
    used: str
    used_values: np.ndarray
    by_numbers: bool = False

    @property
    def differs(self) -> bool:
        """Whether it is here that something was written otherwise."""
        return self.meant != self.used or (self.by_numbers and self._has_other_numbers)

    @property
    def _has_other_numbers(self) -> bool:
        pair = self.meant_values, self.used_values
        return not np.allclose(*pair, rtol=SAME, atol=0.0, equal_nan=True)


def step_lines(
    walk: Printed, surface: Surface, meant: Variant, used: Explanation | None, step: int
) -> list[NumberedLine]:
    """All lines of one step, in their order; of what was done those that are new come last.

    Args:
        walk: As it was printed.
        surface: The ground that was meant.
        meant: The rule that was meant.
        used: What was done instead; None where that is not known.
        step: Which, counted from 0.
    """
    first = _read(walk, surface, meant, MEANT, step)
    other = first if used is None else _read(walk, surface, used.variant, used.pair, step)
    nothing = ("", np.full(2, np.nan))
    names = [*first, *(name for name in other if name not in first)]
    coupled = is_coupled(meant.rule)
    return [
        NumberedLine(name, *first.get(name, nothing), *other.get(name, nothing), coupled)
        for name in names
    ]


def _read(
    walk: Printed, surface: Surface, variant: Variant, pair: Pair, step: int
) -> dict[str, tuple[str, np.ndarray]]:
    """Every line by its name: its expression, and its numbers."""
    where = places(surface, walk.points, variant)
    gradients = np.stack([part.at(where) for part in pair], axis=-1)
    rule: Any = copy(variant.rule)
    rate = rule.learning_rate
    state = rule.init(walk.points[0])
    with np.errstate(all="ignore"):
        for k in range(step):
            object.__setattr__(rule, "learning_rate", rate * variant.factors[k])
            more = handed(rule, surface, walk.points[k])
            _, state = rule.update(gradients[k], state, walk.points[k], *more)
        object.__setattr__(rule, "learning_rate", rate * variant.factors[step])
        if is_coupled(rule):
            told = " ; ".join(map(_told, pair))
            here = walk.points[step]
            return {
                GRADIENT: (told, gradients[step]),
                **_of_model(rule, surface, gradients[step], state, here, variant, walk.moved[step]),
            }
        reading = _reading(rule, gradients[step], state, walk.points[step])
    found = {GRADIENT: (" ; ".join(map(_told, pair)), gradients[step])}
    for line in reading.lines:
        values = np.broadcast_to(np.asarray(reading.values[line.name], float), (2,))
        if line.name != GRADIENT or not isinstance(line.expression, ast.Name):
            name = line.name if line.name != GRADIENT else "g with decay"
            found[name] = (written_line(line.expression), values)
    found.setdefault(DELTA, ("", np.broadcast_to(np.asarray(reading.delta, float), (2,))))
    return found


def _of_model(
    rule: Any,
    surface: Surface,
    gradient: np.ndarray,
    state: Any,
    theta: np.ndarray,
    variant: Variant,
    moved: np.ndarray,
) -> dict[str, tuple[str, np.ndarray]]:
    """What a step is made of that follows a model of the ground, of which no line is arithmetic."""
    delta, after = rule.update(gradient, state, theta, *handed(rule, surface, theta))
    if variant.own_lengths:
        delta = as_far(delta, moved)
    found: dict[str, tuple[str, np.ndarray]] = {}
    matrix = getattr(after, "hessian", getattr(after, "inverse", None))
    if matrix is not None:
        letter = "∇²f" if hasattr(after, "hessian") else "H"
        found |= {f"{letter}, row {i + 1}": (letter, matrix[i]) for i in (0, 1)}
    model = "−(∇²f)⁻¹·g" if hasattr(after, "hessian") else "−H·g"
    found["jump"] = (model, after.jump)
    found[DELTA] = ("", np.asarray(delta))
    return found


def _reading(rule: Any, gradient: np.ndarray, state: Any, theta: np.ndarray) -> Reading:
    try:
        return Reader(rule).step(rule, gradient, state, theta)
    except (NotReadableError, OSError):
        delta, after = rule.update(gradient, state, theta)
        return Reading(delta, after, (), {})


def _told(part: Candidate) -> str:
    return " + ".join(change.name for change in part.changes) or "∇f"


def written_line(expression: ast.expr) -> str:
    """A line as it is read: without what Python needs and a reader does not."""
    text = ast.unparse(expression)
    for python, plain in (("self.", ""), ("np.", ""), ("state.", "old "), ("**", "^"), ("*", "·")):
        text = text.replace(python, plain)
    return text
