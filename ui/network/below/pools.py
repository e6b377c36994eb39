"""Fractional max pooling: a small picture, its random regions, and the mean over all of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np

from data.raw import uniform
from figures.cells import cells_figure
from networks import pooled, pooled_mean
from networks.pooling import cuts
from ui.network.below.settings import POOLED_CELLS, POOLED_REGIONS, LabSettings
from ui.numbers import short
from ui.sections.section import Picture, Section
from ui.words import _

STREAM = 23  # of random words; those of batches and data are others


def picture_of(seed: int) -> np.ndarray:
    """(6, 6); a ring, with noise."""
    at = np.arange(POOLED_CELLS) - (POOLED_CELLS - 1) / 2
    radius = np.hypot(*np.meshgrid(at, at))
    ring = np.exp(-((radius - 1.8) ** 2))
    noise = uniform(seed, STREAM, POOLED_CELLS**2).reshape(ring.shape)
    return np.asarray(np.round(0.75 * ring + 0.25 * noise, 2))


def ways() -> list[tuple[np.ndarray, np.ndarray]]:
    """Borders of rows and columns of every draw, each as probable."""
    each = list(cuts(POOLED_CELLS, POOLED_REGIONS))
    return list(product(each, each))


@lru_cache(maxsize=16)
def every(seed: int) -> np.ndarray:
    """(M, 4, 4); what each draw makes of the picture."""
    picture = picture_of(seed)
    return np.array([pooled(picture, *both) for both in ways()])


def section(now: LabSettings, mode: str) -> Section:
    """One draw with its regions, and the mean over all."""
    picture, found = picture_of(now.left_seed), every(now.left_seed)
    at = now.left_draw - 1
    rows, columns = ways()[at]
    mean = pooled_mean(picture, POOLED_REGIONS)
    spread = found.std(axis=0)
    shrunk = picture.reshape(POOLED_CELLS // 2, 2, POOLED_CELLS // 2, 2).max(axis=(1, 3))
    numbers = {
        "cells": POOLED_CELLS,
        "regions": POOLED_REGIONS,
        "factor": short(POOLED_CELLS / POOLED_REGIONS),
        "ways": len(found),
        "number": at + 1,
        "off": short(float(np.abs(found[at] - mean).max())),
        "spread": short(float(spread.max())),
        "four": short(float(spread.max()) / 2),
        "half": POOLED_CELLS // 2,
    }
    sentences = (
        _(
            "Usual max pooling halves a side: {cells} cells become {half}. Fractional max pooling "
            "shrinks it by {factor}: {regions} regions of 1 or 2 cells in random order, each with "
            "its largest cell. For both sides there are {ways} ways, all as probable."
        ).format(**numbers),
        _(
            "Draw {number} is off the exact mean of all {ways} by {off} at most; a single cell of "
            "a draw deviates by up to {spread} from its mean, and the mean of four draws by half "
            "of that, {four}."
        ).format(**numbers),
        _(
            "At test nothing is scaled: the nets behind several draws are asked, and their answers "
            "averaged. No single way of cutting gives the mean: the nearest of all is still off by "
            "{nearest}."
        ).format(nearest=short(float(np.abs(found - mean).max(axis=(1, 2)).min()))),
    )
    pictures = (
        Picture(
            "whole",
            cells_figure(picture, mode, rows, columns),
            _("The picture, and the regions of this draw."),
        ),
        Picture("draw", cells_figure(found[at], mode), _("What this draw makes of it.")),
        Picture("mean", cells_figure(mean, mode), _("The exact mean over all draws.")),
        Picture("usual", cells_figure(shrunk, mode), _("Usual max pooling, for comparison.")),
    )
    return Section(sentences, pictures)
