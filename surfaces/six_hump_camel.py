"""The six-hump camel, f = (4 − 2.1x² + x⁴/3)x² + xy + (−4 + 4y²)y².

Six minima in three pairs; f(−x, −y) = f(x, y), so the deepest comes twice.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """(4 − 2.1x² + x⁴/3)x² + xy + (−4 + 4y²)y²."""
    x2, y2 = x**2, y**2
    return (4 - 2.1 * x2 + x2**2 / 3) * x2 + x * y + 4 * (y2 - 1) * y2


def df(x: Any, y: Any) -> Any:
    """(8x − 8.4x³ + 2x⁵ + y, x − 8y + 16y³)."""
    x2 = x**2
    return x * (8 - 8.4 * x2 + 2 * x2**2) + y, x + y * (16 * y**2 - 8)


def d2f(x: Any, y: Any) -> Any:
    """(8 − 25.2x² + 10x⁴, 1, 48y² − 8)."""
    x2 = x**2
    return 8 - 25.2 * x2 + 10 * x2**2, 1, 48 * y**2 - 8


SURFACE = Surface(
    name="six_hump_camel",
    title="Six-hump camel",
    family=Family.MINIMA,
    formula=r"\left(4 - 2.1x^2 + \tfrac{1}{3}x^4\right) x^2 + xy + (4y^2 - 4)\,y^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-2.2, 2.2, -1.3, 1.3),
    minima=(
        (0.08984201310031806, -0.7126564030207396),
        (-0.08984201310031806, 0.7126564030207396),
    ),
    minimum=-1.0316284534898774,
    start=(-1.4, -1.1),
    source=(
        "L. C. W. Dixon and G. P. Szegő, The global optimization problem: an introduction, in "
        "Towards Global Optimisation 2, 1978; listed by M. Jamil and X.-S. Yang, 2013, "
        "https://arxiv.org/abs/1308.4008"
    ),
    note="Two of the six minima are the deepest; compare who is caught by the shallow ones.",
)
