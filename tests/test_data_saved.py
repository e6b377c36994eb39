"""What is taken away from the page "Data": walks as CSV, the picture as a page of its own."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine import run
from figures.blob import unpack
from figures.ground import chart
from tests.test_data_page import settings_of
from tests.test_pages import healthy, opened
from tests.visit import READY, Server, Visit
from ui.csv_files import walks_csv
from ui.data import scene, taken

FORMULA = {"loss": "logistic", "n": "40", "slopes": "adam"}
MANY = {"loss": "logistic", "n": "60", "slopes": "adam", "batch": "6"}
EXAMPLE = """(of) => {
  const {grips} = document.querySelector(".ov-player").player.panels.find((panel) => panel.grips);
  const {xaxis, yaxis, box} = grips.axes(), [x, y] = grips.placeOf(0);
  if (of === "data") return [x, y];
  return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)];
}"""
HEADLESS = "() => document.querySelector('.ov-player').player"


def test_the_csv_has_every_update_though_the_screen_has_not() -> None:
    settings = settings_of(batch="1", epochs="60", learner=["adam~learning_rate~0.1"])
    assert len(scene.kept_rows(settings.updates, 1)) < settings.updates
    frame = pd.read_csv(io.BytesIO(walks_csv(taken.whole_walks(settings))), comment="#")
    assert frame["step"].tolist() == [*range(settings.updates + 1)]
    drawn = settings.batches.indices(settings.count, settings.updates)
    walk = run(settings.loss, settings.rules()[0], settings.start, settings.updates, draws=drawn)
    np.testing.assert_allclose(frame[["x", "y"]].to_numpy(), walk.points, rtol=1e-12)


@pytest.mark.parametrize(("words", "remade"), [(FORMULA, True), (MANY, False)])
def test_a_saved_page_has_the_ground_of_its_walks_and_says_how_far_they_go(
    words: dict[str, Any], remade: bool
) -> None:
    settings = settings_of(**words)
    page = taken.page_of(settings)
    assert taken.remade(settings.loss) == remade == ("(x, y) => {" in page)
    assert f"{settings.updates} updates" in page
    header, arrays = unpack(taken._ground_of(settings.loss))
    assert header["id"] == scene.chart_of(settings.loss).key != chart(settings.loss.surface).key
    wanted = scene.RESOLUTION if remade else taken.FINER
    assert max(len(array) for array in arrays.values()) == wanted**2
    app = opened("data", {word: [text] for word, text in words.items()})
    healthy(app)
    told = [one for one in app.caption if "cannot reckon this loss of 60 examples" in one.value]
    assert bool(told) != remade


@pytest.mark.browser
@pytest.mark.parametrize("words", [FORMULA, MANY], ids=["formula", "many"])
def test_a_saved_page_plays_with_its_examples_and_offers_nothing_that_needs_the_server(
    browser: Any, server: Server, tmp_path: Path, words: dict[str, Any]
) -> None:
    settings = settings_of(**words)
    file = tmp_path / "walks.html"
    file.write_text(taken.page_of(settings), encoding="utf-8")
    visit = Visit(browser, server)
    page = visit.page
    page.goto(file.as_uri())
    page.wait_for_selector(READY)
    assert page.locator(".ov-examples").count() == 1
    assert page.evaluate(f"({HEADLESS})().panels.length") == 2
    assert page.evaluate(f"({HEADLESS})().facts.n") == settings.count
    # The start is walked from elsewhere here, too; examples stay where they are.
    assert page.locator(".ov-hint").inner_text() == "Drag the start to walk from elsewhere."
    assert "example" not in page.locator(".ov-hint").inner_text()
    assert "double click" not in page.inner_text("body")
    first = page.evaluate(f"({HEADLESS})().walks[0].x[1]")
    page.locator(".ov-start").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"(x) => ({HEADLESS})().walks[0].x[1] !== x", arg=first)
    page.keyboard.press("Escape")
    page.evaluate(f"({HEADLESS})().clock.jump(3)")
    page.wait_for_function(f"() => ({HEADLESS})().clock.position === 3")
    assert "its batch holds" in page.inner_text(".ov-player")
    assert "gradient of the batch" in page.inner_text(".ov-slopes-told")
    # A hand on an example moves nothing, and a double click takes none away.
    before = page.evaluate(EXAMPLE, "data")
    x, y = page.evaluate(EXAMPLE, "screen")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 30, steps=4)
    page.mouse.up()
    page.mouse.dblclick(x, y)
    assert page.evaluate(
        f"({HEADLESS})().panels.every((p) => !p.grips?.held && !p.grips?.let.size)"
    )
    assert page.evaluate(EXAMPLE, "data") == before
    console, outside = visit.console, visit.outside
    visit.close()
    assert not console and not outside
