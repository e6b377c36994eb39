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
    """
    for schedule in SCHEDULES:
        if schedule.name == name:
            return schedule
    names = ", ".join(schedule.name for schedule in SCHEDULES)
    raise ValueError(f"schedule: one of {names}; got {name!r}")


__all__ = ["SCHEDULES", "Schedule", "by_name"]
