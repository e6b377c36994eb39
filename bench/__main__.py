"""Hold the races and print a table: our time, and how many times longer the peers took."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform

import numpy as np

from bench import batches, first_call, floor, memory, slope, training
from bench import load as crowds
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
    names = [*CASES, *CHECKS]
    parser.add_argument("cases", nargs="*", help=f"some of {', '.join(names)}; all if none")
    parser.add_argument("--rounds", type=int, default=7, help="how often everyone has a turn (7)")
    options = parser.parse_args()
    unknown = set(options.cases) - set(names)
    if unknown or options.rounds < 1:
        parser.error(f"cases are {', '.join(names)} and rounds at least 1")
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
    for name in options.cases or names:
        for race in CASES.get(name, ()):
            show(hold(race, options.rounds))
        if name in CHECKS:
            CHECKS[name]()


def line(title: str, value: str, wanted: str = "", missed: bool = False) -> None:
    """A line that is no race."""
    print(f"{title:{WIDTH}} {value:>10}{'':26}{wanted}{'  missed' if missed else ''}", flush=True)


def show_memory() -> None:
    for rule, megabytes in memory.above_result().items():
        title = f"1,000,000 starts, memory above the result: {rule}"
        wanted = f"<= {memory.WANTED:.0f} MB"
        line(title, f"{megabytes:7.1f} MB", wanted, megabytes > memory.WANTED)


def show_floor() -> None:
    for name, (bottom, ratio) in floor.above().items():
        title = f"Adam over its roots and quotients ({bottom * 1000:.0f} ms): {name}"
        line(title, f"{ratio:9.1f}x", f"<= {floor.WANTED:.0f}x", ratio > floor.WANTED)


def show_slope() -> None:
    low, high = slope.WANTED
    for rule, rate in (("gradient_descent", 0.01), ("adam", 0.1)):
        costs = slope.costs(rule, rate)
        found = slope.slope(costs)
        ends = f"{next(iter(costs.values())):.1f} to {list(costs.values())[-1]:.1f} ns"
        title = f"slope of time over walkers, 4,096 to 1,000,000 ({ends}): {rule}"
        line(title, f"{found:10.2f}", f"{low} to {high}", not low <= found <= high)


def show_first_calls() -> None:
    for case in first_call.RACES:
        ours = first_call.seconds("ours", case)
        line(f"first call in a fresh process: {case}", f"{ours * 1000:7.2f} ms")
        for name, goal in first_call.WANTED.items():
            if name in first_call.race(case).wanted and not PEERS[name].missing:
                ratio = first_call.seconds(name, case) / ours
                wanted = f">= {goal:.0f}x" if goal else ""
                line(f"    {name} takes", f"{ratio:9.1f}x", wanted, bool(goal and ratio < goal))


def show_training() -> None:
    mine, peers, cold = training.hold()
    line("six optimizers train a net 2-8-8-1, N = 200, 1,000 updates", f"{mine * 1000:7.2f} ms")
    for name, taken in peers.items():
        goal, ratio = training.WANTED[name], taken / mine
        wanted = f">= {goal:.0f}x" if goal else ""
        line(f"    {name} takes", f"{ratio:9.2f}x", wanted, bool(goal and ratio < goal))
    if cold is not None:
        line("    optax, the first time, takes", f"{cold / mine:9.1f}x")


def show_batches() -> None:
    for seeds, size in itertools.product((1, batches.SEEDS), batches.SIZES):
        mine, peers = batches.hold(size, seeds)
        walks = "one walk" if seeds == 1 else f"{seeds} seeds"
        title = f"six optimizers, logistic, N = 40, b = {size}, 300 updates, {walks}"
        line(title, f"{mine * 1000:7.2f} ms")
        for name, taken in peers.items():
            goal, ratio = batches.WANTED[seeds] if name == "torch" else None, taken / mine
            wanted = f">= {goal:.0f}x" if goal else ""
            line(f"    {name} takes", f"{ratio:9.2f}x", wanted, bool(goal and ratio < goal))


def show_load() -> None:
    for visitors, pages, where in ((200, ("",), "Explore"), (60, crowds.PAGES, "all pages")):
        with crowds.server() as (url, pid):
            crowd = asyncio.run(crowds.hold(url, visitors, 2.0, 20.0, pages, pid))
        line(f"{visitors} visitors on {where}, one process, 2 s of thinking", "")
        for what, value in crowds.lines(crowd):
            goal = what.startswith("95")
            wanted = f"<= {crowds.WANTED * 1000:.0f} ms" if goal else ""
            missed = goal and not crowd.percentile(0.95) <= crowds.WANTED
            line(f"    {what}", value, wanted, missed)


CHECKS = {
    "memory": show_memory,
    "floor": show_floor,
    "slope": show_slope,
    "first": show_first_calls,
    "training": show_training,
    "batches": show_batches,
    "load": show_load,
}


def show(result: Result) -> None:
    """The lines of one race: the peers against us, then against our machine code."""
    race = result.race
    _ratios(race.title, result.ours, result, race.wanted)
    if result.compiled is not None:
        wanted = {name: race.wanted_compiled.get(name) for name in result.peers}
        _ratios("    the same as machine code (compiled=True)", result.compiled, result, wanted)


def _ratios(title: str, ours: float, result: Result, wanted: dict[str, float | None]) -> None:
    left = f"{title:{WIDTH}} {ours * 1000:7.2f} ms"
    for name, goal in wanted.items():
        if PEERS[name].missing:
            continue
        if name in result.absent:
            said = f"does not race: {result.absent[name]}"
        else:
            ratio = result.peers[name] / ours
            said = f"{ratio:7.{1 if ratio >= 1 else 2}f}x {f'{goal:7.1f}x' if goal else '':>8}"
            said += "  missed" if goal and ratio < goal else "  wins" if ratio < 1 else ""
        print(f"{left}  {name:14} {said.rstrip()}", flush=True)
        left = " " * len(left)


if __name__ == "__main__":
    main()
