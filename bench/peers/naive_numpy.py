"""NumPy as most people write it: the recurrence in a loop, on arrays of shape (2,) or (n, 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import numpy as np

from bench.peers.peer import Peer
from bench.task import RULES, Task

Gradient = Callable[[Any], Any]


def gradient_descent(point: Any, gradient: Gradient, rate: float) -> Iterator[Any]:
    while True:
        point = point - rate * gradient(point)
        yield point


def momentum(point: Any, gradient: Gradient, rate: float) -> Iterator[Any]:
    b = np.zeros_like(point)
    while True:
        b = 0.9 * b + gradient(point)
        point = point - rate * b
        yield point


def nesterov(point: Any, gradient: Gradient, rate: float) -> Iterator[Any]:
    b = np.zeros_like(point)
    while True:
        g = gradient(point)
        b = 0.9 * b + g
        point = point - rate * (g + 0.9 * b)
        yield point


def adagrad(point: Any, gradient: Gradient, rate: float) -> Iterator[Any]:
    s = np.zeros_like(point)
    while True:
        g = gradient(point)
        s = s + g**2
        point = point - rate * g / (np.sqrt(s) + 1e-10)
        yield point


def rmsprop(point: Any, gradient: Gradient, rate: float) -> Iterator[Any]:
    s = np.zeros_like(point)
    while True:
        g = gradient(point)
        s = 0.99 * s + 0.01 * g**2
        point = point - rate * g / (np.sqrt(s) + 1e-8)
        yield point


def adam(point: Any, gradient: Gradient, rate: float) -> Iterator[Any]:
    m, v = np.zeros_like(point), np.zeros_like(point)
    for t in count(1):
        g = gradient(point)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        m_hat = m / (1 - 0.9**t)
        v_hat = v / (1 - 0.999**t)
        point = point - rate * m_hat / (np.sqrt(v_hat) + 1e-8)
        yield point


def walk(task: Task) -> np.ndarray:
    """The loop; on the way with a path the point and its height are kept, to be drawn."""
    f, df = task.ground.f, task.ground.df

    def gradient(point: Any) -> Any:
        return np.array(df(*point.T)).T

    path, losses = [task.start], [f(*task.start.T)]
    steps = globals()[task.rule](task.start, gradient, task.rate)
    with np.errstate(all="ignore"):
        for _ in range(task.steps):
            point = next(steps)
            if task.path:
                path.append(point)
                losses.append(f(*point))
    return point


PEER = Peer("naive NumPy", walk, RULES)
