"""The least-cost way round where a route is worsened, over a resistance made of the same pressures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from landuse.calculation.case import Case
from landuse.calculation.route_meetings import Measure, fences
from landuse.calculation.route_plan import Passage
from landuse.calculation.standing import CERTAIN, standing_of
from landuse.engine.cells import Cells
from landuse.engine.coverage import covered_share
from landuse.engine.exposure import Exposure, Term
from landuse.engine.landtake import union_share
from landuse.engine.least_cost import Way, least_cost, quantised
from landuse.engine.remaining import remaining_use
from landuse.engine.route_states import BUILT, Facts, crossing
from landuse.engine.rules import Sources
from landuse.engine.sources import Source
from landuse.model.catalogue import Receptor
from landuse.model.grid import Grid, Window
from landuse.model.kept import Scope

MOST_RESISTANCE = 20.0
"""A metre costs 1 / remaining use, but never more than this: a use of 5 %. Technical, not a finding."""
MARGIN_M = 5000.0
MOST_CELLS = 2_000_000
_NUDGE_CELLS = 5
Floats = NDArray[np.float64]
Place = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """A way round compared with the way before, between the same two places (EPSG:3006).

    Parameters
    ----------
    before, after : Way or None
        Without and with the proposal; None = no way in the window.
    """

    start: Place
    end: Place
    before: Way | None
    after: Way | None
    grid: Grid


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What herds walk over before the proposal, on the whole grid.

    Parameters
    ----------
    use : float64 array, shape (rows, columns)
        Remaining use by zones and lost ground, 0–1.
    effects : mapping
        (pressure, group) → what the group exerts.
    """

    use: Floats
    effects: Mapping[tuple[str, str], Term]


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """The ground before the proposal; worked out when it is first asked for, also when several ask at once."""

    kept: Scope = field(default_factory=Scope)

    def ground(self, walk: Walk) -> Ground:
        """Return the ground in the season of a walk."""
        return self.kept.once(("ground", walk.evidence), lambda: _ground(walk))

    def walls(self, walk: Walk) -> Floats:
        """Return how many times dearer a metre is for barriers, for who walks; infinity where no herd can go."""
        return self.kept.once(("walls", walk.evidence, walk.passages[0]), lambda: _walls_before(walk))


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Who walks, when, and where barriers can be crossed.

    Parameters
    ----------
    passages : (village, tuple of Passage)
        Difficult passages of the village: where a herd is known to cross.
    measures : pair of tuple
        Measures for routes before and after.
    """

    case: Case
    receptor: Receptor
    evidence: str
    passages: tuple[str | None, tuple[Passage, ...]]
    measures: tuple[tuple[Measure, ...], tuple[Measure, ...]]


def way_round(walk: Walk, use: Use, ends: tuple[Place, Place]) -> Round | None:
    """Return the cheapest way between two places before and after the proposal; None if the window is too large."""
    grid = walk.case.study.grid
    (x0, y0), (x1, y1) = ends
    margin = max(MARGIN_M, float(np.hypot(x1 - x0, y1 - y0)) / 2.0)
    window = grid.window((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), margin)
    if window.empty or window.height * window.width > MOST_CELLS:
        return None
    here, ground = grid.part(window), use.ground(walk)
    ways: list[Way | None] = []
    for left, walls in ((_cut(ground.use, window), _cut(use.walls(walk), window)), _after(walk, use, window)):
        least = np.maximum(left, 1.0 / MOST_RESISTANCE)
        resistance = quantised(walls / least)
        start, end = (_open_cell(resistance, here, place) for place in ends)
        ways.append(None if start is None or end is None else least_cost(resistance, start, end, here.resolution_m))
    return Round(ends[0], ends[1], ways[0], ways[1], here)


def _cut(values: Floats, window: Window) -> Floats:
    return values[window.row : window.row + window.height, window.column : window.column + window.width]


def _ground(walk: Walk) -> Ground:
    case, grid = walk.case, walk.case.study.grid
    terms, take = _standing(walk)
    sensitivity = case.catalogue.sensitivity.get(walk.receptor.id, {})
    left = remaining_use(np.arange(grid.size, dtype=np.int64), terms, take, sensitivity).reshape(grid.shape)
    return Ground(left, {(term.pressure, term.group): term for term in terms})


def _standing(walk: Walk) -> tuple[Sequence[Term], Cells]:
    """Return the effects and the lost ground of what stands, of certain position; kept unless the scenario has some."""
    case = walk.case
    if case.own:
        sources = case.before(0)
        return (
            case.county.terms(sources, walk.receptor, walk.evidence, certain=True),
            case.county.take(sources, walk.receptor, walk.evidence, certain=True),
        )
    standing = standing_of(case, case.profile)
    aim = standing.exposure.aim(walk.receptor, walk.evidence)
    return standing.terms(CERTAIN, aim).terms, standing.take(CERTAIN, walk.receptor, aim)


def _walls_before(walk: Walk) -> Floats:
    grid = walk.case.study.grid
    return _walls(walk, walk.case.before(0), Window(0, 0, grid.height, grid.width), walk.measures[0])


def _after(walk: Walk, use: Use, window: Window) -> tuple[Floats, Floats]:
    """Return remaining use and walls in a window with the proposal.

    Where something is only added, the ground before is made worse by it; where something is removed it is worked out
    anew, and so are the walls where a measure is added.
    """
    case = walk.case
    standing, left = set(case.before(0)), set(case.after(0))
    added = tuple(source for source in case.after(0) if source not in standing)
    removed = bool(standing - left)
    remaining = _anew(walk, window) if removed else _worse(walk, use.ground(walk), added, window)
    if removed or walk.measures[0] != walk.measures[1]:
        return remaining, _walls(walk, case.after(0), window, walk.measures[1])
    return remaining, _cut(use.walls(walk), window) * _walls(walk, added, window, walk.measures[1])


def _worse(walk: Walk, ground: Ground, added: Sources, window: Window) -> Floats:
    """Return the remaining use of a window where sources are added."""
    case = walk.case
    local = Exposure(case.study.catalogue, case.profile, case.study.grid, ground=case.ground, window=window)
    use = _cut(ground.use, window).copy()
    taken = local.take(added, walk.receptor, walk.evidence)
    use[_inside(taken.index, window, case.study.grid)] *= 1.0 - taken.at(taken.index)
    for term in local.terms(added, walk.receptor, walk.evidence, certain=True):
        sensitivity = case.catalogue.sensitivity[walk.receptor.id].get(term.pressure) or 0.0
        old, cells = ground.effects.get((term.pressure, term.group)), term.effect.index
        new = sensitivity * term.effect.at(cells)
        was = np.zeros(len(cells)) if old is None else sensitivity * old.effect.at(cells)
        worse = np.divide(1.0 - np.maximum(was, new), 1.0 - was, out=np.zeros(len(cells)), where=was < 1.0)
        use[_inside(cells, window, case.study.grid)] *= worse
    return np.minimum(use, 1.0)


def _anew(walk: Walk, window: Window) -> Floats:
    """Return the remaining use of a window with all that stands after."""
    case = walk.case
    local = Exposure(case.study.catalogue, case.profile, case.study.grid, ground=case.ground, window=window)
    sources = case.after(0)
    terms = local.terms(sources, walk.receptor, walk.evidence, certain=True)
    take = local.take(sources, walk.receptor, walk.evidence, certain=True)
    sensitivity = case.catalogue.sensitivity.get(walk.receptor.id, {})
    use = remaining_use(_cells(window, case.study.grid), terms, take, sensitivity)
    return use.reshape(window.height, window.width)


def _inside(index: NDArray[np.int64], window: Window, grid: Grid) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows and columns of cells in a window."""
    row, column = np.divmod(index, grid.width)
    return row - window.row, column - window.column


def _cells(window: Window, grid: Grid) -> NDArray[np.int64]:
    rows = np.arange(window.row, window.row + window.height, dtype=np.int64)
    return (rows[:, None] * grid.width + np.arange(window.column, window.column + window.width)).ravel()


def _walls(walk: Walk, sources: Sources, window: Window, measures: Sequence[Measure]) -> Floats:
    """Return how many times dearer a metre is in each cell of a window; infinity on lines and ground nobody passes."""
    grid = walk.case.study.grid.part(window)
    walls = np.ones(grid.size)
    frame = shapely.box(*grid.bounds)
    gaps: dict[tuple[str, str | None], NDArray[np.int64]] = {}
    for source, geometry, share, at_openings in _lines(walk.case, sources, frame):
        kind = source.type, source.part
        if kind not in gaps:
            gaps[kind] = _openings(walk, measures, kind, grid)
        cells = covered_share(shapely.buffer(geometry, grid.resolution_m / 2.0), grid).index
        gap = gaps[kind]
        for chosen, passing in ((np.setdiff1d(cells, gap), share), (np.intersect1d(cells, gap), at_openings)):
            walls[chosen] *= np.inf if passing <= 0.0 else 1.0 / passing
    walls = walls.reshape(grid.shape)
    lost = [source for source in sources if _loses(walk, source, frame)]
    exposure = Exposure(walk.case.study.catalogue, walk.case.profile, walk.case.study.grid, window=window)
    ground = union_share([exposure.covering(source) for source in lost], walk.case.study.grid)
    row, column = np.divmod(ground.index[ground.value > 0.5], walk.case.study.grid.width)
    walls[row - window.row, column - window.column] = np.inf
    return walls


def _openings(
    walk: Walk, measures: Sequence[Measure], kind: tuple[str, str | None], grid: Grid
) -> NDArray[np.int64]:  # fmt: skip
    """Return the cells in which a kind of barrier, of a part of the scenario or there already, can be crossed."""
    barrier, part = kind
    places = [one.ground for one in walk.passages[1] if part is None and one.of(barrier)]
    places += [
        shapely.buffer(one.place, grid.resolution_m)
        for one in measures
        if one.kind in BUILT and one.across(barrier, part)
    ]
    openings = shapely.union_all(places)
    return np.empty(0, np.int64) if openings.is_empty else covered_share(openings, grid).index


def _loses(walk: Walk, source: Source, frame: BaseGeometry) -> bool:
    """Tell whether nothing is left of the ground of a source that is no line."""
    if (shapely.get_dimensions(source.geometries) == 1).all() or not shapely.intersects(source.geometries, frame).any():
        return False
    row = walk.case.county.row(source, "land_take", walk.receptor.group, walk.evidence)
    return row is not None and row.intensity >= 1.0


def _lines(
    case: Case, sources: Iterable[Source], frame: BaseGeometry
) -> Iterator[tuple[Source, BaseGeometry, float, float]]:  # fmt: skip
    """Yield sources, their lines that hold herds back, the share that passes, and that at passages; unknown passes."""
    rows, level = case.study.catalogue.permeabilities, case.profile.level
    judged = {row.barrier for row in rows}
    for source in (source for source in sources if source.type in judged):
        stated = fences(case, source)
        lines = source.geometries[shapely.get_dimensions(source.geometries) == 1]
        for line in lines[shapely.intersects(lines, frame)]:
            fenced = stated if isinstance(stated, str) else stated.get(line.wkb, "unknown")
            along = crossing(rows, source.type, "", Facts(fenced), level).share
            opened = crossing(rows, source.type, "", Facts(fenced, passage="on"), level).share
            if (along is not None and along < 1.0) or (opened is not None and opened < 1.0):
                yield source, line, 1.0 if along is None else along, 1.0 if opened is None else opened


def _open_cell(resistance: Floats, grid: Grid, place: Place) -> tuple[int, int] | None:
    """Return the cell of a place, or the nearest open one within a few cells; None if all are closed."""
    row, column = int((grid.north - place[1]) // grid.resolution_m), int((place[0] - grid.west) // grid.resolution_m)
    top, west = max(row - _NUDGE_CELLS, 0), max(column - _NUDGE_CELLS, 0)
    part = resistance[top : row + _NUDGE_CELLS + 1, west : column + _NUDGE_CELLS + 1]
    rows, columns = np.nonzero(np.isfinite(part))
    if not len(rows):
        return None
    nearest = int(np.argmin((rows + top - row) ** 2 + (columns + west - column) ** 2))
    return int(rows[nearest] + top), int(columns[nearest] + west)
