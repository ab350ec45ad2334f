"""What a layer contains, as a hash: independent of row order, writer, compression and start of a ring."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray


def content_hash(features: gpd.GeoDataFrame) -> str:
    """Return the SHA-256 of features in EPSG:3006: their columns, values and normalised geometry.

    Examples
    --------
    >>> a = gpd.GeoDataFrame({"key": ["1", "2"]}, geometry=shapely.points([[0, 0], [1, 1]]), crs=3006)
    >>> content_hash(a) == content_hash(a.iloc[::-1])
    True
    """
    columns = sorted(c for c in features.columns if c != features.geometry.name)
    shapes = normal_wkb(features.geometry.to_numpy())
    rows = (
        hashlib.sha256(shape + json.dumps(row).encode()).digest()
        for shape, row in zip(shapes, row_texts(features), strict=True)
    )
    digest = hashlib.sha256(json.dumps([columns, 3006]).encode())
    for row in sorted(rows):
        digest.update(row)
    return digest.hexdigest()


def row_texts(features: gpd.GeoDataFrame) -> list[tuple[str | None, ...]]:
    """Return the values of each feature as text, columns in the order of their names, without the geometry."""
    columns = sorted(c for c in features.columns if c != features.geometry.name)
    return list(zip(*(_texts(features[c]) for c in columns), strict=True)) if columns else [()] * len(features)


def normal_wkb(geometries: NDArray[np.object_]) -> Iterable[bytes]:
    """Return geometries as little-endian 2D WKB with one order of rings, parts and vertices."""
    found: NDArray[np.object_] = shapely.to_wkb(shapely.normalize(geometries), output_dimension=2, byte_order=1)
    return found


def geometry_keys(geometries: NDArray[np.object_]) -> list[str]:
    """Return a key for each geometry: the first 12 hex digits of a hash; the second of equal ones gets ``~2``."""
    return unique([hashlib.sha256(shape).hexdigest()[:12] for shape in normal_wkb(geometries)])


def unique(keys: list[str]) -> list[str]:
    """Return keys where the second and later of equal ones get ``~2``, ``~3`` … that no other key has.

    Examples
    --------
    >>> unique(["a", "b", "a", "a~2"])
    ['a', 'b', 'a~3', 'a~2']
    """
    taken, seen, found = set(keys), set(), []
    for key in keys:
        number = 2
        while key in seen and f"{key}~{number}" in taken:
            number += 1
        new = f"{key}~{number}" if key in seen else key
        taken.add(new)
        seen.add(new)
        found.append(new)
    return found


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _texts(column: pd.Series) -> list[str | None]:
    return [_text(value) for value in column.astype(object)]


def _text(value: object) -> str | None:
    """Return a value as text, the same whatever type a writer chose for it; None if unknown.

    Examples
    --------
    >>> _text(3.0) == _text(np.int64(3)), _text(float("nan")), _text("å")
    (True, None, 'å')
    """
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | float | np.number):
        real = float(value)
        if math.isnan(real):
            return None
        return str(int(value)) if isinstance(value, int | np.integer) or real.is_integer() else repr(real)
    return value.isoformat() if isinstance(value, dt.date) else str(value)
