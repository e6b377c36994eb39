"""What the page on networks calls things, and what its player says, by their English."""

from __future__ import annotations

from ui.besides import of_rules
from ui.glossary import explained
from ui.network.settings import NetworkSettings
from ui.numbers import short
from ui.player import player_words
from ui.words import _


def activations() -> dict[str, str]:
    """What the activations are called."""
    return {
        "identity": _("None (identity)"),
        "sigmoid": _("Sigmoid"),
        "tanh": _("tanh"),
        "relu": _("ReLU"),
    }


def starts() -> dict[str, str]:
    """What the ways to begin are called."""
    return {
        "zeros": _("Zeros"),
        "equal": _("All equal"),
        "small": _("Small Gaussian, σ = 0.01"),
        "large": _("Large Gaussian, σ = 1"),
        "xavier": _("Xavier"),
        "he": _("He"),
    }


def losses() -> dict[str, str]:
    """What the losses are called."""
    return {
        "cross_entropy": _("Cross-entropy"),
        "squares_of_p": _("Squares of probabilities"),
        "squares": _("Squares"),
    }


def shape_of(settings: NetworkSettings) -> str:
    """Such as 2-8-8-1."""
    network = settings.network
    return "-".join(map(str, (network.inputs, *network.hidden, network.outputs)))


def besides(settings: NetworkSettings) -> str:
    """What a picture says of the settings besides the learning rates, in whole sentences."""
    said = [
        _("Network {shape}, {activation}; {count} examples to learn from, {held} held out.").format(
            shape=shape_of(settings),
            activation=activations()[settings.activation],
            count=settings.count,
            held=settings.held_count,
        )
    ]
    if settings.b < settings.count:
        said.append(_("Batches of {b}.").format(b=settings.b))
    for value, sentence in (
        (settings.decay, _("Weight decay ω = {value}.")),
        (settings.dropout, _("Dropout {value}.")),
        (settings.dropconnect, _("DropConnect {value}.")),
        (settings.depth, _("Layers passed by with probability {value}.")),
        (settings.jitter, _("Jitter {value}.")),
    ):
        if value:
            said.append(sentence.format(value=short(value)))
    return " ".join([*said, *of_rules(settings.choices)])


def network_words(settings: NetworkSettings, title: str) -> dict[str, str]:
    """Those of the player, and its own."""
    return {
        **player_words(title, besides(settings)),
        "?training loss": explained("training loss"),
        "?held-out loss": explained("held-out loss"),
        "?right": explained("right"),
        "?held-out right": explained("held-out right"),
        "training loss": _("training loss"),
        "held-out loss": _("held-out loss"),
        "right": _("right"),
        "held-out right": _("held-out right"),
        "update": _("update"),
        "loss": _("loss"),
        "The net of": _("The net of"),
        "The net of {name}, {shape}": _("The net of {name}, {shape}"),
        "Its largest weight is {value} in size.": _("Its largest weight is {value} in size."),
        "Lines: weights, solid above 0, dashed below, the thicker the larger. Maps: what each "
        "neuron hands on, yellow above 0 (the answer: above 1/2), grey below, each on its own "
        "scale.": _(
            "Lines: weights, solid above 0, dashed below, the thicker the larger. Maps: what each "
            "neuron hands on, yellow above 0 (the answer: above 1/2), grey below, each on its own "
            "scale."
        ),
        "?Activations": explained("Activations"),
        "?Gradients": explained("Gradients"),
        "Activations": _("Activations"),
        "Gradients": _("Gradients"),
        "Layer {number}": _("Layer {number}"),
        "Answer": _("Answer"),
        "saturated: {share} %": _("saturated: {share} %"),
        "at 0: {share} %, dead neurons: {dead} of {count}": _(
            "at 0: {share} %, dead neurons: {dead} of {count}"
        ),
        "Saturated: the slope of the activation is under a hundredth of its largest there.": _(
            "Saturated: the slope of the activation is under a hundredth of its largest there."
        ),
        "Dead: a neuron at 0 for every example that is learned from; its gradient is 0.": _(
            "Dead: a neuron at 0 for every example that is learned from; its gradient is 0."
        ),
        "median size {value}": _("median size {value}"),
        "{layer}: {told}.": _("{layer}: {told}."),
        "Activations and gradients of {name}": _("Activations and gradients of {name}"),
        "Answers": _("Answers"),
        "class": _("class"),
        "held out": _("held out"),
        "{name}: its answers": _("{name}: its answers"),
        "Lost at update {update}": _("Lost at update {update}"),
        "Its numbers have left what a computer can hold: no answer is left to draw.": _(
            "Its numbers have left what a computer can hold: no answer is left to draw."
        ),
        "Update {update} of {updates}.": _("Update {update} of {updates}."),
        "Lowest training loss: {name}, {value}.": _("Lowest training loss: {name}, {value}."),
        "Of the square {share} % is answered with class 1.": _(
            "Of the square {share} % is answered with class 1."
        ),
        "solid: training, dotted: held out": _("solid: training, dotted: held out"),
        "Shade: how sure the net is of a class. Line: where both are equally likely.": _(
            "Shade: how sure the net is of a class. Line: where both are equally likely."
        ),
        "Shade: how far the answer leans to a class. Line: where it is 1/2.": _(
            "Shade: how far the answer leans to a class. Line: where it is 1/2."
        ),
    }
