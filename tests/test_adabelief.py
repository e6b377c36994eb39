"""AdaBelief: what its page says of it, and how it differs from Adam."""

from __future__ import annotations

import math

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Hyperparameter, Optimizer, by_name
from ui.controls import stops_of

AdaBelief, Adam = by_name("adabelief"), by_name("adam")
LOGARITHMIC = [
    pytest.param(hyper, id=f"{rule.name}.{hyper.name}")
    for rule in OPTIMIZERS
    for hyper in rule.hyperparameters()
    if hyper.logarithmic
]


def steps(rule: Optimizer, gradients: np.ndarray) -> np.ndarray:
    theta, state = np.zeros(gradients.shape[1:]), rule.init(np.zeros(gradients.shape[1:]))
    taken = []
    for g in gradients:
        delta, state = rule.update(g, state, theta)
        theta = theta + delta
        taken.append(delta)
    return np.array(taken)


@pytest.mark.parametrize("slope", [1e-3, 1.0, 250.0])
def test_the_note_is_true(slope: float) -> None:
    """On a steady slope its steps grow: the hundredth is almost five learning rates long."""
    assert "hundredth" in AdaBelief.note and "almost five" in AdaBelief.note
    taken = steps(AdaBelief(learning_rate=0.1), np.full((100, 1), slope))[:, 0]
    lengths = np.abs(taken) / 0.1
    assert (np.diff(lengths) > 0).all()
    # By hand: g − m is β₁ᵗ g, so ŝ is g² times a weighted mean of 0.81ᵗ.
    weights = 0.999 ** np.arange(99, -1, -1)
    mean = np.sum(weights * 0.81 ** np.arange(1, 101)) / weights.sum()
    assert lengths[-1] == pytest.approx(1 / math.sqrt(mean), rel=1e-4)
    assert 4.9 < lengths[-1] < 5.0
    adams = np.abs(steps(Adam(learning_rate=0.1), np.full((100, 1), slope))[:, 0]) / 0.1
    np.testing.assert_allclose(adams, 1.0, rtol=2e-5)


def test_its_first_step_is_the_learning_rate_over_beta_1() -> None:
    slopes = np.array([[3.0, -0.02, -250.0, 7e4]])
    [first] = steps(AdaBelief(learning_rate=0.1, beta1=0.8), slopes)
    np.testing.assert_allclose(first, -0.125 * np.sign(slopes[0]), rtol=1e-8)


def test_it_hesitates_where_gradients_contradict_its_belief() -> None:
    """Two slopes of equal size, one steady and one that turns round now and then."""
    turning = np.where(np.arange(40) % 4 == 3, -1.0, 1.0)
    taken = np.abs(steps(AdaBelief(learning_rate=0.1), np.stack([np.ones(40), turning], axis=-1)))
    assert taken[-1, 0] > 4 * taken[-1, 1]


@pytest.mark.parametrize("hyper", LOGARITHMIC)
def test_a_slider_stops_from_one_end_of_its_range_to_the_other(hyper: Hyperparameter) -> None:
    """Whatever the range: an epsilon of 1e-16 lay below the stops of every slider."""
    stops, (low, high) = stops_of(hyper), hyper.slider
    assert (stops[0], stops[-1]) == (pytest.approx(low), pytest.approx(high))
    assert stops == sorted(set(stops)) and all(map(hyper.allows, stops))
    assert hyper.default in stops or hyper.whole
