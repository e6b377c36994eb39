"""What every note of a surface says, computed; and no note of any registry is without a test."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import optimizers
import schedules
import surfaces
from engine import run
from engine.plane.stationary import stationary
from surfaces import curves
from surfaces.gaussian_wells import WELLS
from tests import notes_of_curves, notes_of_losses, notes_of_rules  # noqa: F401  # they enter what they test
from tests.notes import CLAIMS, at, claims, eigenvalues, end, rule_of, walked

REGISTRIES = {
    "surface": surfaces.SURFACES,
    "optimizer": optimizers.OPTIMIZERS,
    "schedule": schedules.SCHEDULES,
    "curve": curves.CURVES,
}
ENTRIES = [(kind, entry) for kind, entries in REGISTRIES.items() for entry in entries]


# -- all of them ----------------------------------------------------------------------------------


def test_no_note_is_without_a_test_and_no_test_without_its_note() -> None:
    wanted = {(kind, entry.name) for kind, entry in ENTRIES}
    assert set(CLAIMS) == wanted, f"add to tests/notes_of_…: {wanted ^ set(CLAIMS)}"
    for kind, entry in ENTRIES:
        assert CLAIMS[kind, entry.name][0] == entry.note
        assert len(entry.note) <= 92 and entry.note.endswith(".")


def name_of(claim: tuple[str, str]) -> str:
    return "-".join(claim)


@pytest.mark.parametrize("claim", [(kind, entry.name) for kind, entry in ENTRIES], ids=name_of)
def test_the_note_is_true(claim: tuple[str, str]) -> None:
    CLAIMS[claim][1]()


def test_the_foot_names_the_rules_that_torch_has_not() -> None:
    """Whoever stands in the golden file was walked by torch; Lion was not."""
    golden = json.loads((Path(__file__).parent / "golden/torch.json").read_text())
    by_torch = {case["optimizer"] for case in golden["cases"] if case["oracle"] == "torch"}
    without = {rule.name for rule in optimizers.OPTIMIZERS} - by_torch
    assert without == {"adabelief", "lion", "newton", "bfgs", "lbfgs"}
    frame = (Path(__file__).parent.parent / "ui/frame.py").read_text()
    assert "no AdaBelief, Lion, Newton or BFGS, and another line search in" in frame


# -- surfaces -------------------------------------------------------------------------------------


@claims(
    "surface",
    "bowl",
    "y bends twice as much as x: gradient descent with η below 1/3 settles y first.",
)
def bowl() -> None:
    xx, xy, yy = surfaces.by_name("bowl").hessian(0, 0)
    assert (xy, yy) == (0, 2 * xx)
    for rate in (0.02, 0.1, 0.2, 0.3, 0.33, 0.3334, 0.35, 0.4, 0.45):
        x, y = np.abs(walked("bowl", "gradient_descent", 2000, rate).points.T) < 1e-6
        assert (y.argmax() < x.argmax()) == (rate < 1 / 3)


@claims(
    "surface",
    "blog",
    "Steep across and gentle along: the walk snaps into the valley, then has ten units to go.",
)
def blog() -> None:
    walk = walked("blog", "gradient_descent", 3000)
    low, high = eigenvalues("blog", *walk.points[10])
    assert high > 10 * abs(low)
    slopes = np.abs(walk.gradients[:, 0])
    there = int((slopes < 0.1 * slopes[0]).argmax())
    # In the valley before a tenth of the way is gone, and ten units are left when it begins.
    left = walk.surface.distance_to_minimum(*walk.points[there])
    assert there <= 5 and 9 < left < 10.5
    assert at(walk.points[-1], walk.surface.minima[0])


@claims(
    "surface",
    "rosenbrock",
    "Finding the valley is quick; nearly all the time is spent along its curved floor.",
)
def rosenbrock() -> None:
    for rule in ("gradient_descent", "momentum", "adam"):
        walk = walked("rosenbrock", rule, 40000)
        x, y = walk.points.T
        found = int((np.abs(y - x**2) < 0.1).argmax())
        assert 0 < found < 0.05 * int((walk.heights < 1e-4).argmax())


@claims(
    "surface",
    "himmelblau",
    "All four minima are equally deep: where a walk ends depends on its start and its rule.",
)
def himmelblau() -> None:
    ground = surfaces.by_name("himmelblau")
    assert len(ground.minima) == 4
    assert np.abs(ground.value(*np.transpose(ground.minima))).max() < 1e-20
    by_rule = {tuple(np.round(end("himmelblau", rule), 1)) for rule in ("gradient_descent", "adam")}
    starts = [(3.0, 3.0), (-3.0, 3.0), (-3.0, -3.0), (3.0, -3.0)]
    by_start = {
        tuple(np.round(end("himmelblau", "gradient_descent", start=start), 1)) for start in starts
    }
    assert len(by_rule) == 2 and len(by_start) == 4


@claims(
    "surface",
    "saddle",
    "y starts at 0.001: some rules hesitate ten times as long as others before they go down.",
)
def saddle() -> None:
    assert surfaces.by_name("saddle").start[1] == 0.001
    waits = []
    for rule in optimizers.FIRST_ORDER:
        gone = np.abs(walked("saddle", rule.name, 2000).points[:, 1]) > 0.5
        assert gone.any()
        waits.append(int(gone.argmax()))
    assert max(waits) > 10 * min(waits) > 100


@claims(
    "surface",
    "three_hump_camel",
    "Small steps end in a local minimum; gradient descent gets out with η from 0.28 to 0.4.",
)
def three_hump_camel() -> None:
    local = (-1.7475523, 0.8737762)
    place = stationary(surfaces.by_name("three_hump_camel"), *local, 0.1)
    assert place is not None and place.ground == "minimum" and not place.lowest
    for rule in optimizers.OPTIMIZERS:
        small = end("three_hump_camel", rule.name, 6000)
        assert at(small, local), rule.name  # at the rates of lessons
    for rate in (0.01, 0.1, 0.15):
        assert at(end("three_hump_camel", "gradient_descent", rate=rate), local)
    for rate in np.arange(0.28, 0.4001, 0.005):
        assert at(end("three_hump_camel", "gradient_descent", rate=float(rate)), (0, 0)), rate


@claims(
    "surface",
    "rotated_bowl",
    "Turn θ: plain descent and momentum do not notice, rules that scale each axis do.",
)
def rotated_bowl() -> None:
    def along_the_axes(rule: str, rate: float, theta: float) -> np.ndarray:
        ground = surfaces.by_name("rotated_bowl", 25.0, theta)
        x, y = run(ground, rule_of(rule, learning_rate=rate), ground.start, 100).points.T
        cos, sin = np.cos(np.radians(theta)), np.sin(np.radians(theta))
        return np.stack([x * cos + y * sin, y * cos - x * sin])

    for rule, rate in (("gradient_descent", 0.05), ("momentum", 0.02), ("nesterov", 0.02)):
        flat = along_the_axes(rule, rate, 0)
        for theta in (20, 45, 70):
            assert np.abs(along_the_axes(rule, rate, theta) - flat).max() < 1e-4
    for rule in ("adagrad", "rmsprop", "adam", "adamax", "lion", "rprop"):
        flat = along_the_axes(rule, 0.1, 0)
        assert np.abs(along_the_axes(rule, 0.1, 45) - flat).max() > 0.1


@claims(
    "surface",
    "beale",
    "Newton's method goes to the saddle at (0, 1) and stays there; gradient descent gets by.",
)
def beale() -> None:
    low, high = eigenvalues("beale", 0, 1)
    assert low < 0 < high and not np.any(surfaces.by_name("beale").gradient(0, 1))
    assert at(end("beale", "newton"), (0, 1), 1e-9)
    assert at(end("beale", "newton", 50_000), (0, 1), 1e-9)
    assert at(end("beale", "gradient_descent", 20_000), (3, 0.5), 1e-3)


@claims(
    "surface",
    "sphere",
    "Straight down leads to the minimum; rules that scale each axis leave that line.",
)
def sphere() -> None:
    ground = surfaces.by_name("sphere")
    for x, y in np.random.default_rng(1).uniform(-5, 5, (20, 2)):
        assert np.allclose(ground.gradient(x, y), 2 * np.array([x, y]))
    for rule in optimizers.FIRST_ORDER:
        x, y = walked("sphere", rule.name, 60).points.T
        off = np.abs(x * ground.start[1] - y * ground.start[0]).max() / np.hypot(*ground.start)
        scales = rule.step_scale == "length"
        # RAdam's first steps scale nothing, later ones do.
        assert (off > 1e-3) if scales else (off < 1e-12), rule.name


@claims(
    "surface",
    "booth",
    "The valley runs diagonally, so scaling x and y separately does not straighten it.",
)
def booth() -> None:
    values, axes = np.linalg.eigh([[10, 8], [8, 10]])
    assert values == pytest.approx([2, 18]) and np.allclose(np.abs(axes), 0.5**0.5)
    xx, xy, yy = surfaces.by_name("booth").hessian(0, 0)
    best = []
    for scale in np.geomspace(1e-3, 1e3, 2001):
        low, high = np.linalg.eigvalsh([[xx, xy * scale], [xy * scale, yy * scale**2]])
        best.append(high / low)
    assert min(best) == pytest.approx(9)  # no better than without


@claims(
    "surface",
    "matyas",
    "Down to the trough at once, then a long way along it, with 25 times less curvature.",
)
def matyas() -> None:
    low, high = eigenvalues("matyas", 0, 0)
    assert high / low == pytest.approx(25)
    x, y = walked("matyas", "gradient_descent", 3000).points.T
    across, along = np.abs(x - y), np.abs(x + y)
    first, second = ((part < 0.05 * part[0]).argmax() for part in (across, along))
    assert first <= 6 and second > 20 * first


@claims(
    "surface",
    "dixon_price",
    "y = 0 is a ridge: from a hair above it, gradient descent slides into the upper arm.",
)
def dixon_price() -> None:
    ground = surfaces.by_name("dixon_price")
    x = np.linspace(0.05, 4, 40)
    assert not np.any(ground.gradient(x, 0 * x)[1]) and np.all(ground.hessian(x, 0 * x)[2] < 0)
    for hair in (0.05, 1e-3, 1e-6):
        assert at(end("dixon_price", "gradient_descent", start=(3.5, hair)), (1, 0.5**0.5), 1e-3)
        assert at(end("dixon_price", "gradient_descent", start=(3.5, -hair)), (1, -(0.5**0.5)))


@claims(
    "surface",
    "plateau",
    "Plain descent takes the shorter steps the farther out it is, Adam steps of one length.",
)
def plateau() -> None:
    plain, adam = [], []
    for r in (2.0, 5.0, 50.0, 500.0):
        start = (-r * 0.8, r * 0.6)
        plain.append(walked("plateau", "gradient_descent", 1, 0.1, start).step_lengths[1])
        adam.append(walked("plateau", "adam", 1, 0.1, start).step_lengths[1])
    assert np.all(np.diff(plain) < 0) and plain[-1] < plain[0] / 100
    assert adam == pytest.approx([0.1 * 2**0.5] * 4, rel=1e-4)


@claims(
    "surface",
    "monkey_saddle",
    "The walk slows down towards the flat middle before it turns into one of three ways down.",
)
def monkey_saddle() -> None:
    walk = walked("monkey_saddle", "gradient_descent", 400, 0.01)
    points = walk.points[: int(walk.last) + 1]
    lengths = np.hypot(*np.diff(points, axis=0).T)
    slowest = int(lengths.argmin())
    assert 10 < slowest < len(lengths) - 10 and lengths[slowest] < lengths[0] / 5
    angles = np.degrees(np.arctan2(*points[-1][::-1]))
    ways = np.array([60, 180, -60])
    assert np.abs(angles - ways).min() < 1
    r, around = 1.0, np.radians(np.arange(360))
    heights = walk.surface.value(r * np.cos(around), r * np.sin(around))
    valleys = (heights < np.roll(heights, 1)) & (heights < np.roll(heights, -1))
    assert sorted(np.degrees(around[valleys])) == pytest.approx([60, 180, 300])


@claims(
    "surface",
    "six_hump_camel",
    "Two of the six minima are the deepest; compare who is caught by the shallow ones.",
)
def six_hump_camel() -> None:
    ground = surfaces.by_name("six_hump_camel")
    found = set()
    for x in np.linspace(-2.2, 2.2, 45):
        for y in np.linspace(-1.3, 1.3, 45):
            place = stationary(ground, float(x), float(y), 0.3)
            if place is not None and place.ground == "minimum":
                found.add((round(place.x, 4) + 0.0, round(place.y, 4) + 0.0, place.lowest))
    assert len(found) == 6 and sum(lowest for *_, lowest in found) == 2
    deep = {
        rule.name: bool(ground.distance_to_minimum(*end("six_hump_camel", rule.name)) < 0.1)
        for rule in optimizers.OPTIMIZERS
    }
    assert deep["adam"] and not deep["gradient_descent"] and not deep["momentum"]


@claims(
    "surface",
    "styblinski_tang",
    "Small steps end in the nearest well; a heavy ball may roll on into a deeper one.",
)
def styblinski_tang() -> None:
    ground = surfaces.by_name("styblinski_tang")
    roots = sorted(np.roots([2, 0, -16, 2.5]).real)
    wells = [(u, v) for u in (roots[0], roots[2]) for v in (roots[0], roots[2])]
    assert len(wells) == 4
    for start in (ground.start, (4.0, -4.0), (-1.0, 3.0), (-4.5, -0.5)):
        nearest = min(wells, key=lambda well: np.hypot(well[0] - start[0], well[1] - start[1]))
        assert at(end("styblinski_tang", "gradient_descent", rate=0.005, start=start), nearest)
    ball = walked("styblinski_tang", "momentum", 4000, 0.01)
    assert ball.heights[-1] < ground.value(roots[2], roots[2]) - 10


@claims(
    "surface",
    "branin",
    "Three minima of equal depth on the map: different rules end in different ones.",
)
def branin() -> None:
    ground = surfaces.by_name("branin")
    assert len(ground.minima) == 3
    assert all(ground.domain.contains(*place) for place in ground.minima)
    assert not any(ground.domain.contains(*place) for place in ground.further)
    heights = ground.value(*np.transpose(ground.minima))
    assert np.ptp(heights) < 1e-14
    ends = [end("branin", rule) for rule in ("gradient_descent", "adam", "lion")]
    which = {
        next(i for i, place in enumerate(ground.minima) if at(stop, place, 0.2)) for stop in ends
    }
    assert which == {0, 1, 2}


@claims(
    "surface",
    "gaussian_wells",
    "The deepest well is the narrowest: gradient descent rests there for η below 0.225 only.",
)
def gaussian_wells() -> None:
    depths, narrowness = [d for d, *_ in WELLS], [k for _, k, *_ in WELLS]
    assert np.argmax(depths) == np.argmax(narrowness)
    place = surfaces.by_name("gaussian_wells").minima[0]
    limit = 2 / eigenvalues("gaussian_wells", *place)[1]
    assert f"{limit:.3f}" == "0.225"
    near = (place[0] + 1e-3, place[1] + 1e-3)
    for rate in (0.05, 0.2, 0.224):
        assert at(end("gaussian_wells", "gradient_descent", 20_000, rate=rate, start=near), place)
    for rate in (0.2255, 0.24, 0.3):
        walk = walked("gaussian_wells", "gradient_descent", 20_000, rate, near)
        assert walk.step_lengths[-1] > 1e-3 or not at(walk.points[-1], place)


@claims(
    "surface",
    "mccormick",
    "The star is lowest on this map only: outside, f falls from copy to copy without end.",
)
def mccormick() -> None:
    ground = surfaces.by_name("mccormick")
    assert ground.minimum is None and ground.falls is not None
    (u, v), lowest = ground.minima[0], ground.lowest_of_map
    for k in (1, 2, 10, 1000):
        copy = u - k * np.pi, v - k * np.pi
        assert np.hypot(*ground.gradient(*copy)) < 1e-9
        assert eigenvalues("mccormick", *copy)[0] > 0
        assert ground.value(*copy) == pytest.approx(lowest - k * np.pi)
        assert not ground.domain.contains(*copy)


@claims(
    "surface",
    "goldstein_price",
    "Heights run from 3 to a million: a learning rate that is safe on the rim crawls below.",
)
def goldstein_price() -> None:
    ground = surfaces.by_name("goldstein_price")
    (low, high), _ = ground.domain.bounds
    side = np.linspace(low, high, 401)
    x, y = (part.ravel() for part in np.meshgrid(side, side))
    heights = ground.value(x, y)
    assert heights.min() == 3 and 1e6 < heights.max() < 1.1e6
    xx, xy, yy = ground.hessian(x, y)
    steepest = ((xx + yy) / 2 + np.hypot((xx - yy) / 2, xy)).max()
    rate = float(2 / steepest)  # no place on the map is too steep for it
    slow = eigenvalues("goldstein_price", 0, -1)[0]
    assert np.log(10) / -np.log1p(-rate * slow) > 2000  # steps for one digit near the minimum


@claims(
    "surface",
    "rastrigin",
    "Small steps end in the cup they start in: the slope hardly shows the bowl beneath.",
)
def rastrigin() -> None:
    dice = np.random.default_rng(3)
    for start in dice.integers(-5, 6, (20, 2)) + dice.uniform(-0.3, 0.3, (20, 2)):
        stop = end("rastrigin", "gradient_descent", 2000, rate=1e-3, start=tuple(start))
        assert np.all(np.round(stop) == np.round(start)) and np.abs(stop - start).max() < 0.5
    # 2x of the bowl beside 20π sin 2πx of the cups.
    assert 2 * 5.12 < 20 * np.pi / 6


@claims(
    "surface",
    "ackley",
    "The minimum is the tip of a cone: steps of constant length jump about it and never rest.",
)
def ackley() -> None:
    ground = surfaces.by_name("ackley")
    for r in (1e-3, 1e-6, 1e-9):
        turn = np.linspace(0, 6, 30)
        slopes = np.hypot(*ground.gradient(r * np.cos(turn), r * np.sin(turn)))
        assert slopes == pytest.approx(8**0.5 * np.ones(30), rel=0.05 + 30 * r)
    walk = walked("ackley", "lion", 5000, 0.05, (0.3, 0.2))
    assert np.all(walk.step_lengths[1:] > 0.049)
    assert 0 < ground.distance_to_minimum(*walk.points[3000:].T).max() < 2


@claims(
    "surface",
    "griewank",
    "The dimples are almost equally deep: the slope does not tell which one is the deepest.",
)
def griewank() -> None:
    ground = surfaces.by_name("griewank")
    found = {}
    for x in np.linspace(-10, 10, 61):
        for y in np.linspace(-10, 10, 61):
            place = stationary(ground, float(x), float(y), 1.0)
            if place is not None and place.ground == "minimum":
                if ground.domain.contains(place.x, place.y):
                    found[round(place.x, 3), round(place.y, 3)] = place.height
    side = np.linspace(-10, 10, 201)
    hills = ground.value(side[None], side[:, None]).max()
    assert len(found) > 10 and max(found.values()) < 0.05 < 1 < hills
    # The part of the slope that leads to the deepest: x/2000, beside waves of size 1.
    assert 10 / 2000 < 0.01


@claims(
    "surface",
    "levy13",
    "Along y the ripples grow with |x − 1|: far out they are walls, close in dents.",
)
def levy13() -> None:
    ground = surfaces.by_name("levy13")
    y = np.linspace(0.8, 1.2, 401)
    heights = []
    for far in (0.05, 0.1, 0.5, 1, 2, 2.5):
        column = ground.value(1 + far, y)
        heights.append(np.ptp(column))
        other = ground.value(1 - far, y)
        assert np.ptp(other) == pytest.approx(np.ptp(column))
    assert np.all(np.diff(heights[1:]) > 0) and heights[-1] > 6 and heights[0] < 0.1


@claims(
    "surface",
    "drop_wave",
    "Every trough is a closed ring around the minimum: a walk must climb to come closer.",
)
def drop_wave() -> None:
    ground = surfaces.by_name("drop_wave")
    r = np.linspace(0, 2.5, 5001)
    heights = ground.value(r, 0 * r)
    for turn in (0.3, 1.1, 2.9):
        assert np.allclose(ground.value(r * np.cos(turn), r * np.sin(turn)), heights, atol=1e-12)
    inner = heights[1:-1]
    troughs = np.flatnonzero((inner < heights[:-2]) & (inner < heights[2:])) + 1
    assert len(troughs) >= 4
    for trough in troughs:
        assert heights[:trough].max() > heights[trough] + 0.1


@claims(
    "surface",
    "easom",
    "Move the start away from the well: the plain is so flat that plain descent stands still.",
)
def easom() -> None:
    for start in ((-0.9, 6.9), (6.9, -0.9), (-0.9, -0.9), (6.9, 6.9)):
        walk = walked("easom", "gradient_descent", 2000, start=start)
        assert np.hypot(*(walk.points[-1] - start)) < 1e-3
    assert at(end("easom", "gradient_descent"), (np.pi, np.pi))
