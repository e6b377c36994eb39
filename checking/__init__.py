"""Does a walk do what it was meant to do, and if not, what was done instead?

Points that somebody's own program has printed are read as numbers, every step is judged from the
points that were given, and where one differs, what people get wrong is tried, alone and together:
in the rule, whose own lines are written otherwise, and in the gradient. Rules that a gradient is
enough for do not mix the coordinates, which are explained apart; for Newton's method, BFGS and
L-BFGS both are explained together. Slips in single terms are tried where f is a polynomial, slips
in the lines of the gradient where its surface writes them out in Python or it was typed.
"""

from checking.causes import Report, meant_by, report
from checking.coupled import meet_wolfe
from checking.gradients import SAID as OF_GRADIENTS
from checking.hints import SAID as OF_HINTS
from checking.hints import hints
from checking.judging import Judgement, judge
from checking.mistakes import MISTAKES, Change, Mistake, Variant
from checking.mistakes.schedule import SAID as OF_SCHEDULES
from checking.mistakes.settings import SAID as OF_SETTINGS
from checking.printed import Printed, exact
from checking.reading import LONGEST, MOST_STEPS, PastedWalk, read
from checking.reading import SAID as OF_READING
from checking.search import RATE_CHANGE, Explanation
from checking.values import SAID as OF_VALUES
from checking.values import ValueReport, judge_values

# Every sentence that an answer may hold, by name; the words of the app are found here.
SENTENCES: tuple[Change, ...] = (
    *(Change(mistake.name, mistake.title) for mistake in MISTAKES),
    *OF_SETTINGS,
    *OF_SCHEDULES,
    *OF_GRADIENTS,
    Change("rate", RATE_CHANGE),
    *OF_HINTS,
    *OF_READING,
    *OF_VALUES,
)

__all__ = [
    "LONGEST",
    "MISTAKES",
    "MOST_STEPS",
    "SENTENCES",
    "Change",
    "Explanation",
    "Judgement",
    "Mistake",
    "PastedWalk",
    "Printed",
    "Report",
    "ValueReport",
    "Variant",
    "exact",
    "hints",
    "judge",
    "judge_values",
    "meant_by",
    "meet_wolfe",
    "read",
    "report",
]
