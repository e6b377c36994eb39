"""What is in the house: the pages, in their order.

To add a page: write its file, then its line here.
"""

import streamlit as st

from ui.delivery import server
from ui.frame import open_house
from ui.languages import hear
from ui.words import _

if __name__ == "__main__":  # a visit: Streamlit runs this file anew for every change
    hear()  # in which language the pages are called
    open_house(
        [
            st.Page("pages/explore.py", title=_("Explore"), default=True),
            st.Page("pages/lessons.py", title=_("Lessons")),
            st.Page("pages/compare.py", title=_("Compare")),
            st.Page("pages/rates.py", title=_("Learning rate")),
            st.Page("pages/basins.py", title=_("Basins")),
            st.Page("pages/anatomy.py", title=_("Anatomy")),
            st.Page("pages/line.py", title=_("One dimension")),
            st.Page("pages/data.py", title=_("Data")),
            st.Page("pages/network.py", title=_("Network")),
            st.Page("pages/check.py", title=_("Check my walk")),
            st.Page("pages/blog_post.py", title=_("The blog post")),
        ]
    )
else:  # `streamlit run app.py` has imported it, once, for what to serve
    app = st.App(
        __file__,
        routes=server.routes(),
        middleware=server.middleware(),
        lifespan=server.lifespan,
    )
