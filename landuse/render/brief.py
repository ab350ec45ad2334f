"""An assessment in few short tables: for the terminal and the head of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.render import units, words

STATUSES = ("overlap", "within_zone", "no_overlap", "unknown", "failed")


@dataclass(frozen=True, slots=True)
class Brief:
    """Written-out rows under headings."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    note: str = ""


def briefs(assessment: Assessment, catalogue: Catalogue) -> list[Brief]:
    """Return the tables that hold anything: villages, other receptors, what is unknown, the register in numbers."""
    made = [f(assessment, catalogue) for f in (by_village, whole_area, unknown)] + [register_counts(assessment)]
    return [brief for brief in made if brief.rows]


def by_village(assessment: Assessment, catalogue: Catalogue) -> Brief:
    """Return one row for each village and season of mapped seasonal land that the proposal reaches."""
    main = {r.id for r in catalogue.receptors.values() if r.by_village and r.evidence_seasons and not r.of_which}
    rows = [
        (
            row["unit"],
            words.season_word(row["season"]) + (" *" if row["worst"] else ""),
            _added(row),
            units.percent(row["added"]["share_of_remaining"]),
            units.number(row["taken"]),
            units.number(row["baseline"]["built"]),
            f"{units.number(row['undisturbed']['before'])} → {units.number(row['undisturbed']['after'])}",
            _bound(row),
        )
        for row in assessment.losses
        if row["unit_kind"] == "herding_community" and row["receptor"] in main and row["added"]["value"]
    ]
    headings = (
        _("Village"), _("Season"), _("Added (low–high)"), _("Share of what remained"), _("Ground taken, ha"),
        _("Reduced already"), _("Undisturbed, ha"), _("Bound"),
    )  # fmt: skip
    note = _("* Season with the largest cumulative reduction. Villages overlap: their figures are never added.")
    return Brief(_("Calculated reduced use by village and season, hectare-equivalents"), headings, rows, note)


def whole_area(assessment: Assessment, catalogue: Catalogue) -> Brief:
    """Return the receptors without seasons, for the whole area."""
    rows = [
        (
            words.title(catalogue.receptors[row["receptor"]].title),
            units.unit_word(row["quantity"]),
            _added(row),
            units.percent(row["added"]["share_of_remaining"]),
            units.number(row["taken"]),
            units.number(row["baseline"]["built"]),
            units.number(row["available"]),
            _bound(row),
        )
        for row in assessment.losses
        if row["unit_kind"] == "area" and row["season"] is None and row["available"] is not None
    ]
    headings = (
        _("Land or interest"), _("Unit"), _("Added (low–high)"), _("Share of what remained"), _("Ground taken"),
        _("Reduced already"), _("Available"), _("Bound"),
    )  # fmt: skip
    return Brief(_("Other land and interests, the whole area"), headings, rows)


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


def register_counts(assessment: Assessment) -> Brief:
    """Return how many rows the register has of each status."""
    counts = Counter(row["status"] for row in assessment.conflicts)
    rows = [(words.conflict_status_word(status), str(counts[status])) for status in STATUSES if counts[status]]
    return Brief(_("Conflict register"), (_("Status"), _("Rows")), rows)


def _added(row: dict[str, Any]) -> str:
    added = row["added"]
    return f"{units.number(added['value'])} ({units.interval(added['low'], added['high'])})"


def _bound(row: dict[str, Any]) -> str:
    bound = row["bounds"]["added"]
    return "" if bound == "exact" else words.bound_word(bound)
