"""The first call in a fresh process, imports not counted: what compiling ahead costs a visitor."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from bench.cases import CASES
from bench.peers import PEERS
from bench.race import Race, one_by_one

ROUNDS = 3
WANTED = {"optax": 20.0, "numba": None, "torch": None}  # times as long as ours
RACES = {"six": 0, "sweep": 2, "map": 0}  # case and place in it; of the sweeps one with paths


def race(case: str) -> Race:
    """The race whose tasks are done."""
    return CASES[case][RACES[case]]


def seconds(who: str, case: str) -> float:
    """Our first call, or a peer's, each time in a process of its own."""
    command = [sys.executable, "-m", "bench.first_call", who, case]
    taken = [
        float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(ROUNDS)
    ]
    return statistics.median(taken)


def main() -> None:
    who, case = sys.argv[1:]
    way = race(case).way if who == "ours" else one_by_one(PEERS[who].walk)
    begin = time.perf_counter()
    way(race(case).tasks)
    print(time.perf_counter() - begin)


if __name__ == "__main__":
    main()
