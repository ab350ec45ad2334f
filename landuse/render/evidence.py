"""On what evidence the effects of a proposal rest, and where studies differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue, Effect
from landuse.render import method, units, words
from landuse.render.brief import Brief


def evidence_note(*, zero_possible: bool, studies_differ: bool) -> str:
    """Return what has to be known of a figure: that studies differ, or that zero is within what is given."""
    if studies_differ:
        return _("Studies differ: zero effect is within the evidence.") if zero_possible else _("Studies differ.")
    return _("Zero effect is within the range given.") if zero_possible else ""


def evidence_words(found: Mapping[str, Any] | None) -> str:
    """Return the evidence of a share of what is lost, from ``explain``; a dash where no row says."""
    if found is None:
        return "–"
    note = evidence_note(zero_possible=found["zero_possible"], studies_differ=found["studies_differ"])
    return " · ".join(text for text in (", ".join((found["mark"], *found["references"])), note) if text)


def evidence_lines(found: Mapping[str, Any], catalogue: Catalogue) -> list[str]:
    """Return on what each source's effect at a place rests, from ``explain``: one line a source, pressure and row."""
    lines: dict[str, None] = {}
    for share in (share for group in found["groups"] for share in group["shares"] if share.get("evidence")):
        pressure = catalogue.pressures.get(share["pressure"])
        named = words.said(pressure.title) if pressure else share["pressure"]
        lines[f"{share['source']}, {named}: {evidence_words(share['evidence'])}"] = None
    return list(lines)


def evidence_brief(document: Mapping[str, Any], catalogue: Catalogue) -> Brief:
    """Return the rows of evidence for the types of a proposal: radius and intensity at three levels, with studies."""
    headings = (
        _("Type"), _("Pressure"), _("When and for whom"), _("Radius m, low – likely – high"),
        _("Intensity, low – likely – high"), _("Mark and references"), _("Agreement"),
    )  # fmt: skip
    parts = document["scenario"]["document"].get("establishments", {})
    types = dict.fromkeys(part["type"] for part in parts.values())
    rows = [_row(effect, catalogue) for name in types for effect in _effects(catalogue, name)]
    note = _("A profile of your own may replace single values: they are listed with the profile.")
    return Brief(_("Evidence of the effects"), headings, rows, note)


def _effects(catalogue: Catalogue, type_id: str) -> Iterator[Effect]:
    for effect in catalogue.effects:
        if effect.type == type_id and max(effect.intensity.likely, effect.intensity.high) > 0.0:
            yield effect


def _row(effect: Effect, catalogue: Catalogue) -> tuple[str, ...]:
    kind, pressure = catalogue.types.get(effect.type), catalogue.pressures.get(effect.pressure)
    group = catalogue.groups.get(effect.group)
    whom = words.said(group.title) if group else _("all")
    return (
        words.said(kind.title) if kind else effect.type,
        words.said(pressure.title) if pressure else effect.pressure,
        ", ".join((words.phase_word(effect.phase), words.season_word(effect.season), whom)),
        method.three(effect.radius_m, 0),
        method.three(effect.intensity, 2),
        ", ".join((effect.mark, *effect.references)),
        evidence_note(zero_possible=effect.zero_possible, studies_differ=effect.studies_differ) or "–",
    )


def profile_brief(profile: Mapping[str, Any], catalogue: Catalogue) -> Brief:
    """Return what a profile changes, from the ``profile`` of an assessment: who changed which value, and why."""
    headings = (_("What"), _("Parameter"), _("Catalogue"), _("Profile"), _("Who"), _("Why"), _("When"))
    rows = [
        (
            _of(change["of"], catalogue), str(change["key"]), _value(change["default"]), _value(change["value"]),
            str(change["author"] or "–"), str(change["reason"] or "–"), str(change["date"] or "–"),
        )
        for change in profile["changed"]
    ]  # fmt: skip
    return Brief(_("What the profile changes"), headings, rows, " ".join(profile_lines(profile)))


def short_profile_brief(profile: Mapping[str, Any], catalogue: Catalogue) -> Brief:
    """Return the same in three columns, for a terminal."""
    whole = profile_brief(profile, catalogue)
    rows = [
        (f"{what}: {key} ({who}: {why})", before, after)
        for what, key, before, after, who, why, _when in whole.rows
    ]  # fmt: skip
    return Brief(whole.title, (_("What, who and why"), _("Catalogue"), _("Profile")), rows, whole.note)


def profile_lines(profile: Mapping[str, Any]) -> list[str]:
    """Return what has to be said of a profile: of which it is a copy, by whom and why, its rule for parks, its hash."""
    made = profile["document"]
    lines = []
    if profile.get("based_on"):
        lines.append(
            _("A copy of {base} by {author}: {reason}").format(
                base=profile["based_on"], author=profile.get("author") or "–", reason=profile.get("reason") or "–"
            )
        )
    park = made.get("park")
    if park:
        lines.append(words.said_of(park["note"]) if park.get("note") else str(park["type"]))
        lines.append(_("Source: {references}.").format(references=", ".join(park["references"])))
    if lines or profile["changed"]:
        lines.append(_("Hash of the profile: {digest}.").format(digest=str(profile["digest"])[:12]))
    return lines


def _of(of: Mapping[str, str], catalogue: Catalogue) -> str:
    """Return what a changed value is of, in words where there are any."""
    return ", ".join(_in_words(name, value, catalogue) for name, value in of.items())


def _in_words(name: str, value: str, catalogue: Catalogue) -> str:
    if name == "phase":
        return words.phase_word(value)
    if name == "season":
        return words.season_word(value)
    titles = {
        "type": {key: kind.title for key, kind in catalogue.types.items()},
        "pressure": {key: pressure.title for key, pressure in catalogue.pressures.items()},
        "group": {key: group.title for key, group in catalogue.groups.items()},
        "receptor": {key: receptor.title for key, receptor in catalogue.receptors.items()},
    }.get(name, {})
    return words.said(titles[value]) if value in titles else value


def _value(value: object) -> str:
    return units.number(value, 2) if isinstance(value, int | float) else str(value if value is not None else "–")
