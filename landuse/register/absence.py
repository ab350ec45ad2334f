"""Rows for layers without hits: said as clearly as the hits, and never as a finding that nothing is there."""

from __future__ import annotations

import math

from landuse.engine.overlay import Probe, nearest_m
from landuse.language import _
from landuse.model.scenario import Establishment
from landuse.register.asking import Asked
from landuse.register.law import Contact, depends_on_unknown, provisions_of
from landuse.register.rows import Row, blank, joined, number, of_law, of_layer
from landuse.register.shelf import Shelf


def absence(part: Establishment, probe: Probe, shelf: Shelf, asked: Asked, *, edge_m: float) -> Row:
    """Return the row of a layer in which nothing was found, or which could not be asked."""
    layer = shelf.layer
    status = _status(shelf)
    row = of_layer(blank(part, layer.id, row="layer", status=status), layer, asked)
    searched = min(asked.search_m, edge_m) if shelf.readable else None
    row |= {"searched_m": searched, "note": joined((row["note"], _note(shelf, asked, searched)))}
    if shelf.hidden:
        row |= {"quality": None, "edition": None, "authority": layer.spec.authority, "layer_age_days": None}
    if status == "no_overlap":
        row["distance_m"] = _nearest(probe, shelf, edge_m)
    return _with_law(row, part, shelf, asked)


def _status(shelf: Shelf) -> str:
    if shelf.layer.status == "failed":
        return "failed"
    if not shelf.readable or not shelf.layer.covers or shelf.layer.status == "stale":
        return "unknown"
    return "no_overlap"


def _note(shelf: Shelf, asked: Asked, searched: float | None) -> str:
    """Return the sentence on why nothing is said of the layer, or on what the silence means."""
    layer = shelf.layer
    if layer.status == "failed":
        return joined((_("The layer could not be read."), layer.note)) or ""
    if layer.raster is not None:
        return _("A raster: the register does not measure it.")
    if not shelf.readable:
        return _("The layer is not loaded. {how}").format(how=layer.spec.how_to_get.said())
    if not layer.covers:
        return _("The loaded file does not reach the area: nothing can be said.")
    if layer.status == "stale":
        return _("Nothing was found in an old layer: that says nothing of today.")
    return _silence(asked, searched)


def _silence(asked: Asked, searched: float | None) -> str:
    words = _("No overlap in the loaded layer. What is not mapped may still be there.")
    if searched is not None and searched < asked.search_m:
        beyond = _("Features are loaded only to {km} km from the part.").format(km=f"{searched / 1000:.1f}")
        return f"{words} {beyond}"
    return words


def _nearest(probe: Probe, shelf: Shelf, edge_m: float) -> float | None:
    """Return the distance to the nearest feature, None if one beyond the grid could be nearer."""
    distance = nearest_m(probe, shelf.geometries, tree=shelf.tree)
    return number(distance) if not math.isnan(distance) and distance <= edge_m else None


def _with_law(row: Row, part: Establishment, shelf: Shelf, asked: Asked) -> Row:
    """Return the row with the law that asks in any case, or, of a layer not known, with the law that could."""
    layer = shelf.layer.id
    own = [rule for rule in shelf.possible(part.type) if layer in rule.layers]
    if asked.always:
        contact = Contact(overlap=False, near=False, asked=True)
        row = of_law(row, provisions_of(own, {}, contact), touched=False)
        ask = _("Ask {authority} whatever the map shows.").format(authority=row["authority"])
        return row | {"weigh": ask, "may_apply": depends_on_unknown(own, {}, contact)}
    if row["status"] == "no_overlap":
        return row
    row = of_law(row, [rule for rule in own if not rule.where], touched=False)
    return row | {"weigh": _("Unknown: ask {authority}.").format(authority=row["authority"])}
