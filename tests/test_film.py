"""The film: how long it dwells on a step, dots on steps, rings of heads, losses that diverge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import surfaces
from tests.test_scripts import ask, lab  # noqa: F401  # a fixture is asked for by its name
from tests.visit import Visit
from ui.fates import fates
from ui.scene import walks_of
from ui.settings import first_settings, taught_choice

pytestmark = pytest.mark.browser
VIEW = {"x": [-4.0, 4.0], "y": [-4.0, 4.0]}
SCALE = {"x": 60.0, "y": 60.0}  # px per unit: a map of 480 px
DIVERGING = "/?surface=bowl&start=2~2&epochs=300&walk=gradient_descent~learning_rate~0.6"


def times_of(lab: Any, walks: list[np.ndarray], steps: int) -> np.ndarray:  # noqa: F811
    """Seconds at which the film comes to each step."""
    sent = [
        {"x": walk[:, 0].tolist(), "y": walk[:, 1].tolist(), "last": len(walk) - 1, "left": None}
        for walk in walks
    ]
    act = "({paceOf}, [walks, steps, view, scale]) => [...paceOf(walks, steps, view, scale)]"
    return np.array(ask(lab, "player/pace.js", act, [sent, steps, VIEW, SCALE]))


def test_four_steps_that_leave_are_seen_and_the_nothing_after_them_is_not(lab: Any) -> None:  # noqa: F811
    factor = np.array([1 - 0.6 * 2, 1 - 0.6 * 4])  # GD at η = 0.6 on x² + 2y²
    walk = np.array([2.0, 2.0]) * factor ** np.arange(5)[:, None]
    times = times_of(lab, [walk], 300)
    dwelt = np.diff(times)
    assert times[4] >= 1.0 and (dwelt[:3] >= 0.25).all(), "an eye follows each of the steps"
    assert times[-1] - times[4] <= 0.7, "and waits for nothing"
    assert (dwelt > 0).all(), "every step is passed through"


def test_the_film_is_no_longer_than_it_was_however_much_moves(lab: Any) -> None:  # noqa: F811
    rng = np.random.default_rng(3)
    for steps, most in ((30, 3.0), (300, 6.0), (5000, 12.0)):
        walks = [rng.uniform(-4, 4, (steps + 1, 2)) for _ in range(3)]
        assert times_of(lab, walks, steps)[-1] <= most + 0.61
    still = np.zeros((301, 2))
    assert times_of(lab, [still], 300)[-1] <= 0.61
    assert times_of(lab, [], 300)[-1] <= 0.61


def test_all_walks_are_on_one_clock_and_the_fastest_sets_it(lab: Any) -> None:  # noqa: F811
    slow = np.column_stack([np.linspace(-3, -2.9, 61), np.zeros(61)])
    fast = slow.copy()
    fast[10:] += [2.0, 2.0]  # a leap in the step from 9
    alone, both = times_of(lab, [slow], 60), times_of(lab, [slow, fast], 60)
    assert np.diff(both).argmax() == 9 and np.diff(both)[9] > 5 * np.diff(alone)[9]
    out_of_sight = fast + np.array([50.0, 50.0])
    assert np.diff(times_of(lab, [out_of_sight], 60)).max() < 0.02


def test_a_position_and_its_time_are_each_others_inverse(lab: Any) -> None:  # noqa: F811
    times = [0.0, 0.5, 0.6, 2.0]
    act = """({timeAt, positionAt}, [times, at]) => at.map((place) => [
      timeAt(times, place), positionAt(times, timeAt(times, place))])"""
    at = [0, 0.25, 1, 1.5, 2.75, 3]
    made = np.array(ask(lab, "player/pace.js", act, [times, at]))
    np.testing.assert_allclose(made[:, 0], np.interp(at, range(4), times), rtol=1e-12)
    np.testing.assert_allclose(made[:, 1], at, rtol=1e-12)


def test_dots_stand_on_steps_and_only_where_there_is_room(lab: Any) -> None:  # noqa: F811
    x = np.concatenate([[0.0, 1.0, 2.5, 3.5], 3.5 + 0.01 * np.arange(1, 50)])
    walk = {"x": x.tolist(), "y": (0 * x).tolist(), "last": len(x) - 1}
    act = "({dotted}, [walk, px, most]) => dotted(walk, px, most)"
    assert ask(lab, "player/steps.js", act, [walk, SCALE, 100]) == [1, 2]
    closer = {"x": 60 * 30.0, "y": 60 * 30.0}
    assert len(ask(lab, "player/steps.js", act, [walk, closer, 100])) == len(x) - 1
    assert len(ask(lab, "player/steps.js", act, [walk, closer, 20])) == 20


def test_heads_that_lie_on_each_other_are_rings_of_different_sizes(lab: Any) -> None:  # noqa: F811
    act = "({looksOf}, [heads, stars, px]) => looksOf(heads, stars, px)"
    heads = [[0, 0], [2, 2], [0.01, 0], [0, 0.02], [3, -3]]
    looks = ask(lab, "player/heads.js", act, [heads, [[3, -3]], SCALE])
    together = [looks[i] for i in (0, 2, 3)]
    sizes = [look["size"] for look in together]
    assert sizes == sorted(sizes, reverse=True) and min(-np.diff(sizes)) >= 5
    assert [look["ring"] for look in together] == [True, True, False]
    assert looks[1] == {"size": 11, "ring": False}
    assert looks[4]["ring"] and looks[4]["size"] > 16, "round its star"


def test_divergence_is_seen_on_map_and_chart(visit: Visit) -> None:
    page = visit.open_paused(DIVERGING)
    page.evaluate(
        "() => { const {clock} = document.querySelector('.ov-player').player;"
        " clock.jump(clock.steps); return clock.lastFrame; }"
    )
    # The steps on the map are dots.
    dots = page.evaluate(
        "() => { const {panels} = document.querySelector('.ov-player').player;"
        " const trails = panels[0].trails, px = panels[0].scale();"
        " return trails.moving.data.filter((t) => t.mode === 'markers' && t.marker.size === 5)"
        "   .map((t) => t.x.length); }"
    )
    assert dots == [2], "both steps that it takes on the map, after its start"
    # The chart shows the highest value, and the line has width.
    chart = page.evaluate(
        "() => { const {loss, walks} = document.querySelector('.ov-player').player;"
        " const {xaxis, yaxis} = loss.graph._fullLayout, walk = walks[0];"
        " return {x: xaxis.range, y: yaxis.range, type: yaxis.type, last: walk.last,"
        "   most: Math.log10(Math.max(...walk.gap)), start: Math.log10(walk.gap[0])}; }"
    )
    assert chart["type"] == "log"
    assert chart["y"][1] >= chart["most"] > chart["start"] + 12
    assert chart["x"][1] <= chart["last"] + 1
    box = page.locator(".ov-loss .js-line").first.bounding_box()
    assert box is not None and box["width"] > 150


def test_the_film_plays_to_its_end_and_counts_steps(visit: Visit) -> None:
    page = visit.open_paused(DIVERGING)
    page.locator(".ov-restart").click()
    page.evaluate(
        "() => { const {clock} = document.querySelector('.ov-player').player;"
        " window.seen = []; const after = clock.after.bind(clock);"
        " clock.after = (s) => { const p = after(s); window.seen.push(p); return p; };"
        " clock.play(); }"
    )
    page.wait_for_selector(".ov-player[data-playing=false]", timeout=30_000)
    assert page.locator(".ov-step").text_content() == "300 / 300"
    seen = page.evaluate("() => window.seen")
    assert sum(position < 4 for position in seen) > sum(position >= 5 for position in seen)


def test_who_has_left_for_good_is_not_waited_for(lab: Any) -> None:  # noqa: F811
    walk = np.array([[0.0, (-1.5) ** k] for k in range(31)])
    sent = {"x": [0.0] * 31, "y": walk[:, 1].tolist(), "last": 30, "left": {"step": 4}}
    act = "({paceOf}, [walks, steps, view, scale]) => [...paceOf(walks, steps, view, scale)]"
    times = ask(lab, "player/pace.js", act, [[sent], 30, VIEW, SCALE])
    assert times[-1] - times[4] <= 0.61 < 1.0 <= times[4]


def test_the_caption_tells_why_a_walk_left_and_what_to_try(visit: Visit) -> None:
    page = visit.open_paused(DIVERGING)
    told = page.locator(".ov-fates p")
    go = "(k) => document.querySelector('.ov-player').player.clock.jump(k)"
    page.evaluate(go, 1)
    page.wait_for_function("() => !document.querySelectorAll('.ov-fates p').length")
    page.evaluate(go, 300)
    told.wait_for()
    assert told.text_content() == (
        "GD left the map at step 3: its steps are too long for so curved a ground "
        "(η·λmax = 2.4 > 2). Try a learning rate below 0.5."
    )


@pytest.mark.parametrize("page", ["/compare", "/anatomy"])
def test_other_pages_tell_it_too_when_it_has_happened(visit: Visit, page: str) -> None:
    opened = visit.open(DIVERGING.replace("/", page, 1))
    told, go = opened.locator(".ov-fates p"), "(k) => document.querySelector('.ov-player').player"
    opened.evaluate("() => document.querySelector('.ov-player').player.clock.pause?.()")
    opened.evaluate(f"{go}.clock.jump(k)", 1)
    opened.wait_for_function("() => !document.querySelectorAll('.ov-fates p').length")
    opened.evaluate(f"{go}.clock.jump(k)", 300)
    told.wait_for()
    assert told.count() == 1 and told.text_content().startswith("GD left the map at step 3: ")
    box = told.bounding_box()
    on_top = opened.evaluate(
        "([x, y]) => document.elementFromPoint(x, y)?.closest('.ov-fates') !== null",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert on_top, "nothing lies on it"


@pytest.mark.parametrize(("rate", "leaves"), [(0.6, True), (0.45, False)])
def test_only_who_has_left_has_a_caption(rate: float, leaves: bool) -> None:
    """And the remedy is true: just below what it says a walk stays."""
    bowl = surfaces.by_name("bowl")
    choice = taught_choice("gradient_descent", bowl).with_value("learning_rate", rate)
    settings = replace(first_settings("bowl"), choices=(choice,), start=(2.0, 2.0))
    told = fates(walks_of(settings), bowl)
    assert bool(told) is leaves
    if told:
        bound = float(told[0]["text"].split("below ")[1].rstrip("."))
        safe = replace(settings, choices=(choice.with_value("learning_rate", 0.99 * bound),))
        assert not fates(walks_of(safe), bowl)


def test_the_legend_brings_one_walk_forward(visit: Visit) -> None:
    page = visit.open_paused("/")
    opacities = (
        "() => [...document.querySelectorAll('.ov-trails .scatterlayer > .trace')]"
        ".slice(1, 7).map((line) => getComputedStyle(line).opacity)"
    )
    page.locator(".ov-name", has_text="AdaGrad").hover()
    assert page.evaluate(opacities) == ["0.15", "0.15", "0.15", "1", "0.15", "0.15"]
    page.mouse.move(5, 5)
    assert page.evaluate(opacities) == ["1"] * 6
