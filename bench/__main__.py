"""Hold the races and print a table: our time, and how many times longer the peers took."""

from __future__ import annotations

import argparse
import os
import platform

import numpy as np

from bench import memory
from bench.cases import CASES
from bench.peers import PEERS
from bench.race import Result, hold

WIDTH = 66
BUSY = 0.7  # other people's programs at work


def load() -> float:
    """How many programs have been at work in the last minute, where the system tells."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("cases", nargs="*", help=f"some of {', '.join(CASES)}; all if none")
    parser.add_argument("--rounds", type=int, default=7, help="how often everyone has a turn (7)")
    options = parser.parse_args()
    unknown = set(options.cases) - set(CASES)
    if unknown or options.rounds < 1:
        parser.error(f"cases are {', '.join(CASES)} and rounds at least 1")
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} cores; ",
        end="",
    )
    print(f"medians of {options.rounds} rounds")
    if load() > BUSY:
        print(
            f"The machine is busy (load {load():.1f}), which hurts peers of several threads most."
        )
    for peer in PEERS.values():
        if peer.missing:
            print(f"{peer.name} does not race: {peer.missing}")
    print(f"\n{'race':{WIDTH}} {'ours':>10}  {'peer':14} {'faster':>8} {'wanted':>8}")
    for name in options.cases or CASES:
        for race in CASES[name]:
            show(hold(race, options.rounds))
    if not options.cases or "million" in options.cases:
        for rule, megabytes in memory.above_result().items():
            verdict = "" if megabytes <= memory.WANTED else "  missed"
            title = f"1,000,000 starts, memory above the result: {rule}"
            print(f"{title:{WIDTH}} {megabytes:7.1f} MB{'':26}<= {memory.WANTED:.0f} MB{verdict}")


def show(result: Result) -> None:
    """The lines of one race."""
    said = {name: f"does not race: {reason}" for name, reason in result.absent.items()}
    for name, seconds in result.peers.items():
        ratio, wanted = seconds / result.ours, result.race.wanted[name]
        goal = f"{wanted:7.1f}x" if wanted else ""
        verdict = "  missed" if wanted and ratio < wanted else ""
        said[name] = f"{ratio:7.1f}x {goal:>8}{verdict}".rstrip()
    title, ours = result.race.title, f"{result.ours * 1000:7.2f} ms"
    for name in result.race.wanted:
        if not PEERS[name].missing:
            print(f"{title:{WIDTH}} {ours}  {name:14} {said[name]}", flush=True)
            title, ours = "", " " * 10


if __name__ == "__main__":
    main()
