"""The ground is what it says: derivatives, minima and facts of every surface, against oracles.

The formulas are written a second time here, as text for the computer algebra system, from the
literature rather than from the code under test.
"""

import functools
import math
import operator
import pathlib
import random
import re

import mpmath
import numpy as np
import pytest
import sympy

import surfaces
from surfaces import SURFACES, by_name
from surfaces.losses import SURFACES as OF_DATA

FORMULAS = {
    "bowl": "x**2 + 2*y**2",
    "blog": (
        "0.4*x**2*y**2 + 0.3*x**2*y + 0.3*x**2 + 0.3*y**2 - 0.25*x*y**2 + 0.31*x*y - 0.2*x + 2.1*y"
    ),
    "rosenbrock": "(1 - x)**2 + 100*(y - x**2)**2",
    "himmelblau": "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
    "saddle": "x**2 - y**2",
    "three_hump_camel": "2*x**2 - 1.05*x**4 + x**6/6 + x*y + y**2",
    "rotated_bowl": (
        "((cos(pi/6)*x + sin(pi/6)*y)**2 + 25*(cos(pi/6)*y - sin(pi/6)*x)**2)/2"  # κ = 25, θ = 30°
    ),
    "beale": "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
    "sphere": "x**2 + y**2",
    "booth": "(x + 2*y - 7)**2 + (2*x + y - 5)**2",
    "matyas": "0.26*(x**2 + y**2) - 0.48*x*y",
    "dixon_price": "(x - 1)**2 + 2*(2*y**2 - x)**2",
    "plateau": "log(1 + x**2 + y**2)",
    "monkey_saddle": "x**3 - 3*x*y**2",
    "six_hump_camel": "(4 - 2.1*x**2 + x**4/3)*x**2 + x*y + (-4 + 4*y**2)*y**2",
    "styblinski_tang": "0.5*(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)",
    "branin": "(y - 5.1/(4*pi**2)*x**2 + 5/pi*x - 6)**2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
    "gaussian_wells": (
        "(x**2 + y**2)/20 - 1.5*exp(-0.4*((x + 1.8)**2 + (y - 1.2)**2))"
        " - 1.2*exp(-((x - 1.6)**2 + (y - 1.8)**2)) - 2.2*exp(-2*((x - 1.2)**2 + (y + 1.4)**2))"
    ),
    "mccormick": "sin(x + y) + (x - y)**2 - 1.5*x + 2.5*y + 1",
    "goldstein_price": (
        "(1 + (x + y + 1)**2*(19 - 14*x + 3*x**2 - 14*y + 6*x*y + 3*y**2))"
        "*(30 + (2*x - 3*y)**2*(18 - 32*x + 12*x**2 + 48*y - 36*x*y + 27*y**2))"
    ),
    "rastrigin": "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)",
    "ackley": (
        "-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + E + 20"
    ),
    "griewank": "1 + (x**2 + y**2)/4000 - cos(x)*cos(y/sqrt(2))",
    "levy13": (
        "sin(3*pi*x)**2 + (x - 1)**2*(1 + sin(3*pi*y)**2) + (y - 1)**2*(1 + sin(2*pi*y)**2)"
    ),
    "drop_wave": "-(1 + cos(12*sqrt(x**2 + y**2)))/(0.5*(x**2 + y**2) + 2)",
    "easom": "-cos(x)*cos(y)*exp(-((x - pi)**2 + (y - pi)**2))",
}
BOWLS = [(1.0, 0.0), (4.0, 90.0), (100.0, 45.0), (1000.0, 12.5)]  # (κ, θ)
TURNED = [by_name("rotated_bowl", *arguments) for arguments in BOWLS]


def identify(surface):
    return "-".join([surface.name, *map(str, surface.arguments)])


def each(chosen):
    return pytest.mark.parametrize("surface", chosen, ids=identify)


with_minimum = [surface for surface in SURFACES if surface.minimum is not None]
at_places = [surface for surface in with_minimum if surface.minima]
bending = [
    surface for surface in at_places if surface.name != "hinge"
]  # it has no second derivatives


def somewhere(surface, count=25):
    """Seeded random points of the domain."""
    domain = surface.domain
    random = np.random.default_rng(20210204)
    return (
        random.uniform(domain.x_min, domain.x_max, count),
        random.uniform(domain.y_min, domain.y_max, count),
    )


def grid(surface, count):
    domain = surface.domain
    return np.meshgrid(
        np.linspace(domain.x_min, domain.x_max, count),
        np.linspace(domain.y_min, domain.y_max, count),
    )


def assert_close(got, expected, relative):
    """Relative to each number, with a floor for those that pass through zero."""
    expected = np.asarray(expected, float)
    floor = relative / 100 * np.max(np.abs(expected))
    np.testing.assert_allclose(got, expected, rtol=relative, atol=floor)


# The registry


def test_the_menu_offers_all_that_links_may_name():
    names = [surface.name for surface in SURFACES]
    assert len(set(names)) == len(names)
    assert set(names) >= FORMULAS.keys(), "links may name it"
    assert names[:2] == ["blog", "bowl"]


def test_the_formula_of_every_surface_is_written_a_second_time():
    # Losses are held to loops over their examples in tests/test_losses.py.
    missing = {s.name for s in SURFACES} - {s.name for s in OF_DATA} - FORMULAS.keys()
    assert not missing, f"add the formula of {missing} to FORMULAS in tests/test_surfaces.py"


def test_every_file_of_the_room_is_on_the_menu():
    room = pathlib.Path(surfaces.__file__).parent
    files = {path.stem for path in room.glob("*.py")} - {"__init__", "surface", "families"}
    assert files == {s.name for s in SURFACES} - {s.name for s in OF_DATA}


def test_an_optimum_away_from_the_origin_is_among_the_first():
    """Weight decay flatters an optimum at the origin."""
    assert any(np.hypot(*place) > 1 for surface in SURFACES[:3] for place in surface.minima)


@pytest.mark.parametrize("name", FORMULAS)
def test_by_name_finds_each(name):
    assert by_name(name).name == name
    assert by_name(name) in SURFACES


def test_by_name_says_what_is_allowed():
    names = ", ".join(surface.name for surface in SURFACES)
    with pytest.raises(ValueError, match=f"^surface: one of {names}; got 'bowle'$"):
        by_name("bowle")
    with pytest.raises(ValueError, match="surface bowl: takes 0 parameters, got 1"):
        by_name("bowl", 3.0)
    with pytest.raises(ValueError, match="surface rotated_bowl: takes 2 parameters, got 1"):
        by_name("rotated_bowl", 3.0)


@each(SURFACES)
def test_words_are_there_and_fit(surface):
    assert 0 < len(surface.title) <= 28
    assert re.fullmatch(r"[^.].{20,98}\.", surface.note), surface.note
    assert surface.source
    assert surface.formula.count("{") == surface.formula.count("}")
    assert surface.formula.count(r"\left") == surface.formula.count(r"\right")
    # Without an f* there is a way down for ever; and with one, somewhere it is taken.
    ever = surface.falls is not None, surface.fades is not None
    assert sum(ever) == (surface.minimum is None)
    # The lowest places of losses may fill a curve, which is no list.
    assert surface.minima or surface.minimum is None or surface in OF_DATA


def test_titles_and_keys_tell_surfaces_apart():
    everything = [*SURFACES, *TURNED]
    assert len({surface.title for surface in SURFACES}) == len(SURFACES)
    assert len({surface.key for surface in everything}) == len(everything)


# Derivatives


@functools.cache
def exact(name):
    """Value, gradient and Hessian as functions of 30 digits, by computer algebra."""
    x, y = sympy.symbols("x y")
    f = sympy.sympify(FORMULAS[name], locals={"x": x, "y": y}, rational=True)
    fx, fy = f.diff(x), f.diff(y)
    parts = (f, fx, fy, fx.diff(x), fx.diff(y), fy.diff(y))
    return sympy.lambdify((x, y), parts, "mpmath", cse=True)


@each([surface for surface in SURFACES if surface.name in FORMULAS])
def test_value_and_derivatives_against_computer_algebra(surface):
    x, y = somewhere(surface)
    with mpmath.workdps(30):
        places = zip(map(mpmath.mpf, x), map(mpmath.mpf, y), strict=True)
        expected = [[float(part) for part in exact(surface.name)(*place)] for place in places]
    got = [surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y)]
    for one, other in zip(got, np.transpose(expected), strict=True):
        assert_close(one, other, 1e-10)


@each([*SURFACES, *TURNED])
def test_derivatives_against_a_complex_step(surface):
    """Im f(x + ih)/h is f′ to the last digits: nothing is subtracted."""
    h = 1e-20
    x, y = somewhere(surface)
    fx, fy = surface.gradient(x, y)
    assert_close(fx, surface.value(x + 1j * h, y).imag / h, 1e-10)
    assert_close(fy, surface.value(x, y + 1j * h).imag / h, 1e-10)
    fxx, fxy, fyy = surface.hessian(x, y)
    along_x = [part.imag / h for part in surface.gradient(x + 1j * h, y)]
    along_y = [part.imag / h for part in surface.gradient(x, y + 1j * h)]
    for got, expected in zip((fxx, fxy, fxy, fyy), (*along_x, *along_y), strict=True):
        assert_close(got, expected, 1e-10)


def test_the_guards_stand_where_a_formula_is_zero_over_zero():
    assert by_name("ackley").gradient(0, 0) == (0, 0)
    assert not by_name("ackley").smooth
    assert np.isnan(by_name("ackley").hessian(0, 0)).all()  # the tip of a cone has no curvature
    assert by_name("drop_wave").gradient(0, 0) == (0, 0)
    assert by_name("drop_wave").hessian(0, 0) == (72.5, 0, 72.5)  # −f″ of (1 + cos 12r)/(½r² + 2)
    for surface in SURFACES:
        if surface.smooth:
            assert np.isfinite(surface.hessian(0, 0)).all(), surface.name


@pytest.mark.parametrize("r", [1e-3, 1e-8, 1e-155, 1e-200])
def test_the_guards_meet_the_limits_without_a_jump(r):
    x, y = 0.6 * r, 0.8 * r
    drop, ackley = by_name("drop_wave"), by_name("ackley")
    np.testing.assert_allclose(drop.gradient(x, y), (72.5 * x, 72.5 * y), rtol=60 * r + 1e-12)
    np.testing.assert_allclose(drop.hessian(x, y)[::2], 72.5, rtol=120 * r**2 + 1e-12)
    if r > 1e-150:  # below, r² leaves the range of float64
        slope = 2 * math.sqrt(2) + (2 * math.pi**2 * math.e - 0.4) * r
        np.testing.assert_allclose(np.hypot(*ackley.gradient(x, y)), slope, rtol=r**2 * 100 + 1e-12)


# Minima


@each(at_places)
def test_minima_have_the_value_of_the_minimum(surface):
    scale = max(1.0, abs(surface.minimum))
    for place in surface.minima:
        assert surface.domain.contains(*place)
        assert abs(surface.value(*place) - surface.minimum) <= 1e-13 * scale


@each([surface for surface in at_places if surface.smooth])
def test_minima_are_given_to_the_last_digits(surface):
    """One Newton correction would move a minimiser by less than 1e-14 of its size."""
    for place in surface.minima:
        gradient = np.array(surface.gradient(*place))
        fxx, fxy, fyy = surface.hessian(*place)
        curvatures = np.linalg.eigvalsh([[fxx, fxy], [fxy, fyy]])
        assert curvatures[0] > 0
        assert np.hypot(*gradient) <= 1e-10
        correction = np.linalg.solve([[fxx, fxy], [fxy, fyy]], gradient)
        assert np.hypot(*correction) <= 2e-15 * max(1.0, np.hypot(*place))


@each(with_minimum)
def test_no_point_of_the_domain_is_lower(surface):
    lowest = surface.value(*grid(surface, 201)).min()
    assert lowest >= surface.minimum - 1e-9 * max(1.0, abs(surface.minimum))


@each([surface for surface in at_places if surface.smooth])
def test_no_minimum_is_missing(surface):
    """From a grid of starts, Newton's method finds every stationary point of that height."""
    x, y = grid(surface, 61)
    with np.errstate(all="ignore"):
        for _ in range(40):
            (fx, fy), (fxx, fxy, fyy) = surface.gradient(x, y), surface.hessian(x, y)
            determinant = fxx * fyy - fxy**2
            x, y = (
                x - (fyy * fx - fxy * fy) / determinant,
                y - (fxx * fy - fxy * fx) / determinant,
            )
    domain = surface.domain
    inside = (x >= domain.x_min) & (x <= domain.x_max) & (y >= domain.y_min) & (y <= domain.y_max)
    x, y = x[inside], y[inside]
    low = surface.value(x, y) <= surface.minimum + 1e-9 * max(1.0, abs(surface.minimum))
    found = np.stack([x[low], y[low]], axis=-1)
    assert np.all(surface.distance_to_minimum(*found.T) < 1e-3)  # none that is not listed
    for place in surface.minima:  # and the search does see each of those that are
        assert np.any(np.hypot(*(found - place).T) < 1e-3), place


@each([surface for surface in SURFACES if surface.falls])
def test_where_f_falls_without_end_there_is_no_lowest_value(surface):
    """By the limit of the formula itself, in exact arithmetic."""
    along = sympy.Symbol("s", positive=True)
    names = dict(zip(("x", "y"), (along * sympy.nsimplify(u) for u in surface.falls), strict=True))
    formula = sympy.sympify(FORMULAS[surface.name]).subs(names)
    # A wave of size 1 does not stop a fall.
    smooth = formula.replace(sympy.sin, lambda angle: sympy.Integer(1))
    assert sympy.limit(smooth, along, sympy.oo) == -sympy.oo
    u, v = surface.falls
    depths = [surface.value(r * u, r * v) for r in (1e1, 1e2, 1e4, 1e6)]
    assert np.all(np.diff(depths) < 0)
    assert surface.minimum is None and not surface.further


@each(bending)
def test_nothing_outside_of_the_domain_is_lower_and_all_that_is_as_low_is_listed(surface):
    """From many starts far outside, by Newton's method that goes down; seeds are drawn."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = np.random.default_rng(seed)
    scale = 1e-9 * max(1.0, abs(surface.minimum))
    centre = np.mean(surface.domain.bounds, axis=1)
    x, y = (
        np.concatenate(
            [
                dice.uniform(-0.5, 0.5, (2000, 2)) * reach * surface.domain.diagonal
                for reach in (1, 3, 12)
            ]
        ).T
        + centre[:, None]
    )
    for far in (x * 10, y * 10), (x * 1e4, y * 1e4), (x * 0, y * 1e5), (x * 1e5, y * 0):
        assert surface.value(*far).min() >= surface.minimum - scale
    with np.errstate(all="ignore"):
        for _ in range(60):
            (fx, fy), (fxx, fxy, fyy) = surface.gradient(x, y), surface.hessian(x, y)
            mean, spread = (fxx + fyy) / 2, np.hypot((fxx - fyy) / 2, fxy)
            # Lift both eigenvalues above 0, so that every step leads down.
            lift = np.maximum(0.0, 1e-3 * (1 + np.abs(mean) + spread) - (mean - spread))
            fxx, fyy = fxx + lift, fyy + lift
            determinant = fxx * fyy - fxy**2
            dx, dy = (fyy * fx - fxy * fy) / determinant, (fxx * fy - fxy * fx) / determinant
            here, length = surface.value(x, y), np.ones(len(x))
            for _ in range(12):
                worse = ~(surface.value(x - length * dx, y - length * dy) <= here)
                length = np.where(worse, length / 3, length)
            move = np.isfinite(dx + dy) & ~worse
            x, y = np.where(move, x - length * dx, x), np.where(move, y - length * dy, y)
    heights = surface.value(x, y)
    assert np.nanmin(heights) >= surface.minimum - scale
    low = heights <= surface.minimum + scale
    assert low.any()
    assert np.all(surface.distance_to_minimum(x[low], y[low]) < 1e-3)
    # The search does see some of those that are listed outside.
    apart = np.min([np.hypot(x[low] - u, y[low] - v) for u, v in surface.minima], axis=0)
    assert np.any(apart > 1) == bool(surface.further)


def test_all_of_branin_s_minima_are_known():
    """f is a square and a cosine: both are lowest at odd multiples of π on the parabola alone."""
    surface = by_name("branin")
    x, y = sympy.symbols("x y", real=True)
    formula = sympy.sympify(FORMULAS["branin"]).subs({"x": x, "y": y})
    k = sympy.Symbol("k", integer=True)
    at = (2 * k + 1) * sympy.pi
    root = sympy.Rational(51, 10) * at**2 / (4 * sympy.pi**2) - 5 / sympy.pi * at + 6
    height = sympy.simplify(sympy.nsimplify(formula.subs({x: at, y: root}), rational=False))
    assert float(height.subs(k, 7)) == pytest.approx(surface.minimum, abs=1e-9)
    assert float(height.subs(k, -40)) == pytest.approx(surface.minimum, abs=1e-9)
    everywhere = np.array([*surface.minima, *surface.further])
    ordered = everywhere[np.argsort(everywhere[:, 0])]
    assert np.allclose(np.diff(ordered[:, 0]), 2 * np.pi)  # none is left out
    beyond = np.array([ordered[0, 0] - 2 * np.pi, ordered[-1, 0] + 2 * np.pi])
    assert np.all(5.1 / (4 * np.pi**2) * beyond**2 - 5 / np.pi * beyond + 6 > 1e6)
    gaps = surface.value(*ordered.T) - surface.minimum
    assert np.all(np.abs(gaps) <= 1e-9 * (1 + np.abs(ordered[:, 1])))
    assert surface.distance_to_minimum(5 * np.pi, 12.875) == pytest.approx(0, abs=1e-9)
    assert surface.distance_to_minimum([15.0, 3 * np.pi], [12.875, 2.475]).tolist() == [
        pytest.approx(5 * np.pi - 15, abs=1e-9),
        pytest.approx(0, abs=1e-9),
    ]


@pytest.mark.parametrize("name", ["saddle", "monkey_saddle"])
def test_the_middle_of_a_saddle_is_level(name):
    surface = by_name(name)
    assert surface.minima == ()
    fxx, fxy, fyy = surface.hessian(0, 0)
    assert fxx * fyy - fxy**2 <= 0
    assert surface.gradient(0, 0) == (0, 0)


def test_mccormick_has_lower_copies_outside_of_its_domain():
    surface = by_name("mccormick")
    x, y = np.array(surface.minima[0]) - np.pi
    assert surface.lowest_of_map == pytest.approx(-(3**0.5) / 2 - np.pi / 3, abs=1e-15)
    assert surface.value(x, y) == pytest.approx(surface.lowest_of_map - np.pi, abs=1e-12)
    assert not surface.domain.contains(x, y)
    assert surface.value(*grid(surface, 301)).min() >= surface.lowest_of_map
    fxx, fxy, fyy = surface.hessian(*surface.minima[0])
    assert fxx * fyy - fxy**2 > 0 and fxx > 0
    assert np.hypot(*surface.gradient(*surface.minima[0])) <= 1e-15


@each(with_minimum)
def test_distance_is_measured_to_the_nearest_minimum(surface):
    for x, y in surface.minima:
        assert surface.distance_to_minimum(x, y) == 0
        assert surface.distance_to_minimum(x + 0.03, y - 0.04) == pytest.approx(0.05, abs=1e-12)


def test_distance_where_there_is_nothing_to_measure():
    assert by_name("saddle").distance_to_minimum(1, 2) == np.inf
    assert np.isnan(by_name("bowl").distance_to_minimum(np.nan, 0))
    assert np.isnan(by_name("bowl").distance_to_minimum(0, np.inf))
    assert by_name("bowl").distance_to_minimum([[3.0], [6.0]], [4.0, 8.0, 0.0]).tolist() == [
        [5.0, math.hypot(3, 8), 3.0],
        [math.hypot(6, 4), 10.0, 6.0],
    ]


def test_a_domain_measures_itself():
    domain = surfaces.Domain(-1, 3, 2, 5)
    assert (domain.width, domain.height, domain.diagonal) == (4, 3, 5)
    assert domain.contains(-1, 2) and domain.contains(3, 5) and domain.contains(0, 4)
    for x, y in ((-1.01, 3), (3.01, 3), (0, 1.99), (0, 5.01), (np.nan, 3)):
        assert not domain.contains(x, y)


# Arguments of every kind


@each([*SURFACES, *TURNED])
@pytest.mark.parametrize(
    ("x_shape", "y_shape", "shape"), [((), (), ()), ((5,), (5,), (5,)), ((3, 1), (4,), (3, 4))]
)
def test_shapes_broadcast(surface, x_shape, y_shape, shape):
    random = np.random.default_rng(1)
    x, y = random.uniform(-1, 1, x_shape), random.uniform(-1, 1, y_shape)
    before = np.copy(x), np.copy(y)
    for part in (surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y)):
        assert np.shape(part) == shape
        assert part.dtype == np.float64
    assert np.array_equal(before[0], x) and np.array_equal(before[1], y)
    x, y = np.broadcast_arrays(x, y)
    one_by_one = [surface.value(p, q) for p, q in zip(x.ravel(), y.ravel(), strict=True)]
    assert_close(surface.value(x, y).ravel(), one_by_one, 1e-13)


@each(SURFACES)
def test_integers_are_numbers_too(surface):
    for x, y in ((2, -1), (np.array([1, 2]), np.array([3, -4], np.int8)), ([1, 2], 3)):
        as_float = np.asarray(x, float), np.asarray(y, float)
        assert np.array_equal(surface.value(x, y), surface.value(*as_float))
        assert np.array_equal(surface.gradient(x, y), surface.gradient(*as_float))
        assert np.array_equal(surface.hessian(x, y), surface.hessian(*as_float))


@each(SURFACES)
def test_no_warning_anywhere(surface):
    """Warnings are errors here: far out f may be inf or nan, silently; nan stays nan."""
    extremes = [0.0, -0.0, 1e200, -1e200, np.inf, -np.inf, np.nan]
    x, y = np.meshgrid(extremes, extremes)
    surface.value(x, y), surface.gradient(x, y), surface.hessian(x, y)
    assert np.isnan(surface.value(np.nan, 0.5)) and np.isnan(surface.value(0.5, np.nan))


@each(SURFACES)
def test_the_plain_formulas_are_silent_on_the_map(surface):
    """The guards hold by themselves, without the silence that the methods put around them."""
    x, y = grid(surface, 41)
    for at in ((x, y), (np.zeros(3), np.zeros(3)), (np.float64(0), np.float64(0)), (0.0, 0.0)):
        surface.d2f(*at)
        assert np.isfinite(surface.f(*at)).all()
        assert all(np.isfinite(part).all() for part in surface.df(*at))


@each(SURFACES)
def test_the_start_is_worth_starting_from(surface):
    assert surface.domain.contains(*surface.start)
    slope = float(np.hypot(*surface.gradient(*surface.start)))
    assert math.isfinite(slope) and slope > 0.1
    assert np.isfinite(surface.hessian(*surface.start)).all()
    assert surface.distance_to_minimum(*surface.start) > 0.1
    assert surface.value(*surface.start) > (surface.lowest_of_map if surface.minima else 0)


# The contract of the formulas: nothing but operators and a few NumPy functions


class Symbol:
    """A number that can do only what the formulas may ask of it; everything else raises."""

    UFUNCS = (
        *(np.add, np.subtract, np.multiply, np.divide, np.negative, np.power),
        *(np.sqrt, np.exp, np.log, np.sin, np.cos, np.tanh, np.absolute, np.sign),
        *(np.maximum, np.minimum, np.greater, np.less, np.greater_equal, np.less_equal),
    )

    def __init__(self, number):
        self.number = number

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        assert ufunc in self.UFUNCS, f"{ufunc.__name__} is not among the functions allowed"
        assert method == "__call__" and not options
        return Symbol(ufunc(*map(Symbol.plain, inputs)))

    def __array_function__(self, function, types, arguments, options):
        assert function is np.where, f"{function.__name__} is not among the functions allowed"
        return Symbol(np.where(*map(Symbol.plain, arguments)))

    def __pow__(self, exponent):
        assert type(exponent) is int and 2 <= exponent <= 4, f"power {exponent!r}"
        return Symbol(self.number**exponent)

    def __neg__(self):
        return Symbol(-self.number)

    def __bool__(self):
        raise AssertionError("a formula may not branch on a value")

    @staticmethod
    def plain(thing):
        return thing.number if isinstance(thing, Symbol) else thing


def _operator(name):
    """The operator, as it is and reflected."""
    act = getattr(operator, name)
    return (
        lambda self, other: Symbol(act(self.number, Symbol.plain(other))),
        lambda self, other: Symbol(act(Symbol.plain(other), self.number)),
    )


def _no_in_place(self, other):
    raise AssertionError("a formula may not change a number in place")


for _name in ("add", "sub", "mul", "truediv"):
    _plain, _reflected = _operator(_name)
    setattr(Symbol, f"__{_name}__", _plain)
    setattr(Symbol, f"__r{_name}__", _reflected)
    setattr(Symbol, f"__i{_name}__", _no_in_place)
for _name in ("gt", "lt", "ge", "le"):
    setattr(Symbol, f"__{_name}__", _operator(_name)[0])


@each([*SURFACES, *TURNED])
def test_formulas_ask_for_plain_arithmetic_only(surface):
    """So the same lines can be traced, compiled, or run on single numbers."""
    for x, y in [*zip(*somewhere(surface, 3), strict=True), (0.0, 0.0)]:
        x, y = float(x), float(y)
        symbols = Symbol(x), Symbol(y)
        got = [surface.f(*symbols), *surface.df(*symbols), *surface.d2f(*symbols)]
        on_floats = [surface.f(x, y), *surface.df(x, y), *surface.d2f(x, y)]
        expected = [surface.value(x, y), *surface.gradient(x, y), *surface.hessian(x, y)]
        for one, two, three in zip(got, on_floats, expected, strict=True):
            np.testing.assert_allclose(Symbol.plain(one), three, rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(two, three, rtol=1e-12, atol=1e-12)


# Facts of single surfaces


@each(TURNED)
def test_rotated_bowl_has_its_condition_number_and_its_angle(surface):
    kappa, theta = surface.arguments
    fxx, fxy, fyy = surface.hessian(0, 0)
    curvatures, axes = np.linalg.eigh([[fxx, fxy], [fxy, fyy]])
    assert curvatures == pytest.approx([1, kappa], rel=1e-12)
    if kappa > 1:
        flat = np.array([np.cos(np.radians(theta)), np.sin(np.radians(theta))])
        assert abs(axes[:, 0] @ flat) == pytest.approx(1, abs=1e-12)
    assert surface.domain.contains(*surface.start)
    assert surface.value(*surface.start) == pytest.approx((16 + kappa * 2.25) / 2, rel=1e-5)
    assert f"{kappa:g}" in surface.formula and rf"{theta:g}^\circ" in surface.formula


def test_rotated_bowl_offers_its_defaults():
    surface = by_name("rotated_bowl")
    assert surface.arguments == tuple(parameter.default for parameter in surface.parameters)
    assert surface.key == by_name("rotated_bowl", 25, 30).key == ("rotated_bowl", (25.0, 30.0))
    assert by_name("rotated_bowl", 25, 30) == surface  # what is kept per surface is found again
    assert hash(by_name("rotated_bowl", 100, 45)) == hash(by_name("rotated_bowl", 100.0, 45.0))
    assert [parameter.logarithmic for parameter in surface.parameters] == [True, False]
    assert by_name("rotated_bowl", 100, 45).remake(25, 30).key == surface.key


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0.99, 30), "rotated_bowl: kappa must lie in [1, 1000], got 0.99"),
        ((1000.5, 30), "rotated_bowl: kappa must lie in [1, 1000], got 1000.5"),
        ((math.nan, 30), "rotated_bowl: kappa must lie in [1, 1000], got nan"),
        ((25, -1), "rotated_bowl: theta must lie in [0, 90], got -1"),
        ((25, 90.5), "rotated_bowl: theta must lie in [0, 90], got 90.5"),
    ],
)
def test_rotated_bowl_says_what_is_allowed(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        by_name("rotated_bowl", *arguments)


def test_facts_of_the_blog_function():
    """It is not convex, though the post calls it so; its one stationary point is a minimum."""
    surface = by_name("blog")
    fxx, fxy, fyy = surface.hessian(1.5, 0.5)
    assert fxx * fyy - fxy**2 == pytest.approx(-2.8506, abs=5e-5)
    assert surface.value(0.5, 5.8) == pytest.approx(22.74, abs=5e-3)
    assert surface.gradient(0.5, 5.8) == pytest.approx((8.684, 5.52), abs=1e-12)
    assert surface.gradient(0, 0) == pytest.approx((-0.2, 2.1), abs=1e-15)
    assert surface.minima == ((0.48238424713734314440, -4.2559682892105635379),)
    assert surface.minimum == pytest.approx(-4.9622031551514754737, abs=1e-15)
    fxx, fxy, fyy = surface.hessian(*surface.minima[0])
    curvatures = np.linalg.eigvalsh([[fxx, fxy], [fxy, fyy]])
    assert curvatures == pytest.approx([0.51911048, 12.56288494], abs=1e-8)


@pytest.mark.parametrize(
    ("name", "condition"),
    [("bowl", 2), ("sphere", 1), ("booth", 9), ("matyas", 25), ("rosenbrock", 2508)],
)
def test_condition_number_at_the_minimum(name, condition):
    surface = by_name(name)
    fxx, fxy, fyy = surface.hessian(*surface.minima[0])
    assert np.linalg.cond([[fxx, fxy], [fxy, fyy]]) == pytest.approx(condition, rel=1e-3)


@pytest.mark.parametrize(
    ("name", "place", "height"),
    [
        ("three_hump_camel", (-1.747552, 0.873776), 0.298638),  # the local minimum by the start
        ("beale", (0, 1), 14.203125),  # a saddle
        ("himmelblau", (-0.2708446, -0.9230386), 181.6165),  # the hilltop
        ("goldstein_price", (-0.6, -0.4), 30),  # a local minimum
        ("dixon_price", (1 / 3, 0), 2 / 3),  # the saddle between the arms
    ],
)
def test_other_stationary_points(name, place, height):
    surface = by_name(name)
    assert surface.value(*place) == pytest.approx(height, rel=1e-5)
    assert np.hypot(*surface.gradient(*place)) < 1e-4
