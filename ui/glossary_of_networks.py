"""What the page on networks calls things, in one sentence each; a part of `ui.glossary`."""

from __future__ import annotations

from collections.abc import Callable

from ui.words import _

ENTRIES_OF_NETWORKS: dict[str, Callable[[], str]] = {
    "Held out, %": lambda: _(
        "The share of the examples that no update sees: they tell what was learned by heart."
    ),
    "Hidden layers": lambda: _(
        "How many layers of neurons stand between input and answer; without one the net is a line."
    ),
    "Neurons of a layer": lambda: _(
        "How many neurons this layer has; each makes one number of all it is handed."
    ),
    "Activation": lambda: _(
        "What every hidden neuron makes of its weighted sum; without one all layers are one line."
    ),
    "Start of the weights": lambda: _(
        "How the weights are drawn before the first update; biases begin at 0."
    ),
    "Its seed": lambda: _(
        "Another number draws other weights; every optimizer starts at the same."
    ),
    "Loss of a network": lambda: _(
        "What every update makes smaller: how far the answers are from the classes 0 and 1."
    ),
    "Weight decay of a network": lambda: _(
        "ω/2 times the sum of all squared weights is added to the loss that is minimized."
    ),
    "Dropout": lambda: _("With this probability a hidden neuron is silent, for each example anew."),
    "DropConnect": lambda: _("With this probability a weight is missing, in every update anew."),
    "Stochastic depth": lambda: _(
        "Above 0, equally wide layers add to their input and are passed by with this probability."
    ),
    "Jitter": lambda: _(
        "The standard deviation of what is added to every input, in every update anew."
    ),
    "Ground of the loss": lambda: _(
        "Shows the loss on a plane through each walk, and how far walk and plane are apart."
    ),
    "Activations": lambda: _(
        "What the neurons of a layer hand on, counted over all examples that are learned from."
    ),
    "Gradients": lambda: _(
        "Sizes of the derivatives of the training loss by a layer's parameters; the first bar has "
        "0 in it, too."
    ),
    "training loss": lambda: _(
        "The mean loss of the examples that are learned from, whole net, without weight decay."
    ),
    "held-out loss": lambda: _("The mean loss of the examples that no update has seen."),
    "right": lambda: _("The share of the examples that are learned from whose class is told."),
    "held-out right": lambda: _("The share of the held-out examples whose class is told."),
}
