"""A saved page opens with the engine's numbers, and goes on where no server is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import race
from figures.ground import ground_blob
from figures.palette import style_of
from figures.walks import DrawnWalk, Panel, walks_blob
from tests.test_live import PLAYER, START, STATE, TURN, wait_for_frame
from tests.visit import READY
from ui.player import player_words
from ui.player.live import live_of
from ui.player.standalone import standalone_page
from ui.settings import MOST_EPOCHS

pytestmark = pytest.mark.browser
BOWL, START_OF_ALL = surfaces.by_name("bowl"), (-3.0, 2.5)
RATES = {"gradient_descent": 0.1, "adam": 0.3, "newton": 1.0}
SCHEDULE = schedules.by_name("cosine")(period=400)


def rules_at(rates: dict[str, float]) -> list[Any]:
    return [optimizers.by_name(name)(learning_rate=rate) for name, rate in rates.items()]


def saved(path: Path, steps: int = 90) -> str:
    made = race(BOWL, rules_at(RATES), START_OF_ALL, steps, schedule=SCHEDULE)
    walks = [
        DrawnWalk(name, walk.optimizer.short, style_of(name), f"{rate:g}", walk)
        for (name, rate), walk in zip(RATES.items(), made, strict=True)
    ]
    blob = walks_blob(
        BOWL,
        walks,
        [Panel((i,), f"{walk.label} · η = {walk.rate}") for i, walk in enumerate(walks)],
        START_OF_ALL,
        player_words("The bowl"),
        live=live_of(BOWL, [walk.trajectory for walk in walks], turned=True),
    )
    page = standalone_page("Bowl", ground_blob(BOWL), blob, BOWL, SCHEDULE)
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_start_rates_and_steps_are_turned_offline_and_the_saved_run_comes_back(
    browser: Any, tmp_path: Path, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
    context.set_offline(True)
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(saved(tmp_path / "saved.html"))
    page.wait_for_selector(READY)
    opened, told_of = page.evaluate(STATE), page.locator(".ov-walked-here")
    assert not told_of.is_visible()
    engine = race(BOWL, rules_at(RATES), START_OF_ALL, 90, schedule=SCHEDULE)
    for i, walk in enumerate(engine):
        last = int(walk.last)
        assert opened["x"][i] == np.float32(walk.points[: last + 1, 0]).tolist(), "the engine's"

    def rested() -> dict[str, Any]:
        page.wait_for_function(f"() => !{PLAYER}.root.classList.contains('ov-live')")
        return page.evaluate(STATE)

    def is_walked(state: dict[str, Any], rates: dict[str, float], steps: int) -> None:
        made = race(BOWL, rules_at(rates)[:2], state["start"], steps, schedule=SCHEDULE)
        for i, walk in enumerate(made):
            np.testing.assert_allclose(state["x"][i], walk.points[:, 0], rtol=1e-11, atol=1e-13)

    # Steps: by keys, and typed.
    steps = page.locator(".ov-step-box .ov-turn")
    assert page.locator(".ov-step-box").text_content() == "90 / 90"
    assert steps.get_attribute("aria-label") == "Number of steps"
    steps.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function(f"() => {PLAYER}.live.walkedHere.kept")
    state = rested()
    assert page.locator(".ov-step-box").text_content() == "101 / 101"
    assert page.locator(".ov-scrub").get_attribute("max") == "101"
    is_walked(state, RATES, 101)
    # Newton's needs the engine: it is the saved one, faint, and nowhere told to have diverged.
    assert state["waits"] == [False, False, True] and state["x"][2] == opened["x"][2]
    assert "diverged" not in page.locator(".ov-readout").text_content()
    assert "Only the app can walk Newton anew" in told_of.text_content()
    page.keyboard.press("Enter")
    for text in ("0", "2.5", str(MOST_EPOCHS + 1), "many"):
        page.locator(".ov-typed").fill(text)
        page.keyboard.press("Enter")
        message = page.locator(".ov-typed").evaluate("(field) => field.validationMessage")
        assert "from 1 to 5000" in message and text in message
    page.locator(".ov-typed").fill("60")
    page.keyboard.press("Enter")
    state = rested()
    # As far as the saved walk goes it is not another one.
    assert state["waits"] == [False] * 3 and state["x"][2] == opened["x"][2][:61]
    assert page.locator(".ov-waits").count() == 0
    # Rates, in the readout and in the title of the map; Newton's cannot be turned here.
    assert page.locator(TURN).count() == 2
    page.locator(TURN).first.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function(f"() => {PLAYER}.live.walkedHere.kept.rates")
    state = rested()
    assert page.locator(".ov-caption").first.text_content() == "GD · η = 0.112"
    is_walked(state, {**RATES, "gradient_descent": 0.112}, 60)
    # The start: what has been turned before stays so.
    x, y = page.evaluate(START)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 20)
    wait_for_frame(page, state["frames"] + 1)
    page.mouse.up()
    state = rested()
    assert state["start"][0] > -3
    is_walked(state, {**RATES, "gradient_descent": 0.112}, 60)
    assert "60 steps" in told_of.text_content() and state["waits"][2]
    assert "90 steps" in page.locator(".settings").text_content(), "it tells of the saved run"
    # Escape brings back what stood before the last hand, and not what was saved.
    page.locator(".ov-start").focus()
    page.locator(".ov-start").evaluate("""(ring) => { for (const key of ["ArrowRight", "Escape"])
      ring.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})); }""")
    assert rested()["x"] == state["x"]
    page.locator(".ov-back-to-saved").click()
    page.wait_for_function(f"() => !{PLAYER}.live.walkedHere.kept")
    back = rested()
    assert (back["x"], back["gap"], back["start"]) == (opened["x"], opened["gap"], opened["start"])
    assert page.locator(".ov-step-box").text_content() == "90 / 90"
    assert page.locator(".ov-caption").first.text_content() == "GD · η = 0.1"
    assert not told_of.is_visible() and page.locator(".ov-waits").count() == 0
    assert not said
    context.close()
