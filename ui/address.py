"""The links of all pages, and what the browser is told of them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from ui import table
from ui.words import language

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


@lru_cache(maxsize=1)
def script() -> str:
    """The scripts of every page, one for each thing that its browser is to do otherwise.

    One history entry a page, lists that stay open, keys in wide tables, no lost first touch.
    """
    history, lists, tables, hold = (
        Path(__file__).with_name(name).read_text(encoding="utf-8")
        for name in ("history.js", "lists.js", "tables.js", "hold.js")
    )
    history = history.replace('"%LINKS%"', json.dumps(links())).replace("%FIRST%", FIRST)
    return f"<script>{history}\n{lists}\n{tables}\n{hold}</script>"


def spoken() -> str:
    """The script that tells the browser, and who reads the page out, the page's language."""
    return f"<script>document.documentElement.lang = {json.dumps(language())};</script>"
