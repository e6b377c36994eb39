"""What is remembered from step to step, and what it weighs."""

from checking.mistakes.mistake import Mistake

MEMORY = (
    Mistake(
        "velocity_average",
        "The velocity is an average: the new gradient is weighed with 1 − μ.",
        (("self.momentum * state.b + A * g", "self.momentum * state.b + (1 - self.momentum) * g"),),
    ),
    Mistake(
        "velocity_averaged",
        "The velocity is an average: the new gradient is weighed with 1 − μ.",
        (("self.momentum * state.b + g", "self.momentum * state.b + (1 - self.momentum) * g"),),
    ),
    Mistake(
        "damped",
        "The new gradient is damped by 1 − μ, after the first.",
        fields=("dampening",),
        other=lambda rule: {"dampening": rule.momentum} if rule.dampening == 0 else None,
    ),
    Mistake(
        "undamped",
        "The new gradient is not damped.",
        fields=("dampening",),
        other=lambda rule: {"dampening": 0.0} if rule.dampening else None,
    ),
    Mistake(
        "sutskever",
        "The points are those of Sutskever’s form, whose gradient is taken at θ + μv: torch’s are "
        "the points looked ahead at.",
        (("-self.learning_rate * (g + self.momentum * b)", "-self.learning_rate * b"),),
        ahead=True,
    ),
    Mistake(
        "rate_inside",
        "The learning rate stands inside the velocity (Polyak, Keras), so that old rates live on.",
        (
            ("self.momentum * state.b + A * g", "self.momentum * state.b + self.learning_rate*A*g"),
            ("-self.learning_rate * b", "-b"),
        ),
    ),
    Mistake(
        "keras_nesterov",
        "The learning rate stands inside the velocity, as in Keras, so that old rates live on.",
        (
            ("self.momentum * state.b + g", "self.momentum * state.b + self.learning_rate * g"),
            (
                "-self.learning_rate * (g + self.momentum * b)",
                "-(self.learning_rate * g + self.momentum * b)",
            ),
        ),
    ),
    Mistake(
        "velocity_late",
        "The step is made with the velocity before this gradient was added.",
        (("-self.learning_rate * b", "-self.learning_rate * state.b"),),
    ),
    Mistake(
        "velocity_reversed",
        "The old velocity is subtracted instead of added.",
        (("self.momentum * state.b + A", "A - self.momentum * state.b"),),
    ),
    Mistake(
        "first_summed",
        "The new gradient goes into m with weight 1 instead of 1 − β₁.",
        (("A + (1 - self.beta1) * g", "A + g"),),
    ),
    Mistake(
        "second_summed",
        "The new square goes into v with weight 1 instead of 1 − β₂.",
        (("A + (1 - self.beta2) * g * g", "A + g * g"),),
    ),
    Mistake(
        "first_weights",
        "β₁ and 1 − β₁ have changed places.",
        (
            (
                "self.beta1 * state.m + (1 - self.beta1) * A",
                "(1 - self.beta1) * state.m + self.beta1 * A",
            ),
        ),
    ),
    Mistake(
        "second_weights",
        "β₂ and 1 − β₂ have changed places.",
        (
            (
                "self.beta2 * A + (1 - self.beta2) * g * g",
                "(1 - self.beta2) * A + self.beta2 * g * g",
            ),
        ),
    ),
    Mistake(
        "decay_weights",
        "β and 1 − β have changed places.",
        (
            (
                "self.decay * A + (1 - self.decay) * g * g",
                "(1 - self.decay) * A + self.decay * g * g",
            ),
        ),
    ),
    Mistake(
        "no_memory",
        "Nothing is remembered: every step sees the square of its own gradient alone.",
        (("state.s + g * g", "g * g"),),
    ),
    Mistake(
        "squares_summed",
        "The squares are summed up for good, as in AdaGrad, instead of fading.",
        (("self.decay * state.s + (1 - self.decay) * g * g", "state.s + g * g"),),
    ),
    Mistake(
        "late_accumulator",
        "The step is divided by the root of s before this square was added.",
        (("np.sqrt(s) + self.epsilon", "np.sqrt(state.s) + self.epsilon"),),
    ),
)
