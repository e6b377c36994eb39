"""Hundreds of hostile links open a page; by themselves, because they take longest of all."""

from __future__ import annotations

import random

import pytest

from tests.test_link import hostile_links
from tests.test_pages import PAGES, healthy, opened


def check_hostile(queries: list[dict[str, list[str]]]) -> None:
    for i, query in enumerate(queries):
        app = opened(PAGES[i % len(PAGES)], {key: v for key, v in query.items() if key and v})
        healthy(app)
        assert len(app.warning) <= 1


def test_some_hostile_links_open_a_page() -> None:
    check_hostile(random.Random(1).sample(hostile_links(), 24))


@pytest.mark.slow
def test_hundreds_of_hostile_links_open_a_page() -> None:
    check_hostile(random.Random(2).sample(hostile_links(), 300))
