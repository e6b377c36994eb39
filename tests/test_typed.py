"""Formulas of a visitor's own: what is read, what is refused, and where it says so."""

from __future__ import annotations

import ast
import pickle
import string
from typing import Any

import numpy as np
import pytest

import surfaces
from surfaces import typed
from surfaces.typed import FormulaError, formula
from surfaces.typed.notation import LONGEST
from tests.conftest import ROOT
from tests.hostile_formulas import HOSTILE, ODD

AT = (0.7, -1.3)
X, Y = AT


# -- what is read ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "height"),
    [
        ("0.4x^2y^2 + sin(pi x)", 0.4 * X**2 * Y**2 + np.sin(np.pi * X)),
        ("0.4*x**2*y**2 + np.sin(np.pi*x)", 0.4 * X**2 * Y**2 + np.sin(np.pi * X)),
        ("0.4x²y² + sin(πx)", 0.4 * X**2 * Y**2 + np.sin(np.pi * X)),
        ("f(x, y) = 0.4·x²·y² − 3", 0.4 * X**2 * Y**2 - 3),
        ("z = x + y", X + Y),
        ("|x| |y| + ||x| - 1|", abs(X) * abs(Y) + abs(abs(X) - 1)),
        ("|x|y|", None),
        ("-x^2", -(X**2)),
        ("2^-x", 2**-X),
        ("2^3^x", 2 ** (3**X)),
        ("x^2y", X**2 * Y),
        ("1/2x", X / 2),
        ("x/y/2", X / Y / 2),
        ("x - y - 1", X - Y - 1),
        ("2(x+1)(y-1)", 2 * (X + 1) * (Y - 1)),
        ("x(y+1)", X * (Y + 1)),
        ("x*-y", X * -Y),
        ("sin^2(x) + cos²(y)", np.sin(X) ** 2 + np.cos(Y) ** 2),
        ("√(x^2 + 1)", np.sqrt(X**2 + 1)),
        ("sqrt(x) exp(y) log(x)", np.sqrt(X) * np.exp(Y) * np.log(X)),
        ("tan(x) + tanh(y) + sinh(x) + cosh(y)", np.tan(X) + np.tanh(Y) + np.sinh(X) + np.cosh(Y)),
        ("arctan(x) + np.abs(y) + ln(x)", np.arctan(X) + abs(Y) + np.log(X)),
        ("min(x, y, 3) max(x, y)", Y * X),
        ("np.minimum(x, y) + math.e^x", Y + np.e**X),
        ("1e-3x + 2.5E1y + .5", 1e-3 * X + 25 * Y + 0.5),
        ("2e^x", 2 * np.e**X),
        ("e^(x y)", np.exp(X * Y)),
        ("xsin(y)", X * np.sin(Y)),
        ("x^-2", X**-2),
        ("x^0.5", X**0.5),
        ("x^y", X**Y),
        ("\tx +\n y ", X + Y),
    ],
)
def test_notation_of_pages_and_of_python(text: str, height: float | None) -> None:
    if height is None:
        with pytest.raises(FormulaError):
            formula(text)
    else:
        assert float(formula(text).f(X, Y)) == pytest.approx(height, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("0.4*x**2*y", r"0.4\,x^{2}\,y"),
        ("(x+y)/(x-y)", r"\frac{x + y}{x - y}"),
        ("x - (y - 1)", r"x - \left(y - 1\right)"),
        ("x(-y)", r"x\,\left(-y\right)"),
        ("(x^2)^3", r"\left(x^{2}\right)^{3}"),
        ("-(x+1)", r"-\left(x + 1\right)"),
        ("2·3x", r"2 \cdot 3\,x"),
        ("sin^2(x)", r"\sin^{2}\left(x\right)"),
        ("sqrt(|x|)", r"\sqrt{\left|x\right|}"),
        ("1e-3x", r"1 \cdot 10^{-3}\,x"),
        ("exp(-x^2)", r"e^{-x^{2}}"),
        ("2^x^y", "2^{x^{y}}"),
        ("(x+1)y", r"\left(x + 1\right)\,y"),
        ("x/2/y", r"\frac{\frac{x}{2}}{y}"),
    ],
)
def test_the_formula_is_printed(text: str, latex: str) -> None:
    assert formula(text).latex == latex


# -- what is refused -----------------------------------------------------------------------------


def read(text: str) -> Any:
    """A ground of the text."""
    return surfaces.by_name(typed.NAME, content=text)


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 118


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
def test_what_is_no_formula_is_refused_in_a_sentence(text: str) -> None:
    if text in ("+".join(["x"] * 190),):
        assert len(text) < LONGEST  # it is the parts that are too many
    with pytest.raises(FormulaError) as refused:
        read(text)
    error = refused.value
    said = str(error)
    assert said[-1] == "." and "{" not in said
    assert error.message.format(**error.places) == said
    assert 0 <= error.start <= error.end <= max(len(text), LONGEST)
    strange = set(text) - set(string.printable) - set("²πσ")
    assert not strange & set(said), "refused text is not repeated"
    assert str(pickle.loads(pickle.dumps(error))) == said


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:24])
def test_what_is_odd_and_a_formula_is_read(text: str) -> None:
    surface = read(text)
    assert np.isfinite(surface.value(*surface.start))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("x + epsilon", "psilon"),
        ("x + 3*/y", "/"),
        ("(x + y", "("),
        ("x + y)", ")"),
        ("x^99", "99"),
        ("2x + 1/(2 - 2)", "2 - 2"),
        ("sin x", "sin"),
        ("x2", "2"),
        ("0,5x", ","),
        ("x + ы", "ы"),
        ("x + exp(30)^30 y", "exp(30)^30"),
    ],
)
def test_the_place_of_the_trouble_is_marked(text: str, marked: str) -> None:
    with pytest.raises(FormulaError) as refused:
        formula(text)
    assert text[refused.value.start : refused.value.end] == marked


ALPHABET = [*"xy0123456789.+-*/^(),|² πe", "sin(", "exp(", "min(", "**", "sqrt(", *"<_\u0445'=\n["]


def test_of_random_texts_nothing_but_the_error_escapes() -> None:
    rng = np.random.default_rng(5)
    read_well = 0
    for _ in range(100_000):
        picked = rng.integers(len(ALPHABET), size=rng.integers(1, 24))
        try:
            parsed = typed.formula.__wrapped__("".join(ALPHABET[i] for i in picked))
        except FormulaError as error:
            assert str(error)
        else:
            read_well += 1
            with np.errstate(all="ignore"):
                parsed.df(np.float64(X), np.float64(Y))
    assert read_well > 500


def test_an_answer_is_never_long_in_coming() -> None:
    """Counted is work, not time: a formula has so few values that no text can take long."""
    from surfaces.typed.algebra import Algebra

    sizes = []
    made = Algebra.function

    def counted(self: Algebra, *wanted: int) -> Any:
        sizes.append(len(self.list))
        return made(self, *wanted)

    Algebra.function = counted  # type: ignore[method-assign]
    try:
        for text in (*HOSTILE, *ODD, "sin(" * 29 + "x^y" + ")" * 29, "x^y" + "+x^y" * 30):
            try:
                typed.formula.__wrapped__(text)
            except FormulaError:
                continue
    finally:
        Algebra.function = made  # type: ignore[method-assign]
    assert max(sizes) < 6000


def test_no_text_is_ever_run() -> None:
    """The room knows none of the ways to run a text."""
    ways = {"eval", "exec", "compile", "sympify", "parse_expr", "literal_eval", "lambdify"}
    for path in (ROOT / "surfaces").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        names = {ast.unparse(function) for function in called} - {"re.compile"}
        assert not {name.rpartition(".")[2] for name in names} & ways, path


# -- identity -----------------------------------------------------------------------------------


def test_a_ground_is_known_by_its_formula_and_its_window() -> None:
    here, again = read("x^2 + y^2"), read("x^2 + y^2")
    assert here is again and hash(here) == hash(again)
    others = [read("x^2 + 2y^2"), surfaces.by_name("typed", -1, 1, -1, 1, content="x^2 + y^2")]
    assert len({here.key, *(other.key for other in others)}) == 3
    assert all(other != here for other in others)
    for surface in (here, *others):
        assert pickle.loads(pickle.dumps(surface)) is surface


@pytest.mark.parametrize(
    "window",
    [(1.0,), (1, 1, 0, 1), (1, 0, 0, 1), (0, 1, 0, np.nan), (0, 1, 0, np.inf), (-1e5, 0, 0, 1)],
)
def test_a_window_that_is_none_is_refused(window: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="typed: "):
        surfaces.by_name("typed", *window, content="x^2 + y^2")


def test_others_have_no_formula() -> None:
    with pytest.raises(ValueError, match="surface: one of"):
        surfaces.by_name("sphere", content="x")
