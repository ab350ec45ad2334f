"""Builds the background of the real area in ``layers/basemap`` from packages of the npm registry and of PyPI."""
