"""The player as a page of its own: one file that plays without a network or a server."""

from __future__ import annotations

import base64
import html
import json
from functools import lru_cache

import numpy as np

from engine.protocols import Schedule
from engine.trace.browser_text import height_text
from engine.trace.node import NotTraceableError
from figures.blob import unpack
from surfaces import Surface
from ui import words
from ui.delivery import shelf
from ui.delivery.bundle import bundle
from ui.numbers import short
from ui.player import HERE, style
from ui.player.live import records_of
from ui.player.live_words import saved_words
from ui.settings import MOST_EPOCHS
from ui.words import _

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --st-primary-color: #1b5ac6; --st-background-color: #ffffff; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --st-primary-color: #5b9dff; --st-background-color: #0f141b; }}
}}
body {{ margin: 0; background: var(--st-background-color); font-family: system-ui, sans-serif; }}
:lang(ko) {{ word-break: keep-all; }}
h1 {{ margin: 0; font-size: 1.5rem; }}
.settings {{ margin: 4px 0 12px; font-size: 14px; opacity: 0.8; overflow-wrap: anywhere; }}
h1, .settings {{ color: light-dark(#1b2430, #e8edf4); }}
.ov-player {{ --ov-taken: 190px !important; }}
main {{ max-width: 1280px; margin: 0 auto; padding: 16px; }}
{style}
</style>
<script>{plotly}</script>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="settings">{settings}</p>
<div class="ov-holder" id="player"></div>
</main>
<script type="module">
{script}
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const ground = bytes("{ground}"), walks = bytes("{walks}");
const saved = {saved};
openAlone(document.getElementById("player"), ground, walks, {height}, {facts}, saved);
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


def standalone_page(
    title: str,
    ground: bytes,
    walks: bytes,
    surface: Surface | None = None,
    schedule: Schedule | None = None,
) -> str:
    """The page.

    Args:
        title: What the window says, and the heading.
        ground: From `figures.ground.ground_blob`.
        walks: From `figures.walks.walks_blob`.
        surface: Whose heights the ground shows; the page then makes the parts of the ground that
            are looked at closely by itself. Without one it has the ground that it came with.
        schedule: Of the learning rates, where one is in force: the walks may become longer.
    """
    height, facts = _closer(surface)
    return PAGE.format(
        language=words.language(),
        title=html.escape(title),
        settings=html.escape(_settings_of(walks)),
        style=style(),
        plotly=_plotly(),
        script=_script(),
        ground=base64.b64encode(ground).decode(),
        walks=base64.b64encode(walks).decode(),
        height=height,
        facts=facts,
        saved=_saved(walks, schedule),
    )


def _saved(walks: bytes, schedule: Schedule | None) -> str:
    """What the page's walks are walked with, so that they follow a hand where no server is."""
    live = unpack(walks)[0].get("live")
    records = records_of(live) if live else {}
    if live and schedule is not None and "factors" in live:
        factors = np.asarray(schedule.factor(np.arange(1, MOST_EPOCHS + 1)))
        records[live["factors"]] = factors.tolist()
    saved = {"records": records, "words": saved_words(), "most": MOST_EPOCHS}
    return json.dumps(saved, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


def _settings_of(walks: bytes) -> str:
    """Where the walks start, how far they go, with which learning rates, and what is unusual."""
    header, _arrays = unpack(walks)
    rules = [
        _("{name} η = {rate}").format(name=walk["label"], rate=walk["rate"])
        for walk in header["walks"]
        if walk["listed"]
    ]
    start = ", ".join(short(value) for value in header["start"])
    if header.get("line"):  # its balls say themselves where they start
        said = [_("{n} steps").format(n=header["steps"])]
    elif facts := header.get("data"):  # of a long run only some rows are sent
        said = [
            _("start ({place})").format(place=start),
            _("{n} updates").format(n=facts["rows"][-1]),
        ]
    else:
        said = [
            _("start ({place})").format(place=start),
            _("{n} steps").format(n=header["steps"]),
        ]
    besides = header["words"].get("besides")
    settings = " · ".join([*said, *rules, *([besides] if besides else [])])
    return _("Saved run: {settings}").format(settings=settings)


def _closer(surface: Surface | None) -> tuple[str, str]:
    """A surface's formula and its facts as JavaScript has them; nulls where there are none."""
    if surface is None:
        return "null", "null"
    try:
        height = height_text(surface)
    except NotTraceableError:
        return "null", "null"
    return height, json.dumps({"minima": surface.minima, "minimum": surface.minimum})
