"""What is the ground? Test surfaces with their derivatives and facts.

To add one: write its file, then its line here.
"""

from surfaces import (
    ackley,
    beale,
    blog,
    booth,
    bowl,
    branin,
    dixon_price,
    drop_wave,
    easom,
    gaussian_wells,
    goldstein_price,
    griewank,
    himmelblau,
    levy13,
    matyas,
    mccormick,
    monkey_saddle,
    plateau,
    rastrigin,
    rosenbrock,
    rotated_bowl,
    saddle,
    six_hump_camel,
    sphere,
    styblinski_tang,
    three_hump_camel,
    typed,
)
from surfaces import losses as losses_of_data
from surfaces.families import Family
from surfaces.surface import Domain, Parameter, Surface

SURFACES: tuple[Surface, ...] = (
    blog.SURFACE,
    bowl.SURFACE,
    rosenbrock.SURFACE,
    himmelblau.SURFACE,
    saddle.SURFACE,
    three_hump_camel.SURFACE,
    rotated_bowl.SURFACE,
    beale.SURFACE,
    sphere.SURFACE,
    booth.SURFACE,
    matyas.SURFACE,
    dixon_price.SURFACE,
    plateau.SURFACE,
    monkey_saddle.SURFACE,
    six_hump_camel.SURFACE,
    styblinski_tang.SURFACE,
    branin.SURFACE,
    gaussian_wells.SURFACE,
    mccormick.SURFACE,
    goldstein_price.SURFACE,
    rastrigin.SURFACE,
    ackley.SURFACE,
    griewank.SURFACE,
    levy13.SURFACE,
    drop_wave.SURFACE,
    easom.SURFACE,
    *losses_of_data.SURFACES,
)


def by_name(name: str, *arguments: float, content: str = "") -> Surface:
    """The surface of that name; ``arguments`` are the values of its parameters, if it has any.

    ``content`` is the formula of one that is typed; the others have none.

    Raises:
        ValueError: No surface has that name, it takes no such arguments, or the formula is none.

    Examples:
        >>> rosenbrock = by_name("rosenbrock")
        >>> rosenbrock.minima
        ((1.0, 1.0),)
        >>> rosenbrock.value([0, 1], [0, 1]).tolist()
        [1.0, 0.0]
    """
    if name == typed.NAME:
        return typed.surface_of(content, *arguments)
    for surface in SURFACES:
        if surface.name == name and not content:
            if not arguments:
                return surface
            if surface.remake is None or len(arguments) != len(surface.parameters):
                raise ValueError(
                    f"surface {name}: takes {len(surface.parameters)} parameters, "
                    f"got {len(arguments)}"
                )
            return surface.remake(*arguments)
    names = ", ".join(surface.name for surface in SURFACES)
    raise ValueError(f"surface: one of {names}; got {name!r}")


__all__ = ["SURFACES", "Domain", "Family", "Parameter", "Surface", "by_name", "typed"]
