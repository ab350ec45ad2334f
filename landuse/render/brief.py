"""An assessment in few short tables: for the terminal and the head of the report."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.render import units, words


@dataclass(frozen=True, slots=True)
class Brief:
    """Written-out rows under headings."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


def briefs(assessment: Assessment, catalogue: Catalogue, *, villages: bool = True) -> list[Brief]:
    """Return the tables that hold anything: villages, other receptors, what is touched by layer, what is unknown.

    Parameters
    ----------
    villages : bool
        With the table of villages (a screen has lines instead).
    """
    wanted = [by_village] if villages else []
    made = [f(assessment, catalogue) for f in (*wanted, whole_area, by_layer, unknown)]
    return [brief for brief in made if brief.rows]


def by_village(assessment: Assessment, catalogue: Catalogue) -> Brief:
    """Return one row for each village and season of mapped land that the proposal reaches; a bad winter first."""
    main = {r.id for r in catalogue.receptors.values() if r.by_village and r.evidence_seasons and not r.of_which}
    bad = {r.id for r in catalogue.receptors.values() if r.bad_winter}
    rows = [
        row
        for row in assessment.losses
        if row["unit_kind"] == "herding_community" and row["receptor"] in main | bad and _reached(row)
    ]
    order = {name: place for place, name in enumerate(dict.fromkeys(row["unit"] for row in rows))}
    rows.sort(key=lambda row: (order[row["unit"]], row["receptor"] not in bad))
    headings = (
        _("Village"), _("Season"), _("Added (low–high)"), _("Of what remained"), _("In construction, of what remained"),
        _("Undisturbed, ha"), _("Largest piece, ha"),
    )  # fmt: skip
    note = _(
        "* Season with the largest cumulative reduction. A bad winter: only old forest with lichen counts; it lies "
        "inside the winter land. Construction and operation are never added. Villages overlap: their figures are never "
        "added."
    )
    title = _("Calculated reduced use by village and season, hectare-equivalents")
    return Brief(title, headings, [_of_village(row, bad=row["receptor"] in bad) for row in rows], note)


def _reached(row: dict[str, Any]) -> bool:
    return bool(row["added"]["value"] or (row["added"].get("construction") or {}).get("value"))


def _of_village(row: dict[str, Any], *, bad: bool) -> tuple[str, ...]:
    season, quiet = words.season_word(row["season"]), row["undisturbed"]
    building = row["added"].get("construction")
    return (
        row["unit"],
        (_("bad winter ({season})").format(season=season) if bad else season) + (" *" if row["worst"] else ""),
        _added(row),
        units.percent(row["added"]["share_of_remaining"]),
        units.percent(building["share_of_remaining"]) if building else "–",
        f"{units.number(quiet['before'])} → {units.number(quiet['after'])}",
        f"{units.number(quiet['largest_before'])} → {units.number(quiet['largest_after'])}",
    )


def whole_area(assessment: Assessment, catalogue: Catalogue) -> Brief:
    """Return the receptors without seasons, for the whole area."""
    rows = [
        (
            words.title(catalogue.receptors[row["receptor"]].title),
            f"{_bound(row)}{_added(row)} {units.unit_word(row['quantity'])}",
            units.percent(row["added"]["share_of_remaining"]),
            units.number(row["available"]),
        )
        for row in assessment.losses
        if row["unit_kind"] == "area" and row["season"] is None and row["available"] is not None
    ]
    headings = (_("Land or interest"), _("Added (low–high)"), _("Of what remained"), _("Available"))
    return Brief(_("Other land and interests, the whole area"), headings, rows)


def by_layer(assessment: Assessment, catalogue: Catalogue) -> Brief:
    """Return how many objects of each layer are touched or near, and the nearest; layers that are touched first."""
    found: dict[str, dict[str, set[str]]] = {}
    nearest: dict[str, float] = {}
    for row in assessment.conflicts:
        if row["status"] in ("overlap", "within_zone") and row["feature"] is not None:
            found.setdefault(row["layer"], {}).setdefault(row["status"], set()).add(row["feature"])
            nearest[row["layer"]] = min(nearest.get(row["layer"], math.inf), row["distance_m"])
    rows = []
    for layer, statuses in sorted(found.items(), key=lambda item: (not item[1].get("overlap"), nearest[item[0]])):
        spec = catalogue.layers.get(layer)
        touched = statuses.get("overlap", set())
        rows.append(
            (
                words.title(spec.title) if spec else layer,
                str(len(touched)),
                str(len(statuses.get("within_zone", set()) - touched)),
                "–" if touched else units.metres(nearest[layer]),
            )
        )
    note = _("Objects, each counted once. Layers without hits, and those not asked, stand in the register.")
    headings = (_("Layer"), _("Touched"), _("Nearby"), _("Nearest"))
    return Brief(_("What is touched or near, by layer"), headings, rows, note)


def unknown(assessment: Assessment, catalogue: Catalogue) -> Brief:
    """Return the receptors of which nothing is mapped, and the layers to load."""
    layers: dict[str, Any] = {layer["id"]: layer for layer in assessment.document["layers"]}
    known = {row["receptor"] for row in assessment.losses if row["available"] is not None}
    rows: dict[str, tuple[str, ...]] = {}
    for row in assessment.losses:
        receptor = catalogue.receptors.get(row["receptor"])
        if row["receptor"] in known or receptor is None:
            continue
        asked = [layers[made.layer] for made in receptor.layers if made.layer in layers]
        missing = [layer["id"] for layer in asked if layer["status"] in ("missing", "failed")]
        why = ", ".join(missing) or _("no features of this kind in the loaded layer")
        rows[receptor.id] = (words.title(receptor.title), units.unknown(), why)
    return Brief(_("Unknown"), (_("Land or interest"), _("Figure"), _("Layer to load")), list(rows.values()))


def _added(row: dict[str, Any]) -> str:
    added = row["added"]
    return f"{units.number(added['value'])} ({units.interval(added['low'], added['high'])})"


def _bound(row: dict[str, Any]) -> str:
    """Return the sign of a bound before a figure: what is missing can make it larger or smaller."""
    return {"at_least": "≥ ", "at_most": "≤ "}.get(row["bounds"]["added"], "")
