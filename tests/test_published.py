"""The post as published: against its own formulas, written out here once more in plain floats."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import sympy

import optimizers
import published
import published.picture
from engine import run
from published import PUBLISHED, RATES, START, TRUE, PublishedAdam, Repair
from published.terrain import SLIPS, df, with_slip
from ui.numbers import per_cent

X, Y = sympy.symbols("x y", real=True)
F = sympy.sympify(
    "2*x**2*y**2/5 + 3*x**2*y/10 + 3*x**2/10 + 3*y**2/10 - x*y**2/4 + 31*x*y/100 - x/5 + 21*y/10"
)
FIELD = (
    sympy.sympify("4*x*y**2/5 + 3*y/5 + 3*x/5 - y/2 + 31*y/100 - 1/5"),
    sympy.sympify("4*x**2*y/5 + 3*x**2/5 + 3*y/5 - x*y/2 + 31*x/100 + 21/10"),
)
FIELD = tuple(part.subs({"x": X, "y": Y}) for part in FIELD)
F = F.subs({"x": X, "y": Y})


def printed_gradient(x: float, y: float) -> tuple[float, float]:
    dx = 0.8 * x * y**2 + 0.6 * y + 0.6 * x - 0.5 * y + 0.31 * y - 0.2
    dy = 0.8 * x**2 * y + 0.6 * x**2 + 0.6 * y - 0.5 * x * y + 0.31 * x + 2.1
    return dx, dy


def true_gradient(x: float, y: float) -> tuple[float, float]:
    dx = 0.8 * x * y**2 + 0.6 * x * y + 0.6 * x - 0.25 * y**2 + 0.31 * y - 0.2
    dy = 0.8 * x**2 * y + 0.3 * x**2 + 0.6 * y - 0.5 * x * y + 0.31 * x + 2.1
    return dx, dy


def by_hand(repair: Repair, updates: int) -> list[tuple[float, float]]:
    """The walk without NumPy, the engine or the house's rules."""
    x, y = 0.5, 5.8
    m, v = [0.0, 0.0], [0.0, 0.0]
    points = [(x, y)]
    gradient = true_gradient if repair.gradient else printed_gradient
    epsilon = 1e-8 if repair.epsilon else -1e-8
    for update in range(1, updates + 1):
        t = update if repair.bias else 1
        moved = []
        for i, (place, slope) in enumerate(zip((x, y), gradient(x, y), strict=True)):
            m[i] = 0.9 * m[i] + 0.1 * slope
            v[i] = 0.999 * v[i] + 0.001 * slope * slope
            mean, square = m[i] / (1 - 0.9**t), v[i] / (1 - 0.999**t)
            moved.append(place - 0.05 * mean / (math.sqrt(square) + epsilon))
        x, y = moved
        points.append((x, y))
    return points


EVERY_REPAIR = [Repair(*(bool(n >> i & 1) for i in range(3))) for n in range(8)]


@pytest.mark.parametrize("repair", EVERY_REPAIR, ids=str)
def test_every_walk_is_that_of_the_printed_formulas(repair: Repair) -> None:
    points = repair.walk(1000).points
    np.testing.assert_allclose(points, by_hand(repair, 1000), rtol=0, atol=1e-9)


def test_the_published_walk_ends_where_the_post_ends() -> None:
    walk = Repair().walk()
    assert walk.steps == 93
    assert walk.points[-1] == pytest.approx([-0.1137376, -0.0878260], abs=5e-8)
    assert walk.heights[-1] == pytest.approx(-0.15248, abs=5e-6)
    away = np.hypot(*Repair().walk(300).points.T)
    assert away.argmin() == 91
    assert away[91] == pytest.approx(0.12250, abs=5e-6)


# Computed in float64 by another program; see `by_hand` for the way.
ENDS = {
    (False, False): [(-0.11374, -0.08783), (0.16815, -3.30512), (0.139196, -3.946905)],
    (False, True): [(-0.16207, 1.56592), (0.17703, -3.14128), (0.139186, -3.947154)],
    (True, False): [(0.10605, -0.18901), (0.52413, -3.51414), (0.482409, -4.255418)],
    (True, True): [(0.10581, 1.57967), (0.53895, -3.31484), (0.482384, -4.255968)],
}


def test_the_table_of_ends() -> None:
    four = published.four_repairs()
    assert [(repair.gradient, repair.bias) for repair, _ in four] == list(ENDS)
    for repair, walk in four:
        assert repair.epsilon == repair.bias
        for updates, end in zip(
            published.ENDS_AFTER, ENDS[repair.gradient, repair.bias], strict=False
        ):
            assert walk.points[updates] == pytest.approx(end, abs=6e-6)
        hand = by_hand(repair, 1000)
        for updates in published.ENDS_AFTER[:3]:
            assert walk.points[updates] == pytest.approx(hand[updates], abs=1e-6)
        # After 20,000 updates only the place of rest is certain, not where in a hop it is caught.
        rest = TRUE.minima[0] if repair.gradient else (0.13918634486860514915, -3.9471539580959322)
        assert math.dist(walk.points[20_000], rest) <= published.longest_hop()
        assert math.dist(walk.points[20_000], rest) < 0.02


def test_adam_leaves_its_place_of_rest_by_a_few_hundredths_at_most() -> None:
    assert 0.005 < published.longest_hop() < 0.03


# -- the field -------------------------------------------------------------------------------------


def test_the_field_is_the_printed_one_and_f_is_f() -> None:
    random = np.random.default_rng(3)
    field, height = sympy.lambdify((X, Y), FIELD), sympy.lambdify((X, Y), F)
    slope = sympy.lambdify((X, Y), [sympy.diff(F, symbol) for symbol in (X, Y)])
    for x, y in random.uniform(-6, 6, (50, 2)):
        assert PUBLISHED.gradient(x, y) == pytest.approx(field(x, y), rel=1e-12)
        assert df(x, y) == pytest.approx(printed_gradient(x, y), rel=1e-12)
        assert float(PUBLISHED.value(x, y)) == pytest.approx(height(x, y), rel=1e-12)
        assert TRUE.gradient(x, y) == pytest.approx(slope(x, y), rel=1e-11, abs=1e-11)
    assert PUBLISHED.gradient(*START) == pytest.approx((15.934, 5.595), rel=1e-12)


def test_its_curl_is_not_zero_so_it_is_the_gradient_of_nothing() -> None:
    curl = sympy.expand(sympy.diff(FIELD[0], Y) - sympy.diff(FIELD[1], X))
    assert curl == sympy.sympify("-6*x/5 + y/2 + 1/10").subs({"x": X, "y": Y})
    value = sympy.lambdify((X, Y), curl)
    for x, y in ((0.5, 5.8), (-3.0, 0.25), (0.0, 0.0)):
        assert published.curl(x, y) == pytest.approx(value(x, y), rel=1e-12)
    assert published.curl(*START) == pytest.approx(2.4)
    # Once around a square of side 1, clockwise, the field adds up to the curl in its middle.
    s = (np.arange(2000) + 0.5) / 2000 - 0.5
    cx, cy = START
    around = (
        PUBLISHED.gradient(cx - 0.5, cy + s)[1].mean()
        + PUBLISHED.gradient(cx + s, cy + 0.5)[0].mean()
        - PUBLISHED.gradient(cx + 0.5, cy + s)[1].mean()
        - PUBLISHED.gradient(cx + s, cy - 0.5)[0].mean()
    )
    assert around == pytest.approx(2.4, abs=1e-6)


def test_the_three_slips_are_all_of_the_difference() -> None:
    for i, symbol in enumerate((X, Y)):
        slips = sum(sympy.nsimplify(slip(X, Y)[i]) for slip in SLIPS)
        assert sympy.expand(FIELD[i] - sympy.diff(F, symbol) - slips) == 0


def test_the_field_has_one_zero_which_is_no_stationary_point() -> None:
    zero = published.field_zero()
    assert zero == pytest.approx((0.13918634486860514915, -3.9471539580959322038), abs=1e-13)
    # Without y the two equations become one polynomial; it has one real root at which both hold.
    resultant = sympy.Poly(sympy.resultant(*FIELD, X), Y)
    real = [float(root) for root in resultant.real_roots()]
    assert [round(root, 9) for root in real] == [round(zero[1], 9)]
    assert TRUE.gradient(*zero) == pytest.approx((-3.8299, -0.0058), abs=6e-5)
    assert math.dist(zero, TRUE.minima[0]) == pytest.approx(0.462, abs=5e-4)
    jacobian = sympy.Matrix(FIELD).jacobian([X, Y]).subs({X: zero[0], Y: zero[1]})
    values = np.linalg.eigvals(np.array(jacobian, float))  # complex from NumPy 2.5 on, always
    assert not values.imag.any()
    assert sorted(values.real) == pytest.approx([0.605, 13.00], abs=5e-3), "positive: it attracts"


def test_scipy_finds_the_same_zeros() -> None:
    fsolve = pytest.importorskip("scipy.optimize", reason="scipy is no requirement").fsolve
    cases = [(PUBLISHED, published.field_zero())]
    cases += [(with_slip(i), zero) for i, zero in enumerate(published.effects().slip_zeros)]
    for surface, zero in cases:
        root = fsolve(lambda p, s=surface: s.gradient(*p), (0.5, -4.2), xtol=1e-13)
        assert zero == pytest.approx(root, abs=1e-9)
    assert published.field_zero(TRUE) == pytest.approx(TRUE.minima[0], abs=1e-12)


# -- the picture -----------------------------------------------------------------------------------


def test_the_picture_is_of_distances_on_a_page() -> None:
    x, y = np.arange(-1, 2, 0.01), np.arange(-2, 1, 0.01)
    f = 0.4 * x**2 * y**2 + 0.3 * x**2 * y + 0.3 * x**2 + 0.3 * y**2
    f = f - 0.25 * x * y**2 + 0.31 * x * y - 0.2 * x + 2.1 * y
    across, up = np.meshgrid(x, f)
    z = np.sqrt(across**2 + up**2)
    np.testing.assert_allclose(published.distance(across, up), z, rtol=1e-15)
    assert published.window() == pytest.approx((-1, 1.99, -1.88109, 6.01486), abs=1e-5)
    t, s, heights = published.line()
    np.testing.assert_allclose(s, t - 1, atol=1e-12)
    np.testing.assert_allclose(heights, f, atol=1e-12)
    # What matplotlib makes of 25 levels: steps of 1, 1.5, 2, 2.5, ... times a power of ten, the
    # smallest of them that needs no more than 26.
    nice = sorted(step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8) for power in (0.1, 1))
    assert published.RING_STEP == next(n for n in nice if (z.max() - z.min()) / n <= 26)


# -- the numbers of the defects --------------------------------------------------------------------


def _concave_share() -> float:
    """By a quadrature of its own: for every x the roots in y of det H, a polynomial."""
    determinant = sympy.Poly(sympy.hessian(F, (X, Y)).det(), Y)
    coefficients = [sympy.lambdify(X, c) for c in determinant.all_coeffs()]
    x_min, x_max, y_min, y_max = published.picture.window()
    parts = []
    for x in x_min + (x_max - x_min) * (np.arange(4000) + 0.5) / 4000:
        polynomial = [float(c(x)) for c in coefficients]
        roots = np.roots(polynomial)
        real = np.sort(roots[np.abs(roots.imag) < 1e-9].real)
        edges = np.array([y_min, *real[(real > y_min) & (real < y_max)], y_max])
        middles = (edges[1:] + edges[:-1]) / 2
        parts.append(np.diff(edges)[np.polyval(polynomial, middles) < 0].sum() / (y_max - y_min))
    return float(np.mean(parts))


def test_f_is_not_convex() -> None:
    hessian = sympy.hessian(F, (X, Y))
    at = {X: sympy.Rational(3, 2), Y: sympy.Rational(1, 2)}
    assert float(hessian.subs(at).det()) == pytest.approx(-2.8506, abs=1e-12)
    effects = published.effects()
    assert effects.determinant == pytest.approx(-2.8506, abs=1e-10)
    share = _concave_share()
    assert effects.concave_share == pytest.approx(share, abs=5e-5)
    assert per_cent(effects.concave_share) == per_cent(share) == "58.5\u00a0%"
    # By the definition, too: in the middle between two points f is above the mean of its ends.
    p, q = (0.75, 6.0), (2.0, 1.652)
    middle = float(TRUE.value(*np.add(p, q) / 2))
    assert middle - (TRUE.value(*p) + TRUE.value(*q)) / 2 == pytest.approx(3.42, abs=5e-3)


def multiplier(n: int) -> float:
    """The published step over Adam's for a gradient that never changes."""
    return 10 * (1 - 0.9**n) / math.sqrt(1000 * (1 - 0.999**n))


def test_what_a_count_that_stands_still_changes() -> None:
    effects = published.effects()
    factors = [multiplier(n) for n in range(1, 2000)]
    assert effects.fastest == pytest.approx(max(factors), rel=1e-6)
    assert effects.fastest_at == factors.index(max(factors)) + 1 == 12
    assert effects.slower_from == next(n for n, k in enumerate(factors, 1) if k < 1 - 1e-6) == 106
    assert effects.slowest == pytest.approx(math.sqrt(0.1), rel=1e-5)


def test_what_the_sign_of_epsilon_changes() -> None:
    effects = published.effects()
    minus, plus = (by_hand(Repair(epsilon=sign), 93) for sign in (False, True))
    shift = max(math.dist(a, b) for a, b in zip(minus, plus, strict=True))
    assert effects.epsilon_shift == pytest.approx(shift, rel=1e-3)
    assert shift == pytest.approx(3.7e-9, rel=0.02)
    assert effects.ascent == pytest.approx(-0.05 * 1e-9 / (1e-9 - 1e-8))
    assert effects.ascent > 0


def test_what_the_formulas_would_do() -> None:
    effects = published.effects()
    assert effects.literal_fails_at == 2
    # By hand: after one update of −α v̂/√m̂ the mean gradient along x is negative.
    dx, dy = printed_gradient(*START)
    x, y = 0.5 - 0.05 * dx**2 / math.sqrt(dx), 5.8 - 0.05 * dy**2 / math.sqrt(dy)
    assert (
        min(0.09 * a + 0.1 * b for a, b in zip((dx, dy), printed_gradient(x, y), strict=True)) < 0
    )
    for ahead, step, shift in zip((1, 2), effects.late_steps, effects.late_shifts, strict=True):
        first = (
            0.05 * (0.1 / (1 - 0.9 ** (1 + ahead))) / math.sqrt(0.001 / (1 - 0.999 ** (1 + ahead)))
        )
        assert step == pytest.approx(first, rel=1e-6)
        assert 0 < shift < 0.07
    assert effects.late_steps == pytest.approx((0.0372, 0.0319), abs=5e-5)
    assert effects.first_step == pytest.approx(0.05, abs=1e-9)


def test_adam_never_becomes_gradient_descent() -> None:
    effects = published.effects()
    assert effects.descent_steps == pytest.approx([0.05 * g for g in effects.gradients], rel=1e-9)
    assert effects.adam_steps == pytest.approx((0.05, 0.05), rel=1e-5)


def test_the_other_numbers_of_the_defects() -> None:
    effects = published.effects()
    assert effects.below_window == pytest.approx(-1.881085 + 4.255968, abs=1e-5)
    assert effects.origin_height == 0
    assert effects.origin_gradient == pytest.approx((-0.2, 2.1))
    assert effects.start_drawn == pytest.approx(math.hypot(0.5, 5.8))
    assert effects.start_height == pytest.approx(22.74)
    assert effects.minimum_drawn == pytest.approx(math.hypot(*TRUE.minima[0]))
    # RMSProp, by hand: its rate along x is the root of its own average.
    x, y, v, rates = 0.5, 5.8, [0.0, 0.0], []
    for _ in range(93):
        place = []
        for i, (at, slope) in enumerate(zip((x, y), true_gradient(x, y), strict=True)):
            v[i] = 0.99 * v[i] + 0.01 * slope * slope
            rate = 0.05 / (math.sqrt(v[i]) + 1e-8)
            place.append(at - rate * slope)
            if i == 0:
                rates.append(rate)
        x, y = place
    assert effects.rates == pytest.approx((min(rates), max(rates)), rel=1e-6)
    assert effects.rises == sum(b > a for a, b in itertools.pairwise(rates))


# -- the rules -------------------------------------------------------------------------------------


def test_a_published_adam_with_both_repairs_is_adam() -> None:
    repaired = PublishedAdam(learning_rate=0.05, epsilon=1e-8, counts=True)
    adam = optimizers.by_name("adam")(learning_rate=0.05)
    for surface in (TRUE, PUBLISHED):
        a, b = (run(surface, rule, START, 400).points for rule in (repaired, adam))
        np.testing.assert_array_equal(a, b)


def test_specimens_are_not_on_offer() -> None:
    from surfaces import SURFACES

    assert PUBLISHED not in SURFACES
    offered = {rule.name for rule in optimizers.OPTIMIZERS}
    for rule in (PublishedAdam, published.LateAdam, published.LiteralFormula):
        assert rule.name not in offered


# -- the conclusions -------------------------------------------------------------------------------


def first_near(name: str, rate: float, most: int) -> int:
    """By hand: gradient descent, or Adam through `by_hand`'s arithmetic, on the true gradient."""
    x, y = START
    m, v = [0.0, 0.0], [0.0, 0.0]
    for update in range(1, most + 1):
        moved = []
        for i, (place, slope) in enumerate(zip((x, y), true_gradient(x, y), strict=True)):
            m[i] = 0.9 * m[i] + 0.1 * slope
            v[i] = 0.999 * v[i] + 0.001 * slope * slope
            mean, square = m[i] / (1 - 0.9**update), v[i] / (1 - 0.999**update)
            adam = mean / (math.sqrt(square) + 1e-8)
            moved.append(place - rate * (adam if name == "adam" else slope))
        x, y = moved
        if math.dist((x, y), TRUE.minima[0]) < 0.01:
            return update
    return -1


@pytest.mark.parametrize(
    ("name", "rate", "updates"),
    [("adam", 0.05, 606), ("gradient_descent", 0.05, 264), ("adam", 0.2, None)],
)
def test_how_many_updates_it_takes(name: str, rate: float, updates: int | None) -> None:
    wanted = first_near(name, rate, 2000)
    assert published.needed_at(name, rate) == wanted
    if updates is not None:
        assert wanted == updates


def test_no_rate_leads_the_published_walk_to_the_minimum() -> None:
    away = published.distances_by_rate(Repair())
    assert away.shape == (len(published.BUDGETS), len(RATES))
    assert away[-1].min() > 0.45
    repaired = published.distances_by_rate(Repair(True, True, True))
    assert (repaired < published.NEAR).mean() > 0.25
    i = 17  # a rate near the post's
    hand = Repair(True, True, True).walk(int(published.BUDGETS[20]), learning_rate=float(RATES[i]))
    assert repaired[20, i] == pytest.approx(math.dist(hand.points[-1], TRUE.minima[0]), rel=1e-6)
