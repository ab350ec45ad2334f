"""Checks of ``layers.yaml``: roles, attributes, and the rule by which features become sources."""

from __future__ import annotations

from landuse.language import _
from landuse.model.catalogue import LayerSpec, Role, SourceRule
from landuse.model.checking import LAYERS, Checking


def check_layers(checking: Checking) -> None:
    """Check every layer by itself and against types and areas."""
    for spec in checking.catalogue.layers.values():
        at = f"layers.{spec.id}"
        checking.must_exist(spec.areas, "areas", (LAYERS, f"{at}.areas"))
        if (spec.source is None) == (Role.SOURCE in spec.roles):
            checking.say(
                LAYERS, f"{at}.roles", ", ".join(spec.roles), _("the role source together with a source rule"),
                _("add or remove one of them"),
            )  # fmt: skip
        if spec.source is not None:
            _check_rule(checking, spec, spec.source)
        if spec.network is not None and checking.whole("barrier_permeability.csv"):
            barriers = {row.barrier for row in checking.catalogue.permeabilities}
            if spec.network.part == "barrier" and spec.network.barrier not in barriers:
                checking.say(
                    LAYERS, f"{at}.network.barrier", spec.network.barrier, ", ".join(sorted(barriers)),
                    _("add a row to barrier_permeability.csv, or correct the name"),
                )  # fmt: skip


def _check_rule(checking: Checking, spec: LayerSpec, rule: SourceRule) -> None:
    at = f"layers.{spec.id}.source"
    types = [rule.type, *rule.type_by_geometry.values(), *(threshold.type for threshold in rule.thresholds)]
    checking.must_exist([name for name in types if name is not None], "types", (LAYERS, at))
    named = [rule.type_attribute, rule.status_attribute, *(threshold.attribute for threshold in rule.thresholds)]
    for name in named:
        if name is not None and name not in spec.attributes:
            checking.say(LAYERS, at, name, ", ".join(spec.attributes), _("declare the attribute"))
    if rule.type is None and rule.type_attribute is None and not rule.type_by_geometry:
        checking.say(LAYERS, at, _("no type"), _("type, type_attribute or type_by_geometry"), _("add one"))
    _check_geometry(checking, spec, rule)


def _check_geometry(checking: Checking, spec: LayerSpec, rule: SourceRule) -> None:
    """Note a geometry whose features would become sources of a type that cannot be drawn so."""
    declared = checking.catalogue.types
    for geometry in spec.geometry:
        type_id = rule.type_of({}, geometry, declared) if geometry != "raster" else None
        if type_id is not None and type_id in declared and geometry not in declared[type_id].geometry:
            checking.say(
                LAYERS, f"layers.{spec.id}.source", f"{geometry} → {type_id}", ", ".join(declared[type_id].geometry),
                _("name a type for the geometry under type_by_geometry, or null"),
            )  # fmt: skip
