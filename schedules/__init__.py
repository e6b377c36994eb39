"""How does the learning rate change? Schedules that answer with a factor for every step.

To add one: write its file, then its line here.
"""

from schedules.constant import Constant
from schedules.cosine import Cosine
from schedules.cyclic import Cyclic
from schedules.exponential import Exponential
from schedules.inverse_sqrt import InverseSqrt
from schedules.schedule import Schedule
from schedules.step import Step
from schedules.warmup import Warmup

SCHEDULES: tuple[type[Schedule], ...] = (
    Constant,
    InverseSqrt,
    Step,
    Exponential,
    Cosine,
    Warmup,
    Cyclic,
)


def by_name(name: str) -> type[Schedule]:
    """The schedule class of that name.

    Raises:
        ValueError: No schedule has that name.

    Examples:
        >>> by_name("step")(period=2, gamma=0.5).factor([1, 2, 3, 4, 5]).tolist()
        [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    for schedule in SCHEDULES:
        if schedule.name == name:
            return schedule
    names = ", ".join(schedule.name for schedule in SCHEDULES)
    raise ValueError(f"schedule: one of {names}; got {name!r}")


__all__ = ["SCHEDULES", "Schedule", "by_name"]
