"""The controls of a visitor's own surface: its formula, and the part of the plane that is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from surfaces.typed import NAME, STARTERS, FormulaError, formula, readable
from surfaces.typed.ground import FARTHEST, NARROWEST, SIDES
from ui import own, state
from ui.glossary import explained
from ui.settings import Settings
from ui.visit import Visit, touch
from ui.words import _, translated

LAST = "own.last"  # the last formula that was walked on, for who comes back
MOST = 2000  # characters that a browser sends; a formula has fewer, and that is said
SHOWN = 23  # characters about the place of a trouble
UNSEEN = "\N{WHITE SQUARE}"


@dataclass(frozen=True, eq=False)
class OwnGround:
    """Whose ground is typed: settings with ``surface_name``, ``formula`` and ``shape``.

    Attributes:
        visit: What remembers them.
        keys: How the keys of the formula's controls begin.
        sides: How those of the window's controls begin.
        moved: The settings in another window, from them and its four sides.
    """

    visit: Visit[Any]
    keys: str
    sides: str
    moved: Callable[..., Any]

    @property
    def text(self) -> str:
        """Where the text of the field is in the session."""
        return f"{self.keys}.text"

    @property
    def begun(self) -> str:
        """... the formula from which that began."""
        return f"{self.keys}.begun"

    @property
    def refused(self) -> str:
        """... the formula of which a window was not taken."""
        return f"{self.keys}.refused"

    @property
    def not_taken(self) -> str:
        """... the text that was refused only when its ground was made."""
        return f"{self.keys}.not_taken"


MAPS_GROUND = OwnGround(state.MAPS, "own", "shape.", own.in_window)


def own_controls(settings: Any, ground: OwnGround = MAPS_GROUND) -> None:
    """The formula and the window, where the surface is a visitor's own."""
    if settings.surface_name != NAME:
        return
    kept = st.session_state
    kept[LAST] = settings.formula
    if ground.text not in kept or kept.get(ground.begun) != settings.formula:
        kept[ground.text] = kept[ground.begun] = settings.formula
    _field(ground)
    _window(settings, ground)


def options() -> dict[str, str]:
    """What the menu offers, by names: an empty start, and formulas to begin with."""
    return {NAME: _("Your own f(x, y)"), **{one.name: translated(one.title) for one in STARTERS}}


def chosen(settings: Settings) -> str | None:
    """Which of them the settings are on."""
    if settings.surface_name != NAME:
        return None
    texts = {own.cleaned(one.text): one.name for one in STARTERS}
    return texts.get(settings.formula, NAME)


def picked(name: str | None) -> Settings | None:
    """The settings on one of them; the last formula of one's own comes back."""
    now = state.current()
    last = st.session_state.get(LAST)
    for starter in STARTERS:
        if starter.name == name:
            return own.begun(now, starter)
    if name != NAME or now.surface_name == NAME:
        return None  # whoever clicks what is there takes nothing away
    return own.on_formula(now, last) if last else own.begun(now, STARTERS[0])


@st.fragment
def _field(ground: OwnGround) -> None:
    """Where a formula is typed, and how it is read; what is typed alone is run anew for that."""
    now = ground.visit.current()
    text = st.text_input(
        _("f(x, y) ="),
        key=ground.text,
        max_chars=MOST,
        live="250ms",
        help=explained("f(x, y) ="),
        placeholder="x^2 + 2y^2",
    )
    text = text or ""
    try:
        # Minima are searched for when it is taken: that may last longer than a key is pressed.
        once_refused = text == st.session_state.get(ground.not_taken)
        checked = own.checked(text) if once_refused else readable(text)
    except FormulaError as error:
        _tell(text, error)
        return
    with st.container(key="own-formula"):
        st.latex(f"f(x, y) = {formula(checked).latex}")
    changed = checked != now.formula
    if st.button(
        _("Walk on this formula"),
        key=f"{ground.keys}.take",
        type="primary" if changed else "secondary",
        disabled=not changed,
        on_click=_take,
        args=(ground,),
        width="stretch",
    ):
        st.rerun()


def _take(ground: OwnGround) -> None:
    text = st.session_state.get(ground.text) or ""
    try:
        ground.visit.keep(own.on_formula(ground.visit.current(), text))
    except FormulaError:
        st.session_state[ground.not_taken] = text
        touch()  # it is told where it stands


def _tell(text: str, error: FormulaError) -> None:
    """Why a text is no formula, and where: as text, in which nothing is marked up."""
    with st.container(key="refused", gap="xsmall"):
        st.warning(translated(error.message).format(**error.places), icon=":material/block:")
        if shown := excerpt(text, error):
            st.code(shown, language=None)


def excerpt(text: str, error: FormulaError) -> str:
    """The text about the place of a trouble, with carets below it; nothing of an empty one."""
    if not text.strip() or error.start > len(text):
        return ""
    begin = max(0, min(error.start, len(text)) - SHOWN // 2)
    part = text[begin : begin + SHOWN]
    # One place for each character, whatever a browser would make of it.
    plain = "".join(one if (one.isascii() and one.isprintable()) or one in KNOWN else UNSEEN
                    for one in part)  # fmt: skip
    before = "…" if begin else ""
    after = "…" if begin + SHOWN < len(text) else ""
    at = len(before) + error.start - begin
    length = max(1, min(error.end, begin + SHOWN) - error.start)
    return f"{before}{plain}{after}\n{' ' * at}{'^' * length}"


KNOWN = "·×−÷π√⁰¹²³⁴⁵⁶⁷⁸⁹"


def _window(settings: Any, ground: OwnGround) -> None:
    """The four sides of the map."""
    part = st.expander(
        _("Part of the plane"),
        icon=":material/crop_free:",
        key=f"{ground.keys}.window",
        on_change=touch,
    )
    if not part.open:
        return
    with part:
        names = (_("x from"), _("x to"), _("y from"), _("y to"))
        terms = ("x from", "x to", "y from", "y to")
        columns = (*st.columns(2), *st.columns(2))
        for place, column in enumerate(columns):
            with column:
                _side(settings, ground, place, names[place], explained(terms[place]))
        if st.session_state.get(ground.refused) == settings.formula:
            st.warning(
                _("f has hardly a value in that part of the plane; the map stays as it is."),
                icon=":material/block:",
            )


def _side(settings: Any, ground: OwnGround, place: int, name: str, help_text: str) -> None:
    window = settings.shape
    lower = place % 2 == 0
    other = window[place + 1 if lower else place - 1]
    st.number_input(
        name,
        min_value=-FARTHEST if lower else other + NARROWEST,
        max_value=other - NARROWEST if lower else FARTHEST,
        step=round(abs(window[place] - other) / 20, 4) or NARROWEST,
        format="%.5g",
        help=help_text,
        **ground.visit.controlled(
            f"{ground.sides}{SIDES[place]}", float(window[place]), _moved(ground, place)
        ),
    )


def _moved(ground: OwnGround, place: int) -> Callable[[float], Any]:
    def moved(value: float) -> Any:
        now = ground.visit.current()
        window = (*now.shape[:place], float(value), *now.shape[place + 1 :])
        st.session_state.pop(ground.refused, None)
        try:
            return ground.moved(now, *window)
        except ValueError:
            st.session_state[ground.refused] = now.formula
            return None

    return moved
