"""The sections that stand below the panes of the page on networks."""

from __future__ import annotations

from ui.network.settings import NetworkSettings


def sections(settings: NetworkSettings) -> None:
    """All of them; there are none yet."""
