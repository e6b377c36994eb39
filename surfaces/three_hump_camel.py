"""The three-hump camel, f = 2x² − 1.05x⁴ + x⁶/6 + xy + y².

The global minimum at the origin and a local one on either side, at ±(1.7476, −0.8738).
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """2x² − 1.05x⁴ + x⁶/6 + xy + y²."""
    x2 = x**2
    return x2 * (2 - 1.05 * x2 + x2**2 / 6) + (x + y) * y


def df(x: Any, y: Any) -> Any:
    """(4x − 4.2x³ + x⁵ + y, x + 2y)."""
    x2 = x**2
    return x * (4 - 4.2 * x2 + x2**2) + y, x + 2 * y


def d2f(x: Any, y: Any) -> Any:
    """(4 − 12.6x² + 5x⁴, 1, 2)."""
    x2 = x**2
    return 4 - 12.6 * x2 + 5 * x2**2, 1, 2


SURFACE = Surface(
    name="three_hump_camel",
    title="Three-hump camel",
    family=Family.MINIMA,
    formula=r"2x^2 - 1.05x^4 + \tfrac{1}{6}x^6 + xy + y^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-2.5, 2.5, -2.5, 2.5),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-1.8, 1.2),
    opening=(-2.1, -2.1),
    source=(
        "M. Jamil and X.-S. Yang, A literature survey of benchmark functions for global "
        "optimization problems, 2013, https://arxiv.org/abs/1308.4008"
    ),
    note="Small steps end in a local minimum; gradient descent gets out with η from 0.28 to 0.4.",
)
