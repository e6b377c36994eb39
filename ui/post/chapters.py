"""What stands below the picture, one chapter at a time: only the open one is computed and drawn."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from figures.blog_field import curl_map, difference, two_fields
from figures.blog_page import closest, page, true_map
from published import (
    ENDS_AFTER,
    PUBLISHED,
    START,
    TRUE,
    Repair,
    curl,
    distance,
    field_zero,
    four_repairs,
    longest_hop,
    window,
)
from ui.numbers import short
from ui.post.choice import CHAPTERS, Choice
from ui.post.conclusions import show_conclusions
from ui.post.controls import play_on
from ui.post.defects import defects_table, four_walks_table
from ui.post.still import draw, mode
from ui.post.story import point
from ui.table import POST
from ui.words import _


def show_chapters(choice: Choice) -> None:
    """The chapters as tabs; the open one is part of the link."""
    titles = dict(
        zip(
            CHAPTERS,
            (
                _("What the picture shows"),
                _("Four walks"),
                _("No gradient"),
                _("Sixteen defects"),
                _("Two conclusions"),
            ),
            strict=True,
        )
    )
    names = {title: name for name, title in titles.items()}
    turned = POST.controlled(
        "post.chapter",
        titles[choice.chapter],
        lambda title: replace(POST.current(), chapter=names[title]),
    )
    show = {
        "picture": _picture,
        "walks": _walks,
        "field": _field,
        "defects": _defects,
        "conclusions": show_conclusions,
    }
    for name, tab in zip(titles, st.tabs(list(names), **turned), strict=True):
        if tab.open:
            with tab:
                show[name](choice)


def _picture(choice: Choice) -> None:
    walk = Repair().walk(ENDS_AFTER[1])
    away = distance(*walk.points.T)
    words = {
        "line": _("where f is asked for"),
        "walk": _("the published walk"),
        "minimum": _("minimum of f"),
        "update": _("update"),
        "distance": _("distance from (0, 0)"),
        "shown": _("as shown"),
        "rest": _("as it goes on"),
    }
    lowest = TRUE.minima[0]
    left, middle, right = st.columns(3, gap="medium")
    with left:
        draw(
            page(mode(), words),
            "page",
            legend=f":violet[━━] {words['line']}",
            caption=_(
                "**A page, not a map.** `f(x, y)` of two ranges is f on the line y = x − 1, 300 "
                "numbers. They become the second axis, and the contours are the distances "
                "√(X² + Y²) on that page: circles, whatever f is."
            ),
        )
    with middle:
        draw(
            true_map(Repair().walk(), mode(), words),
            "map",
            legend=f":orange[━━] {words['walk']} · :violet[━━] {words['line']} · "
            f"★ {words['minimum']}",
            caption=_(
                "**The map of f** with the published window (dotted). The walk is drawn as "
                "(x, y) on a page of (x, f). The minimum {minimum} lies {below} below its lower "
                "edge."
            ).format(minimum=point(lowest, 3), below=short(window()[2] - lowest[1])),
        )
    with right:
        draw(
            closest(walk, mode(), words),
            "closest",
            legend=f":orange[━━] {words['shown']} · :orange[┉┉] {words['rest']}",
            caption=_(
                "**Why it looks converged.** Update {update} is the nearest to the middle of the "
                "circles, {away} away; two updates later the post stops. The walk goes on, and "
                "is {later} away after {number}."
            ).format(
                update=int(away.argmin()),
                away=short(float(away.min())),
                later=short(float(away[-1])),
                number=ENDS_AFTER[1],
            ),
        )
    st.markdown(_("Play on: the picture above follows."))
    play_on(choice)


def _walks(choice: Choice) -> None:
    del choice  # the four are the post's own start, rate and code
    st.markdown(
        _(
            "The gradient decides **where** the walk ends, Adam's repair only **when** it gets "
            "there. From the post's start with its learning rate:"
        )
    )
    st.markdown(four_walks_table())
    st.caption(
        _(
            "Once at rest, Adam divides rounding errors by their own size and hops, here by up to "
            "{hop}. So the last column of ends depends on the last bit of the arithmetic and is "
            "given to three decimals."
        ).format(hop=short(longest_hop()))
    )
    rest = {repair.gradient: walk.points[ENDS_AFTER[-1]] for repair, walk in four_repairs()}
    st.markdown(
        _(
            "Both walks with the published gradient come to rest at {zero}, "
            "{away} from the minimum of f; both with the true one reach it."
        ).format(
            zero=point(field_zero(), 4), away=short(float(TRUE.distance_to_minimum(*rest[False])))
        )
    )


def _field(choice: Choice) -> None:
    del choice
    words = {
        "true": _("downhill by ∇f"),
        "published": _("by the published field"),
        "minimum": _("minimum of f"),
        "zero": _("the field's zero"),
        "difference": _("published − true, downhill"),
        "curl 0": _("curl 0"),
    }
    zero = field_zero()
    left, middle, right = st.columns(3, gap="medium")
    with left:
        draw(
            two_fields(mode(), words),
            "fields",
            legend=f":blue[→] {words['true']} · :orange[→] {words['published']} · "
            f"★ {words['minimum']} · :red[✕] {words['zero']}",
            caption=_(
                "**Two fields over one map.** The published one has a single zero, {zero}, to "
                "which it leads every walk. There ∇f is {gradient}: not stationary."
            ).format(zero=point(zero), gradient=point(map(float, TRUE.gradient(*zero)), 4)),
        )
    with middle:
        (px, py), (tx, ty) = PUBLISHED.gradient(*START), TRUE.gradient(*START)
        draw(
            difference(mode(), words),
            "difference",
            legend=f":red[→] {words['difference']} · ★ {words['minimum']}",
            caption=_(
                "**What three slips add**: (−0.6xy + 0.25y² + 0.1y, 0.3x²). At the start the "
                "published gradient is {published}, the true one {true}."
            ).format(
                published=point((float(px), float(py)), 3), true=point((float(tx), float(ty)), 3)
            ),
        )
    with right:
        draw(
            curl_map(mode(), words),
            "curl",
            legend=_(":red[■] above 0 · ┉┉ 0 · :blue[■] below"),
            caption=_(
                "**The curl** ∂dx/∂y − ∂dy/∂x = −1.2x + 0.5y + 0.1. A gradient's is 0 everywhere. "
                "At the start it is {curl}: go once clockwise around a square of side 1 there, and "
                "the field's slopes add up to a height of {curl}, back at the same point. "
                "No function has that."
            ).format(curl=short(float(curl(*START)))),
        )
    st.caption(_("Arrows are as long as the fourth root of the slope, to be seen near rest too."))


def _defects(choice: Choice) -> None:
    del choice
    st.markdown(
        _(
            "None of these is unusual: they are the slips that everybody makes who differentiates "
            "by hand and writes an optimizer from a formula. The first three change where the "
            "walk ends, 4 changes how fast it gets there, 6 to 8 what one believes to see."
        )
    )
    with st.container(key="defects"):
        st.markdown(defects_table())
