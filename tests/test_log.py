"""The log: a line for what went wrong, whoever sent what."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from bench.visitor import Visitor
from tests.conftest import served
from ui.delivery import log
from ui.maps.job_queue import JobQueue


def of_platform(problem: Exception, message: str = "Uncaught app execution") -> logging.LogRecord:
    make = log.one_line(logging.LogRecord)
    told = (type(problem), problem, problem.__traceback__)
    return make("streamlit.error_util", logging.ERROR, "", 0, message, (), told)


def raised(make: object) -> Exception:
    try:
        make()  # type: ignore[operator]
    except Exception as problem:
        return problem
    raise AssertionError("it was to fail")


def test_a_fault_of_ours_is_one_line_with_its_places() -> None:
    record = of_platform(raised(lambda: int("two\nlines")))
    said = record.getMessage()
    assert record.exc_info is None and "\n" not in said
    assert said.startswith("Uncaught app execution: ValueError: invalid literal")
    assert "tests/test_log.py:" in said and "raised" in said and "client" not in said


def test_what_a_client_sent_is_told_apart() -> None:
    problem = raised(lambda: json.loads("{"))
    while problem.__traceback__ and log._inside(problem.__traceback__.tb_frame.f_code.co_filename):
        problem.__traceback__ = problem.__traceback__.tb_next
    said = of_platform(problem).getMessage()
    assert "with what a client had sent: JSONDecodeError" in said
    assert "json/decoder.py:" in said


def test_line_ends_of_a_client_make_no_lines() -> None:
    make = log.one_line(logging.LogRecord)
    record = make("uvicorn.error", logging.INFO, "", 0, "no fragment %s", ("a\nERROR b",), None)
    assert record.getMessage() == "no fragment a ERROR b"


def test_strangers_records_and_those_of_who_looks_for_a_fault_stay() -> None:
    make = log.one_line(logging.LogRecord)
    problem = raised(lambda: 1 / 0)
    told = (type(problem), problem, problem.__traceback__)
    assert make("somebody", logging.ERROR, "", 0, "text", (), told).exc_info == told
    logger = logging.getLogger("streamlit.error_util")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        assert of_platform(problem).exc_info == told
    finally:
        logger.setLevel(level)


def test_a_line_that_comes_again_is_counted() -> None:
    now = [0.0]
    repeats = log.Repeats(lambda: now[0])

    def pass_on(text: str, level: int = logging.ERROR) -> str | None:
        record = logging.LogRecord("x", level, "", 0, text, (), None)
        return record.getMessage() if repeats.filter(record) else None

    assert pass_on("fault") == "fault"
    assert [pass_on("fault") for _ in range(5)] == [None] * 5
    assert pass_on("another") == "another"
    now[0] = log.QUIET
    assert pass_on("fault") == "fault [and 5 times since]"
    now[0] = 3 * log.QUIET
    assert pass_on("fault") == "fault"
    assert [pass_on("word", logging.INFO) for _ in range(2)] == ["word", "word"]
    for i in range(3 * log.MOST):
        pass_on(f"fault {i}")
    assert len(repeats._last) <= log.MOST


class Broken:
    """An order whose making fails."""

    work = 1.0

    def make(self, _progress: object, _cancel: object) -> None:
        """Fail."""
        raise ArithmeticError("no such map")


def test_what_fails_beside_the_pages_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    monkeypatch.setattr(log, "wrong", lambda what, problem: written.append(f"{what}: {problem}"))
    queue, order = JobQueue(1), Broken()
    queue.want("a", [order])
    queue.wait([order], 10)
    (found,) = queue.found([order])
    assert isinstance(found, ArithmeticError)
    assert written == ["Broken: no such map"]


# -- over the socket -----------------------------------------------------------------------------


def wrong_values(name: str) -> Iterator[WidgetState]:
    """What no control has said: of every type, too long, not finite, not there."""
    yield WidgetState(id=name, bool_value=True)
    yield WidgetState(id=name, double_value=float("nan"))
    yield WidgetState(id=name, int_value=2**62)
    yield WidgetState(id=name, string_value="<\n" * 900)
    yield WidgetState(id=name, bytes_value=b"\xff\x00")
    for text in ("{", "[1]", '{"a": 1}'):
        yield WidgetState(id=name, json_value=text)
    for field, values in (
        ("double_array_value", ([], [float("nan")], [1.0, 2.0, 3.0])),
        ("int_array_value", ([], [-5], [2**62])),
        ("string_array_value", ([], ["no such"], ["a", "b"])),
    ):
        for value in values:
            state = WidgetState(id=name)
            getattr(state, field).SetInParent()
            getattr(state, field).data.extend(value)
            yield state


async def fuzz(url: str, page: str) -> int:
    visitor, count = Visitor(url, page), 0
    await visitor.come()
    kinds = {control.kind: name for name, control in visitor.controls.items()}
    assert "bidi_component" in kinds
    for name in kinds.values():
        for state in wrong_values(name):
            visitor.states = {name: state}
            await visitor.run()
            count += 1
    await visitor._socket.send(b"\xff no message")  # type: ignore[union-attr]
    await visitor.leave()
    return count


def test_wrong_values_leave_lines_and_no_traceback(tmp_path: Path) -> None:
    """A few hundred values, each of which fails every run of its session from then on."""
    with served(tmp_path / "log.txt") as server:
        count = asyncio.run(fuzz(server.url, ""))
        assert count > 80
        said = server.log.read_text()
    lines = [line for line in said.splitlines() if line.startswith("20")]
    assert "Traceback" not in said and "  File " not in said
    assert any("with what a client had sent: JSONDecodeError" in line for line in lines)
    assert len(lines) == len(set(line[24:] for line in lines)) <= 6, said
