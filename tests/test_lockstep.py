"""Rules in lockstep make the same walks as each of them alone, to the bit, with fewer calls."""

from collections import Counter, namedtuple
from dataclasses import replace

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import race, run, sweep, sweeps
from engine.drive import lockstep, machine
from engine.trace import blocks
from engine.trace.lockstep_text import Slopes, Turns
from engine.trace.program import slope, turn
from surfaces import curves
from tests.test_engine import Ahead, Branching, State, Written, calm_rate, starts
from tests.test_tape import names_in

BOWL, ROSENBROCK, BLOG = map(surfaces.by_name, ("bowl", "rosenbrock", "blog"))
Momentum, Adam, Newton = map(optimizers.by_name, ("momentum", "adam", "newton"))
ids = {"ids": lambda thing: getattr(thing, "name", None)}


class Standing(Ahead):
    """Never moves, and measures where it once was."""

    def look(self, theta, state):
        return state.last

    def update(self, grad, state, theta):
        return grad * 0.0, State(state.steps + 1, state.last)


class Late(Ahead):
    """Steps by the gradient of where it stood one step ago: it looks at its memory as it is."""

    def look(self, theta, state):
        return state.last

    def update(self, grad, state, theta):
        return -self.learning_rate * grad, State(state.steps + 1, theta)


class Sums(Ahead):
    """Keeps a sum of gradients, and last of all makes a sum of these sums."""

    def init(self, theta):
        return Totals(np.zeros_like(theta), np.zeros_like(theta))

    def look(self, theta, state):
        return theta

    def update(self, grad, state, theta):
        first = state.first + grad
        return -self.learning_rate * state.second, Totals(first, state.second + first)


Totals = namedtuple("Totals", ["first", "second"])


@pytest.fixture
def together(monkeypatch):
    """How many rules went together, every time that some did."""
    seen = []

    def watched(surface, party, path):
        seen.append(len(party))
        return side_by_side(surface, party, path)

    side_by_side = lockstep.side_by_side
    monkeypatch.setattr(lockstep, "side_by_side", watched)
    return seen


def same(one, other):
    for name in ("points", "heights", "gradients", "outcome", "evaluations"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    assert (one.factors is None) == (other.factors is None)


def swept(rule, count=20, **fields):
    return rule(learning_rate=calm_rate(rule) * np.geomspace(0.1, 3e4, count), **fields)


@pytest.mark.parametrize("surface", surfaces.SURFACES, **ids)
def test_every_rule_on_every_surface(surface, together):
    # From calm rates to such that blow up: where nothing is finite, nothing is compared less.
    rules = [swept(rule) for rule in optimizers.FIRST_ORDER]
    for rule, walk in zip(rules, race(surface, rules, surface.start, 60), strict=True):
        same(walk, run(surface, rule, surface.start, 60))
    assert together == [len(rules)]


@pytest.mark.parametrize("curve", curves.CURVES, **ids)
def test_on_curves(curve, together):
    rules = [swept(rule) for rule in optimizers.FIRST_ORDER]
    for rule, walk in zip(rules, race(curve, rules, (0.7,), 40), strict=True):
        same(walk, run(curve, rule, (0.7,), 40))
    assert together == [len(rules)]


@pytest.mark.parametrize("ascend", [False, True])
@pytest.mark.parametrize("schedule", [None, schedules.by_name("cosine")()], ids=["constant", "cos"])
def test_with_every_field_many_starts_and_a_schedule(ascend, schedule, together):
    rules = [
        Momentum(0.01, 0.9, dampening=0.1, weight_decay=0.01),
        Momentum(np.linspace(0.001, 0.1, 30)),
        Adam(0.1, beta1=np.linspace(0, 0.9, 30)),
        replace(Adam(0.1), weight_decay=0.1),
        optimizers.by_name("rmsprop")(0.01, momentum=0.5, centered=True),
    ]
    start = starts(BLOG, 30).reshape(5, 6, 2)
    rules = [
        replace(
            rule,
            **{
                name: np.reshape(value, (5, 6))
                for name, value in vars(rule).items()
                if np.ndim(value)
            },
        )
        for rule in rules
    ]
    options = {"schedule": schedule, "ascend": ascend}
    for rule, walk in zip(rules, race(BLOG, rules, start, 70, **options), strict=True):
        alone = run(BLOG, rule, start, 70, **options)
        same(walk, alone)
        assert walk.points.shape == (71, 5, 6, 2)
    assert together == [len(rules)]


def test_rules_that_look_elsewhere(together):
    rules = [Ahead(1e-4), Momentum(1e-4), Standing(1.0), Written(0.1), Ahead(np.full(30, 1e-5))]
    start = starts(ROSENBROCK, 30)
    for rule, walk in zip(rules, race(ROSENBROCK, rules, start, 60), strict=True):
        same(walk, run(ROSENBROCK, rule, start, 60))
    assert together == [5]


@pytest.mark.parametrize("rule", [Late, Sums])
def test_numbers_that_are_wanted_to_the_end_keep_their_place(rule, together):
    """Held against plain arithmetic: walks in blocks and in lockstep share their storages."""
    rules, start = [rule(1e-3), Momentum(1e-3)], starts(BOWL, 30)
    theta, state, own = start, rules[0].init(start), [start]
    for _ in range(40):
        place = rules[0].look(theta, state)
        grad = np.stack(BOWL.df(*place.T), axis=-1)
        delta, state = rules[0].update(grad, state, theta)
        theta = theta + delta
        own.append(theta)
    walk, _ = race(BOWL, rules, start, 40)
    np.testing.assert_array_equal(walk.points, own)
    same(walk, run(BOWL, rules[0], start, 40))
    assert together == [2]


def test_who_cannot_keep_step_goes_alone(together):
    start = starts(BOWL, 30)
    rules = [Momentum(0.1), Branching(0.1), Newton(), Adam(0.1)]
    for rule, walk in zip(rules, race(BOWL, rules, start, 30), strict=True):
        same(walk, run(BOWL, rule, start, 30))
    assert together == [2]
    together.clear()
    for few in ([Momentum(0.1)], [Branching(0.1), Momentum(0.1)]):
        race(BOWL, few, start, 3)
    race(BOWL, [Momentum(0.1), Adam(0.1)], start[: machine.FEW], 3)
    race(BOWL, [Momentum(0.1), Adam(0.1)], np.zeros((blocks.BLOCK, 2)), 1)
    assert together == []
    assert race(BOWL, [], start, 3) == ()


def test_rules_with_unequal_numbers_of_walkers_go_in_companies(together):
    many, more = np.geomspace(1e-3, 0.1, 20), np.geomspace(1e-3, 0.1, 40)
    rules = [Momentum(many), Momentum(more), Adam(many), Adam(more), Adam(more, beta1=0.5)]
    for rule, walk in zip(rules, race(BOWL, rules, (1.0, 2.0), 30), strict=True):
        same(walk, run(BOWL, rule, (1.0, 2.0), 30))
    assert together == [2, 3]


def test_when_nobody_is_left_nobody_is_moved(monkeypatch):
    rules = [Momentum(np.full(20, 50.0)), Ahead(np.full(20, 80.0))]
    rounds = Counter()
    real = np.isfinite
    monkeypatch.setattr(lockstep.np, "isfinite", lambda x: rounds.update(["looks"]) or real(x))
    walks = race(ROSENBROCK, rules, (-1.2, 1.0), 5000)
    monkeypatch.undo()
    assert rounds["looks"] < 10
    for rule, walk in zip(rules, walks, strict=True):
        same(walk, run(ROSENBROCK, rule, (-1.2, 1.0), 5000))


@pytest.mark.parametrize("steps", [0, 1, 25, 26])
def test_budgets_around_a_stride(steps, together):
    rules = [swept(Momentum), swept(Adam)]
    for rule, walk in zip(rules, race(ROSENBROCK, rules, (-1.2, 1.0), steps), strict=True):
        same(walk, run(ROSENBROCK, rule, (-1.2, 1.0), steps))
    assert together == [2]


def test_sweeps_are_single_sweeps(together):
    rates = np.geomspace(1e-4, 1, 30)
    rules = [Momentum, Adam(beta1=0.5), optimizers.by_name("adagrad")]
    for rule, walk in zip(rules, sweeps(BLOG, rules, rates, BLOG.start, 50), strict=True):
        same(walk, sweep(BLOG, rule, rates, BLOG.start, 50))
        np.testing.assert_array_equal(walk.optimizer.learning_rate, rates)
    assert together == [3]


def calls_in(text):
    """How many ufuncs the body of a step calls."""
    return sum(text.count(f"{name}(") for name in ("add", "subtract", "multiply", "divide", "sqrt"))


def test_the_gradient_is_measured_once_for_all():
    six = ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
    turns = [Turns(turn(swept(optimizers.by_name(name)))).source() for name in six]
    slopes = calls_in(Slopes(slope(BLOG)).source())
    alone = sum(
        calls_in(blocks.Loop(machine.program(BLOG, swept(optimizers.by_name(name)))).source())
        for name in six
    )
    assert slopes > 20
    # A call for the six displacements takes the place of six, one for each.
    assert alone - (slopes + sum(map(calls_in, turns))) == 5 * slopes + 6


@pytest.mark.parametrize("rule", [*optimizers.FIRST_ORDER, Ahead], **ids)
def test_the_texts_name_nothing_from_outside(rule):
    for text in (Turns(turn(rule(0.1))), Slopes(slope(surfaces.by_name("ackley")))):
        loaded, attributes = names_in(text.source())
        own = {"range", "len", "copyto", "asarray", "empty", "spread"}
        assert loaded <= own | text.functions | set(text.constants)
        assert not attributes
