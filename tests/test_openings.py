"""What is seen when a surface is picked: walks that fill the map and differ, and the lesson."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import surfaces
from engine import race
from figures.blob import unpack
from figures.ground import window
from figures.walks import Panel, walks_blob
from optimizers import GradientDescent
from surfaces import Surface
from surfaces.losses import DataLoss, loss_on
from ui.data.scene import raced
from ui.data.settings import first_data_settings
from ui.data.visit import DATA
from ui.scene import walks_of
from ui.settings import first_settings
from ui.table import MAPS

every_surface = pytest.mark.parametrize("surface", surfaces.SURFACES, ids=lambda s: s.name)
# Of the side of what is shown: wells of the drop wave and of Levy's function are narrow, and plain
# descent stands still on Easom's plain.
NARROW = {"drop_wave": 0.22, "levy13": 0.3, "easom": 0.25}
LEAST = 0.24
# Only the difference of two logits counts, so all slopes lie on one line, and nearly all ways.
ONE_LINE = {"softmax", "softmax_squares"}


def shown(surface: Surface) -> tuple[float, float, float, float]:
    part = surface.looked_at(surface.picked)
    return window(surface) if part is None else (part.x_min, part.x_max, part.y_min, part.y_max)


def opened(surface: Surface) -> list[np.ndarray]:
    """The walks, in sides of what is shown."""
    settings = first_settings("bowl").on_surface(surface.name)
    rules = [choice.optimizer() for choice in settings.choices]
    x0, x1, y0, y1 = shown(surface)
    return [
        (walk.points - [x0, y0]) / [x1 - x0, y1 - y0]
        for walk in race(surface, rules, settings.start, settings.epochs)
    ]


@every_surface
def test_walks_are_seen_in_their_map_and_stay_there(surface: Surface) -> None:
    walks = opened(surface)
    extents = [float(np.hypot(*np.ptp(walk, axis=0))) for walk in walks]
    assert max(extents) >= NARROW.get(surface.name, LEAST)
    assert all(np.isfinite(walk).all() for walk in walks)
    inside = [bool(((walk >= -0.05) & (walk <= 1.05)).all()) for walk in walks]
    assert all(inside)


@every_surface
def test_walks_are_not_all_hidden_under_each_other(surface: Surface) -> None:
    """At some step the walks stand in several places, a hundredth of the map apart."""
    walks = np.array(opened(surface))
    places = np.rint(walks / 0.02).astype(int)
    most = max(len({*map(tuple, places[:, k])}) for k in range(places.shape[1]))
    assert most >= 3


def along(walk: np.ndarray) -> np.ndarray:
    """The way of a walk as 100 points at equal distances."""
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(walk, axis=0).T))])
    return np.column_stack(
        [np.interp(np.linspace(0, way[-1], 100), way, walk[:, i]) for i in (0, 1)]
    )


@every_surface
def test_ways_are_told_apart(surface: Surface) -> None:
    """The farthest that a way gets from another one, on average: their Hausdorff distance."""
    ways = [along(walk) for walk in opened(surface)]
    apart = []
    for i, one in enumerate(ways):
        for other in ways[:i]:
            gaps = np.hypot(*(one[:, None] - other[None]).transpose(2, 0, 1))
            apart.append(max(gaps.min(axis=0).max(), gaps.min(axis=1).max()))
    one_line = surface.name in ONE_LINE
    assert np.mean(apart) >= (0.03 if one_line else 0.042)
    assert max(apart) >= (0.06 if one_line else 0.07)


def test_no_walk_is_left_at_the_saddle_and_they_stand_in_many_places() -> None:
    ends = np.array([walk[-1] for walk in opened(surfaces.by_name("saddle"))])
    assert (np.hypot(*(ends - 0.5).T) > 0.2).all()
    assert len({*map(tuple, np.rint(ends / 0.05).astype(int))}) >= 4


def test_near_the_top_of_the_drop_wave_they_slide_away_from_the_star() -> None:
    drop = surfaces.by_name("drop_wave")
    starts, ends = zip(*[(walk[0], walk[-1]) for walk in opened(drop)], strict=True)
    star = np.array([0.5, 0.5])
    for start, end in zip(starts, ends, strict=True):
        assert np.hypot(*(end - star)) > np.hypot(*(start - star)) + 0.1


def test_on_styblinski_tang_they_end_in_another_well_than_the_lowest() -> None:
    tang = surfaces.by_name("styblinski_tang")
    (x0, x1), (y0, y1) = tang.domain.bounds
    star = (np.array(tang.minima[0]) - [x0, y0]) / [x1 - x0, y1 - y0]
    assert all(np.hypot(*(walk[-1] - star)) > 0.4 for walk in opened(tang))


def depths_of_relu(loss: DataLoss) -> dict[int, float]:
    """How low squares come on either side of w₁ = 0: lines through 0 over half of the inputs."""
    x, y = loss.examples.points[:, 0], loss.examples.targets
    depths = {}
    for side in (1, -1):
        bent = np.maximum(side * x, 0)[:, None]
        share = np.linalg.lstsq(bent, y, rcond=None)[0]
        depths[side] = float(np.mean((bent @ share - y) ** 2))
    return depths


def test_the_net_with_relu_opens_beside_its_divide_and_all_get_into_the_deeper_valley() -> None:
    net = surfaces.by_name("net_relu")
    loss = loss_on(net)
    depths = depths_of_relu(loss)
    deeper = min(depths, key=depths.get)
    settings = first_settings("bowl").on_surface("net_relu")
    rules = [choice.optimizer() for choice in settings.choices]
    for walk in race(net, rules, settings.start, settings.epochs):
        assert np.sign(walk.points[-1][0]) == deeper
        # The slowest is a hundredth of the valleys' difference away.
        left = walk.heights[-1] - depths[deeper]
        assert abs(left) < 0.01 * abs(depths[1] - depths[-1])
        assert (walk.points[:, 1] * settings.start[1] < 0).any(), "w₂ turns its sign on the way"
    # Of two weights the longer one keeps its sign: with them exchanged it is w₁ that turns.
    other = settings.start[0] * abs(settings.start[1] / settings.start[0]), -settings.start[0]
    for walk in race(net, rules, other, settings.epochs):
        assert np.sign(walk.points[-1][0]) == -deeper
        assert abs(walk.heights[-1] - depths[-deeper]) < 0.01 * abs(depths[1] - depths[-1])


def test_plain_descent_with_small_steps_keeps_the_difference_of_squares_of_the_net() -> None:
    net = surfaces.by_name("net_relu")
    walk = race(net, [GradientDescent(learning_rate=1e-4)], net.picked, 20_000)[0]
    kept = walk.points[:, 0] ** 2 - walk.points[:, 1] ** 2
    assert walk.heights[-1] < 0.4 < 4 < walk.heights[0], "a long way"
    # Each step changes it by η² (g₁² − g₂²): O(η) in all.
    assert np.ptp(kept) < 0.001 * kept[0]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_net_that_is_picked_on_data_gets_there_in_batches_too(seed: int) -> None:
    settings = replace(first_data_settings().on_loss("net_relu"), seed=seed)
    depths = depths_of_relu(settings.loss)
    deeper = min(depths, key=depths.get)
    draws = settings.batches.indices(settings.count, settings.updates)
    for walk in raced(settings, draws):
        assert np.sign(walk.points[-1][0]) == deeper
        assert walk.heights[-1] < (depths[1] + depths[-1]) / 2, "on its way down there"


def test_where_links_to_that_net_begin_without_a_word_is_where_they_began() -> None:
    assert surfaces.by_name("net_relu").start == (-1.293, 0.536)
    assert DATA.read({"loss": ["net_relu"]})[0].start == (-1.293, 0.536)


def test_on_easoms_plain_plain_descent_stands_still_and_adam_arrives() -> None:
    easom = surfaces.by_name("easom")
    walks = dict(
        zip(
            (choice.name for choice in first_settings().choices),
            opened(easom),
            strict=True,
        )
    )
    well = (np.array(easom.minima[0]) + 1) / 8  # the domain is −1 … 7
    assert np.hypot(*(walks["gradient_descent"][-1] - walks["gradient_descent"][0])) < 0.01
    assert np.hypot(*(walks["adam"][-1] - well)) < 0.01


@every_surface
def test_a_link_without_a_start_opens_what_it_always_did(surface: Surface) -> None:
    settings, notes = MAPS.read({"surface": [surface.name]})
    assert not notes and settings.start == surface.start
    # What is picked is in the link, so that it opens the same.
    picked = settings.on_surface(surface.name)
    assert picked.start == surface.picked
    assert MAPS.read(MAPS.write(picked)) == (picked, [])


@every_surface
def test_the_part_that_is_shown_goes_with_the_start_that_it_is_made_for(surface: Surface) -> None:
    def look(start: tuple[float, float]) -> Any:
        walks = walks_of(first_settings(surface.name))[:1]
        return unpack(walks_blob(surface, walks, [Panel((0,))], start, {}))[0]["look"]

    assert look(surface.start) is None
    if surface.close is None:
        assert look(surface.picked) is None
        return
    x0, x1, y0, y1 = window(surface)
    u0, u1, v0, v1 = look(surface.picked)
    assert x0 <= u0 < surface.picked[0] < u1 <= x1 and y0 <= v0 < surface.picked[1] < v1 <= y1
    assert u1 - u0 == pytest.approx(v1 - v0), "equal units on both axes"
