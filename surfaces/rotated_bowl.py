"""A bowl of chosen condition number κ, turned by ϕ: f = ½(u² + κv²).

u = x cos ϕ + y sin ϕ runs along the flat axis, v = y cos ϕ − x sin ϕ along the steep one. Steepest
descent feels κ alone, whatever ϕ is; a rule that scales x and y one by one feels ϕ as well. The
start turns with the bowl, so that two angles show the same walk to a rule that does not care.
"""

import functools
from typing import Any

import numpy as np

from surfaces.families import Family
from surfaces.surface import Domain, Parameter, Surface

PARAMETERS = (
    Parameter(
        *("kappa", r"\kappa"),
        default=25.0,
        low=1.0,
        high=1000.0,
        logarithmic=True,
        help="The condition number: how many times more the steep axis bends than the flat one.",
    ),
    # Degrees. Not θ, which is the place where a walk stands in every rule's formula.
    Parameter(
        *("theta", r"\phi"),
        default=30.0,
        low=0.0,
        high=90.0,
        help="The angle in degrees by which the flat axis is turned away from the x axis.",
    ),
)
START = (-4.0, 1.5)  # (u, v)


@functools.lru_cache(maxsize=256)  # so that equal arguments give equal surfaces
def make(kappa: float, theta: float) -> Surface:
    """The bowl of condition number ``kappa``, turned by ``theta`` degrees.

    Raises:
        ValueError: A parameter lies outside of its range.
    """
    for parameter, number in zip(PARAMETERS, (kappa, theta), strict=True):
        if not parameter.low <= number <= parameter.high:
            raise ValueError(
                f"rotated_bowl: {parameter.name} must lie in "
                f"[{parameter.low:g}, {parameter.high:g}], got {number}"
            )
    cos, sin = float(np.cos(np.radians(theta))), float(np.sin(np.radians(theta)))
    xx = cos**2 + kappa * sin**2
    xy = (1 - kappa) * cos * sin
    yy = sin**2 + kappa * cos**2

    def f(x: Any, y: Any) -> Any:
        """½(u² + κv²)."""
        return 0.5 * ((cos * x + sin * y) ** 2 + kappa * (cos * y - sin * x) ** 2)

    def df(x: Any, y: Any) -> Any:
        """H·(x, y)."""
        return xx * x + xy * y, xy * x + yy * y

    def d2f(x: Any, y: Any) -> Any:
        """H = R diag(1, κ) Rᵀ, R the turn by ϕ."""
        return xx, xy, yy

    u, v = START
    return Surface(
        name="rotated_bowl",
        title="Rotated bowl (κ, ϕ)",
        family=Family.BOWLS,
        formula=(
            rf"\tfrac{{1}}{{2}}\left(u^2 + {kappa:g}\,v^2\right),\quad"
            rf" u = x\cos {theta:g}^\circ + y\sin {theta:g}^\circ,\;"
            rf" v = y\cos {theta:g}^\circ - x\sin {theta:g}^\circ"
        ),
        f=f,
        df=df,
        d2f=d2f,
        domain=Domain(-5, 5, -5, 5),
        minima=((0.0, 0.0),),
        minimum=0.0,
        start=(round(cos * u - sin * v, 6), round(sin * u + cos * v, 6)),
        source="G. Goh, Why momentum really works, Distill, 2017, https://distill.pub/2017/momentum",
        note="Turn ϕ: plain descent and momentum do not notice, rules that scale each axis do.",
        parameters=PARAMETERS,
        arguments=(float(kappa), float(theta)),
        remake=make,
    )


SURFACE = make(*(parameter.default for parameter in PARAMETERS))
