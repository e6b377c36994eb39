"""Stop rules: where a loop would have ended a walk."""

from __future__ import annotations

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Stop, run, stops_at
from tests.test_pages import ends, healthy, opened, payload

BOWL = surfaces.by_name("bowl")
DESCENT = optimizers.by_name("gradient_descent")


def by_loop(rule: Stop, epsilon: float, rate: float, steps: int) -> int:
    """The loop itself, on plain floats: x² + 2y² from (-4, 3)."""
    x, y, moved = -4.0, 3.0, np.inf
    for k in range(steps + 1):
        slope = np.hypot(2 * x, 4 * y)
        flat, still = slope < epsilon, moved < epsilon
        if {"gradient": flat, "step": still, "both": flat and still}.get(rule, False):
            return k
        dx, dy = -rate * 2 * x, -rate * 4 * y
        x, y, moved = x + dx, y + dy, np.hypot(dx, dy)
    return -1


@pytest.mark.parametrize("rule", list(Stop))
@pytest.mark.parametrize("epsilon", [1.0, 1e-2, 1e-5])
@pytest.mark.parametrize("rate", [1e-4, 0.1, 0.45])
def test_it_fires_where_the_loop_would_end(rule: Stop, epsilon: float, rate: float) -> None:
    walk = run(BOWL, DESCENT(learning_rate=rate), (-4.0, 3.0), 200)
    assert stops_at(walk, rule, epsilon) == by_loop(rule, epsilon, rate, 200)


def test_each_walker_has_its_own() -> None:
    starts = np.array([[-4.0, 3.0], [0.0, 0.0], [0.1, 0.1]])
    walk = run(BOWL, DESCENT(learning_rate=0.1), starts, 200)
    together = stops_at(walk, Stop.GRADIENT, 1e-3)
    singles = [
        stops_at(run(BOWL, DESCENT(learning_rate=0.1), start, 200), Stop.GRADIENT, 1e-3)
        for start in starts
    ]
    assert list(together) == singles
    assert together[1] == 0


@pytest.mark.parametrize("epsilon", [0.0, -1.0, np.nan])
def test_epsilon_must_be_above_0(epsilon: float) -> None:
    walk = run(BOWL, DESCENT(), (1.0, 1.0), 3)
    with pytest.raises(ValueError, match="epsilon must be above 0"):
        stops_at(walk, Stop.STEP, epsilon)


def test_the_page_marks_it_and_says_the_step() -> None:
    link = {"surface": ["bowl"], "walk": ["gradient_descent~learning_rate~0.1"]}
    app = opened("explore", {**link, "start": ["-4~3"], "stop": ["gradient~0.01"]})
    healthy(app)
    header, _ = payload(app)
    wanted = by_loop(Stop.GRADIENT, 0.01, 0.1, 300)
    assert header["walks"][0]["stopped"] == wanted > 0
    assert ends(app)["Stop rule fires at step"] == [str(wanted)]
    plain = opened("explore", link)
    assert "Stop rule fires at step" not in ends(plain)
