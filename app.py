"""What is in the house: the pages, in their order.

To add a page: write its file, then its line here.
"""

import streamlit as st

from ui.frame import open_house
from ui.words import _

PAGES = [
    st.Page("pages/explore.py", title=_("Explore"), default=True),
    st.Page("pages/compare.py", title=_("Compare")),
    st.Page("pages/rates.py", title=_("Learning rate")),
    st.Page("pages/basins.py", title=_("Basins")),
    st.Page("pages/anatomy.py", title=_("Anatomy")),
    st.Page("pages/line.py", title=_("One dimension")),
    st.Page("pages/blog_post.py", title=_("The blog post")),
]

open_house(PAGES)
