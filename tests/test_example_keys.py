"""Examples on the page Data, by keyboard alone."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest

from figures.data import plane
from tests.test_data_page import pointed
from tests.visit import Visit
from ui.data.clicks import MOST_AT_ONCE, after, why_not
from ui.data.settings import first_data_settings
from ui.delivery.bundle import closed
from ui.player import HERE
from ui.table import DATA

pytestmark = pytest.mark.browser

PLAYER = "document.querySelector('.ov-player').player"
AT = ".ov-example-keys"
SAID = ".ov-example-said"
# The answer is drawn before the run is over, and the address changes with its end.
QUIET = f"""() => !{PLAYER}.panels[0].grips.pending.waiting
  && document.querySelector('.stApp').dataset.testScriptState === 'notRunning'"""


def come_by_keys(visit: Visit, query: str) -> Any:
    """The page, with the focus on its examples."""
    page = visit.page
    visit.open_paused(f"/data?learner=adam~learning_rate~0.1&{query}")
    page.evaluate(
        f"""() => {{ globalThis.told = []; const {{send}} = {PLAYER};
        {PLAYER}.send = (...what) => {{ told.push(what); send(...what); }}; }}"""
    )
    page.locator(".ov-player").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "ov-example-keys"
    return page


def examples(visit: Visit) -> np.ndarray:
    """Those of the address bar."""
    return plane(DATA.read(parse_qs(visit.page.url.partition("?")[2]))[0].loss)


def press(page: Any, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def chosen(page: Any) -> int:
    return int(page.evaluate(f"{PLAYER}.panels[0].grips.chosen"))


def test_arrow_keys_lead_to_every_example_and_say_where_it_is(visit: Visit) -> None:
    page = come_by_keys(visit, "n=6&step=3")
    places = examples(visit)
    focus = page.locator(AT).evaluate(
        "(e) => [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth)]"
    )
    assert focus[0] == "solid" and focus[1] >= 2
    sheet = page.locator(".ov-example-sheet")
    assert re.search("Shift.*move.*A adds.*Delete removes", sheet.inner_text())
    assert page.locator(AT).get_attribute("aria-describedby") == sheet.get_attribute("id")
    assert page.locator(SAID).get_attribute("role") == "status"
    seen = []
    for axis, key in ((0, "ArrowRight"), (1, "ArrowUp")):
        press(page, "Escape" if seen else "Home Escape")
        met = []
        for _turn in range(7):  # once more than there are: the last stays
            page.keyboard.press(key)
            met.append(chosen(page))
            said = page.locator(SAID).inner_text()
            assert said.startswith(f"Example {met[-1] + 1} of 6: x "), said
            x, y = (
                float(text.replace("−", "-")) for text in re.findall(r"[xy] (−?[\d.]+\d)", said)
            )
            assert (x, y) == pytest.approx(tuple(places[met[-1], :2]), rel=1e-3)
        assert met == [*np.argsort(places[:, axis]).tolist(), int(np.argmax(places[:, axis]))]
        seen += met
        assert not sheet.is_visible(), "it hides no example that is chosen"
    press(page, "End")
    assert chosen(page) == np.argmax(places[:, 0])
    press(page, "?")
    assert sheet.is_visible()
    assert page.evaluate(f"{PLAYER}.clock.position") == 3, "arrow keys are not the player's here"
    assert page.evaluate("told") == [], "and nothing has changed"
    page.keyboard.press("Space")
    page.wait_for_selector(".ov-player[data-playing=true]")  # what is free is still the player's


def test_shift_and_arrow_keys_move_it_and_the_server_runs_once(visit: Visit) -> None:
    page = come_by_keys(visit, "n=8&step=3")
    before = examples(visit)
    press(page, "ArrowRight ArrowRight")
    moved, runs = chosen(page), visit.sent
    press(page, "Shift+ArrowUp " * 6 + "Shift+ArrowLeft " * 3)
    x, y = page.evaluate(f"{PLAYER}.panels[0].grips.placeOf({moved})")
    drawn = page.evaluate(f"{PLAYER}.panels[0].stillTraces()[0].y[{moved}]")
    assert drawn == y > before[moved, 1] and x < before[moved, 0], "it goes with the keys"
    assert page.evaluate("told") == []
    page.wait_for_url(f"**point={moved}~*")
    page.wait_for_function(QUIET)
    assert len(page.evaluate("told")) == 1 and visit.sent - runs == 1, "one run for all presses"
    assert pointed(visit) == [f"{moved}~{x:g}~{y:g}"]
    now = examples(visit)
    assert np.allclose(now[moved, :2], (x, y)) and chosen(page) == moved
    assert np.array_equal(np.delete(now, moved, 0), np.delete(before, moved, 0))
    for _press in range(200):
        page.keyboard.press("Shift+ArrowDown")
    low = page.evaluate(f"{PLAYER}.panels[0].ranges().y[0]")
    assert page.evaluate(f"{PLAYER}.panels[0].grips.placeOf({moved})[1]") >= low - 0.01


def test_examples_are_added_and_removed_by_keys_and_stay_chosen(visit: Visit) -> None:
    page = come_by_keys(visit, "loss=logistic&n=6")
    before = examples(visit)
    press(page, "Home")
    nearest = before[chosen(page), 2]
    press(page, "a Shift+ArrowUp Shift+A")
    assert page.locator(SAID).inner_text().startswith("Example 8 of 8: ")
    page.wait_for_function(f"() => {PLAYER}.facts.n === 8")
    page.wait_for_function(QUIET)
    now = examples(visit)
    assert np.array_equal(now[:6], before) and len(now) == 8
    assert now[6, 2] == nearest and now[7, 2] == 1 - nearest, "with Shift the other class"
    assert chosen(page) == 7
    assert [what for _name, [what, *_rest] in page.evaluate("told")] == ["several"]
    # Away with three of eight, one of them new and moved just before; one run.
    runs = visit.sent
    press(page, "Shift+ArrowRight Delete Delete Delete")
    page.wait_for_function(f"() => {PLAYER}.facts.n === 5")
    page.wait_for_function(QUIET)
    assert visit.sent - runs == 1
    left = {tuple(one) for one in examples(visit).tolist()}
    assert left < {tuple(one) for one in now.tolist()} and len(left) == 5
    assert tuple(now[7]) not in left
    assert page.locator(SAID).inner_text().startswith(f"Example {chosen(page) + 1} of 5: ")
    # One has to be left.
    press(page, "Delete " * 4)
    page.wait_for_function(f"() => {PLAYER}.facts.n === 1")
    page.wait_for_function(QUIET)
    assert len(examples(visit)) == 1
    press(page, "Delete Delete")
    assert page.locator(SAID).inner_text() == "One example has to be left."
    assert len(examples(visit)) == 1


def test_what_is_done_while_the_server_answers_is_not_lost(visit: Visit) -> None:
    """The order of examples changes with the answer; what was meant stays what was meant."""
    page = come_by_keys(visit, "n=8")
    before = examples(visit)
    press(page, "Home")
    first = chosen(page)
    # The rest is done as soon as the message is on its way, before any answer can have come.
    page.evaluate(
        f"""() => {{ const {{send}} = {PLAYER}, {{grips}} = {PLAYER}.panels[0];
        {PLAYER}.send = (...what) => {{
          send(...what);
          {PLAYER}.send = send;
          queueMicrotask(() => {{
            if (!grips.pending.waiting) throw new Error('nobody waits');
            const at = (key, shiftKey = false) => document.activeElement.dispatchEvent(
              new KeyboardEvent('keydown', {{key, shiftKey, bubbles: true}}));
            at('ArrowUp', true);
            globalThis.meant = grips.placeOf(grips.chosen);
            at('a');
            at('ArrowLeft');
          }});
        }}; }}"""
    )
    press(page, "Delete")  # the next one to the right is chosen then
    second = chosen(page)
    page.wait_for_function("() => globalThis.meant")
    x, y = page.evaluate("meant")
    page.wait_for_function(f"() => {PLAYER}.facts.n === 8")
    page.wait_for_function(QUIET)
    page.wait_for_url("**point=new~*")
    now, kept = examples(visit), np.delete(before, first, 0)
    place = second - (second > first)
    assert np.allclose(now[place, :2], (x, y)) and not np.allclose(now[place], kept[place])
    assert np.array_equal(np.delete(now[:7], place, 0), np.delete(kept, place, 0))


SIMULATED = """([choices, closed]) => {
  const {Pending} = closed, draw = () => choices.pop();
  // The server's list, what is meant to come of it, and a picture that learns of it late.
  let server = Array.from({length: 6}, (_, id) => ({id, x: 0})), made = 6;
  let seen = server.map((one) => one.id), added = [], chosen = -1, chosenId = null, told = null;
  let pending = new Pending(6).answered(6).next;
  const meant = new Map(server.map((one) => [one.id, 0]));
  const idOf = (index) => (index < seen.length ? seen[index] : added[index - seen.length]);
  const choose = (index, id) => { [chosen, chosenId] = [index, id]; };
  const answer = () => {
    const {next, place} = pending.answered(told.length);
    [pending, chosen, seen] = [next, place(chosen), told];
    added = added.filter((id) => !told.includes(id) && meant.has(id));
    if (meant.has(chosenId) && idOf(chosen) !== chosenId) throw new Error(`chosen ${chosen}`);
    told = null;
  };
  const send = () => {
    const message = pending.take();
    if (!message) return;
    const news = added.filter((id) => meant.has(id));
    for (const [what, first, second] of message) {
      if (what === "move") server[first].x = second;
      if (what === "add") server.push({id: news.shift(), x: first});
      if (what === "remove") server.splice(first, 1);
    }
    told = server.map((one) => one.id);
  };
  while (choices.length > 4) {
    const what = draw(), there = pending.there, index = there[Math.floor(draw() * there.length)];
    const id = idOf(index), x = Math.round(1000 * draw());
    if (what < 0.3) {
      pending.move(index, [x, 0]);
      meant.set(id, x);
      choose(index, id);
    } else if (what < 0.45) {
      choose(pending.add([x, 0], 0), made);
      added.push(made);
      meant.set(made++, x);
    } else if (what < 0.6 && there.length > 1) {
      pending.remove(index);
      meant.delete(id);
    } else if (what < 0.8) send();
    else if (told) answer();
  }
  for (let turn = 0; turn < 4; turn++) {
    if (told) answer();
    send();
  }
  const sorted = (pairs) => pairs.sort((a, b) => a[0] - b[0]);
  return [sorted(server.map((one) => [one.id, one.x])), sorted([...meant])];
}"""


def test_what_is_meant_of_each_example_comes_about_however_late_the_server_answers(
    browser: Any,
) -> None:
    page = browser.new_page()
    script = f"(choices) => ({SIMULATED})([choices, {closed(HERE / 'pending.js')}])"
    for seed in range(60):
        choices = np.random.default_rng(seed).uniform(size=200).tolist()
        found, meant = page.evaluate(script, choices)
        assert found == meant and meant, seed
    page.close()


def test_several_changes_are_taken_together_or_not_at_all() -> None:
    settings = first_data_settings().changed(n=5)
    told = ["several", ["move", 4, 1.0, 2.0], ["add", 0.5, 0.25, 0], ["remove", 3], ["remove", 0]]
    edits = after(settings, told)
    assert edits is not None
    shown = plane(settings.with_edits(edits).loss)
    untouched = plane(settings.loss)
    assert shown[:, :2].tolist() == [*untouched[1:3, :2].tolist(), [1.0, 2.0], [0.5, 0.25]]
    for refused in (
        ["several"],
        ["several", "move"],
        ["several", ["move", 4, 1.0, 2.0], ["remove", 9]],
        ["several", *([["remove", 0]] * 5)],  # one has to be left
        ["several", ["several", ["remove", 0]]],
        ["several", *([["move", 0, 1, 1]] * (MOST_AT_ONCE + 1))],
    ):
        assert after(settings, refused) is None, refused


def test_a_refusal_says_what_is_allowed() -> None:
    settings = first_data_settings().changed(n=5)
    far = ["move", 1, 0.5, -10_001.0]
    for said in (far, ["several", ["add", 1.0, 2.0, 0], far], ["add", 1e5, 0.0, 0]):
        assert after(settings, said) is None
        assert "at most 10,000 from 0" in why_not(said, None)
    for said in (["remove", 9], ["several", ["remove", 9]], None, "move", [], ["move", 1e5, 1, 1]):
        assert after(settings, said) is None
        assert why_not(said, None).startswith("The examples have changed")
    assert "At most 100 changes" in why_not(["remove", 1], settings.edits)
