"""``landuse influence``: the zone of influence of a vector file or a raster of counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypedDict

import numpy as np
import typer
from numpy.typing import NDArray
from rasterio.crs import CRS

from landuse.cli.long_work import long_work
from landuse.engine.convolution import cumulative, needed_bytes
from landuse.engine.distance import zone
from landuse.engine.edt import nearest
from landuse.engine.influence import CUTOFF, SHAPES, reach
from landuse.engine.segments import bounds_of
from landuse.engine.summed import summed
from landuse.errors import LanduseError, LayerError, Problem, problem
from landuse.io.geometries import Geometries, is_raster, read_geometries
from landuse.io.raster import Frame, check_memory, check_writable, metric_frame, read_counts, written
from landuse.language import _
from landuse.model.grid import Grid

BYTES_PER_CELL = 60
"""Memory of a zone around features, at most, for each cell of its grid."""


class Combine(StrEnum):
    """How the zones of several sources meet."""

    cumulative = "cumulative"
    nearest = "nearest"


class _Decay(TypedDict):
    shape: str
    radius_m: float
    cutoff: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """A zone as it was asked for."""

    shape: str
    radius_m: float
    cutoff: float
    combine: Combine

    def decay(self) -> _Decay:
        """Return the form of the decay as arguments."""
        return {"shape": self.shape, "radius_m": self.radius_m, "cutoff": self.cutoff}


def influence(
    file: Annotated[Path, typer.Argument(help=_("Vector file, or GeoTIFF of counts or presences."))],
    shape: Annotated[str, typer.Option(metavar="|".join(SHAPES), help=_("Shape of the decay."))],
    radius: Annotated[float, typer.Option(metavar="M", help=_("Radius in metres; 5 % is left there, or nothing."))],
    out: Annotated[Path, typer.Option(metavar="F.tif", help=_("GeoTIFF to write."))],
    combine: Annotated[Combine, typer.Option(help=_("Add the zones up, or take the nearest source."))] = (
        Combine.cumulative
    ),
    cutoff: Annotated[float, typer.Option(help=_("Tails end where less is left; 0 = no end."))] = CUTOFF,
    resolution: Annotated[float | None, typer.Option(metavar="M", help=_("Side of a cell, for vector files."))] = None,
    like: Annotated[Path | None, typer.Option(metavar="RASTER", help=_("Grid to use, for vector files."))] = None,
) -> None:
    """Write the zone of influence of a file as a raster; print its sum and its largest cell.

    Parameters
    ----------
    file : Path
        Any vector file in a reference system in metres, or a GeoTIFF of counts or presences.
    shape, radius, cutoff
        Form of the decay, metres, share.
    out : Path
        GeoTIFF in float64.
    combine : Combine
        ``cumulative`` adds the zone of each feature or count, ``nearest`` takes the nearest source.
    resolution : float, optional
        Side of a cell in metres: the grid lies on whole multiples of it and covers features and reach.
    like : Path, optional
        GeoTIFF whose grid is used.
    """
    asked = _Asked(shape, radius, cutoff, combine)
    raster = is_raster(file)
    found = [*_decay_problems(asked), *_grid_problems(raster, resolution, like)]
    if found:
        raise LanduseError(found)
    check_writable(out, (file,) if like is None else (file, like))
    frame, values = _of_raster(file, asked) if raster else _of_features(file, asked, resolution, like)
    tags = {"shape": shape, "radius_m": radius, "cutoff": cutoff, "combine": combine.value, "source": file.name}
    with written(out, frame, name=f"{shape} {radius:g} m", tags=tags) as target:
        target.write(values, 1)
    typer.echo(_("Sum: {sum:.15g}").format(sum=values.sum()))
    typer.echo(_("Largest cell: {max:.15g}").format(max=values.max()))
    typer.echo(_("Written: {file}").format(file=out))


def _decay_problems(asked: _Asked) -> list[Problem]:
    found = []
    if not (math.isfinite(asked.radius_m) and asked.radius_m > 0):
        found.append(problem("--radius", asked.radius_m, _("a number of metres above 0"), _("give for example 1000")))
    if asked.shape not in SHAPES:
        found.append(problem("--shape", asked.shape, ", ".join(SHAPES), _("choose one of these shapes")))
    if not 0 <= asked.cutoff < 1:
        found.append(problem("--cutoff", asked.cutoff, _("a share from 0 to below 1"), _("give for example 0.01")))
    return found


def _grid_problems(raster: bool, resolution: float | None, like: Path | None) -> list[Problem]:
    given = [name for name, value in (("--resolution", resolution), ("--like", like)) if value is not None]
    where, either = "--resolution, --like", _("either --resolution or --like")
    if raster and given:
        return [problem(", ".join(given), _("a raster as input"), _("the raster's own grid"), _("leave it out"))]
    if not raster and len(given) != 1:
        found = _("both") if given else _("neither")
        return [problem(where, found, either, _("give one of them, for example --resolution 100"))]
    if resolution is not None and not (math.isfinite(resolution) and resolution > 0):
        return [problem("--resolution", resolution, _("a number of metres above 0"), _("give for example 100"))]
    return []


def _of_raster(file: Path, asked: _Asked) -> tuple[Frame, NDArray[np.float64]]:
    frame = metric_frame(file)
    ends = reach(asked.shape, asked.radius_m, asked.cutoff)
    check_memory(needed_bytes((frame.height, frame.width), frame.resolution_m, ends), file.name)
    counts = read_counts(file)
    if asked.combine is Combine.nearest:
        return frame, nearest(counts, frame.resolution_m, **asked.decay())
    with long_work(_("Zones")) as report:
        return frame, cumulative(counts, frame.resolution_m, **asked.decay(), progress=report)


def _of_features(
    file: Path, asked: _Asked, resolution: float | None, like: Path | None
) -> tuple[Frame, NDArray[np.float64]]:
    drawn = read_geometries(file)
    if drawn.n_empty:
        typer.echo(_("{n} features without geometry left out").format(n=drawn.n_empty), err=True)
    frame = _like(file, drawn, like) if like else _covering(drawn, asked, resolution or 0.0)
    grid = frame.grid
    check_memory(grid.size * BYTES_PER_CELL, _("{rows} × {columns} cells").format(rows=grid.height, columns=grid.width))
    if asked.combine is Combine.nearest:
        return frame, zone(drawn.geometries, grid, **asked.decay()).dense(grid)
    with long_work(_("Zones")) as report:
        return frame, summed(drawn.geometries, grid, **asked.decay(), progress=report)


def _like(file: Path, drawn: Geometries, like: Path) -> Frame:
    frame = metric_frame(like)
    stated = CRS.from_wkt(drawn.crs.to_wkt())
    if frame.crs is None or (frame.crs != stated and frame.grid.epsg != (stated.to_epsg() or -1)):
        todo = _("reproject one of the two files")
        raise LayerError(
            problem(file.name, drawn.crs.name, _("the reference system of {file}").format(file=like.name), todo)
        )
    return frame


def _covering(drawn: Geometries, asked: _Asked, resolution: float) -> Frame:
    margin = reach(asked.shape, asked.radius_m, asked.cutoff)
    if math.isinf(margin):
        found, todo = _("a zone without end and no grid"), _("give --like RASTER, or a cut-off above 0")
        raise LanduseError(problem("--cutoff", found, _("a grid that says where to stop"), todo))
    grid = Grid.covering(bounds_of(drawn.geometries), resolution, margin_m=margin, epsg=drawn.crs.to_epsg() or 0)
    return Frame.of_grid(grid, CRS.from_wkt(drawn.crs.to_wkt()))
