"""Beale's function: three squares that ask for x(1 − yᵏ) = 1.5, 2.25 and 2.625, k = 1, 2, 3.

(0, 1) is a saddle. Beyond it, for x < 0 and y slightly above 1, a valley runs off to infinity.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²."""
    y2 = y**2
    return (1.5 - x * (1 - y)) ** 2 + (2.25 - x * (1 - y2)) ** 2 + (2.625 - x * (1 - y * y2)) ** 2


def df(x: Any, y: Any) -> Any:
    """With the residuals a, b, c: (−2Σ(1 − yᵏ)·residual, 2x(a + 2yb + 3y²c))."""
    y2 = y**2
    p, q, r = 1 - y, 1 - y2, 1 - y * y2
    a, b, c = 1.5 - x * p, 2.25 - x * q, 2.625 - x * r
    return -2 * (p * a + q * b + r * c), 2 * x * (a + 2 * y * b + 3 * y2 * c)


def d2f(x: Any, y: Any) -> Any:
    """Derivatives of ``df``, with the same abbreviations."""
    y2 = y**2
    p, q, r = 1 - y, 1 - y2, 1 - y * y2
    a, b, c = 1.5 - x * p, 2.25 - x * q, 2.625 - x * r
    return (
        2 * (p**2 + q**2 + r**2),
        2 * (a + 2 * y * b + 3 * y2 * c) - 2 * x * (p + 2 * y * q + 3 * y2 * r),
        2 * x * (2 * b + 6 * y * c) + 2 * x**2 * (1 + 4 * y2 + 9 * y2**2),
    )


SURFACE = Surface(
    name="beale",
    title="Beale's corner",
    family=Family.VALLEYS,
    formula=r"(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-4.5, 4.5, -4.5, 4.5),
    minima=((3.0, 0.5),),
    minimum=0.0,
    start=(1.0, 1.5),
    opening=(-2.5, -1.3),
    source=(
        "E. M. L. Beale, On an iterative method for finding a local minimum of a function of more "
        "than one variable, 1958; listed by M. Jamil and X.-S. Yang, 2013, "
        "https://arxiv.org/abs/1308.4008"
    ),
    note="Newton's method goes to the saddle at (0, 1) and stays there; gradient descent gets by.",
)
