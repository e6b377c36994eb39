"""A race: our way and the peers' ways through the same tasks, taking turns in one process."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.peers import PEERS, Peer
from bench.task import Task

SHORTEST = 0.02  # seconds; what is faster than that is timed several times in a row
CHECKED_STEPS = 10  # before rounding can grow; some walks are chaotic
CHECKED_STARTS = 50


Walk = Callable[[Task], np.ndarray]
Way = Callable[[Sequence[Task]], list[np.ndarray]]


@dataclass(frozen=True)
class Race:
    """One line-up.

    Attributes:
        title: What is raced.
        tasks: What everyone has to do, one after the other.
        ours: How the engine does one of them; it answers with the ends.
        at_once: How it does all of them together, where it has a way of its own for that.
        wanted: How many times faster than a peer we want to be, by the peer's name. Peers that are
            not named do not take part; None means that no number was set.
        compiled: How the engine does a task by machine code, which it leaves to numba.
        wanted_compiled: The same of it.
    """

    title: str
    tasks: tuple[Task, ...]
    ours: Walk
    wanted: dict[str, float | None]
    at_once: Way | None = None
    compiled: Walk | None = None
    wanted_compiled: dict[str, float] = field(default_factory=dict)

    @property
    def way(self) -> Way:
        """How the engine does all of the tasks."""
        return self.at_once or one_by_one(self.ours)


def one_by_one(walk: Walk) -> Way:
    """All tasks, one after the other."""
    return lambda tasks: [walk(task) for task in tasks]


@dataclass
class Result:
    """What came out.

    Attributes:
        race: The race.
        ours: Our median, in seconds.
        compiled: That of our machine code, None where it does not race.
        peers: Every peer's median, in seconds.
        absent: Why the others were not there.
    """

    race: Race
    ours: float
    peers: dict[str, float] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    compiled: float | None = None


OURS, COMPILED = "", "compiled"  # among the peers' names


def hold(race: Race, rounds: int) -> Result:
    """Race; every contender has one turn per round, so that all see the same weather."""
    absent = {name: reason for name in race.wanted if (reason := _absence(PEERS[name], race))}
    present = [PEERS[name] for name in race.wanted if name not in absent]
    turns: dict[str, Way] = {OURS: race.way}
    if race.compiled is not None and not PEERS["numba"].missing:
        turns[COMPILED] = one_by_one(race.compiled)
    turns |= {peer.name: one_by_one(peer.walk) for peer in present}
    _check(race, turns)
    repeats = {name: _repeats(race, way) for name, way in turns.items()}
    times: dict[str, list[float]] = {name: [] for name in turns}
    for _ in range(rounds):
        for name, way in turns.items():
            times[name].append(_time(race, way, repeats[name]))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    ours, compiled = medians.pop(OURS), medians.pop(COMPILED, None)
    return Result(race, ours, medians, absent, compiled)


def _absence(peer: Peer, race: Race) -> str | None:
    if peer.missing:
        return peer.missing
    unable = sorted({task.rule for task in race.tasks} - set(peer.rules))
    return f"it has no {', '.join(unable)}" if unable else None


def _check(race: Race, ways: dict[str, Way]) -> None:
    """A race between walks that go elsewhere would mean nothing."""
    short = [task.beginning(CHECKED_STARTS, CHECKED_STEPS) for task in race.tasks]
    ours = one_by_one(race.ours)(short)
    for name, way in ways.items():
        for task, found, wanted in zip(short, way(short), ours, strict=True):
            np.testing.assert_allclose(
                found, wanted, rtol=1e-9, atol=1e-9, err_msg=f"{name}: {task}"
            )


def _repeats(race: Race, way: Way) -> int:
    _time(race, way, 1)  # once to warm up
    return max(1, round(SHORTEST / _time(race, way, 1)))


def _time(race: Race, way: Way, repeats: int) -> float:
    gc.collect()
    begin = time.perf_counter()
    for _ in range(repeats):
        way(race.tasks)
    return (time.perf_counter() - begin) / repeats
