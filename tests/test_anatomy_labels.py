"""Anatomy: names of arrows lie on nothing, and the step is counted as its heading counts it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.test_scripts import ask, lab  # noqa: F401  # a fixture is asked for by its name
from tests.visit import Visit

pytestmark = pytest.mark.browser

# Every step of a walk with everything drawn: pairs of names that share more than a hair, and
# names that the border cuts although the arrow's tip is on the map.
COLLISIONS = """() => {
  const {player} = document.querySelector('.ov-player'), {arrows, ledger} = player;
  for (const thing of [...ledger.facts.arrows, ...ledger.facts.bars]) player.shown.add(thing.name);
  const bad = [];
  let names = 0;
  for (let k = 0; k < ledger.facts.rows; k++) {
    arrows.frame(k);
    const texts = [...arrows.layer.querySelectorAll('text')].filter((text) => text.textContent);
    const boxes = texts.map((text) => text.getBBox());
    names += boxes.length;
    for (let i = 0; i < boxes.length; i++) for (let j = 0; j < i; j++) {
      const [a, b] = [boxes[i], boxes[j]];
      const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      // Boxes of letters have air above and below.
      if (wide > 1 && high > 5) bad.push([k, texts[i].textContent, texts[j].textContent, wide]);
    }
  }
  player.drawArrows();
  return [names, bad];
}"""


def test_names_that_want_one_place_stand_apart_and_on_the_map(lab: Any) -> None:  # noqa: F811
    rng = np.random.default_rng(5)
    room = {"x": 0, "y": 0, "width": 300, "height": 300}
    act = "({apart}, [boxes, room]) => apart(boxes, room)"
    for _ in range(40):
        corner = rng.uniform(-10, 300, 2)
        boxes = [
            {"x": x, "y": y, "width": float(rng.uniform(15, 60)), "height": 16}
            for x, y in corner + rng.uniform(-15, 15, (7, 2))
        ]
        moves = np.array(ask(lab, "player/labels.js", act, [boxes, room]))
        at = np.array([[box["x"], box["y"]] for box in boxes]) + moves
        size = np.array([[box["width"], box["height"]] for box in boxes])
        for i in range(len(boxes)):
            assert (at[i] >= -1e-6).all() and (at[i] + size[i] <= 300 + 1e-6).all()
            for j in range(i):
                shared = np.minimum(at[i] + size[i], at[j] + size[j]) - np.maximum(at[i], at[j])
                assert shared.min() <= 1e-6, (boxes, moves)
    lone = [{"x": 50, "y": 50, "width": 20, "height": 16}, boxes[0] | {"x": 150, "y": 150}]
    assert ask(lab, "player/labels.js", act, [lone, room]) == [[0, 0], [0, 0]], "no need, no move"


@pytest.mark.parametrize("rule", ["adam", "nesterov", "nadam", "newton", "adabelief"])
def test_no_step_has_two_names_in_one_place(visit: Visit, rule: str) -> None:
    page = visit.open(f"/anatomy?surface=blog&epochs=80&walk={rule}&of={rule}&step=2")
    names, bad = page.evaluate(COLLISIONS)
    assert names >= 80
    assert bad == []


def test_the_counter_agrees_with_the_heading_at_every_step(visit: Visit) -> None:
    page = visit.open("/anatomy?surface=blog&epochs=20&walk=adam~learning_rate~0.2&of=adam&step=2")
    told = """() => [document.querySelector('.ov-step').textContent,
      document.querySelector('.ov-title').textContent,
      document.querySelector('.ov-scrub').getAttribute('aria-valuetext')]"""
    for position in range(21):
        page.evaluate("(k) => document.querySelector('.ov-player').player.clock.jump(k)", position)
        page.wait_for_timeout(60)
        counter, heading, spoken = page.evaluate(told)
        t = min(position + 1, 20)  # the last step's numbers stay when it has been taken
        assert counter == f"{t} / 20"
        assert f"t = {t}:" in heading
        assert spoken == f"Step {t} of 20."


def test_a_walk_that_leaves_for_good_draws_nothing_the_browser_cannot(visit: Visit) -> None:
    """Numbers above what SVG holds would be errors on its console, which `visit` keeps clean."""
    for rule in ("gradient_descent~learning_rate~0.9", "nesterov~learning_rate~3"):
        of = rule.split("~")[0]
        page = visit.open(f"/anatomy?surface=bowl&start=2~2&epochs=300&walk={rule}&of={of}&step=0")
        rows, far = page.evaluate("""() => {
          const {player} = document.querySelector('.ov-player'), {rows} = player.ledger.facts;
          for (let k = 0; k < rows; k++) player.arrows.frame(k);
          return [rows, Math.abs(player.ledger.at('theta', rows - 1, 1))]; }""")
        assert rows > 10 and far > 1e39, "it has gone beyond single precision"
