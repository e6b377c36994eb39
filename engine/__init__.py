"""What happened on the walk? The stepping engine: runs, races, trajectories, outcomes."""

from engine.arrival import Arrival, arrive
from engine.machine import race, run
from engine.teaching import teaching_rate
from engine.trajectory import FAR, TOLERANCE, Outcome, Trajectory, steps_to

__all__ = [
    "FAR",
    "TOLERANCE",
    "Arrival",
    "Outcome",
    "Trajectory",
    "arrive",
    "race",
    "run",
    "steps_to",
    "teaching_rate",
]
