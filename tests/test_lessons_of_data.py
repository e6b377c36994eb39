"""Lessons on learning from data say what is so.

Oracles: torch (tests/golden/make_lessons.py), NumPy's least squares, plain loops, closed forms, and
numbers that were measured apart from this project.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

import data
from data import Batches
from lessons import by_name
from lessons.examples import (
    batch_error,
    escape_by_noise,
    monte_carlo,
    noise_floor,
    same_direction,
    shaken_inputs,
    shrinking_rate,
    weight_decay,
)
from lessons.examples.rows import seen
from lessons.lesson import Chapter, Ruling
from lessons.runs import ExamplesRun
from tests.found_in_lessons import GOLDEN, check_whole, found, names_of, numbers, says
from ui.data.below.names import NAMES as SECTIONS
from ui.data.scene import raced
from ui.data.settings import MOST_DECAY, first_data_settings
from ui.settings import CONSTANT, MOST_EPOCHS, OptimizerChoice, default_schedule

NAMES = names_of(Chapter.EXAMPLES)
RULINGS = {
    "sgd-by-hand": Ruling.FAILS,
    "pseudoinverse": Ruling.HOLDS,
    "norm-or-square": Ruling.HOLDS,
    "how-many-updates": Ruling.HOLDS,
    "one-epoch": Ruling.ONLY_IF,
    "with-replacement": Ruling.HOLDS,
    "batch-error": Ruling.HOLDS,
    "same-direction": Ruling.ONLY_IF,
    "monte-carlo": Ruling.HOLDS,
    "noise-floor": Ruling.ONLY_IF,
    "shrinking-rate": Ruling.ONLY_IF,
    "escape-by-noise": Ruling.ONLY_IF,
    "hinge-from-zero": Ruling.ONLY_IF,
    "cross-entropy-or-squares": Ruling.ONLY_IF,
    "overflow": Ruling.HOLDS,
    "last-layer-gradient": Ruling.FAILS,
    "weight-decay": None,
    "shaken-inputs": Ruling.ONLY_IF,
}


def line(run: ExamplesRun) -> tuple[np.ndarray, np.ndarray]:
    """x and y of examples about a line, as NumPy would be handed them."""
    return run.examples.points[:, 0], run.examples.targets


def test_there_are_the_lessons_of_this_chapter():
    assert list(RULINGS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_whole(name):
    check_whole(by_name(name), found(name))
    assert found(name).ruling is RULINGS[name]


@pytest.mark.parametrize("name", [*GOLDEN["ends"], "penalized"])
def test_the_walk_ends_where_that_of_torch_ends(name):
    run = weight_decay.PENALTY if name == "penalized" else by_name(name).run
    expected = GOLDEN["penalized"] if name == "penalized" else GOLDEN["ends"][name]
    np.testing.assert_allclose(run.walks[0].points[-1], expected, rtol=1e-7)


def runs_of(lesson):
    return [lesson.run, *(one.run for one in lesson.tries)]


@pytest.mark.parametrize(
    "run",
    [
        run
        for name in [*NAMES, "dead-relu"]
        for run in runs_of(by_name(name))
        if isinstance(run, ExamplesRun)
    ],
)
def test_the_page_on_data_has_the_same_run(run):
    page = first_data_settings(run.loss_name).changed(
        source_name=run.source_name,
        n=run.n,
        noise=run.noise,
        sample=run.sample,
        decay=run.decay,
        order=run.order,
        seed=run.seed,
        epochs=run.epochs,
    )
    page = page.changed(batch=run.b)
    assert page.loss == run.loss
    assert run.below in SECTIONS or not run.below
    assert page.updates == run.updates <= page.most_updates
    assert run.epochs <= MOST_EPOCHS and run.decay <= MOST_DECAY
    drawn = page.batches.indices(page.count, page.updates)
    np.testing.assert_array_equal(drawn, run.drawn())
    schedule = CONSTANT if run.schedule is None else default_schedule(run.schedule.name)
    choices = tuple(
        OptimizerChoice(rule.name, tuple((h.name, getattr(rule, h.name)) for h in hypers))
        for rule in run.rules
        for hypers in (rule.hyperparameters(),)
    )
    page = page.changed(start=run.start, schedule_choice=schedule, choices=choices)
    for mine, shown in zip(run.walks, raced(page, drawn), strict=True):
        np.testing.assert_allclose(mine.points, shown.points, rtol=1e-6, atol=1e-9)


# -- one by one ------------------------------------------------------------------------------------


def test_a_step_by_hand():
    run = by_name("sgd-by-hand").run
    x, y = (part[0] for part in line(run))
    w, b = run.start
    by_w, by_b = 2 * (w * x + b - y) * x, 2 * (w * x + b - y)
    expected = (w * x + b - y, by_w, by_b, w - 0.1 * by_w, b - 0.1 * by_b)
    np.testing.assert_allclose(found("sgd-by-hand").right, expected, rtol=1e-12)
    np.testing.assert_allclose(run.walks[0].points[1], expected[3:], rtol=1e-12)


def test_the_pseudoinverse_is_that_of_numpy():
    run, finding = by_name("pseudoinverse").run, found("pseudoinverse")
    x, y = line(run)
    design = np.stack([x, np.ones_like(x)], axis=1)
    answer = np.linalg.lstsq(design, y, rcond=None)[0]
    np.testing.assert_allclose(finding.right, answer, atol=2e-6)
    flat = np.linalg.eigvalsh(2 * design.T @ design / len(x))[0]
    for number in (*answer, 1 - 0.1 * flat):
        assert says(finding, number)


def test_a_norm_and_its_square_have_one_answer_and_two_walks():
    finding, run = found("norm-or-square"), by_name("norm-or-square").run
    x, y = line(run)
    answer = np.linalg.lstsq(np.stack([x, np.ones_like(x)], axis=1), y, rcond=None)[0]
    away = np.linalg.norm(GOLDEN["ends"]["norm-or-square"] - answer)
    assert away > 0.01 and says(finding.judged, away, 1e-6)
    for number in answer:
        assert says(finding.judged, number)
    w, b = GOLDEN["ends"]["norm-or-square"]
    assert finding.right[-1] == pytest.approx(math.sqrt(((w * x + b - y) ** 2).mean()), rel=1e-6)
    # It goes up and down for ever: measured apart from this project between .019 and .053.
    assert says(finding.because[1], finding.right[-20:].max()) and finding.right[-20:].max() > 0.05


def test_an_epoch_has_five_updates():
    finding, run = found("how-many-updates"), by_name("how-many-updates").run
    assert finding.right == 5 == math.ceil(100 / 20)
    x, y = line(run)
    for size in (1, 20, 100):
        w, b = run.start
        for places in Batches(size).indices(100, 100 // size):
            off = w * x[places] + b - y[places]
            w, b = w - 0.2 * (off * x[places]).mean(), b - 0.2 * off.mean()
        assert says(finding, ((w * x + b - y) ** 2).mean())


def test_one_epoch_of_single_examples_is_worth_many_of_all():
    finding, run = found("one-epoch"), by_name("one-epoch").run
    x, y = line(run)
    design = np.stack([x, np.ones_like(x)], axis=1)
    best, [square] = np.linalg.lstsq(design, y, rcond=None)[:2]
    lowest, bend = square / len(x), 2 * design.T @ design / len(x)
    w, b = GOLDEN["ends"]["one-epoch"]
    gap = ((w * x + b - y) ** 2).mean() - lowest
    for rate in (0.05, 2 / np.trace(bend)):
        off, needed = np.array(run.start) - best, 0
        while off @ bend @ off / 2 > gap:
            off, needed = off - rate * bend @ off, needed + 1
        assert says(finding.judged, needed)
        assert rate != 0.05 or finding.right == needed > 10
    assert says(finding.because[3], 2 / np.trace(bend))


def test_draws_that_are_put_back_pass_over_a_third():
    finding, run = found("with-replacement"), by_name("with-replacement").run
    assert finding.right == pytest.approx(40 * 0.3632, abs=0.01)
    missed = [40 - len(set(epoch)) for epoch in run.drawn().reshape(20, 40).tolist()]
    assert finding.diagram.series[0].y.tolist() == missed
    for number in (np.mean(missed), min(missed), max(missed)):
        assert says(finding.because, number)


def test_the_error_of_a_batch_falls_with_the_root():
    finding, run = found("batch-error"), by_name("batch-error").run
    assert finding.right == 1
    x, y = line(run)
    slopes = 2 * (run.start[0] * x + run.start[1] - y)[:, None] * np.stack([x, x**0], axis=1)
    sigma = math.sqrt(((slopes - slopes.mean(axis=0)) ** 2).sum(axis=1).mean())
    assert says(finding.because, sigma)
    measured, theory = finding.diagram.series
    np.testing.assert_allclose(theory.y, sigma / np.sqrt(batch_error.SIZES), rtol=1e-12)
    np.testing.assert_allclose(measured.y, theory.y, rtol=0.05)
    drawn = Batches(8, run.order).indices(40, batch_error.MEASURED)
    away = slopes[drawn].mean(axis=1) - slopes.mean(axis=0)
    assert measured.y[3] == pytest.approx(math.sqrt((away**2).sum(axis=1).mean()), rel=1e-9)


def test_as_many_draws_as_the_normal_distribution_asks_for():
    finding, run = found("monte-carlo"), by_name("monte-carlo").run
    x, y = line(run)
    losses = (run.start[0] * x + run.start[1] - y) ** 2
    needed = (1.96 * losses.std() / (monte_carlo.PART * losses.mean())) ** 2
    assert finding.right == pytest.approx(needed, rel=1e-12)
    good = numbers(finding.because[2])[2]
    assert good / monte_carlo.TRIES == pytest.approx(0.95, abs=0.025)
    # The same draw ten times is one draw: 1.96/√10 deviations are not left in so many cases.
    expected = math.erf(1.96 / math.sqrt(monte_carlo.TIMES) / math.sqrt(2))
    assert numbers(finding.judged)[-1] / monte_carlo.TRIES == pytest.approx(expected, abs=0.05)


def test_the_floor_is_where_the_walks_hover():
    finding, run = found("noise-floor"), by_name("noise-floor").run
    row, y = seen(run)
    best = np.linalg.lstsq(row, y, rcond=None)[0]
    lowest = ((row @ best - y) ** 2).mean()
    # The moments of δ: the floor is that of a long mean over many walks, and about η tr(C)/4b.
    rng, theta, total = np.random.default_rng(5), np.tile(best, (400, 1)), []
    for step in range(400):
        at = rng.integers(0, 40, 400)
        off = (row[at] * theta).sum(axis=1) - y[at]
        theta = theta - 2 * noise_floor.RATE * off[:, None] * row[at]
        if step >= 100:
            total.append(((theta @ row.T - y) ** 2).mean(axis=1) - lowest)
    floor = finding.diagram.series[2].y[0]
    assert floor == pytest.approx(np.mean(total), rel=0.03)
    assert np.mean(finding.diagram.series[1].y[100:]) == pytest.approx(floor, rel=0.15)
    assert says(finding.because, (run.walks[0].heights - lowest)[100:].mean(), 1e-7)


def test_a_rate_that_shrinks_wins_where_there_is_noise():
    finding, run = found("shrinking-rate"), by_name("shrinking-rate").run
    assert finding.right == 2
    x, y = line(run)
    design = np.stack([x, np.ones_like(x)], axis=1)
    lowest = np.linalg.lstsq(design, y, rcond=None)[1][0] / len(x)
    for constant in (True, False):
        theta = np.array(run.start)
        for t in range(1, shrinking_rate.WHOLE + 1):
            rate = 0.1 if constant else 0.1 / math.sqrt(t)
            theta = theta - rate * 2 * design.T @ (design @ theta - y) / len(x)
        left = ((design @ theta - y) ** 2).mean() - lowest
        assert says(finding.judged, left, 1e-12)
    # Measured apart from this project: 0.058 and some 1e-3.
    noisy, steady = numbers(finding.judged)[:2]
    assert noisy < 3e-3 and 0.03 < steady < 0.07


def test_some_draws_carry_a_walk_over_the_ridge():
    finding, run = found("escape-by-noise"), by_name("escape-by-noise").run
    x, y = line(run)
    out = 0
    for seed in range(escape_by_noise.SEEDS):
        u, v = run.start
        for at in Batches(1, seed=seed).indices(40, run.updates)[:, 0]:
            if u * x[at] > 0:
                twice = 2 * (v * u * x[at] - y[at])
                u, v = (
                    u - escape_by_noise.RATE * twice * v * x[at],
                    v - escape_by_noise.RATE * twice * u * x[at],
                )
        out += u > 0
    assert abs(finding.right - out) <= 1  # a walk on the very ridge may fall on either side
    assert 0 < out < escape_by_noise.SEEDS / 2
    # Where w₁ < 0 only inputs below 0 are answered: the best product w₁w₂, and what it leaves.
    low = x < 0
    share = (x * y)[low].sum() / (x * x)[low].sum()
    stuck = (((share * x - y)[low] ** 2).sum() + (y[~low] ** 2).sum()) / len(x)
    assert says(finding.because[0], stuck, 1e-6)


def test_the_hinge_from_zero():
    finding, run = found("hinge-from-zero"), by_name("hinge-from-zero").run
    assert finding.right == 1
    signed = run.examples.points * (2 * run.examples.targets - 1)[:, None]
    w, moved = np.zeros(2), 0
    for count, at in enumerate(run.drawn()[:, 0]):
        if count == 1:
            assert says(finding.because[2], max(0.0, 1 - w @ signed[at]))
            assert abs(w @ numbers(finding.because[2])[:2]) < 1e-12  # a right angle
        if w @ signed[at] < 1:
            w, moved = w + 0.5 * signed[at], moved + 1
    np.testing.assert_allclose(run.walks[0].points[-1], w, rtol=1e-12)
    assert numbers(finding.because[3]) == [moved, 40]


def test_cross_entropy_needs_19_updates_and_squares_1542():
    finding = found("cross-entropy-or-squares")
    assert finding.right == 1542
    counts = []
    for squares in (False, True):
        z, count = -8.0, 0
        while 1 / (1 + math.exp(-z)) <= 0.9:
            p = 1 / (1 + math.exp(-z))
            z, count = z + (2 * (1 - p) ** 2 * p if squares else 1 - p), count + 1
        counts.append(count)
    assert counts == [19, 1542]
    assert all(says(finding.because[1], count) for count in counts)
    assert says(finding.judged, 6.7e-4, 1e-5) and says(finding.judged, 3.4e-4, 1e-5)


def test_which_powers_can_be_written():
    finding = found("overflow")
    assert math.isfinite(math.exp(finding.right))
    with pytest.raises(OverflowError):
        math.exp(math.nextafter(finding.right, math.inf) + 1e-9)
    assert says(finding.judged, 1 / (1 + math.exp(-2)))
    assert sum(GOLDEN["ends"]["overflow"]) == pytest.approx(numbers(finding.because[3])[0])


def test_the_gradient_of_the_last_layer_is_that_of_torch():
    finding = found("last-layer-gradient")
    assert finding.right == 1
    first, last = (float(np.linalg.norm(slope)) for slope in GOLDEN["last_layer"])
    assert says(finding.because[1], first, 1e-7) and says(finding.because[1], last, 1e-7)
    true, written = finding.diagram.series
    np.testing.assert_allclose(true.y[[0, -1]], [first, last], rtol=1e-6)
    x = by_name("last-layer-gradient").run.examples.points[0]
    np.testing.assert_allclose(written.y, np.linalg.norm(x), rtol=1e-12)


def test_where_decayed_weights_go():
    finding, run = found("weight-decay"), by_name("weight-decay").run
    assert finding.right == 1
    row, y = seen(run)
    best = np.linalg.lstsq(row, y, rcond=None)[0]
    # Ridge regression by more rows: ω/2 |w|² are N examples with the inputs √(ω N/2) and target 0.
    more = np.sqrt(weight_decay.DECAY * len(y) / 2) * np.eye(2)
    ridge = np.linalg.lstsq(np.concatenate([row, more]), np.append(y, [0.0, 0.0]), rcond=None)[0]
    for number in ridge:
        assert says(finding.because[0], number)
    for number in best:
        assert says(finding.because[2], number)
    np.testing.assert_allclose(GOLDEN["penalized"], ridge, rtol=1e-9)
    end = np.array(GOLDEN["ends"]["weight-decay"])
    assert says(finding.reasons[1], np.linalg.norm(end - best), 1e-6)
    assert says(finding.reasons[1], np.linalg.norm(end - ridge), 1e-6)


def test_batches_point_alike_only_far_from_the_minimum():
    finding, run = found("same-direction"), by_name("same-direction").run
    x, y = line(run)
    dice = np.random.default_rng(1)  # other batches than those of the lesson
    batches = np.array([dice.permutation(len(x))[: run.b] for _ in range(4000)])

    def turned(place):
        """Degrees between every batch's gradient and that of all."""
        error = 2 * (place[0] * x + place[1] - y)
        each = np.stack([error * x, error], axis=1)
        whole, part = each.mean(axis=0), each[batches].mean(axis=1)
        angle = np.arctan2(part[:, 1], part[:, 0]) - np.arctan2(whole[1], whole[0])
        return np.degrees(np.abs((angle + np.pi) % (2 * np.pi) - np.pi))

    angles = np.array([turned(place) for place in run.walks[0].points])
    near, down = (100 * (angles < most).mean(axis=1) for most in (45, 90))
    late = slice(run.updates // 2, None)
    mine, other, blind = (series.y for series in finding.diagram.series)
    # Of 1,000 and of 4,000 batches: five standard errors of a share.
    np.testing.assert_allclose(mine, near, atol=5 * 50 * math.sqrt(1 / 1000 + 1 / 4000))
    np.testing.assert_allclose(other, down, atol=5 * 50 * math.sqrt(1 / 1000 + 1 / 4000))
    assert abs(finding.right - near[late].mean()) < 3 and (blind == 25).all()
    assert near[0] > 90 and near[late].mean() < 50
    assert numbers(finding.judged) == [same_direction.BEGUN, 45, finding.right]
    assert finding.seen_right == 0 and near[late].max() < 80


def test_copies_that_are_shaken_are_a_penalty():
    finding, run = found("shaken-inputs"), by_name("shaken-inputs").run
    assert finding.right == 1
    s = shaken_inputs.SHIFT

    def lines(x, y):
        """With least squares: of the examples, and of two copies of each."""
        return np.polyfit(x, y, 1), np.polyfit([*(x - s), *(x + s)], [*y, *y], 1)

    def loss(fitted, x, y):
        return np.mean((np.polyval(fitted, x) - y) ** 2)

    x, y = line(run)
    plain, flat = lines(x, y)
    before = loss(plain, x, y)
    after = (loss(plain, x - s, y) + loss(plain, x + s, y)) / 2
    said = numbers(finding.because[1])
    expected = [plain[0], before, after, after - before, (s * plain[0]) ** 2]
    np.testing.assert_allclose(said, expected, rtol=1e-9)
    flatter = [flat[0], plain[0], np.var(x), flat[0] / plain[0]]
    np.testing.assert_allclose(numbers(finding.because[2]), flatter, rtol=1e-9)
    surface = by_name("shaken-inputs").tries[0].run.surface
    np.testing.assert_allclose(surface.minima[0], flat, rtol=1e-9)
    for series, shifts in zip(finding.diagram.series, ((0,), (-s, s)), strict=True):
        # The best intercept of a slope is that with which the mean error is 0.
        wanted = [
            np.mean([loss((w, np.mean(y - w * x)), x + shift, y) for shift in shifts])
            for w in series.x
        ]
        np.testing.assert_allclose(series.y, wanted, rtol=1e-9)
    source = data.by_name(run.source_name)
    others = source.make(shaken_inputs.TESTED, run.noise, shaken_inputs.TEST)
    tested = others.points[:, 0], others.targets
    ends = []
    for n in (shaken_inputs.FEW, run.n):
        samples = [source.make(n, run.noise, seed) for seed in range(shaken_inputs.SAMPLES)]
        fits = [lines(one.points[:, 0], one.targets) for one in samples]
        ends.append(
            [np.mean([loss(fit, *tested) for fit in kind]) for kind in zip(*fits, strict=True)]
        )
    for number in np.ravel(ends):
        assert says(finding.judged, number, 1e-6)
    assert ends[0][1] < ends[0][0] and ends[1][1] > ends[1][0]
