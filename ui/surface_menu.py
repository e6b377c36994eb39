"""The menu of surfaces: in groups, each with a small picture of its ground."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache

import streamlit as st

import surfaces
from figures.thumbnails import sheet
from surfaces import Family, Surface
from ui import state
from ui.glossary import explained
from ui.settings import Settings
from ui.state import controlled
from ui.words import _, translated

SIDE = 30  # px of a picture


def surface_menu(settings: Settings) -> None:
    """Which surface is walked on."""
    here = settings.surface_name
    with st.container(key="surfaces-label"):
        st.markdown(_("Surface"), help=explained("Surface"))
    # By another name it is another menu, which is closed: a choice has been made.
    with st.popover(translated(settings.surface.title), key=f"surfaces-{here}", width="stretch"):
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


def _title(name: str) -> str:
    return translated(surfaces.by_name(name).title)


def _picked(name: str | None) -> Settings | None:
    # Whoever clicks the surface that is there takes nothing away.
    return None if name is None else state.current().on_surface(name)


@lru_cache(maxsize=1)
def rules() -> str:
    """The style sheet: a piece of the sheet of pictures in front of every name."""
    rows = by_family()
    picture = b64encode(sheet(list(rows.values()))).decode()
    columns = max(len(row) for row in rows.values())
    pill = '[class*="st-key-surface-"] [role=radiogroup] > button'
    menu = '[class*="st-key-surfaces-"] [data-testid=stPopoverButton]'
    lines = [
        f'{pill} p::before, {menu} p::before {{ content: ""; flex: none; width: {SIDE}px;'
        f' height: {SIDE}px; border-radius: 4px; background: url("data:image/png;base64,{picture}")'
        f" var(--at) var(--row) / {columns * SIDE}px {len(rows) * SIDE}px; }}",
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
        ]
    lines += [f"{pill}:nth-child({j + 1}) {{ --at: {-j * SIDE}px; }}" for j in range(columns)]
    return "\n".join(lines)
