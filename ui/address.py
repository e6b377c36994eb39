"""The links of all pages, and what the browser is told of them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from ui import beside, table
from ui.delivery.bundle import COMMENT

FIRST = "explore"  # the file of the page that has no address


def links() -> dict[str, list[str]]:
    """The words that are always in a page's link, by its address."""
    pages: dict[str, list[str]] = {}
    for visit in table.TABLE:
        always = visit.always()
        for page in visit.pages:
            pages.setdefault("" if page == FIRST else page, []).extend(always)
    return pages


def words() -> frozenset[str]:
    """Every word that some page knows."""
    return frozenset().union(*[visit.words for visit in table.TABLE])


@lru_cache(maxsize=16)
def script(language: str) -> str:
    """The scripts of every page, one for each thing that its browser is to do otherwise at once.

    One history entry a page, and no lost first touch; the rest comes as a file (`ui.beside`).
    """
    history, hold = (
        COMMENT.sub("", Path(__file__).with_name(name).read_text(encoding="utf-8"))
        for name in ("history.js", "hold.js")
    )
    history = history.replace('"%LINKS%"', json.dumps(links())).replace("%FIRST%", FIRST)
    # The page's language, for the browser and for who reads the page out. Types in comments look
    # like tags, and of a script that holds one nothing would be left: HTML is purified.
    spoken = f"document.documentElement.lang = {json.dumps(language)};"
    parts = "\n".join((spoken, history, hold, beside.script(language)))
    return f"<script>{parts}</script>"
