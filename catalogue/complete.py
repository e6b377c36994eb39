"""What a translation must have of its English: places, formulas, code, marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from string import Formatter

from catalogue.extract import WORDS

TEXT = re.compile(r"\\text\{[^{}]*\}")  # the words of a formula
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+\$", re.DOTALL)
CODE = re.compile(r"`[^`]*`")
TARGET = re.compile(r"\]\(([^)\s]*)\)")  # of a link
ICON = re.compile(r":material/\w+:")
COLOUR = re.compile(r":(?:small|gray|blue|orange|red|violet|green)\[")
TAG = re.compile(r"</?\w[^>]*>|&\w+;")
STRONG = re.compile(r"\*\*|__")
ENDS = re.compile(r"^\s*|\s*$")
# Of a formula with words in it, whose parts stand in another order in another language.
SYMBOL = re.compile(r"\\[A-Za-z]+|[^\s\\,.:;~]")
SPACES = {r"\quad", r"\qquad"}
# Single quotes are no pair: one alone is an apostrophe.
BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"))

Found = Callable[[str], object]


def places(message: str) -> set[tuple[str, str, str]]:
    """The places of a message: name, how it is converted, how it is written; none of a formula."""
    if WORDS in message:
        return set()
    parsed = Formatter().parse(message)
    return {
        (name, kind or "", spec or "") for _text, name, spec, kind in parsed if name is not None
    }


def _formulas(message: str) -> object:
    """The formulas; of one that has words in it, the symbols beside them, in any order."""
    if WORDS not in message:
        return Counter(FORMULA.findall(message))
    symbols = Counter(SYMBOL.findall(TEXT.sub(" ", message)))
    return {symbol: count for symbol, count in symbols.items() if symbol not in SPACES}


def _all_of(pattern: re.Pattern[str]) -> Found:
    return lambda message: Counter(pattern.findall(message))


MUST_BE_ALIKE: dict[str, Found] = {
    "places": places,
    "formulas": _formulas,
    "code": _all_of(CODE),
    "targets of links": _all_of(TARGET),
    "icons": _all_of(ICON),
    "colours": _all_of(COLOUR),
    "tags": _all_of(TAG),
    "bold": lambda message: len(STRONG.findall(message)),
    "ends": lambda message: ENDS.findall(message),
    "paragraphs": lambda message: message.count("\n\n"),
}


def _unseen(message: str) -> bool:
    """Whether Markdown would take a sign of emphasis for asterisks.

    Beside a letter on its outer side it needs one on its inner side: ``**(x)**에`` is not bold, and
    what a place will end with nobody knows.
    """
    outside, *pairs = message.split("**")
    for inside, after in zip(pairs[::2], pairs[1::2], strict=False):
        if outside[-1:].isalnum() and not inside[:1].isalnum():
            return True
        if after[:1].isalnum() and not inside[-1:].isalnum():
            return True
        outside = after
    return False


def of_message(english: str, said: str) -> Iterator[str]:
    """What a translation has otherwise than its English, a few words each."""
    try:
        places(said)
    except ValueError as error:
        yield str(error)
        return
    for name, found in MUST_BE_ALIKE.items():
        if found(english) != found(said):
            yield f"other {name}"
    if _unseen(said) and not _unseen(english):
        yield "bold that would be shown as asterisks"
    for left, right in BRACKETS:
        # A message may show one alone, such as an interval that is half open.
        alone = english.count(left) - english.count(right)
        if said.count(left) - said.count(right) != alone:
            yield f"a {left} or {right} alone"
