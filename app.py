"""What is in the house: the pages, in their order.

To add a page: write its file, then its line here.
"""

import streamlit as st

from ui.words import _

PAGES = [
    st.Page("pages/explore.py", title=_("Explore"), default=True),
    st.Page("pages/compare.py", title=_("Compare")),
    st.Page("pages/basins.py", title=_("Basins")),
]

st.navigation(PAGES, position="top").run()
