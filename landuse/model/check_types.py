"""Checks of ``disturbances.yaml``: footprints, parameters, associated works, recovery, interest."""

from __future__ import annotations

from landuse.language import _
from landuse.model.catalogue import DisturbanceType, Parameter
from landuse.model.checking import TYPES, Checking

HELD_WORKS = ("road_internal", "cable_internal", "crane_pad", "plant", "winter_road")
"""Works that the evidence of a type can hold without being types themselves."""


def check_types(checking: Checking) -> None:
    """Check every disturbance type by itself and against other types, processes and interests."""
    processes = {row.process for row in checking.catalogue.recoveries}
    layers = checking.catalogue.layers.values()
    purposes = {spec.interest for spec in layers} | {p for spec in layers for p in spec.interest_by_kind.values()}
    for kind in checking.catalogue.types.values():
        at = f"types.{kind.id}"
        checking.must_exist([work.type for work in kind.associated], "types", (TYPES, f"{at}.associated"))
        held = (TYPES, f"{at}.evidence_contains")
        checking.must_exist(kind.evidence_contains, "types", held, also=HELD_WORKS)
        if kind.recovery is not None and kind.recovery not in processes and checking.whole("recovery.csv"):
            checking.say(TYPES, f"{at}.recovery", kind.recovery, ", ".join(sorted(processes)), _("correct the process"))
        if kind.interest not in {None, *purposes} and not checking.unusable("layers"):
            known = ", ".join(sorted(purpose for purpose in purposes if purpose))
            checking.say(
                TYPES, f"{at}.interest", kind.interest, known, _("correct the purpose, or give a layer the same")
            )
        _check_footprints(checking, kind)
        for parameter in kind.parameters:
            _check_parameter(checking, kind, parameter)


def _check_footprints(checking: Checking, kind: DisturbanceType) -> None:
    at = f"types.{kind.id}"
    if kind.mitigation is not None:
        return
    for geometry, name, footprint in (
        ("Point", "footprint_point", kind.footprint_point),
        ("LineString", "footprint_line", kind.footprint_line),
    ):
        measured = footprint is not None and footprint.measure is not None
        if geometry in kind.geometry and not measured:
            checking.say(
                TYPES, f"{at}.{name}", _("no measure"), _("hectares of a point, or the width of a line"),
                _("add the footprint, or take {geometry} from the geometries").format(geometry=geometry),
            )  # fmt: skip
        if measured and geometry not in kind.geometry:
            checking.say(TYPES, f"{at}.{name}", geometry, ", ".join(kind.geometry), _("add the geometry or remove it"))


def _check_parameter(checking: Checking, kind: DisturbanceType, parameter: Parameter) -> None:
    at = (TYPES, f"types.{kind.id}.parameters.{parameter.id}")
    low, high, default = parameter.minimum, parameter.maximum, parameter.default
    if low is not None and high is not None and low > high:
        checking.say(*at, f"{low} > {high}", _("minimum ≤ maximum"), _("correct the range"))
    if (parameter.kind == "choice") != bool(parameter.choices):
        checking.say(*at, parameter.kind, _("the kind choice together with choices"), _("add or remove one of them"))
    elif parameter.choices and default is not None and default not in parameter.choices:
        checking.say(*at, default, ", ".join(parameter.choices), _("correct the default"))
    elif isinstance(default, str) and not parameter.choices:
        checking.say(*at, default, _("a number"), _("correct the default"))
    elif isinstance(default, float | int) and not (low or default) <= default <= (high or default):
        checking.say(*at, default, f"{low}–{high}", _("correct the default"))
    needed = {"footprint_area_ha": "Point", "footprint_width_m": "LineString"}.get(parameter.sets or "")
    if needed is not None and needed not in kind.geometry:
        checking.say(*at, parameter.sets, ", ".join(kind.geometry), _("remove the parameter: nothing is drawn so"))
