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
from ui.maps.job_queue import Job, JobQueue

LOG: list[str] = []


@pytest.fixture(autouse=True)
def _empty_log() -> None:
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
    monkeypatch.setattr(room, "PATIENCE", 0.2)
    shop = JobQueue(1)
    shop.want("a", [Endless("map")])
    shop.wait([Endless("map")], 20)
    assert LOG == ["map begun", "map called off"]


def test_there_are_never_more_threads_than_workers() -> None:
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
