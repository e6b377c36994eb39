"""What a visitor has chosen on the page of the blog post."""

from __future__ import annotations

from dataclasses import dataclass

from published import RATE, START, UPDATES, Repair

REPAIRS = ("gradient", "bias", "epsilon", "contours", "window")
CHAPTERS = ("picture", "walks", "field", "defects", "conclusions")
RATES = (1e-5, 10.0)


@dataclass(frozen=True)
class Choice:
    """One choice of everything on the page.

    Attributes:
        repaired: Which of `REPAIRS` are put right, in their order.
        updates: How many updates the walk takes.
        rate: Its learning rate.
        start: Where it starts.
        chapter: Which of `CHAPTERS` stands below the picture.
    """

    repaired: tuple[str, ...] = ()
    updates: int = UPDATES
    rate: float = RATE
    start: tuple[float, float] = START
    chapter: str = CHAPTERS[0]

    @property
    def repair(self) -> Repair:
        """What is put right in the code of the walk."""
        return Repair(*(name in self.repaired for name in ("gradient", "bias", "epsilon")))

    @property
    def of_f(self) -> bool:
        """Whether the contours are those of f, and not distances on a page."""
        return "contours" in self.repaired

    @property
    def whole(self) -> bool:
        """Whether the window has start and minimum in it."""
        return "window" in self.repaired


def in_order(names: set[str]) -> tuple[str, ...]:
    """Names of repairs in the order of `REPAIRS`."""
    return tuple(name for name in REPAIRS if name in names)
