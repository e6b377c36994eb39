"""The monkey saddle, f = x³ − 3xy²: three ways down, the third for the tail.

At the origin gradient and Hessian both vanish, so not even the second derivatives show a way out.
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """x³ − 3xy²."""
    return x * (x**2 - 3 * y**2)


def df(x: Any, y: Any) -> Any:
    """(3x² − 3y², −6xy)."""
    return 3 * (x**2 - y**2), -6 * x * y


def d2f(x: Any, y: Any) -> Any:
    """(6x, −6y, −6x)."""
    return 6 * x, -6 * y, -6 * x


SURFACE = Surface(
    name="monkey_saddle",
    title="Monkey saddle",
    family=Family.FLAT,
    formula=r"x^3 - 3xy^2",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-2, 2, -2, 2),
    minima=(),
    minimum=None,
    falls=(-1.0, 0.0),
    start=(1.5, 0.02),
    source=(
        "D. Hilbert and S. Cohn-Vossen, Anschauliche Geometrie, 1932; see "
        "https://mathworld.wolfram.com/MonkeySaddle.html"
    ),
    note="The walk slows down towards the flat middle before it turns into one of three ways down.",
)
