"""The walks agree with torch.optim, or with the rule's paper, however they are computed.

`golden/torch.json` holds where torch goes, made by `golden/make_torch.py`, `golden/papers.json`
where the algorithms of papers go; none of these walks is chaotic (which is measured here, too), so
a difference of more than 1e-9 is a difference of rules and not of rounding. Which of them knows a
rule, the rule says itself.
"""

from __future__ import annotations

import ast
import importlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest

import optimizers
import surfaces
from engine import run, sweep
from engine.analysis.reading import Reader
from optimizers import FIRST_ORDER, OPTIMIZERS, Optimizer
from optimizers.oracles import Paper, Torch, Worked
from tests.golden import make_papers
from tests.golden.walks import RECORDED as STEPS
from tests.golden.walks import SURFACES, exactly, last_places, rate_on
from tests.horizon import horizon, shaken_walks

GOLDEN_FOLDER = Path(__file__).with_name("golden")
GOLDEN = {
    kind: json.loads(
        Path(__file__).with_name("golden").joinpath(f"{name}.json").read_text(encoding="utf-8")
    )
    for kind, name in ((Torch, "torch"), (Paper, "papers"))
}
CASES = [case for golden in GOLDEN.values() for case in golden["cases"]]
TOLERANCE = 1e-9  # relative to max(1, |x|)

Case = dict[str, Any]


def case_id(case: Case) -> str:
    fields = ",".join(f"{name}={value:g}" for name, value in case["fields"].items())
    return f"{case['optimizer']}-{case['surface']}-{fields}"


def optimizer_of(case: Case) -> Optimizer:
    return optimizers.by_name(case["optimizer"])(**case["fields"])


def gradient_on(surface: surfaces.Surface) -> Callable[[Any], np.ndarray]:
    return lambda theta: np.stack(surface.gradient(theta[..., 0], theta[..., 1]), axis=-1)


def walk(
    rule: Optimizer, gradient: Callable[[Any], np.ndarray], start: Any, steps: int
) -> np.ndarray:
    """The rule as its text says, one call per step: (steps + 1, ..., 2)."""
    theta = np.asarray(start, dtype=float)
    state = rule.init(theta)
    points = [theta]
    for _ in range(steps):
        delta, state = rule.update(gradient(rule.look(theta, state)), state, theta)
        theta = theta + delta
        points.append(theta)
    return np.stack(points)


def assert_near(ours: Any, theirs: Any, tolerance: float = TOLERANCE) -> None:
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert np.isfinite(ours).all()
    error = np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))
    assert error.max() <= tolerance, (
        f"off by {error.max():.1e}, first in row {np.argmax((error > tolerance).any(axis=-1))}"
    )


every_case = pytest.mark.parametrize("case", CASES, ids=case_id)
every_optimizer = pytest.mark.parametrize("optimizer", FIRST_ORDER, ids=lambda o: o.name)
RECORDED = [
    rule for rule in FIRST_ORDER if isinstance(getattr(rule, "oracle", None), Torch | Paper)
]
every_recorded = pytest.mark.parametrize("optimizer", RECORDED, ids=lambda o: o.name)
OF_TORCH = [rule for rule in RECORDED if isinstance(rule.oracle, Torch)]
WORKED = [rule for rule in OPTIMIZERS if isinstance(vars(rule).get("oracle"), Worked)]


# -- the numbers themselves -----------------------------------------------------------------------


@every_recorded
def test_golden_covers_the_optimizer(optimizer: type[Optimizer]) -> None:
    mine = [case for case in CASES if case["optimizer"] == optimizer.name]
    made = "make_torch" if isinstance(optimizer.oracle, Torch) else "make_papers"
    assert mine, f"{optimizer.name} was not recorded: run `python -m tests.golden.{made}`"
    assert len({case["surface"] for case in mine}) >= 6
    for hyper in optimizer.hyperparameters():
        values = {case["fields"].get(hyper.name, hyper.default) for case in mine}
        assert values - {hyper.default}, f"{hyper.name} never leaves its default"
    oracle = "torch" if isinstance(optimizer.oracle, Torch) else "plain Python floats"
    assert {case["oracle"] for case in mine} == {oracle}


def test_golden_knows_its_torch() -> None:
    assert GOLDEN[Torch]["torch"] == "2.13.0"
    assert all(golden["steps"] == list(STEPS) for golden in GOLDEN.values())
    assert list(STEPS) == sorted(set(STEPS)) and STEPS[0] == 1 and STEPS[-1] == 120
    assert all(np.shape(case["points"]) == (len(STEPS), 2) for case in CASES)


@every_recorded
def test_defaults_agree(optimizer: type[Optimizer]) -> None:
    theirs = GOLDEN[type(optimizer.oracle)]["defaults"][optimizer.name]
    ours = {hyper.name: hyper.default for hyper in optimizer.hyperparameters()}
    if optimizer.name in ("momentum", "nesterov"):
        # In torch these are SGD with a coefficient that has to be given.
        assert ours.pop("momentum") == optimizer.oracle.options["momentum"] == 0.9
    assert ours == theirs


@pytest.mark.parametrize("optimizer", WORKED, ids=lambda o: o.name)
def test_it_takes_the_steps_that_were_worked_out(optimizer: type[Optimizer]) -> None:
    known = optimizer.oracle
    rule, steps = optimizer(**known.fields), len(known.points)
    assert steps >= 3, f"{optimizer.name}: three steps at least tell a rule from another"
    if known.ground:
        points = run(surfaces.by_name(known.ground), rule, known.start, steps).points
    else:
        slopes = iter(np.array(known.gradients, dtype=float))
        points = walk(rule, lambda theta: next(slopes), known.start, steps)
    np.testing.assert_allclose(points[1:], known.points, rtol=0, atol=known.within)


def test_golden_walks_move() -> None:
    for case in CASES:
        assert np.abs(np.subtract(case["points"][-1], case["start"])).max() > 0.1, case_id(case)


@every_case
def test_golden_walks_are_not_chaotic(case: Case) -> None:
    walks = shaken_walks(
        surfaces.by_name(case["surface"]), optimizer_of(case), case["start"], STEPS[-1]
    )
    assert (horizon(walks, TOLERANCE, TOLERANCE) == STEPS[-1]).all()


# -- our rules against them -----------------------------------------------------------------------


@every_case
def test_rule_agrees(case: Case) -> None:
    surface = surfaces.by_name(case["surface"])
    points = walk(optimizer_of(case), gradient_on(surface), case["start"], STEPS[-1])
    assert_near(points[list(STEPS)], case["points"])


# A plain start, a batch of one, and enough walkers for the engine to take its path for many.
@pytest.mark.parametrize("axes", [(), (1,), (4, 10)], ids=["plain", "one", "many"])
@every_case
def test_engine_agrees(case: Case, axes: tuple[int, ...]) -> None:
    start = np.broadcast_to(case["start"], (*axes, 2))
    surface = surfaces.by_name(case["surface"])
    points = run(surface, optimizer_of(case), start, STEPS[-1]).points
    assert points.shape == (STEPS[-1] + 1, *axes, 2)
    assert np.array_equal(points[0], start)
    expected = np.expand_dims(case["points"], tuple(range(1, 1 + len(axes))))
    assert_near(points[list(STEPS)], np.broadcast_to(expected, (len(STEPS), *axes, 2)))


class Speed(NamedTuple):
    v: Any


@dataclass(frozen=True)
class Sutskever(optimizers.by_name("nesterov")):
    """v ← μ v − η g(θ + μ v);  θ ← θ + v."""

    name = "sutskever"

    def init(self, theta: Any) -> Speed:
        return Speed(np.zeros_like(theta))

    def look(self, theta: Any, state: Speed) -> Any:
        return theta + self.momentum * state.v

    def update(self, grad: Any, state: Speed, theta: Any) -> tuple[Any, Speed]:
        v = self.momentum * state.v - self.learning_rate * grad
        return v, Speed(v)


@pytest.mark.parametrize("axes", [(), (40,)], ids=["plain", "many"])
def test_engine_measures_where_the_rule_looks(axes: tuple[int, ...]) -> None:
    surface, fields = surfaces.by_name("rosenbrock"), {"learning_rate": 1e-3, "momentum": 0.8}
    start = np.broadcast_to([-1.2, 1.0], (*axes, 2))
    thetas = run(surface, Sutskever(**fields), start, 100).points
    ahead = thetas[1:] + 0.8 * np.diff(thetas, axis=0)
    ours = optimizers.by_name("nesterov")(**fields)
    assert_near(ahead, run(surface, ours, start, 100).points[1:])


# -- torch itself, every step ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def torch_walks() -> ModuleType:
    pytest.importorskip("torch")
    return importlib.import_module("tests.golden.make_torch")


LIVE = [
    case
    for case in GOLDEN[Torch]["cases"]
    if case["surface"] in ("rosenbrock", "mccormick", "himmelblau")
]


def same_at_every_step(case: Case, theirs: ModuleType) -> None:
    live = np.array(theirs.walk(case))
    assert_near(live[list(STEPS)], case["points"])
    surface = surfaces.by_name(case["surface"])
    assert_near(walk(optimizer_of(case), gradient_on(surface), case["start"], STEPS[-1]), live)


@pytest.mark.slow
@pytest.mark.parametrize("case", LIVE, ids=case_id)
def test_torch_agrees_at_every_step(case: Case, torch_walks: ModuleType) -> None:
    same_at_every_step(case, torch_walks)


@pytest.mark.parametrize("case", GOLDEN[Paper]["cases"], ids=case_id)
def test_the_paper_agrees_at_every_step(case: Case) -> None:
    same_at_every_step(case, make_papers)


@pytest.mark.slow
@every_recorded
def test_golden_defaults_are_still_those_of_torch(
    optimizer: type[Optimizer], torch_walks: ModuleType
) -> None:
    theirs = torch_walks if isinstance(optimizer.oracle, Torch) else make_papers
    assert (
        theirs.defaults(optimizer.name)
        == GOLDEN[type(optimizer.oracle)]["defaults"][optimizer.name]
    )


# -- first steps that can be said in a sentence ---------------------------------------------------

SLOPES = np.array([[3.0, -0.02], [-250.0, 7e4], [1e-3, 1.0]])
PLACES = np.array([[1.0, 2.0], [-3.0, 0.5], [0.0, -4.0]])


def first_step(rule: Optimizer) -> np.ndarray:
    return rule.update(SLOPES, rule.init(PLACES), PLACES)[0]


@pytest.mark.parametrize("name", ["adam", "amsgrad", "adamax", "adagrad"])
@pytest.mark.parametrize("eta", [0.1, 1e-3])
def test_first_step_is_the_learning_rate_in_each_coordinate(name: str, eta: float) -> None:
    # epsilon / |g| is at most 1e-8 / 1e-3.
    step = first_step(optimizers.by_name(name)(learning_rate=eta))
    np.testing.assert_allclose(step, -eta * np.sign(SLOPES), rtol=1.1e-5)


def test_first_step_of_rmsprop_is_ten_learning_rates() -> None:
    step = first_step(optimizers.by_name("rmsprop")(learning_rate=0.1))
    np.testing.assert_allclose(step, -1.0 * np.sign(SLOPES), rtol=2e-4)


# -- a rule remembers nothing and changes nothing -------------------------------------------------

GROUNDS = ("bowl", "rosenbrock", "himmelblau")
every_ground = pytest.mark.parametrize("ground", GROUNDS)


def rule_on(optimizer: type[Optimizer], ground: str) -> tuple[Optimizer, np.ndarray]:
    """The optimizer at a rate that suits the ground, and starts around the recorded one."""
    around = np.random.default_rng(7).uniform(-0.05, 0.05, (3, 2))
    rule = optimizer(learning_rate=rate_on(optimizer, ground))
    return rule, np.array(SURFACES[ground][1]) + around


@every_ground
@every_optimizer
def test_a_batch_equals_its_singles(optimizer: type[Optimizer], ground: str) -> None:
    rule, starts = rule_on(optimizer, ground)
    gradient = gradient_on(surfaces.by_name(ground))
    together = walk(rule, gradient, starts, 40)
    for i, start in enumerate(starts):
        assert_near(walk(rule, gradient, start, 40), together[:, i], 1e-12)


@every_ground
@every_optimizer
def test_two_runs_of_one_rule_are_identical(optimizer: type[Optimizer], ground: str) -> None:
    rule, starts = rule_on(optimizer, ground)
    gradient = gradient_on(surfaces.by_name(ground))
    first = walk(rule, gradient, starts, 60)
    walk(rule, gradient, starts[::-1] + 1.0, 3)
    assert np.array_equal(walk(rule, gradient, starts, 60), first)


def locked(value: Any) -> Any:
    """The same, and any attempt to write to it is an error."""
    if isinstance(value, np.ndarray):
        value = value.view()
        value.flags.writeable = False
    return value


@every_optimizer
def test_arguments_are_not_changed(optimizer: type[Optimizer]) -> None:
    rule, theta = rule_on(optimizer, "bowl")
    gradient = gradient_on(surfaces.by_name("bowl"))
    state = rule.init(locked(theta))
    for _ in range(8):
        state = type(state)(*map(locked, state))
        grad = gradient(rule.look(locked(theta), state))
        given = [part.copy() for part in (theta, grad)]
        memory = [np.array(part) for part in state]
        delta, after = rule.update(locked(grad), state, locked(theta))
        for was, now in zip([*given, *memory], [theta, grad, *state], strict=True):
            assert np.array_equal(was, now)
        theta, state = theta + delta, after


def settings_at_the_ends(optimizer: type[Optimizer], dice: random.Random) -> dict[str, Any]:
    """Some fields at an end of their range, at the end of their slider, or anywhere between."""
    fields: dict[str, Any] = {"learning_rate": 10 ** dice.uniform(-4, 0)}
    for hyper in optimizer.hyperparameters()[1:]:
        if dice.random() < 0.6:
            ends = [hyper.low, *hyper.slider, dice.uniform(*hyper.slider)]
            ends += [1 - 2.0**-53] if hyper.open_high else []
            fields[hyper.name] = dice.random() < 0.5 if hyper.flag else dice.choice(ends)
    return fields


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OF_TORCH, ids=lambda o: o.name)
def test_torch_agrees_at_the_ends_of_all_settings(
    optimizer: type[Optimizer], torch_walks: ModuleType
) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    compared = 0
    for _ in range(60):
        surface = dice.choice(list(SURFACES))
        fields, start = settings_at_the_ends(optimizer, dice), SURFACES[surface][1]
        case = {"optimizer": optimizer.name, "surface": surface, "start": start, "fields": fields}
        try:
            live = np.array(torch_walks.walk(case, 12, exactly))
        except ValueError:
            continue  # torch takes fewer settings than we do
        with np.errstate(all="ignore"):
            gradient = gradient_on(surfaces.by_name(surface))
            ours = walk(optimizer(**fields), gradient, start, 12)
        # As far as rounding alone does not carry the walk elsewhere.
        noisy = np.array(torch_walks.walk(case, 12, last_places(1)))
        with np.errstate(all="ignore"):
            calm = (np.abs(noisy - live) <= 1e-11 * np.maximum(1, np.abs(live))).all(axis=1)
        rows = 13 if calm.all() else int(calm.argmin())
        assert_near(ours[:rows], live[:rows])
        compared += rows
    assert compared > 200


# -- settings at which a rule takes another branch ------------------------------------------------


def test_without_momentum_nothing_is_dampened_whichever_way_it_is_given() -> None:
    surface = surfaces.by_name("bowl")
    momentum = optimizers.by_name("momentum")
    plain = run(surface, optimizers.by_name("gradient_descent")(0.1), (-4, 3), 20).points
    np.testing.assert_array_equal(run(surface, momentum(0.1, 0.0, 0.6), (-4, 3), 20).points, plain)
    # One value per walker, few of them and many; and a sweep over the momentum.
    for count in (3, 60):
        kept = np.linspace(0, 0.9, count)
        starts = np.tile([-4.0, 3.0], (count, 1))
        many = run(surface, momentum(0.1, kept, 0.6), starts, 20).points
        assert_near(many[:, 0], plain, 1e-13)
        last = run(surface, momentum(0.1, 0.9, 0.6), (-4, 3), 20).points
        assert_near(many[:, -1], last, 1e-12)
    swept = sweep(surface, momentum(dampening=0.6), [0.1], (-4, 3), 20, momentum=[0.0, 0.9])
    assert_near(swept.points[:, 0, 0], plain, 1e-13)


def test_the_lines_of_a_step_say_so_too() -> None:
    def line(rule: Optimizer) -> str:
        read = Reader(rule).step(rule, np.ones(2), rule.init(np.zeros(2)), np.zeros(2)).lines
        return next(ast.unparse(part.expression) for part in read if part.name == "b")

    momentum = optimizers.by_name("momentum")
    assert line(momentum(0.1, 0.0, 0.3)) == "g"
    assert line(momentum(0.1, 0.9)) == "self.momentum * state.b + g"
    assert "np.where(state.t == 0, 1.0, 1 - self.dampening) * g" in line(momentum(0.1, 0.9, 0.3))
    assert r"b_t = g_t \text{ if } \mu = 0" in momentum.recurrence[1]
