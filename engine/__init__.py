"""What happened on the walk? The stepping engine: runs, races, sweeps, maps, outcomes."""

from engine.arrival import Arrival, arrive
from engine.attractors import Attractor, Ground
from engine.basin_map import Basins, Shares, basins
from engine.crew import CancelledError
from engine.curvature import Curvature, curvature
from engine.diagnosis import convergence, diagnose
from engine.fair import BestRate, best_rate, ranked, tied, within_budget
from engine.fate import End, Fate, carried_on, fate
from engine.ledger import Ledger, ledger
from engine.line import flat_stretches, one_step, remembers, stable_below
from engine.machine import race, run
from engine.models import QuadraticModels, quadratic_models
from engine.nature import Role
from engine.reach import Reach
from engine.reading import Line
from engine.stationary import Place
from engine.stopping import Stop, stops_at
from engine.sweeping import sweep, sweep_ends, sweeps
from engine.teaching import teaching_rate
from engine.trajectory import FAR, TOLERANCE, Outcome, Trajectory, steps_to
from engine.verdict import Diagnosis, Verdict

__all__ = [
    "FAR",
    "TOLERANCE",
    "Arrival",
    "Attractor",
    "Basins",
    "BestRate",
    "CancelledError",
    "Curvature",
    "Diagnosis",
    "End",
    "Fate",
    "Ground",
    "Ledger",
    "Line",
    "Outcome",
    "Place",
    "QuadraticModels",
    "Reach",
    "Role",
    "Shares",
    "Stop",
    "Trajectory",
    "Verdict",
    "arrive",
    "basins",
    "best_rate",
    "carried_on",
    "convergence",
    "curvature",
    "diagnose",
    "fate",
    "flat_stretches",
    "ledger",
    "one_step",
    "quadratic_models",
    "race",
    "ranked",
    "remembers",
    "run",
    "stable_below",
    "steps_to",
    "stops_at",
    "sweep",
    "sweep_ends",
    "sweeps",
    "teaching_rate",
    "tied",
    "within_budget",
]
