"""The post's two conclusions, tried with the visitor's own rate and updates."""

from __future__ import annotations

import streamlit as st

import optimizers
from figures.blog_verdicts import needed, reach
from figures.palette import style_of
from published import (
    BUDGETS,
    MOST_UPDATES,
    NEAR,
    RATE,
    RATES,
    TRUE,
    Repair,
    distances_by_rate,
    needed_at,
    updates_needed,
)
from ui.numbers import apart, per_cent, short
from ui.post.choice import Choice
from ui.post.still import draw, mode
from ui.words import _, translated

SGD, ADAM = "gradient_descent", "adam"
REPAIRED = Repair(True, True, True)


def show_conclusions(choice: Choice) -> None:
    """Both, each with its chart, the engine's verdict, and what the visitor's numbers do."""
    light = mode()
    words = {
        "rate": _("learning rate η"),
        "updates": _("updates"),
        "distance": _("distance to the minimum"),
        "yours": _("your η and updates"),
    }
    st.markdown(_("**1. Learning rate and epochs are the two things that matter most.**"))
    st.markdown(verdict_on_rate_and_updates())
    mark = (choice.rate, choice.updates)
    for column, repair, name, caption in zip(
        st.columns(2, gap="medium"),
        (Repair(), REPAIRED),
        ("published", "repaired"),
        (
            _("As published"),
            _("Repaired: true gradient, correct Adam; speckles are its hops at rest"),
        ),
        strict=True,
    ):
        with column:
            draw(reach(repair, mark, light, words), f"reach.{name}", caption)
    st.markdown(yours(choice))
    st.markdown(
        _(
            "**2. At default settings Adam converges with more difficulty than SGD here, and "
            "seems to ask for a high learning rate.**"
        )
    )
    st.markdown(verdict_on_adam_and_sgd())
    counts = [
        (translated(optimizers.by_name(name).short), style_of(name), updates_needed(name))
        for name in (SGD, ADAM)
    ]
    caption = _("Updates until the walk is first within {near} of the minimum").format(
        near=short(NEAR)
    )
    draw(needed(counts, choice.rate, light, words), "needed", caption)
    st.markdown(
        _("With your η = {rate}: gradient descent {sgd}, Adam {adam}.").format(
            rate=short(choice.rate),
            sgd=count(needed_at(SGD, choice.rate)),
            adam=count(needed_at(ADAM, choice.rate)),
        )
    )


def verdict_on_rate_and_updates() -> str:
    """What the engine says to the first conclusion."""
    published, repaired = distances_by_rate(Repair()), distances_by_rate(REPAIRED)
    numbers = {
        "rates": len(RATES),
        "budget": f"{int(BUDGETS[-1]):,}",
        "settled": short(float(published[-1].min())),
        "passing": short(float(published.min())),
        "share": per_cent(float((repaired < NEAR).mean())),
        "near": short(NEAR),
    }
    if published.min() < NEAR:
        return _("The engine agrees: a rate and a number of updates can be found for either walk.")
    return _(
        "*Half of it.* They decide when a walk arrives, not where. With the code as published, "
        "none of {rates} learning rates leads to the minimum: after {budget} updates the nearest "
        "end is {settled} away, and the nearest of all pairs, in passing, {passing}. Repaired, "
        "{share} of the same pairs end within {near} of it."
    ).format(**numbers)


def verdict_on_adam_and_sgd() -> str:
    """What the engine says to the second conclusion."""
    sgd, adam = updates_needed(SGD), updates_needed(ADAM)
    default = float(optimizers.by_name(ADAM).hyperparameters()[0].default)
    best = {name: int(rates[rates > 0].min()) for name, rates in ((SGD, sgd), (ADAM, adam))}
    best_at = {
        name: short(float(RATES[(rates == best[name]).argmax()]))
        for name, rates in ((SGD, sgd), (ADAM, adam))
    }
    harder = all(needed_at(ADAM, rate) > needed_at(SGD, rate) > 0 for rate in (default, RATE))
    judgement = _("*Well observed.*") if harder else _("*Not so.*")
    return " ".join(
        (
            judgement,
            _(
                "On the true gradient, at the default η = {default}, gradient descent is within "
                "{near} of the minimum after {sgd}, Adam after {adam}; at the post's {rate} after "
                "{sgd_here} and {adam_here}."
            ).format(
                default=short(default),
                near=short(NEAR),
                sgd=count(needed_at(SGD, default)),
                adam=count(needed_at(ADAM, default)),
                rate=short(RATE),
                sgd_here=count(needed_at(SGD, RATE)),
                adam_here=count(needed_at(ADAM, RATE)),
            ),
            _(
                "Adam's steps are about η long however steep it is, and the way is about {way} "
                "long. With a higher rate it catches up: {adam_best} at {adam_rate}, against "
                "{sgd_best} at {sgd_rate} for gradient descent, which never arrives at the rates "
                "above {sgd_last}."
            ).format(
                way=short(round(float(TRUE.distance_to_minimum(*TRUE.start)), 1)),
                adam_best=count(best[ADAM]),
                adam_rate=best_at[ADAM],
                sgd_best=count(best[SGD]),
                sgd_rate=best_at[SGD],
                sgd_last=short(float(RATES[sgd > 0].max())),
            ),
        )
    )


def yours(choice: Choice) -> str:
    """Where the visitor's rate and updates lead, both ways, from the post's start."""
    ends = [
        repair.walk(choice.updates, learning_rate=choice.rate) for repair in (Repair(), REPAIRED)
    ]
    published, repaired = (float(TRUE.distance_to_minimum(*walk.ends)) for walk in ends)
    shown = apart(published, repaired)
    return _(
        "With your η = {rate} and {updates} updates (○) the published walk ends {published} from "
        "the minimum, the repaired one {repaired}."
    ).format(
        rate=short(choice.rate),
        updates=f"{choice.updates:,}",
        published=shown[0],
        repaired=shown[1],
    )


def count(updates: int) -> str:
    """A number of updates in words."""
    if updates < 0:
        return _("not within {most} updates").format(most=f"{MOST_UPDATES:,}")
    return _("{number} updates").format(number=f"{updates:,}")
