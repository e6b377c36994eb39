"""Losses on the menu: which examples, how much noise, which penalty, as numbers of a shape.

The numbers stand in links, so that what they count, data sets and kinds of average, is only ever
added to at the end.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial

import data
from surfaces.losses.averages import MOST_DROPPED, Average
from surfaces.losses.kind import LossKind
from surfaces.losses.loss import DataLoss
from surfaces.surface import Parameter, Surface

N, SEED = 20, 5  # few enough to be written out one by one; of which overlapping clouds overlap
MOST_EXAMPLES, MOST_NOISE, MOST_SEED, MOST_PENALTY, MOST_JITTER = 500, 3.0, 2**32 - 1, 3.0, 2.0
AVERAGES = tuple(Average)
WORDS = {
    Average.NONE: "nothing",
    Average.DROPOUT: "inputs dropped (dropout)",
    Average.DROPCONNECT: "weights dropped (DropConnect)",
    Average.JITTER: "inputs jittered",
}


def sources(kind: LossKind) -> tuple[data.Source, ...]:
    """The data sets that a loss can learn from, those of its own choice first."""
    fitting = [source for source in data.SOURCES if source.task == kind.task]
    return tuple(sorted(fitting, key=lambda source: source.name != kind.usual))


def parameters(kind: LossKind, arguments: tuple[float, ...] = ()) -> tuple[Parameter, ...]:
    """What shapes a loss of the menu; some of it is idle in some shapes."""
    choice = sources(kind)
    made = choice[int(arguments[0])] if arguments else choice[0]
    average = AVERAGES[int(arguments[6])] if arguments else Average.NONE
    table = made.noise is None
    usual = choice[0].noise or 0.0
    far = MOST_JITTER if average is Average.JITTER else MOST_DROPPED
    averaged = any(kind.inputs) or any(kind.masked)
    return (
        Parameter(
            *("data", r"\text{data}", 0, 0, len(choice) - 1),
            title="Examples",
            help="The data set whose loss is the ground.",
            choices=tuple(source.title for source in choice),
        ),
        Parameter(
            *("n", "N", N, 2, MOST_EXAMPLES),
            title="How many, N",
            help="How many examples the loss is a mean over.",
            whole=True,
            idle=table,
        ),
        Parameter(
            *("noise", r"\sigma", usual, 0, MOST_NOISE),
            title="Noise, σ",
            help="How far the examples lie off what made them, as a standard deviation.",
            idle=table,
        ),
        Parameter(
            *("seed", r"\text{seed}", SEED, 0, MOST_SEED),
            title="Seed",
            help="From which number the examples are drawn; the same gives the same.",
            whole=True,
            idle=table,
        ),
        Parameter(
            *("ridge", r"\omega_2", kind.usual_ridge, 0, MOST_PENALTY),
            title="Ridge, ω₂",
            help="Adds ω₂/2 times the squared length of the weights to the loss.",
        ),
        Parameter(
            *("lasso", r"\omega_1", 0, 0, MOST_PENALTY),
            title="Lasso, ω₁",
            help="Adds ω₁ times the sum of the weights' sizes to the loss.",
        ),
        Parameter(
            *("average", r"\text{average}", 0, 0, len(AVERAGES) - 1),
            title="Averaged over",
            help="Draws of which the loss is the exact mean: weights or inputs dropped, or moved.",
            choices=tuple(WORDS[each] for each in AVERAGES),
            idle=not averaged,
        ),
        Parameter(
            *("strength", "p", 0.5, 0, far),
            title="How much of it",
            help="How often an input or a weight is left out; of jitter, its standard deviation.",
            idle=average is Average.NONE or not averaged,
        ),
    )


def loss_of(kind: LossKind, *arguments: float) -> DataLoss:
    """The loss of such a shape.

    Raises:
        ValueError: A number is not allowed.
    """
    numbers = _checked(kind, arguments)
    place, n, noise, seed, ridge, lasso, average, strength = numbers
    source = sources(kind)[int(place)]
    examples = source.make(n=int(n), noise=noise, seed=int(seed))
    return DataLoss(kind, examples, ridge, lasso, AVERAGES[int(average)], strength)


def _checked(kind: LossKind, arguments: tuple[float, ...]) -> tuple[float, ...]:
    numbers = tuple(float(number) for number in arguments)
    usual = parameters(kind)
    for place in (0, 6):
        usual[place].check(kind.name, numbers[place])
    for parameter, number in zip(parameters(kind, numbers), numbers, strict=True):
        parameter.check(kind.name, number)
    return numbers


def fitting(kind: LossKind, arguments: tuple[float, ...]) -> tuple[float, ...]:
    """The same shape, but what is outside of its range beside the others is at the end of it."""
    allowed = parameters(kind, arguments)
    return tuple(min(max(a, p.low), p.high) for a, p in zip(arguments, allowed, strict=True))


@lru_cache(maxsize=256)  # so that equal arguments give equal surfaces
def make(kind: LossKind, *arguments: float) -> Surface:
    """The ground of such a shape.

    Raises:
        ValueError: A number is not allowed.
    """
    loss, numbers = loss_of(kind, *arguments), _checked(kind, arguments)
    return replace(
        loss.surface,
        content="",
        parameters=parameters(kind, numbers),
        arguments=numbers,
        remake=partial(make, kind),
    )


def offered(kind: LossKind) -> Surface:
    """What the menu shows first."""
    return make(kind, *(float(parameter.default) for parameter in parameters(kind)))
