"""Squares, roots, and what is divided by what."""

from checking.mistakes.mistake import Mistake

ADAM = "-self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)"
SQUARES = (
    Mistake("not_squared", "The gradient is not squared.", (("A * g * g", "A * g"),)),
    Mistake(
        "absolute_for_square",
        "The absolute gradient stands where its square should.",
        (("A * g * g", "A * np.abs(g)"),),
    ),
    Mistake("sum_not_squared", "The gradient is not squared.", (("A + g * g", "A + g"),)),
    Mistake(
        "sum_of_absolutes",
        "The absolute gradient stands where its square should.",
        (("A + g * g", "A + np.abs(g)"),),
    ),
    Mistake("root_left_out", "The root is left out.", (("np.sqrt(A)", "A"),)),
    Mistake(
        "means_exchanged",
        "m and v have changed places in the step: v̂ is divided by the root of m̂.",
        ((ADAM, "-self.learning_rate * v_hat / (np.sqrt(m_hat) + self.epsilon)"),),
    ),
    Mistake(
        "means_exchanged_absolute",
        "m and v have changed places in the step: v̂ is divided by the root of |m̂|.",
        ((ADAM, "-self.learning_rate * v_hat / (np.sqrt(np.abs(m_hat)) + self.epsilon)"),),
    ),
    Mistake(
        "squares_of_mean",
        "The square of m is averaged instead of the square of the gradient.",
        (("(1 - self.beta2) * g * g", "(1 - self.beta2) * m * m"),),
    ),
)
