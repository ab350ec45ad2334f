"""A side of a comparison: some sources that stand, less some, plus some."""

from __future__ import annotations

from dataclasses import dataclass

from landuse.calculation.standing import CERTAIN
from landuse.engine.rules import Sources


@dataclass(frozen=True, slots=True)
class Side:
    """Some sources: a baseline of existing ones (None = no existing one), less some, plus some.

    Parameters
    ----------
    certain : bool
        Leave out sources whose position error exceeds half the radius.
    """

    band: int | None
    less: Sources = ()
    plus: Sources = ()
    certain: bool = False

    @property
    def list_of(self) -> int:
        """Place of the list of existing sources."""
        return CERTAIN if self.certain else self.band or 0
