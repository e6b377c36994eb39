"""Maps on disk: the finished one as .npz, and its finished pieces while it is in the making.

Every file is written under another name and then renamed, so that whatever happens a file is
whole or not there. Nothing is pickled.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import numpy as np

from engine.drive.outcome import OUTCOMES
from engine.plane.basin_map import Basins
from engine.plane.map_plan import Plan, Result

PLAN, UNFINISHED = "plan.json", "unfinished"
ARRAYS = ("ends", "steps", "codes")
ROOMS = ("surfaces", "optimizers", "engine")


def save(basins: Basins, plan: Plan, path: Path, by_way_of: Path) -> None:
    """Write a map, whole or not at all.

    Its arrays are those of `Basins`, with the attractors and their shares as columns and the
    settings as JSON.

    Args:
        basins: The map.
        plan: The plan that it was made by.
        path: Where it goes.
        by_way_of: A file on the same disk where it may lie until it is whole.
    """
    places, shares = basins.attractors, basins.shares
    arrays = {
        "x": basins.x,
        "y": basins.y,
        "ends": basins.ends,
        "steps": basins.steps,
        "outcome": basins.codes,
        "outcome_names": np.array([str(outcome) for outcome in OUTCOMES]),
        "attractor": basins.which,
        "attractor_x": np.array([a.x for a in places], float),
        "attractor_y": np.array([a.y for a in places], float),
        "attractor_height": np.array([a.height for a in places], float),
        "attractor_ground": np.array([str(a.ground) for a in places], str),
        "attractor_known": np.array([a.known for a in places], bool),
        "attractor_share": np.array(shares.attractors, float),
        "share_under_way": np.float64(shares.under_way),
        "share_diverged": np.float64(shares.diverged),
        "settings": np.array(json.dumps(plan.settings)),
    }
    _write(path, by_way_of, arrays)


def _write(path: Path, by_way_of: Path, arrays: dict[str, Any]) -> None:
    try:
        with by_way_of.open("wb") as file:
            np.savez(file, **arrays)
            file.flush()
            os.fsync(file.fileno())
        os.replace(by_way_of, path)
    finally:
        by_way_of.unlink(missing_ok=True)


def fingerprint(plan: Plan) -> dict[str, Any]:
    """What the numbers of a map depend on: its settings, its pieces, the code that makes them."""
    code = hashlib.sha256()
    root = Path(__file__).parent.parent
    for room in ROOMS:
        for path in sorted((root / room).glob("*.py")):
            code.update(path.read_bytes())
    return {
        **plan.settings,
        "rows per piece": plan.rows[0].stop,
        "NumPy": np.__version__,
        "program": code.hexdigest()[:16],
    }


class Pieces:
    """The folder of finished pieces beside a map in the making.

    Raises:
        ValueError: The folder holds something else, such as the pieces of another map.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self._plan = plan
        wanted = fingerprint(plan)
        if not folder.exists():
            folder.mkdir()
        found = self._fingerprint()
        if found is None and any(folder.iterdir()):
            raise ValueError(f"{folder} must hold pieces of this map, it holds something else")
        if found is not None and found != wanted:
            name = next(k for k in {**wanted, **found} if wanted.get(k) != found.get(k))
            raise ValueError(
                f"{folder} must hold pieces of this map, its {name} is {found.get(name)} and not "
                f"{wanted.get(name)}; delete the folder or choose another file"
            )
        if found is None:
            new = folder / f"{PLAN}.new"
            new.write_text(json.dumps(wanted), encoding="utf-8")
            os.replace(new, folder / PLAN)

    def _fingerprint(self) -> dict[str, Any] | None:
        try:
            found = json.loads((self.folder / PLAN).read_text(encoding="utf-8"))
        except FileNotFoundError:
            (self.folder / f"{PLAN}.new").unlink(missing_ok=True)
            return None
        except ValueError:
            found = None
        return found if isinstance(found, dict) else {}

    def finished(self) -> list[int]:
        """The places of the pieces that are there, and whole."""
        return [i for i in range(len(self._plan.rows)) if is_zipfile(self._path(i))]

    def read(self, place: int) -> Result:
        """One of them."""
        with np.load(self._path(place), allow_pickle=False) as arrays:
            ends, steps, codes = (arrays[name] for name in ARRAYS)
        return ends, steps, codes

    def write(self, place: int, result: Result) -> None:
        """Keep a piece."""
        _write(self._path(place), self.spare, dict(zip(ARRAYS, result, strict=True)))

    @property
    def spare(self) -> Path:
        """Where a file may lie until it is whole; each process has its own."""
        return self.folder / f"{UNFINISHED}.{os.getpid()}"

    def remove(self) -> None:
        """The map is finished: delete the pieces, and the folder if nothing else is in it."""
        for place in self.finished():
            self._path(place).unlink()
        for left_over in self.folder.glob(f"{UNFINISHED}.*"):
            left_over.unlink()
        (self.folder / PLAN).unlink()
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _path(self, place: int) -> Path:
        return self.folder / f"{place:05}.npz"
