"""The words that the player shows on the page on data, by their English."""

from __future__ import annotations

from data import Order
from surfaces.losses import DataLoss
from ui.besides import of_rules, of_schedule
from ui.coordinates import in_words
from ui.data.settings import DataSettings
from ui.numbers import short
from ui.player import player_words
from ui.player.terms import data_terms
from ui.words import _, translated


def data_words(settings: DataSettings) -> dict[str, str]:
    """Those of the player, and what is called otherwise where there are batches."""
    hint = (
        "Drag an example, click beside them to add one, double click one to remove it. Click the "
        "map to start there."
    )
    return {
        **player_words(translated(settings.loss.kind.title), data_besides(settings)),
        **data_terms(),
        "Data": _("Data"),
        "update": _("update"),
        "epoch": _("epoch"),
        "examples seen": _("examples seen"),
        "loss of its batch": _("loss of its batch"),
        "{n} examples, {axes}.": _("{n} examples, {axes}."),
        "This model sees no input:<br>it gives every example the same answer.": _(
            "This model sees no input:<br>it gives every example the same answer."
        ),
        "end under another seed": _("end under another seed"),
        "median of the seeds": _("median of the seeds"),
        "Dots of {some} of the {n} examples.": _("Dots of {some} of the {n} examples."),
        "Models: {places}.": _("Models: {places}."),
        "Update {update} of {updates}, epoch {epoch}: its batch holds {b} of {n} examples.": _(
            "Update {update} of {updates}, epoch {epoch}: its batch holds {b} of {n} examples."
        ),
        "Update {update} of {updates}, epoch {epoch}: its batch holds the last {b} of {n} "
        "examples.": _(
            "Update {update} of {updates}, epoch {epoch}: its batch holds the last {b} of {n} "
            "examples."
        ),
        "After all {updates} updates, {epochs} epochs.": _(
            "After all {updates} updates, {epochs} epochs."
        ),
        "{name}: the gradient of the batch (solid) is {batch} long, that of all examples (dashed) "
        "{all}; they are {off} apart and turned by {turned}°.": _(
            "{name}: the gradient of the batch (solid) is {batch} long, that of all examples "
            "(dashed) {all}; they are {off} apart and turned by {turned}°."
        ),
        **_key_words(),
        hint: _(
            "Drag an example, click beside them to add one, double click one to remove it. Click "
            "the map to start there."
        ),
    }


def _key_words() -> dict[str, str]:
    """What is said of examples that are touched by keys."""
    keys = (
        "Arrow keys choose an example, Home and End the outermost ones. Shift and arrow keys move "
        "it, A adds one, Delete removes it, Escape lets go; ? shows this again."
    )
    keys_of_classes = (
        "Arrow keys choose an example, Home and End the outermost ones. Shift and arrow keys move "
        "it, A adds one, Shift and A one of the other class, Delete removes it, Escape lets go; ? "
        "shows this again."
    )
    return {
        "Examples by keys": _("Examples by keys"),
        keys: _(
            "Arrow keys choose an example, Home and End the outermost ones. Shift and arrow keys "
            "move it, A adds one, Delete removes it, Escape lets go; ? shows this again."
        ),
        keys_of_classes: _(
            "Arrow keys choose an example, Home and End the outermost ones. Shift and arrow keys "
            "move it, A adds one, Shift and A one of the other class, Delete removes it, Escape "
            "lets go; ? shows this again."
        ),
        "Example {i} of {n}: {first} {x}, {second} {y}.": _(
            "Example {i} of {n}: {first} {x}, {second} {y}."
        ),
        "Example {i} of {n}: {first} {x}, {second} {y}, {third} {label}.": _(
            "Example {i} of {n}: {first} {x}, {second} {y}, {third} {label}."
        ),
        "Example {i} is removed.": _("Example {i} is removed."),
        "One example has to be left.": _("One example has to be left."),
    }


def data_besides(settings: DataSettings) -> str:
    """What a picture says of the settings besides the learning rates, in whole sentences."""
    b, n = settings.batch, settings.count
    said = {
        Order.RESHUFFLED: _("Batches of {b} of {n} examples, shuffled anew every epoch."),
        Order.FIXED: _("Batches of {b} of {n} examples, in the order of the data."),
        Order.REPLACED: _("Batches of {b} of {n} examples, drawn with replacement."),
    }[settings.order].format(b=b, n=n)
    more = []
    if settings.decay:
        more.append(_("Weight decay ω = {decay}.").format(decay=short(settings.decay)))
    if settings.batch_lines:
        more.append(_("Dashed on the map: contours of the batch."))
    return " ".join(
        [said, *more, *of_rules(settings.choices), *of_schedule(settings.schedule_choice)]
    )


def weights(loss: DataLoss) -> tuple[str, str]:
    """What the two weights are called."""
    return in_words(loss.kind.weights)
