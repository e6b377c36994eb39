"""Everything that may have stood in the place of a gradient, on one surface."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from checking.gradients.candidate import Candidate, right
from checking.gradients.lines import slips_in_lines
from checking.gradients.places import differences, wholes
from checking.gradients.terms import slips_in_terms
from checking.gradients.typed_slips import slips_in_formula
from checking.judging import places
from checking.printed import Printed
from checking.search import PLAIN
from surfaces import Surface

ALIKE = 1e-13  # of the largest: the same gradient, written otherwise

Parts = tuple[tuple[Candidate, ...], tuple[Candidate, ...]]


def parts_of(surface: Surface, widely: bool = True) -> Parts:
    """What may have been taken for each of the two derivatives; itself in front."""
    lines = slips_in_lines(surface) if widely else []
    x, y = (
        (
            right(axis),
            *wholes(axis),
            *(slips_in_terms(surface, axis) if widely else ()),
            *(differences(surface, axis) if widely else ()),
            *(pair[axis] for pair in lines),
            *(slips_in_formula(surface, axis) if widely else ()),
        )
        for axis in (0, 1)
    )
    return x, y


def distinct(walk: Printed, surface: Surface, parts: Parts) -> Parts:
    """Those of the candidates that give other numbers along the walk than those before them."""
    where = places(surface, walk.points, PLAIN)
    x, y = (_distinct(of, np.stack([part.at(where) for part in of])) for of in parts)
    return x, y


def _distinct(parts: Sequence[Candidate], rows: np.ndarray) -> tuple[Candidate, ...]:
    kept = [0]
    with np.errstate(all="ignore"):
        for i in range(1, len(parts)):
            off = np.abs(rows[kept] - rows[i]).max(axis=1)
            if not np.any(off <= ALIKE * np.abs(rows[i]).max()):
                kept.append(i)
    return tuple(parts[i] for i in kept)
