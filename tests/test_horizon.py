"""The horizon of a walk is where rounding has grown to the tolerance: by theory, and by trial."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import optimizers
import surfaces
from engine import run
from tests.horizon import BITS, COPIES, comparable, horizon, shaken_walks

GradientDescent, RMSProp = map(optimizers.by_name, ("gradient_descent", "rmsprop"))
BOWL, ROSENBROCK, ACKLEY = map(surfaces.by_name, ("bowl", "rosenbrock", "ackley"))

# With a learning rate of 1 descent is x → 4x(1 − x), of which is known that errors double at every
# step in the mean (R. May, Simple mathematical models with very complicated dynamics, 1976).
LOGISTIC = SimpleNamespace(
    name="logistic",
    dimension=1,
    value=lambda x: 4 * x**3 / 3 - 1.5 * x**2,
    gradient=lambda x: (4 * x * x - 3 * x,),
)
ONE = GradientDescent(1.0)
PLACES = np.linspace(0.11, 0.47, 40)[:, None]


def horizons(tolerance: float, steps: int = 80) -> np.ndarray:
    return horizon(shaken_walks(LOGISTIC, ONE, PLACES, steps), 0, tolerance)[:, 0]


def test_errors_double_where_theory_says_so() -> None:
    """A thousandth is 2⁻¹⁰, so three decimal digits are ten steps; and the first error is known."""
    means = [horizons(tolerance).mean() for tolerance in (1e-12, 1e-9, 1e-6, 1e-3)]
    assert np.diff(means) == pytest.approx(np.log2(1e3), abs=1.5)
    first = BITS * np.finfo(float).eps
    assert means[2] == pytest.approx(np.log2(1e-6 / first), abs=3)


@pytest.mark.parametrize("bits", [1, 2])
def test_walks_with_wrong_last_bits_agree_up_to_there_and_not_much_longer(bits: int) -> None:
    off = 1 + bits * np.finfo(float).eps
    wrong = SimpleNamespace(dimension=1, gradient=lambda x: (off * LOGISTIC.gradient(x)[0],))
    one, other = (shaken_walks(g, ONE, PLACES, 80)[:, 0, :, 0] for g in (LOGISTIC, wrong))
    for tolerance in (1e-12, 1e-6):
        apart = np.abs(one - other) > tolerance
        assert apart.any(axis=0).all()
        parted = apart.argmax(axis=0)
        assert (parted > horizons(tolerance)).all()
        # By as many doublings as the shaking is larger: places count, too, times |8x − 3| ≤ 5.
        assert (parted - horizons(tolerance)).mean() < 2 + np.log2(5 * BITS)


def test_where_a_walk_contracts_it_may_be_compared_to_its_end() -> None:
    start = np.random.default_rng(0).uniform(-4, 4, (5, 3, 2))
    rows = comparable(BOWL, GradientDescent(0.1), start, 500, 1e-13)
    assert rows.shape == (501, 5, 3) and rows.all()
    assert comparable(BOWL, GradientDescent(0.1), (-4.0, 3.0), 500, 1e-13).shape == (501,)
    # Every walker has a rate of his own, and is shaken apart from the others.
    rates = GradientDescent(np.array([0.1, 0.2, 0.3]))
    assert comparable(BOWL, rates, (-4.0, 3.0), 500, 1e-13).shape == (501, 3)


def test_a_comparison_that_would_tell_nothing_is_none() -> None:
    with pytest.raises(AssertionError, match=r"of the rows 1\d% can be compared"):
        comparable(LOGISTIC, ONE, PLACES, 200, 1e-6)


def test_the_first_walk_is_the_walk_and_the_others_are_others() -> None:
    start, rule = np.array([[-1.2, 1.0], [0.3, 0.4]]), RMSProp(np.array([2e-3, 1e-3]))
    walks = shaken_walks(ROSENBROCK, rule, start, 30)
    assert walks.shape == (31, 1 + COPIES, 2, 2)
    np.testing.assert_allclose(walks[:, 0], run(ROSENBROCK, rule, start, 30).points, rtol=1e-12)
    assert len(np.unique(walks[-1, :, 0, 0])) > COPIES / 2
    np.testing.assert_array_equal(walks, shaken_walks(ROSENBROCK, rule, start, 30))


def test_a_slope_that_ought_to_be_zero_is_shaken_too() -> None:
    """sin 2πx near a whole x: there the place is what rounding moves, for 0 times anything is 0."""
    walks = shaken_walks(ACKLEY, RMSProp(0.01), (1.0, 0.0), 3)
    assert len(np.unique(walks[1, :, 1])) > 1


@pytest.mark.parametrize(
    "rows, last",
    [
        ([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], 2),
        ([[1.0, 1.0], [2.0, 2.2], [3.0, 3.0]], 0),
        ([[1.0, 1.0], [2.0, 2.05], [3.0, 3.2]], 1),
        ([[1.0, 2.0], [2.0, 2.0], [3.0, 3.0]], -1),
        ([[1.0, 1.0], [2.0, 2.0], [np.nan, 3.0]], 1),
        ([[1.0, 1.0], [2.0, np.nan], [3.0, 3.0]], 0),
        ([[1.0, 1.0], [np.inf, np.inf], [3.0, 3.0]], 0),
    ],
)
def test_it_ends_before_the_first_row_that_is_apart(rows: list[list[float]], last: int) -> None:
    assert horizon(np.array(rows), 0, 0.1) == last
    wide = np.stack([np.zeros((3, 2)), np.array(rows)], axis=-1)
    assert horizon(wide, 0, 0.1).tolist() == [2, last]
