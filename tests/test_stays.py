"""What is said beside the map of walks that stay, and of those that leave at any rate, is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

import optimizers
import surfaces
from engine import Verdict, run
from figures.ground import window
from figures.palette import style_of
from figures.walks import DrawnWalk, exit_from
from tests.test_diagnosis import ENDS
from tests.visit import Visit, go_to
from tests.walk_judge import GENTLE, STILL, Continued, away, random_cases
from ui.fates import fates
from ui.scene import walks_of
from ui.settings import first_settings, taught_choice
from ui.stays import standing, stays

SEED, COUNT = 20, 150


def drawn(walk: Any, key: str = "a") -> DrawnWalk:
    return DrawnWalk(key, key, style_of(walk.optimizer.name), "", walk)


# What each text claims, asked of the points that come after and of difference quotients.
def _leaves(c: Continued) -> bool:
    return c.lost or bool((away(c.after, c.before[-1]) > STILL / 4 * c.diagonal).any())


def _rests(c: Continued) -> bool:
    return not c.lost and bool((away(c.after, c.before[-1]) <= STILL * c.diagonal).all())


def _is_level(c: Continued) -> bool:
    return c.slope(*c.before[-1]) <= GENTLE * c.usual_slope + 1e-9


def _at_the_lowest(c: Continued) -> bool:
    if not c.walk.surface.minima:
        return False
    least = min(away(c.before[-1:], place)[0] for place in c.walk.surface.minima)
    return least <= 0.01 * c.diagonal


def _nearer(c: Continued) -> bool:
    """Of places that are level it comes nearer to the one where it is after ten times the steps."""
    there = c.after[-1]
    was = away(c.before[-1:], there)[0]
    return bool(was <= 1e-6 * c.diagonal or away(c.late, there).max() < was * 1.05)


def _moves_on(c: Continued) -> bool:
    return not c.gone and bool(np.ptp(c.late, axis=0).max() > 0)


def _lower(c: Continued) -> bool:
    return bool(c.later_heights.min() < c.heights[-1])


CLAIMS: dict[str, Callable[[Continued], bool]] = {
    "not for good": _leaves,
    "at rest at the global minimum": lambda c: _rests(c) and _is_level(c) and _at_the_lowest(c),
    "at rest": lambda c: _rests(c) and _is_level(c),
    "plateau": _is_level,
    "hardly moving": _rests,
    "held by weight decay": lambda c: not c.gone,
    "going round": _moves_on,
    "not settling": _moves_on,
    "swinging": _moves_on,
    "closing in": _nearer,
    "close to a saddle": _is_level,
    "creeping": _lower,
    "on the way down": _lower,
    "still moving": lambda c: bool((c.before[-1] != c.before[-2]).any()),
}


def holds(text: str, c: Continued) -> bool:
    return next(claim for words, claim in CLAIMS.items() if words in text)(c)


@lru_cache(maxsize=1)
def told() -> list[tuple[str, Continued]]:
    cases = [Continued(case) for case in random_cases(np.random.default_rng(SEED), COUNT)]
    return [(text, c) for c in cases if (text := standing(drawn(c.walk)))]


@pytest.mark.long
def test_what_is_said_of_walks_that_nobody_chose_is_true() -> None:
    wrong = [(text, c.case) for text, c in told() if not holds(text, c)]
    assert len(told()) > COUNT / 2 and len({text for text, _c in told()}) >= 8
    assert len(wrong) <= 0.015 * len(told()), wrong  # chaotic walks: see tests.test_true_words


@pytest.mark.long
def test_the_judge_is_awake() -> None:
    texts, cases = zip(*told(), strict=True)
    other = np.random.default_rng(1).permutation(np.array(texts, dtype=object))
    lies = [
        holds(text, c) for text, true, c in zip(other, texts, cases, strict=True) if text != true
    ]
    assert np.mean(lies) < 0.75


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_line_or_has_left(verdict: Verdict) -> None:
    ends = [end for end in ENDS if end.verdict is verdict]
    if not ends:
        pytest.skip("no walk of the table ends so")
    text = standing(drawn(ends[0].walk()))
    assert not text or (text.startswith("{names}: ") and text.endswith("."))
    assert "{kind}" not in text


@pytest.mark.slow
def test_everybody_is_told_of_once() -> None:
    for surface in surfaces.SURFACES:
        choices = tuple(taught_choice(rule.name, surface) for rule in optimizers.OPTIMIZERS)
        settings = replace(first_settings(surface.name), choices=choices, epochs=60)
        walks = walks_of(settings)
        left = fates(walks, surface)
        lines = stays(walks, left)
        keys = [fate["key"] for fate in left] + [key for line in lines for key in line["keys"]]
        assert sorted(keys) == sorted(walk.key for walk in walks), surface.name
        assert len({line["text"] for line in lines}) == len(lines)


@pytest.mark.browser
def test_the_lines_are_there_at_the_end_and_leave_out_who_is_hidden(visit: Visit) -> None:
    page = visit.open_paused(
        "/?surface=himmelblau&epochs=300&walk=gradient_descent&walk=adam&walk=newton"
    )
    lines = page.locator(".ov-fates .ov-stays")
    go_to(page, 299)
    page.wait_for_function("() => !document.querySelectorAll('.ov-stays').length")
    go_to(page, 300)
    lines.first.wait_for()
    assert lines.all_text_contents() == [
        "GD, Adam: still closing in on the global minimum.",
        "Newton: at rest at a saddle, not at a minimum.",
    ]
    page.locator(".ov-name", has_text="Adam").click()
    page.wait_for_function(
        "() => document.querySelector('.ov-stays').textContent.startsWith('GD: still')"
    )
    page.locator(".ov-name", has_text="GD").click()
    page.wait_for_function("() => document.querySelectorAll('.ov-stays').length === 1")


SAID = """() => { const {player} = document.querySelector(".ov-player");
  return [player.values[player.wanted], [...document.querySelectorAll(".ov-fates p")].map(
    (p) => p.textContent)]; }"""


@pytest.mark.browser
@pytest.mark.parametrize("scene", ["bowl:200", "rosenbrock:3000", "saddle:150", "himmelblau:90"])
def test_on_learning_rate_it_is_said_who_left_and_when(visit: Visit, scene: str) -> None:
    name, steps = scene.split(":")
    surface, rules = surfaces.by_name(name), ("gradient_descent", "momentum", "adam")
    page = visit.open_paused(f"/rates?surface={name}&epochs={steps}&" + "&".join(
        f"walk={rule}" for rule in rules))  # fmt: skip
    page.evaluate(
        """() => { const {clock} = document.querySelector(".ov-player").player;
        clock.jump(clock.steps); }"""
    )
    rng, said, silent = np.random.default_rng(6), 0, 0
    places = page.evaluate("() => document.querySelector('.ov-player').player.values.length")
    for place in rng.integers(0, places, 12):
        page.evaluate(
            """async (place) => { const {player} = document.querySelector(".ov-player");
            player.setPlace(place);
            while (player.place !== player.wanted || player.gliding) {
              await new Promise(requestAnimationFrame);
            } }""",
            int(place),
        )
        rate, lines = page.evaluate(SAID)
        for rule in rules:
            made = optimizers.by_name(rule)(learning_rate=rate)
            walk = run(surface, made, surface.start, int(steps))
            left = exit_from(walk.points, window(surface))
            x, y = surface.start
            beside = run(surface, made, (x + 1e-12, y), int(steps))
            other = exit_from(beside.points, window(surface))
            if (left and left["step"]) != (other and other["step"]):
                continue  # a chaotic walk is not the same twice
            mine = [line for line in lines if line.startswith(f"{made.short} left ")]
            assert len(mine) == (left is not None), (rule, rate, lines)
            silent += left is None
            if left is None:
                continue
            said += 1
            at, when = mine[0].split(" step ")[0].rsplit(" ", 1)[1], mine[0].split(" step ")[1]
            step = int("".join(c for c in when.split(",")[0].split(":")[0].split(".")[0]))
            assert left["step"] == step if at == "at" else left["step"] > step, (rate, mine, left)
            if "rate below " in mine[0]:
                most = float(mine[0].split("rate below ")[1].rstrip("."))
                calm = run(surface, replace(made, learning_rate=0.97 * most), surface.start, 3000)
                assert most < rate and calm.gradient_norms[-1] < calm.gradient_norms[0]
            if "no floor" in mine[0]:
                assert surface.minimum is None and walk.heights[walk.last] < walk.heights[0]
    assert said >= 3 and silent >= 3
