"""What a hand has done to examples in the browser, as it is sent: checked, and then in the link."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ui.data.edits import FARTHEST, MOST_EDITS, Edits
from ui.data.settings import DataSettings
from ui.data.visit import DATA
from ui.words import _

REFUSED = "data.undone"
MOST_AT_ONCE = 1000  # changes in one message: each example, moved and taken away


def edited(key: str) -> Callable[[], None]:
    """What to do when an example of the player ``key`` was moved, added or taken away."""

    def done() -> None:
        said = st.session_state[key].get("edited")
        changed = after(DATA.current(), said)
        if changed is not None and len(changed) <= MOST_EDITS:
            DATA.keep(DATA.current().with_edits(changed))
            return
        st.toast(why_not(said, changed), icon=":material/block:")
        st.session_state[REFUSED] = refusals() + 1

    return done


def refusals() -> int:
    """How often something was refused: what is sent anew then takes it back in the picture."""
    return int(st.session_state.get(REFUSED, 0))


def why_not(said: Any, changed: Edits | None) -> str:
    """Why a change is refused, in a sentence.

    Args:
        said: What was sent.
        changed: The changes with it, where it is one of these examples.
    """
    if changed is not None:
        return _("At most {most} changes by hand fit into a link; this one is taken back.").format(
            most=MOST_EDITS
        )
    several = _is_list(said) and len(said) > 1 and said[0] == "several"
    if any(_is_far(one) for one in (said[1:] if several else [said])):
        return _(
            "An example put somewhere by hand lies at most {far} from 0 along either axis; this "
            "change is taken back."
        ).format(far=f"{FARTHEST:,.0f}")
    return _("The examples have changed in the meantime; this change is taken back.")


def _is_far(said: Any) -> bool:
    """Whether it is put farther away than is allowed."""
    if not _is_list(said) or len(said) != 4:
        return False
    place = {"add": said[1:3], "move": said[2:4]}.get(str(said[0]), [])
    return any(_is_number(number) and abs(number) > FARTHEST for number in place)


def after(settings: DataSettings, said: Any) -> Edits | None:
    """The changes with one more, or several; None for what is no change of these examples."""
    if _is_list(said) and len(said) > 1 and said[0] == "several":
        return _all_of(settings, said[1:])
    return _one(settings, said)


def _all_of(settings: DataSettings, several: Sequence[Any]) -> Edits | None:
    """With each in its turn; None where one of them cannot be."""
    if len(several) > MOST_AT_ONCE:
        return None
    for said in several:
        edits = _one(settings, said)
        if edits is None:
            return None
        settings = settings.with_edits(edits)
    return settings.edits


def _is_list(said: Any) -> bool:
    return isinstance(said, Sequence) and not isinstance(said, str)


def _one(settings: DataSettings, said: Any) -> Edits | None:
    if not _is_list(said) or len(said) < 2:
        return None
    what, *numbers = said
    if not all(_is_number(number) for number in numbers):
        return None
    edits, made, count = settings.edits, len(settings.untouched), settings.count
    if what == "add" and len(numbers) == 3:
        x, y, label = numbers
        near = abs(x) <= FARTHEST and abs(y) <= FARTHEST
        return edits.add((float(x), float(y)), int(label)) if near and label in (0, 1) else None
    place = numbers[0]
    if place != int(place) or not 0 <= place < count:
        return None
    if what == "remove" and len(numbers) == 1 and count > 1:
        return edits.remove(int(place), made)
    if what == "move" and len(numbers) == 3 and max(abs(numbers[1]), abs(numbers[2])) <= FARTHEST:
        return edits.move(int(place), (float(numbers[1]), float(numbers[2])), made)
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
