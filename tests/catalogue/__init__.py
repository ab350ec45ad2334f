"""Tests of the catalogue: its reading, its facts and its checks."""
