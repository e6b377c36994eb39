"""The glossary's part for the laboratories below the page on networks (`ui.glossary`)."""

from __future__ import annotations

from collections.abc import Callable

from ui.words import _

LABORATORIES: dict[str, Callable[[], str]] = {
    "Laboratories": lambda: _("Small nets beside the one above, each with one thing to see."),
    # -- back-propagation
    "Neurons per hidden layer": lambda: _("How many neurons each layer has, from the inputs on."),
    "Activation of the laboratory": lambda: _(
        "What a neuron makes of its sum z before it hands it on."
    ),
    "Weights begin": lambda: _("From which distribution the weights are drawn; biases begin at 0."),
    "Seed of the weights": lambda: _("Another seed draws other weights from the same."),
    "Weights times": lambda: _(
        "All weights so many times as large as they were drawn: then slopes saturate."
    ),
    "Example": lambda: _("Which of the examples is sent through the net."),
    "Derivative by": lambda: _(
        "Which weight is asked for: layer and number of the neuron that it feeds, and its source."
    ),
    "Worked out as far as": lambda: _(
        "Which numbers are known: forwards layer by layer, then the loss, then backwards."
    ),
    "Way": lambda: _("From the weight to the loss, neuron by neuron: layer, then number in it."),
    "∂z/∂w": lambda: _("What the weight is multiplied with: so much a sum changes with it."),
    "h′(z)": lambda: _("The slope of the activation at a neuron's sum, with the layer's number."),
    "w": lambda: _("The weight from one neuron of the way to the next, with the layer's number."),
    "∂ℓ/∂z": lambda: _("By how much the loss changes with the sum of the last layer: p − y."),
    "Product": lambda: _("All factors of the way multiplied; their sum is the derivative."),
    # -- start
    "Neurons that start equal": lambda: _(
        "How many neurons of one layer begin with the same weights."
    ),
    "Answers of the last layer": lambda: _(
        "The standard deviation of what it hands on, for inputs of deviation 1."
    ),
    "Gradient at the inputs": lambda: _(
        "The standard deviation of what comes back, for a gradient of deviation 1 at the end."
    ),
    "Saturated or silent": lambda: _(
        "The share of the last layer's answers whose slope is under a hundredth of the largest."
    ),
    "Silent for all": lambda: _(
        "The share of the last layer's neurons whose slope is exactly 0 for every example."
    ),
    # -- activations
    "Curve to fit": lambda: _("What a sum of ReLUs is to meet at places in equal distances."),
    "ReLUs in the layer": lambda: _("How many neurons are summed; each has one kink."),
    "Neurons per folding layer": lambda: _(
        "Each of two layers folds what it is handed so many times."
    ),
    "Matrices": lambda: _("Which layers' matrices have been multiplied, the last one first."),
    "Neuron": lambda: _("Whose sum of the inputs it is: layer, then number in it; z is the last."),
    "x₁": lambda: _("With what the first input is multiplied on its way to this sum, all in all."),
    "x₂": lambda: _("With what the second input is multiplied on its way to this sum, all in all."),
    "Bias": lambda: _("What is added to the sum whatever the inputs are."),
    # -- noise in training, mean at test
    "Left to chance": lambda: _(
        "What is another in each step of training, and what it is at test."
    ),
    "Seed of the laboratory": lambda: _("Another seed makes other weights, examples or pictures."),
    "Layers behind it": lambda: _(
        "How many layers lie between what may be missing and the answer: one only adds up."
    ),
    "Probability to be missing": lambda: _("Of each part, in every draw anew: p."),
    "Draw": lambda: _("Which of all ways to leave parts out is shown; the first keeps all."),
    "Data set": lambda: _("What is learned."),
    "Held-out loss, plain": lambda: _(
        "The loss on other examples, after learning from the examples as they are."
    ),
    "With copies": lambda: _(
        "The loss on other examples, after learning from the examples and their mirror images."
    ),
    "Mean of answers to copies": lambda: _(
        "The loss of the mean of what that net answers to an example and its mirror images."
    ),
    "Right, with copies": lambda: _(
        "The share of other examples whose class that net tells, asked once."
    ),
    "Right, mean of answers": lambda: _(
        "The share of other examples whose class the mean of the answers tells."
    ),
    # -- ensembles
    "Examples of the laboratory": lambda: _("From how many examples the nets learn."),
    "Seed of the examples": lambda: _("Another seed makes other examples of the same kind."),
    "Updates per half cycle": lambda: _("From the lowest rate to the highest, and back as many."),
    "Snapshots together": lambda: _("Of the answers of so many last snapshots the mean is taken."),
    "Nets together": lambda: _("Of the answers of so many nets the mean is taken."),
    "Who answers": lambda: _("A net at some update, or the mean of what several answer."),
    "Test loss": lambda: _("The cross-entropy on examples that nobody has learned from."),
    "Right": lambda: _("The share of those examples whose class is told: accuracy."),
    # -- transfer
    "Turned by": lambda: _("By how far the second task differs from the first, in degrees."),
    "Examples of the second task": lambda: _("From how many the second task is learned."),
    "Frozen": lambda: _("Which layers stay as the first task has left them."),
    "Second task": lambda: _("How near it is to the first, and how many examples it has."),
    "Its examples": lambda: _("From how many examples the second task is learned."),
    "From scratch": lambda: _("The mean test loss of nets that begin as if there was no first."),
    "Fine-tuned": lambda: _("The mean test loss of nets that go on with all their weights."),
    "Layers frozen": lambda: _("The mean test loss of nets of which some layers are held."),
    "Lowest": lambda: _("Which of the three ways has the lowest mean test loss."),
}


def heads() -> dict[str, str]:
    """The sentences on the heads of their tables, by what stands there."""

    def said(term: str) -> str:
        return LABORATORIES[term]()

    return {
        _("Way"): said("Way"),
        "∂z/∂w": said("∂z/∂w"),
        "∂ℓ/∂z": said("∂ℓ/∂z"),
        _("Product"): said("Product"),
        _("Weights begin"): said("Weights begin"),
        _("Answers of the last layer"): said("Answers of the last layer"),
        _("Gradient at the inputs"): said("Gradient at the inputs"),
        _("Saturated or silent"): said("Saturated or silent"),
        _("Silent for all"): said("Silent for all"),
        _("Matrices"): said("Matrices"),
        _("Neuron"): said("Neuron"),
        "x₁": said("x₁"),
        "x₂": said("x₂"),
        _("Bias"): said("Bias"),
        _("Data set"): said("Data set"),
        _("Held-out loss, plain"): said("Held-out loss, plain"),
        _("With copies"): said("With copies"),
        _("Mean of answers to copies"): said("Mean of answers to copies"),
        _("Right, with copies"): said("Right, with copies"),
        _("Right, mean of answers"): said("Right, mean of answers"),
        _("Who answers"): said("Who answers"),
        _("Test loss"): said("Test loss"),
        _("Right"): said("Right"),
        _("Second task"): said("Second task"),
        _("Turned by"): said("Turned by"),
        _("Its examples"): said("Its examples"),
        _("From scratch"): said("From scratch"),
        _("Fine-tuned"): said("Fine-tuned"),
        _("Layers frozen"): said("Layers frozen"),
        _("Lowest"): said("Lowest"),
        **{f"h′(z) {layer}": said("h′(z)") for layer in (1, 2, 3)},
        **{f"w {layer}": said("w") for layer in (2, 3, "z")},
    }
