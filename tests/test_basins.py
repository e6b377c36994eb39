"""Maps of starts: where each walk ends, how long it took, and what lies there."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate, optimize

import optimizers
import surfaces
from engine import Outcome, PointKind, arrive, basins, run
from engine.drive.ends import EXACT_STRIDE as STRIDE
from engine.trace import blocks
from tests.test_engine import Branching, starts

GradientDescent, Momentum, Nesterov, Adam, Lion = map(
    optimizers.by_name, ("gradient_descent", "momentum", "nesterov", "adam", "lion")
)
HIMMELBLAU, SADDLE, BOWL = map(surfaces.by_name, ("himmelblau", "saddle", "bowl"))


def whole(m):
    """What holds for every map."""
    n = len(m.x)
    assert m.ends.shape == (n, n, 2)
    assert m.steps.shape == m.which.shape == m.outcome.shape == (n, n)
    ways = (m.which >= 0).astype(int) + m.under_way + m.diverged
    assert (ways == 1).all()
    shares = m.shares
    assert sum(shares.attractors) + shares.under_way + shares.diverged == pytest.approx(100)
    for number, share in enumerate(shares.attractors):
        assert share == pytest.approx(100 * np.mean(m.which == number))
    assert ((m.steps >= 0) == (m.outcome == Outcome.CONVERGED)).all()
    assert np.isnan(m.ends[m.diverged]).all(axis=-1).sum() <= m.diverged.sum()
    settled = m.steps >= 0
    # The gradient that was small is that before the last step; over a step it may grow by λ times
    # the step, and the Hessians here stay below 200.
    assert (np.hypot(*m.surface.gradient(*m.ends[settled].T)) < 200 * m.tolerance).all()
    return m


# -- the four minima of Himmelblau's function ----------------------------------------------------


def test_small_steps_end_where_the_flow_does():
    """Descent with small steps follows dθ/dt = −∇f; SciPy integrates that without our engine."""
    m = whole(basins(HIMMELBLAU, GradientDescent(5e-4), 40, 4000))
    assert (m.outcome == Outcome.CONVERGED).all()
    minima = np.array(HIMMELBLAU.minima)
    # Starts next to a border of basins may go either way.
    inner = np.zeros_like(m.which, dtype=bool)
    inner[1:-1, 1:-1] = True
    for i, j in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        inner &= np.roll(m.which, (i, j), (0, 1)) == m.which
    rng = np.random.default_rng(0)
    for i, j in rng.permutation(np.argwhere(inner))[:60]:
        flow = integrate.solve_ivp(
            lambda _, p: -np.array(HIMMELBLAU.gradient(*p)), (0, 5), (m.x[j], m.y[i]), "LSODA"
        )
        nearest = np.hypot(*(minima - flow.y[:, -1]).T)
        assert nearest.min() < 1e-3
        assert m.which[i, j] == nearest.argmin()
        np.testing.assert_allclose(m.ends[i, j], minima[m.which[i, j]], atol=1e-6)


def test_the_attractors_of_himmelblau_are_its_minima():
    m = whole(basins(HIMMELBLAU, Adam(0.1), 60, 1500))
    assert [(a.x, a.y) for a in m.attractors] == list(HIMMELBLAU.minima)
    assert all(a.known and a.ground is PointKind.MINIMUM for a in m.attractors)
    assert min(m.shares.attractors) > 15  # each has a basin


@pytest.mark.parametrize("name", ["six_hump_camel", "styblinski_tang", "gaussian_wells"])
def test_minima_that_the_surface_does_not_name_are_found(name):
    """Each is where SciPy's BFGS, started beside it, finds a minimum; and none is found twice."""
    surface = surfaces.by_name(name)
    m = whole(basins(surface, GradientDescent(0.01), 50, 3000))
    assert m.shares.under_way == m.shares.diverged == 0
    others = [a for a in m.attractors if not a.known]
    assert others
    for a in others:
        found = optimize.minimize(
            lambda p: float(surface.value(*p)),
            (a.x + 0.02, a.y - 0.02),
            jac=lambda p: np.array(surface.gradient(*p)),
        )
        np.testing.assert_allclose((a.x, a.y), found.x, atol=1e-5)
        assert a.height == pytest.approx(found.fun)
        bend = np.linalg.eigvalsh(np.array(surface.hessian(*found.x))[[[0, 1], [1, 2]]])
        assert (a.ground is PointKind.MINIMUM) == (bend[0] > 0)
    spots = np.array([(a.x, a.y) for a in m.attractors])
    apart = np.hypot(*(spots[:, None] - spots[None]).T)
    assert apart[~np.eye(len(spots), dtype=bool)].min() > 0.1


# -- what else walks end in ----------------------------------------------------------------------


def test_a_saddle_holds_whoever_comes_along_its_ridge():
    m = whole(basins(SADDLE, GradientDescent(0.1), 41, 400, domain=(-2, 2, -2, 2)))
    (saddle,) = m.attractors
    assert saddle.ground is PointKind.SADDLE and not saddle.known
    assert np.hypot(saddle.x, saddle.y) < 1e-9
    np.testing.assert_array_equal(m.which == 0, np.tile((m.y == 0)[:, None], 41))
    assert m.diverged[m.y != 0].all()
    assert m.shares.attractors == pytest.approx((100 / 41,))


def test_who_is_under_way_across_a_saddle_does_not_belong_to_it():
    m = whole(basins(SADDLE, GradientDescent(0.1), 4, 20, domain=(-1, 1, -1e-6, 1e-6), near=0.1))
    assert m.attractors == () and m.under_way.all()
    assert np.hypot(*m.ends.reshape(-1, 2).T).max() < 0.1


def hill(x, y):
    return 1 - x**2 - y**2


def hill_gradient(x, y):
    return -2 * x, -2 * y


def hill_hessian(x, y):
    return -2.0, 0.0, -2.0


def level(x, y):
    return 0 * x


def level_gradient(x, y):
    return 0 * x, 0 * y


def level_hessian(x, y):
    return 0.0, 0.0, 0.0


HILL = replace(
    SADDLE, name="hill", f=hill, df=hill_gradient, d2f=hill_hessian, minima=(), minimum=None
)
LEVEL = replace(HILL, name="level", f=level, df=level_gradient, d2f=level_hessian)


def test_a_hilltop_holds_whoever_starts_there():
    m = whole(basins(HILL, GradientDescent(0.1), 3, 50))
    (top,) = m.attractors
    assert top.ground is PointKind.MAXIMUM and (top.x, top.y, top.height) == (0, 0, 1)
    assert m.which.tolist() == [[-1, -1, -1], [-1, 0, -1], [-1, -1, -1]]
    assert m.steps[1, 1] == 1


def test_level_ground_is_one_attractor():
    m = whole(basins(LEVEL, GradientDescent(0.1), 30, 50))
    assert [a.ground for a in m.attractors] == [PointKind.FLAT]
    assert (m.which == 0).all() and (m.steps == 1).all()


def test_whoever_circles_a_minimum_belongs_to_it():
    """Lion's steps are all of one length: it never comes to rest."""
    m = whole(basins(HIMMELBLAU, Lion(0.01), 30, 1500))
    assert (m.which >= 0).all()
    assert (m.outcome == Outcome.BUDGET).all() and (m.steps == -1).all()
    distance = np.linalg.norm(m.ends - np.array(HIMMELBLAU.minima)[m.which], axis=-1)
    assert 0.005 < distance.max() <= m.near
    strict = whole(basins(HIMMELBLAU, Lion(0.01), 30, 1500, near=0.002))
    assert strict.under_way.any() and (strict.which[~strict.under_way] >= 0).all()


def test_too_large_a_rate_diverges():
    m = whole(basins(BOWL, GradientDescent(0.6), 20, 2000))
    assert m.diverged.all() and np.isnan(m.ends).all()
    assert m.shares.diverged == 100 and m.shares.attractors == (0,)


# -- to the step ---------------------------------------------------------------------------------


def oracle(surface, rule, start, steps, tolerance=1e-6):
    """Ends and steps from whole walks, one after the other, by the definition."""
    walk = run(surface, rule, start, steps)
    ends, taken = walk.points[-1].copy(), np.full(len(start), steps)
    for w in range(len(start)):
        path = walk.points[:, w]
        done = ~np.isfinite(path).all(axis=1)
        move = np.hypot(*np.diff(path, axis=0).T)
        done[1:] |= (move < tolerance) & (walk.gradient_norms[:-1, w] < tolerance)
        for look in [*range(STRIDE, steps, STRIDE), steps]:
            if done[look]:
                begin = look - STRIDE if look % STRIDE == 0 else look - look % STRIDE
                while look - 1 > begin and done[look - 1]:
                    look -= 1
                ends[w], taken[w] = path[look], look
                break
    return ends, taken


@pytest.mark.parametrize(
    "surface, rule, steps",
    [
        (HIMMELBLAU, GradientDescent(0.01), 110),
        (HIMMELBLAU, GradientDescent(0.05), 60),  # some are lost
        (HIMMELBLAU, Momentum(0.003, 0.8), 260),
        (BOWL, Momentum(0.1, 0.5), 100),
        (BOWL, Momentum(0.1, 0.5, dampening=0.1), 100),
        (BOWL, Adam(0.3, 0.5), 400),
        (HIMMELBLAU, Nesterov(0.003, 0.8), 260),
        (BOWL, Branching(0.2), 160),
    ],
    ids=lambda x: getattr(x, "name", None),
)
@pytest.mark.parametrize("block", [16, 64, 16_000])
def test_ends_and_steps_are_those_of_the_very_step(surface, rule, steps, block, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", block)
    start = starts(surface, 150)
    there = arrive(surface, rule, start, steps, exact=True)
    loose = arrive(surface, rule, start, steps)
    ends, taken = oracle(surface, rule, start, steps)
    np.testing.assert_array_equal(there.outcome, loose.outcome)
    early = taken < steps
    assert early.sum() > 20
    lost = loose.outcome == Outcome.DIVERGED
    np.testing.assert_array_equal(there.evaluations[~lost], taken[~lost])
    # `run` cuts a walk off where its height is not finite, a step or two before its place is not.
    beyond = there.evaluations[lost] - taken[lost]
    assert (beyond >= 0).all() and (beyond <= 2).all()
    np.testing.assert_array_equal(there.points[np.isfinite(ends)], ends[np.isfinite(ends)])


def test_a_map_is_its_single_walks():
    m = basins(HIMMELBLAU, Adam(0.2), 15, 400)
    for i, j in ((0, 0), (3, 11), (14, 14), (7, 2)):
        there = arrive(HIMMELBLAU, Adam(0.2), (m.x[j], m.y[i]), 400, exact=True)
        np.testing.assert_array_equal(m.ends[i, j], there.points)
        if there.outcome == Outcome.CONVERGED:
            assert m.steps[i, j] == there.evaluations


def test_the_grid_reaches_from_border_to_border():
    m = basins(HIMMELBLAU, Adam(0.2), 5, 0, domain=(-1, 3, 10, 12))
    np.testing.assert_array_equal(m.x, [-1, 0, 1, 2, 3])
    np.testing.assert_array_equal(m.y, [10, 10.5, 11, 11.5, 12])
    np.testing.assert_array_equal(m.ends[2, 4], (3, 11))
    d = HIMMELBLAU.domain
    m = basins(HIMMELBLAU, Adam(0.2), 2, 0)
    assert (*m.x, *m.y) == (d.x_min, d.x_max, d.y_min, d.y_max)


def test_a_rule_that_cannot_be_recorded():
    m = whole(basins(BOWL, Branching(0.2), 10, 400))
    assert (m.which == 0).all()


@pytest.mark.parametrize(
    "options, message",
    [
        ({"resolution": 1}, r"resolution must be a whole number in \[2, 10000\], got 1"),
        ({"resolution": 20_000}, r"resolution must be a whole number in \[2, 10000\], got 20000"),
        ({"resolution": 2.5}, "resolution must be a whole number"),
        ({"resolution": True}, "resolution must be a whole number"),
        ({"steps": -1}, r"steps must lie in \[0, 1000000\], got -1"),
        ({"steps": 1.5}, "steps must be a whole number, got 1.5"),
        ({"domain": (0, 1, 2)}, r"domain must be x_min, x_max, y_min, y_max, got \(0, 1, 2\)"),
        ({"domain": "here"}, "domain must be x_min, x_max, y_min, y_max, got 'here'"),
        ({"domain": (1, 0, 2, 3)}, "domain must be finite with x_min < x_max and y_min < y_max"),
        ({"domain": (0, 1, 2, np.inf)}, "domain must be finite"),
        ({"domain": (0, np.nan, 2, 3)}, "domain must be finite"),
        ({"domain": (-1e308, 1e308, 2, 3)}, "domain must be finite"),
        ({"near": 0}, r"near must lie in \[0.00141421, 14.1421\], got 0"),
        ({"near": 100}, r"near must lie in \[0.00141421, 14.1421\], got 100"),
        ({"tolerance": 0}, "tolerance must be a positive number, got 0"),
        ({"tolerance": np.nan}, "tolerance must be a positive number, got nan"),
        ({"optimizer": Adam(np.array([0.1]))}, "adam takes one learning_rate, got an array"),
    ],
)
def test_what_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        basins(**{"surface": HIMMELBLAU, "optimizer": Adam(0.1), **options})
