"""Noise in training, mean at test: five ways to leave things to chance, and what stands for all."""

from __future__ import annotations

from collections.abc import Callable

from ui.network.below import copies, missing, pools
from ui.network.below.asking import ask_name, ask_number, ask_stop
from ui.network.below.settings import (
    CHANCES,
    MASKED,
    MOST_SEED,
    LabSettings,
)
from ui.network.words import activations
from ui.numbers import short
from ui.sections.section import Section
from ui.words import _


def kinds() -> dict[str, str]:
    """What each is called, by its name in links."""
    return {
        "dropout": _("Dropout"),
        "dropconnect": _("DropConnect"),
        "depth": _("Stochastic depth"),
        "augmentation": _("Augmentation"),
        "pooling": _("Fractional max pooling"),
    }


def controls(now: LabSettings) -> None:
    """Which kind, and what it needs to be told."""
    ask_name(_("Left to chance"), "Left to chance", "left_kind", kinds(), 220)
    ask_number(_("Seed of the laboratory"), "Seed of the laboratory", "left_seed", 0, MOST_SEED)
    if now.left_kind in MASKED:
        ask_name(
            _("Activation"), "Activation of the laboratory", "left_activation", activations(), 160
        )
        depths = {1: "1", 2: "2"}
        ask_name(_("Layers behind it"), "Layers behind it", "left_layers", depths, 150)
        ask_stop(
            _("Probability to be missing"),
            "Probability to be missing",
            "left_chance",
            CHANCES,
            short,
        )
    if now.left_kind in MASKED or now.left_kind == "pooling":
        ask_number(_("Draw"), "Draw", "left_draw", 1, now.draws, 120)


def section(now: LabSettings, mode: str) -> Section:
    """One draw, the exact mean over all, and what is used at test."""
    said: dict[str, Callable[[LabSettings, str], Section]] = {
        "augmentation": copies.section,
        "pooling": pools.section,
    }
    return said.get(now.left_kind, missing.section)(now, mode)
