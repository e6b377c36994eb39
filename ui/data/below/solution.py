"""The section on the answer at once: pseudoinverse, condition number, and what a step leaves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine import run as walk_on
from engine.analysis.pseudoinverse import Solution, observed_factors, solution
from figures.learned import solutions_figure
from optimizers import Optimizer
from ui.data.below.run import PLAIN, DataRun
from ui.data.words import weights
from ui.numbers import apart, short
from ui.sections.section import Picture, Section, only, place, settled
from ui.words import _, translated

WATCHED = 400  # updates over which factors are observed
LINEAR = ("gradient_descent", "momentum", "nesterov")


def section(run: DataRun, mode: str) -> Section:
    """The least squares of the run at once, and step by step."""
    if not run.is_squares:
        return only(
            _(
                "A solution at once, by the pseudoinverse, is known for least squares without "
                "lasso and without noise on its inputs: choose it to see how walks come to it."
            )
        )
    found = solved(run)
    sentences = [_answer(run, found)]
    table = None
    if found.rank:
        table = _factors(run, found)
        sentences.append(
            _(
                "With all examples in every update and a constant η, a step multiplies the error "
                "along each singular direction of the data by a factor: |1 − ηλ| for plain "
                "descent. Observed is what the later half of such a walk from the start did."
            )
        )
    several, picture = _undetermined(run, found, mode)
    return Section((*sentences, *several), (picture,), table, words=2)


def solved(run: DataRun) -> Solution:
    """The solution of the run's loss; a penalty is as many examples more as there are weights."""
    design, targets = run.design, run.targets
    ridge = run.loss.ridge
    if ridge:
        n, p = design.shape
        whole = np.sqrt((n + p) / n)  # so that the mean over all rows is the loss
        design = whole * np.vstack([design, np.sqrt(n * ridge / 2) * np.eye(p)])
        targets = whole * np.append(targets, np.zeros(p))
    return solution(design, targets)


def _answer(run: DataRun, found: Solution) -> str:
    lowest = settled(found.loss, float((run.targets**2).mean()))
    low, high = found.curvatures[-1], found.curvatures[0]
    numbers = {
        "best": short(2 / (low + high)) if high > 0 else "—",
        "slower": short((high - low) / (high + low)) if high > 0 else "—",
        "answer": place(found.answer),
        "loss": short(lowest),
        "condition": short(found.condition),
        "end": place(found.end_from(run.start)),
    }
    if not found.rank:
        return _("The examples determine no weight at all: every place is as low as any other.")
    if found.rank < len(found.answer):
        return _(
            "The examples determine one direction of the weights only: all places of a line "
            "are as low. The pseudoinverse answers with the shortest, {answer}, where f = {loss}; "
            "plain descent that settles ends at {end}, nearest to its start."
        ).format(**numbers)
    return _(
        "The pseudoinverse gives the minimum at once: {answer}, where f = {loss}. The condition "
        "number λmax/λmin is {condition}; of a round bowl it is 1. At the best η of plain descent, "
        "2/(λmin + λmax) = {best}, every step still leaves {slower} of the error."
    ).format(**numbers)


def linear_rules(run: DataRun) -> list[Optimizer]:
    """Who of those that walk takes linear steps; plain descent where nobody does."""
    able = [rule for rule in run.rules if rule.name in LINEAR and not rule.weight_decay]  # type: ignore[attr-defined]
    return able or [run.rule(PLAIN)]


def _factors(run: DataRun, found: Solution) -> pd.DataFrame:
    rows = []
    for rule in linear_rules(run):
        rate = float(rule.learning_rate)  # type: ignore[attr-defined]
        walk = walk_on(run.loss.surface, rule, run.start, WATCHED)
        end = found.end_from(run.start)
        seen = observed_factors(walk.points, end, found.directions)
        expected = found.factors(rule, rate)
        for direction, bend, theory, factor in zip(
            found.directions, found.curvatures, expected, seen, strict=True
        ):
            if theory is None:
                continue
            wanted, observed = (
                (short(theory), "—") if factor is None else apart(theory, factor, most=6)
            )
            rows.append(
                {
                    _("Optimizer"): f"{translated(rule.short)}, η = {short(rate)}",
                    _("Direction"): place(_upwards(direction)),
                    "λ": short(float(bend)),
                    _("Factor, theory"): wanted,
                    _("Observed"): observed,
                }
            )
    return pd.DataFrame(rows)


def _upwards(direction: np.ndarray) -> np.ndarray:
    """The same direction with a first part that is not negative."""
    largest = direction[np.argmax(np.abs(direction))]
    return np.round(direction * np.sign(largest), 4) + 0.0


def _undetermined(run: DataRun, found: Solution, mode: str) -> tuple[list[str], Picture]:
    """A case in which the end depends on the start: these examples, or the first one alone."""
    whole = 0 < found.rank < len(found.answer)
    design, targets = (run.design, run.targets) if whole else (run.design[:1], run.targets[:1])
    one = solution(design, targets)
    rate = 0.25 / max(float(one.curvatures[0]), 1e-300)
    other = run.start if any(run.start) else (1.0, -1.0)
    walks = [descent_on(design, targets, rate, start) for start in ((0.0, 0.0), other)]
    numbers = {
        "zero": place(walks[0][-1]),
        "start": place(other),
        "end": place(walks[1][-1]),
        "shortest": place(one.answer),
        "x": short(float(run.design[0, 0])),
        "y": short(float(run.targets[0])),
    }
    sentence = (
        _(
            "So the end depends on the start: from 0 plain descent ends at {zero}, the shortest "
            "answer, and from {start} at {end}."
        )
        if whole
        else _(
            "With the first example alone, y = {y} at x = {x}, a line of weights answers it "
            "exactly, and the end depends on the start: from 0 plain descent ends at {zero}, which "
            "is the pseudoinverse's answer {shortest}; from {start} it ends at {end}."
        )
    )
    words = {
        **dict(zip("xy", weights(run.loss), strict=True)),
        "all": _("all that are as low"),
        "shortest": _("the shortest of them"),
    }
    names = (_("from 0"), _("from {start}").format(start=place(other)))
    drawn = list(zip(names, walks, ("blue", "gray"), strict=True))
    caption = _("Plain descent never moves along a direction that the examples do not determine.")
    along = one.directions[-1]
    shortest = float(one.answer[0]), float(one.answer[1])
    figure = solutions_figure(along, drawn, shortest, mode, words)
    return [sentence.format(**numbers)], Picture("undetermined", figure, caption)


def descent_on(
    design: np.ndarray, targets: np.ndarray, rate: float, start: tuple[float, float]
) -> np.ndarray:
    """Plain descent on least squares of a few examples until it rests, (T + 1, 2)."""
    points = [np.array(start)]
    for _step in range(120):
        off = design @ points[-1] - targets
        points.append(points[-1] - rate * 2 * design.T @ off / len(design))
    return np.array(points)
