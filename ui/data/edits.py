"""What a visitor has done to examples by hand: moved, removed, added. All of it stands in the link.

point=3~0.5~-1.2      the fourth example of the set stands at (0.5, −1.2)
point=7~gone          the eighth is not there
point=new~1~2         one more, of a number; point=new~1~2~0 of class 0
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from data import Dataset, Task
from ui.kinds import LONGEST, REFUSED, SEPARATOR, WHOLE, Read
from ui.typed_numbers import number_as_text, number_from
from ui.words import _

MOST_EDITS = 100
FARTHEST = 1e4  # from 0, of what is put somewhere by hand
NEW, GONE = "new", "gone"

Place = tuple[float, float]


@dataclass(frozen=True)
class Edits:
    """Changes of a set of examples.

    Attributes:
        moved: (place in the set, x, y), in order.
        removed: Places in the set, in order.
        added: (x, y, label); the label counts where a class is learned.
    """

    moved: tuple[tuple[int, float, float], ...] = ()
    removed: tuple[int, ...] = ()
    added: tuple[tuple[float, float, int], ...] = ()

    def __len__(self) -> int:
        return len(self.moved) + len(self.removed) + len(self.added)

    def left(self, count: int) -> list[int]:
        """Which of a set of so many are still there; the added ones come after them."""
        return [i for i in range(count) if i not in set(self.removed)]

    def count(self, count: int) -> int:
        """How many examples there are."""
        return count - len(self.removed) + len(self.added)

    def move(self, place: int, to: Place, count: int) -> Edits:
        """With the example at a place of the picture somewhere else."""
        left = self.left(count)
        if place < len(left):
            moved = {i: (x, y) for i, x, y in self.moved} | {left[place]: to}
            return replace(self, moved=tuple((i, *moved[i]) for i in sorted(moved)))
        added = list(self.added)
        added[place - len(left)] = (*to, added[place - len(left)][2])
        return replace(self, added=tuple(added))

    def remove(self, place: int, count: int) -> Edits:
        """Without the example at a place of the picture."""
        left = self.left(count)
        if place < len(left):
            gone = left[place]
            return replace(
                self,
                moved=tuple(one for one in self.moved if one[0] != gone),
                removed=tuple(sorted({*self.removed, gone})),
            )
        at = place - len(left)
        return replace(self, added=self.added[:at] + self.added[at + 1 :])

    def add(self, at: Place, label: int) -> Edits:
        """With one more."""
        return replace(self, added=(*self.added, (*at, label)))

    def of(self, examples: Dataset) -> Dataset:
        """The examples as they are then."""
        if not len(self):
            return examples
        drawn = plane_of(examples)
        for i, x, y in self.moved:
            drawn[i, :2] = x, y
        drawn = np.vstack([drawn[self.left(len(drawn))], *(np.array([one]) for one in self.added)])
        if examples.task is Task.NUMBER:
            points, targets = drawn[:, :1], drawn[:, 1]
        else:
            points, targets = drawn[:, :2], drawn[:, 2]
        if not self.left(len(examples)):  # they are somebody's own, in whatever units
            return Dataset("pasted", examples.task, points, targets, examples.axes)
        return replace(examples, points=points, targets=targets)


UNTOUCHED = Edits()


def plane_of(examples: Dataset) -> np.ndarray:
    """(N, 3); where each example stands in the picture, and its label (0 where it has none)."""
    if examples.task is Task.NUMBER:
        parts = [examples.points[:, 0], examples.targets, np.zeros(len(examples))]
    else:
        parts = [*examples.points.T, examples.targets]
    return np.stack(parts, axis=1)


@dataclass(frozen=True)
class EditsKind:
    """Changes of a set of so many examples."""

    count: int
    task: Task

    def read(self, texts: Sequence[str]) -> Read:
        """The changes that are understood, and whether all were."""
        moved: dict[int, Place] = {}
        removed: set[int] = set()
        added: list[tuple[float, float, int]] = []
        clean = len(texts) <= MOST_EDITS
        for text in texts[:MOST_EDITS]:
            name, *rest = text[:LONGEST].split(SEPARATOR)
            numbers = [number_from(part) for part in rest]
            fits = [n is not None and abs(n) <= FARTHEST for n in numbers]
            if name == NEW and all(fits) and len(numbers) == self._wide:
                x, y, *label = numbers
                if label and label[0] not in (0.0, 1.0):
                    clean = False
                    continue
                assert x is not None and y is not None
                added.append((x, y, int(label[0] or 0) if label else 0))
            elif not (WHOLE.fullmatch(name) and int(name) < self.count):
                clean = False
            elif rest == [GONE]:
                removed.add(int(name))
            elif len(rest) == 2 and all(fits):
                x, y = numbers
                assert x is not None and y is not None
                moved[int(name)] = x, y
            else:
                clean = False
        if not added and len(removed) >= self.count:
            return REFUSED, False  # nobody would be left
        kept = tuple((i, *moved[i]) for i in sorted(moved) if i not in removed)
        return Edits(kept, tuple(sorted(removed)), tuple(added)), clean

    @property
    def _wide(self) -> int:
        return 2 if self.task is Task.NUMBER else 3

    def write(self, value: Edits) -> list[str]:
        """One text for each."""
        parts: list[list[Any]] = [
            [str(i), number_as_text(x), number_as_text(y)] for i, x, y in value.moved
        ]
        parts += [[str(i), GONE] for i in value.removed]
        for x, y, label in value.added:
            place = [NEW, number_as_text(x), number_as_text(y), str(label)]
            parts.append(place[: 1 + self._wide])
        return [SEPARATOR.join(part) for part in parts]

    def note(self, word: str, taken: str) -> str:
        """What is allowed."""
        return _(
            "`{word}` in the link puts, takes away or adds an example that cannot be; at most "
            "{most} of them count, with numbers up to {far}, and one example has to be left. The "
            "others are taken."
        ).format(word=word, most=MOST_EDITS, far=f"{FARTHEST:,.0f}")
