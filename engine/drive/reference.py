"""The rule as it is written, called once per step: slow, and the measure of all faster ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat

import numpy as np

from engine.protocols import Rule, Surface


def plain_steps(
    surface: Surface, rule: Rule, start: np.ndarray, rules: Iterable[Rule] | None = None
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Place, gradient and displacement after every step, each (P, n); ``start`` is (n, P).

    ``rules`` are the rule as it is in each step, where it changes.
    """
    theta = np.array(start, dtype=float)
    state = rule.init(theta)
    for now in rules or repeat(rule):
        where = now.look(theta, state)
        grad = np.stack(surface.gradient(*np.moveaxis(where, -1, 0)), axis=-1)
        delta, state = now.update(grad, state, theta)
        theta = theta + delta
        yield theta.T, grad.T, np.broadcast_to(delta, theta.shape).T
