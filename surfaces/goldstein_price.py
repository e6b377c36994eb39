"""The Goldstein-Price function: a product of two quartics, each along its own direction.

The two long factors that are usually printed depend on s = x + y and on t = 2x − 3y alone:
f = A(s)·B(t) with A = 1 + (s + 1)²(3s² − 14s + 19) and B = 30 + t²(3t² − 16t + 18).
"""

from typing import Any

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """A(x + y)·B(2x − 3y)."""
    s, t = x + y, 2 * x - 3 * y
    return (1 + (s + 1) ** 2 * (3 * s**2 - 14 * s + 19)) * (30 + t**2 * (3 * t**2 - 16 * t + 18))


def df(x: Any, y: Any) -> Any:
    """(A′B + 2AB′, A′B − 3AB′), with A′ = 12(s² − 1)(s − 2) and B′ = 12t(t − 1)(t − 3)."""
    s, t = x + y, 2 * x - 3 * y
    s2, t2 = s**2, t**2
    a, da = 1 + (s + 1) ** 2 * (3 * s2 - 14 * s + 19), 12 * (s2 - 1) * (s - 2)
    b, db = 30 + t2 * (3 * t2 - 16 * t + 18), 12 * t * (t2 - 4 * t + 3)
    dab, adb = da * b, a * db
    return dab + 2 * adb, dab - 3 * adb


def d2f(x: Any, y: Any) -> Any:
    """(A″B + 4A′B′ + 4AB″, A″B − A′B′ − 6AB″, A″B − 6A′B′ + 9AB″)."""
    s, t = x + y, 2 * x - 3 * y
    s2, t2 = s**2, t**2
    a, da = 1 + (s + 1) ** 2 * (3 * s2 - 14 * s + 19), 12 * (s2 - 1) * (s - 2)
    b, db = 30 + t2 * (3 * t2 - 16 * t + 18), 12 * t * (t2 - 4 * t + 3)
    d2ab, dadb, ad2b = 12 * (3 * s2 - 4 * s - 1) * b, da * db, 12 * a * (3 * t2 - 8 * t + 3)
    return d2ab + 4 * dadb + 4 * ad2b, d2ab - dadb - 6 * ad2b, d2ab - 6 * dadb + 9 * ad2b


SURFACE = Surface(
    name="goldstein_price",
    title="Goldstein–Price gorges",
    family=Family.MINIMA,
    formula=(
        r"\left[1 + (s+1)^2 (3s^2 - 14s + 19)\right] \left[30 + t^2 (3t^2 - 16t + 18)\right],"
        r"\quad s = x + y,\; t = 2x - 3y"
    ),
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-2, 2, -2, 2),
    minima=((0.0, -1.0),),
    minimum=3.0,
    start=(-1.2, 0.4),
    source=(
        "A. A. Goldstein and J. F. Price, On descent from local minima, Mathematics of Computation "
        "25, 1971, https://doi.org/10.1090/S0025-5718-1971-0312365-X"
    ),
    note="Heights run from 3 to a million: a learning rate that is safe on the rim crawls below.",
)
