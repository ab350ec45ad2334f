"""Where one source meets one strip of a route: what crosses it, which ground is lost, how far the zone reaches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.engine.corridor import Corridor, clipped
from landuse.engine.footprint import footprints, is_box
from landuse.engine.route_states import Known
from landuse.engine.sources import Source
from landuse.model.catalogue import DisturbanceType

Interval = tuple[float, float]
Ice = Literal["natural", "regulated", "open", "unknown"]


@dataclass(frozen=True, slots=True)
class Across:
    """A barrier that meets the middle line of a strip.

    Parameters
    ----------
    barrier, source : str
        Kind of barrier, and whose it is.
    intervals : tuple of (from, to)
        Metres along the middle line.
    fenced, gate : {"yes", "no", "unknown"}
        What is known of it.
    uncertain : bool
        Its place is not known well enough to say whether and where it crosses.
    part : str or None
        Part of the scenario; None for what is there already.
    ice : {"natural", "regulated", "open", "unknown"}
        What a difficult passage states of water.
    """

    barrier: str
    source: str
    intervals: tuple[Interval, ...]
    fenced: Known = "unknown"
    gate: Known = "unknown"
    uncertain: bool = False
    part: str | None = None
    ice: Ice = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """What a source does to a strip.

    Parameters
    ----------
    across : tuple of Across
        Barriers on the middle line.
    hard : object array
        Ground where no herd can go, cut to the strip.
    zone : object array
        Ground where the effect is strong enough to count as an edge for a herd that roams free, cut to the strip.
    """

    across: tuple[Across, ...] = ()
    hard: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))
    zone: NDArray[np.object_] = field(default_factory=lambda: np.empty(0, dtype=object))

    @property
    def empty(self) -> bool:
        """True if the strip is as without the source."""
        return not (self.across or len(self.hard) or len(self.zone))


@dataclass(frozen=True, slots=True)
class Ways:
    """How a source's kind meets routes.

    Parameters
    ----------
    judged : bool
        Its type has rows in ``barrier_permeability.csv``.
    lost : bool
        Nothing is left of the use of its ground.
    edge_m : float
        Distance within which its zone counts as an edge; −1 = it has none.
    level : str
        Level of the profile, for default footprints.
    """

    judged: bool
    lost: bool
    edge_m: float
    level: str


def meeting(
    source: Source, kind: DisturbanceType, strip: Corridor, ways: Ways,
    fenced: Mapping[bytes, Known] | Known = "unknown",
) -> Meeting:  # fmt: skip
    """Return what a source does to a strip.

    Parameters
    ----------
    fenced : mapping or str
        Known of the whole source, or by the geometry (WKB) of its members.
    """
    near = source.geometries[shapely.intersects(shapely.box(*_wide(strip, ways, source)), source.geometries)]
    if not len(near):
        return Meeting()
    if source.error_m > strip.width_m / 2.0 or is_box(source, kind):
        return _uncertain(source, near, strip)
    dimension = shapely.get_dimensions(near)
    lines, sites = near[dimension == 1], near[dimension != 1]
    across, hard = [], []
    for line in lines:
        stated = fenced if isinstance(fenced, str) else fenced.get(line.wkb, "unknown")
        met = on_line(strip, line)
        if met:
            across.append(Across(source.type, source.owner, met, fenced=stated, part=source.part))
        elif stated == "yes":
            hard.append(clipped(line, strip))
    if len(sites):
        ground = footprints(_only(source, sites), kind, ways.level)
        if ways.judged:
            whole = (
                _hull(source) if (dimension == 0).any() and kind.group_by == "project" else shapely.union_all(ground)
            )
            met = on_line(strip, whole)
            across += [Across(source.type, source.owner, met, part=source.part)] if met else []
        if ways.lost:
            hard += [clipped(piece, strip) for piece in ground]
    zone = [clipped(shapely.buffer(piece, ways.edge_m), strip) for piece in near] if ways.edge_m >= 0.0 else []
    return Meeting(tuple(across), _joined(hard), _joined(zone))


def on_line(strip: Corridor, geometry: BaseGeometry) -> tuple[Interval, ...]:
    """Return where a geometry meets the middle line of a strip, metres along it, sorted.

    Examples
    --------
    >>> from landuse.engine.corridor import corridor
    >>> strip = corridor(shapely.LineString([(0, 0), (1000, 0)]), 200)
    >>> on_line(strip, shapely.LineString([(400, -50), (400, 50)])), on_line(strip, shapely.box(600, -9, 700, 9))
    (((400.0, 400.0),), ((600.0, 700.0),))
    """
    if not shapely.intersects(geometry, strip.line):
        return ()
    found = []
    for part in shapely.get_parts(shapely.intersection(geometry, strip.line)):
        along = shapely.line_locate_point(strip.line, shapely.points(shapely.get_coordinates(part)))
        found.append((float(np.min(along)), float(np.max(along))))
    return tuple(sorted(found))


def edge_distance(shape: str, radius_m: float, strength: float, least: float) -> float:
    """Return the distance within which `strength` times what is left of it is at least `least`; −1 if nowhere.

    Examples
    --------
    >>> [edge_distance(shape, 1000, 1.0, 0.5) for shape in ("threshold", "linear")]
    [1000.0, 500.0]
    >>> edge_distance("linear", 1000, 0.4, 0.5)
    -1.0
    """
    if strength < least:
        return -1.0
    left = math.log(strength / least) / math.log(20.0)
    return {
        "threshold": float(radius_m),
        "linear": radius_m * (1.0 - least / strength),
        "exponential": radius_m * left,
        "gaussian": radius_m * math.sqrt(left),
    }[shape]


def _wide(strip: Corridor, ways: Ways, source: Source) -> tuple[float, float, float, float]:
    """Return the bounds of a strip, widened by all that the source can reach it from."""
    span = shapely.total_bounds(source.geometries)
    whole = max(span[2] - span[0], span[3] - span[1]) if ways.judged else 0.0
    margin = max(ways.edge_m, source.error_m, whole, 3000.0)
    west, south, east, north = strip.ground.bounds
    return west - margin, south - margin, east + margin, north + margin


def _uncertain(source: Source, near: NDArray[np.object_], strip: Corridor) -> Meeting:
    """Return a meeting of which only the stretch is known where the source may lie."""
    touched = [piece for piece in near if shapely.dwithin(piece, strip.ground, source.error_m)]
    if not touched:
        return Meeting()
    places = np.concatenate([shapely.get_coordinates(piece) for piece in touched])
    along = shapely.line_locate_point(strip.line, shapely.points(places))
    stretch = (max(float(along.min()) - source.error_m, 0.0), float(along.max()) + source.error_m)
    return Meeting((Across(source.type, source.owner, (stretch,), uncertain=True, part=source.part),))


def _hull(source: Source) -> BaseGeometry:
    hull: BaseGeometry = shapely.convex_hull(shapely.geometrycollections(list(source.geometries)))
    return hull


def _only(source: Source, chosen: NDArray[np.object_]) -> Source:
    """Return a source with some of its members."""
    keep = np.isin([id(geometry) for geometry in source.geometries], [id(geometry) for geometry in chosen])
    return Source(
        id=source.id, owner=source.owner, part=source.part, layer=source.layer, group=source.group, type=source.type,
        band=source.band, phase=source.phase, geometries=source.geometries[keep], measure=source.measure[keep],
        sites=math.nan, age=source.age, error_m=source.error_m,
    )  # fmt: skip


def _joined(pieces: Iterable[NDArray[np.object_]] | Sequence[NDArray[np.object_]]) -> NDArray[np.object_]:
    pieces = list(pieces)
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=object)
