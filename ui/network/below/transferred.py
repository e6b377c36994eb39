"""Transfer: what one task has taught as the start of another, for better and for worse."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np
import pandas as pd

import data
from engine import transfer
from engine.protocols import VectorObjective
from figures.data_frame import dots
from figures.learned import paths_figure
from networks import Network, NetworkLoss, initial
from optimizers import Adam
from ui.network.below.asking import ask_name, ask_number, ask_stop
from ui.network.below.settings import ANGLES, FEWS, MOST_SEED, LabSettings
from ui.numbers import short
from ui.sections.section import Picture, Section
from ui.words import _

NET = Network((8, 8))
FIRST, TESTED, NETS = 200, 500, 8
BEFORE, UPDATES, RATE = 200, 100, 0.02
WAYS = ("scratch", "tuned", "frozen")
# The four cases of the post: alike or not, few or many.
CASES = ((20, 20), (20, 200), (90, 20), (90, 200))
TEST, SECOND = 1000, 2000  # what is added to a seed for other examples


class Case(NamedTuple):
    """A second task, learned in three ways by nets from several starts.

    Attributes:
        losses: (T, nets) by way; on held-out examples of the second task.
        helped: (nets,) bool; whether fine-tuning ended lower than starting from scratch.
        kept: (nets,) bool; whether freezing did.
    """

    losses: dict[str, np.ndarray]
    helped: np.ndarray
    kept: np.ndarray

    @property
    def ends(self) -> dict[str, float]:
        """The mean over the nets at the end of each way."""
        return {way: float(losses[-1].mean()) for way, losses in self.losses.items()}


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    """Places (N, 2), turned about 0."""
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray(points @ turn)


@lru_cache(maxsize=96)
def case(degrees: int, few: int, frozen: int, seed: int) -> Case:
    """Moons first, then moons that are turned.

    Args:
        degrees: By how much.
        few: How many examples the second task has.
        frozen: How many layers are held where the first task has left them.
        seed: Of all examples; the nets' own are 0, 1, 2, ...
    """
    source = data.by_name("moons")
    makes = (source.make(FIRST, seed=seed), source.make(few, seed=seed + SECOND))
    tested = source.make(TESTED, seed=seed + TEST)
    first = NetworkLoss(NET, makes[0].points, makes[0].targets)
    second = NetworkLoss(NET, turned(makes[1].points, degrees), makes[1].targets)
    held_out = NetworkLoss(NET, turned(tested.points, degrees), tested.targets)
    made = transfer(
        cast(VectorObjective, first),
        cast(VectorObjective, second),
        Adam(learning_rate=RATE),
        np.array([initial(NET, "xavier", k) for k in range(NETS)]),
        (BEFORE, UPDATES),
        NET.layers_from(frozen),
    )
    losses = made.held_out(cast(VectorObjective, held_out))
    ends = {way: losses[way][-1] for way in WAYS}
    return Case(losses, ends["tuned"] < ends["scratch"], ends["frozen"] < ends["scratch"])


def controls(now: LabSettings) -> None:
    """How far the second task is turned, how many examples it has, and what is frozen."""
    ask_stop(_("Turned by"), "Turned by", "turn_angle", ANGLES, lambda angle: f"{angle}°")
    ask_stop(_("Examples of the second task"), "Examples of the second task", "turn_few", FEWS)
    layers = {1: _("first layer"), 2: _("all but the last")}
    ask_name(_("Frozen"), "Frozen", "turn_frozen", layers)
    ask_number(_("Seed of the examples"), "Seed of the examples", "turn_seed", 0, MOST_SEED, 170)


def section(now: LabSettings, mode: str) -> Section:
    """Three ways to learn the second task, at the visitor's and at the post's four cases."""
    mine = case(now.turn_angle, now.turn_few, now.turn_frozen, now.turn_seed)
    return Section(
        (_setting(), _verdict(now, mine), _counted(mine), _note(now)),
        (_along(now, mine, mode), _angles(now, mode), _tasks(now, mode)),
        _table(now, mine),
        words=1,
    )


def _setting() -> str:
    return _(
        "{nets} nets 2-8-8-1 learn {first} moons in {before} updates of Adam, and then moons that "
        "are turned, in {updates}: from scratch, fine-tuned from where the first task has left "
        "them, and with some layers frozen there. Tested is on {tested} others."
    ).format(nets=NETS, first=FIRST, before=BEFORE, updates=UPDATES, tested=TESTED)


def _verdict(now: LabSettings, mine: Case) -> str:
    ends = mine.ends
    numbers = {
        "angle": now.turn_angle,
        "few": now.turn_few,
        **{way: short(end) for way, end in ends.items()},
    }
    taught = [ends["tuned"], ends["frozen"]]
    if min(taught) > ends["scratch"]:
        sentence = _(
            "Turned by {angle}° with {few} examples transfer hurts: from scratch the test loss is "
            "{scratch} on average, fine-tuned {tuned}, frozen {frozen}. What was learned is in "
            "the way: negative transfer."
        )
    elif max(taught) < ends["scratch"]:
        sentence = _(
            "Turned by {angle}° with {few} examples transfer helps: from scratch the test loss is "
            "{scratch} on average, fine-tuned {tuned}, frozen {frozen}."
        )
    else:
        sentence = _(
            "Turned by {angle}° with {few} examples it hangs on how it is done: from scratch the "
            "test loss is {scratch} on average, fine-tuned {tuned}, frozen {frozen}."
        )
    return sentence.format(**numbers)


def _counted(mine: Case) -> str:
    return _(
        "Of {nets} nets {helped} end lower fine-tuned than from scratch, and {kept} frozen: the "
        "numbers above are means, and one net proves nothing."
    ).format(nets=NETS, helped=int(mine.helped.sum()), kept=int(mine.kept.sum()))


def found_cases(now: LabSettings) -> dict[tuple[int, int], Case]:
    """The four cases, with the visitor's seed and layers."""
    return {at: case(*at, now.turn_frozen, now.turn_seed) for at in CASES}


def _note(now: LabSettings) -> str:
    cases = found_cases(now)
    hurts = [
        at
        for at, one in cases.items()
        if min(one.ends["tuned"], one.ends["frozen"]) > one.ends["scratch"]
    ]
    sentence = (
        _(
            "A study note behind this app has an advice for each of four cases, alike or not, "
            "small or large, and each of them begins from what was learned. In {count} of the four "
            "below that is worse than to begin from scratch."
        )
        if hurts
        else _(
            "A study note behind this app has an advice for each of four cases, alike or not, "
            "small or large, and each of them begins from what was learned. In none of the four "
            "below is that worse than to begin from scratch."
        )
    )
    return sentence.format(count=len(hurts))


def _table(now: LabSettings, mine: Case) -> pd.DataFrame:
    alike = {20: _("alike"), 90: _("different")}
    size = {20: _("small"), 200: _("large")}
    rows = {(alike[a], size[n], a, n): one for (a, n), one in found_cases(now).items()}
    rows[_("your choice"), "", now.turn_angle, now.turn_few] = mine
    names = {"scratch": _("From scratch"), "tuned": _("Fine-tuned"), "frozen": _("Layers frozen")}
    made = []
    for (near, much, angle, few), one in rows.items():
        ends = one.ends
        made.append(
            {
                _("Second task"): f"{near}, {much}" if much else near,
                _("Turned by"): f"{angle}°",
                _("Its examples"): str(few),
                **{names[way]: short(ends[way]) for way in WAYS},
                _("Lowest"): names[min(ends, key=ends.__getitem__)],
            }
        )
    return pd.DataFrame(made)


LOOKS = {"scratch": ("gray", "dot"), "tuned": ("blue", "solid"), "frozen": ("orange", "dash")}


def _names() -> dict[str, str]:
    return {"scratch": _("from scratch"), "tuned": _("fine-tuned"), "frozen": _("frozen")}


def _along(now: LabSettings, mine: Case, mode: str) -> Picture:
    steps = np.arange(UPDATES + 1)
    lines = {
        _names()[way]: (steps, np.round(mine.losses[way].mean(axis=1), 5), *LOOKS[way])
        for way in WAYS
    }
    words = {"x": _("updates on the second task"), "y": _("test loss, mean of the nets")}
    figure = paths_figure(lines, mode, words, log=True)
    caption = _("The second task, turned by {angle}°, with {few} examples.")
    return Picture("along", figure, caption.format(angle=now.turn_angle, few=now.turn_few))


def _angles(now: LabSettings, mode: str) -> Picture:
    found = [case(angle, now.turn_few, now.turn_frozen, now.turn_seed) for angle in ANGLES]
    lines = {
        _names()[way]: (list(ANGLES), [round(one.ends[way], 5) for one in found], *LOOKS[way])
        for way in WAYS
    }
    words = {"x": _("turned by, in degrees"), "y": _("test loss at the end")}
    figure = paths_figure(lines, mode, words, log=False)
    figure.update_xaxes(tickvals=list(ANGLES))
    caption = _("After {updates} updates, by how far the second task is turned; {few} examples.")
    return Picture("angles", figure, caption.format(updates=UPDATES, few=now.turn_few))


def _tasks(now: LabSettings, mode: str) -> Picture:
    source = data.by_name("moons")
    few = source.make(now.turn_few, seed=now.turn_seed + SECOND)
    first = source.make(FIRST, seed=now.turn_seed).points
    second = turned(few.points, now.turn_angle)
    figure = paths_figure({}, mode, {"x": "x₁", "y": "x₂"}, log=False)
    figure.add_trace(dots(first[:, 0], first[:, 1], _("the first task"), mode, "gray"))
    for label, name, hue in ((0, _("class 0"), "blue"), (1, _("class 1"), "orange")):
        x, y = np.round(second[few.targets == label], 4).T
        figure.add_trace(dots(x, y, name, mode, hue))
    figure.data[0].marker.update(size=4, opacity=0.5)
    figure.update_yaxes(scaleanchor="x")
    return Picture("tasks", figure, _("Both tasks: the second one in colour, by its classes."))
