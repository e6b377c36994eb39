"""Lessons on networks say what is so.

Oracles: torch (tests/golden/make_lessons.py), closed forms, and numbers that were measured apart
from this project.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from lessons import by_name
from lessons.lesson import Chapter, Ruling
from lessons.networks import deeper_not_easier, exclusive_or, learned_by_heart, snapshots
from lessons.runs import NetRun
from networks import initial
from tests.found_in_lessons import GOLDEN, check_whole, found, names_of, numbers, says
from ui.network.below.names import NAMES as LABORATORIES
from ui.network.settings import NetworkSettings

NAMES = names_of(Chapter.NETWORKS)
RULINGS = {
    "only-lines": Ruling.HOLDS,
    "exclusive-or": None,
    "sum-of-relus": Ruling.HOLDS,
    "backprop-by-hand": Ruling.HOLDS,
    "size-of-the-start": Ruling.ONLY_IF,
    "equal-start": Ruling.HOLDS,
    "dead-relu": Ruling.ONLY_IF,
    "deeper-not-easier": Ruling.HOLDS,
    "learned-by-heart": Ruling.ONLY_IF,
    "dropout-at-test": Ruling.ONLY_IF,
    "dropconnect-at-test": Ruling.ONLY_IF,
    "stochastic-depth": Ruling.ONLY_IF,
    "random-regions": Ruling.ONLY_IF,
    "mirror-images": Ruling.ONLY_IF,
    "snapshots": Ruling.HOLDS,
    "transfer-near": Ruling.ONLY_IF,
    "transfer-far": Ruling.FAILS,
}


def test_there_are_the_lessons_of_this_chapter():
    assert list(RULINGS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_is_whole(name):
    check_whole(by_name(name), found(name))
    assert found(name).ruling is RULINGS[name]


@pytest.mark.parametrize("name", GOLDEN["losses"])
def test_a_net_is_trained_as_by_torch(name):
    run = by_name(name).run
    losses = run.training.losses[[1, 10, 50, -1], 0]
    # Last bits grow little on the way: those of torch and ours differ by 1e-13 at the end.
    np.testing.assert_allclose(losses, GOLDEN["losses"][name], rtol=1e-7)


@pytest.mark.parametrize(
    "run",
    [
        run
        for lesson in map(by_name, NAMES)
        for run in (lesson.run, *(one.run for one in lesson.tries))
        if isinstance(run, NetRun)
    ],
)
def test_the_page_on_networks_has_the_same_run(run):
    page = NetworkSettings(
        source_name=run.source_name,
        n=run.n,
        noise=run.noise,
        sample=run.sample,
        held=0,
        hidden=run.hidden,
        activation=run.activation,
        start=run.initializer,
        start_seed=run.start_seed,
        loss_name=run.loss_name,
        epochs=run.epochs,
        dropconnect=run.dropconnect,
        depth=run.depth,
    )
    assert page.loss == run.loss and page.updates == run.epochs
    np.testing.assert_array_equal(page.begins(), run.training.points[0, 0])
    assert run.below in LABORATORIES or not run.below
    assert page.is_drawn == (run.draws is not None) == bool(run.dropconnect or run.depth)
    for mine, other in zip(run.draws or (), page.draws() or (), strict=True):
        assert mine.examples is None and other.examples is None
        for part in ("weights", "gates"):
            np.testing.assert_array_equal(getattr(mine, part), getattr(other, part))


# -- one by one ------------------------------------------------------------------------------------


def test_layers_without_activation_are_one_matrix():
    finding, run = found("only-lines"), by_name("only-lines").run
    assert finding.right == 0
    first, second, last = run.network.layers(run.training.ends[0])
    whole = last[:, :-1] @ second[:, :-1] @ first[:, :-1]
    corner = run.loss.sums(run.training.ends[0])[0]
    said = numbers(finding.because[1])
    np.testing.assert_allclose(said[:2], whole[0], rtol=1e-9)
    np.testing.assert_allclose(corner, run.loss.inputs @ whole[0] + said[2], rtol=1e-9, atol=1e-9)
    assert said[3] == np.sum((corner > 0) == run.examples.targets)


def test_a_line_tells_three_corners():
    finding = found("exclusive-or")
    assert finding.right == 1 and exclusive_or.most_told() == 3
    # By brute force over lines ax + by + c with small whole numbers.
    told = {
        int(((exclusive_or.CORNERS @ [a, b] + c > 0) == exclusive_or.CLASSES).sum())
        for a, b, c in product(range(-3, 4), repeat=3)
    }
    assert max(told) == 3
    assert says(finding.because[1], GOLDEN["losses"]["exclusive-or"][-1], 1e-6)


def test_half_the_pieces_bow_away_a_quarter_as_far():
    finding = found("sum-of-relus")
    assert finding.right == 1
    x = np.linspace(0, 2 * np.pi, 2001)
    off = []
    for n in (8, 16):
        knots = np.linspace(0, 2 * np.pi, n + 1)
        off.append(np.abs(np.interp(x, knots, np.sin(knots)) - np.sin(x)).max())
    assert says(finding.because[0], off[0]) and says(finding.because[1], off[1])
    assert says(finding.because[1], (2 * np.pi) ** 2 / (8 * 16**2))


def test_back_propagation_is_that_of_autograd():
    finding = found("backprop-by-hand")
    np.testing.assert_allclose(finding.right, GOLDEN["by_hand"], rtol=1e-12)
    measured, exact = numbers(finding.because[1])
    assert exact == finding.right[3] and measured == pytest.approx(exact, rel=1e-7)


def test_what_the_size_of_a_start_does():
    finding = found("size-of-the-start")
    assert finding.right == 1
    small, xavier, large, relu, _depth, he = numbers(finding.judged)
    # While tanh is straight a layer multiplies by σ√width: (0.01 · 8)¹⁰.
    assert small == pytest.approx((0.01 * 8) ** 10, rel=0.1)
    # Measured apart from this project, with other draws: .28, 1.9e3, .015 and .49.
    assert 0.2 < xavier < 0.4 and 1e3 < large < 4e3 and 0.01 < relu < 0.04 and 0.3 < he < 1.2


def test_equal_neurons_do_not_part():
    finding, run = found("equal-start"), by_name("equal-start").run
    assert finding.right == 1
    first, last = run.network.layers(run.training.points[-1, 0])
    np.testing.assert_allclose(first, first[:1].repeat(4, axis=0), rtol=1e-9)
    np.testing.assert_allclose(last[0, :4], last[0, 0], rtol=1e-9)
    assert np.abs(first - initial(run.network, "equal", 1)[0]).max() > 0.5  # but they move
    assert says(finding.because[1], GOLDEN["losses"]["equal-start"][-1], 1e-6)


def test_a_dead_neuron_stays_dead():
    finding, run = found("dead-relu"), by_name("dead-relu").run
    assert finding.right == 1
    x, y = run.examples.points[:, 0], run.examples.targets
    u, v = run.start
    after = u - 0.01 * (2 * (v * u * x - y) * v * x).mean()
    assert after < 0 and says(finding.because[0], after)
    assert says(finding.because[1], (y**2).mean())
    assert (run.walks[0].points[1:] == run.walks[0].points[1]).all()
    best = ((x * y).sum() / (x * x).sum() * x - y) ** 2  # what the living one comes to
    assert says(finding.because[2], best.mean(), 1e-6)


def test_some_deep_nets_are_worse_than_all_wide_ones():
    finding = found("deeper-not-easier")
    deep, wide = (np.array(GOLDEN[kind]) for kind in ("deep", "wide"))
    assert finding.right == (deep > wide.max()).sum()
    mine, other = (series.y for series in finding.diagram.series)
    np.testing.assert_allclose(mine, deep, rtol=1e-5)
    np.testing.assert_allclose(other, wide, rtol=1e-5)
    assert deep.min() < wide.min() and mine.min() < other.min()
    assert 0 < finding.right < deeper_not_easier.NETS
    idle = int((deep > np.log(2) - 1e-6).sum())
    assert idle == 3 and numbers(finding.because[2]) == [idle, np.log(2), idle]


def test_dropout_at_test_is_the_mean_of_what_is_linear():
    finding, run = found("dropout-at-test"), by_name("dropout-at-test").run
    sums = [2 * (1.0 * a - 1.2 * b) for a, b in product((1, 0), repeat=2)]
    assert finding.right == np.mean(np.maximum(sums, 0)) == 0.5
    for h in (np.tanh, lambda s: s):
        assert says(finding.because[2], np.mean(h(np.array(sums))))
        assert says(finding.because[2], h(1.0 - 1.2))
    # All 64 draws of the net, one after the other.
    one, two, last = run.network.layers(run.training.ends[0])
    fed = np.concatenate([run.loss.inputs, np.ones((run.n, 1))], axis=1)
    total = 0.0
    for stays in product((2.0, 0.0), repeat=6):
        a = np.tanh(fed @ one.T) * stays[:3]
        a = np.tanh(a @ two[:, :-1].T + two[:, -1]) * stays[3:]
        total = total + (a @ last[0, :-1] + last[0, -1]) / 64
    gap = np.abs(run.loss.sums(run.training.ends[0])[0] - total).max()
    assert says(finding.because[3], gap) and gap > 0.1


def with_ones(points):
    return np.concatenate([points, np.ones((len(points), 1))], axis=1)


def test_weights_left_out_are_right_on_average_unless_bent():
    finding, run = found("dropconnect-at-test"), by_name("dropconnect-at-test").run
    assert finding.right == 1
    first, last = run.network.layers(run.training.ends[0])
    fed = with_ones(run.loss.inputs)

    def answers(h, one, two):
        return h(fed @ one.T) @ two[0, :2] + two[0, 2]

    # All 64 draws, one after the other; biases stay.
    bent, straight, behind = np.zeros((3, run.n))
    for stays in product((2.0, 0.0), repeat=6):
        one = first * [[*stays[0:2], 1], [*stays[2:4], 1]]
        two = last * [[*stays[4:6], 1]]
        bent += answers(np.tanh, one, two) / 64
        straight += answers(np.copy, one, two) / 64
        behind += answers(np.tanh, first, two) / 64
    whole = answers(np.tanh, first, last)
    gap = np.abs(bent - whole).max()
    assert gap > 0.1 and says(finding.because[0], gap) and says(finding.judged, gap)
    assert says(finding.because[0], 64) and says(finding.because[0], np.abs(bent).max())
    np.testing.assert_allclose(straight, answers(np.copy, first, last), atol=1e-12)
    np.testing.assert_allclose(behind, whole, atol=1e-12)
    points, *_ = finding.diagram.series
    np.testing.assert_allclose(points.x, bent, atol=1e-12)
    np.testing.assert_allclose(points.y, whole, atol=1e-12)
    assert finding.seen_right == (np.abs(whole).mean() < np.abs(bent).mean())
    # Of four entries that are there or not, those of which each column is there or not.
    columns = sum(a == c and b == d for a, b, c, d in product((0, 1), repeat=4))
    assert numbers(finding.judged)[:4] == [4, 2, 16, columns]


def test_layers_left_out_are_scaled_and_no_bend_comes_after():
    finding, run = found("stochastic-depth"), by_name("stochastic-depth").run
    assert finding.right == 2
    one, two, three, last = run.network.layers(run.training.ends[0])
    begun = np.tanh(with_ones(run.loss.inputs) @ one.T)

    def answers(second, third):
        a = begun + second * np.tanh(with_ones(begun) @ two.T)
        a = a + third * np.tanh(with_ones(a) @ three.T)
        return (with_ones(a) @ last.T)[:, 0]

    def off(seconds, thirds):
        draws = [answers(*gates) for gates in product(seconds, thirds)]
        return np.mean(draws, axis=0) - answers(1, 1)

    scaled, bare = off((0, 2), (0, 2)), off((0, 1), (0, 1))
    assert np.abs(off((1,), (0, 2))).max() < 1e-12
    assert says(finding.because[2], np.abs(off((0, 2), (1,))).max())
    assert says(finding.because[0], np.abs(bare).max())
    assert says(finding.because[1], np.abs(scaled).max()) and np.abs(scaled).max() > 0.01
    rms = [np.sqrt(np.mean(part**2)) for part in (bare, scaled)]
    np.testing.assert_allclose(numbers(finding.judged), rms, rtol=1e-9)
    for series, part in zip(finding.diagram.series, (bare, scaled, 0), strict=False):
        np.testing.assert_allclose(series.y - series.x, part, atol=1e-12)
    assert finding.seen_right == 0 and rms[1] < rms[0]


def test_random_regions_lose_no_cell_for_good():
    finding, run = found("random-regions"), by_name("random-regions").run
    one, two, last = run.network.layers(run.training.ends[0])
    middles = np.array([-1.5, -0.9, -0.3, 0.3, 0.9, 1.5])
    a = np.tanh(with_ones(np.array(list(product(middles, middles)))) @ one.T)
    picture = (with_ones(np.tanh(with_ones(a) @ two.T)) @ last.T).reshape(6, 6)
    sides = [widths for widths in product((1, 2), repeat=4) if sum(widths) == 6]
    assert len(sides) == 6 and {tuple(sorted(widths)) for widths in sides} == {(1, 1, 2, 2)}
    kept, alone, smalls = np.zeros((6, 6)), np.zeros((6, 6)), []
    for down, across in product(sides, sides):
        small = []
        for i, j in product(range(4), range(4)):
            top, left = sum(down[:i]), sum(across[:j])
            cells = list(product(range(top, top + down[i]), range(left, left + across[j])))
            best = max(cells, key=lambda cell: picture[cell])
            kept[best] += 1
            small.append(picture[best])
            alone[cells[0]] += len(cells) == 1
        smalls.append(small)
    assert finding.right == np.sum(kept > 0) == 36 and kept.max() == 36
    assert alone.min() > 0 and numbers(finding.because[1]) == [alone.min(), *[36] * 4]
    [cells] = finding.diagram.series
    np.testing.assert_allclose(cells.x, picture.ravel(), rtol=1e-9)
    np.testing.assert_allclose(cells.y, kept.ravel() / 36, rtol=1e-12)
    assert numbers(finding.because[2]) == [9, 27]
    spread = np.sqrt(((smalls - np.mean(smalls, axis=0)) ** 2).mean(axis=1))
    expected = [spread.min(), spread.max()]
    np.testing.assert_allclose(numbers(finding.because[3]), expected, rtol=1e-9)
    assert says(finding.judged, len({tuple(np.round(small, 9)) for small in smalls}))
    larger = kept.ravel()[np.argsort(picture.ravel())]
    assert finding.seen_right == 0 and (larger[1:] < larger[:-1]).any()


def test_a_net_learns_by_heart_unless_weights_cost():
    finding, every = found("learned-by-heart"), np.array(GOLDEN["by_heart"])
    _seen, bare, penalized = (series.y for series in finding.diagram.series)
    np.testing.assert_allclose(bare[::10], every[0], rtol=1e-6)
    ends = every[:, -1]
    best = int(ends.argmin())
    np.testing.assert_allclose(penalized[::10], every[best], rtol=1e-6)
    assert says(finding.judged, learned_by_heart.PENALTIES[best])
    # Every tenth update is known: the lowest of them is the neighbour of the lowest of all.
    assert abs(finding.right - 10 * every[0].argmin()) < 10 and bare[-1] > 2 * bare.min()


def test_mirror_images_help_where_classes_survive():
    finding = found("mirror-images")
    assert finding.right == 1
    (plain, copied), (disc_plain, disc_copied) = GOLDEN["mirrored"]
    assert copied > 1.2 * plain and disc_copied < disc_plain / 5
    expected = (disc_plain, disc_copied, plain, copied)
    np.testing.assert_allclose(numbers(finding.judged), expected, rtol=1e-6)


def test_snapshots_together_have_the_lower_loss():
    finding = found("snapshots")
    assert finding.right == 0
    alone, together = np.array(GOLDEN["snapshots"]).T
    nets = finding.diagram.series[0]
    np.testing.assert_allclose(nets.x, alone, rtol=1e-6)
    np.testing.assert_allclose(nets.y, together, rtol=1e-6)
    assert says(finding.judged, (together < alone).sum()) and len(alone) == snapshots.NETS
    assert says(finding.judged, together.mean(), 1e-6)
    # What is wrong and what is right make up the whole.
    wrong, mended, right, dulled, _mine, told = numbers(finding.because[2])
    share = told / 100
    assert says(finding.judged, (1 - share) * wrong + share * right)
    assert says(finding.judged, (1 - share) * mended + share * dulled)


@pytest.mark.parametrize(
    ("name", "task", "best"), [("transfer-near", "20, 20", 1), ("transfer-far", "90, 200", 0)]
)
def test_transfer_is_that_of_torch(name, task, best):
    finding, ends = found(name), GOLDEN["transfer"][task]
    assert finding.right == best
    drawn = [series.y[-1] for series in finding.diagram.series]
    np.testing.assert_allclose(drawn, ends, rtol=1e-6)
    for number in drawn:
        assert says((finding.because, finding.judged), number)
    order = np.argsort(ends)
    assert (order[0] == 0) == (name == "transfer-far")  # from scratch is best where it is far
