"""The kind of a setting that is a formula."""

from __future__ import annotations

from collections.abc import Sequence

from surfaces.typed import FormulaError
from surfaces.typed.notation import LONGEST
from ui.kinds import REFUSED, Read
from ui.own import checked
from ui.words import _


class Formula:
    """f(x, y), as it was typed."""

    def read(self, texts: Sequence[str]) -> Read:
        text = texts[-1]
        # One that was cut would be another formula.
        if len(text) > LONGEST:
            return REFUSED, False
        try:
            return checked(text), True
        except FormulaError:
            return REFUSED, False

    def write(self, value: str) -> list[str]:
        return [value] if value else []

    def note(self, word: str, taken: str) -> str:
        return _(
            "`{word}` in the link is no formula of x and y that can be read here; another one is "
            "shown."
        ).format(word=word)


FORMULA = Formula()  # the word means the same on every page
