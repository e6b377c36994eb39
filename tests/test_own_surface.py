"""A visitor's own surface on the pages: typed, refused, walked on, linked, and kept from others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import optimizers
import surfaces
from engine import Verdict, race
from figures.ground import ground_key
from surfaces.typed import NAME, REMARKS, STARTERS, FormulaError
from tests.conftest import ROOT
from ui import own, scene
from ui.fates import fates
from ui.maps.orders import settings_order, starts_orders
from ui.own_surface import SHOWN, UNSEEN, excerpt
from ui.player import player_words
from ui.player.standalone import standalone_page
from ui.report import ends
from ui.settings import Settings, first_settings, opening_settings
from ui.stays import stays
from ui.table import MAPS

PAGES = ("explore", "compare", "rates", "basins", "anatomy")


def on(text: str, **changes: object) -> Settings:
    """The settings of a formula in a window that suits it."""
    return replace(own.on_formula(first_settings(), text), **changes)  # type: ignore[arg-type]


def reasons(walks: list[Any]) -> list[str]:
    """How each walk ended, and why, as the table below the picture says it."""
    return [[*row.values()][1] for row in ends(walks)]


def page(name: str, **words: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for word, text in words.items():
        app.query_params[word] = text
    return app.switch_page(f"pages/{name}.py").run() if name != "explore" else app.run()


# -- settings and links -----------------------------------------------------------


@pytest.mark.parametrize("text", ["x^2 + 2y^2", "|x|·y² − π + x", "0.4*x**2 + np.sin(y)"])
def test_a_formula_stands_in_the_link(text: str) -> None:
    settings = on(text)
    again, notes = MAPS.read(parse_qs(MAPS.as_text(settings)))
    assert (again, notes) == (settings, [])
    assert again.surface is settings.surface


def test_a_link_of_the_surface_alone_begins_with_the_first_formula() -> None:
    settings, notes = MAPS.read({"surface": [NAME]})
    assert settings.formula == own.cleaned(STARTERS[0].text) and not notes
    assert settings.shape == STARTERS[0].window and settings.start == STARTERS[0].start


def test_links_without_a_formula_say_nothing_of_one() -> None:
    for settings in (first_settings(), opening_settings(), first_settings("logistic")):
        assert "formula" not in MAPS.write(settings)


def test_a_refused_formula_takes_its_window_along_and_is_not_repeated() -> None:
    asked = {"surface": [NAME], "formula": ["<b>x</b>"], "shape": ["-1~1~-1~1"]}
    settings, notes = MAPS.read(asked)
    assert settings.shape == STARTERS[0].window and len(notes) == 1
    assert "<b>" not in notes[0]


def test_a_long_formula_is_not_cut_to_another_one() -> None:
    text = "x + " + "1 + " * 100 + "x"
    settings, notes = MAPS.read({"formula": [text]})
    assert len(text) > 400 and settings == first_settings() and notes


def test_everything_that_is_remembered_is_remembered_by_content() -> None:
    one, other = on("x^2 + y^2"), on("x^2 + 3y^2")
    assert one.shape == other.shape and one.surface_name == other.surface_name
    assert ground_key(one.surface) != ground_key(other.surface)
    assert scene.ground_of(one.surface) != scene.ground_of(other.surface)
    orders = [starts_orders(settings, 8, 1)[0] for settings in (one, other)]
    assert orders[0] != orders[1]
    maps = [order.make(lambda done, of: None, Event()) for order in orders]
    assert maps[0].steps.shape == maps[1].steps.shape
    assert (maps[0].steps != maps[1].steps).any()
    choice = one.choices[-1]
    assert settings_order(one, choice, "beta1") != settings_order(other, choice, "beta1")


def test_a_formula_takes_learning_rates_that_suit_it() -> None:
    steep, flat = on("100x^2 + 100y^2"), on("0.01x^2 + 0.01y^2")
    rates = [settings.choices[0].value("learning_rate") for settings in (steep, flat)]
    assert rates[0] < 0.01 < 1 < rates[1]


# -- what is said -----------------------------------------------------------

TEXTS = (
    "x^2 + y^2",
    "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "0.05(x² + y²) - 3exp(-4((x - 3)² + (y - 2)²))",
    "sqrt(x^2 + y^2)",
    "x^2 - y^2",
    "exp(x) + y^2",
    "sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    "log(x) + y^2",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("rate", [None, 0.3, 3.0])
def test_nothing_is_said_to_be_the_global_minimum(text: str, rate: float | None) -> None:
    settings = on(text)
    if rate is not None:
        choices = (choice.with_value("learning_rate", rate) for choice in settings.choices)
        settings = replace(settings, choices=tuple(choices))
    walks = scene.walks_of(settings)
    said = [*reasons(walks), *(line["text"] for line in stays(walks, []))]
    assert not [sentence for sentence in said if "global" in sentence]
    at_best = [walk for walk in walks if walk.diagnosis.verdict is Verdict.GLOBAL_MINIMUM]
    if at_best:
        assert any("lowest minimum found" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("x^2 + y^2", "The star is the lowest"),
        ("x^2 - y^2", "f falls without end:"),
        ("x sin(y)", "f falls without end:"),
        ("-x", "f falls without end:"),
        ("log(x^2 + y^2)", "f falls without end about"),
        ("1/x", "f falls without end about"),
        ("exp(x) + y^2", "Far out f sinks"),
        ("arctan(x) + y^2", "Far out f sinks"),
        ("1/(1 + x^2 + y^2)", "Far out f sinks"),
        ("x^2", "The lowest places that were found are not one"),
        ("x^2 y^2", "The lowest places that were found are not one"),
    ],
)
def test_what_kind_of_ground_it_is_is_said(text: str, remark: str) -> None:
    surface = surfaces.by_name(NAME, content=text)
    assert surface.note.startswith(remark) and surface.note in {one.note for one in REMARKS}
    assert (surface.minimum is None) == ("falls" in remark or "sinks" in remark)


def test_what_lies_outside_of_a_window_is_found() -> None:
    surface = surfaces.by_name(NAME, -5, 5, -5, 5, content="(x - 30)^2 + y^2")
    assert surface.minima == () and surface.minimum == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(surface.further, [(30, 0)], atol=1e-6)
    assert "lower outside of this map" in surface.note
    wider = surfaces.by_name(NAME, content="(x - 30)^2 + y^2")
    assert wider.domain.contains(30, 0) and len(wider.minima) == 1


@pytest.mark.parametrize("text", ["log(x) + y^2", "sqrt(x) + y^2", "log(x - y)", "x^0.5 + y"])
def test_a_walk_that_leaves_where_f_is_defined_is_told_so(text: str) -> None:
    settings = on(text, start=(2.0, 1.0))
    choices = (choice.with_value("learning_rate", 1.0) for choice in settings.choices)
    walks = scene.walks_of(replace(settings, choices=tuple(choices)))
    off = [walk for walk in walks if walk.diagnosis.verdict is Verdict.OFF]
    assert len(off) >= 3
    for walk in off:
        x, y = walk.diagnosis.centre  # type: ignore[misc]
        assert (
            np.isnan(settings.surface.value(x, y))
            or np.isnan(settings.surface.gradient(x, y)).any()
        )
    assert all("where f has no" in sentence for sentence in reasons(off))
    assert not any("overflow" in sentence for sentence in reasons(off))
    assert all("no value" in left["text"] for left in fates(off, settings.surface))


# -- the place of a trouble -----------------------------------------------------------


@pytest.mark.parametrize("before", ["", "x + " * 40])
@pytest.mark.parametrize("after", ["", " + x" * 40])
def test_the_carets_stand_below_the_trouble(before: str, after: str) -> None:
    text = f"{before}abc{after}"[:400]
    with pytest.raises(FormulaError) as refused:
        surfaces.by_name(NAME, content=text)
    shown, carets = excerpt(text, refused.value).split("\n")
    start, end = carets.index("^"), len(carets)
    assert shown[start:end] == "bc" or shown[start:end] == "abc"
    assert len(shown) <= SHOWN + 2


@pytest.mark.parametrize("text", ["x + \u202e1", "x\u0000", "<script>", "![](http://x/y)", "`x`"])
def test_what_is_shown_again_is_plain(text: str) -> None:
    with pytest.raises(FormulaError) as refused:
        surfaces.by_name(NAME, content=text)
    shown = excerpt(text, refused.value)
    assert not set(shown) & set("\u202e\u0000") and len(shown.split("\n")) == 2
    if not text.isprintable():
        assert UNSEEN in shown


def test_nothing_is_shown_of_an_empty_text() -> None:
    for text in ("", "   "):
        with pytest.raises(FormulaError) as refused:
            surfaces.by_name(NAME, content=text)
        assert excerpt(text, refused.value) == ""


# -- the pages -----------------------------------------------------------


def test_a_formula_is_picked_typed_refused_and_taken() -> None:
    app = page("explore")
    assert not [field for field in app.text_input if field.key == "own.text"]
    app.pills(key="surface.own").set_value("cliff").run()
    assert app.query_params["surface"] in (NAME, [NAME])
    field = app.text_input(key="own.text")
    assert field.value == own.cleaned(STARTERS[1].text)
    field.set_value("x^2 + 3z").run()
    assert "This name is not known" in " ".join(warning.value for warning in app.warning)
    assert any(code.value == "x^2 + 3z\n       ^" for code in app.code)
    app.text_input(key="own.text").set_value("x^2/4 + y^2").run()
    assert not app.warning
    assert any(r"\frac{x^{2}}{4} + y^{2}" in formula.value for formula in app.latex)
    app.button(key="own.take").click().run()
    assert app.query_params["formula"] in ("x^2/4 + y^2", ["x^2/4 + y^2"])
    assert app.text_input(key="own.text").value == "x^2/4 + y^2"
    assert app.button(key="own.take").disabled
    assert not app.exception
    app.pills(key="surface.bowls").set_value("sphere").run()
    assert "formula" not in app.query_params
    app.pills(key="surface.own").set_value(NAME).run()
    assert app.query_params["formula"] in ("x^2/4 + y^2", ["x^2/4 + y^2"]), "it comes back"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("text", ["log(x) + |y|", "x^2 - y^2", "x^2", "exp(x)/(1 + y^2)"])
def test_every_page_takes_any_ground(name: str, text: str) -> None:
    app = page(name, surface=NAME, formula=text)
    assert not app.exception and not app.error
    assert app.text_input(key="own.text").value == text
    shown = [element.value for kind in (app.markdown, app.caption, app.info) for element in kind]
    assert not [part for part in shown if "global minim" in part.lower()]


def test_a_window_is_chosen_and_a_start_outside_of_it_moves() -> None:
    settings = on("x^2 + y^2", start=(3.0, 1.0))
    wide = own.in_window(settings, -20.0, 20.0, -5.0, 5.0)
    assert wide.start == settings.start and wide.shape == (-20.0, 20.0, -5.0, 5.0)
    narrow = own.in_window(settings, -1.0, 1.0, -1.0, 1.0)
    assert narrow.surface.domain.contains(*narrow.start)
    with pytest.raises(ValueError, match="x_max must be above"):
        own.in_window(settings, 1.0, 1.0, -1.0, 1.0)
    with pytest.raises(FormulaError):
        own.in_window(on("sqrt(x) + y"), -9.0, -1.0, -1.0, 1.0)


def test_hostile_texts_in_links_open_a_page() -> None:
    from tests.hostile_formulas import HOSTILE

    for text in HOSTILE:
        query = urlencode({"surface": NAME, "formula": text})
        settings, notes = MAPS.read(parse_qs(query, keep_blank_values=True))
        assert settings.formula == own.cleaned(STARTERS[0].text)
        assert notes and all(len(note) < 200 for note in notes)


def test_a_walk_is_checked_on_a_formula_that_is_typed_there() -> None:
    """From the menu to the cause: an inner derivative that was forgotten."""
    app = page("check")
    app.selectbox(key="check.surface").set_value(NAME).run()
    app.text_input(key="check.own.text").set_value("sin(3x) + x^2 + y^2").run()
    app.button(key="check.own.take").click().run()
    assert app.query_params["formula"] in ("sin(3x) + x^2 + y^2", ["sin(3x) + x^2 + y^2"])
    app.selectbox(key="check.optimizer").set_value("gradient_descent").run()
    for factor, right in ((3, True), (1, False)):
        x, y, lines = 2.0, 1.0, []
        for _ in range(40):
            lines.append(f"{x!r} {y!r}")
            x, y = x - 0.05 * (factor * np.cos(3 * x) + 2 * x), y - 0.05 * 2 * y
            x, y = float(x), float(y)
        app.text_area(key="check.text").set_value("\n".join(lines)).run()
        assert not app.exception and bool(app.success) is right
    [cause] = [m.value for m in app.markdown if m.value.startswith("1. ")]
    assert cause == "1. In the gradient, cos(3·x) in place of cos(3·x)·3."


@pytest.mark.browser
def test_a_saved_page_of_a_formula_is_walked_without_a_server(browser: Any, tmp_path: Path) -> None:
    from figures.ground import ground_blob
    from figures.palette import style_of
    from figures.walks import DrawnWalk, Panel, walks_blob
    from tests.test_live import PLAYER, START, STATE, wait_for_frame
    from ui.player.live import live_of

    surface, start = surfaces.by_name(NAME, content="sin(3x) + x^2/4 + |y| + y^2"), (-3.0, 2.5)
    adam = optimizers.by_name("adam")(learning_rate=0.05)
    [walk] = race(surface, [adam], start, 60)
    drawn = DrawnWalk("adam", adam.short, style_of("adam"), "0.05", walk)
    words, live = player_words("Your own f(x, y)"), live_of(surface, [drawn.trajectory])
    blob = walks_blob(surface, [drawn], [Panel((0,))], start, words, live=live)
    file = tmp_path / "saved.html"
    page_text = standalone_page("Your own", ground_blob(surface), blob, surface)
    file.write_text(page_text, encoding="utf-8")
    page, said = browser.new_context(viewport={"width": 1280, "height": 800}).new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector(".ov-player[data-ready]")
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 25)
    wait_for_frame(page, 1)
    page.mouse.up()
    page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")
    state = page.evaluate(STATE)
    assert state["start"][0] > -3
    [there] = race(surface, [adam], state["start"], 60)
    # Down one side of the kink walks are alike to rounding; across it signs decide.
    same = slice(0, 1 + int(np.argmax(np.append(there.points[:, 1] < 0.05, True))))
    assert same.stop > 10
    np.testing.assert_allclose(state["x"][0][same], there.points[same, 0], rtol=1e-10, atol=1e-12)
    assert not said
    page.context.close()


def test_what_is_typed_is_answered_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted is work: while somebody types nothing is looked over, and the same is refused."""
    from surfaces.typed import ground, readable
    from tests.hostile_formulas import HOSTILE

    looked: list[object] = []
    look_over = ground.look_over
    monkeypatch.setattr(ground, "look_over", lambda *of: looked.append(of) or look_over(*of))
    texts = [*HOSTILE, *(one.text for one in STARTERS), "log(-1 - x^2) + y", "sqrt(x) + y", "1/x"]
    refused = 0
    for text in texts:
        told = []
        for reading in (readable, own.checked):
            before = len(looked)
            try:
                told.append(reading(text))
            except FormulaError as error:
                told.append(error.message)
            assert reading is not readable or len(looked) == before
        assert told[0] == told[1], text
        refused += told[0] != own.cleaned(text)
    assert looked and refused > 100
