"""What a visitor has chosen in one dimension, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import optimizers
from engine import Stop, run, stops_at
from engine.analysis.teaching import suggest
from figures.palette import again
from figures.walks import DrawnWalk
from optimizers import Optimizer
from surfaces import curves
from surfaces.curves import Curve
from ui import scene
from ui.numbers import short
from ui.settings import FIRST_ORDER
from ui.words import _, translated

FIRST_CURVE = "cubic"
FIRST_RULE = "gradient_descent"
STEPS = 40
MOST_STEPS = 1000
MOST_STARTS = 6
MOST_RULES = 4
FARTHEST_START = 1e6
EPSILON = 0.1
EPSILONS = (1e-8, 1.0)  # the smallest and the largest
LONGEST_STEP = 0.35  # of the interval; one coordinate can be followed in longer steps than two


@dataclass(frozen=True)
class LineSettings:
    """One choice of everything on the page.

    Attributes:
        curve_name: The curve.
        shape: The values of the curve's parameters; empty for nearly all.
        starts: Where the balls start.
        steps: How many steps they take.
        epsilon: Tolerance of the stop rule.
        ascend: Whether they go up.
        rules: Who moves them: names of optimizers with learning rates.
        stop: The stop rule whose place is marked on every walk.
    """

    curve_name: str
    shape: tuple[float, ...]
    starts: tuple[float, ...]
    steps: int
    epsilon: float
    ascend: bool
    rules: tuple[tuple[str, float], ...]
    stop: Stop = Stop.GRADIENT

    @property
    def curve(self) -> Curve:
        """The curve in the chosen shape."""
        return curves.by_name(self.curve_name, *self.shape)

    @property
    def optimizers(self) -> list[Optimizer]:
        """The rules with their learning rates, all else as in torch."""
        return [optimizers.by_name(name)(**{"learning_rate": rate}) for name, rate in self.rules]

    @property
    def flat(self) -> float | None:
        """The tolerance where the stop rule looks at the slope, else None."""
        return self.epsilon if self.stop in (Stop.GRADIENT, Stop.BOTH) else None

    def on_curve(self, name: str) -> LineSettings:
        """Another curve with its own starts and rates that suit it."""
        curve = curves.by_name(name)
        rules = tuple((rule, first_rate(rule, curve)) for rule, _rate in self.rules)
        return replace(
            self, curve_name=name, shape=curve.arguments, starts=curve.starts, rules=rules
        )

    def with_start(self, x: float) -> LineSettings:
        """One start more; where there is no room for one, the oldest leaves."""
        if x in self.starts:
            return self
        return replace(self, starts=(*self.starts, x)[-MOST_STARTS:])

    def with_rules(self, names: list[str]) -> LineSettings:
        """Exactly these rules, in the menu's order; one that stays keeps its rate."""
        rates = dict(self.rules)
        for name in names:
            if name not in rates:
                rates[name] = first_rate(name, self.curve)
        chosen = [name for name in FIRST_ORDER if name in names][:MOST_RULES]
        return replace(self, rules=tuple((name, rates[name]) for name in chosen))

    def with_rate(self, name: str, rate: float) -> LineSettings:
        """Another learning rate for a rule."""
        rules = tuple((rule, rate if rule == name else old) for rule, old in self.rules)
        return replace(self, rules=rules)


def first_rate(name: str, curve: Curve) -> float:
    """The learning rate with which an optimizer first appears on a curve."""
    rule: Any = optimizers.by_name(name)  # mypy takes how its objects are hashed for how it is
    return suggest(curve, rule, STEPS, LONGEST_STEP)


def first_line_settings(curve_name: str = FIRST_CURVE) -> LineSettings:
    """What a visitor sees who has chosen nothing yet."""
    curve = curves.by_name(curve_name)
    rules = ((FIRST_RULE, first_rate(FIRST_RULE, curve)),)
    return LineSettings(curve_name, curve.arguments, curve.starts, STEPS, EPSILON, False, rules)


def walks_of(settings: LineSettings) -> list[DrawnWalk]:
    """One walk per rule and start. A rule has its colour, each of its starts a pattern."""
    walks = []
    for (name, rate), rule in zip(settings.rules, settings.optimizers, strict=True):
        style = scene.style_of(name)
        for start in settings.starts:
            walk = run(settings.curve, rule, (start,), settings.steps, ascend=settings.ascend)
            label = _("{name} from {x}").format(name=translated(rule.short), x=short(start))
            stopped = int(stops_at(walk, settings.stop, settings.epsilon))
            key = f"{name}/{start:g}"
            walks.append(DrawnWalk(key, label, style, short(rate), walk, stopped=stopped))
            style = again(style)
    return walks
