"""What is said of a formula's ground as a whole, by what was found of its lowest places."""

from __future__ import annotations

from dataclasses import dataclass

from surfaces.typed.search import Standing


@dataclass(frozen=True)
class Remark:
    """Words that hold of some grounds."""

    note: str


FALLS = Remark("f falls without end: there is no lowest value to arrive at.")
POLE = Remark("f falls without end about a place of its own: it has no lowest value.")
FADES = Remark("Far out f sinks for ever towards a value that it never takes.")
OUTSIDE = Remark("f was found to be lower outside of this map than anywhere in it.")
CURVE = Remark("The lowest places that were found are not one: they fill a curve.")
NOTHING = Remark("No lowest place was found from many starts.")
FOUND = Remark(
    "The star is the lowest place that was found from many starts: there may be lower ones.",
)
REMARKS = (FALLS, POLE, FADES, OUTSIDE, CURVE, NOTHING, FOUND)


def note_of(found: Standing) -> str:
    """The sentence for what was found."""
    if found.falls is not None:
        return FALLS.note
    if found.pole is not None:
        return POLE.note
    if found.fades is not None:
        return FADES.note
    if found.further:
        return OUTSIDE.note
    if found.minimum is None:
        return NOTHING.note
    return FOUND.note if found.minima else CURVE.note
