"""The run of the page on data: who walks on which batches, and the ground below them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np

import data
from data import Order
from engine import Trajectory, race
from figures.batch_lines import batch_lines
from figures.blob import unpack
from figures.closer import Part, closer_ground, closer_packed
from figures.data import BatchRows, Examples, data_blob
from figures.ground import Chart, Ground, chart, ground, packed
from figures.walks import DrawnWalk, Panel, walks_blob
from surfaces import Surface
from surfaces.losses import DataLoss
from ui import scene
from ui.data.fans import fan_arrays, spread_of
from ui.data.settings import DataSettings
from ui.data.words import data_words, weights
from ui.numbers import short
from ui.player.live import Live, live_of
from ui.player.live_batches import live_batches
from ui.words import _, translated

# A change of an example sends the ground anew, so it is sent coarser than elsewhere; who looks
# closely is sent a finer part.
RESOLUTION = 91
MOST_ROWS = 900  # of all walks together that are sent; of longer ones every so many updates


def kept_rows(steps: int, walks: int) -> np.ndarray:
    """(K,) int; after how many updates there is a row on the screen, the first and last as well."""
    every = max(1, -(-steps * walks // MOST_ROWS))
    return np.union1d(np.arange(0, steps + 1, every), [0, steps])


def raced(settings: DataSettings, drawn: np.ndarray) -> tuple[Trajectory, ...]:
    """One walk per rule, on the draws of the first seed."""
    return race(
        settings.loss,
        settings.rules(),
        settings.start,
        settings.updates,
        draws=list(drawn),
        schedule=settings.schedule_choice.schedule(),
    )


def walks_of(
    settings: DataSettings, walked: Sequence[Trajectory], kept: np.ndarray
) -> list[DrawnWalk]:
    """The walks as the player takes them: rows that are kept, on the loss as a surface."""
    surface = settings.loss.surface
    names = scene.labels(settings.choices)
    return [
        DrawnWalk(
            key,
            label,
            style,
            short(choice.value("learning_rate")),
            _thinned(walk, surface, kept),
        )
        for key, label, style, choice, walk in zip(
            scene.keys(settings.choices),
            names,
            scene.styles_of(settings.choices),
            settings.choices,
            walked,
            strict=True,
        )
    ]


def _thinned(walk: Trajectory, surface: Surface, kept: np.ndarray) -> Trajectory:
    factors = None if walk.factors is None else walk.factors[kept[:-1]]
    return replace(
        walk,
        surface=surface,
        points=walk.points[kept],
        heights=walk.heights[kept],
        gradients=walk.gradients[kept],
        factors=factors,
        counts=None,
        seen=None,
    )


def examples_of(settings: DataSettings) -> Examples:
    """What the pane of the data shows."""
    title = translated(data.by_name(settings.source_name).title)
    if not settings.edits.left(len(settings.untouched)):
        title = _("Examples of your own")
    return Examples(
        settings.loss,
        settings.batches,
        _("{data}, N = {n}").format(data=title, n=settings.count),
    )


def rows_of(
    settings: DataSettings, walked: Sequence[Trajectory], drawn: np.ndarray, kept: np.ndarray
) -> BatchRows:
    """What every row that is shown knows of its update."""
    loss, before = settings.loss, kept[:-1]
    seen = drawn[before]
    losses = [loss.value(walk.points[before], seen) for walk in walked]
    gradients = [walk.seen[before] for walk in walked if walk.seen is not None]
    return BatchRows(
        kept, seen, losses, gradients, settings.per_epoch, settings.over, _looked_at(settings)
    )


def blob_of(settings: DataSettings, refused: int = 0) -> bytes:
    """The run as the player takes it.

    Args:
        settings: What was chosen.
        refused: How often a change of examples was refused: with one more it is another payload,
            and so the player takes the examples anew.
    """
    drawn = settings.batches.indices(settings.count, settings.updates)
    walked = raced(settings, drawn)
    kept = kept_rows(settings.updates, len(walked))
    walks = walks_of(settings, walked, kept)
    loss = settings.loss
    sent = walks_blob(
        loss.surface,
        walks,
        [Panel(tuple(range(len(walks))), translated(loss.kind.title))],
        settings.start,
        data_words(settings),
        on=chart_of(loss),
        live=_live(settings, walked, kept),
    )
    spread = spread_of(settings)
    fan = None if spread is None else fan_arrays(spread, unpack(sent)[0]["minimum"])
    rows = rows_of(settings, walked, drawn, kept)
    lines = batch_lines(loss) if settings.batch_lines else None
    return data_blob(sent, walks, examples_of(settings), rows, weights(loss), fan, lines, refused)


def _live(settings: DataSettings, walked: Sequence[Trajectory], kept: np.ndarray) -> Live:
    """How a browser can follow them: on the loss of all, or on the batches that it draws itself."""
    if settings.batch >= settings.count and settings.order is not Order.REPLACED:
        return live_of(settings.loss.surface, walked, turned=True)
    seen = min(settings.batch, settings.count) * settings.updates
    return live_batches(settings.loss, walked, seen, len(kept), settings.updates)


def _looked_at(settings: DataSettings) -> int:
    names = [choice.name for choice in settings.choices]
    return names.index(settings.slopes_of) if settings.slopes_of in names else -1


# -- the ground ----------------------------------------------------------------------------------


def ground_name(loss: DataLoss) -> str:
    """Tells the ground of these examples from every other."""
    return f"data/{loss.name}/{hashlib.sha256(repr(loss.key).encode()).hexdigest()[:24]}"


def chart_of(loss: DataLoss) -> Chart:
    """What the player has to know of it."""
    return replace(chart(loss.surface), key=ground_name(loss), solid=False)


@lru_cache(maxsize=32)
def _ground(loss: DataLoss) -> Ground:
    return replace(ground(loss.surface, RESOLUTION), key=ground_name(loss))


@lru_cache(maxsize=32)
def ground_of(loss: DataLoss) -> bytes:
    """The ground as the player takes it."""
    return packed(_ground(loss))


def closer_of(loss: DataLoss) -> Callable[[Part], bytes]:
    """What makes a part of it anew."""
    return partial(_closer, loss)


@lru_cache(maxsize=32)
def _closer(loss: DataLoss, part: Part) -> bytes:
    whole = _ground(loss)
    return closer_packed(closer_ground(loss.surface, part, whole), whole.key)
