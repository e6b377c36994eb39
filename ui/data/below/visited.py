"""The section on who was drawn: how often, and who never."""

from __future__ import annotations

from data import Order
from engine.analysis.visits import Visits, chance_of_none, visits
from figures.batch_noise import visits_figure
from ui.data.below.run import DataRun
from ui.numbers import per_cent, short
from ui.sections.section import Picture, Section, only
from ui.words import _


def section(run: DataRun, mode: str) -> Section:
    """How often every example of the run was seen."""
    if not run.steps:
        return only(_("Nothing has been drawn yet: let the walks make an update."))
    found = visits(run.drawn, run.n)
    drawn = int(found.counts.sum())
    words = {
        "example": _("example"),
        "draws": _("times drawn"),
        "drawn": _("drawn"),
        "never": _("never drawn"),
        "mean": _("on average"),
    }
    figure = visits_figure(found.counts, drawn / run.n, mode, words)
    caption = _("How often every example was drawn, in all updates.")
    return Section(
        (_counted(run, found), *_theory(run, found)), (Picture("visits", figure, caption),)
    )


def _counted(run: DataRun, found: Visits) -> str:
    numbers = {
        "n": run.n,
        "b": run.size,
        "updates": found.updates,
        "last": run.sizes[-1],
        "steps": run.steps,
        "drawn": int(found.counts.sum()),
        "least": int(found.counts.min()),
        "most": int(found.counts.max()),
    }
    return " ".join((_epoch(run, numbers), _range(numbers)))


def _epoch(run: DataRun, numbers: dict[str, int]) -> str:
    if run.n == 1:
        sentence = _("Every update draws the one example that there is.")
    elif numbers["updates"] == 1:
        sentence = _("Every update makes {n} draws: it is an epoch of its own.")
    elif run.sizes[-1] < run.size:
        sentence = _(
            "{n} examples in batches of {b} are {updates} updates per epoch, the last of them with "
            "{last}."
        )
    else:
        sentence = _("{n} examples in batches of {b} are {updates} updates per epoch.")
    return sentence.format(**numbers)


def _range(numbers: dict[str, int]) -> str:
    if numbers["steps"] == 1:
        sentence = _("In one update {drawn} are drawn; per example: {least} to {most}.")
    elif numbers["least"] == numbers["most"]:
        sentence = _("In {steps} updates {drawn} are drawn; per example: {most}.")
    else:
        sentence = _("In {steps} updates {drawn} are drawn; per example: {least} to {most}.")
    return sentence.format(**numbers)


def _theory(run: DataRun, found: Visits) -> list[str]:
    whole = len(found.epochs)
    if not whole:
        return [
            _("No epoch is over: one takes {updates} updates.").format(updates=found.updates),
        ]
    if not run.replaced:
        return [_shuffled(run)]
    expected, twice = chance_of_none(run.n), float(found.twice.mean())
    numbers = {
        "first": per_cent(float(found.never[0])),
        "mean": per_cent(float(found.never.mean())),
        "epochs": whole,
        "expected": per_cent(expected),
        "n": run.n,
        "twice": per_cent(twice),
    }
    said = [
        _(
            "With replacement the first epoch of {n} draws never saw {first} of the examples. The "
            "chance to be passed over is (1 − 1/N)ᴺ = {expected}, which tends to 1/e = 36.8 % as N "
            "grows."
        ).format(**numbers)
    ]
    if whole > 1:
        said.append(
            _(
                "Over {epochs} epochs it was {mean} per epoch on average, and {twice} were drawn "
                "more than once."
            ).format(**numbers)
        )
    never = int((found.counts == 0).sum())
    left = chance_of_none(run.n, int(found.counts.sum()))
    if never:
        said.append(
            _("Not drawn in the whole run: {never} of {n}; to be expected: {left}.").format(
                never=never, n=run.n, left=short(round(left * run.n, 2))
            )
        )
    return said


def _shuffled(run: DataRun) -> str:
    if run.batches.order is Order.FIXED:
        return _(
            "In the order of the data every epoch sees each example exactly once, and always in "
            "the same batch."
        )
    return _(
        "Without replacement every epoch sees each example exactly once, in an order of its own: "
        "nobody is passed over. With replacement {share} would be, on average."
    ).format(share=per_cent(chance_of_none(run.n)))
