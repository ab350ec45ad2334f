"""Existing sources through the years: features that begin, end and recover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landuse.engine.events import Event, Masks, Stand, What
from landuse.engine.same_source import SameSource
from landuse.engine.sources import Source, source_table, sources_of
from landuse.model.catalogue import Catalogue, Role
from landuse.model.study import Layer, Study


class Existing:
    """The features of a study's layers through the years."""

    def __init__(self, study: Study) -> None:
        self._catalogue = study.catalogue
        layers = [layer for layer in study.layers.values() if layer.has(Role.SOURCE)]
        made = {layer.id: (layer, source_table(layer, study.catalogue)) for layer in layers}
        self._tables = {
            name: _Table.of(layer, table, study.catalogue)
            for name, (layer, table) in made.items()
            if table is not None and len(table)
        }
        self._groups = {
            (name, felled): self._grouped(name, felled) for name in self._tables for felled in self._ages(name)
        }
        self._sources: dict[tuple[Source, bytes], Source] = {}
        self._same = SameSource()

    def _ages(self, name: str) -> list[float | None]:
        """Return the years of felling in a layer; None stands for all that does not recover."""
        return [None, *self._tables[name].cohorts]

    def _grouped(self, name: str, felled: float | None) -> list[tuple[Source, NDArray[np.int64]]]:
        """Return what all rows of one year of felling make, each with its rows; as old as in that year."""
        table = self._tables[name]
        rows = np.flatnonzero(~table.fades if felled is None else table.cohorts[felled])
        year = 0 if felled is None or np.isnan(felled) else int(felled)
        place = {id(geometry): row for row, geometry in enumerate(table.rows["geometry"])}
        made = sources_of(table.layer, self._catalogue, table.rows.iloc[rows], year) if len(rows) else ()
        return [(source, np.array([place[id(each)] for each in source.geometries], np.int64)) for source in made]

    def masks(self, year: int) -> dict[str, NDArray[np.bool_]]:
        """Return which features of each layer count in a year."""
        return {name: table.counted_in(year) for name, table in self._tables.items()}

    def without(self, masks: Masks, keys: Iterable[str]) -> dict[str, NDArray[np.bool_]]:
        """Return masks less the features that a scenario removes (``LAYER/KEY``)."""
        gone = set(keys)
        return {
            name: mask & ~(name + "/" + self._tables[name].rows["key"]).isin(gone).to_numpy() if gone else mask
            for name, mask in masks.items()
        }

    def sources(self, masks: Masks, year: int) -> tuple[Source, ...]:
        """Return the sources of some features in a year."""
        return tuple(source for name, mask in masks.items() for source in self._of_layer(name, mask, year))

    def _of_layer(self, name: str, mask: NDArray[np.bool_], year: int) -> Iterator[Source]:
        for felled in self._ages(name):
            for whole, rows in self._groups[name, felled]:
                chosen = mask[rows]
                if chosen.any():
                    source = self._chosen(name, whole, rows, chosen)
                    yield source if felled is None or np.isnan(felled) else self._same.aged(source, int(year - felled))

    def _chosen(self, name: str, whole: Source, rows: NDArray[np.int64], chosen: NDArray[np.bool_]) -> Source:
        """Return a source of some of its features, as ``sources_of`` makes it of them alone."""
        key = whole, chosen.tobytes()
        if key not in self._sources:
            start, _end, felled = self._tables[name].years
            unknown = bool((np.isnan(start) & np.isnan(felled))[rows[chosen]].any())
            self._sources[key] = replace(
                whole.only(chosen),
                sites=whole.sites / len(chosen) * int(chosen.sum()),
                flags=frozenset({"unknown_start"}) if unknown else frozenset(),
            )
        return self._sources[key]

    def years(self) -> set[int]:
        """Return the years in which a feature begins or ends."""
        columns = ("start", "end", "felled")
        return {int(y) for table in self._tables.values() for name in columns for y in table.rows[name].dropna()}

    def felled(self) -> set[int]:
        """Return the years of fellings that recover."""
        return {int(year) for table in self._tables.values() for year in table.cohorts if year == year}

    def unknown_start(self) -> dict[str, int]:
        """Return how many features of each layer count from no known year on (a felling's year is its start)."""
        rows = {name: table.rows for name, table in self._tables.items()}
        unknown = {name: int((each["start"].isna() & each["felled"].isna()).sum()) for name, each in rows.items()}
        return {name: count for name, count in unknown.items() if count}

    def events(self, year: int, before: Stand, now: Stand) -> Iterator[Event]:
        """Yield what begins and ends between two years, one for each project, feature or layer of fellings."""
        ways: tuple[tuple[What, Stand, Stand], ...] = (("ended", before, now), ("began", now, before))
        for name, table in self._tables.items():
            for what, there, gone in ways:
                changed = there.masks[name] & ~gone.masks[name]
                if changed.any():
                    yield from self._events(year, what, table, np.flatnonzero(changed))

    def _events(self, year: int, what: What, table: _Table, rows: NDArray[np.int64]) -> Iterator[Event]:
        name = table.layer.id
        chosen = table.rows.iloc[rows].assign(row=rows, fades=table.fades[rows])
        for (label, kind, band), members in chosen.groupby(["label", "type", "band"], sort=True):
            said = str(label)
            names = [str(each) for each in members["name"].dropna().unique()]
            yield Event(
                year=year, what=what, source=f"{name}/{said}" if said else name,
                title=names[0] if len(names) == 1 and said else None, type=str(kind), band=str(band),
                features=len(members), fades=bool(members["fades"].iloc[0]), layer=name,
                rows=tuple(int(row) for row in members["row"]),
            )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The features of one layer.

    Parameters
    ----------
    rows : DataFrame
        From ``source_table``, with the ``label`` of what begins and ends together.
    fades : bool array, shape (n,)
        Fellings.
    cohorts : mapping
        Year of felling (NaN = unknown) → which rows.
    """

    layer: Layer
    rows: pd.DataFrame
    years: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
    fades: NDArray[np.bool_]
    cohorts: Mapping[float, NDArray[np.bool_]]

    @classmethod
    def of(cls, layer: Layer, rows: pd.DataFrame, catalogue: Catalogue) -> _Table:
        kinds = [catalogue.types[str(kind)] for kind in rows["type"]]
        fades = np.array([kind.recovery is not None for kind in kinds], dtype=bool)
        by_project = np.array([kind.group_by == "project" for kind in kinds], dtype=bool)
        label = rows["project"].where(by_project, rows["key"]).astype(str).where(~fades, "")
        start, end, felled = (rows[name].to_numpy(dtype=np.float64) for name in ("start", "end", "felled"))
        cohorts = {float(year): fades & (felled == year) for year in np.unique(felled[fades & ~np.isnan(felled)])}
        if (fades & np.isnan(felled)).any():
            cohorts[float("nan")] = fades & np.isnan(felled)
        return cls(layer, rows.assign(label=label), (start, end, felled), fades, cohorts)

    def counted_in(self, year: int) -> NDArray[np.bool_]:
        start, end, felled = self.years
        return ~((start > year) | (end <= year) | (felled > year))
