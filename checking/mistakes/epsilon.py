"""ε in the wrong place."""

from checking.mistakes.mistake import Mistake

EPSILON = (
    Mistake(
        "epsilon_inside",
        "ε is added inside the root instead of to it.",
        (("np.sqrt(A) + self.epsilon", "np.sqrt(A + self.epsilon)"),),
    ),
    Mistake(
        "epsilon_subtracted",
        "ε is subtracted instead of added.",
        (("A + self.epsilon", "A - self.epsilon"),),
    ),
    Mistake("epsilon_left_out", "ε is left out.", (("A + self.epsilon", "A"),)),
    Mistake(
        "epsilon_outside",
        "ε is added to the roots instead of inside them.",
        (("np.sqrt(A + self.epsilon)", "np.sqrt(A) + self.epsilon"),),
    ),
    Mistake(
        "epsilon_before_correction",
        "ε is added to the root before the correction for the start, not after it.",
        (
            (
                "np.sqrt(A) + self.epsilon",
                "np.sqrt(A) + self.epsilon / np.sqrt(1 - self.beta2**t)",
            ),
        ),
        ("beta2",),
    ),
)
