"""Ground that a proposal newly covers, divided among its parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.cells import Cells, summed
from landuse.engine.coverage import covered_share
from landuse.model.grid import Grid

Atom = tuple[BaseGeometry, frozenset[str]]


def newly_covered(
    parts: Mapping[str, Sequence[tuple[float, NDArray[np.object_]]]],
    existing: Mapping[float, NDArray[np.object_]],
    grid: Grid,
) -> dict[str, Cells]:
    """Return, for each part, the ground it newly covers times its intensity.

    Where several parts cover the same ground the strongest intensity counts; equally strong ones share it equally.

    Parameters
    ----------
    parts : mapping
        Part → (intensity 0–1, footprints); a part that covers nothing gets no cells.
    existing : mapping
        Intensity → footprints of the baseline.

    Returns
    -------
    dict
        Part → share of cells · intensity; one entry for every part.
    """
    shares: dict[str, list[Cells]] = {part: [] for part in parts}
    covered: BaseGeometry = shapely.Polygon()
    for intensity in sorted({level for rows in parts.values() for level, _drawn in rows if level > 0.0}, reverse=True):
        drawn = {
            part: shapely.union_all(np.concatenate([polygons for level, polygons in rows if level == intensity]))
            for part, rows in sorted(parts.items())
            if any(level == intensity for level, _polygons in rows)
        }
        here = shapely.union_all(list(drawn.values()))
        held = [*(_near(existing, here, intensity)), covered]
        free = shapely.difference(here, shapely.union_all(held))
        for ground, owners in _atoms({part: _common(shape, free) for part, shape in drawn.items()}):
            cells = covered_share(ground, grid).scaled(intensity / len(owners))
            for part in owners:
                shares[part].append(cells)
        covered = shapely.union(covered, here)
    return {part: summed(cells) for part, cells in shares.items()}


def _near(existing: Mapping[float, NDArray[np.object_]], here: BaseGeometry, intensity: float) -> list[BaseGeometry]:
    """Return existing footprints of at least an intensity that meet a geometry."""
    found: list[BaseGeometry] = []
    for level, polygons in existing.items():
        if level >= intensity and len(polygons):
            found.extend(polygons[shapely.STRtree(polygons).query(here, predicate="intersects")])
    return found


def _atoms(drawn: Mapping[str, BaseGeometry]) -> list[Atom]:
    """Cut overlapping geometries into pieces, each with the set of parts that cover it."""
    pieces: list[Atom] = []
    for part, shape in drawn.items():
        rest = shape
        cut: list[Atom] = []
        for ground, owners in pieces:
            both = _common(ground, shape)
            if both.area == 0.0:
                cut.append((ground, owners))
                continue
            cut += [(both, owners | {part}), (shapely.difference(ground, shape), owners)]
            rest = shapely.difference(rest, ground)
        pieces = [*cut, (rest, frozenset({part}))]
    return [(ground, owners) for ground, owners in pieces if ground.area > 0.0]


def _common(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the ground that two shapes have in common, without the lines and points where they only touch."""
    parts = shapely.get_parts(shapely.intersection(one, other))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
