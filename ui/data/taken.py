"""The files of the page on data to take away: walks as CSV, the picture as a page of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st

from data import Order
from engine.trace.browser_text import height_text
from engine.trace.node import NotTraceableError
from figures.ground import ground, packed
from figures.walks import DrawnWalk
from listings import Run
from surfaces.losses import DataLoss
from ui.as_code import run_of, show_code
from ui.data.scene import blob_of, ground_name, ground_of, raced, walks_of
from ui.data.settings import DataSettings
from ui.player.standalone import standalone_page
from ui.report import show_downloads
from ui.words import _, translated

FINER = 241  # points a side of a ground that a saved page cannot make anew


def show_files(settings: DataSettings) -> None:
    """Two buttons; what they hand out is made when it is asked for."""
    if not settings.choices:
        return
    if not remade(settings.loss):
        st.caption(
            _(
                "A saved page cannot reckon this loss of {n} examples by itself: it takes along a "
                "finer ground, which stays as it is however closely it is looked at."
            ).format(n=settings.count)
        )
    show_downloads(settings.loss_name, lambda: whole_walks(settings), lambda: page_of(settings))
    show_code(settings.loss_name, lambda: program_of(settings))


def program_of(settings: DataSettings) -> Run:
    """The run of the first seed as a program makes it: it draws the same batches by itself."""
    walks = whole_walks(settings)
    whole = settings.batch == settings.count and settings.order is not Order.REPLACED
    batches: dict[str, Any] = {} if whole else {"batches": settings.batches, "loss": settings.loss}
    schedule = settings.schedule_choice.schedule()
    return run_of(settings.loss.surface, settings.start, walks, schedule, **batches)


def whole_walks(settings: DataSettings) -> list[DrawnWalk]:
    """The walks with every update, also where the screen shows only some."""
    drawn = settings.batches.indices(settings.count, settings.updates)
    return walks_of(settings, raced(settings, drawn), np.arange(settings.updates + 1))


def page_of(settings: DataSettings) -> str:
    """The picture with its clock and its examples; nothing can be dragged there."""
    loss = settings.loss
    title = translated(loss.kind.title)
    return standalone_page(title, _ground_of(loss), blob_of(settings), loss.surface)


@lru_cache(maxsize=64)
def remade(loss: DataLoss) -> bool:
    """Whether a page without a server can make parts of the ground anew, from their formula."""
    try:
        height_text(loss.surface)
    except NotTraceableError:
        return False
    return True


def _ground_of(loss: DataLoss) -> bytes:
    if remade(loss):
        return ground_of(loss)
    return packed(replace(ground(loss.surface, FINER), key=ground_name(loss)))
