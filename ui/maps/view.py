"""What the page of maps remembers beside the visit's settings, in the session and in the link.

?…&show=starts&resolution=200&rule=adam.0&against=beta1
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from optimizers import Hyperparameter
from ui import carried, query, scene, state
from ui.maps.orders import fields_of
from ui.settings import Runner, Settings
from ui.visit import is_touched
from ui.words import _, translated

STARTS, SETTINGS = "starts", "settings"
RESOLUTIONS = (100, 200, 400, 800)
VIEW = "maps.link"
WORDS = ("show", "resolution", "rule", "against")
MEMORIES = ("momentum", "beta1")  # what a learning rate is looked at against before all else


@dataclass(frozen=True)
class View:
    """What is shown.

    Attributes:
        show: ``"starts"`` or ``"settings"``.
        resolution: Starts along each axis.
        rule: Whose settings, as a key of `ui.scene.keys`.
        against: The field that is swept with the learning rate.
    """

    show: str = STARTS
    resolution: int = 200
    rule: str = ""
    against: str = ""

    def query(self) -> dict[str, str]:
        """What stands in the link."""
        return {name: str(value) for name, value in asdict(self).items() if value != ""}

    def subject(self, settings: Settings) -> tuple[int, Runner, Hyperparameter] | None:
        """The runner whose settings are shown, its place, and the second field; None without any.

        One that is not there (any more) gives way to the first that has a momentum, or a β₁.
        """
        places = eligible(settings)
        if not places:
            return None
        runners = settings.runners
        kept = [
            p for p in places.values() if any(h.name in MEMORIES for h in fields_of(runners[p]))
        ]
        place = places.get(self.rule, (kept or list(places.values()))[0])
        fields = {hyper.name: hyper for hyper in fields_of(runners[place])}
        wanted = next(name for name in (self.against, *MEMORIES, *fields) if name in fields)
        return place, runners[place], fields[wanted]


def eligible(settings: Settings) -> dict[str, int]:
    """The places of the runners that have a second setting, by their keys; BFGS has none."""
    keys = scene.keys(settings.runners)
    runners = enumerate(zip(keys, settings.runners, strict=True))
    return {key: place for place, (key, runner) in runners if fields_of(runner)}


def current() -> View:
    """The view of this visit; a runner that has left takes its wishes with it."""
    settings = state.current()
    words = dict(parse_qsl(st.session_state.get(VIEW, "")))
    if words.get("rule", "") not in ("", *scene.keys(settings.runners)):
        words = {name: text for name, text in words.items() if name not in ("rule", "against")}
    return read(words, settings)[0]


def _remember(view: View) -> None:
    st.session_state[VIEW] = urlencode(view.query())
    state.keep_own(view.query())


def keep(view: View) -> None:
    """Remember a view; called by controls."""
    _remember(view)
    state.touch()


def read_link() -> list[str]:
    """Take the view from the link, unless a control has just been used; notes on what was wrong."""
    view, notes = current(), []
    url = {name: text for name in WORDS if (text := query.last(name)) is not None}
    if url and not is_touched() and url != view.query():
        view, clean = read(url, state.current())
        if not clean:
            notes = [_("Some of the link's wishes for the maps were not understood.")]
    _remember(view)
    return notes


def read(url: dict[str, str], settings: Settings) -> tuple[View, bool]:
    """A view from a link's words, and whether all of them were understood."""
    fields = {hyper.name for runner in settings.runners for hyper in fields_of(runner)}
    allowed: dict[str, dict[str, Any]] = {
        "show": {name: name for name in (STARTS, SETTINGS)},
        "resolution": {str(n): n for n in RESOLUTIONS},
        "rule": {key: key for key in eligible(settings)},
        "against": {name: name for name in fields},
    }
    known = {name: allowed[name][text] for name, text in url.items() if text in allowed[name]}
    return replace(View(), **known), len(known) == len(url)


def chooses(key: str, value: Any, change: Callable[[Any], View]) -> dict[str, Any]:
    """Arguments for a widget that shows ``value`` and hands what is chosen to ``change``."""

    def changed() -> None:
        chosen = st.session_state[key]
        if chosen is not None:  # a click on what is chosen already un-chooses it
            keep(change(chosen))

    return carried.shows(key, value, changed)


def show_tools(view: View, settings: Settings) -> None:
    """Which maps, and how fine, or whose settings."""
    names = {STARTS: _("Every start"), SETTINGS: _("Every setting")}
    st.segmented_control(
        _("Maps of"),
        list(names),
        format_func=names.__getitem__,
        label_visibility="collapsed",
        **chooses("maps.show", view.show, lambda show: replace(current(), show=show)),
    )
    if view.show == STARTS:
        st.selectbox(
            _("Resolution"),
            RESOLUTIONS,
            format_func=lambda n: _("{n} × {n} starts").format(n=n),
            label_visibility="collapsed",
            width=180,
            **chooses(
                "maps.resolution", view.resolution, lambda n: replace(current(), resolution=n)
            ),
        )
        return
    subject = view.subject(settings)
    if subject is None:
        return
    place, runner, second = subject
    keys = scene.keys(settings.runners)
    labels = dict(zip(keys, scene.labels(settings.runners), strict=True))
    st.selectbox(
        _("Optimizer"),
        list(eligible(settings)),
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        width=160,
        **chooses("maps.rule", keys[place], lambda key: replace(current(), rule=key, against="")),
    )
    # Momentum has a momentum: what stands beside the optimizer says what it is.
    titles = {
        hyper.name: _("η against {name}").format(name=translated(hyper.title))
        for hyper in fields_of(runner)
    }
    st.selectbox(
        _("Learning rate against"),
        list(titles),
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        width=240,
        **chooses("maps.against", second.name, lambda name: replace(current(), against=name)),
    )
