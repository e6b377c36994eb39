"""The engine: all ways of running agree, and a walk is what its docstring says.

The oracle for paths is the rule itself, called once per step on arrays
(`engine.drive.reference`), which in turn is held to torch.optim in test_parity.py.
"""

from collections import namedtuple
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import optimizers
import surfaces
from engine import FAR, Outcome, arrive, race, run, steps_to
from engine.drive import driver, machine
from engine.drive.reference import plain_steps
from engine.drive.walkers import ready
from engine.trace import blocks, scalar
from engine.trace.node import NotTraceableError, in_order
from engine.trace.program import program
from tests.horizon import comparable

RULES = optimizers.FIRST_ORDER  # the others: test_second_order.py
ids = {"ids": lambda thing: getattr(thing, "name", None)}
BOWL, ROSENBROCK, ACKLEY = (surfaces.by_name(n) for n in ("bowl", "rosenbrock", "ackley"))
GradientDescent, Adam = optimizers.by_name("gradient_descent"), optimizers.by_name("adam")
TRANSCENDENTAL = ("ackley", "rastrigin", "drop_wave", "easom")

# Far from any minimum and short, so that nothing hops about a valley: there RMSProp and the rules
# of signs are chaotic, and the last bit of a rounding decides about the next step. RAdam's first
# steps are as long as the gradient. Who is chaotic all the same is compared as far as that tells
# anything (`tests.horizon`).
STEPS = 40


def calm_rate(rule):
    return 1e-4 if rule.step_scale == "gradient" or rule.name == "radam" else 2e-3


def calm(rule, **fields):
    return rule(**{"learning_rate": calm_rate(rule), **fields})


def starts(surface, count, seed=0):
    """Points of the map, none of them on an axis of symmetry."""
    rng, d = np.random.default_rng(seed), surface.domain
    return rng.uniform((d.x_min, d.y_min), (d.x_max, d.y_max), size=(count, 2)) * 0.9 + 0.01


def plainly(surface, rule, start, steps):
    """The path by plain calls of the rule, (steps + 1, ..., 2)."""
    walkers = ready(rule, start, steps, 0)
    path = [walkers.begin.T]
    with np.errstate(all="ignore"):
        walk = plain_steps(surface, walkers.rule_of(slice(None)), walkers.begin.T)
        path += [next(walk)[0].T.copy() for _ in range(steps)]
    return np.stack(path).reshape(steps + 1, *walkers.shape, 2)


@pytest.fixture
def by_floats(monkeypatch):
    """`run`, all walkers one by one on floats; whether they may fall back on NumPy is said."""

    def one_by_one(*arguments, falling_back=False, **options):
        with monkeypatch.context() as patch:
            patch.setattr(machine, "FEW", 10**9)
            if not falling_back:
                patch.setattr(machine, "_walk_in_strides", None)
            return run(*arguments, **options)

    return one_by_one


@pytest.fixture
def by_blocks(monkeypatch):
    """`run`, all walkers in blocks of seven."""

    def in_blocks(*arguments, block=7, **options):
        with monkeypatch.context() as patch:
            patch.setattr(machine, "FEW", 0)
            patch.setattr(blocks, "BLOCK", block)
            return run(*arguments, **options)

    return in_blocks


def same(actual, wanted, tolerance=1e-12, **options):
    """Equal within the tolerance, relative to max(1, |wanted|)."""
    np.testing.assert_allclose(actual, wanted, rtol=tolerance, atol=tolerance, **options)


# -- all ways of running agree -------------------------------------------------------------------

SOME = ("bowl", "rosenbrock", "six_hump_camel", *TRANSCENDENTAL)


@pytest.mark.parametrize("rule", RULES, **ids)
@pytest.mark.parametrize(
    "surface",
    [
        pytest.param(s, id=s.name, marks=[] if s.name in SOME else [pytest.mark.slow])
        for s in surfaces.SURFACES
    ],
)
def test_floats_blocks_and_plain_calls_agree(surface, rule, by_floats, by_blocks):
    start = starts(surface, 20)
    optimizer = calm(rule)
    if optimizer.learning_rate < 1e-3:  # steps grow with the gradient, and some maps are steep
        steepest = np.hypot(*surface.gradient(*start.T)).max()
        optimizer = calm(rule, learning_rate=min(1e-4, 5e-3 / steepest))
    floats = by_floats(surface, optimizer, start, STEPS)
    packed = by_blocks(surface, optimizer, start, STEPS)
    wanted = plainly(surface, optimizer, start, STEPS)
    assert np.abs(wanted[-1] - wanted[0]).max() > 1e-5  # they did walk
    rows = comparable(surface, optimizer, start, STEPS, 1e-12)
    same(floats.points[rows], wanted[rows])
    same(packed.points[rows], wanted[rows])
    operations = {node.operation for node in in_order([program(surface, optimizer).theta])}
    if not operations & {"exp", "log", "sin", "cos", "tanh"}:
        # IEEE 754 leaves no freedom in the rest; a shared power is the same function of C.
        np.testing.assert_array_equal(floats.points, packed.points)
        np.testing.assert_array_equal(floats.heights, packed.heights)
    else:
        same(floats.heights[rows], packed.heights[rows])


@pytest.mark.parametrize("count", [1, 2, 16, 17, 40])
def test_few_and_many_walk_alike(count):
    start = starts(ROSENBROCK, 40)
    one_by_one = [run(ROSENBROCK, calm(Adam), point, STEPS) for point in start[:count]]
    walk = run(ROSENBROCK, calm(Adam), start[:count], STEPS)
    np.testing.assert_array_equal(walk.points, np.stack([w.points for w in one_by_one], axis=1))
    np.testing.assert_array_equal(walk.heights, np.stack([w.heights for w in one_by_one], axis=1))
    np.testing.assert_array_equal(
        walk.gradients, np.stack([w.gradients for w in one_by_one], axis=1)
    )
    assert walk.outcome.tolist() == [w.outcome for w in one_by_one]
    assert walk.evaluations.tolist() == [w.evaluations for w in one_by_one]


@pytest.mark.parametrize("block", [1, 2, 19, 20, 21, 8192])
@pytest.mark.parametrize("rule", ["adam", "rprop", "amsgrad"])
def test_the_size_of_a_block_does_not_matter(block, rule, by_floats, by_blocks):
    optimizer = calm(optimizers.by_name(rule))
    start = starts(ROSENBROCK, 20)
    np.testing.assert_array_equal(
        by_blocks(ROSENBROCK, optimizer, start, 60, block=block).points,
        by_floats(ROSENBROCK, optimizer, start, 60).points,
    )


def columns_of(rule, count=20):
    """Values for every numeric field, one per walker, well inside of what is allowed."""
    rng = np.random.default_rng(7)
    rate = calm_rate(rule)
    ranges = {
        "learning_rate": (0.5 * rate, 2 * rate),
        "eta_plus": (1.0, 1.5),
        "step_min": (1e-7, 1e-5),
        "step_max": (1.0, 2.0),
        "epsilon": (1e-9, 1e-5),
    }
    values = {}
    for hyper in rule.hyperparameters():
        if not hyper.flag:
            values[hyper.name] = rng.uniform(*ranges.get(hyper.name, (0.1, 0.9)), size=count)
    return values


@pytest.mark.parametrize("name", ["rosenbrock", pytest.param("ackley", marks=pytest.mark.slow)])
@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_column_of_a_sweep_is_its_single_run(rule, name, by_floats, by_blocks):
    """Field by field and all together; within rounding, for 1/x is shared only where x is."""
    surface, optimizer = surfaces.by_name(name), calm(rule)
    start = starts(surface, 20)
    columns = columns_of(rule)
    chosen = [*({field: columns[field]} for field in columns), columns]
    for fields in chosen:
        swept = rule(**{"learning_rate": optimizer.learning_rate, **fields})
        singles = np.stack(
            [
                run(
                    surface,
                    rule(**{**vars(optimizer), **{f: v[i] for f, v in fields.items()}}),
                    start[i],
                    STEPS,
                ).points
                for i in range(20)
            ],
            axis=1,
        )
        # AdaBelief's surprise is a difference of near numbers, of which some digits are gone.
        least = 0.85 if rule.name == "adabelief" else 0.9
        rows, said = comparable(surface, swept, start, STEPS, 1e-12, least), str([*fields])
        for points in (
            by_blocks(surface, swept, start, STEPS).points,
            by_floats(surface, swept, start, STEPS).points,
            plainly(surface, swept, start, STEPS),
        ):
            same(points[rows], singles[rows], err_msg=said)
        ends = arrive(surface, swept, start, STEPS, tolerance=None).points
        same(ends[rows[-1]], singles[-1, rows[-1]], err_msg=said)


def test_a_sweep_from_one_start():
    rates = np.geomspace(1e-5, 1e-3, 30)
    walk = run(ROSENBROCK, GradientDescent(learning_rate=rates), (-1.2, 1.0), STEPS)
    assert walk.points.shape == (STEPS + 1, 30, 2)
    for i in (0, 13, 29):
        alone = run(ROSENBROCK, GradientDescent(learning_rate=rates[i]), (-1.2, 1.0), STEPS)
        np.testing.assert_array_equal(walk.points[:, i], alone.points)


def test_fields_broadcast_against_the_start():
    rates, betas = np.array([[1e-3], [2e-3], [3e-3]]), np.array([0.5, 0.9])
    walk = run(BOWL, Adam(learning_rate=rates, beta1=betas), starts(BOWL, 2), 5)
    assert walk.points.shape == (6, 3, 2, 2)
    alone = run(BOWL, Adam(learning_rate=2e-3, beta1=0.9), starts(BOWL, 2)[1], 5)
    same(walk.points[:, 1, 1], alone.points)


def test_zeros_in_an_array_switch_their_walker_off_alone():
    momenta = np.array([0.0, 0.9])
    walk = run(BOWL, optimizers.by_name("rmsprop")(1e-3, momentum=momenta), (2.0, 1.0), STEPS)
    for i, momentum in enumerate(momenta):
        alone = run(BOWL, optimizers.by_name("rmsprop")(1e-3, momentum=momentum), (2.0, 1.0), STEPS)
        same(walk.points[:, i], alone.points)


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("centered", [False, True])
def test_switches(centered, momentum, count):
    rule = optimizers.by_name("rmsprop")(2e-3, momentum=momentum, centered=centered)
    start = starts(ACKLEY, count)
    walk = run(ACKLEY, rule, start, STEPS)
    # The centered spread is a difference that nearly vanishes in the first steps: it costs digits.
    tolerance = 1e-9 if centered else 1e-12
    rows = comparable(ACKLEY, rule, start, STEPS, tolerance)
    same(walk.points[rows], plainly(ACKLEY, rule, start, STEPS)[rows], tolerance)


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("rule", RULES, **ids)
def test_fields_of_zero(rule, count):
    """A field that is 0 is left out of the program; what is left is the rule with that field 0."""
    start = starts(ROSENBROCK, count)
    for hyper in rule.hyperparameters():
        if hyper.flag or hyper.low > 0:
            continue
        # With a β₂ of 0 Adam divides by |g| and hops as soon as a gradient passes through 0.
        optimizer, steps = calm(rule, **{hyper.name: 0.0}), 15
        walk, wanted = (way(ROSENBROCK, optimizer, start, steps) for way in (run, plainly))
        # Without a β₁ what AdaBelief expects is the gradient itself: nothing surprises it, and it
        # divides by √ε, 1e-8, so that its second step is in the next valley.
        sure = (rule.name, hyper.name) == ("adabelief", "beta1")
        rows = comparable(ROSENBROCK, optimizer, start, steps, 1e-12, 0.15 if sure else 0.9)
        same(walk.points[rows], wanted[rows], err_msg=hyper.name)


# -- shapes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [0, 1, 30])
@pytest.mark.parametrize("batch", [(), (1,), (2,), (5, 2), (3, 4, 2), (0,), (2, 0)])
def test_leading_axes(batch, steps):
    start = np.random.default_rng(0).uniform(-1, 1, size=(*batch, 2))
    walk = run(BOWL, Adam(0.01), start, steps)
    assert walk.points.shape == walk.gradients.shape == (steps + 1, *batch, 2)
    assert walk.heights.shape == walk.gradient_norms.shape == (steps + 1, *batch)
    assert walk.step_lengths.shape == (steps + 1, *batch)
    assert walk.ends.shape == (*batch, 2)
    assert np.shape(walk.outcome) == np.shape(walk.evaluations) == walk.last.shape == batch
    assert walk.steps == steps
    assert walk.points.dtype == walk.heights.dtype == walk.gradients.dtype == np.float64
    np.testing.assert_array_equal(walk.points[0], start)
    for place in np.ndindex(batch):
        alone = run(BOWL, Adam(0.01), start[place], steps)
        np.testing.assert_array_equal(walk.points[(slice(None), *place)], alone.points)
        np.testing.assert_array_equal(walk.gradients[(slice(None), *place)], alone.gradients)
        assert walk.outcome[place] == alone.outcome if batch else walk.outcome is alone.outcome
    there = arrive(BOWL, Adam(0.01), start, steps, tolerance=None)
    assert there.points.shape == (*batch, 2)
    assert there.outcome.shape == there.evaluations.shape == batch
    np.testing.assert_array_equal(there.points, walk.ends)
    for outcome in (walk.outcome, there.outcome):
        assert all(type(entry) is Outcome for entry in np.ravel(np.asarray(outcome, dtype=object)))


def test_no_steps():
    walk = run(BOWL, Adam(0.01), (3.0, -1.0), 0)
    np.testing.assert_array_equal(walk.points, [[3.0, -1.0]])
    np.testing.assert_array_equal(walk.heights, [11.0])
    np.testing.assert_array_equal(walk.gradients, [[6.0, -4.0]])
    assert walk.evaluations == 0
    assert walk.outcome is Outcome.BUDGET
    assert run(BOWL, Adam(0.01), (0.0, 0.0), 0).outcome is Outcome.CONVERGED
    assert arrive(BOWL, Adam(0.01), (0.0, 0.0), 0).outcome[()] is Outcome.CONVERGED


@pytest.mark.parametrize("start", [(3, -1), [3, -1], np.array([3, -1]), np.float32([3, -1])])
def test_kinds_of_numbers(start):
    np.testing.assert_array_equal(
        run(BOWL, Adam(0.01), start, np.int64(5)).points,
        run(BOWL, Adam(0.01), (3.0, -1.0), 5).points,
    )


# -- what a trajectory holds ---------------------------------------------------------------------


@pytest.mark.parametrize("surface", surfaces.SURFACES, **ids)
def test_heights_and_gradients_are_those_of_the_surface(surface):
    walk = run(surface, calm(GradientDescent), starts(surface, 3), 20)
    x, y = walk.points[..., 0], walk.points[..., 1]
    np.testing.assert_array_equal(walk.heights, surface.value(x, y))
    np.testing.assert_array_equal(walk.gradients, np.stack(surface.gradient(x, y), axis=-1))
    np.testing.assert_array_equal(walk.gradient_norms, np.hypot(*surface.gradient(x, y)))
    lengths = np.linalg.norm(walk.points[1:] - walk.points[:-1], axis=-1)
    same(walk.step_lengths[1:], lengths)
    assert np.isnan(walk.step_lengths[0]).all()


@pytest.mark.parametrize("batch", [(), (3,), (2, 2)])
def test_to_frame(batch):
    start = np.random.default_rng(0).uniform(-1, 1, size=(*batch, 2))
    walk = run(BOWL, Adam(0.01), start, 4)
    frame = walk.to_frame()
    count = int(np.prod(batch))
    columns = ["walker", "step", "x", "y", "f", "gradient_norm", "step_length"]
    assert isinstance(frame, pd.DataFrame) and list(frame.columns) == columns
    assert len(frame) == 5 * count
    assert frame["step"].tolist() == [0, 1, 2, 3, 4] * count
    assert frame["walker"].tolist() == [i for i in range(count) for _ in range(5)]
    points = walk.points.reshape(5, count, 2)
    for row in frame.itertuples():
        np.testing.assert_array_equal((row.x, row.y), points[row.step, row.walker])
        assert row.f == BOWL.value(row.x, row.y)
        assert row.gradient_norm == np.hypot(*BOWL.gradient(row.x, row.y))
        assert np.isnan(row.step_length) == (row.step == 0)
    assert len(run(BOWL, Adam(0.01), np.empty((0, 2)), 4).to_frame()) == 0


def test_steps_to():
    walk = run(BOWL, GradientDescent(0.1), [(3.0, -1.0), (0.0, 0.0), (1e9, 0.0)], 60)
    steps = steps_to(walk, 1e-3)
    assert steps[1] == 0 and steps[2] == -1
    assert walk.heights[steps[0], 0] <= 1e-3 < walk.heights[steps[0] - 1, 0]
    assert steps_to(walk, 0.0, minimum=11.0)[0] == 0  # a floor of one's own
    assert steps_to(run(BOWL, GradientDescent(0.1), (3.0, -1.0), 60), 1e-3) == steps[0]
    lost = run(BOWL, GradientDescent(1e200), (3.0, -1.0), 60)
    assert steps_to(lost, 1.0) == -1
    with pytest.raises(ValueError, match="saddle has no minimum"):
        steps_to(run(surfaces.by_name("saddle"), GradientDescent(0.1), (1.0, 1.0), 3), 1.0)


# -- outcomes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
def test_outcomes_by_construction(count):
    """On x² + 2y² plain descent multiplies x by 1 − 2η and y by 1 − 4η in every step."""
    start = np.tile([3.0, -1.0], (count, 1))
    down = run(BOWL, GradientDescent(0.1), start, 1000)
    assert (down.outcome == Outcome.CONVERGED).all()
    assert (down.evaluations == 1000).all()
    np.testing.assert_allclose(down.points[50, 0], [3 * 0.8**50, -(0.6**50)], rtol=1e-12)
    short = run(BOWL, GradientDescent(0.1), start, 10)
    assert (short.outcome == Outcome.BUDGET).all()
    # |1 − 4·0.6| = 1.4: after 60 steps 1.4⁶⁰ = 6e8, which is finite and far.
    away = run(BOWL, GradientDescent(0.6), start, 60)
    assert (away.outcome == Outcome.DIVERGED).all()
    assert np.isfinite(away.points).all() and (np.hypot(*away.ends.T) > FAR).all()
    assert (run(BOWL, GradientDescent(0.6), start, 20).outcome == Outcome.BUDGET).all()
    # 1.4²⁰⁰⁰ is none of float's numbers.
    lost = run(BOWL, GradientDescent(0.6), start, 3000)
    assert (lost.outcome == Outcome.DIVERGED).all()
    assert (lost.last < 2200).all()
    assert (lost.evaluations == lost.last + 1).all()
    for walk in (down, short, away, lost):
        there = arrive(BOWL, GradientDescent(walk.optimizer.learning_rate), start, walk.steps)
        assert (there.outcome == walk.outcome).all()


def test_converged_needs_a_flat_place_and_a_short_step():
    walk = run(BOWL, GradientDescent(0.1), (3.0, -1.0), 60)
    slope, step = walk.gradient_norms[-1], walk.step_lengths[-1]
    assert step < slope < 1e-4
    assert walk.outcome is Outcome.BUDGET
    assert run(BOWL, GradientDescent(0.1), (3.0, -1.0), 60, tolerance=1.01 * slope).outcome is (
        Outcome.CONVERGED
    )
    assert run(BOWL, GradientDescent(0.1), (3.0, -1.0), 60, tolerance=0.99 * slope).outcome is (
        Outcome.BUDGET
    )
    # On a bowl so flat that the slope is under the tolerance, only the step tells.
    flat = SimpleSurface(lambda x, y: 1e-9 * x, lambda x, y: (1e-9, 0.0))
    assert run(flat, GradientDescent(1e5), (0.0, 0.0), 3).outcome is Outcome.BUDGET
    assert run(flat, GradientDescent(1e1), (0.0, 0.0), 3).outcome is Outcome.CONVERGED


@pytest.mark.parametrize("count", [1, 30])
def test_the_last_step_is_the_one_that_counts(count):
    """Downhill on x² + y² a half is exact: the first step arrives, the second one stands still."""
    sphere, half = surfaces.by_name("sphere"), GradientDescent(0.5)
    # Beside a walker who is lost, every walk is looked at row by row.
    for others in ([], [(1e200, 0.0)]):
        start = [*others, *[(3.0, -1.0)] * count]
        for steps, outcome in enumerate([Outcome.BUDGET, Outcome.BUDGET, *[Outcome.CONVERGED] * 2]):
            assert (run(sphere, half, start, steps).outcome[-count:] == outcome).all()


def test_how_far_is_too_far():
    level = SimpleSurface(lambda x, y: 0.0 * x, lambda x, y: (-1.0, 0.0))
    near, far = run(level, GradientDescent(1.0), [(FAR - 4.0, 0.0), (FAR - 2.0, 0.0)], 3).outcome
    assert (near, far) == (Outcome.BUDGET, Outcome.DIVERGED)


class SimpleSurface:
    """A surface made of two functions."""

    dimension, minima, minimum, name = 2, (), None, "simple"

    def __init__(self, f, df):
        self.f, self.df = f, df

    def value(self, x, y):
        return np.broadcast_arrays(self.f(x, y), x)[0] + 0.0

    def gradient(self, x, y):
        return tuple(np.broadcast_arrays(x, *self.df(x, y))[1:])


@pytest.mark.parametrize("count", [1, 20])
def test_rows_are_nan_from_the_first_on_that_is_not_finite(count):
    start = np.tile([1.0, 1.0], (count, 1))
    rule = GradientDescent(1e30)
    walk = run(ROSENBROCK, rule, start, 40)
    with np.errstate(all="ignore"):
        whole = plainly(ROSENBROCK, rule, start + 0.5, 40)
        walk = run(ROSENBROCK, rule, start + 0.5, 40)
    last = int(walk.last.flat[0])
    assert 1 <= last <= 5
    np.testing.assert_allclose(walk.points[: last + 1], whole[: last + 1], rtol=1e-9)
    for numbers in (walk.points, walk.heights, walk.gradients):
        assert np.isfinite(numbers[: last + 1]).all()
        assert np.isnan(numbers[last + 1 :]).all()
    np.testing.assert_array_equal(walk.ends, walk.points[last])


def test_a_height_that_overflows_ends_a_walk_though_its_point_is_finite():
    walk = run(ROSENBROCK, GradientDescent(1e-300), (1e100, 0.0), 5)  # x⁴ overflows at 1e77
    assert walk.last == -1
    assert walk.outcome is Outcome.DIVERGED and walk.evaluations == 0
    assert np.isnan(walk.points).all()


def test_a_finite_start_is_kept_however_large():
    """The test for finite numbers must not itself overflow."""
    flat = SimpleSurface(lambda x, y: 0.0 * x, lambda x, y: (0.0, 0.0))
    walk = run(flat, GradientDescent(1.0), (1e308, 1e308), 3)
    assert walk.last == 3
    assert walk.outcome is Outcome.CONVERGED  # it stays where it began, far out as that is
    np.testing.assert_array_equal(walk.points, np.full((4, 2), 1e308))


def test_one_walker_that_is_lost_does_not_touch_the_others():
    start = starts(BOWL, 20)
    alone = run(BOWL, Adam(0.01), start, 60).points
    start[[3, 11]] = np.inf, np.nan
    walk = run(BOWL, Adam(0.01), start, 60)
    kept = np.isfinite(start).all(axis=1)
    np.testing.assert_array_equal(walk.points[:, kept], alone[:, kept])
    assert (walk.outcome[~kept] == Outcome.DIVERGED).all()


RAISING = {
    "exp": lambda x, y: (np.exp(x * x), y),
    "log": lambda x, y: (np.log(x), y),
    "sqrt": lambda x, y: (np.sqrt(x), y),
    "sin": lambda x, y: (np.sin(x * 1e306 * 1e3), y),
    "division": lambda x, y: (1 / x, y),
    "power": lambda x, y: (x**-1.5, x**2.5),
    "big power": lambda x, y: (x**33, y),
    "where": lambda x, y: (np.where(x > 0, np.log(np.where(x > 0, x, 1.0)), 1 / y), y),
}


@pytest.mark.parametrize("name", RAISING)
def test_where_python_raises_numpy_decides(name, by_floats, by_blocks):
    """math.exp and friends raise where NumPy answers inf or nan and goes on."""
    surface = SimpleSurface(lambda x, y: x + y, RAISING[name])
    start = [(0.5, 0.5), (-0.5, 0.0), (0.0, 1.0), (40.0, 0.0), (-40.0, 1.0), (1e200, 1.0)]
    start = np.array([*start, (np.inf, 1.0), (np.nan, 1.0)])
    for rate in (1e-3, -1.0, 1e200):
        rule = SimpleNamespace  # a negative rate climbs; the rule's own check would refuse it
        rule = object.__new__(GradientDescent)
        object.__setattr__(rule, "learning_rate", rate)
        object.__setattr__(rule, "weight_decay", 0.0)
        floats = by_floats(surface, rule, start, 30, falling_back=True)
        packed = by_blocks(surface, rule, start, 30)
        np.testing.assert_array_equal(np.isnan(floats.points), np.isnan(packed.points))
        same(floats.points, packed.points)


# -- bad numbers ---------------------------------------------------------------------------------

RATES = (0.0, 1e-300, 1e-8, 0.1, 3.0, 1e8, 1e77, 1e155, 1e300)
BAD = (0.0, -0.0, 1e-320, 1.0, -2.5, 1e10, -1e77, 1e155, -1e200, 1e308, -1e308)
BAD += (np.inf, -np.inf, np.nan)


def bad_numbers(surface, rule, count, seed):
    """Walks from bad starts at bad rates, each checked."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        rate, steps = float(rng.choice(RATES)), int(rng.choice([0, 1, 40]))
        walkers = int(rng.choice([1, 1, 3, 18]))
        start = rng.choice(BAD, size=(walkers, 2))
        given = start.copy()
        walk = run(surface, rule(learning_rate=rate), start, steps)
        np.testing.assert_array_equal(start, given)
        finite = np.isfinite(walk.points).all(axis=-1)
        for numbers in (walk.points, walk.gradients):
            assert not np.isinf(numbers).any()
            np.testing.assert_array_equal(np.isnan(numbers).any(axis=-1), ~finite)
            np.testing.assert_array_equal(np.isnan(numbers).all(axis=-1), ~finite)
        np.testing.assert_array_equal(np.isnan(walk.heights), ~finite)
        assert not np.isinf(walk.heights).any()
        assert (finite[1:] <= finite[:-1]).all()  # a finite beginning, then nothing
        np.testing.assert_array_equal(walk.last, finite.sum(axis=0) - 1)
        ended = np.isfinite(walk.points[-1]).all(axis=-1)
        assert (walk.outcome[~ended] == Outcome.DIVERGED).all()
        wide = np.isfinite(start) & (np.abs(start) <= 1)
        assert ended[wide.all(axis=1) & (rate == 0.0)].all()
        for derived in (walk.gradient_norms, walk.step_lengths, walk.ends, walk.to_frame()):
            assert derived is not None  # made without a warning
        there = arrive(surface, rule(learning_rate=rate), start, steps)
        assert not np.isinf(there.points).any()


@pytest.mark.parametrize("rule", RULES, **ids)
@pytest.mark.parametrize("name", ["bowl", "rosenbrock", "easom", "plateau"])
def test_bad_numbers(name, rule):
    """No warning, no exception, and nothing but numbers and NaN."""
    bad_numbers(surfaces.by_name(name), rule, 6, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, **ids)
@pytest.mark.parametrize("surface", surfaces.SURFACES, **ids)
def test_more_bad_numbers(surface, rule):
    """Ten draws for every surface and every rule."""
    bad_numbers(surface, rule, 10, seed=1)


@pytest.mark.parametrize("rule", RULES, **ids)
def test_bad_numbers_on_both_paths(rule, by_floats, by_blocks):
    """Python's floats overflow where NumPy's do, bit by bit, as long as only + − × ÷ √ act."""
    rng = np.random.default_rng(3)
    start = rng.choice(BAD, size=(60, 2))
    for rate in RATES:
        optimizer = rule(learning_rate=rate)
        floats = by_floats(ROSENBROCK, optimizer, start, 30, falling_back=True)
        packed = by_blocks(ROSENBROCK, optimizer, start, 30)
        np.testing.assert_array_equal(floats.points, packed.points)
        assert (floats.outcome == packed.outcome).all()


# -- rules that cannot be recorded ---------------------------------------------------------------

State = namedtuple("State", ["steps", "last"])


class Branching:
    """Halves the step of whoever goes uphill, by branching on values: no tape records that."""

    name = "branching"

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    @classmethod
    def hyperparameters(cls):
        return (SimpleNamespace(name="learning_rate"),)

    def init(self, theta):
        return State(0, np.full_like(theta, np.inf))

    def look(self, theta, state):
        return theta

    def update(self, grad, state, theta):
        step = np.clip(-self.learning_rate * grad, -0.5, 0.5)
        grown = np.abs(grad) > np.abs(state.last)
        if grown.any():
            step = step * np.where(grown, 0.5, 1.0)
        return step, State(state.steps + 1, grad)


class Written(Branching):
    """The same rule in a way that a tape can record."""

    def update(self, grad, state, theta):
        step = np.maximum(np.minimum(-self.learning_rate * grad, 0.5), -0.5)
        grown = np.abs(grad) > np.abs(state.last)
        return step * np.where(grown, 0.5, 1.0), State(state.steps + 1, grad)


@pytest.mark.parametrize("rate", [0.05, np.linspace(0.01, 0.3, 30)], ids=["one", "each"])
@pytest.mark.parametrize("steps", [0, 1, 25, 60])
def test_a_rule_that_branches_on_values_still_walks(rate, steps, monkeypatch):
    with pytest.raises(NotTraceableError):
        program(BOWL, Branching(rate))
    start = starts(BOWL, 30)
    walk = run(BOWL, Branching(rate), start, steps)
    same(walk.points, run(BOWL, Written(rate), start, steps).points)
    monkeypatch.setattr(blocks, "BLOCK", 8)
    for tolerance in (None, 1e-3):
        there = arrive(BOWL, Branching(rate), start, steps, tolerance=tolerance)
        wanted = arrive(BOWL, Written(rate), start, steps, tolerance=tolerance)
        same(there.points, wanted.points)
        assert (there.outcome == wanted.outcome).all()
        np.testing.assert_array_equal(there.evaluations, wanted.evaluations)
    assert run(BOWL, Branching(0.05), (1.0, 1.0), steps).points.shape == (steps + 1, 2)
    assert arrive(BOWL, Branching(0.05), (np.inf, 1.0), steps).outcome[()] is Outcome.DIVERGED


def test_a_rule_may_do_what_only_arrays_can():
    class Copying(Written):
        def update(self, grad, state, theta):
            changed = grad.copy()
            changed[np.isnan(changed)] = 0.0
            return super().update(changed, state, theta)

    with pytest.raises(NotTraceableError, match="Copying cannot be recorded"):
        program(BOWL, Copying(0.1))
    for start in ((1.0, -2.0), starts(BOWL, 30)):
        walk = run(BOWL, Copying(0.1), start, 30)
        same(walk.points, run(BOWL, Written(0.1), start, 30).points)


def test_a_rule_that_is_wrong_says_so():
    class Wrong(Branching):
        def update(self, grad, state, theta):
            return grad.no_such_thing, state

    with pytest.raises(AttributeError, match="no_such_thing"):
        run(BOWL, Wrong(0.1), (1.0, 1.0), 3)


class Ahead(Branching):
    """Looks where its velocity would lead; the gradient is measured there."""

    def init(self, theta):
        return State(0, np.zeros_like(theta))

    def look(self, theta, state):
        return theta + 0.9 * state.last

    def update(self, grad, state, theta):
        step = 0.9 * state.last - self.learning_rate * grad
        return step, State(state.steps + 1, step)


def test_a_rule_may_look_ahead(by_floats, by_blocks):
    start = starts(ROSENBROCK, 9)
    wanted = plainly(ROSENBROCK, Ahead(1e-4), start, 50)
    same(by_floats(ROSENBROCK, Ahead(1e-4), start, 50).points, wanted, tolerance=1e-11)
    same(by_blocks(ROSENBROCK, Ahead(1e-4), start, 50).points, wanted, tolerance=1e-11)


def test_a_rule_whose_displacement_is_one_for_all(by_floats, by_blocks):
    """Kinds of numbers differ from the usual: a shared displacement, one per walker, a swap."""

    class Drift(Branching):
        def init(self, theta):
            return State(0.0, theta[..., :1] * 0)

        def update(self, grad, state, theta):
            return -self.learning_rate, State(state.steps + self.learning_rate, state.steps)

    start = starts(BOWL, 9)
    for rate in (0.25, np.linspace(0, 1, 9)):
        for walk in (
            by_floats(BOWL, Drift(rate), start, 30),
            by_blocks(BOWL, Drift(rate), start, 30),
        ):
            moved = start - 30 * np.reshape(rate, (-1, 1))
            same(walk.points[-1], moved)
        there = arrive(BOWL, Drift(rate), start, 30, tolerance=1e-3)
        still = np.broadcast_to(np.equal(rate, 0), 9)
        same(there.points, moved)
        assert not (there.outcome[~still] == Outcome.CONVERGED).any()


def coordinate(plane, i):
    """One coordinate of a plane, which on arrays keeps its axis."""
    return plane[..., i : i + 1] if isinstance(plane, np.ndarray) else plane[..., i]


LEVEL = SimpleSurface(lambda x, y: 0.0 * x, lambda x, y: (-0.25, 0.5))
HALVES = SimpleSurface(lambda x, y: 0.0 * x, lambda x, y: (x > 0, np.where(x > 0, y, -1.0)))
Pair = namedtuple("Pair", ["a", "b"])

# What becomes of the two numbers of a state, and the step, from the gradient, the state, and theta.
ODD = {
    "the same twice": lambda g, s, p, h: (0.1 * s.a - s.b, Pair(g, g)),
    "one becomes the other": lambda g, s, p, h: (0.1 * s.a - s.b, Pair(s.b, s.b)),
    "changing places": lambda g, s, p, h: (0.1 * s.a - 0.3 * s.b, Pair(s.b, s.a)),
    "changing places and growing": lambda g, s, p, h: (0.1 * s.a, Pair(s.b, s.a + g)),
    "theta before and after": lambda g, s, p, h: (0.1 * (s.a - s.b) - 0.1, Pair(p, p + 0.1)),
    "where theta will be": lambda g, s, p, h: (s.a * 0.1, Pair(p + s.a * 0.1, s.b)),
    "a column in a plane": lambda g, s, p, h: (0.1 * np.tanh(s.a * g), Pair(coordinate(g, 0), s.b)),
    "a plane's columns swapped": lambda g, s, p, h: (
        0.1 * np.tanh(coordinate(p, 1) * g - coordinate(p, 0) * s.b + s.a),
        Pair(coordinate(p, 0), coordinate(g * h, 1)),
    ),
    "a constant": lambda g, s, p, h: (0.1 * s.a + s.b, Pair(0.5, 1.0)),
    "truth": lambda g, s, p, h: (0.1 * s.a + s.b * g, Pair(g > p, (p > 0) * 1.0)),
    "columns of what stays": lambda g, s, p, h: (
        0.1 * np.tanh(np.abs(coordinate(g * h, 0)) * coordinate(g * h, 1) + s.a),
        Pair(h * 0.1, s.b),
    ),
}


@pytest.mark.parametrize("surface", [BOWL, LEVEL, HALVES], ids=["bowl", "level", "halves"])
@pytest.mark.parametrize("begin", ["zero", "theta", "number", "column"])
@pytest.mark.parametrize("name", ODD)
def test_odd_states(name, begin, surface, by_floats, by_blocks):
    """States are kept apart, whatever they are made of and wherever they go."""

    class Odd(Branching):
        def init(self, theta):
            zero = np.zeros_like(theta)
            first = {"zero": zero, "theta": theta, "number": 0.25, "column": zero[..., :1] + 0.5}
            return Pair(first[begin], zero)

        def update(self, grad, state, theta):
            return ODD[name](grad, state, theta, self.learning_rate)

    start = starts(BOWL, 9)
    for rate in (0.75, np.linspace(0.5, 1, 9)):
        program(surface, Odd(rate))
        wanted = plainly(surface, Odd(rate), start, 27)
        same(by_floats(surface, Odd(rate), start, 27).points, wanted)
        same(by_blocks(surface, Odd(rate), start, 27).points, wanted)
        same(arrive(surface, Odd(rate), start, 27, tolerance=None).points, wanted[-1])


NO_NUMBER = {
    "sign": lambda nan, g: np.sign(nan),
    "maximum": lambda nan, g: np.maximum(nan, g),
    "maximum the other way": lambda nan, g: np.maximum(g, nan),
    "maximum with a constant": lambda nan, g: np.maximum(nan, 0.0),
    "minimum": lambda nan, g: np.minimum(nan, g),
    "minimum the other way": lambda nan, g: np.minimum(g, nan),
    "comparison": lambda nan, g: np.where(nan > 0, 1.0, np.where(nan <= 0, 2.0, 3.0)),
    "condition": lambda nan, g: np.where(nan, 1.0, 2.0),
    "division": lambda nan, g: 1 / (nan > 0) + 0 * g,
    "shared division": lambda nan, g: np.where(g > 0, 1.0, 1 / np.where(nan > 0, 1.0, 0.0)),
}


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("name", NO_NUMBER)
def test_nan_inside_of_a_rule(name, shared, by_floats, by_blocks):
    """A state may be lost while the place is not yet; every way sees it alike."""

    class Lost(Branching):
        def init(self, theta):
            return State(np.float64(np.inf), np.zeros_like(theta) + np.inf)

        def update(self, grad, state, theta):
            nan = state.steps - state.steps if shared else state.last - state.last
            return 0.1 * NO_NUMBER[name](nan, grad) - 0.1 * grad, state

    program(BOWL, Lost(0.1))
    start = starts(BOWL, 9)
    floats = by_floats(BOWL, Lost(0.1), start, 30, falling_back=True).points
    packed = by_blocks(BOWL, Lost(0.1), start, 30).points
    with np.errstate(all="ignore"):
        wanted = plainly(BOWL, Lost(0.1), start, 30)
    wanted[~np.isfinite(wanted).all(axis=-1)] = np.nan
    np.testing.assert_array_equal(floats, packed)
    same(packed, wanted)


def test_a_lost_place_on_level_ground(by_floats, by_blocks, monkeypatch):
    """Heights and gradients that do not depend on the place do not hide that it is lost."""
    monkeypatch.setattr(np, "empty", np.zeros)  # nor does what lies in fresh memory by chance
    level = SimpleSurface(lambda x, y: 1.0, lambda x, y: (-1e300, 0.0))
    for way in (by_floats, by_blocks):
        walk = way(level, GradientDescent(1e8), (0.0, 0.0), 200)
        assert walk.last == 1 and walk.outcome is Outcome.DIVERGED and walk.evaluations == 2
        np.testing.assert_array_equal(walk.points[:2], [[0.0, 0.0], [1e308, 0.0]])
        assert np.isnan(walk.points[2:]).all() and np.isnan(walk.heights[2:]).all()
    steep = SimpleSurface(lambda x, y: 1.0, lambda x, y: (x * x, 0.0))
    assert run(steep, GradientDescent(1e-300), (1e200, 0.0), 0).last == -1
    assert run(steep, GradientDescent(1e-300), (1e150, 0.0), 0).last == 0


def test_a_rule_whose_displacement_is_the_gradient_itself(by_floats, by_blocks):
    class Climb(Branching):
        def update(self, grad, state, theta):
            return grad, State(state.steps + 1, grad)

    start = starts(BOWL, 9)
    wanted = plainly(BOWL, Climb(1.0), start, 5)
    np.testing.assert_array_equal(by_floats(BOWL, Climb(1.0), start, 5).points, wanted)
    np.testing.assert_array_equal(by_blocks(BOWL, Climb(1.0), start, 5).points, wanted)
    there = arrive(BOWL, Climb(1.0), start, 5, tolerance=None)
    np.testing.assert_array_equal(there.points, wanted[-1])


# -- purity --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_run_is_a_pure_function(rule):
    start, rates = starts(ROSENBROCK, 20), np.full(20, calm_rate(rule))
    given = start.copy(), rates.copy()
    start.flags.writeable = rates.flags.writeable = False
    optimizer = rule(learning_rate=rates)
    first = run(ROSENBROCK, optimizer, start, STEPS)
    before = first.points.copy()
    few = run(ROSENBROCK, calm(rule), start[:3], STEPS)
    run(ROSENBROCK, rule(learning_rate=2 * rates), start + 1, STEPS)
    arrive(ROSENBROCK, rule(learning_rate=2 * rates), start + 1, STEPS)
    second = run(ROSENBROCK, optimizer, start, STEPS)
    np.testing.assert_array_equal(first.points, before)
    np.testing.assert_array_equal(second.points, before)
    np.testing.assert_array_equal(run(ROSENBROCK, calm(rule), start[:3], STEPS).points, few.points)
    np.testing.assert_array_equal(start, given[0])
    np.testing.assert_array_equal(rates, given[1])
    ends = [arrive(ROSENBROCK, optimizer, start, STEPS).points for _ in range(2)]
    np.testing.assert_array_equal(*ends)


def test_results_are_the_callers_own():
    """Changing one result changes no other, nor the start."""
    start = starts(BOWL, 20)
    walk, there = run(BOWL, Adam(0.1), start, 5), arrive(BOWL, Adam(0.1), start, 5)
    kept = start.copy(), run(BOWL, Adam(0.1), start, 5).points
    for numbers in (walk.points, walk.heights, walk.gradients, there.points):
        numbers[...] = 7.0
    np.testing.assert_array_equal(start, kept[0])
    np.testing.assert_array_equal(run(BOWL, Adam(0.1), start, 5).points, kept[1])


@pytest.mark.parametrize("count", [1, 30])
def test_a_race_is_its_runs(count):
    rules = [calm(rule) for rule in RULES]
    start = starts(ACKLEY, count)
    for walk, rule in zip(race(ACKLEY, rules, start, STEPS, tolerance=1e-3), rules, strict=True):
        alone = run(ACKLEY, rule, start, STEPS, tolerance=1e-3)
        assert walk.optimizer is rule and walk.surface is ACKLEY and walk.tolerance == 1e-3
        np.testing.assert_array_equal(walk.points, alone.points)
        np.testing.assert_array_equal(walk.heights, alone.heights)
        assert (walk.outcome == alone.outcome).all()
    assert race(ACKLEY, [], start, STEPS) == ()


# -- arrivals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, **ids)
@pytest.mark.parametrize("name", ["rosenbrock", "ackley"])
def test_without_a_tolerance_one_arrives_where_one_runs_to(name, rule, monkeypatch):
    surface = surfaces.by_name(name)
    monkeypatch.setattr(machine, "FEW", 0)
    monkeypatch.setattr(blocks, "BLOCK", 16)
    start = starts(surface, 50)
    start[::9] = np.nan
    optimizer = rule(learning_rate=np.geomspace(1e-6, 1, 50))
    there = arrive(surface, optimizer, start, 110, tolerance=None)
    walk = run(surface, optimizer, start, 110)
    np.testing.assert_array_equal(there.points, walk.points[-1])
    lost = walk.last < 110
    assert lost.any() and not lost.all()
    np.testing.assert_array_equal(np.isnan(there.points).all(axis=1), lost)
    assert (there.evaluations[~lost] == 110).all()
    assert set(there.evaluations[lost]) <= {*range(0, 110, driver.STRIDE), 110}
    assert (there.outcome != Outcome.CONVERGED).all()
    assert ((there.outcome == Outcome.DIVERGED) == (walk.outcome == Outcome.DIVERGED)).all()


@pytest.mark.parametrize("block", [5, 16, 64, 8192])
def test_with_a_tolerance_the_finished_are_dropped(block, monkeypatch):
    """They stay where they stopped; the others do not notice, in whatever block they end up."""
    monkeypatch.setattr(machine, "FEW", 0)
    monkeypatch.setattr(blocks, "BLOCK", block)
    himmelblau = surfaces.by_name("himmelblau")
    start = starts(himmelblau, 150)
    rates = np.random.default_rng(0).permutation(np.geomspace(3e-4, 1e-2, 150))
    for optimizer in (optimizers.by_name("momentum")(rates, 0.5), GradientDescent(0.005)):
        walk = run(himmelblau, optimizer, start, 410)
        there = arrive(himmelblau, optimizer, start, 410)
        assert (there.outcome == walk.outcome).all()
        taken = there.evaluations
        settled = (there.outcome == Outcome.CONVERGED) & (taken < 410)
        assert settled.sum() > 20
        assert set(taken[settled] % driver.STRIDE) == {0}
        assert (taken[there.outcome == Outcome.BUDGET] == 410).all()
        rows = np.where(np.isfinite(there.points).all(axis=1), taken, 0)
        on_the_way = walk.points[rows, np.arange(150)]
        finite = np.isfinite(there.points).all(axis=1)
        np.testing.assert_array_equal(there.points[finite], on_the_way[finite])
        # The gradient that counts is the one that the last step was taken from.
        everyone, stride = np.arange(150), driver.STRIDE
        done = (walk.gradient_norms[rows - 1, everyone] < 1e-6) & (
            walk.step_lengths[rows, everyone] < 1e-6
        )
        assert done[settled].all()
        before = (walk.gradient_norms[rows - stride - 1, everyone] < 1e-6) & (
            walk.step_lengths[rows - stride, everyone] < 1e-6
        )
        assert not before[settled & (rows > stride)].any()


def test_arrivals_take_little_memory():
    """The ends, and blocks; no path."""
    import tracemalloc

    start = starts(BOWL, 100_000)
    arrive(BOWL, Adam(0.01), start[:20], 3)
    tracemalloc.start()
    there = arrive(BOWL, Adam(0.01), start, 3, tolerance=None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    result = there.points.nbytes + there.outcome.nbytes + there.evaluations.nbytes
    assert peak < result + 8 * 2**20


# -- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("way", [run, arrive])
@pytest.mark.parametrize(
    "start, steps, message",
    [
        ((1.0, 2.0, 3.0), 5, r"start must have shape \(\.\.\., 2\), got shape \(3,\)"),
        (1.0, 5, r"start must have shape \(\.\.\., 2\), got shape \(\)"),
        ([], 5, r"got shape \(0,\)"),
        (np.zeros((2, 3)), 5, r"got shape \(2, 3\)"),
        ("ab", 5, "start must be numbers"),
        (("1", "2"), 5, "start must be numbers"),
        ((True, False), 5, "start must be numbers"),
        ((1j, 2.0), 5, "start must be numbers"),
        (np.array([1j, 2.0]), 5, "start must be numbers"),
        (((1.0, 2.0), (3.0,)), 5, "start must be numbers"),
        ((None, 1.0), 5, "start must be numbers"),
        ((10**400, 1.0), 5, "start must be numbers"),
        ((1.0, 2.0), 5.0, "steps must be a whole number, got 5.0"),
        ((1.0, 2.0), True, "steps must be a whole number, got True"),
        ((1.0, 2.0), "5", "steps must be a whole number, got '5'"),
        ((1.0, 2.0), None, "steps must be a whole number, got None"),
        ((1.0, 2.0), -1, r"steps must lie in \[0, 1000000\], got -1"),
        ((1.0, 2.0), 1_000_001, r"steps must lie in \[0, 1000000\], got 1000001"),
    ],
)
def test_what_is_refused(way, start, steps, message):
    with pytest.raises(ValueError, match=message):
        way(BOWL, Adam(0.1), start, steps)


@pytest.mark.parametrize("way", [run, arrive])
def test_fields_and_tolerances_that_do_not_fit(way):
    rule = Adam(learning_rate=np.full(3, 0.1), beta1=np.full((2, 1), 0.5))
    with pytest.raises(
        ValueError, match=r"walkers \(4,\) and the fields learning_rate \(3,\), beta1"
    ):
        way(BOWL, rule, np.zeros((4, 2)), 5)
    for tolerance in (-1e-6, np.nan):
        with pytest.raises(ValueError, match="tolerance must be at least 0"):
            way(BOWL, Adam(0.1), (1.0, 1.0), 5, tolerance=tolerance)


def test_the_walk_of_floats_hands_no_complex_numbers_on():
    step = program(SimpleSurface(lambda x, y: x, lambda x, y: (x**1.5, y)), GradientDescent(0.1))
    with pytest.raises(ValueError, match="math domain error"):
        list(scalar.scalar_walk(step)(1, [-2.0, 1.0], [0.1], []))
