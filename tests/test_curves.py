"""The ground in one dimension: derivatives, stationary points and facts, against oracles.

The formulas are written a second time here, as text for the computer algebra system.
"""

import functools
import pathlib
import re

import mpmath
import numpy as np
import pytest
import sympy

from surfaces import curves
from surfaces.curves import CURVES, Turn, by_name
from tests.test_surfaces import Symbol, assert_close

FORMULAS = {
    "cubic": "x**3 - 2*x**2 + 2",
    "parabola": "x**2 + 2*x + 3",
    "weighted_squares": "(x + 2)**2 + 2*(x - 1)**2 + (x - 3)**2",
    "double_well": "(x**2 - 1)**2 + 3*x/10",
    "flat_inflection": "x**4/4 - x**3/3",
    "absolute": "Abs(x)",
}
WEIGHED = [by_name("weighted_squares", *weights) for weights in ((3, 0, 0), (0.5, 0.1, 2.9))]
SMOOTH = [curve for curve in CURVES if curve.smooth]
X = sympy.Symbol("x", real=True)


def each(chosen):
    return pytest.mark.parametrize("curve", chosen, ids=lambda c: "-".join(map(str, c.key)))


def somewhere(curve, count=25):
    """Seeded random points of the interval."""
    domain = curve.domain
    return np.random.default_rng(20210816).uniform(domain.x_min, domain.x_max, count)


@functools.cache
def formula(name):
    return sympy.sympify(FORMULAS[name], locals={"x": X}, rational=True)


def test_every_file_of_the_room_is_on_the_menu():
    room = pathlib.Path(curves.__file__).parent
    files = {path.stem for path in room.glob("*.py")} - {"__init__", "curve"}
    assert files == {curve.name for curve in CURVES} >= FORMULAS.keys()
    assert [by_name(curve.name) for curve in CURVES] == list(CURVES)


def test_the_formula_of_every_curve_is_written_a_second_time():
    missing = {curve.name for curve in CURVES} - FORMULAS.keys()
    assert not missing, f"add the formula of {missing} to FORMULAS in tests/test_curves.py"


def test_by_name_says_what_is_allowed():
    names = ", ".join(curve.name for curve in CURVES)
    with pytest.raises(ValueError, match=f"^curve: one of {names}; got 'cubik'$"):
        by_name("cubik")
    with pytest.raises(ValueError, match="curve cubic: takes 0 parameters, got 1"):
        by_name("cubic", 1.0)
    with pytest.raises(ValueError, match=r"w2 must lie in \[0, 3\], got 3.5"):
        by_name("weighted_squares", 1.0, 3.5, 1.0)
    with pytest.raises(ValueError, match="w1 must lie in"):
        by_name("weighted_squares", np.nan, 1.0, 1.0)
    with pytest.raises(ValueError, match="one weight at least must be above 0"):
        by_name("weighted_squares", 0.0, 0.0, 0.0)


@each(CURVES)
def test_words_are_there_and_fit(curve):
    assert 0 < len(curve.title) <= 30
    assert re.fullmatch(r"[^.].{20,98}\.", curve.note), curve.note
    assert curve.source
    assert curve.formula.count("{") == curve.formula.count("}")
    assert (curve.minimum is None) == (curve.minima == ())


@each([curve for curve in CURVES if curve.name in FORMULAS])
def test_value_and_derivatives_against_computer_algebra(curve):
    f = formula(curve.name)
    x = somewhere(curve)
    for part, got in enumerate((curve.value(x), curve.slope(x), curve.curvature(x))):
        with mpmath.workdps(30):
            # The second derivative of |x| is 0 wherever it exists.
            derivative = f.diff(X, part).replace(sympy.DiracDelta, lambda *_: sympy.Integer(0))
            exact = sympy.lambdify(X, derivative, "mpmath")
            assert_close(got, [float(exact(mpmath.mpf(number))) for number in x], 1e-12)


@each([*SMOOTH, *WEIGHED])  # the modulus of a complex number is no continuation of |x|
def test_derivatives_against_a_complex_step(curve):
    h = 1e-20
    x = somewhere(curve)
    assert_close(curve.slope(x), curve.value(x + 1j * h).imag / h, 1e-12)
    assert_close(curve.curvature(x), curve.slope(x + 1j * h).imag / h, 1e-12)


@each(CURVES)
def test_gradient_and_hessian_are_the_derivatives_by_other_names(curve):
    x = somewhere(curve, 5).reshape(5, 1)
    assert curve.dimension == len(curve.gradient(x)) == len(curve.hessian(x)) == 1
    np.testing.assert_array_equal(curve.gradient(x)[0], curve.slope(x))
    np.testing.assert_array_equal(curve.hessian(x)[0], curve.curvature(x))
    assert curve.value(x).shape == (5, 1)


def real_roots(slope, domain):
    """Exactly for a polynomial; else to 30 digits wherever the sign changes in the domain."""
    if slope.is_polynomial(X):
        return sorted(set(sympy.Poly(slope, X).real_roots()), key=float)
    exact, found = sympy.lambdify(X, slope, "mpmath"), []
    with mpmath.workdps(30):
        places = [mpmath.mpf(x) for x in np.linspace(domain.x_min, domain.x_max, 2001)]
        values = [exact(x) for x in places]
        for i, value in enumerate(values):
            if value == 0:
                found.append(places[i])
            elif i and value * values[i - 1] < 0:
                found.append(mpmath.findroot(exact, (places[i - 1], places[i]), solver="anderson"))
        return [sympy.Float(x, 30) for x in found]


@each([curve for curve in SMOOTH if curve.name in FORMULAS])
def test_stationary_points_are_the_real_roots_of_the_slope(curve):
    f = formula(curve.name)
    roots = real_roots(f.diff(X), curve.domain)
    assert [place.x for place in curve.stationary] == pytest.approx(
        [float(root.evalf(20)) for root in roots], rel=1e-15, abs=1e-15
    )
    for place, root in zip(curve.stationary, roots, strict=True):
        bend = float(f.diff(X, 2).subs(X, root).evalf(20))
        turn = Turn.MINIMUM if bend > 0 else Turn.MAXIMUM if bend < 0 else Turn.INFLECTION
        assert place.turn is turn
        assert abs(curve.slope(place.x)) <= 1e-14
        assert curve.domain.contains(place.x)


def test_the_turns_are_seen_beside_the_points():
    """Also where the second derivative says nothing."""
    for curve in CURVES:
        for place in curve.stationary:
            signs = tuple(np.sign(curve.slope(place.x + np.array([-1e-3, 1e-3]))))
            assert (
                place.turn
                == {
                    (-1, 1): Turn.MINIMUM,
                    (1, -1): Turn.MAXIMUM,
                    (-1, -1): Turn.INFLECTION,
                    (1, 1): Turn.INFLECTION,
                }[signs]
            )


@each([*CURVES, *WEIGHED])
def test_no_point_is_lower_than_the_minimum(curve):
    domain = curve.domain
    x = np.linspace(domain.x_min - 10 * domain.width, domain.x_max + 10 * domain.width, 20_001)
    if curve.minimum is None:
        assert np.all(np.diff(curve.value(np.array([-1.0, -1e2, -1e4, -1e100]))) < 0)
        return
    assert curve.value(x).min() >= curve.minimum - 1e-12
    for place in curve.minima:
        assert curve.value(*place) == pytest.approx(curve.minimum, abs=1e-14)
        assert place[0] in [point.x for point in curve.stationary]
    lows = [p for p in curve.stationary if curve.value(p.x) <= curve.minimum + 1e-9]
    assert {(point.x,) for point in lows} == set(curve.minima)


@each([*CURVES, *WEIGHED])
def test_starts_and_parts(curve):
    assert 1 <= len(curve.starts) == len(set(curve.starts)) <= 6
    assert all(curve.domain.contains(x) for x in curve.starts)
    assert curve.start == (curve.starts[0],) and abs(curve.slope(curve.starts[0])) > 0.1
    if curve.parts:
        x = somewhere(curve)
        assert_close(sum(part(x) for part in curve.parts), curve.value(x), 1e-12)


@each(CURVES)
def test_formulas_ask_for_plain_arithmetic_only(curve):
    for x in [*somewhere(curve, 3), 0.0]:
        for formula_, method in ((curve.f, curve.value), (curve.first, curve.slope)):
            got = Symbol.plain(formula_(Symbol(float(x))))
            np.testing.assert_allclose(got, method(x), rtol=1e-12, atol=1e-12)


@each(CURVES)
def test_no_warning_anywhere(curve):
    extremes = np.array([0.0, -0.0, 1e200, -1e200, np.inf, -np.inf, np.nan])
    for numbers in (curve.value(extremes), curve.slope(extremes), curve.curvature(extremes)):
        assert numbers.shape == (7,)
    assert np.isnan(curve.value(np.nan))


def test_facts_of_the_posts():
    cubic, parabola, sum_ = (by_name(n) for n in ("cubic", "parabola", "weighted_squares"))
    assert cubic.value(4 / 3) == pytest.approx(22 / 27, rel=1e-15)
    assert (cubic.value(0), cubic.slope(0), cubic.curvature(4 / 3)) == (2, 0, 4)
    assert (parabola.value(-1), parabola.slope(-1), parabola.curvature(7)) == (2, 0, 2)
    assert sum_.minima == ((0.75,),)  # (−2 + 2 + 3) / 4
    assert np.isnan(by_name("absolute").curvature(0)) and by_name("absolute").slope(0) == 0


def test_weights_make_curves_that_are_found_again():
    first, again = by_name("weighted_squares", 1, 2, 1), by_name("weighted_squares", 1.0, 2.0, 1.0)
    assert first == again and hash(first) == hash(again) and first.key == again.key
    assert by_name("weighted_squares", 3, 0, 0).minima == ((-2.0,),)
    assert by_name("weighted_squares", 3, 0, 0).formula == "3(x + 2)^2"
    assert first.formula == "(x + 2)^2 + 2(x - 1)^2 + (x - 3)^2"
