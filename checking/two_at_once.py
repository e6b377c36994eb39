"""Two mistakes that are made together: two slips in one derivative, or two mistakes in the rule.

There are many thousands of pairs. A few steps tell nearly all of them from what was done, so those
are led along a few steps first, and only what fits there, or comes near, along more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from checking.gradients.candidate import Candidate, together
from checking.judging import MEANT, Pair, ratio
from checking.mistakes import MISTAKES, Variant, other_settings
from checking.search import Explanation, Search

FEW = 8  # steps on which every pair is tried
SHORT = 40  # ... pairs of slips that are left
BRIEF = 25  # ... pairs of mistakes in the rule that are left
SETTLED = 10  # explanations that are judged step by step
LIKELY = 3  # rules for each way of asking which explains the other derivative best
ROOM = 100_000  # pairs of slips that are led along at once
SLIPS, RULES = 3000, 40  # pairs that are kept, besides all that fit so far


def on_first(search: Search, steps: int) -> Search:
    """The same search on the first steps alone."""
    return replace(search, walk=search.walk.first(steps), tolerances=search.tolerances[:steps])


def likely(misfits: np.ndarray, most: int) -> np.ndarray:
    """Which are kept: all that fit, and of the others those that come nearest."""
    nearest = np.argsort(misfits, kind="stable")
    return nearest[: max(most, int(np.sum(misfits <= 1)))]


def with_two_slips(
    search: Search, tried: list[tuple[Variant, tuple[np.ndarray, np.ndarray]]]
) -> list[Explanation]:
    """Two slips in one derivative, with the rules that explain the other one best."""
    short, few = on_first(search, SHORT), on_first(search, FEW)
    rules: dict[int, Variant] = {}
    plain = [(variant, misfits) for variant, misfits in tried if not variant.ahead]
    for key in (min, max):
        ranked = sorted(plain, key=lambda one: key(float(m[:, 0].min()) for m in one[1]))
        rules |= {id(variant): variant for variant, _ in ranked[:LIKELY]}
    sets = [_TwoSlips(short, axis) for axis in (0, 1)]
    found = []
    for variant in rules.values():
        parts, misfits = [], []
        for axis, pairs in enumerate(sets):
            first = few.misfits(variant, axis, pairs.columns[: len(few.walk)])
            near = likely(first.min(axis=1), SLIPS)
            known = short.misfits(variant, axis, pairs.columns[:, near])
            keep = np.argsort(known.min(axis=1), kind="stable")[:SETTLED]
            parts.append([pairs.part(int(near[i])) for i in keep])
            misfits.append(known[keep])
        found += short.explained(variant, (misfits[0], misfits[1]), (parts[0], parts[1]))
    return [search.settled(one) for one in sorted(found, key=lambda one: one.score)[:SETTLED]]


class _TwoSlips:
    """Every candidate for one derivative, and behind them every pair of slips in its terms.

    Attributes:
        columns: (n, C); what each gives along the walk.
    """

    def __init__(self, search: Search, axis: int) -> None:
        self._parts = search.parts[axis]
        columns = search.gradients[axis]
        slips = [
            i
            for i, part in enumerate(self._parts)
            if part.changes and part.changes[0].name.startswith("term_")
        ]
        terms = np.array([self._parts[i].changes[0].places["meant"] for i in slips])
        one, other = np.triu_indices(len(slips), 1)
        apart = terms[one] != terms[other] if len(slips) else np.zeros(0, bool)
        places = np.array(slips, int)
        self._one, self._other = places[one[apart][:ROOM]], places[other[apart][:ROOM]]
        twice = columns[:, self._one] + columns[:, self._other] - columns[:, :1]
        self.columns = np.concatenate([columns, twice], axis=1)

    def part(self, i: int) -> Candidate:
        """The candidate of a column."""
        pair = i - len(self._parts)
        if pair < 0:
            return self._parts[i]
        return together(self._parts[self._one[pair]], self._parts[self._other[pair]])


def with_two_mistakes(search: Search, meant: Variant) -> list[Explanation]:
    """Two mistakes in the rule, with the gradient as it is."""
    few, brief = on_first(search, FEW), on_first(search, BRIEF)
    pairs: list[Variant] = []
    for i, mistake in enumerate(MISTAKES):
        variant = meant.with_mistake(mistake)
        if variant is None:
            continue
        more = [variant.with_mistake(other) for other in MISTAKES[i + 1 :]]
        pairs += [one for one in more if one is not None and not one.ahead]
        pairs += other_settings(variant)
    # Those that look ahead take their gradients elsewhere; they are few.
    plain = [one for one in pairs if not one.ahead]
    kept = [one for one in pairs if one.ahead]
    kept += [plain[i] for i in likely(_first_misfits(few, plain), RULES)]
    found = [one for variant in kept for one in at_once(brief, variant, MEANT)]
    found.sort(key=lambda one: one.score)
    return [search.settled(one) for one in found[:SETTLED]]


def _first_misfits(few: Search, variants: Sequence[Variant]) -> np.ndarray:
    """How far each rule is off with the right gradient, at the rate that suits it best."""
    walk, allowed = few.walk, few.tolerances
    gradients = np.concatenate([columns[:, :1] for columns in few.gradients], axis=1)
    deltas = [few.leader.deltas(one, gradients, walk.points[:-1]) for one in variants]
    if not deltas:
        return np.zeros(0)
    moved = walk.moved.reshape(-1, 1)
    columns, tolerances = np.stack(deltas, -1).reshape(-1, len(deltas)), allowed.reshape(-1, 1)
    scales = few.scales(moved, columns, tolerances)
    ways = (ratio(moved - columns * scale, tolerances).max(axis=0) for scale in (1.0, scales))
    return np.minimum(*ways)


def at_once(search: Search, variant: Variant, pair: Pair) -> list[Explanation]:
    """What is left over by a rule with one pair of derivatives."""
    narrow = replace(search, parts=((pair[0],), (pair[1],)))
    return narrow.explained(variant, narrow.of_single(variant), narrow.parts)
