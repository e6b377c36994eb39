"""The page on which a walk of somebody's own is checked."""

from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import checking
import optimizers
import surfaces
from catalogue.extract import template
from checking.causes import variants
from checking.parts import parts_of
from engine import run
from optimizers.adam import Adam
from published import Repair
from tests.test_pages import healthy, opened, payload, tables
from tests.visit import Visit
from ui.check.words import said
from ui.words import _

FIELD = "check.text"


def pasted(text: str, **query: str) -> AppTest:
    app = opened("check", {word: [value] for word, value in query.items()})
    app.text_area(key=FIELD).set_value(text).run()
    healthy(app) if not app.error else None
    assert not app.exception, app.exception
    return app


def rows(points: np.ndarray) -> str:
    return "\n".join(f"{x!r},{y!r}" for x, y in points.tolist())


def example(name: str) -> AppTest:
    app = opened("check")
    app.button(key=f"check.example.{name}").click().run()
    assert not app.exception, app.exception
    return app


def text_of(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def test_the_walk_of_the_post_is_explained_and_both_walks_are_drawn() -> None:
    app = example("post")
    assert [box.value for box in app.error] == ["The very first of the 93 steps differs from Adam."]
    [causes] = [m.value for m in app.markdown if m.value.startswith("1. ")]
    assert causes.splitlines() == [
        "1. t does not grow: every step is corrected as if it were the first.",
        "1. ε is subtracted instead of added.",
        "1. ∂f/∂x: 0.6y in place of 0.6xy.",
        "1. ∂f/∂x: −0.5y in place of −0.25y².",
        "1. ∂f/∂y: 0.6x² in place of 0.3x².",
    ]
    header, arrays = payload(app)
    assert [walk["key"] for walk in header["walks"]] == ["rule", "yours"]
    published = Repair().walk().points
    assert np.array_equal(arrays["x1"], published[:, 0].astype(np.float32))
    right = run(surfaces.by_name("blog"), Adam(learning_rate=0.05), (0.5, 5.8), 93).points
    assert np.array_equal(arrays["y0"], right[:, 1].astype(np.float32))
    assert "The f of all 94 rows is right; the largest difference is" in text_of(app)
    # What was pasted is not in the link.
    assert {*app.query_params} == {"ground", "meant"}


def test_every_line_of_a_step_is_there_with_its_numbers() -> None:
    app = example("post")
    fits, numbers = tables(app)
    assert fits["Largest remaining difference"][0].endswith("within rounding")
    assert "what rounding allows" in fits["Largest remaining difference"][1]
    lines = dict(zip(numbers["Line"], numbers["As done"], strict=True))
    assert lines["`t` ←"] == "`1`" and lines["`m`"] == "the same"
    assert lines["`delta` ←"] == "`-learning_rate · m_hat / (sqrt(v_hat) - epsilon)`"
    [step] = [box for box in app.number_input if box.label == "Step"]
    step.set_value(7).run()
    moved = np.diff(Repair().walk().points, axis=0)[6]
    told = tables(app)[1]
    place = told["Line"].index("`delta` ←")
    for axis in "xy":
        done = float(told[f"{axis}, as done"][place].replace("−", "-"))
        assert done == pytest.approx(moved["xy".index(axis)], rel=1e-3)
        assert float(told[axis][-1].replace("−", "-")) == pytest.approx(done, rel=1e-3)


def test_a_right_walk_is_called_right_and_another_setting_is_not() -> None:
    app = example("right")
    assert app.success[0].value.startswith("Right: all 120 steps agree with")
    assert not app.error and "What was most likely" not in text_of(app)
    [rate] = [box for box in app.number_input if box.label.startswith("Learning rate")]
    rate.set_value(0.004).run()
    assert "rmsprop~learning_rate~0.004" in app.query_params["meant"]
    assert app.error and "The learning rate is 0.002 instead of 0.004." in text_of(app)


def test_explanations_that_cannot_be_told_apart_are_all_said() -> None:
    said_ = text_of(example("averaged"))
    assert "1. The velocity is an average" in said_
    assert "* The learning rate is 0.005 instead of 0.05." in said_


def test_a_wrong_f_is_said_to_be_wrong_beside_a_right_walk() -> None:
    points = run(surfaces.by_name("blog"), Adam(learning_rate=0.05), (0.5, 5.8), 9).points
    values = 2 * surfaces.by_name("blog").value(*points.T)
    text = "\n".join(
        f"{x!r},{y!r},{f!r}" for (x, y), f in zip(points.tolist(), values, strict=True)
    )
    app = pasted(f"x,y,f\n{text}".replace("np.float64(", "").replace(")", ""))
    assert app.success
    [told] = [box.value for box in app.warning]
    assert told.startswith("Your f is not that of this surface: row 1 holds")
    assert told.endswith("Every f is 2 times what it should be.")


def test_what_agrees_at_first_says_where_it_leaves() -> None:
    bowl, rule = surfaces.by_name("bowl"), optimizers.by_name("gradient_descent")
    points = run(bowl, rule(learning_rate=0.1), (-4, 3), 20).points
    points[12:] += [0.0, 0.25]
    app = pasted(rows(points), surface="bowl", walk="gradient_descent~learning_rate~0.1")
    [answer] = [box.value for box in app.error]
    assert answer == (
        "The first 11 of 20 steps agree with Gradient descent; step 12 is the first that does not."
    )
    assert "* x agrees in every step." in text_of(app)
    assert "* y, step 12: you moved by" in text_of(app)
    assert "Nothing that was tried explains every step" in text_of(app)


def test_what_was_pasted_wrongly_is_suspected() -> None:
    points = run(surfaces.by_name("blog"), Adam(learning_rate=0.05), (0.5, 5.8), 40).points
    [hint] = [box.value for box in pasted(rows(points[:, ::-1])).info]
    assert hint == "With x and y exchanged every step agrees: swap the two columns."
    [hint] = [box.value for box in pasted(rows(points), surface="booth").info]
    assert hint == "On “The blog post's terrain” every step agrees: was that the surface?"


@pytest.mark.parametrize(
    "text",
    [
        "1 2",
        "1 2\n3 ![](http://elsewhere/x.png)",
        "nan nan\n1 2",
        "[" * 3000,
        "<script>alert(1)</script>",
        "1e400 2\n3 4",
        "0 0\n0 0",
        "1e11 1e11\n-1e11 3",
        "\x00\n\ud83d",
    ],
)
def test_bad_input_gets_a_sentence(text: str) -> None:
    app = pasted(text.encode("utf-8", "replace").decode())
    assert app.warning or app.error or app.success
    assert not any(re.search(r"!\[|<script", box.value) for box in app.warning)


@pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda surface: surface.name)
def test_every_sentence_of_an_answer_can_be_said_in_another_language(
    surface: surfaces.Surface,
) -> None:
    known = {change.message for change in checking.SENTENCES}
    assert known <= {message.id for message in template()}
    changes = [c for axis in parts_of(surface) for part in axis for c in part.changes]
    for kind in optimizers.OPTIMIZERS:
        changes += [c for one in variants(checking.meant_by(kind(), 9)) for c in one.changes]
    assert changes
    for change in changes:
        assert change.message in known, change.message
        assert "{" not in said(change) and said(change).endswith(".")


@pytest.mark.browser
def test_a_walk_is_pasted_and_answered(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.server.url}/check?surface=blog&walk=adam~learning_rate~0.05")
    page.wait_for_selector("textarea")
    page.locator("textarea").fill(rows(Repair().walk().points))
    page.locator("textarea").press("Control+Enter")
    page.wait_for_selector(".ov-player[data-ready]", timeout=60_000)
    page.wait_for_selector("text=0.6x² in place of 0.3x²")
    assert "0.44999" not in page.url
    page.get_by_role("button", name=_("A right one")).click()
    page.wait_for_selector("text=Right: all 120 steps agree with RMSProp")
    wide = page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert wide
