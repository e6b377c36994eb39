"""The queue of jobs: shared jobs, a bounded shelf, and no work that nobody wants."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from engine import CancelledError
from ui.maps import job_queue as room
from ui.maps import turns
from ui.maps.job_queue import JobQueue
from ui.maps.turns import Job

LOG: list[str] = []


@pytest.fixture(autouse=True)
def _empty_log() -> None:
    until(lambda: not any(thread.name == "maps" for thread in threading.enumerate()))
    LOG.clear()


@dataclass(frozen=True)
class Quick:
    name: str
    size: int = 10
    work: float = 1.0

    def make(self, progress: Callable[[int, int], None], cancel: object) -> np.ndarray:
        LOG.append(self.name)
        return np.zeros(self.size, np.uint8)


@dataclass(frozen=True)
class Endless:
    name: str
    work: float = 1.0

    def make(self, progress: Callable[[int, int], None], cancel: Job) -> None:
        LOG.append(f"{self.name} begun")
        for piece in range(10_000):
            progress(piece, 10_000)
            time.sleep(0.01)
            if cancel.is_set():
                LOG.append(f"{self.name} called off")
                raise CancelledError
        raise AssertionError("nobody called it off")


@dataclass(frozen=True)
class Wrong:
    work: float = 1.0

    def make(self, progress: object, cancel: object) -> None:
        raise ValueError("steps must be a whole number")


def until(what: Callable[[], bool], seconds: float = 20.0) -> None:
    begin = time.monotonic()
    while not what():
        assert time.monotonic() - begin < seconds
        time.sleep(0.01)


def test_a_second_visitor_gets_it_at_once() -> None:
    shop = JobQueue(1)
    assert isinstance(shop.want("a", [Quick("map")])[0], Job)
    shop.wait([Quick("map")], 20)
    [first] = shop.want("a", [Quick("map")])
    [second] = shop.want("b", [Quick("map")])
    assert first is second
    assert LOG == ["map"]


def test_two_who_want_the_same_share_the_job_until_both_have_left() -> None:
    shop = JobQueue(1)
    [job] = shop.want("a", [Endless("map")])
    assert shop.want("b", [Endless("map")]) == [job]
    until(lambda: job.total > 0)
    shop.want("a", [])
    time.sleep(0.1)
    assert not job.is_set()
    shop.want("b", [Quick("other")])
    shop.wait([Quick("other")], 20)
    assert LOG == ["map begun", "map called off", "other"]
    assert shop.found([Endless("map")]) == [None]


def test_what_waits_and_is_not_wanted_any_more_is_never_begun() -> None:
    shop = JobQueue(1)
    shop.want("a", [Endless("first"), Endless("second")])
    until(lambda: "first begun" in LOG)
    shop.want("a", [Quick("third")])
    shop.wait([Endless("first"), Endless("second"), Quick("third")], 20)
    assert LOG == ["first begun", "first called off", "third"]


def test_the_work_of_a_closed_window_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    shop = JobQueue(1)
    shop.want("a", [Endless("map")])
    shop.wait([Endless("map")], 20)
    assert LOG == ["map begun", "map called off"]


def test_there_are_never_more_threads_than_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "SLICE", 1e9)
    shop = JobQueue(2)
    before = threading.active_count()
    orders = [Endless(str(i)) for i in range(12)]
    for visitor, order in enumerate(orders):
        shop.want(str(visitor), [order])
    until(lambda: len(LOG) == 2)
    time.sleep(0.1)
    assert threading.active_count() <= before + 2
    assert len(LOG) == 2
    for visitor in range(12):
        shop.want(str(visitor), [])
    shop.wait(orders, 20)
    assert sorted(LOG) == ["0 begun", "0 called off", "1 begun", "1 called off"]


def test_a_quick_map_does_not_wait_for_a_long_one() -> None:
    shop = JobQueue(1)
    shop.want("a", [Endless("long", work=2 * room.LONG)])
    until(lambda: "long begun" in LOG)
    shop.want("b", [Quick("map")])
    shop.wait([Quick("map")], 5)
    assert shop.found([Quick("map")])[0] is not None
    shop.want("a", [])
    until(lambda: "long called off" in LOG)


def test_the_shelf_is_bounded_and_keeps_what_is_asked_for() -> None:
    shop = JobQueue(1, shelf=35)
    for name in "abc":
        shop.want("v", [Quick(name)])
        shop.wait([Quick(name)], 20)
    shop.want("v", [Quick("a")])  # asked for again
    shop.want("v", [Quick("d")])
    shop.wait([Quick("d")], 20)
    there = [made is not None for made in shop.found([Quick(n) for n in "abcd"])]
    assert there == [True, False, True, True]


def test_a_refusal_reaches_the_visitor_and_the_thread_goes_on() -> None:
    shop = JobQueue(1)
    shop.want("a", [Wrong()])
    shop.wait([Wrong()], 20)
    [answer] = shop.want("a", [Wrong()])
    assert isinstance(answer, ValueError)
    shop.want("a", [Quick("map")])
    shop.wait([Quick("map")], 20)
    assert LOG == ["map"]


# -- turns ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pieces:
    """Work in pieces, each of which says in the log that it is done."""

    name: str
    pieces: int = 1
    work: float = 1.0

    def make(self, progress: Callable[[int, int], None], cancel: object) -> np.ndarray:
        for piece in range(self.pieces):
            LOG.append(self.name)
            progress(piece + 1, self.pieces)
        return np.zeros(1, np.uint8)


def busy(shop: JobQueue) -> Job:
    """Somebody's work that goes on until he leaves."""
    [job] = shop.want("busy", [Endless("busy")])
    until(lambda: "busy begun" in LOG)
    return job


def test_turns_go_round_the_visitors_whoever_came_first() -> None:
    shop = JobQueue(1)
    busy(shop)
    wanted = {who: [Pieces(f"{who}{i}") for i in range(count)] for who, count in ORDERS.items()}
    # Everybody is told at once, without a wait for what is worked on.
    places = {who: [job.place for job in shop.want(who, wanted[who])] for who in ORDERS}
    assert places == {"a": [1, 2, 3, 4], "b": [2, 4], "c": [3]}
    assert [job.place for job in shop.want("a", wanted["a"])] == [1, 4, 6, 7]
    assert not shop.is_moving(wanted["a"])
    shop.want("busy", [])
    for orders in wanted.values():
        shop.wait(orders, 20)
    assert LOG[2:] == ["a0", "b0", "c0", "a1", "b1", "a2", "a3"]


ORDERS = {"a": 4, "b": 2, "c": 1}


def test_who_has_just_been_served_waits_for_those_who_have_not() -> None:
    shop = JobQueue(1)
    shop.want("a", [Pieces("first")])
    shop.wait([Pieces("first")], 20)
    busy(shop)
    shop.want("a", [Pieces("a")])
    shop.want("b", [Pieces("b")])
    shop.want("busy", [])
    shop.wait([Pieces("a"), Pieces("b")], 20)
    assert LOG[-2:] == ["b", "a"]


@pytest.mark.parametrize("slice_", [0.0, 1e9])
def test_long_work_gives_way_piece_by_piece(slice_: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "SLICE", 1e9)
    shop = JobQueue(1)
    busy_job = busy(shop)
    long = 2 * room.LONG
    mine = [Pieces("a0", 3, long), Pieces("a1", 3, long)]
    theirs = [Pieces("b", 4, long)]
    # Both stand behind a third one's in the same lane, so that they begin together.
    shop.want("gate", [Endless("gate", long)])
    until(lambda: "gate begun" in LOG)
    jobs = [*shop.want("a", mine), *shop.want("b", theirs)]
    monkeypatch.setattr(turns, "SLICE", slice_)
    shop.want("gate", [])
    shop.wait([*mine, *theirs], 20)
    said = [name for name in LOG if name in {"a0", "a1", "b"}]
    if slice_:
        assert said == ["a0"] * 3 + ["b"] * 4 + ["a1"] * 3
    else:
        assert said == ["a0", "b"] * 3 + ["a1", "b"] + ["a1"] * 2
    assert not any(job.at_work for job in jobs) and busy_job.at_work
    shop.want("busy", [])
    shop.wait([Endless("busy")], 20)


def test_half_made_work_that_nobody_wants_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "SLICE", 0.0)
    monkeypatch.setattr(turns, "LOOK", 0.01)
    shop, before = JobQueue(1), threading.active_count()
    orders = [Endless(str(i)) for i in range(2 * turns.MOST_BEGUN)]
    for i, order in enumerate(orders):
        shop.want(str(i), [order])
    until(lambda: len(LOG) == turns.MOST_BEGUN)
    time.sleep(0.2)
    # They take turns, and the others have not begun.
    assert len(LOG) == turns.MOST_BEGUN == threading.active_count() - before
    for i in range(len(orders)):
        shop.want(str(i), [])
    shop.wait(orders, 20)
    until(lambda: threading.active_count() == before)
    assert len([said for said in LOG if said.endswith("begun")]) == turns.MOST_BEGUN
    shop.want("a", [Quick("map")])
    shop.wait([Quick("map")], 20)
    assert LOG[-1] == "map"
