"""Schedules: against torch.optim.lr_scheduler, and in force on every path of the engine."""

from __future__ import annotations

import importlib
import json
import re
from dataclasses import FrozenInstanceError, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import arrive, basins, race, run, steps_to, sweep, sweep_ends
from engine.drive import machine
from engine.drive.reference import plain_steps
from engine.drive.walkers import ready
from engine.trace import blocks
from engine.trace.program import program
from optimizers import FIRST_ORDER, OPTIMIZERS, Optimizer
from optimizers.optimizer import decay_rate, rate
from optimizers.oracles import Torch
from schedules import SCHEDULES, Schedule
from tests.horizon import horizon, shaken_walks

GOLDEN_FOLDER = Path(__file__).with_name("golden")
GOLDEN = json.loads((GOLDEN_FOLDER / "schedules.json").read_text(encoding="utf-8"))
FACTORS, WALKS, STEPS = (GOLDEN[key] for key in ("factors", "walks", "steps"))
BOWL, HIMMELBLAU = surfaces.by_name("bowl"), surfaces.by_name("himmelblau")
FALLING = schedules.by_name("inverse_sqrt")()

Case = dict[str, Any]
every_schedule = pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.name)
every_rule = pytest.mark.parametrize("rule", FIRST_ORDER, ids=lambda rule: rule.name)


def schedule_of(case: Case) -> Schedule:
    return schedules.by_name(case["schedule"])(**case["settings"])


def case_id(case: Case) -> str:
    fields = ",".join(f"{name}={value:g}" for name, value in case["settings"].items())
    return "-".join([case.get("optimizer", "rates"), case["schedule"], fields])


# -- what they are -------------------------------------------------------------------------------


def test_the_schedules_and_their_order() -> None:
    names = [schedule.name for schedule in SCHEDULES]
    assert names[0] == "constant", "what a visit begins with"
    assert len(set(names)) == len(names)
    # Public: links and other programs use them, so none of them may go.
    assert set(names) >= set("inverse_sqrt step exponential cosine warmup cyclic".split())
    assert all(schedules.by_name(name).name == name for name in names)
    with pytest.raises(ValueError, match=re.escape(f"one of {', '.join(names)}; got 'linear'")):
        schedules.by_name("linear")


@every_schedule
def test_it_says_what_it_is(schedule: type[Schedule]) -> None:
    for text in (schedule.title, schedule.formula, schedule.source, schedule.note):
        assert text == text.strip() != ""
    assert schedule.note.endswith(".")
    assert schedule.formula.startswith(r"\eta_t = ")
    assert schedule.formula.count("{") == schedule.formula.count("}")
    for hyper in schedule.hyperparameters():
        assert re.search(re.escape(hyper.symbol) + r"(?![A-Za-z_])", schedule.formula)
        assert hyper.allows(hyper.default) and all(map(hyper.allows, hyper.slider))
        assert hyper.slider[0] <= hyper.default <= hyper.slider[1]


@every_schedule
def test_it_is_a_frozen_record(schedule: type[Schedule]) -> None:
    one = schedule()
    assert one == schedule() and hash(one) == hash(schedule())
    for hyper in schedule.hyperparameters():
        with pytest.raises(FrozenInstanceError):
            setattr(one, hyper.name, hyper.default)
        for wrong in (-1.0, np.nan, "1", None, True):
            with pytest.raises(ValueError, match=f"{schedule.name}: {hyper.name} must be"):
                schedule(**{hyper.name: wrong})


def some(schedule: type[Schedule]) -> list[Schedule]:
    """The defaults, and every field at both ends of its range and of its slider."""
    made = [schedule()]
    for hyper in schedule.hyperparameters():
        made += [schedule(**{hyper.name: n}) for n in (hyper.low, hyper.high, *hyper.slider)]
    return made


@every_schedule
def test_factors_are_parts_of_one_for_ever(schedule: type[Schedule]) -> None:
    t = np.concatenate([np.arange(1, 2000), [10**4, 10**5, 10**6, 10**9]])
    for one in some(schedule):
        factors = one.factor(t)
        assert factors.shape == t.shape and factors.dtype == np.float64
        assert (factors >= 0).all() and (factors <= 1).all()
        assert one.factor(7) == factors[6] and np.shape(one.factor(7)) == ()
        np.testing.assert_array_equal(one.factor(t.reshape(1, -1)), factors[None])


@every_schedule
def test_what_it_does_in_numbers(schedule: type[Schedule]) -> None:
    assert "worked" in vars(schedule) and schedule.worked, (
        f"add factors that were worked out by hand to {schedule.__module__}, "
        "as `worked` in schedules/step.py"
    )
    for fields, factors in schedule.worked:
        found = schedule(**fields).factor(np.array(list(factors)))
        np.testing.assert_allclose(found, list(factors.values()), rtol=0, atol=1e-12)
    assert len({t for _, factors in schedule.worked for t in factors}) >= 2


# -- against torch -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", FACTORS, ids=case_id)
def test_factors_are_torchs(case: Case) -> None:
    ours = schedule_of(case).factor(np.arange(1, len(case["factors"]) + 1))
    # torch multiplies step by step, so its roundings add up.
    np.testing.assert_allclose(ours, case["factors"], rtol=1e-13, atol=1e-14)


def test_golden_covers_the_schedules() -> None:
    assert GOLDEN["torch"] == "2.13.0"
    named = {schedule.name for schedule in SCHEDULES if schedule.torch}
    assert named == {case["schedule"] for case in FACTORS}, (
        "let tests/golden/make_schedules.py know it and run it with torch"
    )
    rules = {rule.name for rule in FIRST_ORDER if isinstance(vars(rule).get("oracle"), Torch)}
    pairs = {(case["optimizer"], case["schedule"]) for case in WALKS}
    assert pairs == {(rule, name) for rule in rules for name in named}


@pytest.mark.parametrize("axes", [(), (40,)], ids=["one", "many"])
@pytest.mark.parametrize("case", WALKS, ids=case_id)
def test_walks_are_torchs(case: Case, axes: tuple[int, ...]) -> None:
    rule = optimizers.by_name(case["optimizer"])(**case["fields"])
    start = np.broadcast_to(case["start"], (*axes, 2))
    surface = surfaces.by_name(case["surface"])
    walk = run(surface, rule, start, STEPS[-1], schedule=schedule_of(case))
    wanted = np.reshape(case["points"], (len(STEPS), *(1 for _ in axes), 2))
    np.testing.assert_allclose(
        walk.points[STEPS], np.broadcast_to(wanted, (len(STEPS), *axes, 2)), rtol=1e-9, atol=1e-9
    )
    # It does make a difference; only Rprop takes η but once, for its first step.
    plain = run(surface, rule, start, STEPS[-1])
    late = case["schedule"] == "step"  # by whose first drop some have arrived
    moved = np.abs(walk.points - plain.points).max() > (0 if late else 1e-6)
    assert moved or case["optimizer"] == "rprop"


@pytest.mark.parametrize("case", WALKS, ids=case_id)
def test_golden_walks_are_not_chaotic(case: Case) -> None:
    rule = optimizers.by_name(case["optimizer"])(**case["fields"])
    surface, schedule = surfaces.by_name(case["surface"]), schedule_of(case)
    walks = shaken_walks(surface, rule, case["start"], STEPS[-1], schedule)
    assert (horizon(walks, 1e-9, 1e-9) == STEPS[-1]).all()


@pytest.fixture(scope="module")
def theirs() -> ModuleType:
    pytest.importorskip("torch")
    return importlib.import_module("tests.golden.make_schedules")


@pytest.mark.slow
def test_golden_is_still_what_torch_says(theirs: ModuleType) -> None:
    for case in FACTORS:
        assert theirs.rates(case["schedule"], case["settings"]) == case["factors"]
    for case in WALKS[::7]:
        live = np.array(theirs.walk(case))
        np.testing.assert_allclose(live[STEPS], case["points"], rtol=1e-12)


# -- in force on every path ----------------------------------------------------------------------

SHORT = schedules.by_name("cyclic")(period=5, low=0.2)
RATE = {"gradient": 1e-3, "length": 1e-2}


def by_hand(surface: Any, rule: Optimizer, schedule: Schedule, start: Any, steps: int) -> Any:
    """Each step by a rule that was made with the rate in force."""
    theta = np.asarray(start, float)
    made = [
        type(rule)(
            **{h.name: getattr(rule, h.name) for h in rule.hyperparameters()}
            | {"learning_rate": rule.learning_rate * float(schedule.factor(t))}
        )
        for t in range(1, steps + 1)
    ]
    state, points = made[0].init(theta), [theta]
    for now in made:
        where = now.look(theta, state)
        grad = np.stack(surface.gradient(where[..., 0], where[..., 1]), axis=-1)
        delta, state = now.update(grad, state, theta)
        theta = theta + delta
        points.append(theta)
    return np.stack(points)


@every_rule
def test_all_paths_take_it(rule: type[Optimizer], monkeypatch: pytest.MonkeyPatch) -> None:
    optimizer = rule(learning_rate=RATE[rule.step_scale])
    start = np.array([[-4.0, 3.0], [1.0, 2.0], [3.5, -2.5]])
    wanted = by_hand(HIMMELBLAU, optimizer, SHORT, start, 30)
    floats = run(HIMMELBLAU, optimizer, start, 30, schedule=SHORT).points
    monkeypatch.setattr(machine, "FEW", 0)
    monkeypatch.setattr(blocks, "BLOCK", 2)
    packed = run(HIMMELBLAU, optimizer, start, 30, schedule=SHORT).points
    there = arrive(HIMMELBLAU, optimizer, start, 30, tolerance=None, schedule=SHORT).points
    walkers = ready(optimizer, start, 30, None, schedule=SHORT)
    rules = walkers.rules_of(slice(None))
    walk = plain_steps(HIMMELBLAU, walkers.rule_of(slice(None)), start, rules)
    plain = np.stack([start, *(next(walk)[0].T for _ in range(30))])
    np.testing.assert_array_equal(plain, wanted)
    np.testing.assert_allclose(floats, wanted, rtol=1e-11, atol=1e-11)
    np.testing.assert_array_equal(packed, floats)
    np.testing.assert_array_equal(there, floats[-1])


@pytest.mark.parametrize("count", [3, 40])
def test_a_sweep_of_rates_under_a_schedule_is_its_single_runs(count: int) -> None:
    rates = np.geomspace(1e-3, 0.3, count)
    for name in ("momentum", "adam", "rprop"):
        rule = optimizers.by_name(name)
        swept = run(BOWL, rule(learning_rate=rates), (-4.0, 3.0), 60, schedule=FALLING)
        assert swept.learning_rates.shape == (60, count)
        for i in (0, count // 2, count - 1):
            alone = run(BOWL, rule(learning_rate=rates[i]), (-4.0, 3.0), 60, schedule=FALLING)
            np.testing.assert_allclose(swept.points[:, i], alone.points, rtol=1e-11, atol=1e-13)
            np.testing.assert_array_equal(swept.learning_rates[:, i], alone.learning_rates)


@pytest.mark.parametrize("name", ["gradient_descent", "adam"])
def test_sweeps_and_maps_take_it(name: str) -> None:
    rule, rates = optimizers.by_name(name), np.geomspace(1e-3, 0.05, 30)
    walk = sweep(HIMMELBLAU, rule, rates, (1.0, 1.0), 130, schedule=SHORT)
    alone = run(HIMMELBLAU, rule(learning_rate=rates), (1.0, 1.0), 130, schedule=SHORT)
    np.testing.assert_array_equal(walk.points, alone.points)
    ends = sweep_ends(HIMMELBLAU, rule, rates, (1.0, 1.0), 130, schedule=SHORT, near=1e-3)
    np.testing.assert_array_equal(ends.points, walk.points[-1])
    np.testing.assert_array_equal(ends.steps, steps_to(walk, 1e-3))
    one = rule(learning_rate=0.015)
    chart = basins(HIMMELBLAU, one, 12, 400, schedule=SHORT)
    starts = np.stack(np.meshgrid(chart.x, chart.y), axis=-1)
    walks = run(HIMMELBLAU, one, starts, 400, schedule=SHORT)
    still = (walks.step_lengths[1:] < 1e-6) & (walks.gradient_norms[:-1] < 1e-6)
    arrived = chart.steps >= 0
    assert arrived.any() or name == "adam"
    # Since when: the step after the last one that was not still, before the look that found it.
    for i, j in np.argwhere(arrived):
        assert still[chart.steps[i, j] - 1, i, j]
        np.testing.assert_allclose(
            chart.ends[i, j], walks.points[chart.steps[i, j], i, j], atol=1e-12
        )


def test_arrivals_take_it_from_stride_to_stride() -> None:
    start = np.random.default_rng(0).uniform(-4, 4, (300, 2))
    adam = optimizers.by_name("adam")(learning_rate=0.3)
    there = arrive(HIMMELBLAU, adam, start, 180, schedule=FALLING)
    walk = run(HIMMELBLAU, adam, start, 180, schedule=FALLING)
    np.testing.assert_allclose(there.points, walk.points[-1], atol=1e-4)


class Branching:
    """A rule that cannot be recorded."""

    name = "branching"
    learning_rate = 0.1

    @classmethod
    def hyperparameters(cls) -> tuple[Any, ...]:
        return ()

    def init(self, theta: Any) -> tuple[()]:
        return ()

    def look(self, theta: Any, state: Any) -> Any:
        return theta

    def update(self, grad: Any, state: Any, theta: Any) -> Any:
        return (-self.learning_rate if np.all(grad == grad) else 0) * grad, state


def test_a_rule_that_is_called_plainly_takes_it() -> None:
    descent = optimizers.by_name("gradient_descent")(learning_rate=0.1)
    start = np.array([[-4.0, 3.0], [1.0, 1.0]])
    wanted = run(BOWL, descent, start, 40, schedule=SHORT)
    walk = run(BOWL, Branching(), start, 40, schedule=SHORT)
    np.testing.assert_allclose(walk.points, wanted.points, rtol=1e-13)
    there = arrive(BOWL, Branching(), start, 40, tolerance=None, schedule=SHORT)
    np.testing.assert_array_equal(there.points, walk.points[-1])


# -- what it leaves alone ------------------------------------------------------------------------


@every_rule
def test_constant_is_none_at_all(rule: type[Optimizer]) -> None:
    constant = schedules.by_name("constant")()
    one = run(HIMMELBLAU, rule(), (1.0, 1.0), 20, schedule=constant)
    np.testing.assert_array_equal(one.points, run(HIMMELBLAU, rule(), (1.0, 1.0), 20).points)
    assert one.factors is None
    np.testing.assert_array_equal(one.learning_rates, np.full(20, rule().learning_rate))


def test_rules_with_a_model_of_the_ground_go_as_without() -> None:
    for rule in OPTIMIZERS:
        if rule not in FIRST_ORDER:
            walk = run(HIMMELBLAU, rule(), (1.0, 1.0), 20, schedule=FALLING)
            np.testing.assert_array_equal(
                walk.points, run(HIMMELBLAU, rule(), (1.0, 1.0), 20).points
            )
            assert (walk.learning_rates == 1.0).all()


def test_a_trajectory_knows_its_rates() -> None:
    adam = optimizers.by_name("adam")(learning_rate=0.3)
    walk = run(BOWL, adam, (1.0, 1.0), 100, schedule=FALLING)
    np.testing.assert_allclose(walk.learning_rates, 0.3 / np.sqrt(np.arange(1, 101)), rtol=1e-15)
    assert np.isnan(run(BOWL, Branching(), (1.0, 1.0), 3).learning_rates).sum() == 0
    assert run(BOWL, adam, (1.0, 1.0), 0, schedule=FALLING).learning_rates.shape == (0,)
    for one in race(BOWL, [adam, adam], (1.0, 1.0), 100, schedule=FALLING):
        np.testing.assert_array_equal(one.points, walk.points)


def test_turning_a_schedule_records_nothing_again() -> None:
    from engine.trace import program as module

    adam = optimizers.by_name("adam")(learning_rate=0.3)
    run(BOWL, adam, (1.0, 1.0), 5, schedule=FALLING)
    before = module._record.cache_info().misses
    for gamma in (0.5, 0.9, 1.0):
        fading = schedules.by_name("exponential")(gamma=gamma)
        run(BOWL, adam, (1.0, 1.0), 5, schedule=fading)
    assert module._record.cache_info().misses == before
    assert program(BOWL, adam) is not program(BOWL, adam, scheduled=True)


@dataclass(frozen=True)
class Odd(Schedule):
    """Negative from the third step on."""

    name = "odd"
    value: float = rate(1.0)

    def _after(self, k: np.ndarray) -> np.ndarray:
        return np.where(k < 2, 1.0, -self.value)


def test_what_is_refused() -> None:
    adam = optimizers.by_name("adam")()
    message = "schedule: factors must be finite and at least 0; odd gave -1.0 for step 3"
    for way in (run, arrive):
        with pytest.raises(ValueError, match=message):
            way(BOWL, adam, (1.0, 1.0), 5, schedule=Odd())

        class Nameless(Branching):
            learning_rate = property()

        with pytest.raises(ValueError, match="schedule: branching has no learning_rate"):
            way(BOWL, Nameless(), (1.0, 1.0), 5, schedule=FALLING)


# -- forms that part when the rate changes -------------------------------------------------------


class Speed(NamedTuple):
    v: Any


@dataclass(frozen=True)
class Polyak(Optimizer):
    """v ← μ v − η g;  θ ← θ + v: the learning rate inside the velocity."""

    name = "polyak"
    learning_rate: float = rate(0.02)
    momentum: float = decay_rate(0.9, "Momentum", r"\mu", "How much is kept.")

    def init(self, theta: Any) -> Speed:
        return Speed(np.zeros_like(theta))

    def update(self, grad: Any, state: Speed, theta: Any) -> tuple[Any, Speed]:
        v = self.momentum * state.v - self.learning_rate * grad
        return v, Speed(v)


def test_momentum_keeps_the_rate_outside_of_its_velocity() -> None:
    """Ours is torch's form (test_walks_are_torchs). Polyak's is the same until the rate changes."""
    ours, polyak = optimizers.by_name("momentum")(learning_rate=0.05), Polyak(learning_rate=0.05)
    start = (-4.0, 3.0)
    steady = [run(BOWL, rule, start, 300).points for rule in (ours, polyak)]
    np.testing.assert_allclose(*steady, atol=1e-13)
    falling = [run(BOWL, rule, start, 300, schedule=FALLING).points for rule in (ours, polyak)]
    apart = np.hypot(*(falling[0] - falling[1]).T).max()
    assert apart == pytest.approx(1.83, abs=0.02)
