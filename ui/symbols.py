"""LaTeX symbols as plain letters, for where a label is read out as it is written."""

from __future__ import annotations

import re
from functools import lru_cache

from figures.symbols import GREEK
from optimizers import Hyperparameter
from ui.words import _, translated

BELOW = str.maketrans("0123456789+-aeijmnorstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋ₐₑᵢⱼₘₙₒᵣₛₜᵤᵥₓ")
SCRIPT = re.compile(r"_(?:\{([^{}]*)\}|(.))")


@lru_cache(maxsize=512)
def letters(symbol: str) -> str:
    r"""A symbol without markup: ``\beta_1`` → β₁, ``\Delta_{\max}`` → Δₘₐₓ.

    The accessible name of a Streamlit control is its label as it was given, so that a formula in
    it is read out as dollars and backslashes.

    Examples:
        >>> letters(r"\beta_1"), letters(r"\Delta_{\max}")
        ('β₁', 'Δₘₐₓ')
    """
    text = re.sub(r"\\(?:text|mathrm|operatorname)\{(.*?)\}", r"\1", symbol)
    text = re.sub(r"\\([A-Za-z]+)", lambda match: GREEK.get(match[1], match[1]), text)
    return SCRIPT.sub(lambda match: (match[1] or match[2]).translate(BELOW), text)


def titled(hyper: Hyperparameter) -> str:
    """What a hyper-parameter is called, and its symbol: Beta 1 β₁."""
    return _("{title} {symbol}").format(title=translated(hyper.title), symbol=letters(hyper.symbol))
