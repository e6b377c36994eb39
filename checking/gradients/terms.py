"""Slips in one term of a partial derivative, tried on every term of a polynomial.

A term c·xⁱyʲ of f becomes c·i·xⁱ⁻¹yʲ in ∂f/∂x. What people write instead: it is missing or taken
twice, has another factor, sign or power, another variable, is not derived at all, by the wrong
variable or once too often. What that gives is written from the powers; nothing is listed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator

from checking.gradients.candidate import AXES, Candidate, Where
from checking.gradients.polynomial import Powers, derived, terms_of, written
from checking.mistakes.mistake import Change
from surfaces import Surface

Term = tuple[float, Powers]
FACTORS = (2.0, 0.5, -1.0, 3.0, 10.0, 0.1, 1.5, 4.0, 0.25, 1 / 3)
ODD = 1.15  # a factor that nobody slips to by itself has to explain a little more
USED = "∂f/∂{axis}: {used} in place of {meant}."
MISSING = "∂f/∂{axis}: {meant} is missing."
EXTRA = "∂f/∂{axis}: {used} is too much."

SENTENCES = (USED, MISSING, EXTRA)


def slips_in_terms(surface: Surface, axis: int) -> list[Candidate]:
    """Every single slip in one partial derivative; none where f is no polynomial."""
    terms = terms_of(surface)
    if terms is None:
        return []
    found: dict[tuple[Term | None, Term | None], Candidate] = {}
    whole = {powers: derived(number, powers, axis) for powers, number in terms.items()}
    for powers, number in terms.items():
        meant = whole[powers]
        if powers == (0, 0):
            continue  # a constant leaves nothing, and nobody derives it
        if meant[0] == 0:
            for used in ((number, powers), (number, (0, 0))):
                found.setdefault((None, used), _slip(axis, None, used, 1.1))
            continue
        found.setdefault((meant, None), _slip(axis, meant, None, 1.0))
        for used, weight in _instead(number, powers, meant, axis):
            if used[0] and used != meant:
                found.setdefault((meant, used), _slip(axis, meant, used, weight))
    return list(found.values())


def _instead(number: float, powers: Powers, meant: Term, axis: int) -> Iterator[tuple[Term, float]]:
    """What is written for one term, the likeliest first."""
    (a, (p, q)), (i, j) = meant, powers
    yield (number, (p, q)), 1.0  # the power does not come down as a factor
    yield (a, powers), 1.0  # the power is not lowered
    yield (number, powers), 1.0  # not derived
    for factor in FACTORS[:3]:
        yield (a * factor, (p, q)), 1.0
    if p and q:
        yield (a, (0, q)), 1.0  # a variable is lost
        yield (a, (p, 0)), 1.0
    yield (a, (q, p)), 1.0  # x and y exchanged
    yield (a, (0, p + q)), 1.0
    yield (a, (p + q, 0)), 1.0
    for again in (0, 1):  # derived once more
        if (p, q)[again]:
            yield derived(a, (p, q), again), 1.0
    if (i, j)[1 - axis]:  # derived by the other variable
        yield derived(number, powers, 1 - axis), 1.0
    for shift in (1, -1):  # another power
        if p + shift >= 0:
            yield (a, (p + shift, q)), 1.0
        if q + shift >= 0:
            yield (a, (p, q + shift)), 1.0
    for factor in FACTORS[3:]:
        yield (a * factor, (p, q)), ODD


def _slip(axis: int, meant: Term | None, used: Term | None, weight: float) -> Candidate:
    places = {
        "axis": AXES[axis],
        "meant": "" if meant is None else written(*meant),
        "used": "" if used is None else written(*used),
    }
    message = MISSING if used is None else EXTRA if meant is None else USED
    name = f"term_{AXES[axis]}_{places['meant']}_{places['used']}"

    def values(where: Where) -> object:
        value = where.gradient[axis]
        for term, sign in ((used, 1.0), (meant, -1.0)):
            if term is not None:
                number, (p, q) = term
                value = value + sign * number * where.x**p * where.y**q
        return value

    return Candidate(axis, (Change(name, message, places, weight),), values)
