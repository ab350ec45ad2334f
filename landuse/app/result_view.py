"""The tables of a result, what is not known, the checks, and the files to take home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from landuse.app import cache, state
from landuse.app.cache import Options
from landuse.app.safe import bold, plain
from landuse.app.widgets import choose, guarded, table, text_table
from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.catalogue import HERDING_SEASONS, Catalogue
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render import sources, summary, tables
from landuse.render.words import conflict_status_word, part_names, unit_kind_word

ALL = "all"
STATUSES = ("overlap", "within_zone", "unknown", "failed", "no_overlap")
KINDS = ("herding_community", "membership", "municipality", "area")
MIME = {
    ".json": "application/json", ".csv": "text/csv", ".gpkg": "application/geopackage+sqlite3", ".tif": "image/tiff",
    ".html": "text/html",
}  # fmt: skip


def result_tables(study: Study, scenario: Scenario, assessment: Assessment) -> None:
    """Show every table of a result under its tab."""
    catalogue = study.catalogue
    names = (
        _("Conflicts"),
        _("Reduced use"),
        _("Weighings"),
        _("Unknown"),
        _("Migration routes"),
        _("Whose share"),
        _("Checks"),
    )
    tabs = st.tabs(names)
    with tabs[0]:
        conflicts(assessment, scenario, catalogue)
    with tabs[1]:
        losses(assessment, catalogue)
    with tabs[2]:
        st.markdown(
            _(
                "National interests are the authorities' claims, tried in each case. Nothing here says how a "
                "weighing ends."
            )
        )
        text_table(
            tables.weighing_table(assessment.document["weighings"]), "weighings",
            empty=_("No weighing row was made from the layers that are loaded."),
            alt=_("Which interests meet on the same ground"),
        )  # fmt: skip
    with tabs[3]:
        unknown(study, assessment)
    with tabs[4]:
        table(
            tables.route_table(assessment.document["routes"]), "routes",
            empty=_("No migration routes are loaded: what happens to them is unknown."),
            alt=_("Migration routes and kilometres in zone"),
        )  # fmt: skip
    with tabs[5]:
        contributions(assessment, catalogue, part_names(scenario))
    with tabs[6]:
        checks(assessment)


def conflicts(assessment: Assessment, scenario: Scenario, catalogue: Catalogue) -> None:
    """Show the register, overlaps first and the establishment before its works, with a filter."""
    works = {part.id for part in scenario.establishments if part.part_of is not None}
    rows = sorted(assessment.conflicts, key=lambda row: (STATUSES.index(row["status"]), row["part"] in works))
    present = [status for status in STATUSES if any(row["status"] == status for row in rows)]
    first, second = st.columns(2)
    with first:
        status = choose(
            "conflict status", _("Status"), [ALL, *present], lambda s: _("All") if s == ALL else conflict_status_word(s)
        )
    parts = sorted({row["part"] for row in rows})
    with second:
        part = choose("conflict part", _("Part"), [ALL, *parts], lambda p: _("All") if p == ALL else p)
    shown = [row for row in rows if status in (ALL, row["status"]) and part in (ALL, row["part"])]
    st.caption(
        _("{n} of {m} rows. Each says what meets what and which law asks a question; none says what follows.").format(
            n=len(shown), m=len(rows)
        )
    )
    text_table(
        tables.register_table(shown, catalogue),
        "conflicts",
        empty=_("No row with these choices."),
        alt=_("What the proposal touches or comes near"),
    )


def losses(assessment: Assessment, catalogue: Catalogue) -> None:
    """Show calculated reduced use by unit and season, with a filter."""
    rows = assessment.losses
    kinds = [kind for kind in KINDS if any(row["unit_kind"] == kind for row in rows)]
    first, second = st.columns(2)
    with first:
        kind = choose("loss unit", _("By"), kinds, unit_kind_word)
    of_kind = [row for row in rows if row["unit_kind"] == kind]
    units = sorted({row["unit"] for row in of_kind})
    with second:
        unit = choose("loss name", _("Unit"), [ALL, *units], lambda u: _("All") if u == ALL else str(u))
    only = st.checkbox(
        _("Only where the proposal adds something, or where that is unknown"), value=True, key=state.key("loss only")
    )
    shown = [row for row in of_kind if unit in (ALL, row["unit"]) and not (only and row["added"]["value"] == 0)]
    shown.sort(key=_most_added)
    st.caption(
        _(
            "Totals of herding communities are not addends: their lands overlap. “Of which” rows lie inside the "
            "seasonal land."
        )
    )
    table(
        tables.loss_table(shown, catalogue),
        "losses",
        empty=_("The proposal adds nothing here."),
        alt=_("Calculated reduced use by unit and season"),
    )


def _most_added(row: Mapping[str, Any]) -> tuple[float, str, int]:
    """Sort the largest added share first, what is unknown last, seasons in the order of the year."""
    share, season = row["added"]["share_of_remaining"], row["season"]
    place = HERDING_SEASONS.index(season) if season in HERDING_SEASONS else -1
    return (1.0 if share is None else -share, "" if share else row["unit"], place)


def unknown(study: Study, assessment: Assessment) -> None:
    """Show what is not known and how to get it."""
    villages = summary.unknown_villages(assessment.losses)
    if villages:
        st.markdown(
            _("Calculated reduced use is **unknown** for: {names}.").format(names=", ".join(map(plain, villages)))
        )
    text_table(
        sources.missing_table(study), "missing", empty=_("Every layer that is declared for this area is loaded."),
        alt=_("Layers that are not loaded, and how to get them"),
    )  # fmt: skip
    asked = list(
        dict.fromkeys(
            (str(row["name"] or row.get("layer_title") or row["layer"]), str(row["weigh"] or row.get("note") or ""))
            for row in assessment.conflicts
            if row["status"] in ("unknown", "failed") and row.get("row") != "layer"
        )
    )
    if asked:
        st.markdown(_("Questions that no layer answers:"))
        for name, question in asked:
            st.markdown(f"- {plain(name)}: {plain(question)}")


def contributions(assessment: Assessment, catalogue: Catalogue, names: Mapping[str, str]) -> None:
    """Show whose the reduced use is."""
    rows: list[Mapping[str, Any]] = [row for row in assessment.document["contributions"] if row["added"]]
    rows.sort(key=lambda row: -(row["added"] or 0.0))
    st.caption(
        _(
            "What each part adds; the rows of a unit and season sum to its added figure. The last column leaves "
            "the part out."
        )
    )
    table(
        tables.contribution_table(rows, catalogue, names),
        "contributions",
        empty=_("No figure that can be calculated is changed; see what is unknown."),
        alt=_("Whose share of the reduced use"),
    )


def checks(assessment: Assessment) -> None:
    """Show the sums that must agree, and the warnings."""
    found = assessment.document["checks"]
    st.markdown(f"* {plain(summary.check_sentence(found))}\n* {plain(summary.restored_sentence(found))}")
    st.markdown(bold(_("Warnings")))
    st.markdown("\n".join(f"* {plain(text)}" for text in assessment.document["provenance"]["warnings"]) or "–")


def downloads(study: Study, scenario: Scenario, options: Options) -> None:
    """Let the user take the files of the result."""
    st.subheader(_("Files"))
    wanted = ("files", study.digest, scenario.digest, options)
    if st.button(_("Prepare the files"), help=_("JSON, CSV, GeoPackage and GeoTIFF of this result."), key="prepare"):
        state.put("files", wanted)
    if state.get("files") != wanted:
        return
    with guarded(_("The files could not be made")):
        made = cache.files(study, scenario, options)
    for column, (name, content) in zip(st.columns(len(made)), made.items(), strict=True):
        column.download_button(
            name, content, file_name=name, mime=MIME.get(name[name.rfind(".") :]), key=f"take {name}", on_click="ignore"
        )
