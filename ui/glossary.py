"""The glossary: every word and symbol that a screen shows, in one sentence for who asks.

Rules, schedules and their settings explain themselves where they are declared (``note``, ``help``);
here is everything else, by what it is called on the screen in English. Help texts of controls and
table heads take their sentence from here, and the player takes those of its own words along
(`ui.player.terms`). What has no sentence is a KeyError, and `tests/test_glossary.py` reads the
rendered pages for terms that explain nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import optimizers
import surfaces
from engine.analysis.fair import ALIKE
from ui.coordinates import in_words
from ui.glossary_of_checks import CHECKS
from ui.glossary_of_checks import heads as heads_of_checks
from ui.glossary_of_laboratories import LABORATORIES
from ui.glossary_of_laboratories import heads as heads_of_laboratories
from ui.glossary_of_lessons import LESSONS
from ui.glossary_of_maps import MAPS
from ui.glossary_of_networks import ENTRIES_OF_NETWORKS
from ui.glossary_of_own import OWN
from ui.numbers import short
from ui.words import _, translated

ENTRIES: dict[str, Callable[[], str]] = {
    # -- what is walked on, and from where
    "Surface": lambda: _("The function f that is walked down; its value at (x, y) is a height."),
    "From the study posts": lambda: _(
        "Functions of the five study posts with which this app began."
    ),
    "Bowls": lambda: _("One lowest point, curved alike everywhere: a rule at its plainest."),
    "Valleys": lambda: _("Floors that are steep across and gentle along, most of them bent."),
    "Many minima": lambda: _("Several low places: where a walk ends hangs on where it begins."),
    "Saddles and plateaus": lambda: _("Places without a slope, or almost, that are no minimum."),
    "Losses of data": lambda: _("How badly two weights fit some examples; each pair is a place."),
    **OWN,
    **LESSONS,
    "Curve": lambda: _("The function f that is walked on; its value at x is a height."),
    "Start x": lambda: _("How far to the right every walk begins."),
    "Start y": lambda: _("How far up the map every walk begins."),
    "Epochs (steps)": lambda: _(
        "How many steps a walk takes at most; f is known as a whole here, so a step is an epoch."
    ),
    "Steps": lambda: _("How many steps each ball takes at most."),
    "Updates": lambda: _("How many steps the walk takes: each updates x and y once."),
    "x": lambda: _("The first coordinate: how far to the right."),
    "y": lambda: _("The second coordinate: how far up the map."),
    "f": lambda: _("The value of the function where the walk stands: its height."),
    "f − f*": lambda: _(
        "How far the walk stands above f*, the lowest value of f; of a typed f, the lowest found."
    ),
    "|∇f|": lambda: _(
        "The length of the gradient: how steep it is where the walk stands; 0 where it is level."
    ),
    "f′": lambda: _(
        "The slope where the ball stands: below 0 the curve falls to the right, above 0 it rises."
    ),
    "Language": lambda: _(
        "In which language the app is read; one that is chosen here stands in the link."
    ),
    # -- files to take away
    "Walks as CSV": lambda: _(
        "Every step of every walk as a table; its first lines say from which settings it came."
    ),
    "CSV with decimal commas": lambda: _(
        "The same table for spreadsheets that write 0,05: columns are parted by semicolons."
    ),
    "As code": lambda: _(
        "A program that makes these walks: surface, gradient, and the rules’ own lines."
    ),
    "Program as a file": lambda: _("The same program as a file of Python."),
    # -- data: what is learned from, and how much of it in one update
    "Loss": lambda: _(
        "How badly two weights fit the examples; it is the ground that is walked on."
    ),
    "Examples": lambda: _("From which data set the model learns."),
    "How many, N": lambda: _("How many examples there are; the whole loss is their mean."),
    "Noise": lambda: _("How far the examples lie off what made them."),
    "Examples per update, b": lambda: _(
        "How many examples one update sees: 1 is stochastic gradient descent, all is full batch."
    ),
    "Epochs": lambda: _(
        "How often as many examples are seen as there are; an epoch has N/b updates, rounded up."
    ),
    "Schedule of the learning rates": lambda: _(
        "How all learning rates change from one update to the next."
    ),
    "Draw seed": lambda: _("Another number draws other batches; the same draws the same."),
    "Contours of the batch": lambda: _(
        "Dashed, over those of the whole loss: where the loss of the examples in the batch at hand "
        "is equally high."
    ),
    "The loss is drawn over": lambda: _(
        "What counts as time: updates, epochs, or how many examples have been looked at."
    ),
    **ENTRIES_OF_NETWORKS,
    "Look closer at": lambda: _("What is computed from this run, beside what theory says of it."),
    # -- the maps of Basins
    "Every start": lambda: _(
        "Each point of a map is a start: its colour says where the walk from there ends, and how "
        "soon."
    ),
    "Every setting": lambda: _(
        "Each point of the map is a pair of settings: its colour says how soon the walk from the "
        "start arrives with them."
    ),
    "Resolution": lambda: _("How many starts a map has along x and along y: more take longer."),
    "Learning rate against": lambda: _(
        "Which other setting of the optimizer the map shows upwards; the learning rate goes to the "
        "right."
    ),
    # -- who walks
    "Optimizer": lambda: _("The rule that makes every step out of the slopes that it has met."),
    "Optimizers": lambda: _(
        "The rules that walk; point at a name, or reach it by keys, to read what is special of it."
    ),
    "η": lambda: _(
        "The learning rate in force: it sets how far each step goes, or how far the first is tried."
    ),
    "Learning rate η": lambda: _(
        "The factor of every step: the larger it is, the further each goes."
    ),
    "Best η": lambda: _(
        "The learning rate with which the walk ends lowest, of all that were tried."
    ),
    "Tolerance of the stop rule": lambda: _(
        "How small the gradient or the step has to be before the stop rule fires."
    ),
    # -- how it went
    "How it ended, and why": lambda: _(
        "Whether the walk came to rest, left, or was still under way, and what in the ground or "
        "in the rule made it so."
    ),
    "Distance to a\u00a0minimum": lambda: _(
        "From the end of the walk straight to the nearest minimum that is known."
    ),
    "Steps to f\u00a0−\u00a0f*\u00a0<\u00a01e−4": lambda: _(
        "The first step at which the walk is less than 1e−4 above f*."
    ),
    "Evaluations": lambda: _(
        "How often f, its gradient or its second derivatives were asked for, all in all."
    ),
    "Stop rule fires at step": lambda: _(
        "Where a loop with the chosen stop rule would have ended this walk."
    ),
    "Place": lambda: _("The order of the ends: the lowest one has the first place."),
    "Evaluations to f − f* < 1e−4": lambda: _(
        "How much had been measured when the walk was first less than 1e−4 above f*."
    ),
    "Rates that end within {n}× of it": lambda: _(
        "The learning rates that do almost as well: the wider their range, the less the choice "
        "matters."
    ),
    **MAPS,
    **LABORATORIES,
    **CHECKS,
}


def explained(term: str) -> str:
    """The sentence on a term.

    Args:
        term: As the screens call it in English.

    Raises:
        KeyError: It has none.
    """
    return ENTRIES[term]()


def of_the_page() -> dict[str, str]:
    """The sentences on pills and table heads, by what stands there (ui/explained.js).

    Of minima that have letters, A speaks for all: ``column`` says which entry a head has.
    """
    heads = {
        _("Place"): explained("Place"),
        _("Optimizer"): explained("Optimizer"),
        _("Best η"): explained("Best η"),
        "x": explained("x"),
        "y": explained("y"),
        **_names_of_coordinates(),
        "f": explained("f"),
        "f − f*": explained("f − f*"),
        "∣∇f∣": explained("|∇f|"),
        _("Every start"): explained("Every start"),
        _("Every setting"): explained("Every setting"),
        _("Resolution"): explained("Resolution"),
        _("Learning rate against"): explained("Learning rate against"),
        _("How it ended, and why"): explained("How it ended, and why"),
        _("Distance to a\u00a0minimum"): explained("Distance to a\u00a0minimum"),
        _("Steps to f\u00a0−\u00a0f*\u00a0<\u00a01e−4"): explained(
            "Steps to f\u00a0−\u00a0f*\u00a0<\u00a01e−4"
        ),
        _("Evaluations"): explained("Evaluations"),
        _("Stop rule fires at step"): explained("Stop rule fires at step"),
        _("Evaluations to f − f* < 1e−4"): explained("Evaluations to f − f* < 1e−4"),
        _("Rates that end within {n}× of it").format(n=short(ALIKE)): explained(
            "Rates that end within {n}× of it"
        ),
        _("At rest"): explained("At rest"),
        _("Steps to rest, median"): explained("Steps to rest, median"),
        "★ A": explained("★ A"),
        "A": explained("A"),
        _("Global minima"): explained("Global minima"),
        _("Lowest found"): explained("Lowest found"),
        _("Other minima"): explained("Other minima"),
        _("Saddles"): explained("Saddles"),
        _("Maxima"): explained("Maxima"),
        _("Level ground"): explained("Level ground"),
        _("Not there yet"): explained("Not there yet"),
        _("Diverged"): explained("Diverged"),
    }
    return {**heads, **heads_of_laboratories(), **heads_of_checks(), **notes_of_rules()}


def _names_of_coordinates() -> dict[str, str]:
    """The same of coordinates with names of their own."""
    names = {surface.coordinates for surface in surfaces.SURFACES}
    return {
        name: explained(axis)
        for pair in sorted(names)
        for axis, name in zip("xy", in_words(pair), strict=True)
    }


def column(head: str) -> str:
    """The entry of a table's head: that of A for every minimum with a letter."""
    return re.sub("^(★ |)[A-Z]$", r"\1A", head)


def notes_of_rules() -> dict[str, str]:
    """What is special of every optimizer, by the name that its pill shows."""
    return {translated(rule.short): translated(rule.note) for rule in optimizers.OPTIMIZERS}
