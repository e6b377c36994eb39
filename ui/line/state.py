"""What is remembered of a visit to one dimension: the text of its link, as with the maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.line import link
from ui.line.settings import LineSettings
from ui.visit import Visit, show_address, touch

VISIT: Visit[LineSettings] = Visit("line.link", link.OURS, link.read, link.write)

current, keep = VISIT.current, VISIT.keep


def open_visit() -> tuple[LineSettings, list[str]]:
    """The settings, from the URL if it is not the one we wrote last, and notes on reading it."""
    notes = VISIT.open()
    return current(), notes


def write_url() -> None:
    """Show the link of the present settings in the address bar."""
    show_address(VISIT.shown())


def controlled(key: str, value: Any, read: Callable[[Any], LineSettings | None]) -> dict[str, Any]:
    """Arguments for a widget that shows ``value`` and hands what is chosen to ``read``.

    ``read`` returns the new settings, or None where the choice is not allowed.
    """
    return VISIT.controlled(f"line.{key}", value, read)


__all__ = ["controlled", "current", "keep", "open_visit", "touch", "write_url"]
