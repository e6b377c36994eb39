"""The rule as it is written, called once per step: slow, and the measure of all faster ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import numpy as np

from engine.drive.measure import Draws, measure
from engine.protocols import Objective, Rule


def plain_steps(
    objective: Objective,
    rule: Rule,
    start: np.ndarray,
    rules: Iterable[Rule] | None = None,
    draws: Draws | None = None,
    shape: tuple[int, ...] | None = None,
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Place, gradient and displacement after every step, each (P, n); ``start`` is (n, P).

    ``rules`` are the rule as it is in each step, where it changes, and ``draws`` what each step
    sees, of walkers whose axes were ``shape``.
    """
    theta = np.array(start, dtype=float)
    state = rule.init(theta)
    for now, draw in zip(rules or repeat(rule), draws or repeat(None)):  # noqa: B905
        theta, state, grad, delta = plain_step(objective, now, theta, state, draw, shape)
        yield theta.T, grad.T, delta.T


def plain_step(
    objective: Objective,
    rule: Rule,
    theta: np.ndarray,
    state: Any,
    draw: Any = None,
    shape: tuple[int, ...] | None = None,
) -> tuple[np.ndarray, Any, np.ndarray, np.ndarray]:
    """One step: the place after it, the state, the gradient and the displacement; all (n, P)."""
    where = np.moveaxis(rule.look(theta, state), -1, 0)
    grad = measure(objective, draw, shape).slopes(where, np.empty(where.shape)).T
    delta, state = rule.update(grad, state, theta)
    theta = theta + delta
    return theta, state, grad, np.broadcast_to(delta, theta.shape)
