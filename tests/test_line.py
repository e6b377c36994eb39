"""Walks in one dimension: the engine, what it says of them, and the numbers of the posts.

The oracles are loops of plain Python floats, written here from the papers, with no array in sight.
"""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sympy

import optimizers
import surfaces
from engine import (
    FAR,
    End,
    Outcome,
    Stop,
    arrive,
    fate,
    flat_stretches,
    one_step,
    race,
    remembers,
    run,
    stable_below,
    steps_to,
    stops_at,
    teaching_rate,
)
from engine.drive import machine
from engine.drive.reference import plain_steps
from engine.drive.reverse import upside_down
from engine.drive.walkers import ready
from engine.trace import blocks
from engine.trace.program import program
from optimizers.oracles import Torch
from surfaces.curves import CURVES, by_name
from tests.horizon import horizon, shaken_walks
from tests.test_curves import FORMULAS, X, formula

CUBIC, PARABOLA, DOUBLE = (by_name(name) for name in ("cubic", "parabola", "double_well"))
KINK, STEP = by_name("absolute"), by_name("flat_inflection")
RULES = tuple(rule for rule in optimizers.OPTIMIZERS if rule.needs == "gradient")
GradientDescent, Momentum, Adam = (
    optimizers.by_name(name) for name in ("gradient_descent", "momentum", "adam")
)
named = {"ids": lambda thing: getattr(thing, "name", None)}


# -- the oracles: torch's rules, one float at a time ----------------------------------------------


def descend(slope, x, rate, steps):
    path = [x]
    for _ in range(steps):
        x = x - rate * slope(x)
        path.append(x)
    return path


def descend_with_momentum(slope, x, rate, steps, mu=0.9):
    path, buffer = [x], None
    for _ in range(steps):
        g = slope(x)
        buffer = g if buffer is None else mu * buffer + g
        x = x - rate * buffer
        path.append(x)
    return path


def descend_with_adam(slope, x, rate, steps, beta1=0.9, beta2=0.999, epsilon=1e-8):
    path, m, v = [x], 0.0, 0.0
    for t in range(1, steps + 1):
        g = slope(x)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        x = x - rate * m_hat / (math.sqrt(v_hat) + epsilon)
        path.append(x)
    return path


def descend_with_rmsprop(slope, x, rate, steps, alpha=0.99, epsilon=1e-8):
    path, v = [x], 0.0
    for _ in range(steps):
        g = slope(x)
        v = alpha * v + (1 - alpha) * g * g
        x = x - rate * g / (math.sqrt(v) + epsilon)
        path.append(x)
    return path


ORACLES = {
    "gradient_descent": descend,
    "momentum": descend_with_momentum,
    "adam": descend_with_adam,
    "rmsprop": descend_with_rmsprop,
}


def slope_of(name):
    """Of the formula that stands beside the curves' tests; a kink's is the sign, 0 at its tip."""
    sign = {"sign": lambda x: math.copysign(1.0, x) if x else 0.0}
    exact = sympy.lambdify(X, formula(name).diff(X), [sign, "math"])

    def slope(x):
        try:
            return exact(x)
        except OverflowError:  # where a product would be infinite, a power of Python is an error
            return math.inf

    return slope


SLOPES = {name: slope_of(name) for name in FORMULAS}
KNOWN = [curve for curve in CURVES if curve.name in FORMULAS]


@pytest.mark.parametrize("name", ORACLES)
@pytest.mark.parametrize("curve", KNOWN, **named)
def test_a_walk_is_the_loop_of_the_paper(curve, name):
    rule = optimizers.by_name(name)(learning_rate=0.01)
    for start in curve.starts:
        walk = run(curve, rule, (start,), 60)
        wanted = ORACLES[name](SLOPES[curve.name], start, 0.01, 60)
        last = walk.last + 1
        assert last == 61 or not abs(wanted[last]) < 1e100
        np.testing.assert_allclose(walk.points[:last, 0], wanted[:last], rtol=1e-9, atol=1e-12)
        assert walk.points.shape == walk.gradients.shape == (61, 1)
        assert walk.heights.shape == walk.gradient_norms.shape == walk.step_lengths.shape == (61,)
        slopes = [SLOPES[curve.name](float(x)) for x in walk.points[:, 0]]
        np.testing.assert_allclose(walk.gradients[:, 0], slopes, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(walk.gradient_norms, np.abs(slopes), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(walk.step_lengths[1:], np.abs(np.diff(walk.points[:, 0])))


@pytest.mark.parametrize("rule", RULES, **named)
@pytest.mark.parametrize("curve", [CUBIC, STEP], **named)
def test_all_ways_of_running_agree(curve, rule, monkeypatch):
    """On floats, in blocks and by plain calls; short, so that rounding does not grow."""
    rule = rule(learning_rate=np.linspace(0.001, 0.004, 5))
    start = np.linspace(0.3, 1.2, 5)[:, None]
    program(curve, rule)  # does not raise: otherwise plain calls would be compared with plain
    walkers = ready(rule, start, 20, 0, 1)
    walk = plain_steps(curve, walkers.rule_of(slice(None)), walkers.begin.T)
    wanted = [start, *(next(walk)[0].T.copy() for _ in range(20))]
    with monkeypatch.context() as patch:
        patch.setattr(machine, "_walk_in_strides", None)
        floats = run(curve, rule, start, 20)
    monkeypatch.setattr(machine, "FEW", 0)
    monkeypatch.setattr(blocks, "BLOCK", 3)
    packed = run(curve, rule, start, 20)
    np.testing.assert_allclose(floats.points, wanted, rtol=1e-10, atol=1e-13)
    np.testing.assert_array_equal(packed.points, floats.points)
    np.testing.assert_allclose(arrive(curve, rule, start, 20).points, wanted[-1], rtol=1e-10)


@pytest.mark.parametrize("rule", RULES, **named)
def test_a_curve_walks_as_an_axis_of_a_surface_does(rule):
    """The sphere is x² + y²: with y at 0, x goes as on the parabola x² + 2x + 3, moved by 1."""
    rule = rule(learning_rate=0.01)
    if any(field.name == "weight_decay" for field in rule.hyperparameters()):
        rule = type(rule)(learning_rate=0.01, weight_decay=0.0)  # it pulls to 0, not to −1
    plane = run(surfaces.by_name("sphere"), rule, (1.5, 0.0), 30)
    line = run(PARABOLA, rule, (0.5,), 30)
    np.testing.assert_allclose(line.points[:, 0] + 1, plane.points[:, 0], rtol=1e-9)
    np.testing.assert_allclose(line.heights - 2, plane.heights, rtol=1e-9)


GOLDEN_FOLDER = Path(__file__).with_name("golden")
TORCH = json.loads((GOLDEN_FOLDER / "torch_line.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("key", TORCH["walks"])
def test_torch_goes_the_same_way(key):
    """Every rule that torch has, down and, with maximize=True, up."""
    curve, rule, way = key.split("/")
    rule = optimizers.by_name(rule)(learning_rate=TORCH["rate"])
    walk = run(by_name(curve), rule, (TORCH["start"],), 60, ascend=way == "up")
    for step, x in TORCH["walks"][key].items():
        assert walk.points[int(step), 0] == pytest.approx(x, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("key", TORCH["walks"])
def test_the_ways_of_torch_are_not_chaotic(key):
    curve, rule, way = key.split("/")
    ground = upside_down(by_name(curve)) if way == "up" else by_name(curve)
    rule = optimizers.by_name(rule)(learning_rate=TORCH["rate"])
    walks = shaken_walks(ground, rule, (TORCH["start"],), 60)
    assert (horizon(walks, 1e-12, 1e-13) == 60).all()


def test_torch_was_asked_about_all_of_its_rules():
    known = {key.split("/")[1] for key in TORCH["walks"]}
    asked = {rule.name for rule in RULES if isinstance(vars(rule).get("oracle"), Torch)}
    assert known == asked, "run `python -m tests.golden.make_torch_line` with torch"
    assert len(TORCH["walks"]) == len(asked) * 5 * 2


def test_walkers_have_axes_of_their_own():
    rates = np.array([0.05, 0.1, 0.2])
    start = np.linspace(-3, 2, 4)[:, None, None]  # (4, 1, 1): four starts, one coordinate
    walk = run(PARABOLA, GradientDescent(rates), start, 7)
    assert walk.points.shape == (8, 4, 3, 1) and walk.ends.shape == (4, 3, 1)
    wanted = -1 + (start + 1) * (1 - 2 * rates[:, None]) ** 7
    np.testing.assert_allclose(walk.points[-1], wanted, rtol=1e-12)
    frame = run(PARABOLA, GradientDescent(0.1), [[0.0], [1.0]], 3).to_frame()
    assert list(frame) == ["walker", "step", "x", "f", "gradient_norm", "step_length"]
    assert frame.x.tolist()[:4] == pytest.approx([-1 + 0.8**k for k in range(4)])
    none = run(PARABOLA, GradientDescent(0.1), np.empty((0, 1)), 5)
    assert none.points.shape == (6, 0, 1) and len(none.to_frame()) == 0
    assert run(PARABOLA, GradientDescent(0.1), (2.0,), 0).points.tolist() == [[2.0]]


@pytest.mark.parametrize("start", [(1.0, 2.0), 1.0, [[1.0, 2.0]], "1"])
def test_a_start_has_as_many_coordinates_as_the_ground(start):
    with pytest.raises(ValueError, match=r"start must .*\(\.\.\., 1\), got"):
        run(CUBIC, GradientDescent(0.1), start, 3)
    with pytest.raises(ValueError, match=r"start must have shape \(\.\.\., 2\), got shape \(1,\)"):
        run(surfaces.by_name("bowl"), GradientDescent(0.1), (1.0,), 3)


# -- up instead of down ---------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, **named)
def test_ascent_is_descent_on_minus_f(rule):
    """As torch's maximize=True: the gradient changes its sign before anything else happens."""
    rule = rule(learning_rate=0.01)
    negative = replace(CUBIC, f=lambda x: -(x**3) + 2 * x**2 - 2, first=lambda x: -3 * x**2 + 4 * x)
    up = run(CUBIC, rule, (0.7,), 25, ascend=True)
    down = run(negative, rule, (0.7,), 25)
    np.testing.assert_allclose(up.points, down.points, rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(up.heights, -down.heights, rtol=1e-10)  # f's own, not −f's
    np.testing.assert_allclose(up.gradients, -down.gradients, rtol=1e-9, atol=1e-12)
    assert up.ascending and not down.ascending and up.surface is CUBIC
    end = arrive(CUBIC, rule, (0.7,), 25, ascend=True)
    np.testing.assert_allclose(end.points, up.points[-1], rtol=1e-12)


def test_ascent_climbs_a_surface_too():
    up = run(surfaces.by_name("himmelblau"), GradientDescent(0.01), (0.0, 0.0), 400, ascend=True)
    assert up.points[-1] == pytest.approx((-0.2708446, -0.9230386), abs=1e-6)  # its hilltop
    assert np.all(np.diff(up.heights) >= -1e-12)
    assert up.outcome is Outcome.CONVERGED


def test_ascent_on_the_cubic_goes_to_the_hilltop_or_to_infinity():
    near, away = (
        fate(walk)
        for x in (-0.5, 1.4)
        for walk in race(CUBIC, [GradientDescent(0.1)], (x,), 60, ascend=True)
    )
    assert (near.end, near.x, near.turn) == (End.SETTLED, 0.0, "maximum")
    assert away.end is End.LEFT and away.x > FAR


# -- what becomes of a walk: the numbers of the posts ---------------------------------------------


def test_from_just_left_of_the_hilltop_it_leaves_after_19_steps():
    wanted = descend(SLOPES["cubic"], -0.01, 0.1, 19)
    assert abs(wanted[18]) < FAR < abs(wanted[19])  # the oracle, too
    what = fate(run(CUBIC, GradientDescent(0.1), (-0.01,), 60))
    assert (what.end, what.step) == (End.LEFT, 19) and what.x < 0


def test_on_the_hilltop_it_stays():
    walk = run(CUBIC, GradientDescent(0.1), (0.0,), 60)
    assert np.all(walk.points == 0)
    what = fate(walk)
    assert (what.end, what.x, what.turn) == (End.STAYED, 0.0, "maximum")


def test_a_long_step_leaves_where_a_short_one_settles():
    far = fate(run(CUBIC, GradientDescent(0.3), (3.0,), 60))
    assert (far.end, far.step) == (End.LEFT, 5)
    near = fate(run(CUBIC, GradientDescent(0.1), (3.0,), 60))
    assert (near.end, near.x, near.turn) == (End.SETTLED, 4 / 3, "minimum")


@pytest.mark.parametrize(
    ("curve", "place"),
    [(CUBIC, 4 / 3), (PARABOLA, -1.0), (DOUBLE, DOUBLE.stationary[0].x), (STEP, 1.0)],
    ids=lambda thing: getattr(thing, "name", ""),
)
def test_the_limit_of_stability_is_where_it_is_said_to_be(curve, place):
    """Just below it a ball beside the place comes back, just above it does not."""
    limit = stable_below(curve, place)
    assert limit == pytest.approx(2 / curve.curvature(place))
    start = place + 1e-7
    for factor, calm in ((0.98, True), (1.02, False)):
        walk = run(curve, GradientDescent(limit * factor), (start,), 100)
        nearer = abs(walk.points[-1, 0] - place) < 1e-7
        assert nearer == calm
        rate = limit * factor
        first = (walk.points[1, 0] - place) / 1e-7
        assert first == pytest.approx(1 - rate * curve.curvature(place), abs=1e-4)


def test_no_rate_is_stable_at_the_wrong_kind_of_point():
    assert stable_below(CUBIC, 4 / 3) == 0.5
    assert stable_below(CUBIC, 0.0) is None
    assert stable_below(CUBIC, 0.0, ascend=True) == 0.5
    assert stable_below(CUBIC, 4 / 3, ascend=True) is None
    assert stable_below(STEP, 0.0) is None and stable_below(STEP, 0.0, ascend=True) is None
    assert stable_below(KINK, 0.0) is None


def test_it_hops_over_a_kink_and_swings_out_of_a_parabola():
    hop = fate(run(KINK, GradientDescent(0.5), (-1.3,), 40))
    assert (hop.end, hop.x, hop.other) == (End.HOPS, pytest.approx(-0.3), pytest.approx(0.2))
    # 1 − 2η = −1 at η = 1: between 2 and −4 for ever; above it the distance grows.
    hop = fate(run(PARABOLA, GradientDescent(1.0), (2.0,), 40))
    assert (hop.end, hop.x, hop.other) == (End.HOPS, -4.0, 2.0)
    swing = fate(run(PARABOLA, GradientDescent(1.5), (2.0,), 40))
    assert swing.end is End.SWUNG
    assert 3 * 2 ** (swing.step - 1) - 1 < FAR < 3 * 2**swing.step + 1  # |x + 1| = 3 · 2ᵏ


def test_a_walk_that_only_passes_has_not_settled():
    stuck = run(STEP, GradientDescent(0.2), (-0.9,), 400)
    assert fate(stuck).end is End.MOVING  # it creeps: x ≈ −1/(ηk)
    assert stuck.points[-1, 0] == pytest.approx(-1 / (0.2 * 400), rel=0.1)
    over = fate(run(STEP, Momentum(0.05), (-0.9,), 400))
    assert (over.end, over.x, over.turn) == (End.SETTLED, 1.0, "minimum")
    settled = run(PARABOLA, GradientDescent(0.25), (2.0,), 60)  # |x + 1| = 3 · 2⁻ᵏ
    assert fate(settled).step == math.ceil(math.log2(3 / (1e-3 * 8)))
    assert fate(run(PARABOLA, GradientDescent(0.25), (2.0,), 0)).end is End.MOVING


# -- the stop rule --------------------------------------------------------------------------------


def test_the_stop_rule_fires_at_the_first_flat_step():
    walk = run(PARABOLA, GradientDescent(0.1), [[2.0], [-1.0], [-40.0]], 60)  # f′ = 2 · d · 0.8ᵏ
    fired = stops_at(walk, Stop.GRADIENT, 1e-3)
    wanted = [math.ceil(math.log(1e-3 / (2 * d)) / math.log(0.8)) for d in (3.0, 39.0)]
    assert fired.tolist() == [wanted[0], 0, wanted[1]]
    assert stops_at(run(KINK, GradientDescent(0.3), (1.0,), 50), Stop.GRADIENT, 0.5) == -1
    assert steps_to(walk, 1e-4)[1] == 0


def test_bands_are_where_the_slope_is_small():
    (band,) = flat_stretches(PARABOLA, 0.1)
    assert band == pytest.approx((-1.05, -0.95), abs=1e-12)
    hill, valley = flat_stretches(CUBIC, 1.0)  # 3x² − 4x = ±1
    low, high = (4 - math.sqrt(28)) / 6, (4 - math.sqrt(4)) / 6
    assert hill == pytest.approx((low, high), abs=1e-12)
    assert valley == pytest.approx(((4 + 2) / 6, (4 + math.sqrt(28)) / 6), abs=1e-12)
    assert flat_stretches(KINK, 0.5) == []  # its slope is 0 at one point only
    assert flat_stretches(KINK, 1.5) == [(-3.0, 3.0)]


@pytest.mark.parametrize("epsilon", [1e-8, 1e-3, 0.1, 1.0])
@pytest.mark.parametrize("curve", CURVES, **named)
def test_every_stationary_point_lies_in_a_band_and_nothing_steep_does(curve, epsilon):
    bands = flat_stretches(curve, epsilon)
    if curve.smooth:
        for place in curve.stationary:
            assert any(low <= place.x <= high for low, high in bands)
    x = np.linspace(curve.domain.x_min, curve.domain.x_max, 9972)
    inside = np.zeros(x.shape, dtype=bool)
    for low, high in bands:
        inside |= (x >= low) & (x <= high)
    np.testing.assert_array_equal(inside, np.abs(curve.slope(x)) < epsilon)


# -- the map --------------------------------------------------------------------------------------


def test_only_gradient_descent_is_a_map_of_the_line():
    assert [rule.name for rule in RULES if not remembers(rule())] == ["gradient_descent"]
    x = np.linspace(-1, 3, 50)
    g = one_step(CUBIC, GradientDescent(0.1), x)
    np.testing.assert_allclose(g, x - 0.1 * (3 * x**2 - 4 * x), rtol=1e-12, atol=1e-14)
    g = one_step(CUBIC, GradientDescent(0.1), x, ascend=True)
    np.testing.assert_allclose(g, x + 0.1 * (3 * x**2 - 4 * x), rtol=1e-12, atol=1e-14)
    with pytest.raises(ValueError, match="momentum has a memory"):
        one_step(CUBIC, Momentum(0.1), x)


def test_momentum_is_no_map_of_the_line():
    """From one and the same place it goes on to two others, with what it remembers."""
    walk = run(DOUBLE, Momentum(0.02), (-1.6,), 100).points[:, 0]
    crossings = np.flatnonzero(np.diff(np.sign(walk - DOUBLE.minima[0][0])))
    before, after = (walk[k + 1] - walk[k] for k in crossings[:2])
    assert before > 0 > after


# -- first rates ----------------------------------------------------------------------------------


@pytest.mark.parametrize("curve", CURVES, **named)
def test_a_first_rate_is_found_for_every_rule(curve):
    for rule in RULES:
        walk = run(curve, rule(learning_rate=teaching_rate(curve, rule)), curve.start, 300)
        assert walk.outcome is not Outcome.DIVERGED
        assert walk.heights[-1] < walk.heights[0]
