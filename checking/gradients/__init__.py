"""What may have been taken for the gradient? To add a family: its file, then its lines here."""

from checking.gradients import lines, places, terms
from checking.mistakes import Change

# Every sentence that these families say.
SAID: tuple[Change, ...] = (
    *(Change(name, message) for name, message in places.WHOLE.items()),
    *(Change(f"difference {i}", message) for i, message in enumerate(places.DIFFERENCES)),
    *(Change(f"range {i}", message) for i, message in enumerate(places.RANGES.values())),
    *(Change(f"term {i}", message) for i, message in enumerate(terms.SENTENCES)),
    *(Change(f"line {i}", message) for i, message in enumerate(lines.SENTENCES)),
)
