"""Pages with nothing but the laboratories of networks, for the tests that open them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import healthy
from ui import table
from ui.network.below.visit import LABS


def page() -> None:
    """A page of laboratories; run as a script of its own."""
    from ui import frame
    from ui.network.below.sections import sections

    frame._in_house.set(True)
    frame.open_frame("A page", "network", "What is seen here.")
    sections()
    frame.close_frame()


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The laboratories' settings are in the link of their page."""
    if LABS not in table.TABLE:
        monkeypatch.setattr(table, "TABLE", (*table.TABLE, LABS))


def opened(link: dict[str, str]) -> AppTest:
    """The page at a link, seen to be without a fault."""
    app = AppTest.from_function(page, default_timeout=60)
    for word, text in link.items():
        app.query_params[word] = text
    app.run()
    healthy(app)
    return app


def read_out(app: AppTest) -> str:
    """All that is said on it."""
    return "\n".join(one.value for one in app.markdown)
