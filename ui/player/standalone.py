"""The player as a page of its own: one file that plays without a network or a server."""

from __future__ import annotations

import base64
import html
import json
from functools import lru_cache

from engine.trace.browser_text import height_text
from engine.trace.tape import NotTraceableError
from surfaces import Surface
from ui import words
from ui.delivery import shelf
from ui.player import HERE, script, style

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
{ground_script}
const walks = bytes("{walks}");
playerFor(walks, document.getElementById("player")).receive(walks);
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


def standalone_page(title: str, ground: bytes, walks: bytes, surface: Surface | None = None) -> str:
    """The page.

    Args:
        title: What the window says, and the heading that is only heard.
        ground: From `figures.ground.ground_blob`.
        walks: From `figures.walks.walks_blob`.
        surface: Whose heights the ground shows; the page then makes the parts of the ground that
            are looked at closely by itself. Without one it has the ground that it came with.
    """
    return PAGE.format(
        language=words.language(),
        title=html.escape(title),
        style=style(),
        plotly=_plotly(),
        script=script(),
        ground_script=_ground_script(ground, surface),
        walks=base64.b64encode(walks).decode(),
    )


def _ground_script(ground: bytes, surface: Surface | None) -> str:
    """What hands the player its ground, and the means to make parts of it anew."""
    received = f'"{base64.b64encode(ground).decode()}"'
    if surface is None:
        return f"receiveGround(bytes({received}));"
    try:
        height = height_text(surface)
    except NotTraceableError:
        return f"receiveGround(bytes({received}));"
    facts = json.dumps({"minima": surface.minima, "minimum": surface.minimum})
    return "\n".join(
        (
            (HERE / "alone.js").read_text(encoding="utf-8"),
            f"const ground = bytes({received}), {{header: {{id}}}} = unpack(ground);",
            f"const height = {height};",
            f"receiveGround(ground, makerOf(() => grounds().known.get(id), height, {facts}));",
        )
    )
