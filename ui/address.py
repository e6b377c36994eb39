"""The links of all pages, and what the browser is told of them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from ui import anatomy, link, rates, state
from ui.line import link as line_link
from ui.line.settings import first_line_settings
from ui.maps import view
from ui.post import choice
from ui.settings import first_settings
from ui.words import language

FIRST = "explore"  # the file of the page that has no address


@lru_cache(maxsize=1)
def links() -> dict[str, list[str]]:
    """The words that are always in a page's link, by its address; "" where it is not here."""
    settings = [*link.write(first_settings())]
    return {
        "": settings,
        "anatomy": [*settings, anatomy.OF, anatomy.STEP],
        "basins": [*settings, *view.View().query()],
        "blog_post": [*choice.write(choice.Choice())],
        "line": [*line_link.write(first_line_settings())],
    }


@lru_cache(maxsize=1)
def words() -> frozenset[str]:
    """Every word that some page knows."""
    own = (anatomy.OF, anatomy.STEP, rates.ETA, *view.WORDS)
    return frozenset((*state.OURS, *own, *line_link.OURS, *choice.OURS))


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
