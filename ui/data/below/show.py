"""The sections below the panes of the page on data, of the run that its settings make."""

from __future__ import annotations

from dataclasses import replace

from ui.data.below.names import CLOSED, NAMES
from ui.data.below.run import DataRun
from ui.data.below.sections import show_sections
from ui.data.settings import DataSettings
from ui.data.visit import DATA


def run_of(settings: DataSettings) -> DataRun:
    """What the sections are told."""
    schedule = settings.schedule_choice.schedule()
    return DataRun(
        settings.loss,
        tuple(settings.rules()),
        settings.start,
        settings.updates,
        settings.batches,
        None if schedule.name == "constant" else schedule,
    )


def show_below(settings: DataSettings) -> None:
    """The choice of a section, and the one that is open; it stands in the link."""
    opened = settings.below
    show_sections(
        lambda: run_of(settings),
        opened,
        DATA.controlled(
            "data.below",
            opened if opened in NAMES else None,
            lambda name: replace(DATA.current(), below=name or CLOSED),
        ),
    )
