"""Layers that are passed by at random in training, and all of them at test.

Gao Huang et al., Deep networks with stochastic depth, 2016. https://arxiv.org/abs/1603.09382
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from lessons.lesson import (
    Chapter,
    Choose,
    Claim,
    Diagram,
    Finding,
    Lesson,
    Next,
    Ruling,
    Saw,
    Sentence,
    Series,
)
from lessons.runs import NetRun
from networks import Draw, over_all
from optimizers import Adam

MISSING = 0.5
ROUNDING = 1e-9  # in parts of the largest sum
RUN = NetRun(
    "moons",
    (Adam(learning_rate=0.02),),
    epochs=200,
    hidden=(3, 3, 3),
    n=100,
    depth=MISSING,
    below="noise",
    turned=(("left_kind", "depth"),),
)
ADDED = np.flatnonzero(RUN.network.added)


def mean_of(run: NetRun, theta: np.ndarray, at_random: np.ndarray, there: float) -> np.ndarray:
    """(N,); the mean of the last sum over all draws.

    Args:
        run: Whose net is asked.
        theta: (P,).
        at_random: Which hidden layers may be passed by, each with the probability `MISSING`.
        there: What a layer that is not passed by is multiplied with.
    """
    total = np.zeros(len(run.loss.inputs))
    for stays in product([True, False], repeat=len(at_random)):
        gates = np.ones(len(run.hidden))
        gates[at_random] = np.array(stays) * there
        kept = sum(stays)
        chance = (1 - MISSING) ** kept * MISSING ** (len(stays) - kept)
        total += chance * run.loss.sums(theta, Draw(gates=gates))[0]
    return total


def find(run: NetRun) -> Finding:
    """The mean over all draws, scaled and not, and the whole net in its place."""
    end = run.training.ends[0]
    every = over_all(run.loss, end, "gates", MISSING)
    exact, whole = every.mean[0], every.scaled[0]
    bare = mean_of(run, end, ADDED, 1.0)
    first, last = (
        float(np.abs(mean_of(run, end, layer, 1 / (1 - MISSING)) - whole).max())
        for layer in (ADDED[:1], ADDED[-1:])
    )
    size = float(np.abs(exact).max())
    unscaled = float(np.abs(bare - whole).max())
    small = ROUNDING * size
    ends = np.array([whole.min(), whole.max()])
    rms = [float(np.sqrt(np.square(mean - whole).mean())) for mean in (bare, exact)]
    return Finding(
        right=0 if unscaled < small else 1 if every.gap < small else 2,
        because=(
            Sentence(
                "In training a layer adds its part in {there} of {draws} draws only. With all "
                "layers at work and nothing scaled, the last sum at test is off the mean by up to "
                "{unscaled}; the sums are {size} at most.",
                there=int(every.stays[:, 0].sum()),
                draws=len(every.stays),
                unscaled=unscaled,
                size=float(np.abs(whole).max()),
            ),
            Sentence(
                "So what a layer adds is divided in training by its probability to be there, "
                "{stay}, or multiplied by it at test. Then the two differ by up to {gap}.",
                stay=1 - MISSING,
                gap=every.gap,
            ),
            Sentence(
                "If only the last of the layers is passed by, nothing is left of that difference "
                "but rounding: what it adds goes into a sum. If only the one before it is passed "
                "by, the difference is up to {first}: what that one adds goes through the tanh of "
                "the last.",
                first=first,
            ),
        ),
        ruling=(
            Ruling.HOLDS
            if unscaled < small
            else Ruling.ONLY_IF
            if every.gap < unscaled and last < small
            else Ruling.FAILS
        ),
        judged=Sentence(
            "All layers at test stand for the mean of training only if what they add is scaled: "
            "unscaled they are off by {unscaled} (root mean square), scaled by {scaled}. It is "
            "exact only for a layer that no tanh comes after.",
            unscaled=rms[0],
            scaled=rms[1],
        ),
        reasons=(
            Sentence(
                "In training each layer was at work with a probability of {stay} only. With all of "
                "them, and nothing scaled, the last sum is off by up to {unscaled}.",
                stay=1 - MISSING,
                unscaled=unscaled,
            ),
            Sentence(
                "Scaled, the two differ by up to {gap}: less than {unscaled}, but not 0.",
                gap=every.gap,
                unscaled=unscaled,
            ),
            Sentence(
                "Scaled, they still differ by up to {gap}, because the tanh of one layer bends "
                "what another adds.",
                gap=every.gap,
            ),
        ),
        diagram=Diagram(
            Sentence("answer at test, all layers"),
            Sentence("mean over all draws"),
            (
                Series(Sentence("not scaled"), whole, bare, True),
                Series(Sentence("scaled"), whole, exact, True),
                Series(Sentence("if they were equal"), ends, ends),
            ),
        ),
        seen_right=0 if rms[1] < rms[0] else 1,
    )


LESSON = Lesson(
    name="stochastic-depth",
    chapter=Chapter.NETWORKS,
    title=Sentence("Layers left out"),
    question=Sentence(
        "A net has {layers} layers that add something to what they are handed. In training each of "
        "them is passed by with a probability of {missing}, which makes {draws} draws. At test all "
        "of them are used. Is the net's last sum then the mean over the draws?",
        layers=len(ADDED),
        missing=MISSING,
        draws=2 ** len(ADDED),
    ),
    run=RUN,
    predicts=Choose(
        (
            Sentence("Yes, with the layers as they are."),
            Sentence("Only if what they add is scaled by how often they are there, then exactly."),
            Sentence("Not even then, only nearly."),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("In the diagram, which dots lie nearer to the line?"),
        (Sentence("Those that are scaled"), Sentence("Those that are not scaled")),
    ),
    tries=(
        Next(Sentence("Each layer is passed by less often"), replace(RUN, depth=0.2)),
        Next(Sentence("A net without an activation"), replace(RUN, activation="identity")),
    ),
    claim=Claim(
        2,
        Sentence(
            "Stochastic depth leaves out layers at random in training, and uses all of them at "
            "test."
        ),
    ),
)
