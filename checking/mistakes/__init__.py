"""What do people get wrong? To add a family: its file, then its line here."""

from checking.mistakes.bias import BIAS
from checking.mistakes.curvature import CURVATURE
from checking.mistakes.epsilon import EPSILON
from checking.mistakes.memory import MEMORY
from checking.mistakes.mistake import Change, Mistake, Variant
from checking.mistakes.schedule import other_schedules
from checking.mistakes.settings import DIRECTION, EXCHANGED, other_rules, other_settings
from checking.mistakes.squares import SQUARES

MISTAKES: tuple[Mistake, ...] = (
    *BIAS,
    *EPSILON,
    *SQUARES,
    *MEMORY,
    *DIRECTION,
    *EXCHANGED,
    *CURVATURE,
)
# Those that are made of the settings that were meant.
MADE = (other_settings, other_rules, other_schedules)

__all__ = ["MADE", "MISTAKES", "Change", "Mistake", "Variant"]
