"""The section on the noise floor: where plain descent on batches comes to hover, and why there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Order
from engine.analysis.quadratic_noise import (
    Floor,
    expected_gap,
    noise_floor,
    small_rate_floor,
)
from figures.batch_noise import floors_figure, gaps_figure
from ui.data.below.hovering import SEEDS, fan_of, floors
from ui.data.below.run import DataRun
from ui.numbers import short
from ui.sections.section import Picture, Section, only
from ui.words import _

HALVES = (0.25, 0.5, 1.0)  # of η, at which floors are measured


def section(run: DataRun, mode: str) -> Section:
    """What is left of f − f* in the long run, at the rate of plain descent."""
    if not run.is_squares:
        return only(
            _(
                "Where walks on batches come to hover can be computed exactly for least squares, "
                "without lasso and without noise on its inputs: choose it to see the noise floor."
            )
        )
    ground = run.quadratics
    if np.abs(ground.gradients).max() <= 1e-9 * np.abs(ground.pulls).max():
        return only(
            _(
                "At the minimum every example's gradient is 0: the data lie on a line, so there is "
                "no noise and no floor. Add an example beside the line."
            )
        )
    if run.size == run.n and not run.replaced:
        return only(
            _(
                "Every update sees all {n} examples: there is no noise, and the floor is 0. Choose "
                "a smaller batch, or draw with replacement."
            ).format(n=run.n)
        )
    rate = run.rate
    floor = noise_floor(ground, rate, run.sizes)
    if not np.isfinite(floor):
        return only(_unsettled(run))
    rates = rate * np.array(HALVES)
    found = {
        order: floors(run.loss, tuple(rates), replace(run.batches, order=order))
        for order in (Order.REPLACED, Order.RESHUFFLED)
    }
    pictures = (_walks(run, floor, mode), _rates(run, rates, found, mode))
    return Section(_sentences(run, floor, found), pictures)


def _unsettled(run: DataRun) -> str:
    whole = 2 / float(np.linalg.eigvalsh(run.quadratics.hessian)[-1])
    numbers = {"rate": short(run.rate), "b": run.size, "limit": short(whole)}
    if run.rate >= whole:
        return _(
            "At η = {rate} plain descent does not settle even with all examples in every batch: "
            "its limit is 2/λmax = {limit}. Choose a smaller η to see a floor."
        ).format(**numbers)
    return _(
        "At η = {rate}, below the limit 2/λmax = {limit} of all examples, batches of {b} with "
        "replacement are so noisy that the mean of f grows for ever. Choose a smaller η, or a "
        "larger batch, to see a floor."
    ).format(**numbers)


def _sentences(
    run: DataRun, floor: float, found: dict[Order, tuple[Floor, ...]]
) -> tuple[str, ...]:
    rate = run.rate
    replaced, shuffled = found[Order.REPLACED], found[Order.RESHUFFLED]
    small = small_rate_floor(run.quadratics, rate, run.sizes)
    numbers = {
        "rate": short(rate),
        "b": run.size,
        "floor": short(floor),
        "small": short(small),
        "noise": short(float(np.trace(run.quadratics.noise))),
        "measured": short(replaced[-1].height),
        "off": short(replaced[-1].uncertainty),
        "shuffled": short(shuffled[-1].height),
        "seeds": replaced[-1].seeds,
        "last": run.sizes[-1],
    }
    said = [
        _(
            "With η = {rate} and batches of {b} drawn with replacement, plain descent comes to "
            "hover {floor} above the minimum on average: the exact answer of the equations for "
            "its first two moments. Measured over {seeds} seeds that begin at the minimum: "
            "{measured} ± {off}."
        ).format(**numbers)
        if not replaced[-1].lost
        else _(
            "With η = {rate} and batches of {b} drawn with replacement, the mean of f − f* settles "
            "at {floor}, but of the measured walks {lost} left the finite world: few, high peaks "
            "make that mean."
        ).format(**numbers, lost=replaced[-1].lost),
        _(
            "For small η this is η tr(C)/4b = {small}, where tr(C) = {noise} is the variance of "
            "the examples' gradients at the minimum: half the rate, half the floor."
        ).format(**numbers),
    ]
    if run.size < run.n and shuffled[0].height > 0 and not shuffled[-1].lost:
        power = np.log(shuffled[-1].height / shuffled[0].height) / np.log(HALVES[-1] / HALVES[0])
        numbers["power"] = short(round(float(power), 2))
        said.append(
            _(
                "Without replacement an epoch's errors cancel: measured {shuffled}, and between a "
                "quarter of η and η it grows like η to the power of {power}; in theory, for small "
                "η, that is 2."
            ).format(**numbers)
            if run.sizes[-1] == run.size
            else _(
                "Without replacement an epoch's errors cancel in part: measured {shuffled}, and "
                "between a quarter of η and η it grows like η to the power of {power}. The "
                "smaller last batch of {last} gives its examples more weight than others; with "
                "batches of one size the power would tend to 2, as it is it tends to 1."
            ).format(**numbers)
        )
    if run.schedule is not None:
        said.append(
            _(
                "These floors are those of a constant η; the schedule changes η from update to "
                "update, and what walks hover at with it."
            )
        )
    return tuple(said)


def _walks(run: DataRun, floor: float, mode: str) -> Picture:
    batches = replace(run.batches, order=Order.REPLACED)
    every = fan_of(run.loss, run.rate, run.start, run.steps, batches, run.schedule)
    factors = np.ones(run.steps)
    if run.schedule is not None:
        factors = np.asarray(run.schedule.factor(np.arange(1, run.steps + 1)), dtype=float)
    sizes = (run.sizes * (-(-run.steps // len(run.sizes))))[: run.steps]
    expected = expected_gap(run.quadratics, run.start, (run.rate * factors).tolist(), sizes)
    words = {
        "updates": _("updates"),
        "gap": "f − f*",
        "band": _("10 to 90 % of {seeds} seeds").format(seeds=SEEDS),
        "measured": _("mean of the seeds"),
        "theory": _("mean, from theory"),
        "floor": _("noise floor"),
    }
    steady = floor if run.schedule is None else np.inf
    figure = gaps_figure(every, expected, steady, mode, words)
    caption = _("Plain descent from the start on batches drawn with replacement.")
    return Picture("floor_walks", figure, caption)


def _rates(
    run: DataRun, rates: np.ndarray, found: dict[Order, tuple[Floor, ...]], mode: str
) -> Picture:
    fine = np.geomspace(rates[0], rates[-1], 25)
    theory = np.array([noise_floor(run.quadratics, float(rate), run.sizes) for rate in fine])
    small = np.array([small_rate_floor(run.quadratics, float(rate), run.sizes) for rate in fine])
    names = {
        Order.REPLACED: _("measured, with replacement"),
        Order.RESHUFFLED: _("measured, without"),
    }
    measured = {
        names[order]: (
            np.array([one.height for one in several]),
            np.array([one.uncertainty for one in several]),
        )
        for order, several in found.items()
    }
    words = {
        "rate": _("learning rate η"),
        "floor": _("noise floor"),
        "theory": _("theory, with replacement"),
        "small": "η tr(C)/4b",
    }
    figure = floors_figure(fine, theory, small, rates, measured, mode, words)
    caption = _("The floor against η, measured at η, its half and its quarter.")
    return Picture("floor_rates", figure, caption)
