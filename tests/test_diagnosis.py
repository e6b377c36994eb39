"""Diagnoses: known ends with their reasons, each known from somewhere else.

Every row of `ENDS` says in its last column how the verdict is known without the engine: from a
published point, from the arithmetic of the rule, or from the theory of stability.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from scipy import optimize

import optimizers
import surfaces
from engine import Trajectory, Verdict, convergence, curvature, diagnose, race, run, teaching_rate
from engine.analysis import continuation
from engine.analysis.linear import linear
from engine.plane import remedy

V = Verdict


@dataclass(frozen=True)
class End:
    """A walk and how it ends."""

    surface: str
    rule: str
    settings: dict[str, float]
    start: tuple[float, float]
    steps: int
    verdict: Verdict
    because: str

    def walk(self) -> Trajectory:
        name, *arguments = self.surface.split(":")
        surface = surfaces.by_name(name, *map(float, arguments))
        return run(surface, optimizers.by_name(self.rule)(**self.settings), self.start, self.steps)


RESTING = (V.GLOBAL_MINIMUM, V.LOCAL_MINIMUM, V.SADDLE, V.MAXIMUM, V.LEVEL)


def eta(value: float, **others: float) -> dict[str, float]:
    return {"learning_rate": value, **others}


GD = "gradient_descent"
ENDS = [
    # -- at rest at a global minimum
    End("bowl", GD, eta(0.1), (-4, 3), 300, V.GLOBAL_MINIMUM, "(0, 0), exact: |1 − ηλ| ≤ 0.8"),
    End("bowl", "momentum", eta(0.02), (-4, 3), 500, V.GLOBAL_MINIMUM, "(0, 0); ρ = √0.9"),
    End("bowl", "nesterov", eta(0.02), (-4, 3), 400, V.GLOBAL_MINIMUM, "(0, 0), convex"),
    End("bowl", "adagrad", eta(1.0), (-4, 3), 400, V.GLOBAL_MINIMUM, "(0, 0), convex"),
    End("booth", GD, eta(0.05), (-8, 5), 400, V.GLOBAL_MINIMUM, "(1, 3): λ = 2 and 18"),
    End("matyas", GD, eta(1.0), (-9, -3), 800, V.GLOBAL_MINIMUM, "(0, 0): λ = 0.04 and 1"),
    End("rosenbrock", GD, eta(1e-3), (1.1, 1.2), 60000, V.GLOBAL_MINIMUM, "(1, 1), published"),
    End("himmelblau", GD, eta(0.005), (2, 2), 400, V.GLOBAL_MINIMUM, "(3, 2), published"),
    End("beale", GD, eta(0.01), (2.5, 0.3), 8000, V.GLOBAL_MINIMUM, "(3, 0.5), published"),
    End("easom", GD, eta(0.3), (3.0, 3.4), 300, V.GLOBAL_MINIMUM, "(π, π), published"),
    End("blog", "adam", eta(0.02), (0.5, 5.8), 5000, V.GLOBAL_MINIMUM, "only stationary point"),
    End("styblinski_tang", GD, eta(0.01), (-3, -3), 300, V.GLOBAL_MINIMUM, "−2.9035 twice"),
    # -- at rest at a local minimum
    End("three_hump_camel", GD, eta(0.05), (-1.8, 1.2), 600, V.LOCAL_MINIMUM, "∓(1.7476, −0.8738)"),
    End("styblinski_tang", GD, eta(0.01), (4.5, 0.8), 300, V.LOCAL_MINIMUM, "(2.7468, 2.7468)"),
    End("rastrigin", GD, eta(0.002), (-3.6, 2.3), 300, V.LOCAL_MINIMUM, "a cup off the origin"),
    End("six_hump_camel", GD, eta(0.02), (-1.7, 0.7), 600, V.LOCAL_MINIMUM, "(−1.7036, 0.7961)"),
    # -- at rest at a saddle
    End("saddle", GD, eta(0.1), (1, 0), 300, V.SADDLE, "y = 0 stays 0, x shrinks by 0.8"),
    End("dixon_price", GD, eta(0.05), (0.5, 0), 600, V.SADDLE, "(1/3, 0): f = 3x² − 2x + 1 there"),
    End("beale", GD, eta(0.01), (0, 1), 10, V.SADDLE, "(0, 1), published; the gradient is 0"),
    End("saddle", "momentum", eta(0.1), (1, 0), 600, V.SADDLE, "y = 0 stays 0"),
    # -- at rest at a maximum
    End("himmelblau", GD, eta(1e-3), (-0.27084459, -0.92303856), 1, V.MAXIMUM, "published top"),
    # -- level to second order
    End("monkey_saddle", GD, eta(0.5), (0.5, 0), 4000, V.LEVEL, "at 0 the Hessian is 0"),
    End("monkey_saddle", GD, eta(0.1), (0, 0), 5, V.LEVEL, "at 0 the Hessian is 0"),
    End("drop_wave", GD, eta(1e-3), (np.pi / 12, 0), 5, V.LEVEL, "a ring of peaks: level along it"),
    # -- on a plateau
    End("easom", GD, eta(0.1), (-1, -1), 300, V.PLATEAU, "|∇f| < 1e-12, f* is 1 below"),
    End("easom", "momentum", eta(0.1), (7, -0.5), 300, V.PLATEAU, "the same plain"),
    End("easom", GD, eta(0.1), (0, 6.5), 300, V.PLATEAU, "the same plain"),
    # -- standing on a slope
    End("booth", GD, eta(0.0), (-8, 5), 50, V.STUCK, "η = 0"),
    End("booth", GD, eta(0.05, weight_decay=0.3), (-8, 5), 800, V.HELD, "∇f = −0.3 θ"),
    # -- circling
    End("bowl", GD, eta(0.5), (-4, 3), 300, V.CIRCLING, "η·4 = 2: y flips for ever"),
    End("sphere", GD, eta(1.0), (2, 1), 300, V.CIRCLING, "η·2 = 2: (x, y) flips for ever"),
    End("bowl", "lion", eta(0.05), (-4, 3), 600, V.CIRCLING, "every step is η long on each axis"),
    End("bowl", "rprop", eta(0.01), (-4, 3), 300, V.CIRCLING, "no step is shorter than Δmin"),
    End("himmelblau", GD, eta(0.026), (3.1, 2.1), 600, V.CIRCLING, "η·82.3 = 2.14 > 2 at (3, 2)"),
    End("sphere", GD, eta(1.0), (-4, 2.5), 300, V.CIRCLING, "η·2 = 2: the two-cycle of the books"),
    End("plateau", GD, eta(9.82), (-5, 3), 300, V.CIRCLING, "r − 2ηr/(1 + r²) keeps below 2η"),
    # -- hovering
    End("booth", "lion", eta(0.1), (-8, 5), 300, V.HOVERING, "every step is 0.1 on each axis"),
    End("booth", "rmsprop", eta(0.1), (-8, 5), 300, V.HOVERING, "its steps are η long: √(0.1²/2)"),
    # -- swinging
    End("bowl", "momentum", eta(0.1, momentum=0.999), (-4, 3), 300, V.SWINGING, "√0.999 a step"),
    # -- too long a step
    End("bowl", GD, eta(0.6), (-4, 3), 300, V.OVERSHOOTING, "η·4 = 2.4 > 2"),
    End("bowl", GD, eta(0.505), (-4, 3), 300, V.OVERSHOOTING, "η·4 = 2.02 > 2, not far yet"),
    End("bowl", "momentum", eta(1.0), (-4, 3), 300, V.OVERSHOOTING, "η·4 = 4 > 2(1 + 0.9)"),
    End("bowl", "nesterov", eta(0.4), (-4, 3), 600, V.OVERSHOOTING, "1.6 > 2·1.9/2.8 = 1.357"),
    End("rotated_bowl:100:30", GD, eta(0.021), (1, 1), 900, V.OVERSHOOTING, "η·100 = 2.1 > 2"),
    End("rosenbrock", GD, eta(0.01), (-1.2, 1), 300, V.OVERSHOOTING, "λmax = 1506 at the start"),
    End("bowl", GD, eta(1.0), (-4, 3), 7, V.OVERSHOOTING, "y is multiplied by −3: 3⁸ = 6561"),
    End("rosenbrock", "radam", eta(0.1), (-1.2, 1), 300, V.EARLY, "0.1·1506 ≫ 2 at the start"),
    End("sphere", "newton", eta(3.0), (2, 1), 40, V.OVERSTEPPING, "x is multiplied by 1 − 3 = −2"),
    # -- Newton's steps are slope/curvature
    End("hinge", "newton", eta(1.0), (0, 0), 300, V.UNBENT, "a sum of planes: its Hessian is 0"),
    End("residual_norm", "newton", eta(1.0), (0, 0), 300, V.UNBENT, "|r| is nearly a cone"),
    End("sigmoid_squares", "newton", eta(1.0), (-0.815, 2.179), 300, V.FADING, "σ″/σ′ → −1"),
    # -- 0/0
    End("sphere", "adam", eta(0.1, epsilon=0.0), (0, 0), 300, V.UNDEFINED, "0/√0 at once"),
    End("saddle", "radam", eta(0.1, epsilon=0.0), (1, 0), 300, V.UNDEFINED, "g_y = 0 for ever"),
    # -- falling without end
    End("saddle", GD, eta(0.1), (1, 1e-3), 300, V.FALLING, "y grows by 1.2, f = −y²"),
    End("monkey_saddle", GD, eta(0.05), (-1, 0.1), 300, V.FALLING, "f = x³ falls without end"),
    # -- still on its way
    End("bowl", GD, eta(0.01), (-4, 3), 150, V.APPROACHING, "x shrinks by 0.98"),
    End("rosenbrock", GD, eta(1e-3), (-1.2, 1), 300, V.CREEPING, "in the valley y = x²"),
    End("rosenbrock", GD, eta(1e-3), (0.3, 0.09), 400, V.CREEPING, "in the valley y = x²"),
    End("saddle", GD, eta(0.005), (1, 1e-3), 300, V.LINGERING, "y = 1e-3·1.01³⁰⁰ = 0.02"),
    End("saddle", GD, eta(0.05), (1, 1e-2), 60, V.DESCENDING, "y = 0.01·1.1⁶⁰ = 3.0"),
    End(
        "himmelblau", GD, eta(1e-5), (-4.5, 4.5), 60, V.DESCENDING, "η·λ ≪ 1: each step leads down"
    ),
    End("bowl", GD, eta(0.01), (-4, 3), 0, V.MOVING, "took no step, and |∇f| = 14.4"),
    End("bowl", "adam", eta(1e7), (-4, 3), 3, V.THROWN, "Adam's first step is η long"),
    End("easom", "adam", eta(0.4329, beta2=0.0), (1.9, 2.3), 10, V.LEAVING, "m/|g| with g → 0"),
    End(
        "easom", "adam", eta(0.4329, beta2=0.0), (1.9, 2.3), 98, V.DIVERGED, "m/|g|, on flat ground"
    ),
    End("bowl", GD, eta(0.1), (1e200, 0), 10, V.NOWHERE, "x² overflows"),
]


def name_of(end: End) -> str:
    return f"{end.surface} {end.rule} {end.settings} {end.start} {end.steps}"


@pytest.mark.parametrize("end", ENDS, ids=name_of)
def test_a_known_end_gets_its_verdict(end: End) -> None:
    assert diagnose(end.walk()).verdict is end.verdict, end.because


def test_the_table_is_long_and_knows_every_verdict() -> None:
    count = Counter(end.verdict for end in ENDS)
    assert len(ENDS) >= 40
    # Only f that a visitor has typed may have no value (tests/test_own_surface.py).
    assert set(count) == set(Verdict) - {Verdict.OFF}


@pytest.mark.parametrize("end", [end for end in ENDS if end.verdict in RESTING], ids=name_of)
def test_what_an_end_is_called_holds_without_the_engine(end: End) -> None:
    """SciPy finds the root of the gradient; the eigenvalues of a difference quotient say what."""
    walk = end.walk()
    found = diagnose(walk)
    assert found.place is not None
    surface = walk.surface

    def slope(point: Any) -> np.ndarray:
        return np.array(surface.gradient(*point))

    def bend(point: Any, h: float = 1e-5) -> np.ndarray:
        columns = [(slope(point + h * e) - slope(point - h * e)) / (2 * h) for e in np.eye(2)]
        return np.array(columns)

    root = optimize.root(slope, walk.points[-1], jac=bend, tol=1e-13)
    np.testing.assert_allclose((found.place.x, found.place.y), root.x, atol=2e-4)
    low, high = np.linalg.eigvalsh((bend(root.x) + bend(root.x).T) / 2)
    np.testing.assert_allclose((found.low, found.high), (low, high), rtol=1e-3, atol=5e-3)
    signs = {
        V.GLOBAL_MINIMUM: low > 0,
        V.LOCAL_MINIMUM: low > 0,
        V.SADDLE: low < 0 < high,
        V.MAXIMUM: high < 0,
        V.LEVEL: min(abs(low), abs(high)) < 5e-3,
    }
    assert signs[end.verdict]
    if end.verdict is V.GLOBAL_MINIMUM:
        assert surface.value(*root.x) == pytest.approx(surface.minimum, abs=1e-8)
    if end.verdict is V.LOCAL_MINIMUM:
        assert surface.value(*root.x) > surface.minimum + 1e-3


# -- theory: the matrices are read off the rules, the formulas below are the books’ ---------------


@pytest.mark.parametrize("rate", [0.01, 0.3, 0.7])
@pytest.mark.parametrize("bend", [-2.0, 0.04, 1.0, 4.0])
def test_factors_are_those_of_the_books(rate: float, bend: float) -> None:
    gd = linear(optimizers.by_name(GD)(learning_rate=rate), rate)
    assert gd.factor(bend) == pytest.approx(1 - rate * bend)
    for mu in (0.0, 0.5, 0.9):
        heavy = linear(optimizers.by_name("momentum")(learning_rate=rate, momentum=mu), rate)
        # θ₊ = (1 + μ − ηλ) θ − μ θ₋ (Polyak 1964)
        roots = np.roots([1, -(1 + mu - rate * bend), mu])
        assert abs(heavy.factor(bend)) == pytest.approx(np.abs(roots).max())
        ahead = linear(optimizers.by_name("nesterov")(learning_rate=rate, momentum=mu), rate)
        # θ₊ = (1 − ηλ)((1 + μ) θ − μ θ₋) for the look-ahead point (Nesterov 1983)
        slow = 1 - rate * bend
        roots = np.roots([1, -slow * (1 + mu), slow * mu])
        assert abs(ahead.factor(bend)) == pytest.approx(np.abs(roots).max())


def test_limits_are_those_of_the_books() -> None:
    def reach(name: str, **settings: float) -> float:
        return linear(optimizers.by_name(name)(learning_rate=0.1, **settings), 0.1).reach

    assert reach(GD) == pytest.approx(2)
    for mu in (0.0, 0.5, 0.9, 0.99):
        assert reach("momentum", momentum=mu) == pytest.approx(2 * (1 + mu))
        assert reach("nesterov", momentum=mu) == pytest.approx(2 * (1 + mu) / (1 + 2 * mu))
    damped = reach("momentum", momentum=0.9, dampening=0.5)
    assert damped == pytest.approx(2 * 1.9 / 0.5)
    decaying = linear(optimizers.by_name(GD)(learning_rate=0.1, weight_decay=0.5), 0.1)
    assert decaying.reach == pytest.approx(2)
    assert decaying.factor(1.0) == pytest.approx(1 - 0.1 * 1.5)


@pytest.mark.parametrize("name", [GD, "momentum", "nesterov"])
def test_runs_on_both_sides_of_the_limit_agree_with_it(name: str) -> None:
    bowl = surfaces.by_name("bowl")
    rule = optimizers.by_name(name)
    limit = linear(rule(learning_rate=0.1), 0.1).reach / 4
    below, above = (
        diagnose(run(bowl, rule(learning_rate=share * limit), (-4, 3), 4000))
        for share in (0.98, 1.02)
    )
    assert below.verdict is V.GLOBAL_MINIMUM
    assert above.verdict is V.OVERSHOOTING
    assert above.sharpness == pytest.approx(1.02 * above.reach)
    assert above.limit == pytest.approx(limit)


@pytest.mark.parametrize("rule", optimizers.OPTIMIZERS, ids=lambda rule: rule.name)
def test_only_linear_rules_are_predicted(rule: Any) -> None:
    expected = rule.name in (GD, "momentum", "nesterov")
    assert (linear(rule(learning_rate=0.01), 0.01) is not None) == expected


@pytest.mark.parametrize("surface", ["bowl", "booth", "matyas", "rotated_bowl:50:20", "sphere"])
@pytest.mark.parametrize("name", [GD, "momentum", "nesterov"])
def test_quadratics_converge_as_predicted(surface: str, name: str) -> None:
    shape, *arguments = surface.split(":")
    ground = surfaces.by_name(shape, *map(float, arguments))
    rule = optimizers.by_name(name)
    reach = linear(rule(learning_rate=0.1), 0.1).reach
    high = float(curvature(ground, 0.0, 0.0).high)
    x, y = ground.minima[0]
    found = diagnose(run(ground, rule(learning_rate=0.4 * reach / high), (x + 1.3, y - 0.7), 500))
    assert found.predicted < 1
    # Gradient descent to all digits; with momentum both directions swing while they shrink.
    assert found.observed == pytest.approx(found.predicted, abs=1e-6 if name == GD else 0.02)


def test_numbers_of_an_overshoot_are_those_of_the_arithmetic() -> None:
    [found] = [
        diagnose(end.walk()) for end in ENDS if end.surface == "bowl" and end.settings == eta(0.6)
    ]
    assert (found.onset, found.low, found.high) == (0, 2, 4)
    assert found.sharpness == pytest.approx(2.4)
    assert found.factor == pytest.approx(-1.4)
    assert found.limit == pytest.approx(0.5)


def test_a_cycle_has_its_period_and_width() -> None:
    walk = run(surfaces.by_name("bowl"), optimizers.by_name(GD)(learning_rate=0.5), (-4, 3), 300)
    found = diagnose(walk)
    assert (found.period, found.width, found.sharpness, found.factor) == (2, 6.0, 2.0, -1.0)


def test_weight_decay_that_holds_a_walk_is_found_where_it_balances() -> None:
    [end] = [end for end in ENDS if end.verdict is V.HELD]
    walk = end.walk()
    np.testing.assert_allclose(walk.gradients[-1], -0.3 * walk.points[-1], atol=1e-8)


# -- everything else that walks ------------------------------------------------------------------


# On the hinge whoever looks at the curvature takes the longest by far.
@pytest.mark.parametrize(
    "surface",
    [
        pytest.param(s, id=s.name, marks=[pytest.mark.slow] if s.name == "hinge" else [])
        for s in surfaces.SURFACES
    ],
)
def test_no_first_picture_is_called_what_it_is_not(surface: surfaces.Surface) -> None:
    for rule in optimizers.OPTIMIZERS:
        walk = run(surface, rule(learning_rate=teaching_rate(surface, rule)), surface.start, 300)
        found = diagnose(walk)
        if found.verdict is V.GLOBAL_MINIMUM:
            assert walk.surface.distance_to_minimum(*walk.points[-1]) < 1e-3
        if found.verdict is V.APPROACHING:
            assert found.after < found.before
        if found.verdict in (V.DESCENDING, V.CREEPING):
            assert walk.heights[-1] < walk.heights[-1 - found.span]
        if found.verdict is V.CIRCLING:
            tail = walk.points[-1 - len(walk.points) // 3 :]
            assert np.ptp(tail, axis=0).max() <= 2 * found.width
        assert found.verdict is not V.OVERSHOOTING
        # Undamped Newton flies off where the ground bends down, as on the plateau.
        assert found.verdict is not V.DIVERGED or rule.name == "newton"


def test_a_contracting_walk_is_never_called_a_cycle() -> None:
    """However slowly it contracts: the flat direction of ever longer troughs."""
    rule = optimizers.by_name(GD)
    for condition in np.geomspace(2, 1000, 12):
        ground = surfaces.by_name("rotated_bowl", float(condition), 30.0)
        for share in (0.5, 0.9, 0.99, 0.999):
            walk = run(ground, rule(learning_rate=2 * share / condition), (1.0, 0.4), 300)
            assert diagnose(walk).verdict not in (V.CIRCLING, V.OVERSHOOTING, V.STUCK)


def test_odd_rules_and_many_walkers() -> None:
    class Odd:
        name = "odd"
        learning_rate = "fast"

    bowl = surfaces.by_name("bowl")
    walk = run(bowl, optimizers.by_name("adam")(), (-4, 3), 50)
    # A rule that nobody knows cannot be asked what it does next.
    found = diagnose(replace(walk, optimizer=NoRate()))
    assert (found.verdict, found.more) == (V.MOVING, None)
    assert (found.before, found.after) == (walk.heights[10:].min(), walk.heights[10:].max())
    assert linear(Odd(), 0.1) is None
    with pytest.raises(ValueError, match=r"one walker at a time, got walkers of shape \(2,\)"):
        diagnose(run(bowl, optimizers.by_name("adam")(), [(1, 1), (2, 2)], 5))


def test_second_order_walks_end_where_their_published_ends_are() -> None:
    """Newton's method is drawn to level ground of every kind (facts of Nocedal, Wright, 3.3)."""
    newton = optimizers.by_name("newton")()
    for surface, start, verdict in (
        ("beale", (1, 1.5), V.SADDLE),
        ("himmelblau", (-0.3, -0.9), V.MAXIMUM),
        ("saddle", (1, 1e-3), V.SADDLE),
        ("bowl", (-4, 3), V.GLOBAL_MINIMUM),
        ("rosenbrock", (-1.2, 1), V.GLOBAL_MINIMUM),
    ):
        found = diagnose(run(surfaces.by_name(surface), newton, start, 60))
        assert found.verdict is verdict, surface
        assert found.predicted is None


def test_a_schedule_counts_with_the_rate_in_force_at_the_end() -> None:
    import schedules

    bowl, rule = surfaces.by_name("bowl"), optimizers.by_name(GD)(learning_rate=0.6)
    fading = schedules.by_name("exponential")(0.98)
    walk = run(bowl, rule, (-4, 3), 300, schedule=fading)
    found = diagnose(walk)
    assert found.rate == pytest.approx(walk.learning_rates[-1])
    assert found.rate < 0.6 / 100
    assert found.sharpness == pytest.approx(4 * found.rate)
    assert found.predicted is None
    assert convergence(walk) is None
    assert convergence(run(bowl, rule, (-4, 3), 100))[0] == pytest.approx(1.4)


class NoRate:
    """A rule of which nothing is known."""

    name = "no_rate"


def test_curvature_is_that_of_numpy() -> None:
    for surface in surfaces.SURFACES:
        x, y = np.random.default_rng(3).uniform(-2, 2, (2, 50))
        found = curvature(surface, x, y)
        xx, xy, yy = surface.hessian(x, y)
        values, axes = np.linalg.eigh(np.moveaxis(np.array([[xx, xy], [xy, yy]]), 2, 0))
        scale = np.abs(values).max()
        np.testing.assert_allclose([found.low, found.high], values.T, atol=1e-12 * scale)
        along = np.cos(found.angle) * axes[:, 0, 1] + np.sin(found.angle) * axes[:, 1, 1]
        clear = values[:, 1] - values[:, 0] > 1e-9 * scale
        np.testing.assert_allclose(np.abs(along[clear]), 1, atol=1e-6)


def test_judging_costs_no_more_than_ten_such_walks_and_nothing_the_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walked: list[int] = []

    def counted(*arguments: Any, **options: Any) -> Trajectory:
        walked.append(arguments[3])
        return run(*arguments, **options)

    monkeypatch.setattr(continuation, "run", counted)
    monkeypatch.setattr(remedy, "run", counted)
    blog = surfaces.by_name("blog")
    rules = [optimizers.by_name(n)(learning_rate=0.0123) for n in (GD, "momentum", "nesterov")]
    rules += [optimizers.by_name(n)(learning_rate=0.123) for n in ("adagrad", "rmsprop", "adam")]
    walks = race(blog, rules, blog.start, 317)
    first = [diagnose(walk) for walk in walks]
    assert len(walked) <= 2 * len(walks) and sum(walked) <= len(walks) * (10 + 1) * 317
    walked.clear()
    again = race(blog, rules, blog.start, 317)
    assert [diagnose(walk) for walk in again] == first and not walked
    long = run(blog, rules[0], blog.start, 5000)
    diagnose(long)
    assert sum(walked) <= 5000 + continuation.MOST + 5000
