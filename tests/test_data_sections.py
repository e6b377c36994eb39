"""The sections below the page on data: true of every run, also of those that nobody chose."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import data
import optimizers
from data import Batches, Order, Task
from engine.analysis.batch_error import expected_error
from engine.analysis.pseudoinverse import solution
from engine.analysis.visits import chance_of_none
from optimizers import Optimizer
from surfaces.losses import KINDS, DataLoss, kind
from ui.data.below import (
    averaged,
    batch_error,
    decayed,
    floor,
    hinge,
    hovering,
    noises,
    saturated,
    visited,
)
from ui.data.below import solution as solutions
from ui.data.below.run import DataRun, seeds_from
from ui.data.below.sections import SECTIONS, titles
from ui.numbers import read, short

NUMBER = re.compile(r"−?(?:\d[\d,]*\.?\d*(?:e−?\d+)?|∞)")


def numbers(text: str) -> list[float]:
    return [read(one.replace(",", "")) for one in NUMBER.findall(text)]


def rules(rate: float) -> tuple[Optimizer, ...]:
    return tuple(
        optimizers.by_name(name)(learning_rate=rate) for name in ("gradient_descent", "adam")
    )


def run_of(
    loss: str = "least_squares",
    source: str = "line",
    n: int = 40,
    size: int = 8,
    order: Order = Order.RESHUFFLED,
    rate: float = 0.05,
    steps: int = 100,
    start: tuple[float, float] = (-1.0, 1.5),
    seed: int = 0,
    **more: Any,
) -> DataRun:
    examples = data.by_name(source).make(n, seed=seed)
    batches = Batches(min(size, len(examples)), order, seed)
    return DataRun(DataLoss(kind(loss), examples, **more), rules(rate), start, steps, batches)


def runs_nobody_chose() -> list[DataRun]:
    draw = np.random.default_rng(7)
    found = []
    for number in range(40):
        chosen = KINDS[number % len(KINDS)]
        sources = [one.name for one in data.SOURCES if one.task is chosen.task]
        n = int(draw.choice([2, 3, 11, 40, 130]))
        found.append(
            run_of(
                chosen.name,
                str(draw.choice(sources)),
                n,
                int(draw.integers(1, n + 1)),
                list(Order)[int(draw.integers(3))],
                float(10 ** draw.uniform(-3, 0.7)),
                int(draw.choice([0, 1, 7, 90])),
                [(0.0, 0.0), (-1.0, 1.5), (30.0, -0.001)][int(draw.integers(3))],
                int(draw.integers(2**32)),
                ridge=float(draw.choice([0.0, 0.0, 0.1, 2.0])),
            )
        )
    return found


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("run", runs_nobody_chose())
def test_every_section_says_something_whole_of_every_run(name: str, run: DataRun) -> None:
    found = SECTIONS[name](run, "light")
    assert found.sentences
    for sentence in found.sentences:
        assert (sentence[0].isupper() or sentence[0].isdigit()) and sentence.rstrip("*").endswith(
            "."
        ), sentence
        assert "nan" not in sentence and "{" not in sentence and "—" not in sentence, sentence
    if not found.pictures and found.table is None:
        assert len(found.sentences) == 1 and re.search(
            r"\b(choose|add|let|move)\b", found.sentences[0].lower()
        )
    for picture in found.pictures:
        text = picture.figure.to_json(validate=False)
        assert len(text) < 100_000 and picture.caption
        assert SECTIONS[name](run, "dark").pictures


def test_every_section_has_a_title() -> None:
    assert list(titles()) == list(SECTIONS)


# --- error of a batch ---


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("size", [1, 8, 16, 40])
def test_the_error_that_is_said_is_the_one_that_theory_has(order: Order, size: int) -> None:
    run = run_of(size=size, order=order)
    text = " ".join(batch_error.section(run, "light").sentences)
    gradients = run.loss.single_gradients(run.start)
    expected = expected_error(gradients, size, order is Order.REPLACED)
    if size == 40 and order is not Order.REPLACED:
        assert "exactly 0" in text
    else:
        assert re.search(
            rf"(theory says .*= |be off by ){re.escape(short(float(expected)))}\.", text
        )
    assert ("Monte Carlo" in text) and ("b = N it is 0" in text) == (order is not Order.REPLACED)


def test_measured_and_expected_errors_of_all_sizes_lie_within_chance() -> None:
    run = run_of("logistic", "overlapping", 90, order=Order.REPLACED)
    gradients = run.loss.single_gradients(run.start)
    for size in batch_error.tried(90, 8):
        found = batch_error.of_batches(gradients, run.batches, size)
        assert found.draws >= batch_error.BATCHES
        expected = float(expected_error(gradients, size, True))
        assert abs(found.error - expected) <= 4.5 * found.uncertainty


# --- visits ---


def test_visits_of_a_shuffled_run_are_all_alike() -> None:
    text = " ".join(visited.section(run_of(size=16, steps=6), "light").sentences)
    assert "40 examples in batches of 16 are 3 updates per epoch, the last of them with 8." in text
    assert "In 6 updates 80 are drawn; per example: 2." in text


def test_visits_with_replacement_pass_over_a_third() -> None:
    run = run_of(size=1, order=Order.REPLACED, steps=40)
    text = " ".join(visited.section(run, "light").sentences)
    missing = int((np.bincount(run.drawn.ravel(), minlength=40) == 0).sum())
    assert f"never saw {100 * missing / 40:.1f}\u00a0%" in text
    assert f"{100 * chance_of_none(40):.1f}\u00a0%" in text
    assert f"Not drawn in the whole run: {missing} of 40;" in text


# --- noise floor ---


def test_a_floor_that_is_said_is_that_of_walks() -> None:
    run = run_of(size=8, rate=0.05, order=Order.REPLACED)
    text = " ".join(floor.section(run, "light").sentences)
    said, measured, off = (
        read(re.search(pattern, text)[1].rstrip("."))
        for pattern in (  # type: ignore[index]
            r"hover (\S+) above",
            r"minimum: (\S+) ±",
            r"± (\S+)",
        )
    )
    assert abs(said - measured) < 4.5 * off
    assert "power of" in text and "that is 2" in text


def test_a_floor_needs_noise_and_a_rate_that_settles() -> None:
    for run, word in (
        (run_of(size=40), "the floor is 0"),
        (run_of(rate=2.0), "its limit is 2/λmax"),
        (run_of(rate=0.5, size=1), "so noisy"),
        (run_of(n=2, size=1), "the data lie on a line"),
        (run_of("logistic", "overlapping"), "choose it"),
    ):
        (sentence,) = floor.section(run, "light").sentences
        assert word in sentence


def test_seeds_go_round() -> None:
    assert seeds_from(2**32 - 2, 4) == [2**32 - 2, 2**32 - 1, 0, 1]


# --- solution ---


@pytest.mark.parametrize("ridge", [0.0, 0.3])
def test_the_solution_is_the_minimum_of_the_loss(ridge: float) -> None:
    run = run_of(ridge=ridge)
    found = solutions.solved(run)
    np.testing.assert_allclose(found.answer, run.loss.minima[0], rtol=1e-9)
    assert found.loss == pytest.approx(run.loss.minimum)
    bends = np.linalg.eigvalsh(run.loss.hessian(np.zeros(2)))
    np.testing.assert_allclose(found.curvatures[::-1], bends, rtol=1e-9)
    table = solutions.section(run, "light").table
    assert table is not None and list(table["Observed"]) == list(table["Factor, theory"])


def test_equal_inputs_leave_a_direction_open() -> None:
    same = data.Dataset("here", Task.NUMBER, np.full((6, 1), 2.0), np.arange(6.0), ("x", "y"))
    run = DataRun(DataLoss(kind("least_squares"), same), rules(0.05), (-1.0, 1.5), 50, Batches(2))
    text = " ".join(solutions.section(run, "light").sentences)
    best = solution(run.design, run.targets)
    assert best.rank == 1 and "one direction" in text
    assert f"from 0 plain descent ends at {solutions.place(best.answer)}" in text
    assert f"at {solutions.place(best.end_from(run.start))}." in text


# --- hinge, cross-entropy ---


@pytest.mark.parametrize("source", ["clouds", "xor", "penguins"])
def test_the_hinge_tells_what_the_post_says(source: str) -> None:
    run = run_of("logistic", source, rate=0.3)
    text = " ".join(hinge.section(run, "light").sentences)
    order = Batches(1, run.batches.order, run.batches.seed).indices(run.n, 2)[:, 0]
    after = run.rate * run.signed[order[0]]
    assert f"w = ηφy = {hinge.place(after)}." in text
    assert "has loss 1 again" in text and "of the first is 1," in text


def test_cross_entropy_needs_nineteen_updates_where_squares_need_1542() -> None:
    text = " ".join(saturated.section(run_of("logistic", "clouds", rate=1.0), "light").sentences)
    assert "needs 19 updates" in text and "and 1,542 with squares" in text
    text = " ".join(saturated.section(run_of("logistic", "clouds", rate=0.05), "light").sentences)
    assert "With η = 1 it would be 19 and 1,542." in text


# --- weight decay, averages ---


def test_both_ends_of_weight_decay_are_where_theory_says() -> None:
    run = run_of()
    adam, adamw = decayed.both(run.loss, 0.5, 0.01, 0.01, run.start)
    assert adam.expected is not None and adamw.expected is not None
    # With a constant rate it does not come to rest: now and then it leaves the place by a little,
    # and whether it does so at the last step is rounding. So of all places of the second half the
    # nearest is asked, and how far the others are.
    away = np.linalg.norm(adam.walk.points - np.array(adam.expected), axis=-1)
    late = away[len(away) // 2 :]
    assert late.min() < 1e-9 and late.max() < 0.01
    np.testing.assert_allclose(adamw.end, run.loss.minima[0], atol=1e-3)
    assert np.linalg.norm(adam.end - adamw.end) > 0.1


def test_decay_of_weights_that_would_grow_for_ever_stops_them_at_the_box() -> None:
    run = run_of("logistic", "clouds")
    assert run.loss.unbounded is not None
    _, adamw = decayed.both(run.loss, 2.0, 0.05, 0.05, run.start)
    assert adamw.expected is not None
    assert max(map(abs, adamw.expected)) == pytest.approx(0.5)
    np.testing.assert_allclose(adamw.end, adamw.expected, atol=0.02)
    grid = np.stack(np.meshgrid(*[np.linspace(-0.5, 0.5, 201)] * 2), axis=-1).reshape(-1, 2)
    best = grid[run.loss.value(grid).argmin()]
    np.testing.assert_allclose(adamw.expected, best, atol=0.006)


@pytest.mark.parametrize("name, source", [("least_squares", "line"), ("logistic", "overlapping")])
def test_sampled_noise_and_its_closed_form_are_the_exact_mean(name: str, source: str) -> None:
    run = run_of(name, source)
    for sort in noises.USUAL:
        one = noises.noisy(run, run.loss, sort)
        assert abs(one.sampled - one.exact) < 4.5 * one.off
        assert (one.closed is None) == (name == "logistic")
        if one.closed is not None:
            assert one.closed == pytest.approx(one.exact, rel=1e-12)


def test_heights_above_the_minimum_are_those_of_the_loss() -> None:
    run = run_of(ridge=0.2)
    above = hovering.Above(run.loss)
    places = np.array([(-1.0, 1.5), (4.0, 0.0), run.loss.minima[0]])
    expected = run.loss.value(places) - run.loss.minimum
    np.testing.assert_allclose(above.value(places), expected, rtol=1e-11, atol=1e-13)
    np.testing.assert_array_equal(
        above.gradient(places, run.drawn[0]), run.loss.gradient(places, run.drawn[0])
    )


def test_a_single_example_and_a_single_update_are_said_as_such() -> None:
    one = data.Dataset("here", Task.NUMBER, np.array([[2.0]]), np.array([3.0]), ("x", "y"))
    run = DataRun(DataLoss(kind("least_squares"), one), rules(0.05), (-1.0, 1.5), 1, Batches(1))
    for name, make in SECTIONS.items():
        text = " ".join(make(run, "light").sentences)
        assert not re.search(r"\b1 (examples|updates|draws|epochs|seeds)\b", text), (name, text)
    whole = run_of(size=40, steps=1)
    assert "In one update 40 are drawn" in " ".join(visited.section(whole, "light").sentences)


def test_a_walk_that_is_lost_is_said_to_be() -> None:
    text = " ".join(averaged.section(run_of(rate=30.0, steps=600), "light").sentences)
    assert "is lost on these data" in text
    assert "is lost" not in " ".join(averaged.section(run_of(), "light").sentences)


def test_a_minimum_beyond_the_box_is_not_where_adamw_is_said_to_end() -> None:
    run = run_of(rate=0.05)
    _, adamw = decayed.both(run.loss, 2.0, 0.05, 0.05, run.start)
    assert max(run.loss.minima[0]) > 0.5
    assert adamw.expected is not None and max(map(abs, adamw.expected)) == pytest.approx(0.5)
    np.testing.assert_allclose(
        adamw.end, adamw.expected, atol=3e-3
    )  # a constant η keeps it hopping


def test_walks_are_given_the_time_to_come_to_their_floor() -> None:
    hessian = np.diag([3.0, 0.2])
    steps = hovering.updates_to_settle(hessian, 0.02, 5)
    assert steps % 5 == 0 and (1 - 0.02 * 0.2) ** steps < 0.02  # half of them settle, half count
    assert hovering.updates_to_settle(hessian, 1e-6, 7) <= hovering.MOST + 14
