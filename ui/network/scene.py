"""A training as the player takes it."""

from __future__ import annotations

import data
from figures.network import NetworkFacts, network_blob
from ui import scene
from ui.network.orders import TrainedNets
from ui.network.words import network_words, shape_of
from ui.numbers import short
from ui.words import _, translated


def blob_of(trained: TrainedNets) -> bytes:
    """The payload of the player."""
    now = trained.settings
    title = translated(data.by_name(now.source_name).title)
    subject = _("Network {shape} on {data}").format(shape=shape_of(now), data=title)
    middle, unit = now.scale
    labels = scene.labels(now.choices)
    styles = scene.styles_of(now.choices)
    keys = scene.keys(now.choices)
    facts = NetworkFacts(
        now.examples,
        now.is_held,
        now.network,
        now.loss_name,
        tuple(middle),
        tuple(unit),
    )
    walks = [
        (key, label, style, short(choice.value("learning_rate")))
        for key, label, style, choice in zip(keys, labels, styles, now.choices, strict=True)
    ]
    return network_blob(trained.blob, facts, walks, network_words(now, subject))
