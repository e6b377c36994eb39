"""The player as a page of its own: one file that plays without a network or a server."""

from __future__ import annotations

import base64
import html
import json
from functools import lru_cache

from engine.trace.browser_text import height_text
from engine.trace.node import NotTraceableError
from surfaces import Surface
from ui import words
from ui.delivery import shelf
from ui.delivery.bundle import bundle
from ui.player import HERE, style

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --st-primary-color: #1d5fd1; --st-background-color: #ffffff; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --st-primary-color: #5b9dff; --st-background-color: #0f141b; }}
}}
body {{ margin: 0; background: var(--st-background-color); font-family: system-ui, sans-serif; }}
main {{ max-width: 1280px; margin: 0 auto; padding: 16px; }}
{style}
</style>
<script>{plotly}</script>
</head>
<body>
<main><h1 class="ov-said">{title}</h1><div class="ov-holder" id="player"></div></main>
<script type="module">
{script}
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const ground = bytes("{ground}"), walks = bytes("{walks}");
openAlone(document.getElementById("player"), ground, walks, {height}, {facts});
</script>
</body>
</html>
"""


@lru_cache(maxsize=1)
def _plotly() -> str:
    # A closing tag inside a string of the library would end the script element.
    kept = shelf.find(shelf.plotly_name())  # as it was when the server started
    text = (kept.content if kept else shelf.PLOTLY.read_bytes()).decode()
    return text.replace("</script", "<\\/script")


@lru_cache(maxsize=1)
def _script() -> str:
    return bundle(HERE / "alone.js")


def standalone_page(title: str, ground: bytes, walks: bytes, surface: Surface | None = None) -> str:
    """The page.

    Args:
        title: What the window says, and the heading that is only heard.
        ground: From `figures.ground.ground_blob`.
        walks: From `figures.walks.walks_blob`.
        surface: Whose heights the ground shows; the page then makes the parts of the ground that
            are looked at closely by itself. Without one it has the ground that it came with.
    """
    height, facts = _closer(surface)
    return PAGE.format(
        language=words.language(),
        title=html.escape(title),
        style=style(),
        plotly=_plotly(),
        script=_script(),
        ground=base64.b64encode(ground).decode(),
        walks=base64.b64encode(walks).decode(),
        height=height,
        facts=facts,
    )


def _closer(surface: Surface | None) -> tuple[str, str]:
    """A surface's formula and its facts as JavaScript has them; nulls where there are none."""
    if surface is None:
        return "null", "null"
    try:
        height = height_text(surface)
    except NotTraceableError:
        return "null", "null"
    return height, json.dumps({"minima": surface.minima, "minimum": surface.minimum})
