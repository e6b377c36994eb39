"""A recorded step that a browser plays: every rule on every ground, against the engine."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import data
import optimizers
import surfaces
from engine import FAR, TOLERANCE, run, teaching_rate
from engine.analysis.fair import EQUAL
from engine.drive.reverse import upside_down
from engine.protocols import needs
from engine.trace.browser_step import (
    LONGEST,
    NUMBER,
    OPERATIONS,
    ground_record,
    step_record,
    values_of,
)
from engine.trace.node import NotTraceableError
from engine.trace.tape import UFUNCS
from figures.line import curve_window
from figures.walks import exit_from
from schedules import SCHEDULES
from surfaces.curves import CURVES
from surfaces.losses import KINDS, DataLoss
from tests.check_scripts import program
from tests.horizon import comparable
from ui.delivery import shelf
from ui.delivery.bundle import closed
from ui.line.settings import first_rate
from ui.player.live import live_fields
from ui.player.live_batches import live_batches

PLAYER = Path(__file__).parent.parent / "ui" / "player"
FIRST_ORDER = [rule for rule in optimizers.OPTIMIZERS if needs(rule()) == "gradient"]
STEPS = 150
JUMPING = ("rprop", "lion")  # they ask for signs, which a last bit can turn where there is no slope
EXACT = {
    *("add", "subtract", "multiply", "divide", "negative", "absolute", "sqrt", "sign"),
    *("maximum", "minimum", "where"),
    *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
}


def play(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the player's script makes of records, run by node."""
    node = program("node")
    if node is None:
        pytest.skip("there is no node here (pip install -r requirements-dev.txt)")
    script = f"""
    const {{Replay}} = {closed(PLAYER / "replay.js")};
    const {{walked}} = {closed(PLAYER / "livewalk.js")};
    const {{BatchWalk, RowsGround}} = {closed(PLAYER / "batchwalk.js")};
    const seen = ({{columns, parts, whole}}) =>
      ({{columns, parts: new Replay(parts), whole: new Replay(whole)}});
    const stepped = ({{step, examples, batches}}) => (examples
      ? new BatchWalk(new Replay(step), seen(examples), (k) => batches[k]) : new Replay(step));
    const over = ({{ground, examples}}) =>
      (examples ? new RowsGround(seen(examples)) : new Replay(ground));
    const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const plain = (row) => Array.from(row, (x) =>
      Object.is(x, -0) ? "-0" : Number.isFinite(x) ? x : String(x));
    const told = ({{x, y, gap, slope, ...rest}}) =>
      ({{x: plain(x), y: plain(y), gap: plain(gap), slope: plain(slope), ...rest}});
    process.stdout.write(JSON.stringify(cases.map((one) => one.values
      ? plain(new Replay(one.step).walk(one.start, 1, one.values).map((row) => row[1]))
      : told(walked(stepped(one), over(one), one.start, one.fields, one)))));
    """
    done = subprocess.run(
        [node, "-e", script],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def numbers(row: list[Any]) -> np.ndarray:
    return np.array([float(x) for x in row])


def case(surface: Any, rule: Any, start: Any, schedule: Any = None) -> dict[str, Any]:
    step = step_record(surface, rule, schedule is not None)
    factors = None if schedule is None else schedule.factor(np.arange(1, STEPS + 1)).tolist()
    domain = surface.domain
    high = (domain.y_min, domain.y_max) if surface.dimension == 2 else (0.0, 0.0)
    return {
        "step": step.as_json(),
        "ground": ground_record(surface).as_json(),
        "fields": values_of(rule),
        "start": list(start),
        "steps": STEPS,
        "minimum": surface.minimum,
        "window": [domain.x_min, domain.x_max, *high],
        **({} if factors is None else {"factors": factors}),
    }


def operations(record: dict[str, Any]) -> set[str]:
    found, flat, i = set(), [*record["once"], *record["each"]], 0
    while i < len(flat):
        name = OPERATIONS[flat[i]]
        found.add(name)
        i += 2 if name in ONE else 4 if name == "where" else 3
    return found


ONE = {"negative", "absolute", "sqrt", "exp", "log", "sin", "cos", "tanh", "sign"} | {
    *("tan", "sinh", "cosh", "arctan")
}


def is_exact(record: dict[str, Any]) -> bool:
    """Whether it needs no more than what IEEE 754 settles to the last bit."""
    return operations(record) <= EXACT


def hold(surface: Any, rule: Any, made: dict[str, Any], asked: dict[str, Any], walk: Any) -> bool:
    """Whether a walk was exact; it is the engine's."""
    name = f"{surface.name}, {rule.name}"
    exact = is_exact(asked["step"])
    points = np.stack([numbers(made["x"]), numbers(made["y"])][: surface.dimension], axis=-1)
    last = int(walk.last)
    if exact:
        # The ground may need more, or find its height in another order: so much for where it ends.
        rows = min(last, made["last"]) + 1
        assert np.array_equal(points[:rows], walk.points[:rows]), name
        alike = np.arange(STEPS + 1) < rows
    else:
        alike = comparable(surface, rule, walk.points[0], STEPS, 1e-12, least=0)
        if getattr(walk, "factors", None) is not None:
            alike[:] = np.arange(STEPS + 1) < 10  # the horizon is that of the walk without
        alike &= np.arange(STEPS + 1) <= min(last, made["last"])
        wanted = walk.points[alike]
        # A place is compared as the horizon is: what two ways of the same arithmetic may differ by.
        off = np.abs(points[alike] - wanted) / np.maximum(1.0, np.abs(wanted))
        assert (off <= 1e-12).all(), (name, off.max())
    if alike[: last + 1].all():
        assert made["last"] == last and made["outcome"] == str(walk.outcome), name
    height = numbers(made["gap"])[alike] + (surface.minimum or 0.0)
    heights = walk.heights[alike]
    apart = np.abs(height - heights) / np.maximum(1.0, np.abs(heights))
    assert (apart <= 1e-9).all(), (name, apart.max())
    return exact


LOSSES = [
    DataLoss(kind, data.by_name(kind.usual).make(n=40, seed=3), ridge=0.1, lasso=0.05).surface
    for kind in KINDS
]
TYPED = surfaces.by_name(
    "typed", content="tan(x/4)^2 + sinh(x/3)^2 + cosh(y) + arctan(y)^2 + max(|x|, y)/2"
)
GROUNDS = [*surfaces.SURFACES, *CURVES, *LOSSES, TYPED]


@pytest.mark.parametrize("surface", GROUNDS, ids=lambda ground: ground.name)
def test_a_browser_walks_as_the_engine_does(surface: Any) -> None:
    asked, rules = [], []
    start = surface.start if surface.dimension == 2 else (surface.domain.x_min + 0.3,)
    for rule_class in FIRST_ORDER:
        rate = teaching_rate(surface, rule_class) if surface.dimension == 2 else 0.05
        rules.append(rule_class(learning_rate=rate))
        asked.append(case(surface, rules[-1], start))
    exact = 0
    for rule, one, made in zip(rules, asked, play(asked), strict=True):
        exact += hold(surface, rule, made, one, run(surface, rule, start, STEPS))
    if surface.name in ("bowl", "rosenbrock", "blog"):
        assert exact >= 7, "those that need no powers"


@pytest.mark.parametrize("ascend", [False, True])
@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_balls_roll_as_the_engine_lets_them(curve: Any, ascend: bool) -> None:
    """Up and down, with heights, signed slopes and the place where a ball leaves the picture."""
    on, frame = upside_down(curve) if ascend else curve, curve_window(curve)
    start = (curve.domain.x_min + 0.3 * curve.domain.width,)
    rules = [rule(learning_rate=first_rate(rule.name, curve)) for rule in FIRST_ORDER]
    minimum = None if ascend else curve.minimum
    asked = [
        {
            **case(curve, rule, start),
            "step": step_record(on, rule).as_json(),
            "minimum": minimum,
            "window": frame,
        }
        for rule in rules
    ]
    for rule, made in zip(rules, play(asked), strict=True):
        walk = run(curve, rule, start, STEPS, ascend=ascend)
        last = int(walk.last)
        alike = comparable(on, rule, start, STEPS, 1e-12, least=0)
        rows = min(
            int(alike.argmin()) if not alike.all() else STEPS + 1, last + 1, made["last"] + 1
        )
        assert rows > 3, rule.name
        slopes = walk.gradients[:rows, 0]
        for name, wanted, size in (
            ("x", walk.points[:rows, 0], 1e-12),
            ("y", walk.heights[:rows], 1e-9),
            ("gap", walk.heights[:rows] - (minimum or 0.0), 1e-9),
            ("slope", slopes, 1e-7),
        ):
            off = np.abs(numbers(made[name])[:rows] - wanted) / np.maximum(1.0, np.abs(wanted))
            assert (off <= size).all(), (rule.name, name, off.max())
        if rows == last + 1:
            assert made["last"] == last and made["outcome"] == str(walk.outcome), rule.name
            places = np.stack([walk.points[:, 0], walk.heights], axis=-1)
            left = exit_from(places, frame)
            assert (left is None) == (made["left"] is None), rule.name
            assert left is None or made["left"]["step"] == left["step"], rule.name


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: schedule.name)
def test_a_schedule_is_followed(schedule: Any) -> None:
    surface, start = surfaces.by_name("rosenbrock"), (-1.2, 1.0)
    rules = [rule(learning_rate=teaching_rate(surface, rule)) for rule in FIRST_ORDER]
    asked = [case(surface, rule, start, schedule()) for rule in rules]
    for rule, one, made in zip(rules, asked, play(asked), strict=True):
        walk = run(surface, rule, start, STEPS, schedule=schedule())
        hold(surface, rule, made, one, walk)


@pytest.mark.parametrize("rule_class", FIRST_ORDER, ids=lambda rule: rule.name)
def test_fields_are_numbers_and_not_part_of_the_record(rule_class: Any) -> None:
    surface, start = surfaces.by_name("booth"), (-3.0, 4.0)
    plain = rule_class(learning_rate=0.01)
    other = {
        hyper.name: value
        for hyper in rule_class.hyperparameters()
        if isinstance(value := getattr(plain, hyper.name), float) and value
    }
    # Another value of everything that is a number and not 0.
    turned = rule_class(**{name: value * 0.9 for name, value in other.items()})
    assert step_record(surface, turned) is step_record(surface, plain)
    asked = case(surface, turned, start)
    [made] = play([asked])
    hold(surface, turned, made, asked, run(surface, turned, start, STEPS))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_batches_are_seen_as_the_engine_sees_them(kind: Any) -> None:
    """The last batch of an epoch is a smaller one; of long walks some rows are told."""
    loss = DataLoss(kind, data.by_name(kind.usual).make(n=30, seed=2), ridge=0.1, lasso=0.05)
    draws = data.Batches(7, seed=4).indices(len(loss), STEPS)
    batches = [[i for i in batch if i >= 0] for batch in draws.tolist()]
    assert {len(batch) for batch in batches} == {7, len(loss) % 7}
    start, schedule, asked, walks = (0.3, -0.2), SCHEDULES[2](), [], []
    kept = [*range(0, STEPS, 4), STEPS]
    for i, rule_class in enumerate(FIRST_ORDER):
        rule, paced = rule_class(learning_rate=0.02), schedule if i % 2 else None
        walks.append(run(loss, rule, start, STEPS, draws=draws, schedule=paced))
        live = live_batches(loss, [walks[-1]], 7 * STEPS, len(kept), STEPS)
        [(name, fields)] = live["walks"]
        step, examples = (json.loads(shelf.find(file).content) for file in (name, live["rows"]))  # type: ignore[union-attr]
        one = case(loss.surface, rule, start, paced) | {"step": step, "fields": fields}
        asked.append({**one, "examples": examples, "batches": batches, "rows": kept})
    for made, walk in zip(play(asked), walks, strict=True):
        points = np.stack([numbers(made["x"]), numbers(made["y"])], axis=-1)
        # How far two sums of the same numbers in another order lead a walk apart.
        wanted, far = walk.points[kept], 1e-9 * max(1.0, np.abs(walk.points).max())
        assert points.shape == wanted.shape and made["last"] == len(kept) - 1
        early = np.abs(points - wanted)[:10]
        assert (early <= 1e-11).all(), (walk.optimizer.name, early.max())
        if not loss.kind.root and walk.optimizer.name not in JUMPING:
            assert np.abs(points - wanted).max() <= far, walk.optimizer.name
        heights = loss.value(points)
        np.testing.assert_allclose(numbers(made["gap"]) + (loss.minimum or 0.0), heights, rtol=1e-9)


@pytest.mark.parametrize("name", ["booth", "rosenbrock", "rastrigin"])
def test_every_number_of_a_rule_can_be_turned_from_0_and_to_0(name: str) -> None:
    """Where they are turned by hand, what is 0 is no part of the record."""
    surface = surfaces.by_name(name)
    start, asked, turned = surface.start, [], []
    for rule_class in FIRST_ORDER:
        usual = rule_class(learning_rate=teaching_rate(surface, rule_class))
        live = live_fields(surface, run(surface, usual, start, 3))
        [(file, values)] = live["walks"]
        found = shelf.find(file)
        assert found is not None
        step = json.loads(found.content)
        numbers_of = [h for h in rule_class.hyperparameters() if not h.flag]
        assert list(live["fields"]) == step["hypers"] == [hyper.name for hyper in numbers_of]
        assert values == [getattr(usual, hyper.name) for hyper in numbers_of]
        zeros = {h.name: 0.0 for h in numbers_of[1:] if h.allows(0.0) and h.slider[0] == 0}
        for other in ({}, dict.fromkeys(zeros, 0.01), zeros):
            rule = replace(usual, **other)
            fields = [float(getattr(rule, hyper.name)) for hyper in numbers_of]
            asked.append({**case(surface, rule, start), "step": step, "fields": fields})
            turned.append(rule)
    for rule, one, made in zip(turned, asked, play(asked), strict=True):
        hold(surface, rule, made, one, run(surface, rule, start, STEPS))


def test_ends_are_judged_as_the_engine_judges_them() -> None:
    """A start that falls out of the world, one far out, one that rests, one that has no time."""
    surface, descent = surfaces.by_name("bowl"), optimizers.by_name("gradient_descent")
    told = set()
    for rate, start in ((1e200, (1.0, 1.0)), (0.6, (1.0, 1.0)), (0.3, (1.0, 0.5)), (1e-3, (1, 1))):
        rule = descent(learning_rate=rate)
        asked = case(surface, rule, start)
        [made] = play([asked])
        walk = run(surface, rule, start, STEPS)
        assert (made["outcome"], made["last"]) == (str(walk.outcome), int(walk.last))
        told.add(made["outcome"])
    assert told == {"diverged", "converged", "budget"}
    text = (PLAYER / "livewalk.js").read_text(encoding="utf-8")
    assert f"TOLERANCE = {TOLERANCE:g}".replace("e-0", "e-") in text
    assert f"FAR = {FAR:g}".replace("e+0", "e") in text and f"EQUAL = {EQUAL:g}" in text


def test_every_operation_of_a_tape_is_known_and_is_numpys() -> None:
    assert set(OPERATIONS) == UFUNCS - {"square"} | {"where"}
    inf, nan = np.inf, np.nan
    values = [0.0, -0.0, 1.0, -1.0, 0.25, -2.5, 3.0, inf, -inf, nan]
    asked, wanted = [], []
    for name in OPERATIONS:
        takes = 1 if name in ONE else 3 if name == "where" else 2
        for a in values:
            for b in values if takes > 1 else (0.0,):
                given = [a, b, 7.0][:takes]
                if name == "where":
                    given = [float(a == b), a, 7.0]
                record = {
                    **{"dimension": 1, "hypers": [], "scheduled": False, "first": []},
                    "constants": [x if np.isfinite(x) else str(x) for x in given],
                    "once": [],
                    "each": [NUMBER[name], *range(1, 1 + takes)],
                    "results": [1 + takes],
                }
                asked.append({"step": record, "start": [0.0], "values": []})
                with np.errstate(all="ignore"):
                    result = getattr(np, name)(*given)
                wanted.append((name, given, float(result)))
    for (name, given, result), [made] in zip(wanted, play(asked), strict=True):
        told = float(made)
        assert np.isclose(told, result, rtol=1e-15, atol=0, equal_nan=True), (name, given)
        # Which zero is the larger one is not settled.
        if result == 0 and name not in ("maximum", "minimum"):
            assert np.signbit(told) == np.signbit(result), (name, given)


def test_what_a_browser_cannot_follow_is_refused() -> None:
    surface = surfaces.by_name("bowl")
    for rule in optimizers.OPTIMIZERS:
        if needs(rule()) != "gradient":
            with pytest.raises(NotTraceableError):
                step_record(surface, rule())
    loss = DataLoss(KINDS[-1], data.by_name(KINDS[-1].usual).make(n=500, seed=0))
    if len(loss.surface.content) and LONGEST < 10_000:
        with pytest.raises(NotTraceableError, match=r"operations|record"):
            step_record(loss.surface, FIRST_ORDER[0]())


def test_a_record_is_small() -> None:
    for surface in (surfaces.by_name("blog"), surfaces.by_name("rastrigin")):
        for rule in FIRST_ORDER:
            text = json.dumps(step_record(surface, rule()).as_json(), separators=(",", ":"))
            assert len(text) < 2000, (surface.name, rule.name)
