"""What the learning-rate page sweeps, and what it hands to the other pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
import streamlit as st

from engine import sweeps
from engine.plane.rate_axis import goal, rate_axis
from engine.plane.rate_limit import found_limit
from figures.rates import Swept, opened_at, rates_blob
from ui import scene, state
from ui.besides import besides
from ui.player import player_words
from ui.player.live import live_rules
from ui.player.words import rate_words
from ui.settings import CONSTANT, Settings
from ui.table import ETA
from ui.words import _, translated

MOST_OPTIMIZERS = 6


def swept_blob(settings: Settings, rate: float | None = None) -> bytes:
    """The payload of the page for these settings.

    Args:
        settings: What was chosen; learning rates only say where the axis lies.
        rate: The one shown first; that of the first optimizer unless given.
    """
    few = replace(settings, choices=settings.choices[:MOST_OPTIMIZERS])
    said = besides(few, squares=False)
    words = {
        **player_words(translated(settings.surface.title), said, typed=settings.surface.found),
        **rate_words(),
    }
    blob = _blob(few, tuple(words.items()))
    return blob if rate is None else opened_at(blob, rate)


def rate_of_link() -> float | None:
    """The learning rate that the link opens at."""
    rate = ETA.current().rate
    return float(rate) if rate else None


@lru_cache(maxsize=16)
def _blob(settings: Settings, words: tuple[tuple[str, str], ...]) -> bytes:
    surface, choices = settings.surface, settings.choices
    rules = [choice.optimizer() for choice in choices]
    schedule = settings.schedule_choice.schedule()
    goals = [goal(surface, rule, settings.start, settings.epochs, schedule) for rule in rules]
    steady = settings.schedule_choice == CONSTANT
    most = [
        found_limit(surface, rule, settings.start, aim) if steady else None
        for rule, aim in zip(rules, goals, strict=True)
    ]
    rates = rate_axis(surface, rules, goals=goals)
    named = [rate for rate in most if rate is not None and rates[0] <= rate <= rates[-1]]
    rates = np.union1d(rates, named)
    walks = sweeps(surface, rules, rates, settings.start, settings.epochs, schedule=schedule)
    swept = [
        Swept(key, label, style, float(rule.learning_rate), rule, walk, aim, limit)
        for key, label, style, rule, walk, aim, limit in zip(
            scene.keys(choices),
            scene.labels(choices),
            scene.styles_of(choices),
            rules,
            walks,
            goals,
            most,
            strict=True,
        )
    ]
    first = float(choices[0].value("learning_rate"))
    live = live_rules(surface, rules, schedule, settings.epochs)
    return rates_blob(surface, rates, swept, settings.start, first, dict(words), live)


def rates_taken(key: str) -> Callable[[], None]:
    """What to do when rates of the player ``key`` are to be used: set them, and say so."""

    def taken() -> None:
        rates = st.session_state[key].get("take")
        now = state.current()
        if not isinstance(rates, dict):
            return
        choices = []
        for name, choice in zip(scene.keys(now.choices), now.choices, strict=True):
            rate = rates.get(name)
            known = choice.optimizer_class.hyperparameters()[0]
            if isinstance(rate, int | float) and known.allows(float(rate)):
                choice = choice.with_value("learning_rate", float(rate))
            choices.append(choice)
        state.keep(replace(now, choices=tuple(choices)))
        st.session_state["rates.taken"] = True

    return taken


def go_where_taken() -> None:
    """Open Explore if rates have just been taken there."""
    if st.session_state.pop("rates.taken", False):
        st.switch_page("pages/explore.py")


def too_many(settings: Settings) -> str | None:
    """One line if more optimizers are chosen than are swept."""
    if len(settings.choices) <= MOST_OPTIMIZERS:
        return None
    return _("The first six optimizers are swept; Explore shows them all.")
