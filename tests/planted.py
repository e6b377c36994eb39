"""Programs as people write them, with a mistake in each: plain floats, one line after the other.

Nothing here is taken from the rules of the house or from what looks for mistakes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Gradient = Callable[[float, float], tuple[float, float]]
Points = list[tuple[float, float]]


def blog(x: float, y: float, **slip: float) -> tuple[float, float]:
    dx = 0.8 * x * y**2 + 0.6 * x * y + 0.6 * x - 0.25 * y**2 + 0.31 * y - 0.2
    dy = 0.8 * x**2 * y + 0.3 * x**2 + 0.6 * y - 0.5 * x * y + 0.31 * x + 2.1
    return dx, dy


def bowl(x: float, y: float) -> tuple[float, float]:
    return 2 * x, 4 * y


def rosenbrock(x: float, y: float) -> tuple[float, float]:
    return -2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)


def himmelblau(x: float, y: float) -> tuple[float, float]:
    return (
        4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
        2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
    )


def booth(x: float, y: float) -> tuple[float, float]:
    return 10 * x + 8 * y - 34, 8 * x + 10 * y - 38


def rastrigin(x: float, y: float, angle: float = 1.0) -> tuple[float, float]:
    turn = 2 * math.pi * angle
    return (
        2 * x + 20 * math.pi * math.sin(turn * x),
        2 * y + 20 * math.pi * math.sin(turn * y),
    )


def mccormick(x: float, y: float, angle: float = 1.0) -> tuple[float, float]:
    c = math.cos(angle * (x + y))
    return c + 2 * (x - y) - 1.5, c - 2 * (x - y) + 2.5


def adam(
    df: Gradient,
    start: tuple[float, float],
    n: int,
    lr: float,
    b1: float = 0.9,
    b2: float = 0.999,
    eps: float = 1e-8,
    t_of: Callable[[int], int] = lambda t: t,
    first: bool = True,
    second: bool = True,
    divisor: Callable[[float, float], float] = lambda v, eps: math.sqrt(v) + eps,
    square: Callable[[float, float], float] = lambda g, m: g * g,
    weight1: float | None = None,
    weight2: float | None = None,
    swap: bool = False,
    decay: float = 0.0,
    decoupled: bool = False,
    sign: float = -1.0,
    rates: Callable[[int], float] = lambda t: 1.0,
    keep: bool = False,
) -> Points:
    p, m, v = list(start), [0.0, 0.0], [0.0, 0.0]
    points = [tuple(p)]
    for step in range(1, n + 1):
        t, g = t_of(step), df(*p)
        for i in (0, 1):
            grad = g[i] + (0.0 if decoupled else decay * p[i])
            m[i] = b1 * m[i] + (1 - b1 if weight1 is None else weight1) * grad
            v[i] = b2 * v[i] + (1 - b2 if weight2 is None else weight2) * square(grad, m[i])
            mh = m[i] / (1 - b1**t) if first else m[i]
            vh = v[i] / (1 - b2**t) if second else v[i]
            if keep:
                m[i], v[i] = mh, vh
            if swap:
                mh, vh = vh, abs(mh)
            if decoupled:
                p[i] -= lr * rates(step) * decay * p[i]
            p[i] += sign * lr * rates(step) * mh / divisor(vh, eps)
        points.append(tuple(p))
    return points  # type: ignore[return-value]


def descent(
    df: Gradient,
    start: tuple[float, float],
    n: int,
    lr: float,
    sign: float = -1.0,
    rates: Callable[[int], float] = lambda t: 1.0,
    one_by_one: bool = False,
) -> Points:
    x, y = start
    points = [(x, y)]
    for t in range(1, n + 1):
        gx, gy = df(x, y)
        x = x + sign * lr * rates(t) * gx
        if one_by_one:
            gy = df(x, y)[1]
        y = y + sign * lr * rates(t) * gy
        points.append((x, y))
    return points


def momentum(
    df: Gradient,
    start: tuple[float, float],
    n: int,
    lr: float,
    mu: float = 0.9,
    weight: float = 1.0,
    first_weight: float | None = None,
    form: str = "heavy",
    rates: Callable[[int], float] = lambda t: 1.0,
) -> Points:
    p, b = list(start), [0.0, 0.0]
    points = [tuple(p)]
    for t in range(1, n + 1):
        rate = lr * rates(t)
        if form == "sutskever":
            g = df(p[0] + mu * b[0], p[1] + mu * b[1])
        else:
            g = df(*p)
        for i in (0, 1):
            if form in ("sutskever", "polyak"):
                b[i] = mu * b[i] - rate * g[i]
                p[i] += b[i]
                continue
            if form == "keras":
                b[i] = mu * b[i] - rate * g[i]
                p[i] += mu * b[i] - rate * g[i]
                continue
            old = b[i]
            w = first_weight if t == 1 and first_weight is not None else weight
            b[i] = (-mu if form == "reversed" else mu) * b[i] + w * g[i]
            if form == "nesterov":
                p[i] -= rate * (g[i] + mu * b[i])
            else:
                p[i] -= rate * (old if form == "late" else b[i])
        points.append(tuple(p))
    return points  # type: ignore[return-value]


def adagrad(
    df: Gradient,
    start: tuple[float, float],
    n: int,
    lr: float,
    eps: float = 1e-10,
    memory: Callable[[float, float], float] = lambda s, g: s + g * g,
    divisor: Callable[[float, float], float] = lambda s, eps: math.sqrt(s) + eps,
) -> Points:
    """AdaGrad, or RMSProp with another memory."""
    p, s = list(start), [0.0, 0.0]
    points = [tuple(p)]
    for _ in range(n):
        g = df(*p)
        for i in (0, 1):
            s[i] = memory(s[i], g[i])
            p[i] -= lr * g[i] / divisor(s[i], eps)
        points.append(tuple(p))
    return points  # type: ignore[return-value]


@dataclass(frozen=True)
class Planted:
    """A program with a mistake, what was meant, and what is to be found."""

    surface: str
    rule: str
    rate: float
    walk: Points
    found: tuple[str, ...]
    settings: dict[str, float] = field(default_factory=dict)
    schedule: Any = None


def slipped(df: Gradient, dx: Any = None, dy: Any = None) -> Gradient:
    """A gradient to which something is added."""

    def made(x: float, y: float) -> tuple[float, float]:
        gx, gy = df(x, y)
        return gx + (dx(x, y) if dx else 0.0), gy + (dy(x, y) if dy else 0.0)

    return made


def forward(f: Callable[[float, float], float], h: float) -> Gradient:
    return lambda x, y: ((f(x + h, y) - f(x, y)) / h, (f(x, y + h) - f(x, y)) / h)


def central(f: Callable[[float, float], float], h: float) -> Gradient:
    return lambda x, y: (
        (f(x + h, y) - f(x - h, y)) / (2 * h),
        (f(x, y + h) - f(x, y - h)) / (2 * h),
    )
