"""What the page of maps shows, beside the visit's settings."""

from __future__ import annotations

from dataclasses import dataclass

from optimizers import Hyperparameter
from ui import scene
from ui.maps.orders import fields_of
from ui.settings import OptimizerChoice, Settings

STARTS, SETTINGS = "starts", "settings"
RESOLUTIONS = (100, 200, 400, 800)
MEMORIES = ("momentum", "beta1")  # what a learning rate is looked at against before all else


@dataclass(frozen=True)
class View:
    """What is shown.

    Attributes:
        show: ``"starts"`` or ``"settings"``.
        resolution: Starts along each axis.
        rule: Whose settings, as a key of `ui.scene.keys`.
        against: The field that is swept with the learning rate.
    """

    show: str = STARTS
    resolution: int = 200
    rule: str = ""
    against: str = ""

    def subject(self, settings: Settings) -> tuple[int, OptimizerChoice, Hyperparameter] | None:
        """The choice whose settings are shown, its place, and the second field; None without any.

        One that is not there (any more) gives way to the first that has a momentum, or a β₁.
        """
        places = eligible(settings)
        if not places:
            return None
        choices = settings.choices
        kept = [
            p for p in places.values() if any(h.name in MEMORIES for h in fields_of(choices[p]))
        ]
        place = places.get(self.rule, (kept or list(places.values()))[0])
        fields = {hyper.name: hyper for hyper in fields_of(choices[place])}
        wanted = next(name for name in (self.against, *MEMORIES, *fields) if name in fields)
        return place, choices[place], fields[wanted]


def eligible(settings: Settings) -> dict[str, int]:
    """The places of the choices that have a second setting, by their keys; BFGS has none."""
    keys = scene.keys(settings.choices)
    choices = enumerate(zip(keys, settings.choices, strict=True))
    return {key: place for place, (key, choice) in choices if fields_of(choice)}
