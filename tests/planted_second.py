"""Programs with Newton's method or BFGS as people write them, each with a mistake.

Nothing here is taken from the rules of the house: plain floats, and 2 by 2 matrices by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.planted import Gradient, Points

Matrix = list[list[float]]


def solved(h: Matrix, g: tuple[float, float]) -> tuple[float, float]:
    """h⁻¹ g by Cramer's rule."""
    (a, b), (c, d) = h
    det = a * d - b * c
    return (d * g[0] - b * g[1]) / det, (a * g[1] - c * g[0]) / det


def newton(
    df: Gradient,
    d2f: Callable[[float, float], Matrix],
    start: tuple[float, float],
    n: int,
    rate: float = 1.0,
    jump: Callable[[Matrix, Any], tuple[float, float]] = solved,
    kept: bool = False,
) -> Points:
    x, y = start
    points, first = [(x, y)], d2f(x, y)
    for _ in range(n):
        dx, dy = jump(first if kept else d2f(x, y), df(x, y))
        x, y = x - rate * dx, y - rate * dy
        points.append((x, y))
    return points


def bfgs(
    f: Callable[[float, float], float],
    df: Gradient,
    start: tuple[float, float],
    n: int,
    first: float = 1.0,
    scaled: bool = True,
    exchanged: bool = False,
    last: bool = True,
    learns: bool = True,
    fixed: float = 0.0,
) -> Points:
    """With the simplest search there is: halved until f has fallen enough, by Armijo."""
    x, y = start
    h: Matrix = [[1.0, 0.0], [0.0, 1.0]]
    points, fresh = [(x, y)], True
    for _ in range(n):
        g = df(x, y)
        p = [-(row[0] * g[0] + row[1] * g[1]) for row in h]
        slope = g[0] * p[0] + g[1] * p[1]
        if slope >= 0:
            break
        a = fixed or (first / (g[0] ** 2 + g[1] ** 2) ** 0.5 if fresh else 1.0)
        while not fixed and f(x + a * p[0], y + a * p[1]) > f(x, y) + 1e-4 * a * slope:
            a /= 2
            if a < 1e-12:
                return points
        s = [a * p[0], a * p[1]]
        x, y = x + s[0], y + s[1]
        points.append((x, y))
        after = df(x, y)
        d = [after[0] - g[0], after[1] - g[1]]
        if exchanged:
            s, d = d, s
        ys = s[0] * d[0] + s[1] * d[1]
        if ys <= 1e-14 or not learns:
            continue
        if fresh and scaled:
            size = ys / (d[0] ** 2 + d[1] ** 2)
            h = [[size, 0.0], [0.0, size]]
        fresh = False
        left = [[(i == j) - s[i] * d[j] / ys for j in (0, 1)] for i in (0, 1)]
        new = [[0.0, 0.0], [0.0, 0.0]]
        for i in (0, 1):
            for j in (0, 1):
                for k in (0, 1):
                    for m in (0, 1):
                        new[i][j] += left[i][k] * h[k][m] * left[j][m]
                new[i][j] += s[i] * s[j] / ys if last else 0.0
        h = new
    return points
