"""The section on how far a batch's gradient is off: measured over draws, beside the theory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Batches, Order
from engine.analysis.batch_error import BatchError, batch_error, expected_error, spread
from figures.batch_noise import error_figure
from surfaces.losses import Average
from ui.data.below.run import DataRun
from ui.numbers import apart, short
from ui.sections.section import Picture, Section, only, place
from ui.words import _

BATCHES = 400  # that are measured of every size
TRIED = 9  # sizes


def section(run: DataRun, mode: str) -> Section:
    """What chance does to the gradient at the start."""
    if run.loss.kind.root:
        return only(
            _(
                "The gradient of a batch is a mean over its examples only where the loss is one. "
                "The loss chosen here is the root of a mean: choose another to compare its "
                "batches with theory."
            )
        )
    if run.n < 2:
        return only(_("Of one example every batch is the whole. Add a second one."))
    gradients = run.loss.single_gradients(run.start)
    sigma = spread(gradients)
    if sigma <= 1e-12 * np.abs(gradients).max():
        return only(
            _(
                "At the start all examples have the same gradient: a batch of any size is as good "
                "as all of them. Move the start, or an example."
            )
        )
    measured = [of_batches(gradients, run.batches, size) for size in tried(run.n, run.size)]
    mine = next(one for one in measured if one.size == run.size)
    return Section(_sentences(run, sigma, mine), (_picture(run, gradients, measured, mine, mode),))


def tried(n: int, chosen: int) -> list[int]:
    """Sizes of batches in equal ratios from 1 to N, and the one that was chosen."""
    several = np.unique(np.geomspace(1, n, min(n, TRIED)).round().astype(int))
    return sorted({*several.tolist(), chosen})


def of_batches(gradients: np.ndarray, batches: Batches, size: int) -> BatchError:
    """The error of full batches of a size, drawn as the run draws them."""
    n = len(gradients)
    same = replace(batches, size=size)
    whole = n // size  # full ones of an epoch
    epochs = 1 if batches.order is Order.FIXED else -(-BATCHES // whole)
    return batch_error(gradients, same.indices(n, epochs * same.updates_per_epoch(n)))


def _sentences(run: DataRun, sigma: float, mine: BatchError) -> tuple[str, ...]:
    n, b = run.n, run.size
    said = [
        _(
            "At the start, {place}, the gradients of the {n} examples lie σ = {sigma} from their "
            "mean (root mean square). A batch of b of them is a Monte Carlo estimate of that mean."
        ).format(place=place(run.start), n=n, sigma=short(sigma))
    ]
    expected = float(expected_error(run.loss.single_gradients(run.start), b, run.replaced))
    found, theory = apart(mine.error, expected, most=4)
    numbers = {"b": b, "found": found, "theory": theory, "draws": mine.draws}
    numbers["off"] = short(mine.uncertainty)
    if run.batches.order is Order.FIXED and b < n:
        said.append(
            _(
                "In the order of the data every epoch has the same batches, and nothing is left to "
                "chance: those of b = {b} are off by {found}. Shuffled ones would be off by "
                "{theory}."
            ).format(**numbers)
        )
    elif not run.replaced and b == n:
        said.append(
            _(
                "A batch of all {n} is every example once: its error is exactly 0, in any order."
            ).format(n=n)
        )
    elif run.replaced:
        said.append(
            _(
                "Measured over {draws} batches of b = {b} drawn with replacement it is off by "
                "{found} ± {off}; theory says σ/√b = {theory}."
            ).format(**numbers)
        )
    else:
        said.append(
            _(
                "Measured over {draws} batches of b = {b} drawn without replacement it is off by "
                "{found} ± {off}; theory says σ/√b · √((N − b)/(N − 1)) = {theory}."
            ).format(**numbers)
        )
    said.append(
        _(
            "Four times as many examples halve the error, and with replacement it never is 0, even "
            "with b = N."
        )
        if run.replaced
        else _(
            "Without replacement an error shrinks by more than √b, for a batch of nearly all "
            "examples leaves little out; with b = N it is 0."
        )
    )
    if run.loss.average is not Average.NONE:
        said.append(
            _("What is left out of an example, or added to it, is averaged over in these numbers.")
        )
    return tuple(said)


def _picture(
    run: DataRun,
    gradients: np.ndarray,
    measured: list[BatchError],
    mine: BatchError,
    mode: str,
) -> Picture:
    sizes = np.unique(np.append(np.geomspace(1, run.n, 120), run.n * (1 - np.geomspace(1e-3, 1))))
    sizes = sizes[sizes >= 1]
    names = {
        True: _("theory, with replacement"),
        False: _("theory, without replacement"),
    }
    theory = {
        names[way]: expected_error(gradients, sizes, way)
        for way in (run.replaced, not run.replaced)
    }
    words = {
        "size": _("examples in a batch, b"),
        "error": _("error of its gradient"),
        "measured": _("measured"),
        "yours": _("your b"),
    }
    caption = _(
        "How far the gradient of a batch is from that of all examples, root mean square over "
        "draws, with its standard error."
    )
    figure = error_figure(measured, sizes, theory, (mine.size, mine.error), mode, words)
    return Picture("batch_error", figure, caption)
