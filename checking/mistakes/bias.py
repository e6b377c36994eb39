"""The start at zero: what goes wrong where means are corrected for it."""

from checking.mistakes.mistake import Mistake

BIAS = (
    Mistake(
        "count_stuck",
        "t does not grow: every step is corrected as if it were the first.",
        (("state.t + 1", "1"),),
        ("beta1", "beta2"),
    ),
    Mistake(
        "no_correction",
        "Neither mean is corrected for its start at zero.",
        (("A / (1 - self.beta1**t)", "A"), ("A / (1 - self.beta2**t)", "A")),
    ),
    Mistake(
        "first_uncorrected",
        "The mean of the gradients, m, is not corrected for its start at zero.",
        (("A / (1 - self.beta1**t)", "A"),),
    ),
    Mistake(
        "second_uncorrected",
        "The mean of the squares, v, is not corrected for its start at zero.",
        (("A / (1 - self.beta2**t)", "A"),),
    ),
    Mistake(
        "exponent_ahead",
        "The exponent of the correction is one too large: it begins with 2.",
        (("A**t", "A ** (t + 1)"),),
    ),
    Mistake(
        "exponent_two_ahead",
        "The exponent of the correction is two too large: it begins with 3.",
        (("A**t", "A ** (t + 2)"),),
    ),
    Mistake(
        "corrected_kept",
        "The corrected means are kept for the next step, and corrected again.",
        (("Moments(t, m, v)", "Moments(t, m_hat, v_hat)"),),
    ),
)
