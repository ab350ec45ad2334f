"""The values of a layer's attributes: numbers, years, statuses and words under their canonical names."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from landuse.io.columns import MEASURES, YEARS, free_columns
from landuse.io.hidden_signs import with_seen_signs
from landuse.io.layer_findings import LayerFindings, listed
from landuse.io.names import folded
from landuse.io.values import largest, texts, with_none, year, yes_or_no
from landuse.io.vocabulary import checked_words
from landuse.language import _
from landuse.model.catalogue import Catalogue, LayerSpec

_ROW = "row of the file"


def canonical(
    features: gpd.GeoDataFrame,
    columns: Mapping[str, str],
    spec: LayerSpec,
    findings: LayerFindings,
    *,
    catalogue: Catalogue | None = None,
) -> gpd.GeoDataFrame:
    """Return the features with their attributes under canonical names, other columns in lower case.

    Parameters
    ----------
    columns : mapping
        Attribute → column of the file (:func:`landuse.io.columns.matched`).
    catalogue : Catalogue, optional
        With it, statuses, types and names of herding communities are checked.

    Returns
    -------
    GeoDataFrame
        Attributes, then free columns, then ``geometry``; a mapped value has its original in ``<name>_raw``. A feature
        of several herding communities or seasons has a row for each of them.
    """
    names = [c for c in features.columns if c != features.geometry.name]
    table = {name: _declared(name, features[column], spec, findings) for name, column in columns.items()}
    for name, column in free_columns(names, columns, spec).items():
        if (values := _free(features[column], findings)) is not None:
            table[name] = values
    table.setdefault("name", pd.Series([None] * len(features), dtype=object))
    found = pd.DataFrame(table, index=features.index)
    for name in [n for n in columns if n in spec.attributes]:
        found = mapped(found, name, spec, findings)
    found = checked_words(found.assign(**{_ROW: range(len(found))}), spec, catalogue, findings)
    shapes = features.geometry.to_numpy()[found.pop(_ROW).to_numpy(dtype=int)]
    return gpd.GeoDataFrame(with_seen_signs(with_none(found), findings), geometry=shapes, crs=features.crs)


def _declared(name: str, column: pd.Series, spec: LayerSpec, findings: LayerFindings) -> pd.Series:
    """Return the values of one attribute in its own type; what cannot be read is asked about."""
    if name in MEASURES or (name in spec.attributes and spec.attributes[name].unit is not None):
        return _parsed(name, column, largest, findings)
    if name in YEARS:
        return _parsed(name, column, year, findings)
    if name == "fenced":
        return pd.Series([yes_or_no(value) for value in column.astype(object)], index=column.index, dtype=object)
    return texts(column)


def _parsed(name: str, column: pd.Series, parse: Callable[[object], float], findings: LayerFindings) -> pd.Series:
    values = pd.Series([parse(value) for value in column.astype(object)], index=column.index, dtype=float)
    stated = texts(column)
    unread = stated[values.isna() & stated.notna()]
    if len(unread):
        findings.ask(
            _("{n} values of {attribute} are no numbers: {values}").format(
                n=len(unread), attribute=name, values=listed(unread.unique())
            ),
            _("numbers; empty where unknown"),
            _("mend them; they would be read as unknown"),
        )
    return values


def _free(column: pd.Series, findings: LayerFindings) -> pd.Series | None:
    """Return the values of a column that no declaration names; None for binary ones."""
    if column.dtype != object:
        return column
    values = column.dropna()
    if values.map(lambda value: isinstance(value, bytes | bytearray | memoryview)).any():
        findings.note(_("column with binary values left out: {column}").format(column=column.name))
        return None
    if values.map(lambda value: isinstance(value, dict | list | tuple | np.ndarray)).any():
        return column.map(lambda value: json.dumps(value, ensure_ascii=False, default=_plain), na_action="ignore")
    return column if len(values.map(type).unique()) <= 1 else texts(column)


def _plain(value: object) -> object:
    return value.tolist() if hasattr(value, "tolist") else str(value)


def mapped(table: pd.DataFrame, name: str, spec: LayerSpec, findings: LayerFindings) -> pd.DataFrame:
    """Return the table with the values of one attribute replaced as its declaration says."""
    values = {folded(old): new for old, new in spec.attributes[name].values.items()}
    if not values:
        return table
    stated = texts(table[name])
    new = texts(stated, lambda value: values.get(folded(value), value))
    kept = sorted({value for value in stated.dropna() if folded(value) not in values})
    meant = {folded(value) for value in values.values()}
    if unnamed := [value for value in kept if folded(value) not in meant]:
        findings.note(
            _("values of {attribute} taken as they are: {values}").format(attribute=name, values=listed(unnamed))
        )
    return table.assign(**{name: new, f"{name}_raw": stated})
