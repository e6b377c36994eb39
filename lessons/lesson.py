"""What a lesson is: a question, a prediction, a run, and what is found in it.

A lesson is data and one function. Nothing that it says of its run is written down: `Lesson.find`
computes it when the lesson is shown, and says it in sentences with named places, so that a
translator sees whole sentences. Lessons know nothing of pages; they speak of runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from lessons.runs import Run


class Sentence:
    """A whole message with named places.

    Attributes:
        message: In English, written out where it is said: the words of the app hold it as it stands
            in the source.
        places: What stands in the places: numbers, which a page writes as it writes all of its
            numbers, or names. Something that has a ``title`` is called by it.
    """

    def __init__(self, message: str, **places: Any) -> None:
        self.message = message
        self.places: Mapping[str, Any] = places


class Chapter(StrEnum):
    """Where a lesson stands."""

    SLOPE = "slope"  # Down a slope
    STEPS = "steps"  # Better steps
    EXAMPLES = "examples"  # Learning from data
    NETWORKS = "networks"  # Networks


class Ruling(StrEnum):
    """What became of a claim."""

    HOLDS = "holds"
    ONLY_IF = "only_if"
    FAILS = "fails"


@dataclass(frozen=True)
class Claim:
    """What a study post says, in our words; it is judged by a run.

    Attributes:
        post: Its number: 0 to 4.
        says: The claim.
    """

    post: int
    says: Sentence


# -- predictions: what is asked before anything is shown. Nothing is chosen at first. --------------


@dataclass(frozen=True)
class Choose:
    """One of some answers. What is right is the place of an answer, an int.

    Attributes:
        answers: Two to five of them.
    """

    answers: tuple[Sentence, ...]


@dataclass(frozen=True)
class PlaceEnd:
    """A point on the map: where the first walk of the run ends. What is right is (x, y)."""


@dataclass(frozen=True)
class DrawLoss:
    """The loss of the first walk over its steps, drawn by hand. What is right is (steps + 1,)."""


@dataclass(frozen=True)
class DragNumber:
    """A number on an axis, such as the largest rate that still converges. What is right is a float.

    Attributes:
        title: What the number is.
        least, most: Ends of the axis.
        logarithmic: Whether it is divided by ratios.
    """

    title: Sentence
    least: float
    most: float
    logarithmic: bool = False


@dataclass(frozen=True)
class FillIn:
    """Numbers of a worked step that are left out. What is right is a tuple of floats.

    Attributes:
        titles: What each number is; `Finding.worked` has the lines in which they stand.
        tolerance: How far, in parts of it, an answer may be off.
    """

    titles: tuple[Sentence, ...]
    tolerance: float = 0.01


Prediction = Choose | PlaceEnd | DrawLoss | DragNumber | FillIn


# -- what is found ---------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Series:
    """Numbers over numbers, drawn as a line or as dots.

    Attributes:
        title: What it is.
        x, y: (n,) each.
        dots: Whether the points are seen instead of a line.
    """

    title: Sentence
    x: np.ndarray
    y: np.ndarray
    dots: bool = False


@dataclass(frozen=True, eq=False)
class Diagram:
    """A drawing beside the run, or in its place where there is no walk on a map.

    Attributes:
        x, y: What the axes are.
        series: What is drawn.
        x_log, y_log: Whether an axis is divided by ratios.
    """

    x: Sentence
    y: Sentence
    series: tuple[Series, ...]
    x_log: bool = False
    y_log: bool = False


@dataclass(frozen=True, eq=False)
class Finding:
    """What the run says; all of it is computed.

    Attributes:
        right: What would have been predicted by who knew it: see the kinds of predictions.
        because: The explanation, two to five sentences with computed numbers.
        ruling: What became of the claim; None for a lesson without one.
        judged: Why the claim holds, holds only if, or does not; a sentence with numbers.
        reasons: For `Choose`, to every answer a computed reason why it is right or is not.
        worked: For `FillIn`, the lines of the worked step, with all of its numbers, in order.
        example: For `FillIn`, an earlier step with all of its numbers, which is shown before.
        diagram: What is drawn besides.
        seen_right: Which answer to `Lesson.saw` is what the run shows.
    """

    right: Any
    because: tuple[Sentence, ...]
    ruling: Ruling | None = None
    judged: Sentence | None = None
    reasons: tuple[Sentence, ...] = ()
    worked: tuple[Sentence, ...] = ()
    example: tuple[Sentence, ...] = ()
    diagram: Diagram | None = None
    seen_right: int | None = None


@dataclass(frozen=True)
class Saw:
    """What a visitor is asked after the run: not what they guessed, but what they saw.

    Attributes:
        question: Whole.
        answers: Two or three.
    """

    question: Sentence
    answers: tuple[Sentence, ...]


@dataclass(frozen=True)
class Next:
    """Something to try: the same with one thing changed.

    Attributes:
        says: An invitation that names the change.
        run: What opens.
    """

    says: Sentence
    run: Run


@dataclass(frozen=True, eq=False)
class Lesson:
    """One driving question.

    Attributes:
        name: The identifier, as it stands in a link, e.g. ``"rate-too-large"``.
        chapter: Where it stands.
        title: A few words.
        question: What is asked; a sentence that ends with a question mark.
        run: What is walked, and opens in a page of its own.
        predicts: How it is answered before the run is seen.
        find: From the run to what it says. Computed when it is shown.
        saw: What is asked afterwards.
        tries: What to try next.
        claim: What a post says of it; None for a lesson that no post has a claim for.
    """

    name: str
    chapter: Chapter
    title: Sentence
    question: Sentence
    run: Run
    predicts: Prediction
    find: Callable[[Any], Finding]
    saw: Saw
    tries: tuple[Next, ...] = field(default=())
    claim: Claim | None = None
