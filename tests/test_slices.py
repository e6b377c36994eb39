"""Planes through many dimensions: what lies on them, and how far the rest is from them."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import numpy as np
import pytest

import optimizers
from engine import Slice, sliced, train
from figures.slices import walk_facts
from networks import Network, NetworkLoss, initial

RNG = np.random.default_rng(4)
X = RNG.normal(size=(80, 2))
LOSS = NetworkLoss(Network((8, 8)), X, (X[:, 0] * X[:, 1] > 0).astype(int))
RATES = {"gradient_descent": 0.5, "momentum": 0.1, "adagrad": 0.05, "adam": 0.02}
RULES = [optimizers.by_name(name)(learning_rate=rate) for name, rate in RATES.items()]
TRAINING = train(LOSS, RULES, initial(LOSS.network, "xavier", 1), 200)
SLICES = [sliced(LOSS, TRAINING.points[:, r], TRAINING.losses[:, r]) for r in range(len(RULES))]
every_walk = pytest.mark.parametrize("r", range(len(RULES)), ids=list(RATES))


@dataclass(frozen=True)
class Bowl:
    """Σ kᵢ θᵢ²."""

    steepness: tuple[float, ...]
    name: str = "bowl"
    minima: tuple[()] = ()
    minimum: None = None

    @property
    def dimension(self):
        return len(self.steepness)

    def value(self, theta, draw=None):
        return (np.array(self.steepness) * theta**2).sum(axis=-1)

    def gradient(self, theta, draw=None):
        return 2 * np.array(self.steepness) * theta


@every_walk
def test_start_and_end_lie_on_the_plane_with_their_true_losses(r):
    made, points = SLICES[r], TRAINING.points[:, r]
    for row in (0, -1):
        np.testing.assert_allclose(made.places(*made.path[row]), points[row], atol=1e-12)
        assert made.ground[row] == pytest.approx(made.losses[row], abs=1e-12)
        assert made.beside[row] == 0
    np.testing.assert_allclose(made.axes @ made.axes.T, np.eye(2), atol=1e-13)


@every_walk
def test_what_lies_beside_is_what_the_plane_does_not_hold(r):
    made, points = SLICES[r], TRAINING.points[:, r]
    distance = np.linalg.norm(points - made.places(*made.path.T), axis=1)
    np.testing.assert_allclose(made.beside, distance, atol=1e-12)
    far = np.linalg.norm(points - points[0], axis=1)
    np.testing.assert_allclose(made.far, far, atol=1e-12)
    assert made.share_beside == pytest.approx((distance**2).sum() / (far**2).sum(), rel=1e-9)
    assert 0.0001 < made.share_beside < 0.5
    # No other plane through start and end leaves less: by the singular values of what is left.
    moved = points - points[0]
    rest = moved - np.outer(moved @ made.axes[0], made.axes[0])
    left = (np.linalg.svd(rest, compute_uv=False)[1:] ** 2).sum()
    assert (distance**2).sum() == pytest.approx(left, rel=1e-9)


@every_walk
def test_how_far_its_ground_is_from_the_truth(r):
    made = SLICES[r]
    under = LOSS.value(made.places(*made.path.T))
    differences = np.abs(under - TRAINING.losses[:, r])
    assert made.off == pytest.approx(differences.max(), rel=1e-9)
    assert made.typically_off == pytest.approx(np.median(differences), rel=1e-9, abs=1e-14)
    assert made.off > 1e-5


@every_walk
def test_a_slice_is_a_surface(r):
    made = SLICES[r]
    domain = made.domain
    x, y = np.linspace(domain.x_min, domain.x_max, 9), np.linspace(domain.y_min, domain.y_max, 7)
    heights = made.value(x, y[:, None])
    assert heights.shape == (7, 9)
    np.testing.assert_array_equal(heights, LOSS.value(made.places(x, y[:, None])))
    slopes = made.gradient(x, y[:, None])
    h = 1e-6
    central = (
        made.value(x + h, y[:, None]) - made.value(x - h, y[:, None]),
        made.value(x, y[:, None] + h) - made.value(x, y[:, None] - h),
    )
    for slope, difference in zip(slopes, central, strict=True):
        np.testing.assert_allclose(slope, difference / (2 * h), atol=1e-8)
    assert (made.path[:, 0] > domain.x_min).all() and (made.path[:, 0] < domain.x_max).all()
    assert (made.path[:, 1] > domain.y_min).all() and (made.path[:, 1] < domain.y_max).all()


def test_of_two_dimensions_nothing_lies_beside():
    points = np.array([[3.0, 1.0], [2.0, 2.0], [0.0, 0.5], [0.0, 0.0]])
    bowl = Bowl((1.0, 4.0))
    made = sliced(bowl, points, bowl.value(points))
    assert made.share_beside < 1e-30 and made.off < 1e-13


def test_a_straight_walk_and_one_that_stays_have_planes_too():
    bowl = Bowl((1.0, 2.0, 3.0))
    for points in (np.outer(np.arange(4.0), [1.0, 2, 2]), np.ones((4, 3)), np.ones((1, 3))):
        made = sliced(bowl, points, bowl.value(points))
        np.testing.assert_allclose(made.axes @ made.axes.T, np.eye(2), atol=1e-13)
        np.testing.assert_allclose(made.path[:, 1], 0, atol=1e-13)
        assert made.off < 1e-12
        assert made.domain.x_min < made.domain.x_max and made.domain.y_min < made.domain.y_max


def test_a_walk_that_gets_lost_is_shown_up_to_there():
    points = np.array([[1.0, 1, 1], [2, -1, 1], [1e200, 0, 0], [np.nan] * 3])
    made = sliced(Bowl((1.0, 1.0, 1.0)), points, np.array([3.0, 6.0, np.inf, np.nan]))
    assert len(made.path) == 2
    with pytest.raises(ValueError, match="must begin in the finite world"):
        sliced(Bowl((1.0, 1.0)), np.full((2, 2), np.nan), np.full(2, np.nan))


def test_what_is_too_large_for_the_browser_is_told_without_a_warning():
    """Warnings are errors here; in the browser such a walk stands nowhere from there on."""
    path = np.array([[0.0, 0.0], [1.0, 2.0], [1e200, 0.0]])
    ground = SLICES[0]
    far = Slice(
        ground.objective, ground.origin, ground.axes, path, np.zeros(3), np.ones(3), np.ones(3)
    )
    facts = walk_facts(far, "light", "blue")
    sent = np.frombuffer(base64.b64decode(facts["path"]), "<f4").reshape(-1, 2)
    np.testing.assert_array_equal(sent, [[0, 0], [1, 2], [np.inf, 0]])
    assert facts["shown"] == [0, 1, 2]
