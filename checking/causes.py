"""The answer: whether a walk is right, and if not, what was most likely done instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from checking.coupled import is_coupled, with_own_lengths
from checking.coupled_search import explained_jointly
from checking.gradients.candidate import Candidate, together
from checking.judging import MEANT, Judgement, judge
from checking.mistakes import MADE, MISTAKES, Variant, other_settings
from checking.parts import distinct, parts_of
from checking.printed import Printed
from checking.replay import Effort, Leader
from checking.search import Explanation, Search
from optimizers import Optimizer
from schedules import Schedule
from surfaces import Surface

LEAST, BEYOND, MOST = 60, 30, 400  # steps on which causes are tried
SHORT = 40  # ... two slips in one derivative
BRIEF = 25  # ... two mistakes in the rule
SETTLED = 10  # explanations that are judged step by step
ROUNDS = 4  # mistakes that are added to the best explanation
ROOM = 100_000  # pairs of slips that are led along at once


@dataclass(frozen=True, eq=False)
class Report:
    """What is known of a walk.

    Attributes:
        walk: As it was printed.
        meant: The rule that was meant.
        judgement: How the walk fits to it.
        explanations: What was most likely done instead, the likeliest first; empty where the walk
            is right.
        effort: What it took.
    """

    walk: Printed
    meant: Variant
    judgement: Judgement
    explanations: tuple[Explanation, ...]
    effort: Effort

    @property
    def cause(self) -> Explanation | None:
        """The likeliest explanation, if it leaves nothing over."""
        best = self.explanations[0] if self.explanations else None
        return best if best is not None and best.fits else None


def report(
    walk: Printed, surface: Surface, rule: Optimizer, schedule: Schedule | None = None
) -> Report:
    """Whether a walk is the one that was meant, and if not, what was done instead.

    Args:
        walk: The walk as it was printed, of at least one step.
        surface: The ground that was meant.
        rule: The rule that was meant, with its settings.
        schedule: How its learning rate was to change; it stays as it is unless given.
    """
    leader = Leader()
    meant = meant_by(rule, len(walk), schedule)
    judgement = judge(walk, surface, meant, leader=leader)
    if rule.needs == "probe" and not judgement.agrees:
        # Another line search is no mistake: then each step is judged by its direction.
        meant = with_own_lengths(meant)
        judgement = judge(walk, surface, meant, leader=leader)
    if judgement.agrees or judgement.first is None:
        return Report(walk, meant, judgement, (), leader.effort)
    window = max(LEAST, judgement.first + 1 + BEYOND)
    head = walk.first(window)
    parts = distinct(head, surface, parts_of(surface, window <= MOST))
    search = Search(head, surface, judgement.tolerances[:window], leader, parts)
    if is_coupled(rule):
        found = explained_jointly(search, meant_by(rule, len(walk), schedule))
    else:
        found = _explained(search, meant)
    settled = [search.settled(one, walk) for one in found[:SETTLED]]
    settled.sort(key=lambda one: one.score)
    return Report(walk, meant, judgement, tuple(_least(settled)), leader.effort)


def _least(found: Sequence[Explanation]) -> list[Explanation]:
    """Those that do not only add something to one that leaves nothing over."""
    kept: list[Explanation] = []
    for one in found:
        names = {change.name for change in one.changes}
        if not any(names > {c.name for c in other.changes} for other in kept if other.fits):
            kept.append(one)
    return kept


def meant_by(rule: Optimizer, steps: int, schedule: Schedule | None = None) -> Variant:
    """A rule as it was meant, for so many steps."""
    counts = np.arange(1, steps + 1)
    factors = np.ones(steps) if schedule is None else schedule.factor(counts)
    return Variant(rule, (), factors, schedule=schedule)


def variants(meant: Variant) -> Iterator[Variant]:
    """The rule that was meant, and every one with a single mistake."""
    yield meant
    for mistake in MISTAKES:
        made = meant.with_mistake(mistake)
        if made is not None:
            yield made
    for maker in MADE:
        yield from maker(meant)


def _explained(search: Search, meant: Variant) -> list[Explanation]:
    tried = [(variant, search.of_single(variant)) for variant in variants(meant)]
    found = []
    for variant, misfits in tried:
        parts = search.parts
        if variant.ahead:
            parts = (parts[0][:1], parts[1][:1])
        found += search.explained(variant, misfits, parts)
    found = _best(search, found)
    if not found[0].fits:
        found = _best(search, [*found, *_with_two_slips(search, tried)])
    found = _with_more(search, found)
    if not found[0].fits:
        found = _with_more(search, _best(search, [*found, *_with_two_mistakes(search, meant)]))
    return found


def _with_more(search: Search, found: list[Explanation]) -> list[Explanation]:
    """One mistake more, as long as that brings something."""
    for _ in range(ROUNDS):
        if found[0].fits:
            break
        more = _best(search, [*found, *_with_one_more(search, found[:2])])
        if more[0] is found[0]:
            break
        found = more
    return found


def _best(search: Search, found: list[Explanation]) -> list[Explanation]:
    """The likeliest, each judged by its own tolerances, and each set of changes once."""
    known: dict[frozenset[str], Explanation] = {}
    for one in sorted(found, key=lambda one: one.score):
        known.setdefault(frozenset(change.name for change in one.changes), one)
    best = [
        one if one.judgement is not None or i >= SETTLED else search.settled(one)
        for i, one in enumerate(known.values())
    ]
    return sorted(best, key=lambda one: one.score)[: 3 * SETTLED]


def _with_two_slips(
    search: Search, tried: list[tuple[Variant, tuple[np.ndarray, np.ndarray]]]
) -> list[Explanation]:
    """Two slips in one derivative, with the rules that explain the other one best."""
    short = replace(search, walk=search.walk.first(SHORT), tolerances=search.tolerances[:SHORT])
    likely: dict[int, Variant] = {}
    plain = [(variant, misfits) for variant, misfits in tried if not variant.ahead]
    for key in (min, max):
        ranked = sorted(plain, key=lambda one: key(float(m[:, 0].min()) for m in one[1]))
        likely |= {id(variant): variant for variant, _ in ranked[:3]}
    found = []
    for variant in likely.values():
        parts, misfits = [], []
        for axis in (0, 1):
            more, columns = _pairs_of_slips(short, axis)
            known = short.misfits(variant, axis, np.concatenate(columns, axis=1))
            keep = np.argsort(np.minimum(*known.T))[:SETTLED]
            parts.append([more(int(i)) for i in keep])
            misfits.append(known[keep])
        found += short.explained(variant, (misfits[0], misfits[1]), (parts[0], parts[1]))
    return [search.settled(one) for one in sorted(found, key=lambda one: one.score)[:SETTLED]]


def _pairs_of_slips(search: Search, axis: int) -> tuple[Any, list[np.ndarray]]:
    """What makes the candidate of a column, and the columns: single slips, then pairs of them."""
    parts, columns = search.parts[axis], search.gradients[axis]
    slips = [
        i
        for i, part in enumerate(parts)
        if part.changes and part.changes[0].name.startswith("term_")
    ]
    pairs = [
        (a, b)
        for a, b in combinations(slips, 2)
        if parts[a].changes[0].places["meant"] != parts[b].changes[0].places["meant"]
    ][:ROOM]
    one, other = np.array(pairs, int).reshape(-1, 2).T
    twice = columns[:, one] + columns[:, other] - columns[:, :1]

    def part(i: int) -> Candidate:
        if i < len(parts):
            return parts[i]
        a, b = pairs[i - len(parts)]
        return together(parts[a], parts[b])

    return part, [columns, twice]


def _with_two_mistakes(search: Search, meant: Variant) -> list[Explanation]:
    """Two mistakes in the rule, with the gradient as it is."""
    short = replace(search, walk=search.walk.first(BRIEF), tolerances=search.tolerances[:BRIEF])
    found = []
    for i, mistake in enumerate(MISTAKES):
        variant = meant.with_mistake(mistake)
        if variant is None:
            continue
        more = [variant.with_mistake(other) for other in MISTAKES[i + 1 :]]
        both = [one for one in more if one is not None and not one.ahead]
        for one in (*both, *other_settings(variant)):
            found += _at_once(short, one, MEANT)
    found.sort(key=lambda one: one.score)
    return [search.settled(one) for one in found[:SETTLED]]


def _at_once(search: Search, variant: Variant, pair: Any) -> list[Explanation]:
    narrow = replace(search, parts=((pair[0],), (pair[1],)))
    return narrow.explained(variant, narrow.of_single(variant), narrow.parts)


def _with_one_more(search: Search, best: list[Explanation]) -> list[Explanation]:
    """What fits best so far, with one more mistake in the rule or in the gradient."""
    found = []
    for one in best:
        for mistake in MISTAKES:
            more = one.variant.with_mistake(mistake)
            if more is not None:
                found += _at_once(search, more, one.pair)
        for more in other_settings(one.variant):
            found += _at_once(search, more, one.pair)
    return found
