"""Network: the same optimizers train a small net, and what it answers is seen at every update."""

import streamlit as st

from ui import learners, state
from ui.frame import close_frame, open_frame, picture_first
from ui.maps import job_status
from ui.network import controls, ground, scene, status
from ui.network.below.sections import sections
from ui.network.orders import TrainingOrder
from ui.network.visit import NETWORK
from ui.player import show_player
from ui.words import _

open_frame(
    _("Network"),
    "network",
    _("A small net learns to tell two classes apart, once with every optimizer."),
)
settings = NETWORK.current()
orders = [TrainingOrder(settings.to_train)] if settings.to_train.choices else []
polling = job_status.is_working(job_status.asked_patiently(orders))


@st.fragment(run_every=job_status.POLL if polling else None)
def trained() -> None:
    """The nets as far as they are there; looked at again and again while they are trained."""
    answers = job_status.asked(orders) if polling else job_status.asked_patiently(orders)
    if NETWORK.current() != settings or job_status.is_working(answers) != polling:
        st.rerun()
    if not answers:
        if not settings.choices:
            st.info(_("Pick an optimizer at the side, and it starts to learn."))
        else:
            st.info(_("Whoever is picked waits for a loss that is whole: see at the side."))
        return
    [answer] = answers
    drawn = status.shown(answer)
    status.show_progress(orders, answer, drawn)
    if settings.is_one_class:
        st.warning(
            _(
                "All examples that are learned from are of one class, so every net learns to "
                "answer with that one: take more examples, or hold out fewer."
            )
        )
    if settings.epochs > settings.most_epochs:
        st.caption(
            _(
                "Of {epochs} epochs with {each} updates each, the first {updates} updates are made."
            ).format(epochs=settings.epochs, each=settings.per_epoch, updates=settings.updates)
        )
    if drawn is not None:
        show_player("network", scene.blob_of(drawn), lambda: None)
        ground.show_ground(drawn)
    state.write_url()


trained()
picture_first()
sections(settings)
with st.sidebar:
    controls.data_controls(settings)
    controls.net_controls(settings)
    learners.rule_pills(NETWORK, "network", settings)
    controls.why_they_wait(settings)
    learners.rate_sliders(NETWORK, "network", settings)
    learners.more_controls(
        NETWORK,
        "network",
        settings,
        _("Every optimizer back to the rate with which it first appears on this page."),
    )
    controls.batch_controls(settings)
    controls.noise_controls(settings)
close_frame()
