"""One herding community's land in one season, in the few figures and sentences that its own page opens with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from landuse.language import _
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.render.season_table import main_rows
from landuse.render.units import NO_BREAK, interval, number, percent, quantity, unknown
from landuse.render.words import bound_word, season_word

Row = Mapping[str, Any]
WHOLE = 0.999
"""Share inside the study area from which land counts as wholly inside."""
ROUTE_ORDER = ("cut", "weakened", "unknown", "clear")
"""What has to be looked at comes first; what is not known before what is open."""


@dataclass(frozen=True, slots=True)
class Village:
    """What an assessment says of one herding community.

    Parameters
    ----------
    entry : mapping
        Of ``document["villages"]``.
    rows : mapping
        Season → row of losses of its main land.
    routes : sequence of mapping
        Rows of ``routes`` that are its own, worst state first.
    """

    name: str
    entry: Row
    rows: Mapping[str, Row]
    routes: Sequence[Row]

    @property
    def seasons(self) -> list[Row]:
        """The eight seasons of the entry, in the order of the year."""
        return list(self.entry["seasons"])

    @property
    def known(self) -> bool:
        """True if any seasonal land is loaded."""
        return bool(self.entry["known"])


def village_of(found: Assessment, catalogue: Catalogue, name: str) -> Village | None:
    """Return what an assessment says of a herding community; None if it says nothing of it."""
    entry = next((each for each in found.document["villages"] if each["village"] == name), None)
    if entry is None:
        return None
    routes = [row for row in found.document["routes"] if row["unit"] == name and row["kind"] == "route"]
    routes.sort(key=lambda row: (ROUTE_ORDER.index(row["state"]), row["name"] or row["route"]))
    return Village(name, entry, main_rows(found.losses, catalogue).get(name, {}), routes)


def season_on(seasons: Iterable[Row], day: date) -> str | None:
    """Return the season of a community that a day lies in; its winter may end in the next year.

    Examples
    --------
    >>> rows = [{"season": "vinter", "start": "12-01", "end": "02-29"}, {"season": "varvinter", "start": "03-01",
    ...         "end": "04-20"}]
    >>> season_on(rows, date(2027, 1, 7)), season_on(rows, date(2027, 3, 1)), season_on(rows, date(2027, 7, 1))
    ('vinter', 'varvinter', None)
    """
    at = f"{day:%m-%d}"
    for row in seasons:
        start, end = row["start"], "02-29" if row["end"] == "02-28" else row["end"]
        if (start <= at <= end) if start <= end else (at >= start or at <= end):
            return str(row["season"])
    return None


def quiet_figures(row: Row | None) -> list[tuple[str, str]]:
    """Return labels and figures of what is still undisturbed; every figure is unknown where the land is not loaded."""
    if row is None:
        return [(label, unknown()) for label in (_("My land this season"), _("Still quiet"), _("Largest quiet piece"))]
    quiet, available, bound = row["undisturbed"], row["available"], row["bounds"]["undisturbed"]
    weighted = available is not None and quiet["after"] is not None and quiet["after"] > available
    share = "" if not available or quiet["after"] is None or weighted else f" ({percent(quiet['after'] / available)})"
    return [
        (_("My land this season"), quantity(available, "ha")),
        (_("Still quiet"), _bounded(quantity(quiet["after"], "ha") + share, bound)),
        (_("Largest quiet piece"), _bounded(quantity(quiet["largest_after"], "ha"), bound)),
    ]


def _bounded(text: str, bound: str) -> str:
    """Return a figure with the word for how it is bounded by what is not known."""
    return text if bound == "exact" or text == unknown() else f"{bound_word(bound)} {text}"


def limits(village: Village, season: str) -> list[str]:
    """Return what the figures of a season leave out: land outside the study area, layers that are missing."""
    notes = []
    inside = next((each["share_inside"] for each in village.seasons if each["season"] == season), None)
    if inside is not None and inside < WHOLE:
        notes.append(
            _("{share} of the season's land lies inside the area; the figures hold for that part.").format(
                share=percent(inside)
            )
        )
    row = village.rows.get(season)
    if row is not None and any(bound != "exact" for bound in row["bounds"].values()):
        notes.append(
            _(
                "Something that counts here is not known: what stands there takes {baseline} what is said; "
                "what is quiet is {quiet} what is said."
            ).format(baseline=bound_word(row["bounds"]["baseline"]), quiet=bound_word(row["bounds"]["undisturbed"]))
        )
    return notes


def quiet_sentence(row: Row | None) -> str:
    """Return what the proposal changes in the quiet land of a season, in a sentence."""
    if row is None or row["undisturbed"]["after"] is None:
        return _("How much of the land is quiet is not known: the land of this season is not loaded.")
    gone = row["undisturbed"]["before"] - row["undisturbed"]["after"]
    if gone <= 0.0:
        return _("The proposal takes nothing of the quiet land of this season.")
    return _(
        "With the proposal {gone} of the quiet land is no longer quiet; the largest piece goes from {before} "
        "to {after}."
    ).format(
        gone=quantity(gone, "ha"),
        before=quantity(row["undisturbed"]["largest_before"], "ha"),
        after=quantity(row["undisturbed"]["largest_after"], "ha"),
    )


def use_sentence(row: Row | None, *, hectares: bool = True) -> str:
    """Return by how much the use of the land of a season is calculated to be reduced, and how sure that is.

    Parameters
    ----------
    hectares : bool
        False for a model whose figures are indices and no hectares.
    """
    if row is None or row["added"]["value"] is None:
        return _("How much the use is reduced is not known.")
    added, available = row["added"], row["available"]
    before = percent(row["baseline"]["built"] / available) if available else unknown()
    nothing = not added["value"] and not added["low"] and not added["high"]
    if nothing:
        return _("What stands there already reduces the use by {before}; the proposal adds nothing.").format(
            before=before
        )
    if added["value"] < 0.0:
        text = _("What stands there already reduces the use by {before}. The proposal gives back {value} {unit}.")
        return text.format(before=before, value=number(-added["value"]), unit=_unit(hectares=hectares))
    return _(
        "What stands there already reduces the use by {before}. The proposal adds {value} {unit} "
        "(low–high {interval}), {share} of what remained."
    ).format(
        before=before,
        unit=_unit(hectares=hectares),
        value=number(added["value"]),
        interval=interval(added["low"], added["high"]),
        share=percent(added["share_of_remaining"]),
    )


def _unit(*, hectares: bool) -> str:
    return _("hectare-equivalents") if hectares else _("(an index, no hectares)")


def winter_pair(village: Village) -> list[tuple[str, str, str]]:
    """Return heading, figure and sentence for the bad winter and the normal winter, the bad one first: it decides."""
    return [_bad_winter(village.entry["bad_winter"]), _normal_winter(village)]


def _bad_winter(winter: Row) -> tuple[str, str, str]:
    heading = _("A bad winter")
    if winter["status"] == "unknown":
        text = _("Not known: old forest with lichen is not loaded ({layers}).")
        return heading, unknown(), text.format(layers=", ".join(winter["to_load"]) or "–")
    text = _("Only old forest with lichen counts: {available}, of which {quiet} is quiet with the proposal ({season}).")
    said = _winter_land(text, winter)
    if winter["status"] == "partly":
        seasons = ", ".join(season_word(season) for season in winter["seasons_unknown"])
        said += " " + _("Not known in {seasons}.").format(seasons=seasons)
    return heading, _lost(winter), said


def _normal_winter(village: Village) -> tuple[str, str, str]:
    heading = _("A normal winter")
    winters = [each["season"] for each in village.seasons if each["evidence"] == "winter"]
    rows = (village.rows.get(season) for season in winters)
    known = [row for row in rows if row is not None and row["added"]["value"] is not None and row["available"]]
    if not known:
        return heading, unknown(), _("Not known: the winter land is not loaded.")
    # The same season as the bad winter's, so that the two can be compared; else the one that is reduced most.
    same = [row for row in known if row["season"] == village.entry["bad_winter"]["season"]]
    row = same[0] if same else max(known, key=lambda each: float(each["cumulative"] or 0.0) / each["available"])
    text = _("The whole winter land counts: {available}, of which {quiet} is quiet with the proposal ({season}).")
    return heading, _lost(row), _winter_land(text, row)


def _winter_land(text: str, row: Row) -> str:
    available, quiet = quantity(row["available"], "ha"), quantity(row["undisturbed"]["after"], "ha")
    return text.format(available=available, quiet=quiet, season=season_word(row["season"]))


def _lost(row: Row) -> str:
    """Return before and after the proposal, as shares of the land."""
    available, cumulative = row["available"], row["cumulative"]
    built = row["built"] if "built" in row else row["baseline"]["built"]
    if not available or cumulative is None or built is None:
        return unknown()
    return f"{percent(built / available)} → {percent(cumulative / available)}".replace(" →", f"{NO_BREAK}→")


def route_word(state: str) -> str:
    """Return what a herder would call the state of a route."""
    return {
        "clear": _("open"),
        "weakened": _("narrowed"),
        "cut": _("cut"),
        "unknown": _("not known"),
    }[state]


def route_state_word(state: str) -> str:
    """Return what a line of a map is: a route in a state."""
    return _("route: {state}").format(state=route_word(state))


def route_sentence(row: Row) -> str:
    """Return what is known of a route: since when it is so, where it meets what, whether there is another way."""
    parts = []
    if row["state"] == row["state_before"]:
        parts.append(_("as before the proposal"))
    else:
        parts.append(_("before the proposal: {state}").format(state=route_word(row["state_before"])))
    if row["free_width_m"] is not None and row["state"] != "clear":
        parts.append(_("free width {m} m").format(m=number(row["free_width_m"], 0)))
    if row["routes_left"] is not None:
        parts.append(_("separate ways left: {n}").format(n=row["routes_left"]))
    if row["detour_factor"] is not None and row["detour_factor"] > 1.0:
        parts.append(_("the way round is {factor} times as long").format(factor=number(row["detour_factor"], 1)))
    if row["unreachable_ha"]:
        land, before = quantity(row["unreachable_ha"], "ha"), row.get("unreachable_before_ha")
        parts.append(
            _("{ha} cannot be reached on foot").format(ha=land)
            if not before
            else _("{ha} cannot be reached on foot, nor could {before} before").format(
                ha=land, before=quantity(before, "ha")
            )
        )
    return "; ".join(parts)


def shares(found: Assessment, village: Village, season: str, names: Mapping[str, str]) -> list[tuple[str, float, bool]]:
    """Return whose the reduced use of a season is: name, hectare-equivalents, and whether it is proposed; most first.

    Parameters
    ----------
    names : mapping
        Source → what it is called.
    """
    main = village.rows.get(season)
    total: dict[tuple[str, bool], float] = {}
    for row in found.document["contributions"]:
        same = (row["unit"], row["season"]) == (village.name, season) and row["unit_kind"] == "herding_community"
        if main is None or not same or row["receptor"] != main["receptor"]:
            continue
        proposed = row["part"] is not None
        key = names.get(row["source"], row["source"]), proposed
        total[key] = total.get(key, 0.0) + (row["cumulative"] or 0.0)
    rows = [(name, value, proposed) for (name, proposed), value in total.items() if value > 0.0]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
