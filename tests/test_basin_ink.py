"""Maps of starts in ink: brightness in order and seen, one look said to be one, swatches true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import basins
from figures.basin_blob import Axis, basin_blob, open_blob
from figures.basin_colors import PLAIN
from figures.basin_figure import NEVER, basin_figure, chart
from optimizers import by_name as rule
from surfaces import by_name as ground
from tests.test_scripts import ask, lab  # noqa: F401  # a fixture is asked for by its name

pytestmark = pytest.mark.browser
AXES = Axis("x", 0.0, 1.0), Axis("y", 0.0, 1.0)
INK = "maps/ink.js"


def header(surface: str, *rules: tuple[str, float], steps: int = 300) -> tuple[dict, dict]:
    made = [
        chart(basins(ground(surface), rule(name)(learning_rate=rate), 24, steps))
        for name, rate in rules
    ]
    return open_blob(basin_blob("starts", basin_figure(made), [], AXES, [], {}))


def test_slower_and_farther_is_never_brighter_and_all_shades_are_used(lab: Any) -> None:  # noqa: F811
    facts, _ = header("bowl", ("gradient_descent", 0.05), ("adam", 0.1), ("momentum", 0.002))
    scale = facts["scale"]
    assert scale["steps_at"][0] == scale["fewest"] and scale["steps_at"][-1] == scale["most"]
    numbers = list(range(scale["fewest"], scale["most"] + 1))
    act = "({shadeOfSteps}, [all, scale]) => all.map((one) => shadeOfSteps(one, scale))"
    shades = np.array(ask(lab, INK, act, [numbers, scale]))
    assert (np.diff(shades) >= 0).all() and shades[0] == 0
    assert shades[-1] == round(63 * scale["part"])
    act = "({shadeOfNearness}, [all, scale]) => all.map((one) => shadeOfNearness(one, scale))"
    near = list(range(scale["farthest"], scale["nearest"] + 300))
    assert scale["nearest"] > scale["farthest"]
    shades = np.array(ask(lab, INK, act, [near, scale]))
    assert (np.diff(shades) <= 0).all() and shades[0] == 63
    assert shades[-1] == round(63 * scale["part"])


def test_walks_that_are_nearly_alike_are_told_apart_beside_one_that_is_far_off(lab: Any) -> None:  # noqa: F811
    many, outlier = list(range(100, 121)), 60_000
    made = {"part": 1, "fewest": 2, "most": outlier}
    made["steps_at"] = [2, *np.repeat(many, 3).tolist(), outlier]
    act = "({shadeOfSteps}, [all, scale]) => all.map((one) => shadeOfSteps(one, scale))"
    shades = ask(lab, INK, act, [[many[0], many[-1]], made])
    assert shades[1] - shades[0] >= 25, "the logarithm alone gives them one shade of 64"


def test_a_map_of_one_look_is_known_for_one(lab: Any) -> None:  # noqa: F811
    act = "({isAlike}, [map, header]) => isAlike(map, header)"

    def alike(surface: str, *rules: tuple[str, float], steps: int = 300) -> bool:
        facts, arrays = header(surface, *rules, steps=steps)
        cells = {name: arrays[f"{name}0"].tolist() for name in ("which", "steps", "nearness")}
        return bool(ask(lab, INK, act, [cells, facts]))

    assert alike("saddle", ("gradient_descent", 0.005))
    assert not alike("bowl", ("gradient_descent", 0.1)), "one end, many shades"
    assert not alike("himmelblau", ("gradient_descent", 0.01))
    facts = {"ends": [{"hue": 0}], "never": NEVER}
    scale = {"part": 1, "fewest": 3, "most": 3, "nearest": 0, "farthest": 0}
    facts["scale"] = {**scale, "steps_at": [3] * 65, "nearness_at": []}
    assert ask(lab, INK, act, [{"which": [0] * 4, "steps": [3] * 4, "nearness": [0] * 4}, facts])


def test_a_swatch_has_the_pattern_of_the_map_and_is_calm(lab: Any) -> None:  # noqa: F811
    act = """async ({inked, swatch}, [ends]) => {
      const pixels = async (address) => {
        const picture = new Image(); picture.src = address; await picture.decode();
        const canvas = document.createElement('canvas');
        canvas.width = picture.width; canvas.height = picture.height;
        const context = canvas.getContext('2d'); context.drawImage(picture, 0, 0);
        const {data, width} = context.getImageData(0, 0, 44, 16);
        const row = (y) => [...data.slice(4 * y * width, 4 * (y + 1) * width)];
        return Array.from({length: 16}, (_, y) => row(y));
      };
      const none = {fewest: 0, most: 0, nearest: 0, farthest: 0};
      const scale = {part: 1, ...none, steps_at: [], nearness_at: []};
      const all = [];
      for (const end of ends) {
        const cells = {which: [0], steps: [65535], nearness: [0]};
        const map = inked(cells, 1, 1, 100, {ends: [end], scale, never: 65535});
        const patch = swatch(end).match(/url\\((.*?)\\)/)[1];
        all.push([await pixels(map), await pixels(patch)]);
      }
      return all; }"""
    ends = [
        {"hue": None, "stops": [paper], "paper": paper, "ink": ink, "pattern": pattern}
        for paper, ink, pattern in PLAIN.values()
    ]
    for kind, (drawn, patch) in zip(PLAIN, ask(lab, INK, act, [ends]), strict=True):
        np.testing.assert_array_equal(drawn, patch, err_msg=kind)
        reds = np.array(patch)[:, ::4]
        assert len(np.unique(reds)) == 2, "paper and ink"
        if kind == "saddle":
            inked = np.mean(reds == int(PLAIN[kind][1][1:3], 16))
            assert 0.1 <= inked <= 0.25, "lines far apart"
