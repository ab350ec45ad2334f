"""Tokens and figures in plain words; evidence, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue, Text
from landuse.model.scenario import Scenario


def said(text: Text) -> str:
    """Return a text of the catalogue in the language in use.

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en"); said(Text(sv="ren", en="reindeer"))
    'reindeer'
    """
    return text.said()


def said_of(text: Mapping[str, Any]) -> str:
    """Return a text of the catalogue as it stands in a document (its languages by code).

    Examples
    --------
    >>> from landuse.language import set_language
    >>> set_language("en"); said_of({"sv": "ren", "en": "reindeer", "se": None})
    'reindeer'
    """
    return said(Text(sv=text["sv"], en=text["en"], se=text.get("se")))


def title(text: Text) -> str:
    """Return a text of the catalogue as a heading: its first letter large."""
    words = said(text)
    return words[:1].upper() + words[1:]


def quality_word(quality: str | None) -> str:
    """Return how data came about, in words."""
    return {
        "official": _("official"),
        "compiled": _("compiled"),
        "schematic": _("schematic"),
        "synthetic": _("synthetic"),
    }.get(str(quality), _("unknown"))


def layer_status_word(status: str) -> str:
    """Return the state of a layer in words."""
    return {
        "loaded": _("loaded"),
        "missing": _("missing"),
        "stale": _("old"),
        "failed": _("could not be read"),
    }.get(status, status)


def conflict_status_word(status: str) -> str:
    """Return the status of a row of the register in words."""
    return {
        "overlap": _("overlap"),
        "within_zone": _("nearby: within the zone or asking distance"),
        "no_overlap": _("no overlap in the loaded layer"),
        "unknown": _("unknown"),
        "failed": _("the layer could not be read"),
    }.get(status, status)


def bound_word(bound: str) -> str:
    """Return how a figure is bounded by what is not known."""
    return {
        "exact": _("nothing known to be missing"),
        "at_least": _("at least"),
        "at_most": _("at most"),
        "none": _("cannot be bounded"),
    }.get(bound, bound)


def season_word(season: str | None) -> str:
    """Return a season of herding or of the evidence in words."""
    return {
        "varvinter": _("late winter"),
        "var": _("spring"),
        "varsommar": _("early summer"),
        "sommar": _("summer"),
        "hostsommar": _("late summer"),
        "host": _("autumn"),
        "hostvinter": _("early winter"),
        "vinter": _("winter"),
        "calving": _("spring and calving"),
        "summer": _("summer"),
        "autumn": _("autumn"),
        "winter": _("winter"),
        "all": _("the whole year"),
    }.get(str(season), _("the whole year"))


def village_type_word(kind: str) -> str:
    """Return what kind of herding community one is."""
    return {
        "fjall": _("mountain community"),
        "skog": _("forest community"),
        "koncession": _("concession community"),
    }.get(kind, kind)


def unit_kind_word(kind: str) -> str:
    """Return what kind a unit is of."""
    return {
        "herding_community": _("herding community"),
        "municipality": _("municipality"),
        "membership": _("shared land"),
        "area": _("the whole area"),
    }.get(kind, kind)


def role_word(role: str) -> str:
    """Return what a layer is used for."""
    return {
        "receptor": _("can be harmed"),
        "source": _("disturbs already"),
        "exclusion": _("not to be built on"),
        "route": _("route"),
        "zone": _("zone with rules"),
        "context": _("background"),
    }.get(role, role)


def theme_word(theme: str) -> str:
    """Return the theme of a layer."""
    return {
        "reindeer": _("Reindeer herding"),
        "national_interest": _("National interests"),
        "nature": _("Nature"),
        "water": _("Water"),
        "forestry": _("Forestry"),
        "land_cover": _("Land cover"),
        "energy": _("Energy"),
        "transport": _("Transport"),
        "minerals": _("Minerals"),
        "industry": _("Industry"),
        "defence": _("Defence"),
        "settlement": _("Settlements"),
        "administration": _("Boundaries"),
        "heritage": _("Cultural heritage"),
        "own": _("Own layers"),
    }.get(theme, theme)


def phase_word(phase: str) -> str:
    """Return the phase of an establishment."""
    return {"construction": _("construction"), "operation": _("operation"), "all": _("both phases")}.get(phase, phase)


def band_word(status: str) -> str:
    """Return the status of an establishment."""
    return {
        "built": _("built"),
        "permitted": _("with a permit, not built"),
        "planned": _("planned"),
        "proposed": _("proposed"),
    }.get(status, status)


def model_word(model: str) -> str:
    """Return how effects are combined."""
    return {
        "multiplicative": _("remaining use multiplies (default)"),
        "additive": _("sum of effects (index)"),
        "dominant": _("strongest effect only (index)"),
        "diminishing": _("sum with falling weights (index)"),
    }.get(model, model)


def state_word(state: str) -> str:
    """Return the state of a migration route."""
    return {
        "cut": _("cut"), "weakened": _("weakened"), "clear": _("clear"), "unknown": _("unknown"),
    }.get(state, state)  # fmt: skip


def weighing_word(kind: str) -> str:
    """Return what kind of weighing a row is about; kinds that were added to the law are named by their id."""
    return {
        "same_ground_3_10": _("interests on the same ground"),
        "protection_only": _("an interest that stands alone"),
        "neighbouring_interests": _("interests that meet in the zone"),
        "chapter_4": _("an area of chapter 4"),
        "natura_2000": "Natura 2000",
        "total_defence": _("total defence"),
        "rights": _("reindeer herding right"),
    }.get(kind, kind)


def part_names(scenario: Scenario) -> dict[str, str]:
    """Return what each part of a proposal is called: its name, else its id."""
    return {part.id: part.name or part.id for part in scenario.establishments}


def place_of(owner: str, catalogue: Catalogue) -> str:
    """Return who a share belongs to: the title of a layer, else the id of the part or project."""
    layer, colon, rest = owner.partition(":")
    spec = catalogue.layers.get(layer)
    if spec is None:
        return owner
    return f"{title(spec.title)}:{rest}" if colon else title(spec.title)
