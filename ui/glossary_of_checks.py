"""What the page that checks a walk calls things, in one sentence each; a part of `ui.glossary`."""

from __future__ import annotations

from collections.abc import Callable

from ui.words import _

CHECKS: dict[str, Callable[[], str]] = {
    "Your walk": lambda: _(
        "Rows of x and y, with a head or without; a step in front and f behind them may be there."
    ),
    "Optimizer that was meant": lambda: _("The rule that your program was meant to follow."),
    "Done instead": lambda: _("What of the rule or of the gradient would have been different."),
    "Largest remaining difference": lambda: _(
        "How far the worst step is off, if this is what was done; beyond rounding it is ruled out."
    ),
    "Step that is taken apart": lambda: _(
        "Which step the table shows: the first that differs, at first."
    ),
    "Line": lambda: _("What is computed; an arrow stands where something else was done."),
    "As meant": lambda: _("How the rule computes it; what is old is from the step before."),
    "As done": lambda: _("How it was computed instead, if the explanation is right."),
    "x, as done": lambda: _("The number of x that comes of it, if the explanation is right."),
    "y, as done": lambda: _("The number of y that comes of it, if the explanation is right."),
}


def heads() -> dict[str, str]:
    """The sentences on table heads, by what stands there."""
    return {
        _("Done instead"): CHECKS["Done instead"](),
        _("Largest remaining difference"): CHECKS["Largest remaining difference"](),
        _("Line"): CHECKS["Line"](),
        _("As meant"): CHECKS["As meant"](),
        _("As done"): CHECKS["As done"](),
        **{_("{name}, as done").format(name=name): CHECKS[f"{name}, as done"]() for name in "xy"},
    }
