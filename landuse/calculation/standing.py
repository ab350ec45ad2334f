"""Existing sources of a year under a profile, worked out once on the whole grid, whatever is proposed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.calculation.bands import BANDS, of_bands
from landuse.calculation.case import Case
from landuse.engine.cells import Cells
from landuse.engine.compact import Compact
from landuse.engine.exposure import Exposure, Term
from landuse.engine.ground import Ground, covered_by
from landuse.engine.landtake import Cuts
from landuse.engine.measured import Common
from landuse.engine.rules import Aim, Sources
from landuse.engine.sources import Source
from landuse.engine.zone_length import Zones, length_in_zones
from landuse.model.catalogue import Profile, Receptor
from landuse.model.grid import Grid, Window
from landuse.model.kept import Scope

CERTAIN = len(BANDS)
"""Place of what is built and of certain position, beside the places in ``BANDS``."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Effects of existing sources on the whole grid, sorted by pressure and group, with the cells they lie in.

    Parameters
    ----------
    frames : int64 array, shape (n, 4)
        First and last row, first and last column of each.
    """

    terms: tuple[Term, ...]
    frames: NDArray[np.int64]

    @classmethod
    def of(cls, terms: list[Term], grid: Grid) -> Terms:
        """Return terms with the cells they lie in."""
        frames = [_frame(term.effect.index, grid) for term in terms]
        return cls(tuple(terms), np.array(frames, np.int64).reshape(-1, 4))

    def kept_by(self, compact: Compact) -> Terms:
        """Return the same terms in less memory."""
        return Terms(tuple(compact.term(term) for term in self.terms), self.frames)

    def meeting(self, window: Window) -> list[Term]:
        """Return the terms that can have a cell in a window, in their order."""
        top, bottom, left, right = self.frames.T
        met = (top < window.row + window.height) & (bottom >= window.row)
        met &= (left < window.column + window.width) & (right >= window.column)
        return [self.terms[i] for i in np.flatnonzero(met)]


class Standing:
    """What existing sources exert, remembered by who asks.

    Parameters
    ----------
    whose : bool
        Work out which owner exerts what; only the profile of the result is divided among owners.
    """

    def __init__(self, case: Case, profile: Profile, *, whose: bool) -> None:
        cuts = case.keeping.year(case.year).once("cuts", Cuts)
        self.exposure = case.exposure(profile, common=Common(cuts), whose=whose)
        self.bands = tuple(of_bands(case.existing, band) for band in range(len(BANDS)))
        self.settled = False
        """True once what only served to work out the rest is forgotten."""
        self._kept = Scope()

    @cached_property
    def by_group(self) -> tuple[Mapping[str, Sources], ...]:
        """Group → its sources, for each baseline."""
        return tuple(
            {group: tuple(members) for group, members in groupby(_by_group(band), key=lambda source: source.group)}
            for band in self.bands
        )

    def terms(self, band: int, aim: Aim) -> Terms:
        """Return the effects of a baseline, or of ``CERTAIN``, on whoever is aimed at."""
        return self._kept.once(("terms", band, aim), lambda: Terms.of(self._terms(band, aim), self.exposure.grid))

    def _terms(self, band: int, aim: Aim) -> list[Term]:
        certain = band == CERTAIN
        groups = self.by_group[0 if certain else band]
        found = []
        for pressure in aim.pressures:
            for members in groups.values():
                counted = tuple(source for source in members if source.layer not in aim.own)
                term = self.exposure.term(pressure, counted, aim, certain=certain) if counted else None
                if term is not None:
                    found.append(term)
        return found

    def levels(self, band: int, receptor: Receptor, aim: Aim) -> Mapping[Source, float]:
        """Return the sources of a baseline that take ground → the share of use that is gone on it."""
        certain = band == CERTAIN
        sources = self.bands[0 if certain else band]
        return self._kept.once(
            ("levels", band, aim),
            lambda: dict(self.exposure.levels(sources, receptor, aim.season, certain=certain)),
        )

    def ground_levels(self, receptor: Receptor, aim: Aim) -> Mapping[Source, float]:
        """Return the built sources whose ground counts as taken → the share of it that their sites cover."""
        key = "ground levels", aim
        return self._kept.once(key, lambda: dict(self.exposure.ground_levels(self.bands[0], receptor, aim.season)))

    def take(self, band: int, receptor: Receptor, aim: Aim) -> Cells:
        """Return the share of use that land take of a baseline leaves nothing of."""
        key = "take", band, aim
        return self._kept.once(key, lambda: self.exposure.taken_by(tuple(self.levels(band, receptor, aim).items())))

    def covered(self, receptor: Receptor, aim: Aim) -> Mapping[str, Cells]:
        """Return owner → ground that it takes times the share of use gone on it (built)."""
        key = "covered", aim
        return self._kept.once(key, lambda: covered_by(self.exposure, self.bands[0], receptor, aim.season))

    def in_zone(self, receptor: Receptor, aim: Aim) -> NDArray[np.uint8]:
        """Return which cells of the grid lie within reach (built), eight to a byte."""
        return self._kept.once(("zone", aim), lambda: self._in_zone(receptor, aim.season))

    def _in_zone(self, receptor: Receptor, season: str | None) -> NDArray[np.uint8]:
        inside = np.zeros(self.exposure.grid.size, dtype=bool)
        inside[self.exposure.in_zone(self.bands[0], receptor, season)] = True
        return np.packbits(inside)

    def term(self, number: int, pressure: str, group: str, aim: Aim) -> Term | None:
        """Return the effect of a group through a pressure as it stands (places as in :meth:`terms`)."""
        terms = self.terms(number, aim).terms
        return next((term for term in terms if term.pressure == pressure and term.group == group), None)

    def settle(self) -> None:
        """Keep what edits ask for in little memory, and forget what only served to work it out."""
        self.ground  # noqa: B018
        compact = Compact()

        def smaller(key: Hashable, value: object) -> object:
            kind = key[0] if isinstance(key, tuple) else key
            if kind == "terms":
                return cast("Terms", value).kept_by(compact)
            if kind == "take":
                return compact.cells(cast("Cells", value))
            if kind == "covered":
                return {owner: compact.cells(cells) for owner, cells in cast("dict[str, Cells]", value).items()}
            return value

        self._kept.change(smaller)
        self.exposure.forget("term", "zone", "footprint", "within", "covering", "take", "groups")
        self.settled = True

    def zones(self, receptor: Receptor, aim: Aim) -> Zones:
        """Return what is built with its widest reach, for lines and points that lie within it."""
        return self._kept.once(("zones", aim), lambda: zones_of(self.exposure, self.bands[0], receptor, aim.season))

    def in_reach(self, receptor: Receptor, aim: Aim, geometry: BaseGeometry) -> float:
        """Return the metres of a line, or 1 for a point, that lie within reach of what is built.

        Parameters
        ----------
        geometry : shapely geometry
            Of a layer of the study: it is known again by being the same object.
        """
        key = "in reach", aim, receptor.quantity, id(geometry)
        measured = self._kept.once(
            key, lambda: (measure_in(geometry, self.zones(receptor, aim), receptor.quantity), geometry)
        )
        return measured[0]

    @cached_property
    def ground(self) -> Ground:
        """All footprints, cell by cell."""
        return self._kept.once("ground", lambda: Ground.of(self.exposure, self.bands[-1]))


def standing_of(case: Case, profile: Profile) -> Standing:
    """Return what stands in the year of a case under a profile."""
    whose = profile.name == case.profile.name
    key = "standing", profile.model_dump_json(), whose
    return case.keeping.year(case.year).once(key, lambda: Standing(case, profile, whose=whose))


def zones_of(exposure: Exposure, sources: Sources, receptor: Receptor, season: str | None) -> Zones:
    """Return the geometries of sources with their widest reach in a season."""
    by_reach: dict[float, list[BaseGeometry]] = {}
    for source, end in exposure.reaches(sources, receptor, season):
        by_reach.setdefault(end, []).extend(source.geometries)
    return Zones.of(sorted(((geometries, end) for end, geometries in by_reach.items()), key=lambda zone: zone[1]))


def measure_in(geometry: BaseGeometry, zones: Zones, quantity: str) -> float:
    """Return the metres of a line (quantity ``km``) or 1 for anything else within reach, 0 beyond."""
    if quantity == "km":
        return length_in_zones(geometry, zones)
    near = zones.near(geometry)
    return float(shapely.dwithin(near.parts, geometry, near.reach_m).any())


def bits_at(packed: NDArray[np.uint8], index: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the bits of some cells.

    Examples
    --------
    >>> bits_at(np.packbits([True, False, False, True]), np.array([0, 1, 3])).tolist()
    [True, False, True]
    """
    return np.asarray(packed[index >> 3] >> (7 - (index & 7)).astype(np.uint8) & 1, dtype=bool)


def _by_group(sources: Sources) -> list[Source]:
    return sorted(sources, key=lambda source: (source.group, source.id))


def _frame(index: NDArray[np.int64], grid: Grid) -> tuple[int, int, int, int]:
    if not len(index):
        return 0, -1, 0, -1
    column = index % grid.width
    return int(index[0] // grid.width), int(index[-1] // grid.width), int(column.min()), int(column.max())
