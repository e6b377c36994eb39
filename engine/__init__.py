"""What happened on the walk? The stepping engine: runs, races, sweeps, maps, outcomes."""

from engine.arrival import Arrival, arrive
from engine.attractors import Attractor, Ground
from engine.basin_map import Basins, Shares, basins
from engine.crew import CancelledError
from engine.fair import BestRate, best_rate, ranked, tied, within_budget
from engine.line import End, Fate, fate, flat_stretches, one_step, remembers, stable_below
from engine.machine import race, run
from engine.models import QuadraticModels, quadratic_models
from engine.reach import Reach
from engine.sweeping import sweep, sweep_ends
from engine.teaching import teaching_rate
from engine.trajectory import FAR, TOLERANCE, Outcome, Trajectory, steps_to, steps_to_flat

__all__ = [
    "FAR",
    "TOLERANCE",
    "Arrival",
    "Attractor",
    "Basins",
    "BestRate",
    "CancelledError",
    "End",
    "Fate",
    "Ground",
    "Outcome",
    "QuadraticModels",
    "Reach",
    "Shares",
    "Trajectory",
    "arrive",
    "basins",
    "best_rate",
    "fate",
    "flat_stretches",
    "one_step",
    "quadratic_models",
    "race",
    "ranked",
    "remembers",
    "run",
    "stable_below",
    "steps_to",
    "steps_to_flat",
    "sweep",
    "sweep_ends",
    "teaching_rate",
    "tied",
    "within_budget",
]
