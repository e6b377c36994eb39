"""The glossary's words of lessons: a sentence on each, as in `ui.glossary`."""

from __future__ import annotations

from collections.abc import Callable

from ui.words import _

LESSONS: dict[str, Callable[[], str]] = {
    "What do you expect?": lambda: _(
        "Say what you expect before you see it; nothing is chosen for you, and nobody counts."
    ),
    "Lessons open with hidden answers": lambda: _(
        "Whoever follows a link of this list sees the run only when Reveal is pressed."
    ),
    "Your question": lambda: _("Plain text of at most 300 characters; it is shown as it stands."),
    "Address of Explore or Compare": lambda: _(
        "What the address bar of one of these pages says while your run is on it."
    ),
}
