"""The rule as it is written, called once per step: slow, and the measure of all faster ways."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.contracts import Rule, Surface


def plain_steps(
    surface: Surface, rule: Rule, start: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Place, gradient and displacement after every step, each (P, n); ``start`` is (n, P)."""
    theta = np.array(start, dtype=float)
    state = rule.init(theta)
    while True:
        where = rule.look(theta, state)
        grad = np.stack(surface.gradient(*np.moveaxis(where, -1, 0)), axis=-1)
        delta, state = rule.update(grad, state, theta)
        theta = theta + delta
        yield theta.T, grad.T, np.broadcast_to(delta, theta.shape).T
