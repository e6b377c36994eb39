"""From a run of a lesson to the settings of the page that opens with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import data
from lessons.runs import ExamplesRun, LineRun, NetRun, PlaneRun, Run
from ui.data.below.names import CLOSED
from ui.data.settings import DataSettings
from ui.line.settings import EPSILON, LineSettings
from ui.network.below.settings import LabSettings
from ui.network.settings import NetworkSettings
from ui.settings import CONSTANT, OptimizerChoice, ScheduleChoice, Settings
from ui.table import DATA, LABS, LINE, MAPS, NETWORK
from ui.words import _


@dataclass(frozen=True)
class Opens:
    """Where a run opens.

    Attributes:
        page: The page's file.
        label: What the link says.
        settings: The run as the settings of that page.
        query: The words of its link.
    """

    page: str
    label: str
    settings: Any
    query: dict[str, list[str]]


def opens(run: Run) -> Opens:
    """The page of a run, with exactly this run."""
    if isinstance(run, PlaneRun):
        walks = on_plane(run)
        page = "compare" if run.apart else "explore"
        label = _("Open in Compare") if run.apart else _("Open in Explore")
        return Opens(page, label, walks, MAPS.write(walks))
    if isinstance(run, LineRun):
        balls = on_line(run)
        return Opens("line", _("Open in One dimension"), balls, LINE.write(balls))
    if isinstance(run, ExamplesRun):
        learned = on_examples(run)
        return Opens("data", _("Open in Data"), learned, DATA.write(learned))
    trained = on_net(run)
    # Only what is chosen in its laboratory: all else is as usual, and not written.
    lab = LabSettings(opened=run.below, **dict(run.turned)) if run.below else None
    below = LABS.write(lab, trained) if lab else {}
    return Opens("network", _("Open in Network"), trained, {**NETWORK.write(trained), **below})


def on_plane(run: PlaneRun) -> Settings:
    """Walks on a map."""
    return Settings(
        run.surface_name,
        run.surface.arguments,
        run.begins,
        run.steps,
        _choices(run.rules),
        _pace(run.schedule),
    )


def on_line(run: LineRun) -> LineSettings:
    """Balls on a curve."""
    return LineSettings(
        run.curve_name,
        run.surface.arguments,
        run.starts,
        run.steps,
        EPSILON,
        run.ascend,
        tuple((rule.name, dict(_values(rule))["learning_rate"]) for rule in run.rules),
    )


def on_examples(run: ExamplesRun) -> DataSettings:
    """Rules that see batches."""
    return DataSettings(
        run.loss_name,
        run.source_name,
        run.n,
        # A table is as it is, and the link says so.
        0.0 if data.by_name(run.source_name).noise is None else run.noise,
        run.sample,
        run.start,
        _choices(run.rules),
        batch=run.b,
        order=run.order,
        seed=run.seed,
        decay=run.decay,
        epochs=run.epochs,
        schedule_choice=_pace(run.schedule),
        below=run.below or CLOSED,
    )


def on_net(run: NetRun) -> NetworkSettings:
    """Rules that train a net; nothing is held out."""
    return NetworkSettings(
        run.source_name,
        run.n,
        run.noise,
        run.sample,
        held=0,
        hidden=run.hidden,
        activation=run.activation,
        start=run.initializer,
        start_seed=run.start_seed,
        loss_name=run.loss_name,
        choices=_choices(run.rules),
        epochs=run.epochs,
        dropconnect=run.dropconnect,
        depth=run.depth,
    )


def _choices(rules: Sequence[Any]) -> tuple[OptimizerChoice, ...]:
    return tuple(OptimizerChoice(rule.name, _values(rule)) for rule in rules)


def _pace(schedule: Any) -> ScheduleChoice:
    return CONSTANT if schedule is None else ScheduleChoice(schedule.name, _values(schedule))


def _values(declared: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (hyper.name, getattr(declared, hyper.name)) for hyper in type(declared).hyperparameters()
    )
