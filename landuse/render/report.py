"""The report of one assessment as a page of HTML that needs nothing from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from landuse.language import _, page_language, terms_note
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.render import units, words
from landuse.render.brief import Brief, briefs
from landuse.render.evidence import evidence_brief, profile_brief, profile_lines
from landuse.render.loss_tables import loss_table
from landuse.render.register_tables import conflict_table, layer_title, weighing_table
from landuse.render.route_table import route_table
from landuse.render.summary import check_sentence, restored_sentence
from landuse.render.tables import Table


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a herding community says itself.

    Parameters
    ----------
    day : str
        When it was given, ISO 8601.
    """

    village: str
    text: str
    day: str


def report_html(assessment: Assessment, catalogue: Catalogue, own_words: Sequence[OwnWords] = ()) -> str:
    """Return the page: what was asked, the figures, the register, what is unknown, and with what it was computed.

    Text from files is escaped; nothing is fetched when the page is opened. What communities say themselves stands
    unedited.
    """
    environment = Environment(
        loader=PackageLoader("landuse", "render/templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    document = assessment.document
    return environment.get_template("report.html").render(
        _=_,
        lang=page_language(),
        terms=terms_note(),
        document=document,
        area=words.said(catalogue.areas[document["study"]["area"]].title),
        profile=_profile(document["profile"], catalogue),
        model=words.model_word(document["model"]),
        cell_size=units.metres(document["study"]["resolution_m"]),
        briefs=briefs(assessment, catalogue),
        register=_hits(assessment, catalogue),
        unasked=_unasked(assessment, catalogue),
        weighings=_table(_("Interests that meet"), weighing_table(document["weighings"])),
        routes=_table(_("Migration routes"), route_table(document["routes"])),
        losses=_table(_("Calculated reduced use, every unit"), loss_table(_shown(assessment), catalogue)),
        evidence=evidence_brief(document, catalogue),
        changes=profile_brief(document["profile"], catalogue),
        profile_lines=profile_lines(document["profile"]),
        layers=_layers(document),
        parts=_parts(document, catalogue),
        own_words=own_words,
        checks=[check_sentence(document["checks"]), restored_sentence(document["checks"])],
    )


def _profile(profile: Any, catalogue: Catalogue) -> str:
    known = catalogue.profiles.get(profile["name"])
    return words.said(known.title) if known else words.said_of(profile["document"]["title"])


def _table(title: str, table: Table) -> Brief:
    return Brief(title, tuple(column.title for column in table.columns), [tuple(row) for row in table.texts()])


def _hits(assessment: Assessment, catalogue: Catalogue) -> Brief:
    rows = [row for row in assessment.conflicts if row["status"] in ("overlap", "within_zone")]
    return _table(_("What is touched or near"), conflict_table(rows, catalogue))


def _unasked(assessment: Assessment, catalogue: Catalogue) -> Brief:
    """Return layers without hits, and those that could not be asked, as clearly as hits."""
    headings = (_("Layer"), _("Part"), _("Status"), _("Nearest"), _("What has to be weighed or asked"))
    rows = [
        (
            layer_title(row, catalogue), str(row["part"]), words.conflict_status_word(row["status"]),
            units.metres(row["distance_m"]) if row["status"] == "no_overlap" else "–", str(row["weigh"] or "–"),
        )
        for row in assessment.conflicts
        if row["status"] not in ("overlap", "within_zone")
    ]  # fmt: skip
    return Brief(_("Layers without overlap, and what could not be asked"), headings, rows)


def _shown(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the rows with something added or in zone, of villages, municipalities and the area."""
    return [
        row
        for row in assessment.losses
        if row["unit_kind"] != "membership" and (row["added"]["value"] or row["zone"]["after"])
    ]


def _layers(document: Any) -> Brief:
    headings = (
        _("Layer"), _("State"), _("Quality"), _("Authority"), _("Edition"), _("Licence"), _("Features"),
        _("Content hash"),
    )  # fmt: skip
    rows = [
        (
            f"{layer['title']} ({layer['id']})", words.layer_status_word(layer["status"]),
            words.quality_word(layer["quality"]) if layer["quality"] else "–", layer["authority"] or "–",
            layer["edition"] or "–", layer["licence"] or "–",
            "–" if layer["n_features"] is None else units.number(layer["n_features"], 0),
            (layer["sha256"] or "–")[:12],
        )
        for layer in document["layers"]
    ]  # fmt: skip
    return Brief(_("Layers"), headings, rows)


def _parts(document: Any, catalogue: Catalogue) -> Brief:
    headings = (_("Part"), _("Type"), _("Status"), _("Phase"), _("Years"), _("Belongs to"))
    rows = []
    for name, part in document["scenario"]["document"].get("establishments", {}).items():
        kind = catalogue.types.get(part["type"])
        rows.append(
            (
                name, words.said(kind.title) if kind else part["type"], words.band_word(part.get("status", "proposed")),
                words.phase_word(part.get("phase", "operation")),
                "–".join(map(str, part["years"])) if part.get("years") else units.unknown(),
                part.get("part_of") or "–",
            )
        )  # fmt: skip
    return Brief(_("What is proposed"), headings, rows)
