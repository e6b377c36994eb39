"""The Styblinski-Tang function, f = ½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y).

The same double well along x and along y: four minima, the deepest where both are negative.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface

LOWEST = -2.903534027771177  # the smallest root of 4x³ − 32x + 5 = 0


def f(x: Any, y: Any) -> Any:
    """½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)."""
    x2, y2 = x**2, y**2
    return 0.5 * (x2 * (x2 - 16) + 5 * x + y2 * (y2 - 16) + 5 * y)


def df(x: Any, y: Any) -> Any:
    """(2x³ − 16x + 2.5, 2y³ − 16y + 2.5)."""
    return x * (2 * x**2 - 16) + 2.5, y * (2 * y**2 - 16) + 2.5


def d2f(x: Any, y: Any) -> Any:
    """(6x² − 16, 0, 6y² − 16)."""
    return 6 * x**2 - 16, 0, 6 * y**2 - 16


SURFACE = Surface(
    name="styblinski_tang",
    title="Styblinski–Tang wells",
    family=Family.MINIMA,
    formula=r"\tfrac{1}{2}\left(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y\right)",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-5, 5, -5, 5),
    minima=((LOWEST, LOWEST),),
    minimum=-78.33233140754282,
    start=(4.5, 0.8),
    opening=(-0.1, 4.8),
    source=(
        "M. A. Styblinski and T.-S. Tang, Experiments in nonconvex optimization: stochastic "
        "approximation with function smoothing and simulated annealing, Neural Networks 3, 1990, "
        "https://doi.org/10.1016/0893-6080(90)90029-K"
    ),
    note="Small steps end in the nearest well; a heavy ball may roll on into a deeper one.",
)
