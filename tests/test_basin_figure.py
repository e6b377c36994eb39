"""Maps of starts and of settings: colours, legend, shares and payload say what the engine says."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest
import sympy

import optimizers
import surfaces
from engine import Basins, Outcome, basins, run, steps_to, sweep_ends
from engine.plane.saddles import saddles
from figures.basin_blob import Axis, Mark, Sheet, basin_blob, open_blob
from figures.basin_colors import HUES, PLAIN, STEPS
from figures.basin_figure import (
    NEVER,
    BasinChart,
    BasinFigure,
    basin_figure,
    chart,
    hues_of,
    stops_of,
)
from figures.ground import window
from figures.settings_grid import Scale, settings_chart, settings_figure
from tests.colour import VISIONS, distance
from ui.report import ARRIVED_BELOW


@cache
def mapped(surface: str, name: str, rate: float, resolution: int = 40, steps: int = 300) -> Basins:
    ground = surfaces.by_name(surface)
    rule = optimizers.by_name(name)(learning_rate=rate)
    return basins(ground, rule, resolution, steps, domain=window(ground))


def both(surface: str) -> tuple[list[Basins], BasinFigure]:
    made = [mapped(surface, "adam", 0.05), mapped(surface, "momentum", 1e-4)]
    return made, basin_figure([chart(one) for one in made])


# -- one legend --------------------------------------------------------------------------------


@pytest.mark.parametrize("surface", ["himmelblau", "goldstein_price", "rastrigin", "easom"])
def test_shares_are_the_engine_s(surface: str) -> None:
    made, drawn = both(surface)
    np.testing.assert_allclose(drawn.shares.sum(axis=1), 100.0)
    for one, shares in zip(made, drawn.shares, strict=True):
        theirs = [*one.shares.attractors, one.shares.under_way, one.shares.diverged]
        np.testing.assert_allclose(sorted(shares[shares > 0]), sorted(s for s in theirs if s > 0))
        kinds = {end.kind: 0.0 for end in drawn.ends}
        for end, share in zip(drawn.ends, shares, strict=True):
            kinds[end.kind] += share
        assert kinds["under_way"] == pytest.approx(one.shares.under_way)
        assert kinds["diverged"] == pytest.approx(one.shares.diverged)


@pytest.mark.parametrize("surface", ["himmelblau", "goldstein_price", "rastrigin"])
def test_a_cell_has_the_same_end_as_in_the_engine(surface: str) -> None:
    made, drawn = both(surface)
    for one, which in zip(made, drawn.which, strict=True):
        for i, j in itertools.product(range(0, 40, 3), range(0, 40, 3)):
            end = drawn.ends[which[i, j]]
            if one.which[i, j] >= 0:
                theirs = one.attractors[one.which[i, j]]
                assert (end.kind, end.known) == (str(theirs.ground), theirs.known)
                assert end.place is not None
                assert np.hypot(end.place[0] - theirs.x, end.place[1] - theirs.y) <= one.near
            else:
                assert end.kind == ("diverged" if one.diverged[i, j] else "under_way")


def test_a_minimum_has_one_colour_on_all_maps() -> None:
    _, drawn = both("himmelblau")
    minima = [end for end in drawn.ends if end.kind == "minimum"]
    assert [end.letter for end in minima] == ["A", "B", "C", "D"]
    assert [end.place[:2] for end in minima if end.place] == list(
        surfaces.by_name("himmelblau").minima
    )
    assert len({end.hue for end in minima}) == 4
    assert not drawn.alone
    assert all(stops_of(end, drawn.alone) == HUES[end.hue] for end in minima)


def test_one_minimum_has_the_whole_scale() -> None:
    drawn = basin_figure([chart(mapped("bowl", "adam", 0.3))])
    assert drawn.alone
    assert stops_of(drawn.ends[0], drawn.alone) == STEPS


def test_many_minima_share_hues_and_neighbours_do_not() -> None:
    _, drawn = both("rastrigin")
    minima = [end for end in drawn.ends if end.kind == "minimum"]
    assert len(minima) > 100
    assert [end.hue for end in minima if end.known] == [0]
    assert all(end.hue != 0 for end in minima if not end.known)
    assert not any(end.letter for end in minima)
    for a, b in itertools.combinations(minima, 2):
        assert a.place and b.place
        if np.hypot(a.place[0] - b.place[0], a.place[1] - b.place[1]) < 1.2:
            assert a.hue != b.hue, f"{a} beside {b}"
    lines = [(end.known, len(places)) for end, places in drawn.groups() if end.kind == "minimum"]
    assert lines == [(True, 1), (False, len(minima) - 1)]


def test_hues_are_dealt_out_in_order_as_long_as_there_are_enough() -> None:
    assert hues_of([(i, 0) for i in range(len(HUES))], 1) == list(range(len(HUES)))
    assert hues_of([], 0) == []
    # More global minima than hues: the hues come again, and every minimum has one.
    many = hues_of([(i, 0) for i in range(20)], 20)
    assert set(many) <= set(range(len(HUES)))
    assert len(many) == 20


def test_no_maps_at_all_are_an_empty_figure() -> None:
    drawn = basin_figure([])
    assert drawn.shares.shape == (0, 2)
    assert drawn.groups() == []


# -- colours -----------------------------------------------------------------------------------


@pytest.mark.parametrize("vision", VISIONS)
def test_any_shade_of_a_hue_looks_unlike_any_of_another(vision: str) -> None:
    for one, other in itertools.combinations(HUES, 2):
        for a, b in itertools.product(one, other):
            assert distance(a, b, vision) >= 7, f"{a} and {b}"


@pytest.mark.parametrize("vision", VISIONS)
def test_slower_is_darker_to_every_eye(vision: str) -> None:
    for stops in (*HUES, STEPS):
        from_black = [distance(color, "#000000", vision) for color in stops]
        assert (np.diff(from_black) < 0).all()


def test_ends_that_are_no_minimum_are_grey_and_patterned() -> None:
    assert len({pattern for _, _, pattern in PLAIN.values()}) == len(PLAIN)
    for paper, ink, _ in PLAIN.values():
        for color in (paper, ink):
            red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
            assert max(red, green, blue) - min(red, green, blue) <= 20
        assert distance(paper, ink, "usual") >= 10
    for kind in ("under_way", "diverged", "saddle"):
        for other in ("under_way", "diverged", "saddle"):
            if kind != other:
                assert distance(PLAIN[kind][0], PLAIN[other][0], "usual") >= 15


# -- payload -----------------------------------------------------------------------------------


def test_the_payload_holds_the_maps_to_the_last_step() -> None:
    made, drawn = both("himmelblau")
    sheets = [Sheet("a", "A", 0), Sheet("b", "B", 1), Sheet("c", "C", None)]
    axes = Axis("x", -5.0, 0.25), Axis("y", -5.0, 0.25)
    header, arrays = open_blob(
        basin_blob("starts", drawn, sheets, axes, [Mark("star", 3.0, 2.0, "A")], {"a": "b"})
    )
    for i, one in enumerate(made):
        steps = arrays[f"steps{i}"].reshape(40, 40)
        np.testing.assert_array_equal(np.where(steps == NEVER, -1, steps.astype(int)), one.steps)
        np.testing.assert_array_equal(arrays[f"which{i}"].reshape(40, 40), drawn.which[i])
        np.testing.assert_array_equal(arrays["x"], one.x)
        np.testing.assert_array_equal(arrays["y"], one.y)
    arrived = np.concatenate([one.steps[one.steps >= 0] for one in made])
    scale = header["scale"]
    assert (scale["fewest"], scale["most"]) == (arrived.min(), arrived.max())
    assert [sheet["cells"] for sheet in header["sheets"]] == [0, 1, None]
    assert sorted(place for line in header["legend"] for place in line) == sorted(
        i for i in range(len(drawn.ends)) if drawn.shares[:, i].any() or drawn.ends[i].known
    )


def test_walks_that_still_move_say_how_near_they_are() -> None:
    made, drawn = both("himmelblau")
    header, arrays = open_blob(
        basin_blob("starts", drawn, [], (Axis("x", -5.0, 0.25), Axis("y", -5.0, 0.25)), [], {})
    )
    scale, seen = header["scale"], []
    for i, one in enumerate(made):
        nearness = arrays[f"nearness{i}"].reshape(40, 40)
        moving = (one.steps < 0) & (one.which >= 0)
        np.testing.assert_array_equal(drawn.moving[i], moving)
        assert not nearness[~moving].any()
        places = np.array([(a.x, a.y) for a in one.attractors])[one.which[moving]]
        away = np.hypot(*(one.ends[moving] - places).T)
        told = scale["near"] * 10.0 ** (nearness[moving] / -scale["decade"])
        np.testing.assert_allclose(told, away, rtol=0.012)
        seen.append(nearness[moving])
    assert sum(cells.size for cells in seen) > 100
    cells = np.concatenate(seen)
    assert scale["farthest"] == cells.min()
    assert np.mean(cells > scale["nearest"]) == pytest.approx(0.02, abs=0.02), "but for a few"
    assert 0.2 <= scale["part"] <= 0.8, "both kinds have room"


def test_who_is_alone_has_all_of_the_brightness() -> None:
    axes = Axis("x", -5.0, 0.25), Axis("y", -5.0, 0.25)

    def scale(steps: int) -> dict[str, float]:
        drawn = basin_figure([chart(mapped("bowl", "gradient_descent", 0.1, steps=steps))])
        return open_blob(basin_blob("starts", drawn, [], axes, [], {}))[0]["scale"]

    assert scale(300)["part"] == 1
    early = scale(20)
    assert (early["part"], early["fewest"], early["most"]) == (0, 0, 0)
    assert early["nearest"] > early["farthest"]


def test_four_maps_of_200_cost_less_than_a_byte_a_cell() -> None:
    made = [
        chart(mapped("himmelblau", name, rate, 200))
        for name, rate in (("adam", 0.05), ("momentum", 1e-4), ("nesterov", 2e-4), ("adagrad", 0.5))
    ]
    axes = Axis("x", -5.0, 0.05), Axis("y", -5.0, 0.05)
    sheets = [Sheet(str(i), str(i), i) for i in range(4)]
    blob = basin_blob("starts", basin_figure(made), sheets, axes, [], {})
    print(f"\nfour maps of 200 × 200: {len(blob) / 1000:.0f} kB")
    assert len(blob) < 4 * 200 * 200


# -- saddles -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["himmelblau", "six_hump_camel", "styblinski_tang"])
def test_saddles_are_where_algebra_finds_them(name: str) -> None:
    surface = surfaces.by_name(name)
    x, y = sympy.symbols("x y", real=True)
    f = {
        "himmelblau": (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
        "six_hump_camel": (4 - sympy.Rational(21, 10) * x**2 + x**4 / 3) * x**2
        + x * y
        + (4 * y**2 - 4) * y**2,
        "styblinski_tang": (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2,
    }[name]
    # The roots of one polynomial: y is eliminated from the two derivatives.
    fx, fy = sympy.diff(f, x), sympy.diff(f, y)
    if name == "styblinski_tang":
        roots = [float(r) for r in sympy.Poly(fx, x).nroots()]
        points = [(a, b) for a in roots for b in roots]
    else:
        candidates = sympy.Poly(sympy.resultant(fx, fy, y), x).nroots(n=30, maxsteps=200)
        real = [r for r in candidates if abs(sympy.im(r)) < 1e-12]
        points = [
            (float(sympy.re(a)), float(sympy.re(b)))
            for a in real
            for b in sympy.Poly(fx.subs(x, sympy.re(a)), y).nroots(n=20, maxsteps=200)
            if abs(sympy.im(b)) < 1e-9 and abs(fy.subs({x: sympy.re(a), y: sympy.re(b)})) < 1e-6
        ]
    hessian = sympy.lambdify((x, y), sympy.hessian(f, (x, y)).det())
    x_min, x_max, y_min, y_max = window(surface)
    wanted = sorted(
        {(round(a, 6) + 0.0, round(b, 6) + 0.0) for a, b in points if hessian(a, b) < 0}
    )
    wanted = [(a, b) for a, b in wanted if x_min <= a <= x_max and y_min <= b <= y_max]
    found = sorted(
        (round(a, 6) + 0.0, round(b, 6) + 0.0) for a, b in saddles(surface, window(surface))
    )
    assert len(found) == len(wanted) > 3
    np.testing.assert_allclose(found, wanted, atol=2e-6)


def test_a_bowl_has_no_saddle() -> None:
    for name in ("bowl", "rosenbrock", "plateau"):
        surface = surfaces.by_name(name)
        assert saddles(surface, window(surface)).shape == (0, 2)


# -- settings ----------------------------------------------------------------------------------


def hyper(rule: str, name: str) -> optimizers.Hyperparameter:
    [found] = [h for h in optimizers.by_name(rule).hyperparameters() if h.name == name]
    return found


@pytest.mark.parametrize("rule", optimizers.OPTIMIZERS, ids=lambda rule: rule.name)
def test_every_number_of_every_optimizer_has_a_scale(rule: type[optimizers.Optimizer]) -> None:
    for one in rule.hyperparameters():
        if one.flag or one.whole:
            continue
        scale = Scale(one)
        values = scale.values()
        assert (np.diff(values) > 0).all()
        assert one.allows(values)
        assert values[[0, -1]] == pytest.approx(one.slider, rel=1e-6)
        for k in (0, 7, len(values) - 1):
            assert scale.place(values[k]) == pytest.approx(k, abs=0.05)
        ticks = scale.axis().ticks
        assert len(ticks) >= 3
        assert all(0 <= at <= len(values) - 1 for at, _ in ticks)


def test_the_memory_of_an_average_is_what_is_even() -> None:
    scale = Scale(hyper("momentum", "momentum"))
    tens = [scale.place(v) for v in (0.0, 0.9, 0.99, 0.999)]
    np.testing.assert_allclose(np.diff(tens), 16.0, atol=1e-3)


def test_a_cell_of_settings_is_a_single_run() -> None:
    surface = surfaces.by_name("rosenbrock")
    rates, betas = np.array([1e-4, 1e-3, 1e-2, 1.0]), np.array([0.0, 0.5, 0.9])
    rule = optimizers.by_name("momentum")
    there = sweep_ends(surface, rule, rates, (-1.2, 1.0), 2000, near=ARRIVED_BELOW, momentum=betas)
    made = settings_chart(there, rates, betas)
    drawn = settings_figure(made)
    seen = set()
    for i, j in itertools.product(range(3), range(4)):
        alone = run(
            surface, rule(learning_rate=rates[j], momentum=betas[i]), (-1.2, 1.0), steps=2000
        )
        kind = drawn.ends[made.which[i, j]].kind
        seen.add(kind)
        if alone.outcome is Outcome.DIVERGED:
            assert (kind, made.steps[i, j]) == ("diverged", NEVER)
        elif steps_to(alone, ARRIVED_BELOW) >= 0:
            assert (kind, made.steps[i, j]) == ("arrived", steps_to(alone, ARRIVED_BELOW))
        else:
            assert (kind, made.steps[i, j]) == ("under_way", NEVER)
    assert seen == {"arrived", "under_way", "diverged"}


def test_a_chart_knows_its_size() -> None:
    made: BasinChart = chart(mapped("bowl", "adam", 0.3))
    assert made.nbytes == 40 * 40 * 6 + 2 * 40 * 8
