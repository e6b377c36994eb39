"""Figures that were found on one line of 40 examples, by torch, closed forms and simulation.

The examples are x ~ U(−2, 2), y = 0.8 x + 0.5 + 0.4 N(0, 1), both to two digits, from NumPy's
generator with the seed 0; they are kept as numbers, since another NumPy may draw others.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import data
import optimizers
from data import Batches
from engine import run
from engine.analysis.batch_error import expected_error, spread
from engine.analysis.decay import ridge_end
from engine.analysis.fan import fan
from engine.analysis.pseudoinverse import solution
from engine.analysis.quadratic_noise import expected_gap, noise_floor, squares
from surfaces.losses import DataLoss, kind
from tests.test_objectives import Loss

X, Y = np.loadtxt(
    Path(__file__).parent / "golden/line_of_40.csv", delimiter=",", skiprows=1, unpack=True
)
DESIGN = np.column_stack([X, np.ones(40)])
SQUARES = Loss(
    "squares",
    DESIGN,
    Y,
    lambda s, y: (s - y) ** 2,
    lambda s, y: 2 * (s - y),
    lambda s, y: 2 + 0 * s,
)
GROUND = squares(DESIGN, Y)
LOWEST = float(((DESIGN @ GROUND.minimum - Y) ** 2).mean())
START = (-1.0, 1.5)


def digits(*figures: float) -> list[float]:
    """As figures are printed: to four digits."""
    return [float(f"{figure:.4g}") for figure in figures]


def descent(rate: float) -> optimizers.Optimizer:
    return optimizers.by_name("gradient_descent")(learning_rate=rate)


def test_the_minimum_is_the_one_that_was_found() -> None:
    assert digits(*GROUND.minimum) == [0.8466, 0.6134]
    assert digits(*squares(DESIGN, Y, penalty=0.5).minimum) == [0.7328, 0.5041]


def test_the_error_of_a_batch() -> None:
    gradients = 2 * (DESIGN @ START - Y)[:, None] * DESIGN
    assert digits(spread(gradients)) == [7.286]
    assert digits(*expected_error(gradients, [8, 32], replacement=True)) == [2.576, 1.288]
    assert digits(*expected_error(gradients, [8, 32], replacement=False)) == [2.333, 0.5833]
    assert expected_error(gradients, [40], replacement=False) == [0.0]


@pytest.mark.parametrize(("rate", "floor"), [(0.01, 3.94e-3), (0.02, 8.15e-3), (0.04, 1.75e-2)])
def test_the_floor_of_single_examples(rate: float, floor: float) -> None:
    assert float(f"{noise_floor(GROUND, rate, [1]):.3g}") == floor


@pytest.mark.parametrize(("rate", "floor"), [(0.01, 1.95e-5), (0.02, 7.8e-5), (0.04, 3.1e-4)])
def test_without_replacement_it_falls_like_the_square(rate: float, floor: float) -> None:
    drawn = Batches(8).indices(40, 2000, range(100))
    found = fan(SQUARES, [descent(rate)], START, drawn, rows=2000)
    late = found.mean.ravel()[found.steps > 1000] - LOWEST
    assert late.mean() == pytest.approx(floor, rel=0.04)


# The figures are means over walks, which end within a tenth of what is exact.
@pytest.mark.parametrize(
    ("rates", "figures"),
    [
        (lambda t: 0.1 + 0 * t, (0.054, 0.060, 0.058)),
        (lambda t: 0.1 / np.sqrt(t), (0.090, 1.3e-3, 6.0e-4)),
        (lambda t: 1 / (t + 10), (0.031, 4.7e-4, 9.2e-5)),
    ],
    ids=["constant", "one over the root", "one over"],
)
def test_schedules_bring_the_floor_down(rates, figures) -> None:  # type: ignore[no-untyped-def]
    gaps = expected_gap(GROUND, START, rates(np.arange(1.0, 5001.0)), [1] * 5000)
    assert gaps[[30, 1000, 5000]] == pytest.approx(figures, rel=0.1)


def test_descent_reaches_the_pseudoinverse_by_the_factor_that_is_predicted() -> None:
    found = solution(DESIGN, Y)
    np.testing.assert_allclose(found.answer, GROUND.minimum, rtol=1e-12)
    slow = max(factor or 0.0 for factor in found.factors(descent(0.1), 0.1))
    assert f"{slow:.6f}" == "0.808358"
    away = np.linalg.norm(run(SQUARES, descent(0.1), START, 60).points - GROUND.minimum, axis=1)
    assert away[60] / away[59] == pytest.approx(0.808357, abs=1.5e-6)
    limit = 2 / np.linalg.eigvalsh(GROUND.hessian).max()
    away = np.linalg.norm(
        run(SQUARES, descent(1.01 * limit), START, 400).points - GROUND.minimum, axis=1
    )
    assert f"{away[400] / away[399]:.4f}" == "1.0200"


def test_adamw_goes_to_the_minimum_and_adam_to_that_of_the_penalty() -> None:
    walks = {
        name: run(
            SQUARES,
            optimizers.by_name(name)(learning_rate=0.01, weight_decay=0.5),
            START,
            30_000,
        ).points
        for name in ("adam", "adamw")
    }
    assert digits(*walks["adamw"][3000]) == [0.7919, 0.6146]
    assert digits(*walks["adamw"][-1]) == [0.8464, 0.6134]
    assert digits(*walks["adam"][-1]) == [0.7328, 0.5041]
    assert digits(*ridge_end(GROUND.hessian, GROUND.pulls.mean(axis=0), 0.5)) == [0.7328, 0.5041]


def test_the_net_of_two_weights_is_a_saddle_where_they_are_none() -> None:
    net = DataLoss(
        kind("net_tanh"), replace(data.by_name("line").make(40), points=X[:, None], targets=Y)
    )
    (xx, xy), (yx, yy) = net.hessian(np.zeros(2))
    assert [xx, yy] == [0, 0] and digits(xy, yx) == [-2.668, -2.668]
