"""The settings of the page on networks in its link; `ui.table` says how such a link is made.

?examples=moons&points=200&spread=0.2&drawn=1&held=25&layers=8~8&activation=tanh&init=xavier
&dice=1&criterion=cross_entropy&trainer=adam~learning_rate~0.02~beta1~0.8&minibatch=16&epochs=300

`walk`, as the maps say, is read as `trainer` where there is none.
"""

from __future__ import annotations

from functools import partial

import optimizers
from networks import ACTIVATIONS, INITIALIZERS, LOSSES, MOST_LAYERS, MOST_WIDTH
from ui.common_kinds import EPOCHS
from ui.declared_kinds import Declaration, Listed
from ui.kinds import NOBODY, REFUSED, SEPARATOR, WHOLE, OneOf, OneText, Real, Whole, named
from ui.learning import LARGEST_SEED, MOST_RULES
from ui.network import settings as chosen
from ui.network.rates import TRAINERS, trained
from ui.network.settings import NetworkSettings, first_network_settings
from ui.visit import Row, Visit
from ui.words import _


class LayersKind(OneText):
    """The widths of the hidden layers: ``8~8``, or ``none``."""

    def value(self, text: str) -> object:
        """The widths, or REFUSED."""
        if text == NOBODY:
            return ()
        widths = text.split(SEPARATOR)
        if len(widths) > MOST_LAYERS or not all(map(WHOLE.fullmatch, widths)):
            return REFUSED
        numbers = tuple(map(int, widths))
        return numbers if all(1 <= width <= MOST_WIDTH for width in numbers) else REFUSED

    def write(self, value: tuple[int, ...]) -> list[str]:
        """The text of some widths."""
        return [SEPARATOR.join(map(str, value)) or NOBODY]

    def note(self, word: str, taken: str) -> str:
        """What is allowed."""
        return _(
            "`{word}` in the link must be at most {layers} numbers of neurons from 1 to {width}, "
            "or none; {taken} is taken."
        ).format(word=word, layers=MOST_LAYERS, width=MOST_WIDTH, taken=taken)


WALKS = Listed(
    Declaration([optimizers.by_name(name) for name in TRAINERS], trained, ("learning_rate",)),
    MOST_RULES,
    twice=False,
)
SEED = partial(Whole, 0, LARGEST_SEED)
PART = partial(Real, 0, chosen.MOST_LEFT_OUT)

NETWORK: Visit[NetworkSettings] = Visit(
    "network.link",
    ("network",),
    lambda _around: first_network_settings(),
    (
        Row(
            "examples",
            named(*chosen.SOURCES),
            "source_name",
            "network.source",
            put=lambda now, name: now.on_source(name),
        ),
        Row("points", Whole(chosen.LEAST_N, chosen.MOST_N), "n", "network.n"),
        Row("spread", Real(0, chosen.MOST_NOISE), "noise", "network.noise"),
        Row("drawn", SEED(), "sample", "network.sample"),
        Row("held", Whole(0, chosen.MOST_HELD), "held", "network.held"),
        Row("layers", LayersKind(), "hidden", ("network.layers", "network.width.")),
        Row(
            "activation", named(*(a.name for a in ACTIVATIONS)), "activation", "network.activation"
        ),
        Row("init", named(*(i.name for i in INITIALIZERS)), "start", "network.start"),
        Row("dice", SEED(), "start_seed", "network.start_seed"),
        Row("criterion", named(*(one.name for one in LOSSES)), "loss_name", "network.loss"),
        Row("trainer", WALKS, "choices", "network.rules", also="walk"),
        Row("minibatch", Whole(0, chosen.MOST_N), "batch", "network.batch", unless=0),
        Row("shuffle", SEED(), "seed", "network.seed", unless=0),
        Row("epochs", EPOCHS, "epochs", "network.epochs"),
        Row("penalty", Real(0, chosen.MOST_DECAY), "decay", "network.decay", unless=0.0),
        Row("dropout", PART(), "dropout", "network.dropout", unless=0.0),
        Row("dropconnect", PART(), "dropconnect", "network.dropconnect", unless=0.0),
        Row("bypass", PART(), "depth", "network.depth", unless=0.0),
        Row("jitter", Real(0, chosen.MOST_JITTER), "jitter", "network.jitter", unless=0.0),
        Row("cuts", OneOf({"on": True}), "cuts", "network.cuts", unless=False),
    ),
)
