"""Objectives of P coordinates in one array, which a step may see only a draw of.

Data and nets of their own stand here: whatever comes later, the engine keeps its word to any of
them. Oracles are loops over single examples, complex steps, and rules written out by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Outcome, arrive, race, run, sweep_ends
from optimizers import FIRST_ORDER

N, B, STEPS = 150, 8, 60
GD, MOMENTUM, ADAM, BFGS, NEWTON = (
    optimizers.by_name(name) for name in ("gradient_descent", "momentum", "adam", "bfgs", "newton")
)
every_rule = pytest.mark.parametrize("rule", FIRST_ORDER, ids=lambda rule: rule.name)


@dataclass(frozen=True, eq=False)
class Loss:
    """The mean of a loss over examples; a draw (..., b) holds the places of those that are seen."""

    name: str
    inputs: np.ndarray  # (N, P)
    targets: np.ndarray  # (N,)
    of: Callable[[Any, Any], Any]  # of a prediction and its target
    slope: Callable[[Any, Any], Any]
    bend: Callable[[Any, Any], Any]
    calls: list[str] = field(default_factory=list)
    minima: tuple[()] = ()
    minimum: None = None

    @property
    def dimension(self) -> int:
        return self.inputs.shape[1]

    @property
    def key(self) -> tuple[str, bytes, bytes]:
        return self.name, self.inputs.tobytes(), self.targets.tobytes()

    def _seen(self, theta, draw):
        inputs = self.inputs if draw is None else self.inputs[draw]
        targets = self.targets if draw is None else self.targets[draw]
        # One product per coordinate: a walker's sum does not depend on who else is asked for.
        return (
            inputs,
            targets,
            sum(theta[..., None, i] * inputs[..., i] for i in range(len(inputs.T))),
        )

    def value(self, theta, draw=None):
        _, targets, answers = self._seen(theta, draw)
        return self.of(answers, targets).mean(axis=-1)

    def gradient(self, theta, draw=None):
        self.calls.append("whole" if draw is None else "draw")
        inputs, targets, answers = self._seen(theta, draw)
        slopes = self.slope(answers, targets)
        return np.stack(
            [(slopes * inputs[..., i]).mean(axis=-1) for i in range(theta.shape[-1])], axis=-1
        )

    def hessian(self, theta, draw=None):
        inputs, targets, answers = self._seen(theta, draw)
        outer = inputs[..., :, None] * inputs[..., None, :]
        return (self.bend(answers, targets)[..., None, None] * outer).mean(axis=-3)


@dataclass(frozen=True, eq=False)
class Net:
    """2-8-8-1 with tanh and squares: 105 coordinates; a draw holds the places of examples."""

    inputs: np.ndarray  # (N, 2)
    targets: np.ndarray  # (N,)
    name: str = "net"
    dimension: int = 105
    minima: tuple[()] = ()
    minimum: None = None

    @staticmethod
    def layers(theta):
        parts, at = [], 0
        for width, fan_in in ((8, 3), (8, 9), (1, 9)):  # the last column holds the bias
            end = at + width * fan_in
            parts.append(theta[..., at:end].reshape(*theta.shape[:-1], width, fan_in))
            at = end
        return parts

    def _forward(self, theta, draw):
        inputs = self.inputs if draw is None else self.inputs[draw]
        ones = np.ones((*inputs.shape[:-1], 1))
        first, second, last = self.layers(theta)
        a = np.concatenate([inputs, ones], axis=-1)
        a = np.broadcast_to(a, (*theta.shape[:-1], *a.shape[-2:]))
        acts = [a]
        for weights in (first, second):
            h = np.tanh(np.einsum("...nj,...ij->...ni", acts[-1], weights))
            acts.append(np.concatenate([h, np.ones((*h.shape[:-1], 1))], axis=-1))
        answers = np.einsum("...nj,...ij->...ni", acts[-1], last)[..., 0]
        targets = self.targets if draw is None else self.targets[draw]
        return acts, (first, second, last), answers - targets

    def value(self, theta, draw=None):
        return (self._forward(theta, draw)[2] ** 2).mean(axis=-1)

    def gradient(self, theta, draw=None):
        acts, weights, errors = self._forward(theta, draw)
        delta = (2 * errors / errors.shape[-1])[..., None]
        slopes = []
        for a, w in zip(reversed(acts), reversed(weights), strict=True):
            slope = np.einsum("...ni,...nj->...ij", delta, a)
            slopes.append(slope.reshape(*theta.shape[:-1], -1))
            if a is not acts[0]:
                delta = np.einsum("...ni,...ij->...nj", delta, w)[..., :-1] * (1 - a[..., :-1] ** 2)
        return np.concatenate(slopes[::-1], axis=-1)


def examples(seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=N)
    return np.stack([x, np.ones(N)], axis=-1), 1.2 * x - 0.5 + 0.3 * rng.normal(size=N)


def squares() -> Loss:
    inputs, targets = examples()
    return Loss(
        "squares",
        inputs,
        targets,
        lambda a, t: (a - t) ** 2,
        lambda a, t: 2 * (a - t),
        lambda a, t: 2.0 + 0 * a,
    )


def logistic() -> Loss:
    inputs, targets = examples(5)
    signs = np.where(targets > 0, 1.0, -1.0)
    return Loss(
        "logistic",
        inputs,
        signs,
        lambda a, t: np.logaddexp(0, -t * a),
        lambda a, t: -t / (1 + np.exp(t * a)),
        lambda a, t: 1 / (2 + np.exp(a) + np.exp(-a)),
    )


def net() -> Net:
    rng = np.random.default_rng(11)
    inputs = rng.normal(size=(N, 2))
    return Net(inputs, np.sign(inputs[:, 0] * inputs[:, 1]))


def batches(seeds: tuple[int, ...] = (), steps: int = STEPS) -> np.ndarray:
    return np.random.default_rng(7).integers(0, N, size=(steps, *seeds, B))


OBJECTIVES = {"squares": squares, "logistic": logistic, "net": net}
STARTS = {
    "squares": np.array([-1.0, 1.5]),
    "logistic": np.array([0.5, -0.5]),
    "net": np.random.default_rng(2).normal(scale=0.6, size=105),
}
every_objective = pytest.mark.parametrize("name", OBJECTIVES)


@every_objective
def test_the_specimens_have_the_gradients_that_they_claim(name):
    objective, theta = OBJECTIVES[name](), STARTS[name]
    steps = np.eye(len(theta)) * 1e-6
    for draw in (None, batches()[0]):
        central = objective.value(theta + steps, draw) - objective.value(theta - steps, draw)
        np.testing.assert_allclose(objective.gradient(theta, draw), central / 2e-6, atol=2e-9)


def by_hand(objective, rule, start, draws, steps=STEPS):
    """The rule's own lines, one walker at a time, and the gradients it was handed."""
    theta, state = np.array(start), rule.init(np.array(start))
    points, seen = [theta], []
    for k in range(steps):
        grad = objective.gradient(rule.look(theta, state), None if draws is None else draws[k])
        delta, state = rule.update(grad, state, theta)
        theta = theta + delta
        points.append(theta)
        seen.append(grad)
    return np.array(points), np.array(seen)


@every_rule
@every_objective
def test_every_rule_walks_as_its_lines_say(name, rule):
    objective, start, draws = OBJECTIVES[name](), STARTS[name], batches()
    rule = rule(learning_rate=0.01)
    for drawn in (None, draws):
        walk = run(objective, rule, start, STEPS, draws=drawn)
        points, seen = by_hand(objective, rule, start, drawn)
        # The tape gathers factors, so the last bits differ; these walks are not chaotic.
        np.testing.assert_allclose(walk.points, points, rtol=1e-9, atol=1e-11)
        np.testing.assert_allclose(walk.heights, objective.value(walk.points), rtol=1e-12)
        np.testing.assert_allclose(walk.gradients, objective.gradient(walk.points), atol=1e-12)
        if drawn is None:
            assert walk.seen is None
        else:
            np.testing.assert_allclose(walk.seen, seen, rtol=1e-7, atol=1e-9)
            assert np.abs(walk.seen - walk.gradients[:-1]).max() > 1e-3


def test_adam_on_batches_against_its_formula():
    """Kingma and Ba, algorithm 1, over single examples in plain Python."""
    objective, draws = squares(), batches()
    walk = run(objective, ADAM(learning_rate=0.05), STARTS["squares"], STEPS, draws=draws)
    w, b = STARTS["squares"]
    m, v = [0.0, 0.0], [0.0, 0.0]
    for t, batch in enumerate(draws, start=1):
        errors = [(w * objective.inputs[i, 0] + b - objective.targets[i], i) for i in batch]
        g = [
            sum(2 * e * objective.inputs[i, 0] for e, i in errors) / B,
            sum(2 * e for e, _ in errors) / B,
        ]
        m = [0.9 * old + 0.1 * new for old, new in zip(m, g, strict=True)]
        v = [0.999 * old + 0.001 * new * new for old, new in zip(v, g, strict=True)]
        step = [
            0.05 * (mm / (1 - 0.9**t)) / ((vv / (1 - 0.999**t)) ** 0.5 + 1e-8)
            for mm, vv in zip(m, v, strict=True)
        ]
        w, b = w - step[0], b - step[1]
    np.testing.assert_allclose(walk.points[-1], [w, b], rtol=1e-11)


@every_objective
def test_toggling_one_rule_moves_no_other_by_a_bit(name):
    objective, start, draws = OBJECTIVES[name](), STARTS[name], batches()
    rules = [rule(learning_rate=0.01) for rule in FIRST_ORDER]
    together = race(objective, rules, start, STEPS, draws=draws)
    again = race(objective, rules[1::2], start, STEPS, draws=draws)
    for one, other in zip(together[1::2], again, strict=True):
        np.testing.assert_array_equal(one.points, other.points)
        np.testing.assert_array_equal(one.seen, other.seen)


@every_objective
def test_seeds_are_walkers_whose_draws_are_their_own(name):
    objective, start, draws = OBJECTIVES[name](), STARTS[name], batches((2, 3))
    places = np.broadcast_to(start, (2, 3, len(start)))
    fan = run(objective, MOMENTUM(learning_rate=0.01), places, STEPS, draws=draws)
    assert fan.points.shape == (STEPS + 1, 2, 3, len(start))
    for i, j in np.ndindex(2, 3):
        alone = run(objective, MOMENTUM(learning_rate=0.01), start, STEPS, draws=draws[:, i, j])
        np.testing.assert_allclose(fan.points[:, i, j], alone.points, rtol=1e-12, atol=1e-14)
    rates = MOMENTUM(learning_rate=np.array([0.01, 0.02])[:, None])
    swept = run(objective, rates, places, STEPS, draws=draws)
    np.testing.assert_array_equal(swept.points[:, 0], fan.points[:, 0])
    assert not np.allclose(swept.points[:, 1], fan.points[:, 1])


def test_draws_are_measured_once_a_step_for_all_rules():
    objective = squares()
    race(
        objective, [GD(0.1), ADAM(0.1), MOMENTUM(0.1)], STARTS["squares"], 40, draws=batches()[:40]
    )
    assert objective.calls.count("draw") == 40


@pytest.mark.parametrize("drawn", [False, True])
def test_rules_that_ask_for_more(drawn):
    # Eight examples are often separable, and their logistic loss then has no minimum.
    objective, start = (squares if drawn else logistic)(), STARTS["logistic"]
    draws = batches((), 40) if drawn else None
    for rule in (BFGS(), NEWTON()):
        walk = run(objective, rule, start, 40, draws=draws)
        assert (walk.heights[-1] < walk.heights[0]) and (walk.seen is not None) == drawn
        if drawn:
            np.testing.assert_allclose(
                walk.seen[3], objective.gradient(walk.points[3], draws[3]), rtol=1e-12
            )
        else:
            assert walk.outcome == Outcome.CONVERGED
    fan = run(objective, BFGS(), np.stack([start, -start]), 40, draws=draws)
    np.testing.assert_allclose(
        fan.points[:, 0], run(objective, BFGS(), start, 40, draws=draws).points
    )


def test_squares_end_at_the_normal_equations():
    objective = squares()
    wanted = np.linalg.lstsq(objective.inputs, objective.targets, rcond=None)[0]
    walk = run(objective, GD(0.3), STARTS["squares"], 400)
    np.testing.assert_allclose(walk.ends, wanted, rtol=1e-12)
    assert walk.outcome == Outcome.CONVERGED
    there = arrive(objective, GD(0.3), STARTS["squares"], 400)
    np.testing.assert_allclose(there.points, wanted, rtol=1e-5)
    rates = np.array([0.1, 0.3])
    lowest = float(objective.value(wanted))
    ends = sweep_ends(objective, GD, rates, STARTS["squares"], 400, near=1e-6, minimum=lowest)
    assert (ends.steps > 0).all()


def test_ascent_goes_up():
    objective = logistic()
    up = run(objective, GD(0.1), STARTS["logistic"], 20, ascend=True)
    assert (np.diff(up.heights) > 0).all()


def test_all_coordinates_reach_the_table():
    frame = run(net(), ADAM(0.01), STARTS["net"], 3).to_frame()
    assert [name for name in frame if name.startswith("theta_")] == [
        f"theta_{i}" for i in range(105)
    ]
    assert list(run(squares(), ADAM(0.01), STARTS["squares"], 3).to_frame())[2:4] == ["x", "y"]


def test_a_walk_that_leaves_is_said_to_have_left():
    walk = run(squares(), GD(5.0), STARTS["squares"], 400, draws=batches((), 400))
    assert walk.outcome == Outcome.DIVERGED
    assert np.isnan(walk.points[-1]).all()


def test_draws_that_do_not_fit():
    with pytest.raises(ValueError, match=r"draws: one per step, that is 5, got 60"):
        run(squares(), GD(0.1), STARTS["squares"], 5, draws=batches())
    bowl = surfaces.by_name("bowl")
    with pytest.raises(ValueError, match=r"draws: bowl takes none"):
        run(bowl, GD(0.1), bowl.start, STEPS, draws=batches())
