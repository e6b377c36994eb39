"""What a page can do without until its picture is there, as files that the browser keeps."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from ui import surface_menu
from ui.delivery import shelf
from ui.delivery.bundle import COMMENT, closed
from ui.glossary import of_the_page
from ui.words import speaking

HERE = Path(__file__).parent


def style_name() -> str:
    """The name of the style sheet with the pictures of the menu."""
    return shelf.keep("menu", "css", surface_menu.rules().encode())


@lru_cache(maxsize=16)
def acts_name(language: str) -> str:
    """The name of the module with what the browser is to do otherwise, once there is time.

    Lists that stay open, keys in wide tables, pills and table heads that explain themselves.

    Args:
        language: In which the sentences are; they are kept by it, whoever asks for them first.
    """
    lists, tables = (
        COMMENT.sub("", (HERE / name).read_text(encoding="utf-8"))
        for name in ("lists.js", "tables.js")
    )
    with speaking(language):
        sentences = json.dumps(of_the_page(), ensure_ascii=False)
    explains = f"{closed(HERE / 'explained.js')}.explainPage({sentences});"
    text = f"export function begin() {{\n{lists}\n{tables}\n{explains}\n}}\n"
    return shelf.keep("acts", "js", text.encode())


@lru_cache(maxsize=16)
def script(language: str) -> str:
    """What fetches both, as a statement."""
    names = json.dumps([style_name(), acts_name(language)])
    return f"{closed(HERE / 'beside.js')}.fetchBeside(...{names});"
