"""Griewank's function, f = 1 + (x² + y²)/4000 − cos x · cos(y/√2).

Usually shown on ±600, where it looks like a plain bowl; on ±10 its cosine dimples fill the view.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface

ROOT_HALF = 0.5**0.5


def f(x: Any, y: Any) -> Any:
    """1 + (x² + y²)/4000 − cos x · cos(y/√2)."""
    return 1 + (x**2 + y**2) / 4000 - np.cos(x) * np.cos(ROOT_HALF * y)


def df(x: Any, y: Any) -> Any:
    """(x/2000 + sin x · cos(y/√2), y/2000 + cos x · sin(y/√2)/√2)."""
    z = ROOT_HALF * y
    return x / 2000 + np.sin(x) * np.cos(z), y / 2000 + ROOT_HALF * np.cos(x) * np.sin(z)


def d2f(x: Any, y: Any) -> Any:
    """(1/2000 + cos x · cos(y/√2), −sin x · sin(y/√2)/√2, 1/2000 + ½cos x · cos(y/√2))."""
    z = ROOT_HALF * y
    cc = np.cos(x) * np.cos(z)
    return 1 / 2000 + cc, -ROOT_HALF * np.sin(x) * np.sin(z), 1 / 2000 + 0.5 * cc


SURFACE = Surface(
    name="griewank",
    title="Griewank's dimples",
    family=Family.MINIMA,
    formula=r"1 + \frac{x^2 + y^2}{4000} - \cos x \cos\frac{y}{\sqrt{2}}",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-10, 10, -10, 10),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-2.9, 0.7),
    opening=(-0.48, -3.36),
    close=Domain(-6.0, 6.0, -6.0, 6.0),
    source=(
        "A. O. Griewank, Generalized descent for global optimization, JOTA 34, 1981, "
        "https://doi.org/10.1007/BF00933356"
    ),
    note="The dimples are almost equally deep: the slope does not tell which one is the deepest.",
)
