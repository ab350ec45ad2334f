"""A page that keeps a file, takes an upload, and breaks when asked to: stands in for ours."""

import json

import streamlit as st

from landuse.app.server.session_files import FILES, keep

st.markdown(keep(json.dumps({"of": st.query_params.get("who", "")}).encode(), "mine.json", "application/json"))
st.text(f"held {FILES.held()}")
st.file_uploader("file", key="file")
if "break" in st.query_params:
    raise RuntimeError("broken in /srv/somebody/secret/place.py")
