"""What was most likely done instead, where a rule mixes the coordinates.

x and y cannot be explained apart then: every rule that may have been written is led along the walk
with the right gradient, the likeliest of them with every gradient that has a slip, all of those
side by side, and at last two slips together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checking.coupled import is_coupled, with_own_lengths
from checking.judging import MEANT, Pair, ratio
from checking.mistakes import MADE, MISTAKES, Variant
from checking.search import Explanation, Search

LIKELY = 4  # rules that every gradient is tried with
KEPT = 12  # gradients that are tried two together
SETTLED = 14  # explanations that are judged step by step


def variants_of(meant: Variant) -> Iterator[Variant]:
    """The rule that was meant, every one with a single mistake, and each with its own lengths."""
    for variant in _with_one(meant):
        yield variant
        free = with_own_lengths(variant)
        if free is not variant:
            yield free


def _with_one(meant: Variant) -> Iterator[Variant]:
    yield meant
    for mistake in MISTAKES:
        made = meant.with_mistake(mistake)
        if made is not None:
            yield made
    for maker in MADE:
        yield from maker(meant)


def explained_jointly(search: Search, meant: Variant) -> list[Explanation]:
    """The likeliest explanations, the best first."""
    if meant.own_lengths:
        raise ValueError("its own lengths are found by the search")
    found = [one for variant in variants_of(meant) for one in _led(search, variant, [MEANT])]
    # A search that knows the wrong gradient cannot be repeated; where it went can.
    base = with_own_lengths(meant)
    bases = [base, *(one.variant for one in _likeliest(found) if is_coupled(one.variant.rule))]
    singles = _single_slips(search)
    for variant in bases[: LIKELY + 1]:
        if variant is base or variant.own_lengths or meant.rule.needs != "probe":
            found += _led(search, variant, singles)
    best = _settled(search, found)
    if best and best[0].fits:
        return best
    found += _led(search, base, _two_slips(found, base))
    for one in best[:2]:
        for variant in variants_of(one.variant):
            found += _led(search, variant, [one.pair])
    return _settled(search, found)


def _likeliest(found: Sequence[Explanation]) -> list[Explanation]:
    return sorted(found, key=lambda one: one.score)


def _settled(search: Search, found: Sequence[Explanation]) -> list[Explanation]:
    known: dict[frozenset[str], Explanation] = {}
    for one in _likeliest(found):
        if one.changes:
            known.setdefault(frozenset(change.name for change in one.changes), one)
    return _likeliest([search.settled(one) for one in [*known.values()][:SETTLED]])


def _single_slips(search: Search) -> list[Pair]:
    """One slip in one derivative, or the same in both."""
    x, y = search.parts
    names = {part.changes[0].name: part for part in y if len(part.changes) == 1}
    same = [
        (part, names[part.changes[0].name])
        for part in x
        if len(part.changes) == 1 and part.changes[0].name in names
    ]
    return [*((part, y[0]) for part in x[1:]), *((x[0], part) for part in y[1:]), *same]


def _two_slips(found: Sequence[Explanation], base: Variant) -> list[Pair]:
    """The best slip of each derivative with those of the other."""
    mine = _likeliest([one for one in found if one.variant is base])
    x = [one.pair[0] for one in mine if one.pair[0].changes and not one.pair[1].changes][:KEPT]
    y = [one.pair[1] for one in mine if one.pair[1].changes and not one.pair[0].changes][:KEPT]
    return [(a, b) for a in x for b in y]


def _led(search: Search, variant: Variant, pairs: Sequence[Pair]) -> list[Explanation]:
    """A rule with several gradients, each as it is and, where that has a say, at another rate."""
    if not pairs:
        return []
    gradients = search.paired(variant, pairs)
    points, moved = search.walk.points[:-1, None], search.walk.moved[:, None]
    deltas = search.leader.deltas(variant, gradients, points, search.surface, moved)
    allowed = search.tolerances[:, None]
    plain = ratio(moved - deltas, allowed).max(axis=(0, 2))
    found = [
        Explanation(variant, pair, float(left)) for pair, left in zip(pairs, plain, strict=True)
    ]
    if variant.rule.needs != "probe":
        best = sorted(range(len(pairs)), key=lambda i: plain[i])[:3]
        for i in best:
            rated = search.at_its_rate(replace(found[i], rated=True))
            if rated is not None:
                found.append(rated)
    return found


__all__ = ["explained_jointly", "variants_of"]
