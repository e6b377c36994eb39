"""Which cells of a picture get through max pooling when its regions are drawn.

Benjamin Graham, Fractional max-pooling, 2014. https://arxiv.org/abs/1412.6071
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from lessons.lesson import (
    Chapter,
    Claim,
    Diagram,
    DragNumber,
    Finding,
    Lesson,
    Next,
    Ruling,
    Saw,
    Sentence,
    Series,
)
from lessons.runs import NetRun
from networks import NetworkLoss, pooled, pooled_mean
from networks.pooling import cuts
from optimizers import Adam

CELLS, REGIONS, FAR = 6, 4, 1.8
WAYS = cuts(CELLS, REGIONS)
EVEN = np.arange(0, CELLS + 1, 2)
RUN = NetRun(
    "circle",
    (Adam(learning_rate=0.02),),
    epochs=200,
    n=100,
    below="noise",
    turned=(("left_kind", "pooling"),),
)


def picture_of(run: NetRun) -> np.ndarray:
    """(6, 6); the last sum of the trained net at as many places."""
    middles = FAR * ((2 * np.arange(CELLS) + 1) / CELLS - 1)
    places = np.array(list(product(middles, middles)))
    asked = NetworkLoss(run.network, places, np.zeros(len(places)))
    return asked.sums(run.training.ends[0])[0].reshape(CELLS, CELLS)


def find(run: NetRun) -> Finding:
    """Every way to cut both sides: what each keeps of the picture, and their mean."""
    picture = picture_of(run)
    both = list(product(WAYS, WAYS))
    small = np.array([pooled(picture, *borders) for borders in both])
    through = np.array([np.isin(picture, one) for one in small])  # no two cells are equal
    share = through.mean(axis=0)
    got = int((share > 0).sum())
    fixed = int(np.isin(picture, pooled(picture, EVEN, EVEN)).sum())
    widths = np.diff(WAYS, axis=1)
    double, single = (int((widths[0] == width).sum()) for width in (2, 1))
    alone = np.repeat(widths.ravel(), widths.ravel()).reshape(len(WAYS), CELLS) == 1
    least = int(np.einsum("ai,bj->ij", alone, alone).min())
    different = len(np.unique(small.round(12), axis=0))
    off = np.sqrt(np.square(small - pooled_mean(picture, REGIONS)).mean(axis=(1, 2)))
    order = np.argsort(picture, axis=None)
    rising = bool((np.diff(share.ravel()[order]) >= 0).all())
    sizes_are_drawn = len(np.unique(np.sort(widths, axis=1), axis=0)) > 1
    return Finding(
        right=float(got),
        because=(
            Sentence(
                "A side of {cells} cells has {double} regions of 2 and {single} of 1, in any "
                "order: {ways} ways. For both sides there are {draws} draws, and each keeps {kept} "
                "cells.",
                cells=CELLS,
                double=double,
                single=single,
                ways=len(WAYS),
                draws=len(both),
                kept=int(through[0].sum()),
            ),
            Sentence(
                "A cell gets through if its region has no larger one. Even a small cell does if it "
                "is alone in its region, as each is in {least} of {draws} draws or more. So {got} "
                "of {all} get through in some draw; the largest does in {most} of {draws}.",
                least=least,
                got=got,
                all=picture.size,
                most=int(through[:, picture == picture.max()].sum()),
                draws=len(both),
            ),
            Sentence(
                "Regions of 2 × 2 cells that stay where they are keep {fixed} cells, always the "
                "same ones. The other {lost} have no say.",
                fixed=fixed,
                lost=picture.size - fixed,
            ),
            Sentence(
                "At test the mean over draws can be taken. A single draw is off it by {nearest} to "
                "{farthest} (root mean square).",
                nearest=off.min(),
                farthest=off.max(),
            ),
        ),
        ruling=Ruling.HOLDS if sizes_are_drawn else Ruling.ONLY_IF,
        judged=Sentence(
            "What is random is only the order of the regions: each of the {ways} ways to cut a "
            "side has {double} regions of 2 cells and {single} of 1. The {draws} draws make "
            "{different} different pictures of this one.",
            ways=len(WAYS),
            double=double,
            single=single,
            draws=len(both),
            different=different,
        ),
        diagram=Diagram(
            Sentence("last sum of the net in a cell"),
            Sentence("share of the draws in which it gets through"),
            (Series(Sentence("cells of the picture"), picture.ravel(), share.ravel(), True),),
        ),
        seen_right=1 if rising else 0,
    )


LESSON = Lesson(
    name="random-regions",
    chapter=Chapter.NETWORKS,
    title=Sentence("Random regions"),
    question=Sentence(
        "A picture of {cells} × {cells} cells shows the last sum of a trained net at as many "
        "places. Max pooling makes {regions} × {regions} cells of it: each side is cut into "
        "{regions} regions of 1 or 2 cells in random order, and of each region only the largest "
        "cell is kept. How many of the {all} cells are kept in at least one draw?",
        cells=CELLS,
        regions=REGIONS,
        all=CELLS**2,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Cells that get through"), 0.0, float(CELLS**2)),
    find=find,
    saw=Saw(
        Sentence("In the diagram, does a larger cell always get through more often?"),
        (Sentence("No, it depends on its neighbours"), Sentence("Yes")),
    ),
    tries=(
        Next(
            Sentence("The picture of a net that learns two moons"),
            replace(RUN, source_name="moons"),
        ),
    ),
    claim=Claim(
        2,
        Sentence(
            "In fractional max pooling the regions, of which the largest value is taken, are set "
            "at random."
        ),
    ),
)
