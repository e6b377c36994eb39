"""Where f falls below every minimum that is listed, that is what is said: nothing is clipped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import optimizers
import surfaces
from engine import basins, best_rate, diagnose, race, ranked, run, steps_to, sweep
from figures.above import above, floor_of, rounding_of
from figures.blob import unpack
from figures.palette import Style
from figures.rates import Swept, rates_blob
from figures.walks import DrawnWalk, Panel, walks_blob
from surfaces import SURFACES, Surface
from ui.numbers import read
from ui.reasons import reason
from ui.report import ends

MCCORMICK = surfaces.by_name("mccormick")
LION, MOMENTUM = (optimizers.by_name(name) for name in ("lion", "momentum"))


def drawn(surface: Surface, rule: optimizers.Optimizer, steps: int = 1500) -> DrawnWalk:
    walk = run(surface, rule, surface.start, steps)
    return DrawnWalk("w", "It", Style("blue", "solid"), "1", walk)


def payload(surface: Surface, *walks: DrawnWalk) -> tuple[dict, dict]:
    panels = [Panel(tuple(range(len(walks))))]
    return unpack(walks_blob(surface, walks, panels, surface.start, {}))


def test_a_walk_that_slides_down_mccormick_is_as_low_as_it_is() -> None:
    walk = drawn(MCCORMICK, LION(learning_rate=0.05))
    lowest = float(walk.trajectory.heights[-1])
    assert lowest < -30 < MCCORMICK.lowest_of_map
    header, arrays = payload(MCCORMICK, walk)
    assert header["minimum"] is None and header["minima"]  # the star is shown, but as no f*
    np.testing.assert_array_equal(arrays["gap0"], walk.trajectory.heights)
    # The chart of the losses is told how high the star is: the walk is seen to go below it.
    assert header["level"] == MCCORMICK.lowest_of_map > arrays["gap0"].min()
    bowl = surfaces.by_name("bowl")
    assert payload(bowl, drawn(bowl, LION()))[0]["level"] is None
    (row,) = ends([walk])
    assert read(row["f"]) == pytest.approx(lowest, rel=1e-3)
    assert [cell for name, cell in row.items() if name.startswith("Steps to")] == ["—"]


def test_the_rates_page_has_heights_and_the_lowest_as_its_best() -> None:
    rates = np.geomspace(1e-3, 0.2, 12)
    walk = sweep(MCCORMICK, LION(), rates, MCCORMICK.start, 400)
    swept = [Swept("lion", "Lion", Style("blue", "solid"), 0.05, LION(learning_rate=0.05), walk)]
    header, arrays = unpack(rates_blob(MCCORMICK, rates, swept, MCCORMICK.start, 0.05, {}))
    assert header["minimum"] is None
    sent = arrays["gap0"].reshape(len(rates), -1)
    # They are sent from the star's height on, so that walks that end there are told apart.
    np.testing.assert_allclose(sent[:, -1], walk.heights[-1] - header["level"], rtol=1e-6)
    assert arrays["gap0"].min() < -30
    plain = optimizers.by_name("gradient_descent")
    some = np.array([0.03, 0.05])
    near = sweep(MCCORMICK, plain(), some, MCCORMICK.start, 300)
    swept = [Swept("gd", "GD", Style("blue", "solid"), 0.05, plain(learning_rate=0.05), near)]
    _, arrays = unpack(rates_blob(MCCORMICK, some, swept, MCCORMICK.start, 0.05, {}))
    first, second = arrays["gap0"].reshape(2, -1)[:, -1]
    assert second < first < 1e-6


def test_the_fair_comparison_ranks_who_falls_lower_before() -> None:
    lion, bfgs = (
        best_rate(MCCORMICK, rule(), (1e-3, 1.0), MCCORMICK.start, 300)
        for rule in (LION, optimizers.by_name("bfgs"))
    )
    assert lion.height < -30 and bfgs.height > -30 and ranked([bfgs, lion]) == [1, 0]
    assert lion.evaluations == bfgs.evaluations == -1
    # An f* that is none, given by hand, does not make what lies below it equal.
    one, other = (
        best_rate(MCCORMICK, rule(), (1e-3, 1.0), MCCORMICK.start, 300, minimum=-1.9)
        for rule in (LION, optimizers.by_name("bfgs"))
    )
    assert one.level == one.height < other.level and ranked([other, one]) == [1, 0]
    assert np.isnan(one.low)


@pytest.mark.parametrize("name", ["steps", "map"])
def test_there_is_nothing_to_arrive_at(name: str) -> None:
    if name == "steps":
        with pytest.raises(ValueError, match="no minimum"):
            steps_to(run(MCCORMICK, LION(), MCCORMICK.start, 3), 1e-4)
    else:
        made = basins(MCCORMICK, MOMENTUM(learning_rate=0.05), resolution=12, steps=300)
        assert not any(place.known for place in made.attractors)


def test_no_minimum_of_mccormick_is_called_the_global_one() -> None:
    star = MCCORMICK.minima[0]
    for k in (0, 1, 5):
        start = star[0] - k * np.pi + 0.1, star[1] - k * np.pi - 0.1
        rule = optimizers.by_name("gradient_descent")(learning_rate=0.2)
        walk = run(MCCORMICK, rule, start, 400)
        told = reason(walk, diagnose(walk))
        assert "a local minimum" in told and "the global" not in told
        wanted = "lowest of this map" if k == 0 else "lower than the lowest one of the map"
        assert wanted in told, told


def test_branin_s_further_minima_are_global_ones_and_no_distance_away() -> None:
    branin = surfaces.by_name("branin")
    walk = run(branin, optimizers.by_name("newton")(), (15.5, 12.7), 60)
    assert walk.points[-1] == pytest.approx([5 * np.pi, 12.875], abs=1e-6)
    assert "the global minimum" in reason(walk, diagnose(walk))
    (row,) = ends([DrawnWalk("w", "It", Style("blue", "solid"), "1", walk)])
    assert read(row["Distance to a\u00a0minimum"]) < 1e-6


def test_only_rounding_is_taken_for_nothing() -> None:
    heights = np.array([3.0, 3 - 1e-13, 3 - 1e-9, np.nan, np.inf, -5.0])
    np.testing.assert_array_equal(above(heights, 3.0)[:2], [0, 0])
    assert above(heights, 3.0)[2] < 0 and above(heights, 3.0)[-1] == -8
    assert floor_of(3.0, [heights[:2], heights[3:5]]) == 3.0
    assert floor_of(3.0, [heights]) is None and floor_of(None, [heights]) is None
    # A surface that is wrong about its f* is not believed.
    wrong = replace(surfaces.by_name("bowl"), minimum=1.0, minima=((1.0, 0.0),))
    header, arrays = payload(wrong, drawn(wrong, MOMENTUM(learning_rate=0.02), 300))
    assert header["minimum"] is None and arrays["gap0"].min() < 1.0


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_no_walk_ends_below_an_f_star_by_more_than_rounding(surface: Surface) -> None:
    rules = [rule() for rule in optimizers.OPTIMIZERS]
    walks = race(surface, rules, surface.start, 200)
    heights = np.concatenate([walk.heights for walk in walks])
    if surface.minimum is not None:
        assert np.nanmin(heights) >= surface.minimum - rounding_of(surface.minimum)
        assert floor_of(surface.minimum, [heights]) == surface.minimum
