"""A mean over random draws: its error is 1.96 s/√n in 95 of 100 cases, if draws are independent.

Nicholas Metropolis, Stanislaw Ulam, The Monte Carlo method, 1949.
https://doi.org/10.1080/01621459.1949.10483310
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data import Order
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
from lessons.runs import ExamplesRun
from optimizers import GradientDescent

N, PART, SURE, TRIES, TIMES = 500, 0.2, 1.96, 1000, 10
RUN = ExamplesRun(
    *("least_squares", "line", (GradientDescent(learning_rate=0.05),)),
    epochs=2,
    batch=20,
    start=(-1.0, 1.5),
    n=N,
    noise=0.4,
    order=Order.REPLACED,
    below="error",
)


def within(losses: np.ndarray, draws: int, times: int = 1) -> float:
    """The share of estimates that are near enough; each draw is counted so many times."""
    rng = np.random.default_rng(0)
    chosen = rng.integers(0, len(losses), (TRIES, max(1, draws // times)))
    off = np.abs(losses[chosen].mean(axis=1) / losses.mean() - 1)
    return float((off <= PART).mean())


def find(run: ExamplesRun) -> Finding:
    """How many draws it takes, what comes of that many, and of ten times fewer in disguise."""
    losses = run.loss.single_values(run.start)
    true, spread = float(losses.mean()), float(losses.std())
    needed = (SURE * spread / (PART * true)) ** 2
    draws = int(np.ceil(needed))
    share, few, copied = (within(losses, n, t) for n, t in ((draws, 1), (20, 1), (draws, TIMES)))
    rng = np.random.default_rng(1)
    counts = np.arange(1, 4 * draws + 1)
    running = losses[rng.integers(0, len(losses), len(counts))].cumsum() / counts
    shown = np.unique(np.geomspace(1, len(counts), 200).astype(int)) - 1
    band = SURE * spread / np.sqrt(counts[shown])
    end = np.abs(running[draws:] / true - 1).max()
    return Finding(
        right=float(needed),
        because=(
            Sentence(
                "The losses of single examples are spread by s = {spread} about their mean {mean}. "
                "The mean of n independent draws is off by s/√n, and in 95 of 100 cases by less "
                "than {sure} times that.",
                spread=spread,
                mean=true,
                sure=SURE,
            ),
            Sentence(
                "That is {part} times the mean with n = ({sure} · {spread} / {allowed})² = "
                "{needed} draws. How many examples there are does not matter.",
                part=PART,
                sure=SURE,
                spread=spread,
                allowed=PART * true,
                needed=needed,
            ),
            Sentence(
                "Tried {tries} times with {draws} draws, {good} were near enough; with 20 draws it "
                "was {few}.",
                tries=TRIES,
                draws=draws,
                good=round(share * TRIES),
                few=round(few * TRIES),
            ),
        ),
        ruling=Ruling.HOLDS if max(few, copied) < share and share > 0.9 else Ruling.FAILS,
        judged=Sentence(
            "Of {tries} estimates from {draws} independent draws {good} were near enough, of those "
            "from 20 draws only {few}. If every draw is counted {times} times the {draws} numbers "
            "are not independent, and {copied} are.",
            tries=TRIES,
            draws=draws,
            good=round(share * TRIES),
            few=round(few * TRIES),
            times=TIMES,
            copied=round(copied * TRIES),
        ),
        diagram=Diagram(
            Sentence("draws"),
            Sentence("mean of the losses drawn so far"),
            (
                Series(Sentence("one estimate"), counts[shown].astype(float), running[shown]),
                Series(Sentence("mean + 1.96 s/√n"), counts[shown].astype(float), true + band),
                Series(Sentence("mean − 1.96 s/√n"), counts[shown].astype(float), true - band),
            ),
            x_log=True,
        ),
        seen_right=0 if end > PART else 1,
    )


LESSON = Lesson(
    name="monte-carlo",
    chapter=Chapter.EXAMPLES,
    title=Sentence("How many draws are enough?"),
    question=Sentence(
        "The loss is a mean over {n} examples. Instead of all of them, draw some at random, each "
        "time from all, and take their mean: a Monte Carlo estimate. How many draws does it take "
        "to be off by less than {part} times that mean in 95 of 100 cases?",
        n=N,
        part=PART,
    ),
    run=RUN,
    predicts=DragNumber(Sentence("Draws"), 1.0, 10_000.0, logarithmic=True),
    find=find,
    saw=Saw(
        Sentence("Beyond so many draws, did the estimate in the diagram still leave that range?"),
        (Sentence("Yes, at times"), Sentence("No, it stayed inside")),
    ),
    tries=(
        Next(Sentence("The walk with batches of {size}", size=200), replace(RUN, batch=200)),
        Next(Sentence("Batches of one"), replace(RUN, batch=1)),
    ),
    claim=Claim(
        4,
        Sentence(
            "A Monte Carlo estimate converges if the draws are independent; with few draws the "
            "error is larger."
        ),
    ),
)
