"""What was most likely done instead: rules and gradients with a slip, tried alone and together.

A rule of this kind moves every coordinate by itself. So what explains x is looked for among all
slips of ∂f/∂x, what explains y among those of ∂f/∂y, and only what is wrong with the rule has to
explain both. Every rule that may have been written is led along the walk once, with all gradients
that may have been written side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np

from checking.gradients.candidate import Candidate
from checking.judging import Judgement, Pair, judge, places, ratio
from checking.mistakes import Change, Variant
from checking.printed import Printed
from checking.replay import Leader
from optimizers import by_name
from surfaces import Surface

NEAREST = 8  # of the gradients of each coordinate are tried with those of the other
WORTH = 0.7  # decimal digits of fit, that a mistake more has to bring
PLAIN = Variant(by_name("gradient_descent")(), (), np.ones(0))
SAME = 1e-6  # relative: no other learning rate
RATE_CHANGE = "The learning rate is {used:.6g} instead of {meant:.6g}."


@dataclass(frozen=True, eq=False)
class Explanation:
    """Something that may have been done instead, and how it fits.

    Attributes:
        variant: The rule.
        pair: The two derivatives.
        misfit: The largest difference in units of what is allowed; at most 1 where it fits.
        judgement: How it fits in every step; None as long as that has not been asked.
        rated: Whether it was measured at another learning rate, which is not in ``variant`` yet.
    """

    variant: Variant
    pair: Pair
    misfit: float
    judgement: Judgement | None = None
    rated: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that is different from what was meant, each once."""
        found = [*self.variant.changes, *(c for part in self.pair for c in part.changes)]
        return tuple(dict((change.name, change) for change in found).values())

    @property
    def score(self) -> float:
        """The lower, the likelier: decimal digits that are left over, and what it takes."""
        left = np.log10(max(self.misfit, 1.0)) if np.isfinite(self.misfit) else 400.0
        weight = sum(change.weight for change in self.changes) + 1.3 * self.rated
        return float(left + WORTH * weight)

    @property
    def fits(self) -> bool:
        """Whether nothing is left over."""
        return self.misfit <= 1


@dataclass(frozen=True, eq=False)
class Search:
    """The walk that is explained, and the gradients that are tried on it.

    Attributes:
        walk: As it was printed.
        surface: The ground that was meant.
        tolerances: (n, 2); what a step may differ by from the rule that was meant.
        leader: Who leads rules along it.
        parts: What may have been taken for each of the two derivatives; itself in front.
    """

    walk: Printed
    surface: Surface
    tolerances: np.ndarray
    leader: Leader
    parts: tuple[tuple[Candidate, ...], tuple[Candidate, ...]]

    @cached_property
    def gradients(self) -> tuple[np.ndarray, np.ndarray]:
        """(n, C) for each of the two: what every candidate gives along the walk."""
        where = places(self.surface, self.walk.points, PLAIN)
        x, y = (np.stack([part.at(where) for part in parts], axis=-1) for parts in self.parts)
        return x, y

    def misfits(self, variant: Variant, axis: int, gradients: np.ndarray) -> np.ndarray:
        """(C, 2); how far gradients (n, C) are off in one coordinate: as it is, and rescaled."""
        deltas = self.leader.deltas(variant, gradients, self.walk.points[:-1, axis : axis + 1])
        return self._left(deltas, axis)

    def _left(self, deltas: np.ndarray, axis: int) -> np.ndarray:
        cut = slice(axis, axis + 1)
        moved, allowed = self.walk.moved[:, cut], self.tolerances[:, cut]
        plain = ratio(moved - deltas, allowed).max(axis=0)
        scaled = ratio(moved - deltas * self.scales(moved, deltas, allowed), allowed).max(axis=0)
        return np.stack([plain, scaled], axis=-1)

    def of_single(self, variant: Variant) -> tuple[np.ndarray, np.ndarray]:
        """(C, 2) for each coordinate: how far every candidate is off with this rule."""
        if variant.ahead:
            where = places(self.surface, self.walk.points, variant)
            columns = [parts[0].at(where)[:, None] for parts in self.parts]
        else:
            columns = list(self.gradients)
        split = columns[0].shape[1]
        points = np.repeat(self.walk.points[:-1], [split, columns[1].shape[1]], axis=1)
        deltas = self.leader.deltas(variant, np.concatenate(columns, axis=1), points)
        return self._left(deltas[:, :split], 0), self._left(deltas[:, split:], 1)

    @staticmethod
    def scales(moved: np.ndarray, deltas: np.ndarray, allowed: np.ndarray) -> np.ndarray:
        """(C,); by how much each displacement is too short, from the steps that tell most."""
        with np.errstate(all="ignore"):
            weight = (deltas / np.maximum(allowed, 1e-300)) ** 2
            weight = np.where(np.isfinite(weight) & (np.abs(deltas) > allowed), weight, 0.0)
            weight = np.minimum(weight, 1e30)
            total = np.sum(weight * np.where(weight > 0, moved / deltas, 0.0), axis=0)
            scale = total / np.sum(weight, axis=0)
        return np.where(np.isfinite(scale) & (scale > 0), scale, 1.0)

    def explained(
        self,
        variant: Variant,
        misfits: tuple[np.ndarray, np.ndarray],
        parts: tuple[Sequence[Candidate], Sequence[Candidate]],
    ) -> list[Explanation]:
        """The best pairs of these parts with this rule, whose misfits (C, 2) are known."""
        found = []
        for rated in (0, 1):
            of_x, of_y = misfits[0][:, rated], misfits[1][:, rated]
            for i, j in _pairs(parts, of_x, of_y):
                misfit = float(max(of_x[i], of_y[j]))
                made = Explanation(variant, (parts[0][i], parts[1][j]), misfit, rated=bool(rated))
                found.append(made)
        best = sorted(found, key=lambda one: one.score)[:NEAREST]
        settled = [self.at_its_rate(one) if one.rated else one for one in best]
        return [one for one in settled if one is not None]

    def at_its_rate(self, one: Explanation) -> Explanation | None:
        """The same at the rate that fits best in both coordinates; None if that was meant."""
        gradients = self.paired(one.variant, [one.pair])[:, 0]
        deltas = self.leader.deltas(one.variant, gradients, self.walk.points[:-1], self.surface)
        flat = (self.walk.moved.reshape(-1, 1), deltas.reshape(-1, 1))
        scale = float(self.scales(*flat, self.tolerances.reshape(-1, 1))[0])
        if abs(scale - 1) < SAME:
            return None
        misfit = float(ratio(self.walk.moved - scale * deltas, self.tolerances).max())
        return replace(one, variant=at_rate(one.variant, scale), misfit=misfit, rated=False)

    def paired(self, variant: Variant, pairs: Sequence[Pair]) -> np.ndarray:
        """(n, C, 2): what each pair of derivatives gives along the walk."""
        where = places(self.surface, self.walk.points, variant)
        known: dict[Candidate, np.ndarray] = {}
        for pair in pairs:
            for part in pair:
                if part not in known:
                    known[part] = part.at(where)
        x, y = (np.stack([known[pair[axis]] for pair in pairs], axis=-1) for axis in (0, 1))
        return np.stack([x, y], axis=-1)

    def settled(self, one: Explanation, walk: Printed | None = None) -> Explanation:
        """The same, judged by what its own steps may differ by."""
        made = judge(walk or self.walk, self.surface, one.variant, one.pair, self.leader)
        return replace(one, misfit=float(made.ratios.max()), judgement=made)


def at_rate(variant: Variant, scale: float) -> Variant:
    """The same at another learning rate, a round one where that is as near as can be told."""
    meant = variant.rule.learning_rate  # type: ignore[attr-defined]
    used = meant * scale
    rounder = float(f"{used:.3g}")
    if abs(rounder / used - 1) < 1e-4:
        used = rounder
    change = Change("rate", RATE_CHANGE, {"used": used, "meant": meant}, 1.3)
    return replace(
        variant,
        rule=replace(variant.rule, learning_rate=used),  # type: ignore[call-arg]
        changes=(*variant.changes, change),
    )


def _pairs(
    parts: tuple[Sequence[Candidate], Sequence[Candidate]], of_x: np.ndarray, of_y: np.ndarray
) -> set[tuple[int, int]]:
    """The likeliest pairs: the best of each with each other, and those of one mistake in both."""

    def likely(axis: int, of_axis: np.ndarray) -> list[int]:
        weights = [WORTH * sum(c.weight for c in part.changes) for part in parts[axis]]
        scores = np.log10(np.clip(of_axis, 1.0, 1e300)) + weights
        return [int(i) for i in np.argsort(scores, kind="stable")[:NEAREST]]

    found = set(product(likely(0, of_x), likely(1, of_y)))
    names = {part.changes[0].name: j for j, part in enumerate(parts[1]) if len(part.changes) == 1}
    for i, part in enumerate(parts[0]):
        if len(part.changes) == 1 and part.changes[0].name in names:
            found.add((i, names[part.changes[0].name]))
    return found
