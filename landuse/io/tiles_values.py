"""Attributes of features as values of vector tiles: texts, whole and other numbers, yes and no."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.io.tiles_mvt import block, varint

KEY = "key"
LARGEST = 2**53
"""Larger whole numbers go as texts: a browser would round them."""
LONGEST = 200
"""Longer texts are cut and end in …; never the key, which must be the feature's own."""


def columns(features: gpd.GeoDataFrame, names: Sequence[str]) -> tuple[list[list[bytes]], list[list[int]]]:
    """Return for each attribute its values as messages, and for each feature the place of its value, -1 = unknown."""
    coded = [_coded(features[name], name) for name in names]
    return [values for values, _codes in coded], [codes for _values, codes in coded]


def _coded(column: pd.Series, name: str) -> tuple[list[bytes], list[int]]:
    places: dict[bytes, int] = {}
    messages = [None if (value := _plain(raw, name)) is None else message(value) for raw in column.tolist()]
    codes = [-1 if content is None else places.setdefault(content, len(places)) for content in messages]
    return list(places), codes


def _plain(value: Any, name: str) -> Any:
    """Return a value as a text, a number or a truth; None where it is unknown."""
    value = value.item() if isinstance(value, np.generic) else value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < LARGEST):
        return value
    text = str(value)
    return text if name == KEY or len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def message(value: Any) -> bytes:
    r"""Return a text, a number or a truth as a message.

    Examples
    --------
    >>> message("å"), message(3), message(-1), message(True)
    (b'\n\x02\xc3\xa5', b'(\x03', b'0\x01', b'8\x01')
    """
    if isinstance(value, str):
        return block(1, value.encode("utf-8", "replace"))
    if isinstance(value, bool):
        return b"\x38" + bytes([value])
    if isinstance(value, float):
        return b"\x19" + struct.pack("<d", value)
    return b"\x28" + varint(value) if value >= 0 else b"\x30" + varint(-2 * value - 1)
