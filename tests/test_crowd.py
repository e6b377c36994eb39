"""The crowd that measures a server, and what the server says of itself."""

from __future__ import annotations

import asyncio
import math
import re
import urllib.request

import pytest

from bench import load
from tests.conftest import ROOT
from tests.visit import Server


def test_percentiles_are_those_of_the_runs() -> None:
    crowd = load.Crowd(1, runs=[0.01 * i for i in range(100, 0, -1)])
    assert crowd.percentile(0.5) == pytest.approx(0.51)
    assert crowd.percentile(0.95) == pytest.approx(0.96)
    assert crowd.percentile(1.0) == pytest.approx(1.0)
    assert math.isnan(load.Crowd(1).percentile(0.95))


def test_a_crowd_is_answered_and_every_metric_is_explained(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "ARRIVAL", 0.5)
    pages = ("", "compare", "line")
    crowd = asyncio.run(load.hold(server.url, 3, 0.2, 3.0, pages, server.pid))
    assert not crowd.errors
    assert len(crowd.first) == 3 and len(crowd.runs) >= 3
    said = dict(load.lines(crowd))
    assert said["runs, and those without an answer"] == f"{len(crowd.runs)}, 0"
    if crowd.processor is not None:
        assert crowd.processor > 0 and crowd.megabytes > 0 and crowd.handles > 0

    with urllib.request.urlopen(f"{server.url}/_stcore/metrics") as answer:
        metrics = answer.read().decode()
    families = set(re.findall(r"^# TYPE (\w+) ", metrics, re.MULTILINE))
    explained = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert "active_sessions" in families
    for family in families:
        assert f"`{family}" in explained, f"{family} is not explained in docs/running.md"


def test_who_is_not_answered_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "ARRIVAL", 0.0)
    crowd = asyncio.run(load.hold("http://127.0.0.1:9", 2, 0.1, 0.1))
    assert len(crowd.errors) == 2 and not crowd.runs
