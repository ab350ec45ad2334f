"""Keys that stay the same from one edition of a layer to the next."""

from __future__ import annotations

import hashlib
import json

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.io.content import geometry_keys, normal_wkb, row_texts, unique
from landuse.io.layer_findings import LayerFindings, listed
from landuse.language import _


def keyed(features: gpd.GeoDataFrame, findings: LayerFindings) -> gpd.GeoDataFrame:
    """Return the features sorted by a unique ``key``: the file's own, else from a hash of the geometry.

    Notes
    -----
    Rows that are alike in every value and in geometry are asked about (accepted: one is kept). Equal keys of different
    features get ``~2``, ``~3`` … in an order that depends on the features, not on the file.
    """
    marks = pd.Series(_row_marks(features), index=features.index)
    alike = marks.duplicated()
    if alike.any():
        findings.ask(
            _("{n} features are alike in everything").format(n=int(alike.sum())),
            _("each feature once"),
            _("remove the doubles; one of each would be kept"),
        )
    features = features[~alike.to_numpy()]
    features = features.iloc[np.argsort(marks[~alike].to_numpy(), kind="stable")].reset_index(drop=True)
    stated = features["key"] if "key" in features else pd.Series([None] * len(features), dtype=object)
    hashed = geometry_keys(features.geometry.to_numpy())
    keys = [str(key) if key is not None and key == key else other for key, other in zip(stated, hashed, strict=True)]
    _report(stated, findings)
    features = features.assign(key=unique(keys)).sort_values("key", kind="stable").reset_index(drop=True)
    return features[["key", "name", *(c for c in features.columns if c not in ("key", "name"))]]


def _row_marks(features: gpd.GeoDataFrame) -> list[str]:
    shapes = normal_wkb(features.geometry.to_numpy())
    return [
        hashlib.sha256(shape + json.dumps(row).encode()).hexdigest()
        for shape, row in zip(shapes, row_texts(features), strict=True)
    ]


def _report(stated: pd.Series, findings: LayerFindings) -> None:
    named = stated.dropna()
    twice = named[named.duplicated()]
    if len(twice):
        findings.note(
            _("{n} keys occur more than once and were numbered: {keys}").format(
                n=len(twice), keys=listed(sorted(twice.astype(str).unique()))
            )
        )
    if 0 < len(named) < len(stated):
        findings.note(_("{n} features without key were keyed by their geometry").format(n=len(stated) - len(named)))
