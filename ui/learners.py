"""Controls of the pages on which rules learn from examples: who learns, from what, and how long."""

from __future__ import annotations

from typing import Any

import streamlit as st

import optimizers
from ui import scene, state
from ui.all_settings import settings_of_one, ways_back
from ui.controls import number_control
from ui.glossary import explained
from ui.learning import LARGEST_SEED, MOST_RULES, Learning
from ui.numbers import short
from ui.settings import MOST_EPOCHS
from ui.swatches import with_swatch
from ui.visit import Visit
from ui.words import _, translated

N_STOPS = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500)
NOISE_STOPS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0)
EPOCH_STOPS = (
    *(1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500, 700),
    *(1000, 1500, 2000, 3000, MOST_EPOCHS),
)


def rule_pills(visit: Visit[Any], page: str, settings: Learning) -> None:
    """Who learns.

    Args:
        visit: Whose settings they are.
        page: How the key begins.
        settings: Those of now.
    """

    def ruled(names: list[str]) -> Any:
        return visit.current().with_rules(list(names)) if len(names) <= MOST_RULES else None

    st.pills(
        _("Optimizers"),
        settings.menu,
        selection_mode="multi",
        format_func=lambda name: translated(optimizers.by_name(name).short),
        help=" ".join((_("Up to {most}.").format(most=MOST_RULES), explained("Optimizers"))),
        **visit.controlled(f"{page}.rules", [choice.name for choice in settings.choices], ruled),
    )


def rate_sliders(visit: Visit[Any], page: str, settings: Learning) -> None:
    """The learning rate of every rule; the arguments as of `rule_pills`."""
    keys, labels = scene.keys(settings.choices), scene.labels(settings.choices)
    for place, (choice, key, label) in enumerate(zip(settings.choices, keys, labels, strict=True)):
        with with_swatch(scene.style_of(choice.name), f"{page}-{choice.name}"):
            number_control(
                place,
                f"{page}.{key}",
                choice,
                choice.optimizer_class.hyperparameters()[0],
                _("{name} · η").format(name=label),
                visit=visit,
            )


def more_controls(visit: Visit[Any], page: str, settings: Learning, taught: str) -> None:
    """Everything but the learning rates, one click deeper, and the two ways back.

    Args:
        visit: Whose settings they are.
        page: How the keys begin.
        settings: Those of now.
        taught: What the visitor is told of the way back to rates that suit.
    """
    if not settings.choices:
        return
    # What is closed is not sent.
    more = st.expander(_("All settings"), icon=":material/tune:", key="more", on_change=state.touch)
    if more.open:
        with more:
            settings_of_one(visit, settings.choices, f"{page}.")
    ways_back(visit, taught)


def count_slider(count: int, turned: dict[str, Any]) -> None:
    """How many examples there are.

    Args:
        count: N.
        turned: Key, value and what happens when another is chosen, as a `Visit` gives them.
    """
    stops = sorted({*N_STOPS, count})
    st.select_slider(_("How many, N"), stops, help=explained("How many, N"), **turned)


def noise_slider(noise: float, turned: dict[str, Any]) -> None:
    """Their spread; ``turned`` as of `count_slider`."""
    stops = sorted({*NOISE_STOPS, noise})
    st.select_slider(_("Noise"), stops, format_func=short, help=explained("Noise"), **turned)


def epochs_slider(settings: Learning, turned: dict[str, Any]) -> None:
    """How often as many are seen as there are; ``turned`` as of `count_slider`."""
    stops = {*(e for e in EPOCH_STOPS if e <= settings.most_epochs), settings.epochs}
    st.select_slider(_("Epochs"), sorted(stops), help=explained("Epochs"), **turned)


def seed_box(label: str, help_: str, turned: dict[str, Any]) -> None:
    """A seed; ``turned`` as of `count_slider`."""
    st.number_input(label, min_value=0, max_value=LARGEST_SEED, step=1, help=help_, **turned)


def batch_stops(count: int) -> list[int]:
    """Sizes of batches in about equal ratios, both ends among them."""
    if count <= 12:
        return list(range(1, max(count, 2) + 1))
    stops = {1, count}
    for power in (1, 10, 100):
        stops |= {power * digit for digit in (1, 2, 3, 4, 5, 6, 8) if power * digit < count}
    stops |= {2**k for k in range(1, 9) if 2**k < count}
    return sorted(stops)
