"""The ground of every training, on a plane of its own: six walks are never drawn on one."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from engine import Slice, sliced
from engine.protocols import VectorObjective
from figures.slices import slice_figure, walk_facts
from ui import scene
from ui.glossary import explained
from ui.network.orders import TrainedNets
from ui.network.visit import NETWORK
from ui.numbers import short
from ui.post.still import draw, mode
from ui.words import _


def show_ground(trained: TrainedNets) -> None:
    """The switch, and below it a cut for every optimizer."""
    opened = st.toggle(
        _("Ground of the loss"), help=explained("Ground of the loss"), **NETWORK.turns("cuts")
    )
    if not opened or trained.settings != NETWORK.current().to_train:
        return
    settings = trained.settings
    words = {
        "along": _("from start to end"),
        "across": _("across"),
        "loss": _("loss"),
        "start": _("start"),
        "end": _("end"),
    }
    st.caption(
        _(
            "Each picture is a flat cut through all {count} weights and biases at once: it holds "
            "the start, the end, and the direction in which the rest of the walk is widest. Dots "
            "have the colour of the loss that the net truly had; dark is low. The large mark "
            "stands at the update of the clock above, and what is walked after it is faint. Every "
            "optimizer has a plane of its own, because on a common one nobody would stand on the "
            "ground that is drawn."
        ).format(count=settings.network.dimension)
    )
    columns = st.columns(3)
    for place, (choice, name) in enumerate(
        zip(settings.choices, scene.labels(settings.choices), strict=True)
    ):
        cut, figure = _cut(trained, place, mode(), tuple(words.items()))
        with columns[place % 3]:
            st.markdown(f"**{name}**")
            walk = walk_facts(cut, mode(), scene.style_of(choice.name).hue)
            draw(figure, f"network.{choice.name}", told(name, cut), walk=walk)


@lru_cache(maxsize=6)
def _cut(
    trained: TrainedNets, place: int, light: str, words: tuple[tuple[str, str], ...]
) -> tuple[Slice, go.Figure]:
    """The cut of one optimizer; kept, since a change of the page's light is no new training."""
    loss = cast(VectorObjective, trained.settings.loss)
    cut = sliced(loss, trained.points[:, place], trained.losses[:, place])
    return cut, slice_figure(cut, light, dict(words))


def told(name: str, cut: Slice) -> str:
    """How far the walk and the ground are from each other."""
    if not np.any(cut.far):
        return _("{name} has not moved.").format(name=name)
    share = 100 * cut.share_beside
    return _(
        "{name}: {share} % of the walk (of its squared distances from the start) lies beside this "
        "plane; under it the drawn loss differs from the true one by {typical} at the median, by "
        "{most} at most."
    ).format(
        name=name,
        share="< 0.1" if 0 < share < 0.1 else f"{share:.1f}",
        typical=short(float(f"{cut.typically_off:.2g}")),
        most=short(float(f"{cut.off:.2g}")),
    )
