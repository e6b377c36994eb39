"""The link of the page "One dimension".

    ?curve=cubic&from=2.2~0.3~0~-0.01&steps=40&ball=gradient_descent~0.1&flat=0.1&way=down
    &until=step

As with the link of the maps, reading never fails: what is not understood is replaced by the
default, one sentence says so, and refused text is never repeated.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import optimizers
from engine import Stop
from surfaces import curves
from ui.line.settings import (
    EPSILONS,
    FARTHEST_START,
    FIRST_ORDER,
    MOST_RULES,
    MOST_STARTS,
    MOST_STEPS,
    LineSettings,
    first_line_settings,
    first_rate,
)
from ui.link import LONGEST, NOBODY, NUMBER, SEPARATOR
from ui.words import _

Query = Mapping[str, Sequence[str]]

OURS = ("curve", "weights", "from", "steps", "ball", "flat", "way", "until")
WAYS = {"down": False, "up": True}


def write(settings: LineSettings) -> dict[str, list[str]]:
    """The query that opens exactly these settings."""
    query = {"curve": [settings.curve_name]}
    if settings.shape:
        query["weights"] = [_joined(settings.shape)]
    query["from"] = [_joined(settings.starts) or NOBODY]
    query["steps"] = [str(settings.steps)]
    query["ball"] = [
        f"{name}{SEPARATOR}{number_as_text(rate)}" for name, rate in settings.rules
    ] or [NOBODY]
    query["flat"] = [number_as_text(settings.epsilon)]
    query["way"] = ["up" if settings.ascend else "down"]
    if settings.stop is not Stop.GRADIENT:
        query["until"] = [str(settings.stop)]
    return query


def as_text(settings: LineSettings) -> str:
    """The query as it stands in a URL, behind the question mark."""
    return urlencode(write(settings), doseq=True, safe=SEPARATOR)


def read(query: Query) -> tuple[LineSettings, list[str]]:
    """Settings from a query, and one sentence if anything in it was not understood."""
    refused: list[str] = []
    name = _only(query, "curve")
    if name is not None and name not in {curve.name for curve in curves.CURVES}:
        refused.append(_("curve"))
        name = None
    settings = first_line_settings(name) if name else first_line_settings()
    for key, what, reader in (
        ("weights", _("weights"), _with_shape),
        ("from", _("starts"), _with_starts),
        ("steps", _("steps"), _with_steps),
        ("flat", _("stop rule"), _with_epsilon),
        ("way", _("direction"), _with_way),
        ("until", _("stop rule"), _with_stop),
    ):
        text = _only(query, key)
        if text is not None:
            read_settings = reader(settings, text)
            if read_settings is None:
                refused.append(what)
            settings = read_settings or settings
    settings, clean = _with_rules(settings, list(query.get("ball", ())))
    if not clean:
        refused.append(_("optimizers"))
    if not refused:
        return settings, []
    sentence = _("Not understood in the link, and left as usual: {things}.")
    return settings, [sentence.format(things=", ".join(dict.fromkeys(refused)))]


def _with_shape(settings: LineSettings, text: str) -> LineSettings | None:
    numbers = _numbers(text)
    try:
        if numbers is None or not settings.shape:
            return None
        curves.by_name(settings.curve_name, *numbers)
    except ValueError:
        return None
    shaped = replace(settings, shape=numbers)
    rules = tuple((name, first_rate(name, shaped.curve)) for name, _rate in settings.rules)
    return replace(shaped, rules=rules)


def _with_starts(settings: LineSettings, text: str) -> LineSettings | None:
    if text == NOBODY:
        return replace(settings, starts=())
    numbers = _numbers(text)
    if numbers is None or len(numbers) > MOST_STARTS or max(map(abs, numbers)) > FARTHEST_START:
        return None
    return replace(settings, starts=tuple(dict.fromkeys(numbers)))


def _with_steps(settings: LineSettings, text: str) -> LineSettings | None:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= MOST_STEPS:
        return None
    return replace(settings, steps=int(text))


def _with_epsilon(settings: LineSettings, text: str) -> LineSettings | None:
    number = number_from(text)
    if number is None or not EPSILONS[0] <= number <= EPSILONS[1]:
        return None
    return replace(settings, epsilon=number)


def _with_way(settings: LineSettings, text: str) -> LineSettings | None:
    return replace(settings, ascend=WAYS[text]) if text in WAYS else None


def _with_stop(settings: LineSettings, text: str) -> LineSettings | None:
    return replace(settings, stop=Stop(text)) if text in set(Stop) else None


def _with_rules(settings: LineSettings, texts: list[str]) -> tuple[LineSettings, bool]:
    """The settings with the link's optimizers, and whether all of them were understood."""
    if not texts:
        return settings, True
    if texts == [NOBODY]:
        return replace(settings, rules=()), True
    known = {name: optimizers.by_name(name) for name in FIRST_ORDER}
    rules: dict[str, float] = {}
    clean = len(texts) <= MOST_RULES
    for text in texts[:MOST_RULES]:
        name, _sep, number = text[:LONGEST].partition(SEPARATOR)
        rate = number_from(number)
        usual = known[name].hyperparameters()[0] if name in known else None
        if usual is None or rate is None or not usual.allows(rate) or name in rules:
            clean = False
        else:
            rules[name] = rate
    return (replace(settings, rules=tuple(rules.items())) if rules else settings), clean


def _only(query: Query, key: str) -> str | None:
    values = query.get(key)
    return values[-1][:LONGEST] if values else None


def _numbers(text: str) -> tuple[float, ...] | None:
    numbers = [number_from(part) for part in text.split(SEPARATOR)]
    return None if None in numbers else tuple(n for n in numbers if n is not None)


def number_from(text: str) -> float | None:
    """A finite number, or None where the text is none."""
    if len(text) > 40 or not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def _joined(numbers: Sequence[float]) -> str:
    return SEPARATOR.join(number_as_text(number) for number in numbers)


def number_as_text(value: float) -> str:
    """The shortest text that reads back as exactly this number."""
    return repr(float(value)).removesuffix(".0")
