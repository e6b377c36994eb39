"""Derivatives of typed formulas: against computer algebra, and against the house's own surfaces."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
import sympy
from sympy.parsing.sympy_parser import (
    convert_xor,
    implicit_multiplication,
    parse_expr,
    standard_transformations,
)

import optimizers
import surfaces
from engine import run
from engine.drive.reference import plain_steps
from surfaces.typed import STARTERS, formula

FORMULAS = (
    "x^2 + 2y^2",
    "(1-x)^2 + 100(y-x^2)^2",
    "(x^2+y-11)^2 + (x+y^2-7)^2",
    "sin(x)cos(y)",
    "exp(-x^2-y^2)x",
    "log(1+x^2+y^2)",
    "sqrt(1+x^2+y^2)",
    "sqrt(x^2+3y^2)",
    "tan(x y/4)",
    "sinh(x) + cosh(x y)",
    "tanh(3(x-y))",
    "arctan(x y^2)",
    "abs(x - 2y)^3",
    "abs(x)y + abs(y)x^2",
    "min(x, y)^2 + max(x, x y)",
    "max(x^2, y, 1)",
    "x/y + y/(1+x^2)",
    "1/(1+x^2+y^4)",
    "x^-3 + y^(-2)",
    "(1+x^2)^y",
    "2^(x y)",
    "e^sin(x y)",
    "(x^2+y^2)^0.75",
    "(2+x)^2.5",
    "(1+y^2)^(1/3)",
    "x^7 - y^13 + x^20",
    "-20exp(-0.2sqrt(0.5(x^2+y^2))) - exp(0.5(cos(2pi*x)+cos(2pi*y))) + e + 20",
    "0.26(x^2+y^2) - 0.48x y",
    "sin(3pi*x)^2 + (x-1)^2(1+sin(3pi*y)^2)",
    "0.5 + (sin(x^2-y^2)^2-0.5)/(1+0.001(x^2+y^2))^2",
    "x^2^y + log(exp(x)+exp(y))",
    "cosh(log(2+x^2)) tanh(sinh(y))",
    "tan(arctan(x)+0.1y)",
    *(example.text for example in STARTERS),
)
PLACES = (*np.random.default_rng(3).uniform(0.2, 1.9, size=(5, 2)).round(3), (-0.6, 1.1))
x, y = sympy.symbols("x y", real=True)
SMALL = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))


def of_sympy(text: str) -> sympy.Expr:
    """The same formula in computer algebra, by a reader that is not ours; its text is our own."""
    for small, digit in SMALL.items():
        text = text.replace(small, f"^{digit}")
    text = text.replace("|x - 1|", "abs(x - 1)").replace("|y|", "abs(y)")
    for name in ("xy", "yx"):
        text = text.replace(name, f"{name[0]} {name[1]}")
    names = {"x": x, "y": y, "pi": sympy.pi, "e": sympy.E, "abs": sympy.Abs, "arctan": sympy.atan}
    names |= {"min": sympy.Min, "max": sympy.Max}
    steps = (*standard_transformations, convert_xor, implicit_multiplication)
    return parse_expr(text, local_dict=names, transformations=steps)


@pytest.mark.parametrize("text", FORMULAS)
def test_against_computer_algebra(text: str) -> None:
    """To 1e-10 of the size of what is added up, at places away from kinks."""
    expression = of_sympy(text)
    asked = [expression, *(expression.diff(by) for by in (x, y))]
    asked += [expression.diff(x, x), expression.diff(x, y), expression.diff(y, y)]
    typed = formula(text)
    for px, py in PLACES:
        at = {x: sympy.Float(px, 40), y: sympy.Float(py, 40)}
        expected = np.array([complex(part.subs(at).doit().evalf(30)) for part in asked])
        if np.abs(expected.imag).max() > 0:
            continue  # not defined there
        px, py = np.float64(px), np.float64(py)
        got = np.array([typed.f(px, py), *typed.df(px, py), *typed.d2f(px, py)], float)
        np.testing.assert_allclose(got, expected.real, rtol=1e-10, atol=1e-11)


PRESETS = {
    "blog": STARTERS[0].text,
    "rosenbrock": "(1 - x)^2 + 100(y - x^2)^2",
    "himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "beale": "(1.5-x+x y)^2 + (2.25-x+x y^2)^2 + (2.625-x+x y^3)^2",
    "booth": "(x+2y-7)^2 + (2x+y-5)^2",
    "matyas": "0.26(x^2+y^2) - 0.48x y",
    "three_hump_camel": "2x^2 - 1.05x^4 + x^6/6 + x y + y^2",
    "six_hump_camel": "(4-2.1x^2+x^4/3)x^2 + x y + (-4+4y^2)y^2",
    "goldstein_price": "(1+(x+y+1)^2(19-14x+3x^2-14y+6x y+3y^2))"
    "(30+(2x-3y)^2(18-32x+12x^2+48y-36x y+27y^2))",
    "mccormick": "sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1",
    "styblinski_tang": "0.5(x^4-16x^2+5x+y^4-16y^2+5y)",
    "rastrigin": "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)",
    "ackley": "-20exp(-0.2sqrt(0.5(x^2+y^2))) - exp(0.5(cos(2pi x)+cos(2pi y))) + e + 20",
    "griewank": "1 + (x^2+y^2)/4000 - cos(x)cos(y/sqrt(2))",
    "easom": "-cos(x)cos(y)exp(-((x-pi)^2+(y-pi)^2))",
    "levy13": "sin(3pi x)^2 + (x-1)^2(1+sin(3pi y)^2) + (y-1)^2(1+sin(2pi y)^2)",
    "saddle": "x^2 - y^2",
    "monkey_saddle": "x^3 - 3x y^2",
    "drop_wave": "-(1+cos(12sqrt(x^2+y^2)))/(0.5(x^2+y^2)+2)",
    "branin": "(y-5.1/(4pi^2)x^2+5/pi x-6)^2 + 10(1-1/(8pi))cos(x) + 10",
    "dixon_price": "(x-1)^2 + 2(2y^2-x)^2",
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_known_surface_typed_is_that_surface(name: str) -> None:
    """The formulas that are written by hand, and what was found of their minima."""
    known = surfaces.by_name(name)
    window = known.domain
    sides = (window.x_min, window.x_max, window.y_min, window.y_max)
    typed = surfaces.by_name("typed", *sides, content=PRESETS[name])
    rng = np.random.default_rng(0)
    px = rng.uniform(window.x_min, window.x_max, 200)
    py = rng.uniform(window.y_min, window.y_max, 200)
    for asked in ("value", "gradient", "hessian"):
        ours, theirs = (np.array(getattr(one, asked)(px, py)) for one in (typed, known))
        scale = np.abs(theirs).max()
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12 * scale)
    assert (typed.minimum is None) == (known.minimum is None)
    if known.minimum is not None and not known.further:
        assert typed.minimum == pytest.approx(known.minimum, abs=1e-9)
        found, listed = (sorted(np.round(one.minima, 5).tolist()) for one in (typed, known))
        np.testing.assert_allclose(found, listed, atol=2e-5)


@pytest.mark.parametrize(
    ("text", "undefined"),
    [("log(x) + y^2", (-1, 1)), ("sqrt(x) + y^2", (-1, 1)), ("x^0.3 + y^2", (-1, 1)),
     ("log(x y)", (-1, 1)), ("x^y", (-1.5, 0.3)), ("min(log(x), y)", (-1, 1))],
)  # fmt: skip
def test_where_f_is_not_defined_its_slope_is_not(text: str, undefined: tuple[float, float]) -> None:
    surface = surfaces.by_name("typed", content=text)
    assert np.isnan(surface.value(*undefined))
    assert np.isnan(surface.gradient(*undefined)).any()


def test_at_a_tip_there_is_no_slope_and_no_bend() -> None:
    cone = surfaces.by_name("typed", content="sqrt(x^2 + y^2)")
    assert [float(part) for part in cone.gradient(0, 0)] == [0, 0]
    assert np.isnan(cone.hessian(0, 0)).all()
    assert cone.minima == ((0.0, 0.0),) and not cone.smooth


WALKED = (
    *(example.text for example in STARTERS),
    "sinh(x/3)^2 + arctan(y)^2",
    "tan(x/5)^2 + cosh(y/2)",
    "min(x^2, y^2 + 1) + |y|",
)


@pytest.mark.parametrize("text", WALKED)
@pytest.mark.parametrize("rule", ["momentum", "adam", "nesterov"])
@pytest.mark.parametrize("walkers", [1, 200])
def test_every_way_of_walking_agrees(text: str, rule: str, walkers: int) -> None:
    """Recorded and written anew as floats or blocks, a walk is that of plain NumPy."""
    surface = surfaces.by_name("typed", content=text)
    starts = np.array(surface.start) + np.random.default_rng(0).normal(0, 0.2, (walkers, 2))
    optimizer = optimizers.by_name(rule)()
    walked = run(surface, optimizer, starts, 12).points
    with np.errstate(all="ignore"):
        steps = islice(plain_steps(surface, optimizer, starts), 12)
        plain = np.array([starts, *(place.T for place, _grad, _delta in steps)])
    np.testing.assert_allclose(walked, plain, rtol=1e-9, atol=1e-9)
