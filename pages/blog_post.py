"""The blog post: its walk as it was published, and repaired, defect by defect."""

import streamlit as st

from published import TRUE
from ui.frame import close_frame, open_frame
from ui.player import show_player
from ui.player.grounds import show_map_ground
from ui.player.standalone import standalone_page
from ui.post import scene
from ui.post.chapters import show_chapters
from ui.post.controls import repair_controls, start_clicked
from ui.post.story import story
from ui.report import show_downloads
from ui.table import POST
from ui.words import _, translated

open_frame(
    _("The blog post"),
    "blog_post",
    _("The Korean study post that all this grew from: what it did, and what was wrong."),
)
choice = POST.current()
walks = scene.walks_of(choice)
ground = scene.ground_of(choice.of_f, scene.window_of(choice))
blob = scene.blob_of(choice, walks)

show_map_ground("post", ground, scene.closer_of(choice.of_f, scene.window_of(choice)))
show_player("post", blob, start_clicked("post"))
# The picture first: the controls follow while it is being drawn.
with st.sidebar:
    repair_controls(choice)
st.markdown(story(choice, walks))
show_chapters(choice)
st.caption(
    _(
        "This app exists because of a study note, Optimizer 3 by iissaacc (7 July 2021), in which "
        "Adam walks down this function. Writing an optimizer down and watching where it goes is "
        "the best way to learn one. This page does the same, with a second look and with thanks."
    )
)
shown = TRUE if choice.of_f else None  # the circles are no heights
show_downloads(
    "blog-post", walks, lambda: standalone_page(translated(TRUE.title), ground, blob, shown)
)
close_frame()
