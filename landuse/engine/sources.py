"""Sources: everything that disturbs, existing or proposed, in one form and one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landuse.model.catalogue import Band, Catalogue, DisturbanceType, Role
from landuse.model.study import Layer, Study

UNKNOWN_AGE = -1
NO_AGE = -2


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Geometries that act as one within a group: the same owner, type, phase, band, age and position error.

    Parameters
    ----------
    id : str
        Unique and stable; sources are always combined in the order of their ids.
    owner : str
        Layer id of an existing source, part id of an establishment; losses are attributed to owners.
    part : str or None
        Part id, None for features of layers.
    group : str
        Within a group the strongest counts; groups multiply.
    geometries : object array, shape (n,)
        As drawn, EPSG:3006.
    measure : float64 array, shape (n,)
        Stated hectares of a point or width in metres of a line; NaN = the default of the type.
    sites : float
        How many small sites (turbines) one point or one outline stands for; NaN = as many as there are points.
    age : int
        Years since felling; ``NO_AGE`` for types that do not recover, ``UNKNOWN_AGE`` if not stated.
    error_m : float
        Position error in metres.
    boxes : float64 array, shape (n, 4)
        West, south, east, north of each geometry.
    """

    id: str
    owner: str
    part: str | None
    layer: str | None
    group: str
    type: str
    band: Band
    phase: str
    geometries: NDArray[np.object_]
    measure: NDArray[np.float64]
    sites: float = np.nan
    age: int = NO_AGE
    error_m: float = 0.0
    flags: frozenset[str] = frozenset()
    boxes: NDArray[np.float64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Work out the boxes once."""
        object.__setattr__(self, "boxes", shapely.bounds(self.geometries))

    def near(self, bounds: tuple[float, float, float, float]) -> NDArray[np.bool_]:
        """Tell which geometries have a box that touches the given west, south, east, north."""
        west, south, east, north = self.boxes.T
        away = (west > bounds[2]) | (east < bounds[0]) | (south > bounds[3]) | (north < bounds[1])
        return np.asarray(~away)

    def only(self, chosen: NDArray[np.bool_]) -> Source:
        """Return the source with some of its geometries."""
        return replace(self, geometries=self.geometries[chosen], measure=self.measure[chosen])


def existing_sources(
    study: Study, year: int, without: Iterable[str] = (), *, only: Iterable[str] | None = None
) -> tuple[Source, ...]:
    """Return the sources of the baseline that count in a year.

    Parameters
    ----------
    year : int
        A source counts if from ≤ year < to; an unknown start counts and is flagged.
    without : iterable of str
        ``LAYER/KEY`` of features that are left out.
    only : iterable of str, optional
        Ids of the layers to look at; all if not given.

    Returns
    -------
    tuple of Source
        Sorted by id.
    """
    left_out, asked = set(without), None if only is None else set(only)
    found = [
        source
        for layer in study.layers.values()
        if layer.has(Role.SOURCE) and (asked is None or layer.id in asked)
        for source in _of_layer(layer, study.catalogue, year, left_out)
    ]
    return tuple(sorted(found, key=lambda source: source.id))


def removable_keys(study: Study) -> set[str]:
    """Return ``LAYER/KEY`` of every feature that is a source."""
    return {
        f"{layer.id}/{key}"
        for layer in study.layers.values()
        if layer.has(Role.SOURCE) and layer.features is not None
        for key in layer.features["key"].astype(str)
    }


def _column(features: gpd.GeoDataFrame, name: str) -> pd.Series:
    """Return a column, None throughout where the layer has none of that name."""
    if name in features.columns:
        found: pd.Series = features[name]
        return found
    return pd.Series([None] * len(features), index=features.index, dtype=object)


def _years(values: pd.Series) -> pd.Series:
    """Return years as numbers, NaN where unknown; dates give their year."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return pd.Series(values.dt.year, index=values.index).astype(float)
    text = values.astype("string").str.extract(r"(\d{4})", expand=False)
    return pd.to_numeric(text, errors="coerce").astype(float)


def _number(features: gpd.GeoDataFrame, name: str) -> pd.Series:
    return pd.to_numeric(_column(features, name), errors="coerce").astype(float)


def _bands(layer: Layer, features: gpd.GeoDataFrame, catalogue: Catalogue) -> list[str]:
    """Return the band of each feature: by its status where the layer states one, else the rule's own."""
    rule = layer.spec.source
    if rule is None or rule.status_attribute is None or rule.status_attribute not in features.columns:
        return [str(rule.status if rule else Band.NONE)] * len(features)
    stated = features[rule.status_attribute].astype("string").fillna("")
    known = {value: str(catalogue.status(layer.id, value).band) for value in stated.unique()}
    return [known[value] for value in stated]


def _types(layer: Layer, features: gpd.GeoDataFrame, catalogue: Catalogue) -> list[str | None]:
    """Return the disturbance type of each feature; None where it is no source."""
    rule = layer.spec.source
    if rule is None:
        return [None] * len(features)
    asked = [rule.type_attribute or "", *(threshold.attribute for threshold in rule.thresholds)]
    columns = {name: features[name].tolist() for name in dict.fromkeys(asked) if name in features.columns}
    kinds = features.geom_type.tolist()
    rows = zip(*columns.values(), strict=True) if columns else ([()] * len(features))
    return [
        rule.type_of(dict(zip(columns, row, strict=True)), kind, catalogue.types)
        for row, kind in zip(rows, kinds, strict=True)
    ]


def _of_layer(layer: Layer, catalogue: Catalogue, year: int, without: set[str]) -> Iterator[Source]:
    """Yield the sources of one layer."""
    table = source_table(layer, catalogue)
    if table is not None:
        kept = counted_in(table, year) & ~(layer.id + "/" + table["key"]).isin(without).to_numpy()
        yield from sources_of(layer, catalogue, table[kept], year)


def source_table(layer: Layer, catalogue: Catalogue) -> pd.DataFrame | None:
    """Return every feature of a layer that is a source in some year, sorted by key; None if there can be none."""
    features = layer.features
    if features is None or layer.spec.source is None or not len(features):
        return None
    keys = features["key"].astype(str)
    table = pd.DataFrame(
        {
            "key": keys,
            "name": _column(features, "name") if layer.open else None,
            "type": _types(layer, features, catalogue),
            "band": _bands(layer, features, catalogue),
            "project": _column(features, "project").astype("string").fillna(keys.astype("string")),
            "start": _years(_column(features, "from_year")),
            "end": _years(_column(features, "to_year")),
            "felled": _years(_column(features, "felling_year")),
            "error": _number(features, "position_error_m").fillna(0.0),
            "area": _number(features, "area_ha"),
            "width": _number(features, "width_m"),
            "sites": _number(features, _counted_by(layer, catalogue)),
            "geometry": features.geometry.to_numpy(),
        }
    )
    table = table[table["type"].notna() & (table["band"] != "none")]
    return table.sort_values("key", kind="stable")  # the order of a file decides no bit


def counted_in(table: pd.DataFrame, year: int) -> NDArray[np.bool_]:
    """Tell which features of a table count in a year: from ≤ year < to, an unknown start counts."""
    away = (table["start"] > year) | (table["end"] <= year) | (table["felled"] > year)
    return np.asarray(~away.to_numpy(dtype=bool))


def sources_of(layer: Layer, catalogue: Catalogue, rows: pd.DataFrame, year: int) -> Iterator[Source]:
    """Yield the sources that some features of a layer's table make in a year."""
    for (type_id, band), members in rows.groupby(["type", "band"], sort=True):
        yield from _of_type(layer, catalogue.types[str(type_id)], Band(str(band)), _aged(members, catalogue, year))


def _counted_by(layer: Layer, catalogue: Catalogue) -> str:
    """Return the attribute that says how many sites a feature stands for, "" if the layer's type has none."""
    kind = catalogue.types.get((layer.spec.source.type if layer.spec.source else None) or "")
    return kind.box.counted_by if kind and kind.box else ""


def _aged(rows: pd.DataFrame, catalogue: Catalogue, year: int) -> pd.DataFrame:
    kind = catalogue.types[str(rows["type"].iloc[0])]
    age = (year - rows["felled"]).fillna(UNKNOWN_AGE) if kind.recovery else pd.Series(NO_AGE, index=rows.index)
    return rows.assign(age=age.astype(int))


def _of_type(layer: Layer, kind: DisturbanceType, band: Band, rows: pd.DataFrame) -> Iterator[Source]:
    """Yield one source for each group, age and position error; outlines of many sites stand apart from single sites."""
    named = {"type": pd.Series("", index=rows.index), "project": rows["project"], "feature": rows["key"]}[kind.group_by]
    outline = (shapely.get_dimensions(rows["geometry"].to_numpy()) == 2) & (kind.box is not None)
    many = rows["sites"].where(rows["sites"] > 1.0, 1.0)
    for keys, members in rows.groupby([named, "age", "error", outline, many], sort=True):
        name, age, error, sites = str(keys[0]), int(str(keys[1])), float(str(keys[2])), float(str(keys[4]))
        label = f"{layer.id}/{name}" if name else kind.id
        marks = (":outline" if bool(keys[3]) else "") + (f":{sites:g}" if sites > 1.0 else "")
        yield Source(
            id=f"{layer.id}:{kind.id}:{name}:{band}:{age}:{error:g}{marks}",
            owner=layer.id,
            part=None,
            layer=layer.id,
            group=f"{kind.group_by}:{label}",
            type=kind.id,
            band=band,
            phase="operation" if "operation" in kind.phases else kind.phases[0],
            geometries=members["geometry"].to_numpy(),
            measure=_measures(members),
            sites=sites * len(members) if sites > 1.0 else np.nan,
            age=age,
            error_m=error,
            flags=frozenset({"unknown_start"}) if _undated(members).any() else frozenset(),
        )


def _undated(rows: pd.DataFrame) -> pd.Series:
    """Tell which rows have neither a first year nor a year of felling."""
    return rows["start"].isna() & rows["felled"].isna()


def _measures(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Return hectares of points and metres of lines, NaN where not stated; the area of a polygon is that drawn."""
    dimension = shapely.get_dimensions(rows["geometry"].to_numpy())
    stated = np.where(dimension == 1, rows["width"].to_numpy(float), rows["area"].to_numpy(float))
    return np.where(dimension == 2, np.nan, stated)
