"""What is remembered of a visit to the post's page: one text, the link of the present choice.

Apart from that of the other pages: a visit to this page changes nothing there, and finds its own
repairs again when it comes back.
"""

from __future__ import annotations

from ui.post import choice as link
from ui.post.choice import Choice
from ui.visit import Visit, show_address

VISIT: Visit[Choice] = Visit("post.link", link.OURS, link.read, link.write)

current, keep, controlled = VISIT.current, VISIT.keep, VISIT.controlled


def open_visit() -> list[str]:
    """Bring session and URL together at the top of the page; notes on what was not understood."""
    return VISIT.open()


def write_url() -> None:
    """Show the link of the present choice in the address bar."""
    show_address(VISIT.shown())
