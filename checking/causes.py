"""The answer: whether a walk is right, and if not, what was most likely done instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from checking.coupled import is_coupled, with_own_lengths
from checking.coupled_search import explained_jointly
from checking.estimates import with_estimates
from checking.judging import Judgement, judge
from checking.mistakes import MADE, MISTAKES, Variant, other_settings
from checking.parts import distinct, parts_of
from checking.printed import Printed
from checking.replay import Effort, Leader
from checking.search import Explanation, Search
from checking.two_at_once import SETTLED, at_once, with_two_mistakes, with_two_slips
from optimizers import Optimizer
from schedules import Schedule
from surfaces import Surface

LEAST, BEYOND, MOST = 60, 30, 400  # steps on which causes are tried
# What is tried with the usual numbers first, and estimated where that comes near.
ROUGH = ("difference_", "epsilon_")
ROUNDS = 4  # mistakes that are added to the best explanation


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
    if not found[0].fits or any(change.name.startswith(ROUGH) for change in found[0].changes):
        likely = sorted(tried, key=lambda one: max(float(m[:, 0].min()) for m in one[1]))
        rules = {id(one): one for one in (meant, *(variant for variant, _ in likely[:2]))}
        found = _best(search, [*with_estimates(search, [*rules.values()]), *found])
    if not found[0].fits:
        found = _best(search, [*found, *with_two_slips(search, tried)])
    found = _with_more(search, found)
    if not found[0].fits:
        found = _with_more(search, _best(search, [*found, *with_two_mistakes(search, meant)]))
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


def _with_one_more(search: Search, best: list[Explanation]) -> list[Explanation]:
    """What fits best so far, with one more mistake in the rule or in the gradient."""
    found = []
    for one in best:
        for mistake in MISTAKES:
            more = one.variant.with_mistake(mistake)
            if more is not None:
                found += at_once(search, more, one.pair)
        for more in other_settings(one.variant):
            found += at_once(search, more, one.pair)
    return found
