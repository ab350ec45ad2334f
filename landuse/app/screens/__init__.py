"""The pages of the app: read the state, show widgets, assess, render.

The folder is not called ``pages``: Streamlit takes a folder of that name beside its script for pages of its own.
"""
