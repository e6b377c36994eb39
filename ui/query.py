"""The words of a link as they arrive: which are meant, which are nobody's, which are misspelled.

Two kinds of foreign hands are undone: capitals (``Surface=``), and a link that was copied out of
the source of a page, where ``&`` is written ``&amp;`` (``?surface=bowl&amp;epochs=50``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher

import streamlit as st

from ui.words import _

Query = Mapping[str, Sequence[str]]

ESCAPED = "amp;"
# Words that others add to links, to count visits or to embed a page; ours begin with none of them.
FOREIGN = ("_", "embed", "utm_", "mc_", "mtm_", "pk_", "hsa_", "trk_", "ga_", "wt_")
CLICKS = {
    *("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "fbclid", "msclkid", "yclid", "twclid"),
    *("ttclid", "igshid", "igsh", "li_fat_id", "epik", "ref", "ref_src", "ref_url", "trk", "si"),
}
ALIKE = 0.6  # of 1: how much of two words must agree for one to be the other, misspelled


def meant(name: str) -> str:
    """The name of a word, as we write it."""
    name = name.lower()
    while name.startswith(ESCAPED):
        name = name.removeprefix(ESCAPED)
    return name


def asked() -> dict[str, list[str]]:
    """The address bar's words by what they mean; one that stands twice has all of its values."""
    query: dict[str, list[str]] = {}
    for name in st.query_params:
        query.setdefault(meant(name), []).extend(st.query_params.get_all(name))
    return query


def last(name: str) -> str | None:
    """The last value of a word in the address bar."""
    values = asked().get(name)
    return values[-1] if values else None


def show(wanted: Mapping[str, list[str]]) -> None:
    """Let the address bar say this, besides what others have written there."""
    shown = {name: st.query_params.get_all(name) for name in st.query_params}
    kept = {name: values for name, values in shown.items() if is_foreign(name)}
    if shown != {**kept, **wanted}:
        st.query_params.from_dict({**kept, **wanted})


def is_foreign(name: str) -> bool:
    """Whether a word is known to come from others, and to be none of our business."""
    return meant(name).startswith(FOREIGN) or meant(name) in CLICKS


def unknown(query: Query, here: Collection[str], elsewhere: Collection[str]) -> list[str]:
    """A note if there are words in a query that no page knows; the words are not repeated.

    Args:
        query: By what its words mean.
        here: The words of this page.
        elsewhere: Those of all pages; links carry them from one to the next.
    """
    names = [name for name in query if name not in (*here, *elsewhere) and not is_foreign(name)]
    if not names:
        return []
    nearest = [_nearest(name, here) or _nearest(name, elsewhere) for name in names]
    words = dict.fromkeys(word for word in nearest if word is not None)
    if None in nearest:
        sentence = _(
            "The link has words that are not known here, and they are left out; those of this page "
            "are {words}."
        )
        words = dict.fromkeys(here)
    elif len(names) == 1:
        sentence = _("A word of the link is not known and is left out; is {words} meant?")
    else:
        sentence = _("Words of the link are not known and are left out; are {words} meant?")
    return [sentence.format(words=", ".join(words))]


def _nearest(name: str, words: Collection[str]) -> str | None:
    """The word that is most like a misspelled one, if any is."""
    # A long text is no misspelled word, and would be slow to compare.
    likeness = {word: SequenceMatcher(None, name[:40], word).ratio() for word in words}
    best = max(likeness, key=likeness.__getitem__, default=None)
    return best if best is not None and likeness[best] >= ALIKE else None
