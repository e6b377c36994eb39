"""The part of the ground that is made anew for who looks closely."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import surfaces
from figures.blob import unpack
from figures.blog_rings import rings
from figures.closer import NOWHERE, STEPS, Part, closer_ground, closer_packed, part_asked, rounding
from figures.ground import BANDS, RESOLUTION, ground
from surfaces import Surface

SURFACES = pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda s: s.name)


def around(place: tuple[float, float], width: float) -> Part:
    x, y = place
    return x - width / 2, x + width / 2, y - width / 2, y + width / 2


def places(surface: Surface, count: int = 8) -> np.ndarray:
    """(count, 2): places of the domain that nobody chose."""
    rng = np.random.default_rng(sum(map(ord, surface.name)))
    (x_min, x_max), (y_min, y_max) = surface.domain.bounds
    return rng.uniform((x_min, y_min), (x_max, y_max), (count, 2))


@SURFACES
@pytest.mark.parametrize("part_of_map", [1e-1, 1e-2, 1e-4])
def test_there_are_lines_wherever_the_ground_is_not_level(
    surface: Surface, part_of_map: float
) -> None:
    width, whole, seen = surface.domain.width * part_of_map, ground(surface), 0
    for place in places(surface):
        part = around(tuple(place), width)
        made = closer_ground(surface, part, whole)
        slope = math.hypot(*(float(g) for g in surface.gradient(*place)))
        # Far above its rounding; 4e3 is what the largest terms of a sum may exceed the sum by.
        if slope * width < 1e-9 * max(1.0, abs(float(surface.value(*place)))) * 4e3:
            continue
        seen += 1
        assert np.ptp(made.levels) * BANDS >= 6, place
        middle = made.levels[RESOLUTION // 4 : -RESOLUTION // 4, RESOLUTION // 4 : -RESOLUTION // 4]
        assert np.ptp(middle) * BANDS >= 3, place
    assert seen >= 3 or surface.name in ("easom", "gaussian_wells")


@SURFACES
def test_its_levels_are_the_heights_of_the_surface(surface: Surface) -> None:
    """Turned back into heights they are f, to within a code of the wire."""
    place = surface.minima[0] if surface.minima else surface.start
    part = around((place[0] + 0.01, place[1]), surface.domain.width / 50)
    made = closer_ground(surface, part, ground(surface))
    header, arrays = unpack(closer_packed(made, "the map"))
    assert (header["of"], header["nx"], header["ny"]) == ("the map", RESOLUTION, RESOLUTION)
    x = np.linspace(*header["window"][:2], header["nx"])[None, :]
    y = np.linspace(*header["window"][2:], header["ny"])[:, None]
    heights = surface.value(x, y)
    levels = arrays["z"].reshape(heights.shape) / STEPS
    scale = math.log1p((made.top - made.floor) / made.softness)
    back = made.floor + made.softness * np.expm1(levels * scale)
    step = made.softness * np.exp(levels * scale) * scale / STEPS
    assert np.all(np.abs(back - heights) <= step + 1e-6 * (made.top - made.floor))


def test_what_is_level_to_within_its_rounding_has_no_lines() -> None:
    camel = surfaces.by_name("six_hump_camel")
    whole = ground(camel)
    made = closer_ground(camel, around(camel.minima[0], 1e-8), whole)
    assert np.ptp(made.levels) == 0
    assert made.levels[0, 0] == pytest.approx(float(whole.level(camel.minimum)), abs=1e-3)
    # Where f* = 0 nothing is lost to rounding, and the same depth has its lines.
    bowl = surfaces.by_name("bowl")
    assert np.ptp(closer_ground(bowl, around((0.0, 0.0), 1e-8), ground(bowl)).levels) == 1


def test_rounding_is_told_from_curvature() -> None:
    x = np.linspace(0, 1, RESOLUTION)[None, :] + np.zeros((RESOLUTION, 1))
    smooth = np.sin(3 * x) + x.T**2
    noise = np.random.default_rng(1).normal(0, 1e-3, smooth.shape)
    assert rounding(smooth) < 1e-7
    assert rounding(smooth + noise) == pytest.approx(1e-3 * 0.67, rel=0.1)  # median of |normal|


def test_where_nothing_is_finite_nothing_is_drawn() -> None:
    bowl = surfaces.by_name("bowl")
    hole = surfaces.by_name("bowl").__class__(**{**bowl.__dict__, "f": lambda x, y: x * np.nan + y})
    made = closer_ground(hole, (0, 1, 0, 1), ground(bowl))
    _, arrays = unpack(closer_packed(made, "bowl"))
    assert set(arrays["z"].tolist()) == {NOWHERE}


def test_the_circles_of_the_post_stay_a_quarter_apart() -> None:
    for part in ((-1.0, 2.0, -1.0, 2.0), (0.9, 1.1, 0.4, 0.6)):
        made = rings(part)
        assert (made.top - made.floor) / made.bands == pytest.approx(0.25)


def test_a_part_is_52_kb() -> None:
    bowl = surfaces.by_name("bowl")
    made = closer_ground(bowl, (0.1, 0.2, 0.1, 0.2), ground(bowl))
    assert len(closer_packed(made, "bowl")) < 53_000


@pytest.mark.parametrize(
    "asked",
    [
        *(None, 3, "1,2,3,4", [], [1, 2, 3], [1, 2, 3, "4"], [0, 1, 0, None], [0, 1, 0, True]),
        *([1, 0, 0, 1], [0, 0, 0, 1], [0, 1, 2, 2 + 1e-13], [0, math.inf, 0, 1]),
        *([0, math.nan, 0, 1], [-1e9, 1e9, 0, 1]),
    ],
    ids=str,
)
def test_what_is_no_rectangle_is_not_made(asked: Any) -> None:
    assert part_asked(asked) is None


def test_a_rectangle_is_taken_as_it_is() -> None:
    assert part_asked([0, 1e-9, -2, 3.5]) == (0.0, 1e-9, -2.0, 3.5)
