"""What happened on the walk? The stepping engine: runs, races, sweeps, maps, outcomes."""

from engine.arrival import Arrival, arrive
from engine.attractors import Attractor, Ground
from engine.basin_map import Basins, Shares, basins
from engine.crew import CancelledError
from engine.fair import BestRate, best_rate, ranked, tied, within_budget
from engine.machine import race, run
from engine.reach import Reach
from engine.sweeping import sweep, sweep_ends
from engine.teaching import teaching_rate
from engine.trajectory import FAR, TOLERANCE, Outcome, Trajectory, steps_to

__all__ = [
    "FAR",
    "TOLERANCE",
    "Arrival",
    "Attractor",
    "Basins",
    "BestRate",
    "CancelledError",
    "Ground",
    "Outcome",
    "Reach",
    "Shares",
    "Trajectory",
    "arrive",
    "basins",
    "best_rate",
    "race",
    "ranked",
    "run",
    "steps_to",
    "sweep",
    "sweep_ends",
    "teaching_rate",
    "tied",
    "within_budget",
]
