"""What lessons find, once per run of the tests, and the sentences that they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np

from lessons import LESSONS, by_name
from lessons.lesson import (
    Chapter,
    Choose,
    DragNumber,
    DrawLoss,
    FillIn,
    Finding,
    Lesson,
    PlaceEnd,
    Sentence,
)

GOLDEN = json.loads((Path(__file__).parent / "golden" / "lessons.json").read_text(encoding="utf-8"))


def names_of(chapter: Chapter) -> list[str]:
    return [lesson.name for lesson in LESSONS if lesson.chapter is chapter]


@lru_cache(maxsize=64)
def found(name: str) -> Finding:
    lesson = by_name(name)
    return lesson.find(lesson.run)


def sentences(part: Any) -> Iterator[Sentence]:
    """All of a lesson, or of what was found."""
    if isinstance(part, Sentence):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from sentences(one)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name != "run":
                yield from sentences(getattr(part, field.name))


def numbers(part: Any) -> list[float]:
    """Every number that is said."""
    return [float(value) for said in sentences(part) for value in said.places.values()]


def says(part: Any, number: float, tolerance: float = 1e-9) -> bool:
    """Whether that number is said."""
    return any(abs(one - number) <= tolerance * max(1.0, abs(number)) for one in numbers(part))


def check_whole(lesson: Lesson, finding: Finding) -> None:
    """What holds of each lesson: sentences that can be filled, and an answer to every question."""
    for said in (*sentences(lesson), *sentences(finding)):
        places = {name for _, name, _, _ in Formatter().parse(said.message) if name is not None}
        assert places == set(said.places), said.message
        assert all(np.isfinite(float(value)) for value in said.places.values()), said.message
        assert "{" not in said.message.format(**said.places)
    assert lesson.question.message.endswith("?") and lesson.saw.question.message.endswith("?")
    assert 2 <= len(finding.because) <= 5
    assert (lesson.claim is None) == (finding.ruling is None) == (finding.judged is None)
    assert finding.seen_right in range(len(lesson.saw.answers))
    right, predicts = finding.right, lesson.predicts
    if isinstance(predicts, Choose):
        assert right in range(len(predicts.answers)) and type(right) is int
        assert len(finding.reasons) == len(predicts.answers)
    elif isinstance(predicts, DragNumber):
        assert predicts.least <= right <= predicts.most and type(right) is float
    elif isinstance(predicts, FillIn):
        assert len(right) == len(predicts.titles)
        for number in right:  # it stands in a line of the worked step
            assert number in numbers(finding.worked)
    else:
        assert isinstance(predicts, DrawLoss | PlaceEnd)
        [walk] = lesson.run.walks
        want = walk.heights if isinstance(predicts, DrawLoss) else walk.points[-1]
        np.testing.assert_array_equal(right, want)
    if finding.diagram is not None:
        for series in finding.diagram.series:
            assert series.x.shape == series.y.shape and series.x.ndim == 1
            assert np.isfinite(series.x).all() and np.isfinite(series.y).all()
            assert not finding.diagram.x_log or (series.x > 0).all()
            assert not finding.diagram.y_log or (series.y > 0).all()
