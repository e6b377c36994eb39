"""What happened on the walk? The stepping engine: runs, races, sweeps, maps, outcomes."""

from engine.analysis.budget import within_budget
from engine.analysis.fair import BestRate, best_rate, ranked, tied
from engine.analysis.fate import End, Fate, carried_on, fate
from engine.analysis.homogeneity import Role
from engine.analysis.ledger import Ledger, ledger
from engine.analysis.line import flat_stretches, one_step, remembers, stable_below
from engine.analysis.models import QuadraticModels, quadratic_models
from engine.analysis.reading import Line
from engine.analysis.slices import Slice, sliced
from engine.analysis.teaching import is_teaching_rate, teaching_rate
from engine.analysis.termination import Stop, stops_at
from engine.analysis.transfer import Transfer, transfer
from engine.drive.arrival import Arrival, arrive
from engine.drive.executor import CancelledError
from engine.drive.first_hit import FirstHit
from engine.drive.machine import race, run
from engine.drive.outcome import FAR, TOLERANCE, Outcome
from engine.drive.sweeping import sweep, sweep_ends, sweeps
from engine.drive.training import train
from engine.drive.training_record import Training
from engine.drive.trajectory import Trajectory, steps_to
from engine.plane.attractors import Attractor, PointKind
from engine.plane.basin_map import Basins, Shares, basins
from engine.plane.curvature import Curvature, curvature
from engine.plane.diagnosis import convergence, diagnose
from engine.plane.stationary import Place
from engine.plane.verdict import Diagnosis, Verdict
from engine.refusal import RefusedError

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
    "FirstHit",
    "Ledger",
    "Line",
    "Outcome",
    "Place",
    "PointKind",
    "QuadraticModels",
    "RefusedError",
    "Role",
    "Shares",
    "Slice",
    "Stop",
    "Training",
    "Trajectory",
    "Transfer",
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
    "is_teaching_rate",
    "ledger",
    "one_step",
    "quadratic_models",
    "race",
    "ranked",
    "remembers",
    "run",
    "sliced",
    "stable_below",
    "steps_to",
    "stops_at",
    "sweep",
    "sweep_ends",
    "sweeps",
    "teaching_rate",
    "tied",
    "train",
    "transfer",
    "within_budget",
]
