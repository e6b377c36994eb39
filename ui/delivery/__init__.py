"""How our own files reach the browser, and what stands in a picture's place until they are there.

Nothing is written: the files wait in memory (`shelf`), under names that change with their content,
and the server that `streamlit run app.py` starts sends them compressed and for ever (`server`). The
download of Plotly begins with the page (`head`); what Streamlit mounts fetches the rest (`mount`).
"""
