"""Machine code walks where NumPy walks: to the bit where a step needs no more than + − × ÷ √."""

import ast
import inspect
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from cli.__main__ import main
from engine import Outcome, arrive, basins, run, sweep, sweep_ends
from surfaces.curves import CURVES
from tests.horizon import comparable
from tests.test_crew import small_pieces  # noqa: F401, a fixture
from tests.test_engine import HALVES, ODD, Branching, Pair, calm, calm_rate, same, starts

Adam, Momentum = optimizers.by_name("adam"), optimizers.by_name("momentum")
ROSENBROCK, HIMMELBLAU = surfaces.by_name("rosenbrock"), surfaces.by_name("himmelblau")
BOWL = surfaces.by_name("bowl")
ids = {"ids": lambda thing: getattr(thing, "name", None)}


@pytest.fixture
def numba():
    return pytest.importorskip("numba", reason="numba is an optional extra")


def like(there, here):
    np.testing.assert_array_equal(there.points, here.points)
    np.testing.assert_array_equal(there.outcome, here.outcome)
    np.testing.assert_array_equal(there.evaluations, here.evaluations)


def has_powers(rule):
    """Whether there is a power in the text of the rule, or of the one that it is made of."""
    ours = [part for part in rule.__mro__ if part.__module__.startswith("optimizers.")]
    trees = [ast.parse(inspect.getsource(part)) for part in ours]
    return any(isinstance(node, ast.Pow) for tree in trees for node in ast.walk(tree))


@pytest.mark.parametrize("rule", optimizers.FIRST_ORDER, **ids)
def test_a_walk_is_the_same_to_the_bit(rule, numba):
    rates = np.geomspace(0.01, 300, 300) * calm_rate(rule)  # a tile and a part of one; some diverge
    start = starts(ROSENBROCK, 300)
    there = run(ROSENBROCK, rule(learning_rate=rates), start, 60, compiled=True)
    here = run(ROSENBROCK, rule(learning_rate=rates), start, 60)
    if has_powers(rule):
        # Bias corrections are powers: once a step for all walkers, but by another library.
        # Of RAdam's first steps, which are η∇f, the longest leave the finite world.
        rows = comparable(ROSENBROCK, rule(learning_rate=rates), start, 40, 1e-12, least=0.8)
        near = {"rtol": 1e-9, "atol": 1e-12}
        np.testing.assert_allclose(there.points[:41][rows], here.points[:41][rows], **near)
        near["rtol"] = 1e-8
        np.testing.assert_allclose(there.heights[:41][rows], here.heights[:41][rows], **near)
    else:
        like(there, here)
        np.testing.assert_array_equal(there.heights, here.heights)
        np.testing.assert_array_equal(there.gradients, here.gradients)


# Between them they have roots, quotients, exponentials, logarithms, waves and a case distinction.
@pytest.mark.parametrize("surface", ["ackley", "plateau", "gaussian_wells"])
def test_exponentials_and_waves_are_near(surface, numba):
    surface = surfaces.by_name(surface)
    start = starts(surface, 40)
    there = run(surface, calm(Momentum), start, 12, compiled=True)
    here = run(surface, calm(Momentum), start, 12)
    for name in ("points", "heights", "gradients"):
        wanted = getattr(here, name)
        size = np.abs(wanted[np.isfinite(wanted)]).max()
        assert comparable(surface, calm(Momentum), start, 12, 1e-12).all()
        np.testing.assert_allclose(getattr(there, name), wanted, rtol=1e-10, atol=1e-12 * size)


@pytest.mark.parametrize("name", ODD)
def test_odd_states(name, numba):
    """Numbers, columns and planes, shared and not, whatever becomes of them."""

    class Odd(Branching):
        def init(self, theta):
            return Pair(0.25, np.zeros_like(theta))

        def update(self, grad, state, theta):
            return ODD[name](grad, state, theta, self.learning_rate)

    start, rule = starts(BOWL, 300), Odd(np.linspace(0.5, 1, 300))
    there, here = (run(HALVES, rule, start, 27, compiled=compiled) for compiled in (True, False))
    same(there.points, here.points)


def test_curves_schedules_and_single_walkers(numba):
    curve = CURVES[0]
    rule = Momentum(learning_rate=0.01)
    pace = schedules.by_name("cosine")(period=30)
    ways = {"schedule": pace}, {"ascend": True}, {}
    for way in ways:
        for start in (np.full((20, 1), 0.7), (0.7,)):
            there, here = (
                run(curve, rule, start, 30, compiled=compiled, **way) for compiled in (True, False)
            )
            np.testing.assert_allclose(there.points, here.points, rtol=1e-11)
            np.testing.assert_allclose(there.heights, here.heights, rtol=1e-11)
            assert there.points.shape == here.points.shape


def test_who_diverges_is_lost_in_the_same_row(numba):
    rates = np.geomspace(1e-3, 1, 40)
    there = sweep(ROSENBROCK, Momentum, rates, (-1.2, 1.0), 200, compiled=True)
    here = sweep(ROSENBROCK, Momentum, rates, (-1.2, 1.0), 200)
    like(there, here)
    assert Outcome.DIVERGED in there.outcome and np.isnan(there.heights[-1]).any()


def test_several_fields_are_swept(numba):
    rule, rates, memories = Momentum, np.geomspace(1e-4, 1e-3, 5), [0.0, 0.5, 0.9]
    there, here = (
        sweep(ROSENBROCK, rule, rates, (-1.2, 1.0), 50, momentum=memories, compiled=compiled)
        for compiled in (True, False)
    )
    assert there.points.shape == (51, 5, 3, 2)
    like(there, here)


def test_ends_without_the_ways(numba):
    start = starts(HIMMELBLAU, 20_000)  # more than a block
    for way, options in ((arrive, {}), (arrive, {"exact": True})):
        there = way(HIMMELBLAU, Momentum(0.002), start, 200, compiled=True, **options)
        here = way(HIMMELBLAU, Momentum(0.002), start, 200, **options)
        like(there, here)
    there, here = (
        sweep_ends(
            HIMMELBLAU,
            Momentum,
            np.geomspace(1e-4, 1e-1, 90),
            (0, 0),
            80,
            near=0.1,
            compiled=compiled,
        )
        for compiled in (True, False)
    )
    np.testing.assert_array_equal(there.points, here.points)
    np.testing.assert_array_equal(there.steps, here.steps)


def test_maps_are_the_same_whoever_makes_them(numba, small_pieces):  # noqa: F811
    wanted = basins(HIMMELBLAU, Momentum(0.002), 40)
    with ThreadPoolExecutor(2) as threads:
        for executor in (None, threads):
            found = basins(HIMMELBLAU, Momentum(0.002), 40, compiled=True, executor=executor)
            np.testing.assert_array_equal(found.ends, wanted.ends)
            np.testing.assert_array_equal(found.steps, wanted.steps)
            np.testing.assert_array_equal(found.which, wanted.which)


def test_what_cannot_be_recorded_walks_as_ever(numba):
    for rule in (Branching(0.01), optimizers.by_name("newton")()):
        there, here = (
            run(BOWL, rule, (1.0, 1.0), 20, compiled=compiled) for compiled in (True, False)
        )
        np.testing.assert_array_equal(there.points, here.points)


def test_a_surface_that_cannot_be_recorded_is_measured_by_numpy(numba):
    def f(x, y):
        return x**2 + np.hypot(x, 2.0) * 0 + 2 * y**2  # no tape takes hypot

    odd = replace(BOWL, name="odd", f=f)
    there, here = (
        run(odd, Momentum(0.01), np.ones((30, 2)), 9, compiled=compiled)
        for compiled in (True, False)
    )
    np.testing.assert_array_equal(there.heights, here.heights)


def test_the_command_compiles(numba, tmp_path):
    options = "map --surface himmelblau --optimizer momentum --resolution 20 --steps 100"
    maps = []
    for name, more in (("a", []), ("b", ["--compiled"])):
        assert main([*options.split(), "--out", str(tmp_path / f"{name}.npz"), *more]) == 0
        with np.load(tmp_path / f"{name}.npz") as file:
            maps.append({key: file[key] for key in ("ends", "steps", "outcome")})
    for key, wanted in maps[0].items():
        np.testing.assert_array_equal(maps[1][key], wanted)


def test_without_numba_it_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(ValueError, match=r"compiled: this needs numba, which is not installed"):
        run(BOWL, Adam(0.1), (1.0, 1.0), 5, compiled=True)
    command = f"map --surface bowl --optimizer adam --compiled --out {tmp_path / 'm.npz'}"
    assert main(command.split()) == 2
    assert capsys.readouterr().err.startswith("map: compiled: this needs numba")
