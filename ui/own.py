"""A visitor's own surface among the settings: its formula, its window, and what to begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

import surfaces
from surfaces.typed import NAME, STARTERS, Starter
from ui.settings import Settings, first_settings, untaught_settings


def cleaned(text: str) -> str:
    """A formula with one blank where there were several, as it stands in links."""
    return " ".join(text.split())


def checked(text: str) -> str:
    """A formula that has a ground, cleaned.

    Raises:
        FormulaError: It has none.
    """
    return surfaces.by_name(NAME, content=text).content


def first(name: str) -> Settings:
    """What a link means that names a surface and nothing more."""
    if name != NAME:
        return first_settings(name)
    return begun(first_settings(NAME, cleaned(STARTERS[0].text)), STARTERS[0])


def said(_settings: Settings, text: str) -> Settings:
    """The settings of a link that says a formula; who walks is said by what follows in it."""
    return untaught_settings(NAME, text)


def begun(settings: Settings, starter: Starter) -> Settings:
    """The settings on one of the formulas to begin with."""
    moved = settings.on_surface(NAME, *starter.window, formula=cleaned(starter.text))
    return replace(moved, start=starter.start)


class Grounded(Protocol):
    """Settings that name a ground, which may be typed."""

    def on_surface(self, name: str, *shape: float, formula: str = "") -> Any:
        """The settings on another one, or in another shape of it."""


def on_formula(settings: Grounded, text: str) -> Any:
    """The settings on the ground of a formula, in the window that suits it.

    Raises:
        FormulaError: The text is no formula.
    """
    return settings.on_surface(NAME, formula=checked(text))


def in_window(settings: Settings, *window: float) -> Settings:
    """The settings with another part of the plane; the start stays if it lies in it.

    Raises:
        ValueError: The numbers are no window.
        FormulaError: f has no value there.
    """
    moved = settings.on_surface(NAME, *window, formula=settings.formula)
    if not moved.surface.domain.contains(*settings.start):
        return moved
    return replace(moved, start=settings.start)
