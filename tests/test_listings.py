"""A program that is taken away makes the walks of the page: it is run, and its places compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from data import Batches, Order
from engine import race, teaching_rate
from listings import Library, Run, Walker, listing
from listings.recorded import recorded
from optimizers.optimizer import rate
from surfaces.losses import DataLoss, kind
from surfaces.losses.menu import loss_of, offered
from tests.horizon import horizon, shaken_walks
from tests.programs import engine_walks, ran, run_of, walks_of

FIRST_ORDER = optimizers.FIRST_ORDER
SECOND = [rule for rule in optimizers.OPTIMIZERS if rule not in FIRST_ORDER]
# With constants of a file, of a function that made them, in a table; with kinks; rows of examples.
GROUNDS = [
    "rotated_bowl",
    "rosenbrock",
    "ackley",
    "gaussian_wells",
    "branin",
    "logistic",
    "net_tanh",
]
# Whose slopes are made of sums and products alone, and rules that add roots at most.
EXACT_GROUNDS = ["rotated_bowl", "sphere", "saddle"]
EXACT_RULES = [
    *("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "rprop", "lion")
]
STEPS = 60
CLOSE = 1e-12
SCHEDULES = [None, *(type_ for type_ in schedules.SCHEDULES if type_.name != "constant")]


def taught(rule, surface, **fields):
    return rule(**{"learning_rate": teaching_rate(surface, rule), **fields})


def comparable_rows(surface, rule, schedule=None):
    """Up to which row a walk can be compared to `CLOSE`."""
    shaken = shaken_walks(surface, rule, surface.start, STEPS, schedule)
    return int(horizon(shaken, CLOSE, CLOSE).min()) + 1


def assert_alike(walk, expected, rows):
    rows = min(rows, int(np.isfinite(expected).all(axis=1).sum()))  # then both have left the world
    np.testing.assert_allclose(walk[:rows], expected[:rows], rtol=CLOSE, atol=CLOSE)


@pytest.mark.parametrize("name", GROUNDS)
@pytest.mark.parametrize("rule", FIRST_ORDER, ids=lambda rule: rule.name)
def test_every_rule_walks_as_in_the_engine(rule, name):
    surface = surfaces.by_name(name)
    made = taught(rule, surface)
    run = run_of(surface, [made], STEPS)
    [(walk, expected)] = zip(walks_of(run).values(), engine_walks(run).values(), strict=True)
    rows = comparable_rows(surface, made)
    assert rows > 3
    assert_alike(walk, expected, rows)


@pytest.mark.parametrize("name", EXACT_GROUNDS)
@pytest.mark.parametrize("rule", EXACT_RULES)
def test_walks_are_the_same_to_the_bit_where_nothing_is_rounded_otherwise(rule, name):
    surface = surfaces.by_name(name)
    run = run_of(surface, [taught(optimizers.by_name(rule), surface)], 300)
    [(walk, expected)] = zip(walks_of(run).values(), engine_walks(run).values(), strict=True)
    np.testing.assert_array_equal(walk, expected)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.name if s else "none")
@pytest.mark.parametrize("rule", FIRST_ORDER, ids=lambda rule: rule.name)
def test_every_setting_and_schedule_is_in_the_program(rule, schedule):
    """Every field away from its default, so that one that is forgotten shows."""
    surface = surfaces.by_name("himmelblau")
    fields = {
        hyper.name: (not hyper.default) if hyper.flag else other_than(hyper)
        for hyper in rule.hyperparameters()
        if hyper.name != "learning_rate"
    }
    made = taught(rule, surface, **fields)
    pace = schedule() if schedule else None
    if pace is not None and hasattr(pace, "period"):
        pace = replace(pace, period=20.0)
    run = run_of(surface, [made], STEPS, schedule=pace)
    [(walk, expected)] = zip(walks_of(run).values(), engine_walks(run).values(), strict=True)
    rows = comparable_rows(surface, made, pace)
    assert rows > 3
    assert_alike(walk, expected, rows)


def other_than(hyper):
    low, high = hyper.slider
    inside = [low + part * (high - low) for part in (0.6, 0.45)]
    return next(float(f"{value:.3g}") for value in inside if value != hyper.default)


@pytest.mark.parametrize("rule", FIRST_ORDER, ids=lambda rule: rule.name)
def test_every_switch_and_every_zero_is_in_the_program(rule):
    """What a setting of 0 takes out of the rule's lines, and what a switch puts in."""
    surface = surfaces.by_name("himmelblau")
    cases = [
        taught(rule, surface, **{hyper.name: value})
        for hyper in rule.hyperparameters()
        if hyper.name != "learning_rate"
        for value in ([not hyper.default] if hyper.flag else [hyper.low])
    ]
    if not cases:
        pytest.skip("it has no other setting than its rate")
    run = run_of(surface, cases, STEPS)
    theirs, ours = walks_of(run), engine_walks(run)
    for walker in run.walkers:
        rows = comparable_rows(surface, walker.rule)
        assert_alike(theirs[walker.name], ours[walker.name], rows)


def test_a_schedule_sets_the_step_with_which_a_rule_begins():
    surface = surfaces.by_name("himmelblau")
    rprop = optimizers.by_name("rprop")(learning_rate=0.3)
    for pace in (schedules.by_name("warmup")(), schedules.by_name("cyclic")()):
        assert pace.factor(1) < 1
        run = run_of(surface, [rprop], 20, schedule=pace)
        [(walk, expected)] = zip(walks_of(run).values(), engine_walks(run).values(), strict=True)
        np.testing.assert_allclose(walk, expected, rtol=CLOSE, atol=CLOSE)


class Old(NamedTuple):
    """What `Odd` remembers: the gradient, where it stood, and how often it was asked."""

    g: Any
    place: Any
    t: Any


@dataclass(frozen=True)
class Odd(optimizers.Optimizer):
    """A rule that looks aside, remembers where it stood, and reads what has a new value."""

    name = "odd"
    title = "Odd"
    short = "Odd"
    note = "None."
    learning_rate: float = rate(0.1)
    fading: float = rate(0.5)

    def init(self, theta):
        """Nothing is known."""
        return Old(g=np.zeros_like(theta), place=theta + 0.0, t=0)

    def look(self, theta, state):
        """Beside itself."""
        return theta + 0.1 * (theta - state.place)

    def update(self, grad, state, theta):
        """The old gradient counts after the new one has its name."""
        g = grad + self.fading * state.g
        d = g + 0.25 * state.g
        return -self.learning_rate * d / (1 + 0.1 * state.t), Old(g, theta, state.t + 1)


def test_a_rule_may_look_aside_and_read_what_it_has_bound_anew():
    surface = surfaces.by_name("sphere")
    run = run_of(surface, [Odd()], 30)
    text = listing(run, Library.NUMPY).text
    assert "g_before = g" in text
    [(walk, expected)] = zip(walks_of(run).values(), engine_walks(run).values(), strict=True)
    np.testing.assert_allclose(walk, expected, rtol=CLOSE, atol=CLOSE)


@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "beale", "logistic", "sphere"])
@pytest.mark.parametrize("rule", SECOND, ids=lambda rule: rule.name)
def test_rules_that_need_more_than_a_gradient(rule, name):
    """Written for one walker; a search that ends by rounding may end a little elsewhere."""
    surface = surfaces.by_name(name)
    cases = [rule(), rule(learning_rate=0.3)]
    cases += [rule(damping=2.0)] if rule.name == "newton" else []
    cases += [rule(memory=2.0)] if rule.name == "lbfgs" else []
    run = run_of(surface, cases, 40)
    theirs, ours = walks_of(run), engine_walks(run)
    for label, expected in ours.items():
        np.testing.assert_allclose(theirs[label], expected, rtol=1e-7, atol=1e-7, err_msg=label)


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.name)
def test_every_ground_is_written_down(surface):
    run = run_of(surface, [optimizers.by_name("newton")()], 1)
    names = ran(listing(run, Library.NUMPY).text)
    rng = np.random.default_rng(3)
    (x0, x1), (y0, y1) = surface.domain.bounds
    for x, y in rng.uniform((x0, y0), (x1, y1), (40, 2)):
        for mine, theirs in (
            ((names["f"](x, y),), (surface.value(x, y),)),
            (names["df"](x, y), surface.gradient(x, y)),
            (names["d2f"](x, y), surface.hessian(x, y)),
        ):
            scale = max(1.0, *(abs(float(part)) for part in theirs))
            np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-11 * scale)


@pytest.mark.parametrize("surface", surfaces.SURFACES[:26], ids=lambda surface: surface.name)
def test_a_formula_without_source_is_written_as_it_was_recorded(surface):
    names = {"np": np}
    for name in ("f", "df"):
        exec(recorded(name, getattr(surface, name), "as it was recorded"), names)
    rng = np.random.default_rng(4)
    (x0, x1), (y0, y1) = surface.domain.bounds
    for x, y in rng.uniform((x0, y0), (x1, y1), (20, 2)):
        found = (names["f"](x, y), *names["df"](x, y))
        told = (surface.value(x, y), *surface.gradient(x, y))
        np.testing.assert_allclose(found, told, rtol=1e-11, atol=1e-11)


class Formula:
    """A formula that is an object, as one that a visitor has typed may be."""

    def f(self, x, y):
        return (x - 1) ** 2 + np.where(x > y, x, y) + np.pi * y * y

    def df(self, x, y):
        return 2 * (x - 1) + np.where(x > y, 1.0, 0.0), np.where(x > y, 0.0, 1.0) + 2 * np.pi * y

    def d2f(self, x, y):
        return 2.0, 0.0, 2 * np.pi


def of_an_object():
    made = Formula()
    return made.f, made.df, made.d2f


def of_functions_that_hold_objects():
    made, steps = Formula(), (np.add, np.multiply)

    def f(x, y):
        return steps[0](made.f(x, y), 0.0)

    def df(x, y):
        return made.df(x, y)

    def d2f(x, y):
        return made.d2f(x, y)

    return f, df, d2f


def of_lambdas():
    made = Formula()
    return lambda x, y: made.f(x, y), lambda x, y: made.df(x, y), lambda x, y: made.d2f(x, y)


@pytest.mark.parametrize("make", [of_an_object, of_functions_that_hold_objects, of_lambdas])
def test_a_ground_whose_source_says_nothing_is_recorded(make):
    f, df, d2f = make()
    surface = replace(surfaces.by_name("sphere"), f=f, df=df, d2f=d2f)
    run = run_of(surface, [taught(rule, surfaces.by_name("sphere")) for rule in FIRST_ORDER], 20)
    assert "np.pi" in listing(run, Library.NUMPY).text
    ours = engine_walks(run)
    for name, walk in walks_of(run).items():
        np.testing.assert_allclose(walk, ours[name], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("name", ["least_squares", "logistic", "net_tanh"])
def test_a_program_draws_the_batches_of_the_page(name, order):
    loss = loss_of(kind(name), *offered(kind(name)).arguments)
    assert isinstance(loss, DataLoss)
    batches = Batches(6, order, seed=7)  # 20 examples: the last batch of an epoch is smaller
    surface = loss.surface
    rules = [taught(rule, surface) for rule in FIRST_ORDER[:7]]
    run = run_of(surface, rules, STEPS, batches=batches, loss=loss)
    draws = list(batches.indices(len(loss), STEPS))
    walked = race(loss, rules, surface.start, STEPS, draws=draws)
    for walk, expected in zip(walks_of(run).values(), walked, strict=True):
        np.testing.assert_allclose(walk, expected.points, rtol=1e-9, atol=1e-9)


def test_two_walks_of_one_rule_share_its_lines_where_they_can():
    surface = surfaces.by_name("sphere")
    adam = optimizers.by_name("adam")
    run = run_of(surface, [adam(0.1), adam(0.2), adam(0.1, weight_decay=0.1)], 5)
    text = listing(run, Library.NUMPY).text
    assert text.count("\ndef adam") == 2  # with decay there is a term more
    theirs, ours = walks_of(run), engine_walks(run)
    for name, walk in ours.items():
        np.testing.assert_allclose(theirs[name], walk, rtol=CLOSE, atol=CLOSE)


def test_walks_may_differ_in_length():
    surface = surfaces.by_name("sphere")
    descent = optimizers.by_name("gradient_descent")(0.1)
    run = Run(surface, surface.start, (Walker("a", descent, 3), Walker("b", descent, 7)))
    assert {name: len(walk) for name, walk in walks_of(run).items()} == {"a": 4, "b": 8}


def test_a_walk_that_flies_off_says_nothing():
    surface = surfaces.by_name("rosenbrock")
    rules = [rule(learning_rate=1e6) for rule in optimizers.OPTIMIZERS]
    run = run_of(surface, rules, 50)
    for name, walk in walks_of(run).items():  # a warning would be an error here
        assert walk.shape == (51, 2), name


@pytest.mark.parametrize("library", list(Library))
def test_what_a_visitor_has_named_is_no_part_of_the_program(library):
    said = 'x"""\nimport os\n\\" # \u2028 raise SystemExit'
    surface = replace(surfaces.by_name("sphere"), title=said, source=said)
    walker = Walker(said, optimizers.by_name("gradient_descent")(0.1), 2)
    text = listing(Run(surface, (1.0, 1.0), (walker,), link=said), library).text
    assert "\nimport os" not in text
    compile(text, "<a program>", "exec")
    if library is Library.NUMPY:
        assert list(ran(text)["WALKS"]) == [said]


def test_a_program_is_for_somebody():
    with pytest.raises(ValueError, match="somebody"):
        Run(surfaces.by_name("sphere"), (0.0, 0.0), ())
