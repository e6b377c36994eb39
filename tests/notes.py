"""Every note on the page, and the test that computes what it says.

A note is one sentence for students. Here it stands once more, word for word, above the numbers that
make it true: whoever changes a note has to change its test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import optimizers
import surfaces
from engine import Trajectory, run, teaching_rate

Check = Callable[[], None]
CLAIMS: dict[tuple[str, str], tuple[str, Check]] = {}  # (registry, name) → (note, test)


def claims(registry: str, name: str, note: str) -> Callable[[Check], Check]:
    """The test below computes what the note of that entry says."""

    def keep(check: Check) -> Check:
        assert (registry, name) not in CLAIMS
        CLAIMS[registry, name] = note, check
        return check

    return keep


def walked(
    surface: str,
    rule: str,
    steps: int,
    rate: float | None = None,
    start: Any = None,
    **fields: Any,
) -> Trajectory:
    """A walk from the surface's own start at the teaching rate, unless said otherwise."""
    ground, kind = surfaces.by_name(surface), optimizers.by_name(rule)
    eta = teaching_rate(ground, kind) if rate is None else rate
    return run(ground, kind(learning_rate=eta, **fields), start or ground.start, steps)


def end(surface: str, rule: str, steps: int = 4000, **options: Any) -> np.ndarray:
    """Where such a walk ends."""
    return walked(surface, rule, steps, **options).points[-1]


def at(place: Any, wanted: Any, near: float = 0.05) -> bool:
    """Whether two places are one."""
    return bool(np.hypot(*np.subtract(place, wanted)) <= near)


def eigenvalues(surface: str, x: float, y: float) -> np.ndarray:
    """Of the Hessian, ascending."""
    xx, xy, yy = surfaces.by_name(surface).hessian(x, y)
    return np.linalg.eigvalsh([[xx, xy], [xy, yy]])


def steps_of(rule: Any, gradients: Any, theta: Any = (0.0, 0.0)) -> np.ndarray:
    """The steps that a rule makes of these gradients, (n, 2)."""
    theta = np.asarray(theta, float)
    state, made = rule.init(theta), []
    for gradient in np.asarray(gradients, float):
        delta, state = rule.update(gradient, state, theta)
        theta = theta + delta
        made.append(delta)
    return np.array(made)


def rule_of(name: str, **fields: Any) -> Any:
    """A rule with these fields."""
    return optimizers.by_name(name)(**fields)
