"""Newton, BFGS and L-BFGS: against SciPy, hand-computed paths, and a ground that counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize

import optimizers
import surfaces
from engine import (
    FAR,
    Outcome,
    arrive,
    basins,
    quadratic_models,
    race,
    run,
    steps_to,
    sweep,
    sweep_ends,
    teaching_rate,
)
from engine.drive.oracle import Oracle
from optimizers import FIRST_ORDER, OPTIMIZERS, Optimizer
from optimizers.line_search import ARMIJO, LEVEL, search
from optimizers.oracles import Scipy
from surfaces import Surface

SECOND_ORDER = [rule for rule in OPTIMIZERS if rule not in FIRST_ORDER]
Newton, BFGS, LBFGS = (optimizers.by_name(name) for name in ("newton", "bfgs", "lbfgs"))
BOWL, ROSENBROCK, HIMMELBLAU, BEALE, ACKLEY, SADDLE = (
    surfaces.by_name(name)
    for name in ("bowl", "rosenbrock", "himmelblau", "beale", "ackley", "saddle")
)
every_rule = pytest.mark.parametrize("rule", SECOND_ORDER, ids=lambda rule: rule.name)
# Those that learn the curvature, and do so as a method of SciPy.
LEARNERS = [rule for rule in SECOND_ORDER if isinstance(vars(rule).get("oracle"), Scipy)]
every_learner = pytest.mark.parametrize("rule", LEARNERS, ids=lambda rule: rule.name)
every_surface = pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda s: s.name)


def around(surface: Surface, count: int, seed: int = 1) -> np.ndarray:
    """The surface's own start and random places of its map."""
    d = surface.domain
    rng = np.random.default_rng(seed)
    others = rng.uniform((d.x_min, d.y_min), (d.x_max, d.y_max), (count - 1, 2))
    return np.vstack([surface.start, others])


def first_flat(walk: Any, tolerance: float = 1e-6) -> np.ndarray:
    """The first row in which the gradient is shorter than the tolerance, -1 if none is."""
    flat = walk.gradient_norms < tolerance
    return np.where(flat.any(axis=0), flat.argmax(axis=0), -1)


def test_who_they_are() -> None:
    assert {Newton, BFGS, LBFGS} <= {*SECOND_ORDER}
    assert {rule.needs for rule in SECOND_ORDER} <= {"hessian", "probe"}
    assert {BFGS, LBFGS} <= {*LEARNERS} and Newton not in LEARNERS
    assert all(rule.needs == "gradient" for rule in FIRST_ORDER)


# -- Newton's paths ------------------------------------------------------------------------------


def test_newton_on_rosenbrock() -> None:
    """Its first five steps are in the rule itself, and test_parity.py holds it to them."""
    points = run(ROSENBROCK, Newton(), (-1.2, 1.0), 7).points
    np.testing.assert_allclose(points[6:], 1.0, atol=1e-11)
    assert run(ROSENBROCK, Newton(), (-1.2, 1.0), 2).heights[-1] == pytest.approx(1411.8, abs=0.1)


@pytest.mark.parametrize(
    "name, start, end",
    [
        ("beale", (1, 1.5), (0, 1)),  # a saddle
        ("himmelblau", (-0.3, -0.9), (-0.2708446, -0.9230386)),  # a maximum
        ("saddle", (1, 1e-3), (0, 0)),
    ],
)
def test_newton_goes_to_any_level_place(name: str, start: Any, end: Any) -> None:
    surface = surfaces.by_name(name)
    walk = run(surface, Newton(), start, 50)
    np.testing.assert_allclose(walk.points[-1], end, atol=5e-8)
    assert walk.outcome == Outcome.CONVERGED
    fxx, fxy, fyy = surface.hessian(*walk.points[-1])
    assert np.linalg.eigvalsh([[fxx, fxy], [fxy, fyy]])[0] < 0


def test_newton_flies_off_on_the_posts_function() -> None:
    points = run(surfaces.by_name("blog"), Newton(), (1.5, 0.5), 2).points
    np.testing.assert_allclose(points[-1], (212.8, 247.5), atol=0.05)


QUADRATIC = ("bowl", "sphere", "booth", "matyas", "rotated_bowl")


@pytest.mark.parametrize("name", QUADRATIC)
def test_newton_solves_a_quadratic_in_one_step(name: str) -> None:
    surface = surfaces.by_name(name)
    walk = run(surface, Newton(), around(surface, 30), 1)
    (minimum,) = surface.minima
    np.testing.assert_allclose(walk.points[-1], np.broadcast_to(minimum, (30, 2)), atol=1e-13)


def test_the_step_factor_is_the_part_that_is_gone() -> None:
    half = run(BOWL, Newton(learning_rate=0.5), (-4.0, 3.0), 3).points
    np.testing.assert_allclose(half, np.outer([1, 0.5, 0.25, 0.125], (-4.0, 3.0)), rtol=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_newton_does_not_care_how_the_map_is_drawn(seed: int) -> None:
    """Its walk on f(Au + b) is, seen through A, its walk on f; gradient descent's is not."""
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2)
    bent = transformed(ROSENBROCK, a, b)
    start = np.array([-1.2, 1.0])
    away = np.linalg.solve(a, start - b)
    for rule, steps, alike in ((Newton(), 7, True), (FIRST_ORDER[0](), 7, False)):
        straight = run(ROSENBROCK, rule, start, steps).points
        there = run(bent, rule, away, steps).points @ a.T + b
        assert np.allclose(there, straight, atol=1e-7) == alike


def transformed(surface: Surface, a: np.ndarray, b: np.ndarray) -> Surface:
    """f(Au + b)."""

    def place(u: Any, v: Any) -> tuple[Any, Any]:
        return a[0, 0] * u + a[0, 1] * v + b[0], a[1, 0] * u + a[1, 1] * v + b[1]

    def df(u: Any, v: Any) -> Any:
        return tuple(np.tensordot(a.T, np.array(surface.gradient(*place(u, v))), 1))

    def d2f(u: Any, v: Any) -> Any:
        xx, xy, yy = surface.hessian(*place(u, v))
        h = np.einsum("ji,jk...,kl->il...", a, np.array([[xx, xy], [xy, yy]]), a)
        return h[0, 0], h[0, 1], h[1, 1]

    return replace(surface, f=lambda u, v: surface.value(*place(u, v)), df=df, d2f=d2f)


@pytest.mark.parametrize("damping", [1e-3, 1.0, 30.0])
@every_surface
def test_damped_newton_steps_lead_down(surface: Surface, damping: float) -> None:
    walk = run(surface, Newton(damping=damping), around(surface, 20), 3)
    gradients, steps = walk.gradients[:-1], np.diff(walk.points, axis=0)
    there = np.isfinite(gradients).all(axis=-1) & steps.any(axis=-1)
    there &= np.isfinite(steps).all(axis=-1)
    slopes = (gradients * steps).sum(axis=-1)
    assert (slopes[there] < 0).all()
    curvatures = np.linalg.eigvalsh(quadratic_models(walk).hessians[there])
    assert (curvatures[:, 0] >= damping - 1e-14 * curvatures[:, 1]).all()


def test_damping_leaves_a_saddle_and_becomes_gradient_descent() -> None:
    damped = run(BEALE, Newton(damping=0.1), (1, 1.5), 100)
    assert damped.heights[-1] < 14.0
    strong = run(HIMMELBLAU, Newton(damping=1e7), (1.0, 1.0), 5).points
    plain = run(HIMMELBLAU, FIRST_ORDER[0](learning_rate=1e-7), (1.0, 1.0), 5).points
    np.testing.assert_allclose(strong, plain, atol=1e-12)


def test_newton_without_any_curvature() -> None:
    """Level ground is rest; a slope without curvature has its centre at infinity."""
    monkey = surfaces.by_name("monkey_saddle")
    assert run(monkey, Newton(), (0.0, 0.0), 5).outcome == Outcome.CONVERGED
    slope = replace(BOWL, f=lambda x, y: x, df=lambda x, y: (1, 0), d2f=lambda x, y: (0, 0, 0))
    assert run(slope, Newton(), (0.0, 0.0), 5).outcome == Outcome.DIVERGED
    # Far out on Easom everything underflows to 0.
    assert run(surfaces.by_name("easom"), Newton(), (-40.0, -40.0), 5).outcome == "converged"


# -- the line search -----------------------------------------------------------------------------


def probed(surface: Surface) -> Callable[..., Any]:
    def probe(points: np.ndarray, who: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        assert points.shape == (len(who), 2)
        return surface.value(*points.T), np.stack(surface.gradient(*points.T), axis=-1)

    return probe


@pytest.mark.parametrize("first", [1e-3, 1.0, 30.0])
@pytest.mark.parametrize("name", ["bowl", "rosenbrock", "himmelblau", "branin", "levy13", "easom"])
def test_steps_meet_the_strong_wolfe_conditions(name: str, first: float) -> None:
    surface = surfaces.by_name(name)
    theta = around(surface, 200)
    grad = np.stack(surface.gradient(*theta.T), axis=-1)
    turned = np.random.default_rng(2).uniform(-1.2, 1.2, 200)  # from steepest descent, radians
    cos, sin = np.cos(turned), np.sin(turned)
    unit = -grad / np.hypot(*grad.T)[:, None]
    direction = np.stack([cos * unit[:, 0] - sin * unit[:, 1], sin * unit[:, 0] + cos * unit[:, 1]])
    direction = direction.T
    delta = search(probed(surface), theta, grad, direction, first)
    length = (delta * direction).sum(axis=-1)
    np.testing.assert_allclose(delta, length[:, None] * direction, atol=1e-12)
    slope = (grad * direction).sum(axis=-1)
    after = (np.stack(surface.gradient(*(theta + delta).T), axis=-1) * direction).sum(axis=-1)
    fall = surface.value(*(theta + delta).T) - surface.value(*theta.T)
    steep = np.hypot(*grad.T) > 1e-8  # elsewhere, as on Easom's plain, there is nothing to find
    assert steep.sum() > 5 and (length[steep] > 0).all()
    noise = 1e-13 * np.abs(surface.value(*theta.T))
    assert (fall <= ARMIJO * length * slope + noise)[steep].all()
    assert (np.abs(after) <= LEVEL * np.abs(slope))[steep].all()


def test_a_search_that_cannot_go_down_stays() -> None:
    theta, grad = np.array([[1.0, 1.0]] * 4), np.array([[2.0, 4.0]] * 4)
    direction = np.array([[2.0, 4.0], [0.0, 0.0], [np.nan, 1.0], [-1e-18, -1e-18]])
    assert not search(probed(BOWL), theta, grad, direction, 1.0).any()
    assert not search(probed(BOWL), theta, grad, -grad, 0.0).any()


def test_a_line_without_an_end_is_left_after_some_probes() -> None:
    slope = replace(BOWL, f=lambda x, y: x - y, df=lambda x, y: (1, -1))
    delta = search(probed(slope), np.zeros(2), np.array([1.0, -1.0]), np.array([-1.0, 1.0]), 1.0)
    assert delta[0] == -delta[1] and delta[1] > FAR


def test_a_search_comes_back_from_where_f_is_not_finite() -> None:
    wall = replace(BOWL, f=lambda x, y: np.where(x < 3, x * x + 2 * y * y, np.inf))
    delta = search(probed(wall), np.array([-1.0, 0]), np.array([-2.0, 0]), np.array([1.0, 0]), 50.0)
    assert 0 < delta[0] < 2


# -- against SciPy -------------------------------------------------------------------------------

SMOOTH = (
    "bowl blog rosenbrock himmelblau three_hump_camel beale sphere booth matyas dixon_price "
    "six_hump_camel styblinski_tang branin mccormick goldstein_price griewank"
).split()


ONE_MINIMUM = (*QUADRATIC, "blog", "rosenbrock", "beale")


def theirs(surface: Surface, start: Any, method: str) -> Any:
    options = {"gtol": 1e-6} | ({"ftol": 0.0} if method == "L-BFGS-B" else {})
    return minimize(
        lambda p: float(surface.value(*p)),
        start,
        jac=lambda p: np.array(surface.gradient(*p)),
        method=method,
        options=options,
    )


@pytest.mark.parametrize("name", SMOOTH)
@every_learner
def test_as_many_steps_as_scipy_to_the_same_place(rule: type[Optimizer], name: str) -> None:
    surface = surfaces.by_name(name)
    start = around(surface, 8)
    walk = run(surface, rule(), start, 300)
    ours, wanted, alike = first_flat(walk), [], []
    for i, place in enumerate(start):
        there = theirs(surface, place, rule.oracle.method)
        # On Beale some walks follow the valley to infinity, in both.
        arrived = np.hypot(*surface.gradient(*there.x)) < 1e-5 and np.hypot(*there.x) < 100
        wanted.append(there.nit if arrived else -1)
        alike.append(np.allclose(there.x, walk.points[-1, i], atol=1e-4))
    both = (ours >= 0) & (np.array(wanted) >= 0)
    assert both.sum() >= 4
    total, scipys = ours[both].sum(), np.array(wanted)[both].sum()
    assert total <= 1.5 * scipys
    # Where there are several minima a first step of another length may lead to another one.
    assert np.mean(np.array(alike)[both]) >= (1.0 if name in ONE_MINIMUM else 0.5)


@pytest.mark.parametrize("name", SMOOTH)
@every_learner
def test_they_end_in_minima(rule: type[Optimizer], name: str) -> None:
    surface = surfaces.by_name(name)
    walk = run(surface, rule(), around(surface, 20), 300)
    ends = walk.points[-1][walk.outcome == Outcome.CONVERGED]
    assert len(ends) >= 8
    xx, xy, yy = surface.hessian(*ends.T)
    matrices = np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -1)
    assert (np.linalg.eigvalsh(matrices) > -1e-6).all()
    assert (np.diff(walk.heights, axis=0) <= 1e-13 * (1 + np.abs(walk.heights[:-1]))).all()


# -- BFGS by the book ----------------------------------------------------------------------------


def test_bfgs_matrices_are_those_of_the_formula() -> None:
    """H from the points and gradients of the walk alone, written as in the book."""
    walk = run(ROSENBROCK, BFGS(), (-1.2, 1.0), 12)
    models, h = quadratic_models(walk), np.eye(2)
    for k in range(12):
        if k:
            s, y = np.diff(walk.points, axis=0)[k - 1], np.diff(walk.gradients, axis=0)[k - 1]
            assert y @ s > 0
            if k == 1:
                h = (y @ s) / (y @ y) * np.eye(2)
            v = np.eye(2) - np.outer(s, y) / (y @ s)
            h = v @ h @ v.T + np.outer(s, s) / (y @ s)
            np.testing.assert_allclose(h @ y, s, rtol=1e-9, atol=1e-12)  # the secant equation
        np.testing.assert_allclose(models.hessians[k], np.linalg.inv(h), rtol=1e-7)
        np.testing.assert_allclose(models.centres[k], walk.points[k] - h @ walk.gradients[k])


def test_lbfgs_matrices_are_bfgs_updates_of_the_last_pairs() -> None:
    walk = run(ROSENBROCK, LBFGS(memory=3), (-1.2, 1.0), 12)
    models = quadratic_models(walk)
    s, y = np.diff(walk.points, axis=0), np.diff(walk.gradients, axis=0)
    for k in range(1, 12):
        h = (s[k - 1] @ y[k - 1]) / (y[k - 1] @ y[k - 1]) * np.eye(2)
        for i in range(max(0, k - 3), k):
            v = np.eye(2) - np.outer(s[i], y[i]) / (y[i] @ s[i])
            h = v @ h @ v.T + np.outer(s[i], s[i]) / (y[i] @ s[i])
        np.testing.assert_allclose(models.centres[k], walk.points[k] - h @ walk.gradients[k])
        np.testing.assert_allclose(models.hessians[k], np.linalg.inv(h), rtol=1e-6)


@every_learner
def test_the_learned_curvature_becomes_the_true_one(rule: type[Optimizer]) -> None:
    models = quadratic_models(run(ROSENBROCK, rule(), (-1.2, 1.0), 60))
    fxx, fxy, fyy = ROSENBROCK.hessian(1.0, 1.0)
    np.testing.assert_allclose(models.hessians[-1], [[fxx, fxy], [fxy, fyy]], rtol=0.05)


@every_learner
def test_the_first_step_tries_the_length_eta(rule: type[Optimizer]) -> None:
    for eta in (0.01, 0.1, 1.0):
        walk = run(BOWL, rule(learning_rate=eta), (-4.0, 3.0), 1)
        doublings = np.log2(walk.step_lengths[1] / eta)
        assert doublings == pytest.approx(round(doublings), abs=1e-9)
        assert eta < 1 or doublings == 0


def test_memory_is_a_whole_number() -> None:
    message = "lbfgs: memory must be a whole number from 1 to 100, got 2.5"
    with pytest.raises(ValueError, match=message):
        LBFGS(memory=2.5)
    for wrong in (0, 101, np.array([1.0, 1.5]), "2", True):
        with pytest.raises(ValueError, match="memory"):
            LBFGS(memory=wrong)


# -- models --------------------------------------------------------------------------------------


@every_rule
@pytest.mark.parametrize("axes", [(), (3,), (2, 2)], ids=str)
def test_models_touch_the_ground(rule: type[Optimizer], axes: tuple[int, ...]) -> None:
    start = around(HIMMELBLAU, 12)[3 : 3 + int(np.prod(axes))].reshape(*axes, 2)
    walk = run(HIMMELBLAU, rule(), start, 9)
    models = quadratic_models(walk)
    assert models.hessians.shape == (9, *axes, 2, 2)
    np.testing.assert_array_equal(models.points, walk.points[:-1])
    np.testing.assert_array_equal(models.heights, walk.heights[:-1])
    np.testing.assert_allclose(models.hessians, np.swapaxes(models.hessians, -1, -2), rtol=1e-6)
    # The centre is where the model's gradient g + B p is 0.
    jump = (models.centres - models.points)[..., None]
    level = models.gradients + (models.hessians @ jump)[..., 0]
    scale = 1 + np.abs(models.gradients)
    assert (np.abs(level) <= 1e-6 * scale)[: first_flat(walk).min()].all()


def test_newtons_model_is_the_ground_to_second_order() -> None:
    models = quadratic_models(run(BEALE, Newton(), (1.0, 1.5), 3))
    for k in range(3):
        numeric = approx_fprime(models.points[k], lambda p: np.array(BEALE.gradient(*p)), 1e-7)
        np.testing.assert_allclose(models.hessians[k], numeric, atol=1e-4)


def test_a_rule_without_a_model_says_so() -> None:
    with pytest.raises(ValueError, match="quadratic_models: adam has no model of the ground"):
        quadratic_models(run(BOWL, optimizers.by_name("adam")(), (1, 1), 2))


def test_models_of_a_lost_walk_are_nan() -> None:
    blog = surfaces.by_name("blog")
    cliff = replace(blog, f=lambda x, y: np.where(y > 0.6, np.inf, blog.f(x, y)))
    walk = run(cliff, Newton(), (1.5, 0.5), 4)
    assert walk.outcome == Outcome.DIVERGED
    assert np.isfinite(quadratic_models(walk).hessians[0]).all()
    assert np.isnan(quadratic_models(walk).hessians[1:]).all()


# -- counting ------------------------------------------------------------------------------------


class Counting:
    """A surface that counts how many places f, ∇f and ∇²f were computed at during the walk."""

    def __init__(self, surface: Surface) -> None:
        self.count = 0
        self.surface = replace(
            surface,
            f=self.counted(surface.f),
            df=self.counted(surface.df),
            d2f=self.counted(surface.d2f),
        )

    def counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def count(x: Any, y: Any) -> Any:
            self.count += np.size(x)
            return function(x, y)

        return count


@pytest.mark.parametrize("name", ["bowl", "rosenbrock", "himmelblau", "styblinski_tang"])
@every_rule
def test_every_evaluation_is_counted(rule: type[Optimizer], name: str) -> None:
    ground = Counting(surfaces.by_name(name))
    start = around(ground.surface, 9)
    for places in (start[0], start):
        ground.count = 0
        walk = run(ground.surface, rule(), places, 80)
        judged = 2 * walk.heights.size  # f and ∇f of every row, for the picture alone
        assert np.sum(walk.evaluations) == ground.count - judged
        ground.count = 0
        there = arrive(ground.surface, rule(), places, 80, tolerance=None)
        judged = 2 * there.outcome.size
        assert np.sum(there.evaluations) == ground.count - judged
        np.testing.assert_array_equal(there.evaluations, walk.evaluations)


def test_how_many_evaluations_a_step_takes() -> None:
    assert run(BOWL, Newton(), (-4.0, 3.0), 1).evaluations == 2  # ∇f and ∇²f
    assert run(ROSENBROCK, Newton(), (-1.2, 1.0), 5).evaluations == 10
    # f and ∇f at the start and at the place that is accepted at once.
    assert run(BOWL, BFGS(), (-4.0, 3.0), 1).evaluations == 4
    assert run(BOWL, BFGS(), (-4.0, 3.0), 0).evaluations == 0


def test_a_place_is_not_measured_twice() -> None:
    counting = Counting(BOWL)
    ground = Oracle(counting.surface, 3, 2)
    places = around(BOWL, 3)
    values, grads = ground.probe(places, np.arange(3))
    again = ground.probe(places[[2, 0]], np.array([2, 0]))
    np.testing.assert_array_equal(again[0], values[[2, 0]])
    np.testing.assert_array_equal(again[1], grads[[2, 0]])
    assert counting.count == 6 and (ground.evaluations == 2).all()


# -- many walkers --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bowl", "rosenbrock", "himmelblau", "ackley", "branin"])
@every_rule
def test_a_batch_equals_its_singles(rule: type[Optimizer], name: str) -> None:
    surface = surfaces.by_name(name)
    start = around(surface, 12).reshape(3, 4, 2)
    together = run(surface, rule(), start, 25)
    for place in np.ndindex(3, 4):
        alone = run(surface, rule(), start[place], 25)
        np.testing.assert_allclose(together.points[:, *place], alone.points, atol=1e-9, rtol=1e-9)


@pytest.mark.parametrize(
    "rule, field, values",
    [
        (Newton, "learning_rate", [0.1, 0.5, 1.0, 1.5]),
        (Newton, "damping", [0.0, 0.1, 1.0, 100.0]),
        (BFGS, "learning_rate", [0.01, 0.3, 1.0, 5.0]),
        (LBFGS, "memory", [1, 2, 5, 17]),
    ],
)
def test_a_sweep_is_its_single_runs(rule: type[Optimizer], field: str, values: list[float]) -> None:
    swept = run(HIMMELBLAU, rule(**{field: np.array(values)}), (-1.0, 1.0), 20)
    for i, value in enumerate(values):
        alone = run(HIMMELBLAU, rule(**{field: value}), (-1.0, 1.0), 20)
        np.testing.assert_allclose(swept.points[:, i], alone.points, atol=1e-10)
        assert swept.evaluations[i] == alone.evaluations


@every_rule
def test_one_arrives_where_one_runs_to(rule: type[Optimizer]) -> None:
    start = around(ROSENBROCK, 50)
    start[::9] = np.nan
    walk = run(ROSENBROCK, rule(), start, 60)
    there = arrive(ROSENBROCK, rule(), start, 60, tolerance=None)
    np.testing.assert_array_equal(there.points, walk.points[-1])
    assert (there.outcome[np.isnan(start).any(axis=1)] == Outcome.DIVERGED).all()
    soon = arrive(ROSENBROCK, rule(), start, 60)
    np.testing.assert_array_equal(soon.outcome, walk.outcome)
    np.testing.assert_allclose(soon.points, walk.points[-1], atol=1e-5)
    assert (soon.evaluations <= walk.evaluations).all()


@every_rule
def test_maps_and_sweeps_take_them(rule: type[Optimizer]) -> None:
    chart = basins(HIMMELBLAU, rule(), 20, 60)
    starts = np.stack(np.meshgrid(chart.x, chart.y), axis=-1)
    walks = run(HIMMELBLAU, rule(), starts, 60)
    assert (chart.steps >= 0).mean() > 0.95
    arrived = np.argwhere(chart.steps >= 0)
    for i, j in arrived[:: len(arrived) // 40]:
        assert walks.gradient_norms[chart.steps[i, j] - 1, i, j] < 1e-6
        np.testing.assert_allclose(chart.ends[i, j], walks.points[-1, i, j], atol=1e-5)
    rates = np.array([0.1, 0.5, 1.0])
    walk = sweep(HIMMELBLAU, rule, rates, starts[3, 3], 40)
    there = sweep_ends(HIMMELBLAU, rule, rates, starts[3, 3], 40, near=1e-6)
    np.testing.assert_array_equal(there.points, walk.points[-1])
    np.testing.assert_array_equal(there.steps, steps_to(walk, 1e-6))
    assert there.steps[-1] >= 0 or rule is Newton


@every_rule
@every_surface
def test_nothing_happens_after_the_end_of_a_walk(rule: type[Optimizer], surface: Surface) -> None:
    """No NaN, no warning (they are errors here), and those who have arrived stay."""
    walk = run(surface, rule(), around(surface, 40), 300)
    arrived = walk.outcome == Outcome.CONVERGED
    assert np.isfinite(walk.points[:, arrived]).all()
    flat = np.array([walk.gradient_norms[row, i] for i, row in enumerate(first_flat(walk))])
    near = walk.gradient_norms[-1] <= np.maximum(1e-5, flat)
    assert near[arrived].all()
    lost = walk.last < 300
    assert (walk.outcome[lost] == Outcome.DIVERGED).all()


@every_rule
def test_a_run_is_a_pure_function(rule: type[Optimizer]) -> None:
    start = around(HIMMELBLAU, 5)
    start.flags.writeable = False
    first = run(HIMMELBLAU, rule(), start, 30)
    kept = first.points.copy()
    arrive(ROSENBROCK, rule(), start, 30)
    np.testing.assert_array_equal(run(HIMMELBLAU, rule(), start, 30).points, kept)
    np.testing.assert_array_equal(first.points, kept)


def test_they_race_with_the_others() -> None:
    rules = [rule() for rule in OPTIMIZERS]
    for walk, rule in zip(race(BOWL, rules, (-4.0, 3.0), 20), rules, strict=True):
        np.testing.assert_array_equal(walk.points, run(BOWL, rule, (-4.0, 3.0), 20).points)


@every_rule
@every_surface
def test_their_teaching_rate_is_their_own_scale(rule: type[Optimizer], surface: Surface) -> None:
    assert teaching_rate(surface, rule) == 1.0
