"""Pages stand in line, except for those that are long; what is not in a hurry lets them pass."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from ui.delivery.turnstile import Turnstile
from ui.maps import turns

FOR_EVER = 1e6  # seconds
PATIENCE = 20.0


class Run(threading.Thread):
    """A page that runs until it is told to end."""

    def __init__(self, turnstile: Turnstile, came: list[str], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._turnstile, self._came = turnstile, came
        self._end = threading.Event()
        self.start()

    def run(self) -> None:
        with self._turnstile.through():
            self._came.append(self.name)
            self._end.wait(3 * PATIENCE)  # longer than the test waits for others

    def end(self) -> None:
        self._end.set()
        self.join(PATIENCE)


def until(holds: Callable[[], bool]) -> None:
    start = time.monotonic()
    while not holds():
        assert time.monotonic() - start < PATIENCE
        time.sleep(0.001)


def in_line(turnstile: Turnstile, came: list[str], names: str) -> list[Run]:
    """Runs that have come in this order."""
    runs = []
    for count, name in enumerate(names):
        runs.append(Run(turnstile, came, name))
        until(lambda c=count: len(turnstile._waiting) + len(came) == c + 1)  # type: ignore[misc]
    return runs


def test_runs_go_one_after_the_other_in_the_order_in_which_they_came() -> None:
    came: list[str] = []
    turnstile = Turnstile(1, FOR_EVER)
    runs = in_line(turnstile, came, "abcd")
    for count, run in enumerate(runs, start=1):
        until(lambda c=count: len(came) == c)  # type: ignore[misc]
        assert came == list("abcd")[:count]
        run.end()
    assert not turnstile._inside and not turnstile._waiting


def test_as_many_are_inside_as_it_is_wide() -> None:
    came: list[str] = []
    runs = in_line(Turnstile(2, FOR_EVER), came, "abc")
    assert sorted(came) == ["a", "b"]
    runs[1].end()
    until(lambda: len(came) == 3)
    runs[0].end()
    runs[2].end()


def test_nobody_waits_for_a_long_run() -> None:
    came: list[str] = []
    turnstile = Turnstile(1, 0.01)
    first = Run(turnstile, came, "long")
    until(lambda: came == ["long"])
    second = Run(turnstile, came, "next")
    until(lambda: came == ["long", "next"])
    first.end()
    second.end()


def test_a_run_that_fails_gives_its_turn_on() -> None:
    turnstile = Turnstile(1, FOR_EVER)
    with pytest.raises(ZeroDivisionError), turnstile.through():
        raise ZeroDivisionError
    with turnstile.through():
        pass


def test_what_is_not_in_a_hurry_waits_while_somebody_is_inside() -> None:
    came: list[str] = []
    turnstile = Turnstile(1, FOR_EVER)
    turnstile.give_way(FOR_EVER)  # nobody is
    run = Run(turnstile, came, "a")
    until(lambda: came == ["a"])
    turnstile.give_way(0.02)  # and no longer than it wants to
    passed = threading.Event()
    work = threading.Thread(
        target=lambda: (turnstile.give_way(FOR_EVER), passed.set()), daemon=True
    )
    work.start()
    assert not passed.wait(0.05)
    run.end()
    assert passed.wait(PATIENCE)


def test_work_lets_pages_run_for_no_longer_than_it_has_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else a training that tells its progress often would stand still before a crowd."""
    asked: list[float] = []
    clock = iter([10.0, 10.0, 10.02, 10.05, 99.0, 99.0])
    monkeypatch.setattr(turns.RUNS, "give_way", asked.append)
    monkeypatch.setattr(turns.time, "monotonic", lambda: next(clock))
    job = turns.Job()
    for done in range(3):
        job.progress(done, 9)
    assert asked == pytest.approx([turns.BESIDE, 0.02, turns.BESIDE])
