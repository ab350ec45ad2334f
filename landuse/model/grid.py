"""A grid of square cells that carries its own reference system."""

from __future__ import annotations

import math
from dataclasses import dataclass

from affine import Affine

from landuse.errors import LanduseError, problem
from landuse.language import _


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of whole cells: rows ``row`` … ``row + height``, columns ``column`` … ``column + width``."""

    row: int
    column: int
    height: int
    width: int

    @property
    def empty(self) -> bool:
        """True when the window holds no cell."""
        return self.height <= 0 or self.width <= 0

    def holds(self, other: Window) -> bool:
        """Tell whether every cell of another window is one of this."""
        return other.empty or self.joined(other) == self

    def joined(self, other: Window) -> Window:
        """Return the smallest window that holds both.

        Examples
        --------
        >>> Window(2, 2, 1, 1).joined(Window(0, 3, 1, 2))
        Window(row=0, column=2, height=3, width=3)
        """
        if self.empty or other.empty:
            return other if self.empty else self
        row, column = min(self.row, other.row), min(self.column, other.column)
        bottom = max(self.row + self.height, other.row + other.height)
        right = max(self.column + self.width, other.column + other.width)
        return Window(row, column, bottom - row, right - column)


@dataclass(frozen=True, slots=True)
class Grid:
    """Square cells in a metric reference system, row 0 in the north.

    Parameters
    ----------
    epsg : int
        Reference system; 3006 (SWEREF 99 TM) for a study, any metric one for ``influence``.
    west, north : float
        Outer edges of the first column and the first row, metres.
    resolution_m : float
        Side of a cell, metres.
    height, width : int
        Number of rows and columns.

    Examples
    --------
    >>> grid = Grid.covering((700010, 7400020, 700480, 7400500), 100.0)
    >>> grid.shape, grid.west, grid.north
    ((5, 5), 700000.0, 7400500.0)
    """

    epsg: int
    west: float
    north: float
    resolution_m: float
    height: int
    width: int

    @classmethod
    def covering(
        cls,
        bounds: tuple[float, float, float, float],
        resolution_m: float,
        *,
        margin_m: float = 0.0,
        epsg: int = 3006,
    ) -> Grid:
        """Return the smallest grid on whole multiples of the resolution that covers `bounds` and a margin.

        Parameters
        ----------
        bounds : tuple of float
            West, south, east, north in metres.
        resolution_m : float
            Side of a cell, metres; > 0.
        margin_m : float
            Added on all four sides, metres.

        Raises
        ------
        LanduseError
            If the resolution or the bounds are not finite and positive.
        """
        if not (math.isfinite(resolution_m) and resolution_m > 0):
            raise LanduseError(
                problem("resolution", resolution_m, _("a number of metres above 0"), _("give for example 100"))
            )
        west, south, east, north = bounds
        if not all(map(math.isfinite, bounds)) or east < west or north < south:
            raise LanduseError(problem("bounds", bounds, _("west, south, east, north"), _("check the geometry")))
        column0 = math.floor((west - margin_m) / resolution_m)
        column1 = max(math.ceil((east + margin_m) / resolution_m), column0 + 1)
        row0 = math.ceil((north + margin_m) / resolution_m)
        row1 = min(math.floor((south - margin_m) / resolution_m), row0 - 1)
        return cls(epsg, column0 * resolution_m, row0 * resolution_m, resolution_m, row0 - row1, column1 - column0)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows, columns."""
        return self.height, self.width

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.height * self.width

    @property
    def cell_ha(self) -> float:
        """Grid area of one cell in hectares."""
        return self.resolution_m * self.resolution_m / 10_000.0

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres."""
        return (
            self.west,
            self.north - self.height * self.resolution_m,
            self.west + self.width * self.resolution_m,
            self.north,
        )

    @property
    def transform(self) -> Affine:
        """Affine transform of the upper left corner (column, row) → (easting, northing)."""
        return Affine(self.resolution_m, 0.0, self.west, 0.0, -self.resolution_m, self.north)

    def window(self, bounds: tuple[float, float, float, float], margin_m: float = 0.0) -> Window:
        """Return the cells that touch `bounds` widened by a margin (metres, perhaps infinite), cut to the grid."""
        west, south, east, north = bounds
        r, least, most = self.resolution_m, -self.resolution_m, self.resolution_m * max(self.height, self.width)

        def cells(metres: float) -> int:
            return math.floor(min(max(metres, least), most) / r)

        column0 = max(0, cells(west - margin_m - self.west))
        column1 = min(self.width, cells(east + margin_m - self.west) + 1)
        row0 = max(0, cells(self.north - north - margin_m))
        row1 = min(self.height, cells(self.north - south + margin_m) + 1)
        return Window(row0, column0, max(0, row1 - row0), max(0, column1 - column0))

    def part(self, window: Window) -> Grid:
        """Return the grid of a window of this grid."""
        return Grid(
            self.epsg,
            self.west + window.column * self.resolution_m,
            self.north - window.row * self.resolution_m,
            self.resolution_m,
            window.height,
            window.width,
        )
