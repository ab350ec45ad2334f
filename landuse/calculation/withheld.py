"""Places that layers which are not open would give away: they are left out of the routes' rows, and that is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from landuse.calculation.units import main_lands
from landuse.engine.values import layers_of
from landuse.language import _
from landuse.model.study import Study

Row = dict[str, Any]


def closed_layers(study: Study) -> list[str]:
    """Return the loaded layers that decide where routes run and lead, and are not open."""
    lands = {
        layer.id for name in main_lands(study) for layer, _made in layers_of(study, study.catalogue.receptors[name])
    }
    return [
        layer.id
        for layer in study.layers.values()
        if layer.loaded and not layer.open and (layer.spec.network is not None or layer.id in lands)
    ]


def withheld(study: Study, rows: Iterable[Row]) -> list[Row]:
    """Return the rows of routes; without any place, if a layer that they rest on is not open.

    Weak points, the way round and where barriers cross would tell where a route runs or a land lies, also those of
    another layer that meets it. Lengths, widths and states stay.
    """
    if not (closed := closed_layers(study)):
        return list(rows)
    said = _("Places are withheld: {layers} is not open.").format(layers=", ".join(closed))
    return [_without_places(row, said) for row in rows]


def _without_places(row: Row, said: str) -> Row:
    crossings = [one | {"at_km": None} for one in row["crossings"]]
    note = " ".join(filter(None, (row["note"], said)))
    return row | {"weak_points": None, "way_round": None, "crossings": crossings, "note": note}
