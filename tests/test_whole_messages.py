"""Sentences are whole messages: nothing is joined that another language would put in another order.

They are said in a language that puts marks around every message. A text then is messages side by
side, with a space between and no word outside; and what is filled into a message is a number, a
formula, a name, or one of the few nouns that are listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

import optimizers
from engine import Diagnosis, Stop, Trajectory, diagnose
from surfaces.curves import CURVES
from tests.test_diagnosis import ENDS, End, name_of
from tests.test_pages import Marked
from ui import reason_parts, reasons_of_leaving, reasons_of_rest, words
from ui.line.settings import first_line_settings, walks_of
from ui.line.statement import statement
from ui.reasons import reason

RULES = [optimizers.by_name(name) for name in ("gradient_descent", "momentum")]

# What may be filled into a sentence: noun phrases, which no language takes apart.
NAMES = "|".join(re.escape(name) for rule in RULES for name in (rule.title, rule.short))
NOUNS = re.compile(
    r"the global minimum|a local minimum|a saddle|a maximum|the floor of a trough"
    rf"|the last step|the last \d+ steps|⟦({NAMES})⟧ from −?[\d.e−]+|{NAMES}"
)


def split(text: str) -> list[str]:
    """The outermost messages of a text, without their marks; what is between them is one space."""
    found, depth, begun = [], 0, 0
    for at, letter in enumerate(text):
        if letter == "⟦":
            if depth == 0:
                assert text[begun:at] == (" " if found else ""), f"beside a message: {text}"
                begun = at + 1
            depth += 1
        elif letter == "⟧":
            depth -= 1
            if depth == 0:
                found.append(text[begun:at])
                begun = at + 1
    assert depth == 0 and text[begun:] == "", f"beside a message: {text}"
    return found


def filled(message: str) -> Iterator[str]:
    """The messages that were filled into one."""
    rest = message
    while "⟦" in rest:
        begun, depth, at = rest.index("⟦"), 1, rest.index("⟦") + 1
        while depth:
            depth += {"⟦": 1, "⟧": -1}.get(rest[at], 0)
            at += 1
        yield rest[begun + 1 : at - 1]
        rest = rest[at:]


def assert_whole(text: str) -> None:
    """Sentences that begin and end as such, and hold no other sentence or clause."""
    for message in split(text):
        assert re.match(r"[A-Z*⟦]", message), f"no beginning: {message}"
        assert message.endswith("."), f"no end: {message}"
        for noun in filled(message):
            assert NOUNS.fullmatch(noun), f"half a sentence: {noun}"


@pytest.fixture(autouse=True)
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_fitting", lambda folder, asked: ("xx", Marked()))
    monkeypatch.setattr(words, "languages", lambda: ("xx",))


@pytest.mark.parametrize("end", ENDS, ids=name_of)
def test_reasons_are_whole_sentences(end: End) -> None:
    walk = end.walk()
    assert_whole(reason(walk, diagnose(walk)))


def stable_or_not(walk: Trajectory, found: Diagnosis) -> Iterator[str]:
    """All that is said of η·λmax, at its limit and beyond, early and late."""
    assert found.reach is not None
    for sharpness in (found.reach, 2 * found.reach):
        for onset, factor, leaves in ((0, None, None), (7, -1.5, 9), (7, None, 9), (0, -1.5, 9)):
            told = replace(
                found, sharpness=sharpness, onset=onset, factor=factor, leaves=leaves, predicted=1.5
            )
            yield reason_parts.rates(walk, told)
            yield reasons_of_leaving.overshooting(walk, told)[0]
            yield " ".join(part for part in reasons_of_rest.circling(walk, told) if part)


def test_what_is_said_of_the_limit_is_whole() -> None:
    told = set()
    for end in ENDS:
        walk = end.walk()
        found = diagnose(walk)
        if found.reach is not None:
            told |= set(stable_or_not(walk, found))
    assert any("the limit itself" in text for text in told)
    for text in told:
        assert_whole(text)


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
@pytest.mark.parametrize("times", [0.1, 1, 10])
def test_statements_of_one_dimension_are_whole(curve, times) -> None:
    settings = first_line_settings(curve.name)
    for rule in RULES:
        rules = tuple((rule.name, times * rate) for _name, rate in settings.rules)
        settings = replace(settings, rules=rules, stop=Stop.BOTH)
        for line in statement(settings, walks_of(settings)).splitlines():
            assert line.startswith("- ")
            assert_whole(line[2:])


@pytest.mark.parametrize(
    "glued",
    [
        "⟦It cannot stay: ⟦{product} is 2, the limit itself⟧, so it leaves.⟧",
        "**GD** ⟦stays: its slope is 0.⟧",
        "⟦Diverges: at the start η·λmax = 4⟧⟦, so that it grows⟧.",
        "⟦Diverges: at the start.⟧⟦It is gone.⟧",
        "⟦stays: its slope is 0.⟧",
    ],
)
def test_glued_ones_are_found(glued: str) -> None:
    with pytest.raises(AssertionError):
        assert_whole(glued)
