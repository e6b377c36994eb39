"""The words of what a hand can do to walks: drag their start, turn their numbers."""

from __future__ import annotations

from ui.words import _


def live_words() -> dict[str, str]:
    """English → the language of this script run."""
    return {
        "Click the map to start there.": _("Click the map to start there."),
        "Drag the start, or click the map to start there.": _(
            "Drag the start, or click the map to start there."
        ),
        "Drag, type or step this rate": _("Drag, type or step this rate"),
        "Learning rate of {name}": _("Learning rate of {name}"),
        "A learning rate is a number above 0 and at most {most}, not “{given}”.": _(
            "A learning rate is a number above 0 and at most {most}, not “{given}”."
        ),
        "Drag the start to walk from elsewhere.": _("Drag the start to walk from elsewhere."),
        "Start ({x}, {y}); the arrow keys move it": _("Start ({x}, {y}); the arrow keys move it"),
        "Start ({x}, {y})": _("Start ({x}, {y})"),
    }


def saved_words() -> dict[str, str]:
    """The same of a saved page, which has nobody to ask."""
    return {
        "Drag the start, a learning rate or the number of steps.": _(
            "Drag the start, a learning rate or the number of steps."
        ),
        "Drag, type or step the number of steps": _("Drag, type or step the number of steps"),
        "Number of steps": _("Number of steps"),
        "A number of steps is a whole number from 1 to {most}, not “{given}”.": _(
            "A number of steps is a whole number from 1 to {most}, not “{given}”."
        ),
        "Walked on this page: from ({x}, {y}), {steps} steps.": _(
            "Walked on this page: from ({x}, {y}), {steps} steps."
        ),
        "Walked on this page.": _("Walked on this page."),
        "Only the app can walk {names} anew: what is faint is the saved walk.": _(
            "Only the app can walk {names} anew: what is faint is the saved walk."
        ),
        "Back to the saved run": _("Back to the saved run"),
    }
