"""A funnel in a plateau, f = log(1 + x² + y²): the further out, the gentler the slope.

The Cauchy (Lorentzian) loss of robust statistics. For x² + y² > 1 the curvature along the radius is
negative, and Newton's method walks away from the minimum.
"""

from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Surface


def f(x: Any, y: Any) -> Any:
    """log(1 + x² + y²)."""
    return np.log(1 + x**2 + y**2)


def df(x: Any, y: Any) -> Any:
    """(2x, 2y)/(1 + x² + y²)."""
    k = 2 / (1 + x**2 + y**2)
    return k * x, k * y


def d2f(x: Any, y: Any) -> Any:
    """With k = 2/(1 + x² + y²): (k − k²x², −k²xy, k − k²y²)."""
    k = 2 / (1 + x**2 + y**2)
    u, v = k * x, k * y
    return k - u**2, -u * v, k - v**2


SURFACE = Surface(
    name="plateau",
    title="Plateau with a funnel",
    family=Family.FLAT,
    formula=r"\log(1 + x^2 + y^2)",
    f=f,
    df=df,
    d2f=d2f,
    domain=Domain(-6, 6, -6, 6),
    minima=((0.0, 0.0),),
    minimum=0.0,
    start=(-5.0, 3.0),
    opening=(-5.8, 2.6),
    source=(
        "Cauchy loss; see J. T. Barron, A general and adaptive robust loss function, 2019, "
        "https://arxiv.org/abs/1701.03077"
    ),
    note="Plain descent takes the shorter steps the farther out it is, Adam steps of one length.",
)
