"""How far a prediction is from the run, in words with computed numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from lessons.lesson import Choose, DragNumber, FillIn, Finding, PlaceEnd, Prediction
from ui.lessons.said import said
from ui.numbers import apart, short
from ui.sections.section import place
from ui.words import _

NEAR = 1.05  # a factor within which two numbers on an axis of ratios are as good as the same


def distance(predicts: Prediction, finding: Finding, answer: Any) -> list[str]:
    """Sentences on an answer: what was said, what the run says, and how far it is between them."""
    if isinstance(predicts, Choose):
        return _of_choice(predicts, finding, int(answer))
    if isinstance(predicts, DragNumber):
        return _of_number(predicts, float(finding.right), float(answer))
    if isinstance(predicts, FillIn):
        return _of_blanks(predicts, finding.right, answer)
    if isinstance(predicts, PlaceEnd):
        return [_of_place(finding.right, answer)]
    return _of_sketch(np.asarray(finding.right, float), answer)


def _of_choice(predicts: Choose, finding: Finding, answer: int) -> list[str]:
    right = int(finding.right)
    mine, other = said(predicts.answers[answer]), said(predicts.answers[right])
    first = (
        _("You said: “{answer}” The run says so, too.").format(answer=mine)
        if answer == right
        else _("You said: “{answer}” The run says: “{right}”").format(answer=mine, right=other)
    )
    # To a wrong answer there is its own reason, and then that of the one which is right.
    reasons = [finding.reasons[i] for i in dict.fromkeys((answer, right)) if finding.reasons]
    return [first, *(said(reason) for reason in reasons)]


def _of_number(predicts: DragNumber, right: float, answer: float) -> list[str]:
    mine, theirs = apart(answer, right, most=6)
    if mine == theirs:
        return [_("You said {answer}, and so it is.").format(answer=mine)]
    if predicts.logarithmic and answer > 0 and right > 0:
        factor = max(answer / right, right / answer)
        if factor < NEAR:
            sentence = _("You said {answer}, and it is {right}: as good as the same.")
        elif answer > right:
            sentence = _("You said {answer}, and it is {right}: {factor} times too much.")
        else:
            sentence = _("You said {answer}, and it is {right}, which is {factor} times as much.")
        return [sentence.format(answer=mine, right=theirs, factor=short(factor))]
    sentence = (
        _("You said {answer}, and it is {right}: {off} less than you said.")
        if answer > right
        else _("You said {answer}, and it is {right}: {off} more than you said.")
    )
    return [sentence.format(answer=mine, right=theirs, off=short(abs(answer - right)))]


def is_filled(wanted: float, answer: float, tolerance: float) -> bool:
    """Whether a number that was filled in is the one, within a part of it."""
    return abs(answer - wanted) <= tolerance * max(abs(wanted), 1e-12)


def _of_blanks(predicts: FillIn, right: Sequence[float], answer: Sequence[float]) -> list[str]:
    lines = []
    for title, wanted, mine in zip(predicts.titles, right, answer, strict=True):
        name = said(title)
        if is_filled(wanted, mine, predicts.tolerance):
            sentence = _("{name}: {right}, as you wrote.")
        elif wanted != 0 and is_filled(-wanted, mine, predicts.tolerance):
            sentence = _("{name}: {right}; you wrote {answer}, which has the other sign.")
        else:
            sentence = _("{name}: {right}; you wrote {answer}, which is off by {off}.")
        said_mine, said_right = apart(mine, wanted, most=6)
        lines.append(
            sentence.format(
                name=name, right=said_right, answer=said_mine, off=short(abs(mine - wanted))
            )
        )
    return lines


def _of_place(right: Sequence[float], answer: Sequence[float]) -> str:
    far = math.dist(right, answer)
    return _("You pointed at {answer}; the walk ends at {right}, {far} from there.").format(
        answer=place(answer), right=place(right), far=short(far)
    )


def sketched(answer: Sequence[float], steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The steps and the losses of a line that was drawn: its points lie in equal distances."""
    return np.linspace(0, steps, len(answer)), np.asarray(answer, float)


def _of_sketch(right: np.ndarray, answer: Sequence[float]) -> list[str]:
    x, y = sketched(answer, len(right) - 1)
    k = np.arange(len(right))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(np.interp(k, x, y)) - np.log(right)
    there = np.isfinite(ratio)
    if not there.any():
        return [_("The run has no loss above 0 to compare your line with.")]
    worst = int(np.nanargmax(np.where(there, np.abs(ratio), -1)))
    last = int(np.flatnonzero(there)[-1])
    lines = []
    for step in dict.fromkeys((worst, last)):
        factor = math.exp(abs(ratio[step]))
        mine, theirs = short(float(np.interp(step, x, y))), short(float(right[step]))
        if factor < NEAR:
            sentence = _("At step {step} your line is at {mine} and the run at {right}.")
        elif ratio[step] > 0:
            sentence = _(
                "At step {step} your line is at {mine}, above the run, which is at {right}, by a "
                "factor of {factor}."
            )
        else:
            sentence = _(
                "At step {step} your line is at {mine}, below the run, which is at {right}, by a "
                "factor of {factor}."
            )
        lines.append(sentence.format(step=step, mine=mine, right=theirs, factor=short(factor)))
    return [_("Where your line and the run are farthest apart, and at the end:"), *lines]
