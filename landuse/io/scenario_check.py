"""A draft and the catalogue → a scenario, or everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import networkx as nx

from landuse.errors import ScenarioError
from landuse.io.draft import TOP_KEYS, Draft, DraftPart
from landuse.io.entry import Entry
from landuse.io.establishments import Setting, read_establishment
from landuse.io.findings import Findings, shown
from landuse.io.nearest import expected_names
from landuse.io.reference_system import SWEREF, read_crs
from landuse.language import _
from landuse.model.catalogue import Area, Catalogue
from landuse.model.scenario import Establishment, Scenario

_WITHOUT = re.compile(r"[A-Za-z0-9_]+/\S(.*\S)?")


def scenario_of(draft: Draft, catalogue: Catalogue, findings: Findings) -> Scenario:
    """Return the scenario of a draft.

    Raises
    ------
    ScenarioError
        With every problem, also those that `findings` already held.
    """
    entry, whole = Entry(draft.content, findings, flat=draft.flat), not findings.problems
    entry.only(key for key in TOP_KEYS if key != "establishments")
    title, area = entry.text("title", required=True), _area(entry, catalogue)
    crs = read_crs(draft.content.get("crs", SWEREF), findings.at("crs"))
    alternative: Literal["zero"] | None = "zero" if entry.choice("alternative", ("zero",), "") == "zero" else None
    year, without, answer_by = entry.year("year"), _without(entry), entry.day("answer_by")
    setting = Setting(catalogue, area, crs, draft.folder, draft.flat, list(draft.notes))
    parts = _establishments(draft.parts, setting, findings)
    _check_number(draft.parts, alternative, findings, whole=whole)
    findings.raise_as(ScenarioError)
    if title is None or area is None:
        raise ScenarioError(findings.problems)
    year = default_year(parts, area) if year is None else year
    warnings = setting.warnings
    return Scenario.of(
        title, area.id, year, parts,
        without=without, alternative=alternative, answer_by=answer_by, warnings=warnings,
    )  # fmt: skip


def default_year(parts: Sequence[Establishment], area: Area) -> int:
    """Return the first year of operation: of the establishments that are part of no other, else of any part.

    If all are in construction, the first year of construction; if no years are known, the area's reference year.
    """
    hosts = [part for part in parts if part.part_of is None]
    for group in (hosts, parts):
        operating = [part for part in group if part.phase == "operation"]
        known = [part.interval[0] for part in operating or group if part.interval]
        if known:
            return min(known)
    return area.reference_year


def _area(entry: Entry, catalogue: Catalogue) -> Area | None:
    name = entry.text("area", required=True)
    if name is None:
        return None
    if name not in catalogue.areas:
        titles = {title: area.id for area in catalogue.areas.values() for title in (area.title.sv, area.title.en)}
        expected = expected_names(name, catalogue.areas, titles=titles)
        every = ", ".join(sorted(catalogue.areas))
        entry.findings.at("area").add(
            _("unknown area {name}").format(name=shown(name)),
            expected,
            _("write one of {names}, or declare the area").format(names=every),
        )
    return catalogue.areas.get(name)


def _without(entry: Entry) -> list[str]:
    found, findings = entry.value("without"), entry.findings.at("without")
    if entry.flat and isinstance(found, str):
        found = _list_from_text(found)
    if found is None:
        return []
    if not isinstance(found, list):
        findings.add(shown(found), _("a list of LAYER/KEY"), _("write for example [vbk/2506-V-003-001]"))
        return []
    for index, item in enumerate(found):
        if not isinstance(item, str) or not _WITHOUT.fullmatch(item.strip()):
            findings.at(index).add(
                shown(item), _("LAYER/KEY"), _("write the layer id, a slash and the key of the source")
            )
    return [item.strip() for item in found if isinstance(item, str)]


def _list_from_text(text: str) -> object:
    if text.strip().startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return [item for item in re.split(r"[;\n]", text) if item.strip()]


def _establishments(parts: Sequence[DraftPart], setting: Setting, findings: Findings) -> list[Establishment]:
    counts = Counter(part.id for part in parts if part.id)
    for part_id, n in counts.items():
        if n > 1:
            findings.at("establishments", part_id).add(
                _("{n} establishments with this id").format(n=n),
                _("one"),
                _("give each its own id, or join them into one Multi geometry"),
            )
    found = [
        read_establishment(part, setting, Findings(findings.file, part.place, findings.problems)) for part in parts
    ]
    _check_hosts(parts, findings)
    return [part for part in found if part is not None]


def _check_hosts(parts: Sequence[DraftPart], findings: Findings) -> None:
    """Note every ``part_of`` that names no establishment, or leads back to where it began."""
    hosts = {part.id: part.content.get("part_of") for part in parts if isinstance(part.content, dict)}
    places = {part.id: Findings(findings.file, (*part.place, "part_of"), findings.problems) for part in parts}
    ids = [part.id for part in parts]
    for part_id, host in hosts.items():
        if isinstance(host, str) and host.strip() and host.strip() not in ids:
            others = [other for other in ids if other != part_id]
            places[part_id].add(
                _("unknown establishment {name}").format(name=shown(host)),
                expected_names(host, others),
                _("name an establishment of this scenario"),
            )
    graph = nx.DiGraph((part_id, host) for part_id, host in hosts.items() if isinstance(host, str))
    for chain in nx.simple_cycles(graph):
        turn = chain.index(min(chain))
        around = [*chain[turn:], *chain[:turn], chain[turn]]
        places[around[0]].add(" → ".join(around), _("a chain that ends"), _("leave part_of out of one of them"))


def _check_number(parts: Sequence[DraftPart], alternative: str | None, findings: Findings, *, whole: bool) -> None:
    """Note establishments beside a zero alternative, and their absence unless part of the file could not be read."""
    place = findings.at("establishments")
    if alternative == "zero" and parts:
        todo = _("remove them, or remove alternative: zero")
        place.add(_("{n} establishments").format(n=len(parts)), _("none in a zero alternative"), todo)
    elif alternative is None and not parts and whole:
        place.add(_("nothing"), _("at least one establishment"), _("add one, or write alternative: zero"))
