"""The menu of surfaces: in groups, each with a small picture of its ground."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import lru_cache

import streamlit as st

import surfaces
from figures.thumbnails import sheet
from surfaces import Family, Surface
from ui import own_surface, state
from ui.glossary import explained
from ui.settings import Settings
from ui.state import controlled
from ui.words import _, translated

SIDE = 30  # px of a picture
# What it is multiplied with: white below dark words, and grey below light ones. The theme itself
# is not known where a menu opens.
SHADE = "oklch(from currentColor calc(1.6 - l) max(0, 0.06 * l - 0.03) 255)"


def surface_menu(settings: Settings) -> None:
    """Which surface is walked on."""
    here = settings.surface_name
    with st.container(key="surfaces-label"):
        st.markdown(_("Surface"), help=explained("Surface"))
    # By another name it is another menu, which is closed: a choice has been made.
    key = f"surfaces-{here}{_mark(settings.formula)}"
    with st.popover(translated(settings.surface.title), key=key, width="stretch"):
        st.pills(
            _("Your own"),
            list(own_surface.options()),
            format_func=lambda name: own_surface.options()[name],
            help=explained(Family.OWN.value),
            **controlled("surface.own", own_surface.chosen(settings), own_surface.picked),
        )
        for family, members in by_family().items():
            names = [surface.name for surface in members]
            st.pills(
                translated(members[0].family),
                names,
                format_func=_title,
                help=explained(family.value),
                **controlled(
                    f"surface.{family.name.lower()}", here if here in names else None, _picked
                ),
            )
            if family is Family.POSTS:
                st.caption(
                    _(
                        "Five Korean study posts on optimizers, from 2021, with which this app "
                        "began; the page “The blog post” looks closely at the one on this terrain."
                    )
                )


@lru_cache(maxsize=1)
def by_family() -> dict[Family, list[Surface]]:
    """All surfaces, in the order of the menu; no family is empty."""
    groups = {
        family: [surface for surface in surfaces.SURFACES if surface.family is family]
        for family in Family
    }
    return {family: members for family, members in groups.items() if members}


def _mark(formula: str) -> str:
    """What tells one formula's menu from another's; nothing of a surface that has none."""
    return f"-{hashlib.sha256(formula.encode()).hexdigest()[:8]}" if formula else ""


def _title(name: str) -> str:
    return translated(surfaces.by_name(name).title)


def _picked(name: str | None) -> Settings | None:
    # Whoever clicks the surface that is there takes nothing away.
    return None if name is None else state.current().on_surface(name)


@lru_cache(maxsize=1)
def rules() -> str:
    """The style sheet: a piece of the sheet of pictures in front of every name."""
    first = surfaces.typed.STARTERS[0]
    # The first of one's own has no picture, but the letter f; there is a place for it, though.
    starters = [
        surfaces.by_name(surfaces.typed.NAME, *one.window, content=one.text)
        for one in (first, *surfaces.typed.STARTERS)
    ]
    rows = {**by_family(), Family.OWN: starters}
    picture = b64encode(sheet(list(rows.values()))).decode()
    columns = max(len(row) for row in rows.values())
    pill = '[class*="st-key-surface-"] [role=radiogroup] > button'
    menu = '[class*="st-key-surfaces-"] [data-testid=stPopoverButton]'
    lines = [
        f'{pill} p::before, {menu} p::before {{ content: ""; flex: none; width: {SIDE}px;'
        f" height: {SIDE}px; border-radius: 4px; background: linear-gradient({SHADE} 0 0),"
        f' url("data:image/png;base64,{picture}") var(--at) var(--row)'
        f" / {columns * SIDE}px {len(rows) * SIDE}px; background-blend-mode: multiply; }}",
        f"{pill} p, {menu} p {{ display: flex; align-items: center; gap: 0.5rem; }}",
        f"{pill} {{ border-radius: 0.5rem; padding: 0 0.6rem 0 0.25rem; }}",
        # It opens like the boxes below it, and so it looks like them.
        f"{menu} {{ padding: 0.25rem 0.75rem 0.25rem 0.35rem; text-align: left;"
        " background: light-dark(#ffffff, #0f141b); border-color: transparent; }",
        f"{menu} > div {{ width: 100%; justify-content: space-between; }}",
        f"{menu} > div > div:first-child {{ justify-content: flex-start; }}",
        # As much of it at once as can be.
        "[data-testid=stPopoverBody]:has([class*=st-key-surface-]) { padding-block: 0.8rem; }",
        "[data-testid=stPopoverBody] [data-testid=stVerticalBlock]:has(> [class*=st-key-surface-])"
        " { gap: 0.6rem; }",
        ".st-key-surfaces-label { margin-bottom: -0.35rem; }",
        ".st-key-surfaces-label p { font-size: 0.875rem; display: flex; align-items: center; }",
        # The sign for help stands where those of the other controls do.
        ".st-key-surfaces-label p > span { margin: 0 0 0 auto; line-height: 1; }",
    ]
    for i, (family, members) in enumerate(rows.items()):
        lines.append(f".st-key-surface-{family.name.lower()} {{ --row: {-i * SIDE}px; }}")
        lines += [
            f".st-key-surfaces-{surface.name} {{ --row: {-i * SIDE}px; --at: {-j * SIDE}px; }}"
            for j, surface in enumerate(members)
            if family is not Family.OWN
        ]
    own, typed = ".st-key-surface-own [role=radiogroup] > button:first-child", "surfaces-typed"
    lines += [
        f'{own} p::before, [class*="st-key-{typed}"] [data-testid=stPopoverButton] p::before'
        f' {{ content: "f"; background: none; font: italic 1.25rem/{SIDE}px serif;'
        " text-align: center; }"
    ]
    lines += [f"{pill}:nth-child({j + 1}) {{ --at: {-j * SIDE}px; }}" for j in range(columns)]
    return "\n".join(lines)
