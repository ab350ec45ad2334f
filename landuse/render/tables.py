"""The result as tables: columns with titles and units, figures kept as numbers beside their written form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Row = Mapping[str, Any]
Cell = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and how a figure in it is written (None for text)."""

    title: str
    written: Callable[[float | None], str] | None = None
    help: str | None = None
    width: Literal["small", "medium", "large"] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a figure that is not known is None and is written as the word for it."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]] = ()

    def frame(self) -> pd.DataFrame:
        """Return the rows with figures as numbers, None for unknown, under the titles of the columns."""
        return pd.DataFrame(self.rows, columns=[column.title for column in self.columns])

    def texts(self) -> list[list[str]]:
        """Return every cell as it is written."""
        return [[written(column, cell) for column, cell in zip(self.columns, row, strict=True)] for row in self.rows]


def written(column: Column, cell: Cell) -> str:
    """Return a cell as it is written; a text that is missing is a dash."""
    if column.written is None:
        return "–" if cell is None or cell == "" else str(cell)
    return column.written(None if isinstance(cell, str) else cell)
