"""numba, warm: plain loops over one walker after the other, compiled to machine code.

Its walkers leave their loop when they have come to rest, which nobody else's can.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np

import surfaces
from bench.peers.peer import Peer
from bench.task import RULES, Task

try:
    from numba import njit
except ImportError:
    MISSING = "numba is not installed: pip install numba"
else:
    MISSING = None

# theta, gradient, two numbers of state and the step's number to the displacement and the state.
STEPS: dict[str, Callable[..., Any]] = {
    "gradient_descent": lambda g, m, v, t: (g, m, v),
    "momentum": lambda g, m, v, t: (0.9 * m + g, 0.9 * m + g, v),
    "nesterov": lambda g, m, v, t: (g + 0.9 * (0.9 * m + g), 0.9 * m + g, v),
    "adagrad": lambda g, m, v, t: (g / (sqrt(v + g * g) + 1e-10), m, v + g * g),
    "rmsprop": lambda g, m, v, t: (
        g / (sqrt(0.99 * v + 0.01 * g * g) + 1e-8),
        m,
        0.99 * v + 0.01 * g * g,
    ),
    "adam": lambda g, m, v, t: (
        (0.9 * m + 0.1 * g)
        / (1 - 0.9**t)
        / (sqrt((0.999 * v + 0.001 * g * g) / (1 - 0.999**t)) + 1e-8),
        0.9 * m + 0.1 * g,
        0.999 * v + 0.001 * g * g,
    ),
}


@lru_cache(maxsize=64)
def _compiled(surface: str, rule: str) -> Callable[..., Any]:
    gradient, step = njit(surfaces.by_name(surface).df), njit(STEPS[rule])

    @njit
    def walk(start: Any, rates: Any, steps: int, limit: float) -> Any:
        ends, since = start.copy(), np.full(len(start), -1)
        for i in range(len(start)):
            x, y = start[i]
            mx = my = vx = vy = 0.0
            for t in range(1, steps + 1):
                gx, gy = gradient(x, y)
                dx, mx, vx = step(gx, mx, vx, t)
                dy, my, vy = step(gy, my, vy, t)
                dx, dy = rates[i] * dx, rates[i] * dy
                x, y = x - dx, y - dy
                if gx * gx + gy * gy < limit and dx * dx + dy * dy < limit:
                    since[i] = t
                    break
            ends[i] = x, y
        return ends, since

    return walk


@lru_cache(maxsize=64)
def _with_path(surface: str, rule: str) -> Callable[..., Any]:
    """The same with every point and its height."""
    ground = surfaces.by_name(surface)
    height, gradient, step = njit(ground.f), njit(ground.df), njit(STEPS[rule])

    @njit
    def walk(start: Any, rates: Any, steps: int) -> Any:
        points = np.empty((steps + 1, len(start), 2))
        heights = np.empty((steps + 1, len(start)))
        for i in range(len(start)):
            x, y = start[i]
            mx = my = vx = vy = 0.0
            points[0, i], heights[0, i] = (x, y), height(x, y)
            for t in range(1, steps + 1):
                gx, gy = gradient(x, y)
                dx, mx, vx = step(gx, mx, vx, t)
                dy, my, vy = step(gy, my, vy, t)
                x, y = x - rates[i] * dx, y - rates[i] * dy
                points[t, i], heights[t, i] = (x, y), height(x, y)
        return points, heights

    return walk


def walk(task: Task) -> np.ndarray:
    """Compiled at the first call of its kind."""
    if task.path:
        start = np.atleast_2d(task.start).astype(float)
        rates = np.broadcast_to(task.rate, len(start)).astype(float)
        points, _ = _with_path(task.surface, task.rule)(start, rates, task.steps)
        return points[-1].reshape(task.start.shape)
    rates = np.broadcast_to(task.rate, len(task.start)).astype(float)
    limit = -1.0 if task.rest is None else task.rest**2
    ends, since = _compiled(task.surface, task.rule)(task.start, rates, task.steps, limit)
    return ends if task.rest is None else np.column_stack([ends, since])


PEERS = (Peer("numba", walk, RULES, MISSING),)
