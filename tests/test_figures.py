"""Colours, contour bands, the payload."""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import race, run
from figures.blob import pack, unpack
from figures.ground import BANDS, ground, ground_blob, window
from figures.palette import (
    DASHES,
    HUES,
    MARKERS,
    SPARE,
    STYLES,
    THEME,
    Style,
    again,
    colors,
    style_of,
    styles_of,
)
from figures.walks import DrawnWalk, Panel, exit_from, walks_blob
from surfaces import Surface
from tests.colour import VISIONS, contrast, distance
from ui import swatches
from ui.player import HERE
from ui.player import STYLES as SHEETS

ROOT = Path(__file__).parent.parent
MENU = [rule.name for rule in optimizers.OPTIMIZERS]
every_surface = pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda s: s.name)


# -- colours -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("hue", HUES["light"])
def test_every_hue_stands_out_from_both_ends_of_the_ground(mode: str, hue: str) -> None:
    for end in ("high", "deep", "page"):
        assert contrast(HUES[mode][hue], THEME[mode][end]) >= 3.0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_ground_and_contours_are_seen_on_a_weak_projector(mode: str) -> None:
    """Both ends of the ground from each other, and a contour from either, by about 2 : 1.

    Walks stand out more, so that contours do not drown them.
    """
    theme = THEME[mode]
    assert contrast(theme["deep"], theme["high"]) >= 1.95
    red, green, blue, opacity = map(float, re.findall(r"[\d.]+", theme["contour"]))
    for end in ("deep", "high"):
        behind = [int(theme[end][i : i + 2], 16) for i in (1, 3, 5)]
        mixed = [
            round(opacity * ink + (1 - opacity) * paper)
            for ink, paper in zip((red, green, blue), behind, strict=True)
        ]
        line = "#" + "".join(f"{part:02x}" for part in mixed)
        assert 1.95 <= contrast(line, theme[end]) < 3.0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_are_readable(mode: str) -> None:
    for word in ("text", "muted"):
        for paper in ("page", "card"):
            assert contrast(THEME[mode][word], THEME[mode][paper]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_walks_can_be_told_apart_by_every_eye(mode: str, vision: str) -> None:
    """Those that everybody wears, and those that wait for rules to come."""
    for a, b in itertools.combinations((*STYLES.values(), *SPARE), 2):
        if (a.dash, a.marker) == (b.dash, b.marker):
            unlike = distance(HUES[mode][a.hue], HUES[mode][b.hue], vision)
            assert unlike >= 8, f"{a} and {b}: {unlike:.1f}"


def test_every_optimizer_has_a_style_of_its_own() -> None:
    styles = [style_of(name) for name in MENU]
    assert len(set(styles)) == len(styles)
    assert again(styles[0]).hue == styles[0].hue
    assert again(styles[0]) != styles[0]
    marked = style_of("adabelief")
    assert marked.marker and again(marked).marker == marked.marker


def test_a_new_name_restyles_nobody() -> None:
    """Wherever in the menu it stands, whatever it is called."""
    news = [f"{word}_{i}" for i, word in enumerate("sofia yogi prodigy adan tiger came".split())]
    together = styles_of([*MENU, *news])
    assert len(set(together.values())) == len(together)
    for new in news:
        for place in (0, 7, len(MENU)):
            styles = styles_of([*MENU[:place], new, *MENU[place:]])
            assert {name: styles[name] for name in MENU} == {name: style_of(name) for name in MENU}
            assert styles[new] == styles_of([new])[new]


def test_there_are_styles_for_rules_to_come() -> None:
    assert len(SPARE) == len(set(SPARE)) >= 80
    assert not {*SPARE} & {*STYLES.values()}
    many = styles_of(f"rule_{i}" for i in range(len(SPARE)))
    assert len(set(many.values())) == len(SPARE)
    assert all(style.dash in DASHES and style.marker in MARKERS for style in SPARE)


def test_the_player_and_the_page_know_every_mark() -> None:
    text = (HERE / "marks.js").read_text(encoding="utf-8")
    for table, names in (("DASHES", DASHES), ("MARKS", MARKERS)):
        [body] = re.findall(rf"^const {table} = \{{(.*?)^\}};", text, re.MULTILINE | re.DOTALL)
        assert set(re.findall(r"[\"]?([\w-]+)[\"]?: \"", body)) == set(names)
    sheet = swatches.rules({"pills": [Style("red", "dot", "square")]})
    assert '"┉┉■\\00a0"' in sheet
    assert '[class*="-dot-square-"]' in sheet and "diamond" not in sheet


def test_the_payload_says_how_a_line_is_marked() -> None:
    surface = surfaces.by_name("blog")
    walks = drawn(surface, ["adabelief", "adagrad"], 20)
    header, _ = unpack(walks_blob(surface, walks, [Panel((0, 1))], surface.start, {}))
    looks = [(walk["hue"], walk["dash"], walk["marker"]) for walk in header["walks"]]
    assert looks == [("green", "dash", "diamond"), ("green", "dash", "")]


def test_pills_and_lines_wear_the_same_colours() -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    for mode, hues in HUES.items():
        for hue, color in hues.items():
            assert theme[mode][f"{hue}Color"] == color
            assert theme[mode][f"{hue}TextColor"] == color
        assert theme[mode]["backgroundColor"] == THEME[mode]["page"]
        assert theme[mode]["textColor"] == THEME[mode]["text"]
        assert theme[mode]["primaryColor"] == hues["blue"]


# -- ground ------------------------------------------------------------------------------------


@every_surface
def test_contours_follow_the_valley(surface: Surface) -> None:
    made = ground(surface)
    levels = made.levels[np.isfinite(made.levels)]
    assert 0 <= levels.min() < 0.2
    assert levels.max() == pytest.approx(1.0)
    # The median lies at 60 % of the scale unless even a linear scale puts it higher.
    assert np.median(levels) >= 0.55
    bands = np.unique(np.ceil(levels * BANDS))
    assert len(bands) >= 0.75 * BANDS, "most bands are on the map"
    # The scale is monotone: a higher point never has a lower level.
    heights = np.linspace(made.floor, made.top, 50)
    assert (np.diff(made.level(heights)) > 0).all()


@every_surface
def test_the_map_holds_domain_start_and_minima(surface: Surface) -> None:
    x_min, x_max, y_min, y_max = window(surface)
    for x, y in (surface.start, *surface.minima):
        assert x_min <= x <= x_max
        assert y_min <= y <= y_max
    domain = surface.domain
    assert x_min <= domain.x_min < domain.x_max <= x_max
    assert y_min <= domain.y_min < domain.y_max <= y_max
    assert x_max - x_min == pytest.approx(y_max - y_min), "equal units on both axes"


@every_surface
def test_heights_on_the_map_are_the_surface_s(surface: Surface) -> None:
    header, arrays = unpack(ground_blob(surface))
    x_min, x_max, y_min, y_max = header["window"]
    z = arrays["z"].reshape(header["ny"], header["nx"])
    scale = header["scale"]
    for i, j in ((3, 7), (80, 80), (150, 20)):
        x = x_min + i * (x_max - x_min) / (header["nx"] - 1)
        y = y_min + j * (y_max - y_min) / (header["ny"] - 1)
        top = np.log1p((scale["top"] - scale["floor"]) / scale["softness"])
        height = scale["floor"] + scale["softness"] * np.expm1(z[j, i] * top)
        spread = scale["top"] - scale["floor"]
        assert height == pytest.approx(float(surface.value(x, y)), abs=1e-5 * spread)


# -- payload -----------------------------------------------------------------------------------


def drawn(surface: Surface, names: list[str], steps: int, rate: float = 0.01) -> list[DrawnWalk]:
    rules = [optimizers.by_name(name)(learning_rate=rate) for name in names]
    walks = race(surface, rules, surface.start, steps)
    return [
        DrawnWalk(name, name, style_of(name), str(rate), walk)
        for name, walk in zip(names, walks, strict=True)
    ]


def test_a_blob_comes_back_as_it_was() -> None:
    arrays = {
        "a": np.arange(5, dtype=np.float32),
        "b": np.array([[1, 2], [3, 65535]], dtype=np.uint16),
        "c": np.array([], dtype=np.int32),
    }
    header, back = unpack(pack({"words": {"α": "β"}}, arrays))
    assert header == {"words": {"α": "β"}}
    for name, array in arrays.items():
        np.testing.assert_array_equal(back[name], array.ravel())
    with pytest.raises(ValueError):
        pack({"bad": float("nan")}, {})


def test_the_payload_holds_the_walks() -> None:
    surface = surfaces.by_name("blog")
    walks = drawn(surface, ["adam", "momentum"], 50)
    header, arrays = unpack(walks_blob(surface, walks, [Panel((0, 1))], surface.start, {}))
    assert header["steps"] == 50
    for i, walk in enumerate(walks):
        points = walk.trajectory.points
        np.testing.assert_allclose(arrays[f"x{i}"], points[:, 0], rtol=1e-6)
        np.testing.assert_allclose(arrays[f"y{i}"], points[:, 1], rtol=1e-6)
        assert surface.minimum is not None
        gap = walk.trajectory.heights - surface.minimum
        np.testing.assert_allclose(arrays[f"gap{i}"], gap, rtol=1e-6)
        np.testing.assert_allclose(arrays[f"slope{i}"], walk.trajectory.gradient_norms, rtol=1e-6)
        assert header["walks"][i]["left"] is None


def test_the_payload_holds_a_schedule_once() -> None:
    surface = surfaces.by_name("blog")
    rules = [optimizers.by_name(name)() for name in ("adam", "newton", "momentum")]
    halving = schedules.by_name("step")(period=10, gamma=0.5)
    walks = [
        DrawnWalk(rule.name, rule.name, style_of(rule.name), "1", walk)
        for rule, walk in zip(
            rules, race(surface, rules, surface.start, 30, schedule=halving), strict=True
        )
    ]
    header, arrays = unpack(walks_blob(surface, walks, [Panel((0, 1, 2))], surface.start, {}))
    np.testing.assert_array_equal(arrays["factors"], [1.0] * 10 + [0.5] * 10 + [0.25] * 10)
    assert [walk.get("eta") for walk in header["walks"]] == [1e-3, None, 1e-3]
    _, arrays = unpack(
        walks_blob(surface, drawn(surface, ["adam"], 30), [Panel((0,))], surface.start, {})
    )
    assert "factors" not in arrays


def test_the_loss_may_stand_over_evaluations() -> None:
    surface = surfaces.by_name("blog")
    walks = drawn(surface, ["adam", "momentum"], 50)

    def sent(walks: list[DrawnWalk], by_evaluations: bool) -> tuple[str, dict[str, np.ndarray]]:
        panels = [Panel((0, 1))]
        header, arrays = unpack(
            walks_blob(surface, walks, panels, surface.start, {}, by_evaluations=by_evaluations)
        )
        return header["abscissa"], {k: v for k, v in arrays.items() if k.startswith("spent")}

    assert sent(walks, False) == ("step", {})
    assert sent(walks, True) == ("gradient evaluations", {})  # one per step: nothing to send
    counts = np.arange(51) * 4
    trajectory = replace(walks[1].trajectory, counts=counts, evaluations=200)
    walks[1] = replace(walks[1], trajectory=trajectory)
    assert sent(walks, False) == ("step", {})
    abscissa, spent = sent(walks, True)
    assert abscissa == "evaluations of f, ∇f and ∇²f"
    assert list(spent) == ["spent1"]
    np.testing.assert_array_equal(spent["spent1"], counts)


def test_six_walks_of_300_steps_cost_at_most_60_kb() -> None:
    surface = surfaces.by_name("blog")
    names = MENU[:6]
    blob = walks_blob(surface, drawn(surface, names, 300), [Panel((0,))], surface.start, {})
    assert len(blob) <= 75_000
    assert len(ground_blob(surface)) <= 120_000


def test_nothing_of_a_diverged_walk_is_hidden_or_made_up() -> None:
    surface = surfaces.by_name("rosenbrock")
    walks = drawn(surface, ["gradient_descent"], 100, rate=0.1)
    trajectory = walks[0].trajectory
    last = int(trajectory.last)
    assert 0 < last < 100
    header, arrays = unpack(walks_blob(surface, walks, [Panel((0,))], surface.start, {}))
    facts = header["walks"][0]
    assert facts["outcome"] == "diverged"
    assert facts["last"] == last
    assert len(arrays["x0"]) == last + 1
    x_min, x_max, y_min, y_max = window(surface)
    left = facts["left"]
    on_border = left["x"] in (x_min, x_max) or left["y"] in (y_min, y_max)
    assert on_border or np.isclose(
        min(
            abs(left["x"] - x_min),
            abs(left["x"] - x_max),
            abs(left["y"] - y_min),
            abs(left["y"] - y_max),
        ),
        0,
    )


def test_colors_are_complete() -> None:
    assert colors()["light"].keys() == colors()["dark"].keys()
    assert HUES["light"].keys() == HUES["dark"].keys()


FRAME = (-1.0, 1.0, -1.0, 1.0)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([[0, 0], [0.5, 0]], None),
        ([[0, 0], [2, 0]], {"x": 1.0, "y": 0.0, "step": 1}),
        ([[0, 0], [2, 0], [0, 0]], None),  # it came back
        ([[0, 0], [0.5, 0.5], [0.5, -2.5]], {"x": 0.5, "y": -1.0, "step": 2}),
        ([[0, 0], [4, 2]], {"x": 1.0, "y": 0.5, "step": 1}),
        ([[3, 3], [4, 4]], None),  # it was never on the map
        ([[0, 0], [np.nan, np.nan]], {"x": 0.0, "y": 0.0, "step": 1}),
        ([[0, 0], [3, 0], [np.nan, np.nan]], {"x": 1.0, "y": 0.0, "step": 1}),
    ],
)
def test_where_a_walk_leaves_the_map(points: list[list[float]], expected: dict | None) -> None:
    assert exit_from(np.array(points, dtype=float), FRAME) == expected


def test_a_walk_that_never_was_finite_can_be_drawn() -> None:
    surface = surfaces.by_name("rosenbrock")
    walk = run(surface, optimizers.by_name("adam")(), (1e200, 1e200), 10)
    shown = DrawnWalk("adam", "Adam", style_of("adam"), "1", walk)
    header, arrays = unpack(walks_blob(surface, [shown], [Panel((0,))], (1e200, 1e200), {}))
    assert header["walks"][0]["last"] == 0
    assert len(arrays["x0"]) == 1


def test_no_class_of_the_player_is_dressed_by_two_style_sheets() -> None:
    """One sheet serves all pages, so a name taken twice would dress a stranger."""
    bare: dict[str, set[str]] = {}
    for sheet in SHEETS:
        for rule in re.findall(r"([^{}]+)\{", (HERE / sheet).read_text(encoding="utf-8")):
            # A comma within brackets, as in `.ov-large :is(.a, .b)`, parts no two selectors.
            for selector in re.sub(r"\([^()]*\)", "()", rule).split(","):
                if name := re.fullmatch(r"\s*\.([\w-]+)\s*", selector):
                    bare.setdefault(name[1], set()).add(sheet)
    assert not {name: sheets for name, sheets in bare.items() if len(sheets) > 1}
