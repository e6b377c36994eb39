"""The kinds of words that stand in the links of several pages and mean the same in all of them."""

from __future__ import annotations

import schedules
from ui.declared_kinds import Declaration
from ui.kinds import Reals, Whole
from ui.settings import FARTHEST_START, MOST_EPOCHS, default_schedule

PLACE = Reals(2, 2, FARTHEST_START)
EPOCHS = Whole(1, MOST_EPOCHS)
PACE = Declaration(schedules.SCHEDULES, default_schedule)
