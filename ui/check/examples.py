"""Walks to begin with: what programs have printed, made anew where they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

import surfaces
from engine import run
from published import RATE, Repair
from ui.check.settings import CheckSettings, first_check_settings
from ui.settings import default_choice


@dataclass(frozen=True, eq=False)
class PastedExample:
    """Something that may be pasted.

    Attributes:
        settings: What was meant.
        text: What was printed.
    """

    settings: CheckSettings
    text: Callable[[], str]


@lru_cache(maxsize=1)
def published_text() -> str:
    """The post's walk: every point and f, with all of its digits."""
    walk = Repair().walk()
    rows = zip(walk.points.tolist(), walk.heights.tolist(), strict=True)
    lines = [f"{k},{x!r},{y!r},{f!r}" for k, ((x, y), f) in enumerate(rows)]
    return "\n".join(["step,x,y,f", *lines])


@lru_cache(maxsize=1)
def averaged_text() -> str:
    """Momentum on a bowl as one lecture writes it, whose velocity is an average."""
    x, y, u, v = -4.0, 3.0, 0.0, 0.0
    lines = []
    for _step in range(60):
        lines.append(f"({x:.8f}, {y:.8f})")
        u, v = 0.9 * u + 0.1 * 2 * x, 0.9 * v + 0.1 * 4 * y
        x, y = x - 0.05 * u, y - 0.05 * v
    return "\n".join(lines)


@lru_cache(maxsize=1)
def right_text() -> str:
    """RMSProp in Rosenbrock's valley, right, printed to six decimals."""
    rule = examples()["right"].settings.choice.optimizer()
    points = run(surfaces.by_name("rosenbrock"), rule, (-1.2, 1.0), 120).points
    return np.array2string(points, precision=6, threshold=10_000, floatmode="fixed")


def examples() -> dict[str, PastedExample]:
    """All of them."""
    return {
        "post": PastedExample(first_check_settings(), published_text),
        "averaged": PastedExample(
            CheckSettings("bowl", (), default_choice("momentum").with_value("learning_rate", 0.05)),
            averaged_text,
        ),
        "right": PastedExample(
            CheckSettings(
                "rosenbrock", (), default_choice("rmsprop").with_value("learning_rate", 0.002)
            ),
            right_text,
        ),
    }


assert first_check_settings().choice.value("learning_rate") == RATE
