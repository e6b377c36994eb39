"""All words that a visitor reads pass `_`, so that a second language is one catalogue.

English is the source. A catalogue for, say, Korean is ``locales/ko/LC_MESSAGES/app.mo``. Titles,
notes and help texts of surfaces and optimizers are data of their rooms; they are translated where
they are shown, with the same call.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from pathlib import Path

LOCALES = Path(__file__).parent.parent / "locales"

# Per script run, never global: two visitors may read two languages at the same time.
_catalogue: ContextVar[gettext.NullTranslations | None] = ContextVar("catalogue", default=None)


def speak(language: str) -> None:
    """Use this language for the rest of the script run; English where no catalogue is found."""
    _catalogue.set(
        gettext.translation("app", localedir=LOCALES, languages=[language], fallback=True)
    )


def _(message: str) -> str:
    """The message in the language of this script run."""
    catalogue = _catalogue.get()
    return message if catalogue is None or not message else catalogue.gettext(message)
