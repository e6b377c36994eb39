"""What was answered, kept by the visitor's browser and by nobody else.

The server tells the browser what to remember, and never asks for it: which lessons are done, and
what was said there, the browser writes into the page by itself (`memory.js`).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ui.delivery import shelf
from ui.delivery.bundle import bundle
from ui.delivery.mount import component
from ui.words import _

HERE = Path(__file__).parent
ENTRY = HERE / "memory.js"


@lru_cache(maxsize=1)
def _own() -> dict[str, str]:
    return {"SCRIPT": shelf.keep("memory", "js", bundle(ENTRY).encode()), "STYLE": ""}


def assets() -> dict[str, str]:
    """The names under which the browser may ask for our files."""
    return {**_own(), "PLOTLY": shelf.plotly_name()}


def remember(names: list[str], of: str = "", answer: str = "") -> None:
    """Let the browser remember an answer, and show what it remembers.

    Args:
        names: Of all lessons, in their order.
        of: The lesson that is shown; none if empty.
        answer: What was said there, in words; nothing new if empty.
    """
    facts: dict[str, Any] = {
        "names": names,
        "of": of,
        "answer": answer,
        "words": {
            "done": _("done"),
            "{done} of {all} lessons done, as this browser remembers.": _(
                "{done} of {all} lessons done, as this browser remembers."
            ),
            "Forget my answers": _("Forget my answers"),
            "Forgotten.": _("Forgotten."),
            "You have answered this before: {answer}": _("You have answered this before: {answer}"),
        },
    }
    component("memory", assets(), 1)(key="lessons.memory", data=json.dumps(facts).encode())
