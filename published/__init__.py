"""What did the post do? Its code and its formulas as they were published, defects and all.

Specimens, not tools: nothing here is registered beside the surfaces and optimizers that visitors
trust, and none of it should be copied into other work. The post is iissaacc, Optimizer 3, 7 July
2021: the study note in which Adam walks on a contour function, and from which this project grew.
The room lets a visitor see its walk exactly as it was printed, and repair it.
"""

from published.adam import LateAdam, LiteralFormula, PublishedAdam
from published.conclusions import (
    BUDGETS,
    MOST_UPDATES,
    NEAR,
    RATES,
    distances_by_rate,
    needed_at,
    updates_needed,
)
from published.effects import Effects, effects
from published.picture import RING_STEP, distance, line, window
from published.terrain import PUBLISHED, TRUE, curl, field_zero
from published.walks import (
    ENDS_AFTER,
    RATE,
    START,
    UPDATES,
    Repair,
    four_repairs,
    longest_hop,
    measured_on_f,
)

__all__ = [
    "BUDGETS",
    "ENDS_AFTER",
    "MOST_UPDATES",
    "NEAR",
    "PUBLISHED",
    "RATE",
    "RATES",
    "RING_STEP",
    "START",
    "TRUE",
    "UPDATES",
    "Effects",
    "LateAdam",
    "LiteralFormula",
    "PublishedAdam",
    "Repair",
    "curl",
    "distance",
    "distances_by_rate",
    "effects",
    "field_zero",
    "four_repairs",
    "line",
    "longest_hop",
    "measured_on_f",
    "needed_at",
    "updates_needed",
    "window",
]
