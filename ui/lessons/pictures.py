"""What is seen of a run: before an answer its ground alone, afterwards the walks on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from figures.blob import pack, unpack, with_header
from figures.ground import chart
from figures.learned import paths_figure
from figures.line import line_blob
from figures.walks import Panel, walks_blob
from lessons.lesson import Diagram
from ui import scene
from ui.besides import besides
from ui.data import scene as data_scene
from ui.data.settings import DataSettings
from ui.fates import fates
from ui.lessons.opens import Opens
from ui.lessons.said import said
from ui.line.scene import ground_of
from ui.line.settings import LineSettings
from ui.line.settings import walks_of as balls_of
from ui.line.words import line_besides, line_words
from ui.maps import job_status
from ui.network import scene as net_scene
from ui.network import status
from ui.network.orders import TrainedNets, TrainingOrder
from ui.network.settings import NetworkSettings
from ui.player import player_words, show_ground, show_player
from ui.player.grounds import show_map_ground
from ui.post.still import draw, mode
from ui.settings import Settings
from ui.stays import stays
from ui.words import _, translated

BELOW, ABOVE = 4.0, 0.7  # powers of ten of an empty axis around the loss at the start
LINES = ("blue", "red", "green", "violet", "orange", "gray")


def _nothing() -> None:
    """What is touched in a picture of a lesson changes nothing of the run."""


def show_ground_alone(settings: Any, key: str, pinned: Any = None) -> None:
    """The ground and the start of a run, and nothing of where it goes.

    Args:
        settings: From `ui.lessons.opens`.
        key: The player's.
        pinned: What to do when a place was pointed at; None where none is asked for.
    """
    act = pinned or _nothing
    if isinstance(settings, LineSettings):
        show_ground(key, ground_of(settings.curve))
        words = line_words(ascend=settings.ascend)
        blob = line_blob(settings.curve, [], settings.starts, None, words, ascend=settings.ascend)
        begins = [(x, float(settings.curve.f(x))) for x in settings.starts]
        facts = {"asks": False, "alone": True, "begins": begins}
        alone = with_header(blob, {}, minimum=None, lesson=facts)
        show_player(key, alone, act)
    elif not isinstance(settings, NetworkSettings):
        _show_map(settings, key)
        show_player(key, alone_blob(settings, asked=pinned is not None), act)


def alone_blob(settings: Settings | DataSettings, *, asked: bool = False) -> bytes:
    """A map without walks: no end, no star and no height of one is in it."""
    surface = settings.surface if isinstance(settings, Settings) else settings.loss.surface
    on = chart(surface) if isinstance(settings, Settings) else data_scene.chart_of(settings.loss)
    on = replace(on, minima=(), minimum=None, level=None, solid=False)
    words = player_words(_title(settings))
    blob = walks_blob(surface, [], [Panel(())], settings.start, words, on=on)
    return with_header(blob, lesson_words(), lesson={"asks": asked, "alone": True})


def lesson_words() -> dict[str, str]:
    """What a player says in a lesson, by its English."""
    return {
        "your prediction": _("your prediction"),
        "Your prediction; click the map, or move it with the arrow keys": _(
            "Your prediction; click the map, or move it with the arrow keys"
        ),
        "Your prediction ({x}, {y}); the arrow keys move it": _(
            "Your prediction ({x}, {y}); the arrow keys move it"
        ),
        "Click or tap where the walk will end, or press Tab and use the arrow keys.": _(
            "Click or tap where the walk will end, or press Tab and use the arrow keys."
        ),
    }


def _in_lesson(blob: bytes, predicted: Mapping[str, Any]) -> bytes:
    """A run of which nothing is told to the server, with what was predicted of it.

    It is that of the sentences below it, so no hand turns it here; it opens in a page of its own.
    """
    header, arrays = unpack(blob)
    header.pop("live", None)
    alone = pack(header, arrays)
    return with_header(alone, lesson_words(), autoplay=True, lesson={**predicted, "asks": False})


def _title(settings: Settings | DataSettings) -> str:
    if isinstance(settings, Settings):
        return translated(settings.surface.title)
    return translated(settings.loss.kind.title)


def _show_map(settings: Settings | DataSettings, key: str) -> None:
    if isinstance(settings, Settings):
        surface = settings.surface
        show_map_ground(key, scene.ground_of(surface), scene.closer_of(surface))
    else:
        loss = settings.loss
        show_map_ground(key, data_scene.ground_of(loss), data_scene.closer_of(loss))


def show_sheet(run: Any, key: str, drawn: Any) -> None:
    """The empty axes of the loss; all that is known of it is where it begins.

    Args:
        run: Whose first walk is meant.
        key: The sheet's.
        drawn: What to do when a line has come.
    """
    walk = run.walks[0]
    begin = float(walk.heights[0])
    words = {
        "step": _("step"),
        "loss": _("loss"),
        "step {step}: {loss}": _("step {step}: {loss}"),
        "The loss as you expect it; right and left go along the steps, up and down change it": _(
            "The loss as you expect it; right and left go along the steps, up and down change it"
        ),
        "This is your line. Draw over it to change it.": _(
            "This is your line. Draw over it to change it."
        ),
        "The dot is the loss at the start. Draw from there to the last step.": _(
            "The dot is the loss at the start. Draw from there to the last step."
        ),
    }
    top = math.log10(begin)
    header = {
        "kind": "sketch",
        "steps": walk.steps,
        "begin": begin,
        "low": math.floor(top - BELOW),
        "high": math.ceil(top + ABOVE),
        "words": words,
    }
    show_player(key, pack(header, {}), _nothing, sketch=drawn)


def show_run(opened: Opens, key: str, predicted: Mapping[str, Any]) -> None:
    """The run as it plays, with what was predicted.

    Args:
        opened: The page of the run and its settings.
        key: The player's: another one than before the answer, for it may be of another kind.
        predicted: For the player: a ``pin`` (x, y), or a ``sketch`` of x and y.
    """
    now = opened.settings
    if isinstance(now, NetworkSettings):
        _show_net(now, key)
    elif isinstance(now, LineSettings):
        show_ground(key, ground_of(now.curve))
        words = {
            **line_words(ascend=now.ascend),
            "subject": translated(now.curve.title),
            "besides": line_besides(now),
        }
        blob = line_blob(now.curve, balls_of(now), now.starts, now.flat, words, ascend=now.ascend)
        show_player(key, _in_lesson(blob, {}), _nothing)
    elif isinstance(now, DataSettings):
        _show_map(now, key)
        show_player(key, _in_lesson(data_scene.blob_of(now), predicted), _nothing)
    else:
        _show_map(now, key)
        blob = walked(now, apart=opened.page == "compare")
        show_player(key, _in_lesson(blob, predicted), _nothing)


def walked(now: Settings, *, apart: bool) -> bytes:
    """The walks on a map, on one or side by side."""
    walks = scene.walks_of(now)
    together = [Panel(tuple(range(len(walks))))]
    panels = [Panel((i,), f"{w.label} · η {w.rate}") for i, w in enumerate(walks)]
    left = fates(walks, now.surface)
    return walks_blob(
        now.surface,
        walks,
        panels if apart else together,
        now.start,
        player_words(translated(now.surface.title), besides(now), typed=now.surface.found),
        autoplay=True,
        fates=left,
        stays=stays(walks, left),
    )


def _show_net(settings: NetworkSettings, key: str) -> None:
    """The nets as far as they are there."""
    orders = [TrainingOrder(settings)]
    polling = job_status.is_working(job_status.asked_patiently(orders))

    @st.fragment(run_every=job_status.POLL if polling else None)
    def trained() -> None:
        [answer] = job_status.asked(orders) if polling else job_status.asked_patiently(orders)
        if job_status.is_working([answer]) != polling:
            st.rerun()
        if isinstance(answer, TrainedNets):
            show_player(key, _in_lesson(net_scene.blob_of(answer), {}), _nothing)
        else:
            status.show_progress(orders, answer, None)

    trained()


def show_diagram(diagram: Diagram, key: str) -> None:
    """What a lesson draws besides its run."""
    lines = {}
    for i, series in enumerate(diagram.series):
        hue = LINES[i % len(LINES)]
        dash = "solid" if series.dots else ("solid", "dash", "dot")[i % 3]
        x, y = np.asarray(series.x, float), np.asarray(series.y, float)
        lines[said(series.title)] = (x, y, hue, dash)
    words = {"x": said(diagram.x), "y": said(diagram.y)}
    figure = paths_figure(lines, mode(), words, log=diagram.y_log)
    if diagram.x_log:
        figure.update_xaxes(type="log", exponentformat="power", nticks=6)
    for trace, series in zip(figure.data, diagram.series, strict=True):
        if series.dots:
            trace.update(mode="markers", marker={"size": 8, "color": trace.line.color})
    caption = _("{y}, over {x}.").format(**words)
    with st.container(key="lesson-diagram"):
        draw(figure, f"lessons.{key}", caption[:1].upper() + caption[1:])
