"""From a choice to what the player draws: the ground, and the walk beside the published one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from figures.blog_rings import ring_chart, rings
from figures.closer import Part, closer_ground, closer_packed
from figures.ground import Chart, ground, ground_key, packed
from figures.palette import Style, style_of
from figures.walks import DrawnWalk, Panel, walks_blob
from published import TRUE, Repair, measured_on_f, window
from ui.numbers import short
from ui.player import player_words
from ui.post.choice import Choice
from ui.post.controls import switches
from ui.words import _, translated

WHOLE = (-1.5, 2.0, -6.5, 6.5)  # start, minimum, and where the published field comes to rest
REFERENCE = Style("gray", "dot")


def walks_of(choice: Choice) -> list[DrawnWalk]:
    """The chosen walk; the published one beneath it, once the two differ."""
    own, published = choice.repair, Repair()
    asked = [(own, "walk", style_of("adam"), name_of(own))]
    if own != published:
        asked.insert(0, (published, "published", REFERENCE, name_of(published)))
    return [
        DrawnWalk(
            key,
            label,
            style,
            short(choice.rate),
            # Its |∇f| is that of f: where the published field rests, f still is steep.
            measured_on_f(repair.walk(choice.updates, choice.start, choice.rate)),
        )
        for repair, key, style, label in asked
    ]


def name_of(repair: Repair) -> str:
    """What the legend says."""
    if repair == Repair():
        return _("As published")
    return _("Repaired") if repair == Repair(True, True, True) else _("Partly repaired")


def besides(choice: Choice) -> str:
    """What a picture says of the post's defects: which of them are put right."""
    if not choice.repaired:
        return _("Nothing of the post is repaired.")
    names = [label for name, (label, _help) in switches().items() if name in choice.repaired]
    return _("Repaired: {repairs}.").format(repairs=", ".join(names))


def window_of(choice: Choice) -> tuple[float, float, float, float]:
    """The part of the plane that is shown."""
    return WHOLE if choice.whole else window()


def chart_of(choice: Choice) -> Chart:
    """What the player has to know of the ground."""
    part = window_of(choice)
    if not choice.of_f:
        return ring_chart(part)
    return Chart(ground_key(TRUE, part), part, TRUE.minima, TRUE.minimum)


@lru_cache(maxsize=4)
def ground_of(of_f: bool, part: tuple[float, float, float, float]) -> bytes:
    """The ground as the player takes it; the same for every visitor."""
    return packed(ground(TRUE, part=part) if of_f else rings(part))


def closer_of(of_f: bool, whole: Part) -> Callable[[Part], bytes]:
    """What makes a part of the ground anew; the circles stay a quarter of a unit apart."""
    return partial(_closer, of_f, whole)


@lru_cache(maxsize=16)
def _closer(of_f: bool, whole: Part, part: Part) -> bytes:
    if not of_f:
        return closer_packed(rings(part), rings(whole).key)
    map_ = ground(TRUE, part=whole)
    return closer_packed(closer_ground(TRUE, part, map_), map_.key)


def blob_of(choice: Choice, walks: list[DrawnWalk]) -> bytes:
    """The walks as the player takes them."""
    return walks_blob(
        TRUE,
        walks,
        [Panel(tuple(range(len(walks))))],
        choice.start,
        player_words(translated(TRUE.title), besides(choice)),
        autoplay=True,
        on=chart_of(choice),
    )
