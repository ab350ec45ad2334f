"""Calculated reduced use by herding community and season, as one small HTML table; every text in it is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from landuse.language import _
from landuse.model.catalogue import HERDING_SEASONS, Catalogue
from landuse.render.palette import CLASSES, css, luminance
from landuse.render.units import NO_BREAK, interval, number, percent, unknown
from landuse.render.words import season_word, title

Row = Mapping[str, Any]
INK_LIMIT = 0.18
"""Luminance above which black on a colour reads better than white."""


def main_rows(losses: Iterable[Row], catalogue: Catalogue) -> dict[str, dict[str, Row]]:
    """Return, for each herding community and season, the row of its main land with the largest added share.

    Communities come with the most affected first; land that lies inside the seasonal land is left out.
    """
    found: dict[str, dict[str, Row]] = {}
    for row in losses:
        if row["unit_kind"] != "herding_community" or row["quantity"] != "ha" or row["season"] is None:
            continue
        if catalogue.receptors[row["receptor"]].of_which:
            continue
        seasons = found.setdefault(row["unit"], {})
        if row["season"] not in seasons or added_share(row) > added_share(seasons[row["season"]]):
            seasons[row["season"]] = row
    return dict(sorted(found.items(), key=lambda pair: (-max(map(added_share, pair[1].values())), pair[0])))


def season_table_html(losses: Iterable[Row], catalogue: Catalogue, most: int = 12) -> str:
    """Return the table; communities that the proposal adds nothing to, and those that are unknown, as one line each.

    Examples
    --------
    >>> season_table_html([], None)
    ''
    """
    losses = list(losses)
    villages = main_rows(losses, catalogue)
    if not villages:
        return ""
    reached = [name for name, rows in villages.items() if any(_added(row) for row in rows.values())]
    blank = [name for name, rows in villages.items() if all(_added(row) is None for row in rows.values())]
    rest = [name for name in villages if name not in reached and name not in blank]
    bad = bad_winters(losses, catalogue)
    titles = [*([_("Bad winter")] if bad else []), *(season_word(each) for each in HERDING_SEASONS)]
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in titles)
    lines = "".join(_line(name, villages[name], bad) for name in reached[:most])
    table = (
        f'<p class="lu-c" id="lu-season">{escape(_caption())}</p><div class="lu-s" tabindex="0" role="region" '
        'aria-labelledby="lu-season"><table class="lu-t" aria-labelledby="lu-season"><thead><tr>'
        f'<th scope="col">{escape(_("Herding community"))}</th>{heads}</tr></thead><tbody>{lines}</tbody></table></div>'
    )
    notes = _notes(reached[most:], rest, blank, _to_load(catalogue))
    return (table if reached else "") + "".join(notes)


def _caption() -> str:
    return _("Calculated reduced use added by the proposal, hectare-equivalents: likely (low–high)")


def bad_winters(losses: Iterable[Row], catalogue: Catalogue) -> dict[str, Row]:
    """Return, for each herding community, the row of a bad winter with the largest added share; unknown ones too."""
    found: dict[str, Row] = {}
    for row in losses:
        if row["unit_kind"] == "herding_community" and catalogue.receptors[row["receptor"]].bad_winter:
            better = row["unit"] not in found or _bad_order(row) > _bad_order(found[row["unit"]])
            found = {**found, row["unit"]: row} if better else found
    return found


def _bad_order(row: Row) -> tuple[bool, float]:
    return _added(row) is not None, added_share(row)


def _to_load(catalogue: Catalogue) -> str:
    """Return the layers that make seasonal land known."""
    receptors = [r for r in catalogue.receptors.values() if r.by_village and r.evidence_seasons and not r.of_which]
    ids = dict.fromkeys(made.layer for receptor in receptors for made in receptor.layers)
    return ", ".join(f"{title(catalogue.layers[i].title)} ({i})" for i in ids if i in catalogue.layers)


def _notes(more: list[str], rest: list[str], blank: list[str], to_load: str) -> list[str]:
    said = [
        (more, _("Less in {n} more: {names}.")),
        (rest, _("Nothing added in {n}: {names}.")),
        (blank, _("Unknown in {n}, their seasonal lands are not loaded: {names}. Load: {layers}.")),
    ]
    return [
        f'<p class="lu-n">{escape(text.format(n=len(names), names=", ".join(names), layers=to_load))}</p>'
        for names, text in said
        if names
    ]


def _line(name: str, seasons: Mapping[str, Row], bad: Mapping[str, Row]) -> str:
    cells = _cell(bad.get(name)) if bad else ""
    cells += "".join(_cell(seasons.get(season)) for season in HERDING_SEASONS)
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def _cell(row: Row | None) -> str:
    if row is None:
        return "<td>–</td>"
    added = row["added"]
    if added["value"] is None:
        return f'<td class="u">{escape(unknown())}</td>'
    if not added["value"]:
        return "<td>0</td>"
    share = added["share_of_remaining"]
    said = _("{share} of what remained").format(share=percent(share))
    text = f"{escape(number(added['value']))}<br><small>{escape(interval(added['low'], added['high']))}</small>"
    return f'<td title="{escape(said)}" class="c{_class(share)}">{text}</td>'


def _class(share: float | None) -> int:
    """Return the number of the class of a share, as on the map; 0 below the first."""
    return sum(1 for low, _high, _colour in CLASSES if share is not None and share >= low)


def class_style() -> str:
    """Return the style of the classes of a share: the colours of the map, with ink that can be read on them.

    Examples
    --------
    >>> ".lu-t .c1{" in class_style()
    True
    """
    return "".join(
        f".lu-t .c{n}{{background:{css(colour)};color:{'#000' if luminance(colour) > INK_LIMIT else '#fff'}}}"
        for n, (_low, _high, colour) in enumerate(CLASSES, 1)
    )


def _added(row: Row) -> float | None:
    value: float | None = row["added"]["value"]
    return value


def added_share(row: Row) -> float:
    """Return the share of what remained that the proposal takes; 0 if that is not known."""
    return float(row["added"]["share_of_remaining"] or 0.0)


def before_after_html(rows: Iterable[Row]) -> str:
    """Return a bar for each row: what was lost before, what is added, what is left, of what is available."""
    return "".join(_bar(row) for row in rows if row["available"] and row["added"]["value"] is not None)


def _bar(row: Row) -> str:
    before = row["baseline"]["built"] / row["available"]
    added = row["added"]["value"] / row["available"]
    text = _("{unit}, {season}: {before} lost already, {added} added, {after} together, of {available} ha").format(
        unit=row["unit"],
        season=season_word(row["season"]),
        before=percent(before),
        added=percent(added),
        after=percent(before + added),
        available=number(row["available"]),
    )
    pieces = "".join(
        f'<span style="width:{100 * min(share, 1.0):.2f}%;background:{colour}"></span>'
        for share, colour in ((before, css((150, 150, 150))), (added, css(CLASSES[3][2])))
    )
    return f'<div class="lu-b">{escape(text).replace(NO_BREAK, "&nbsp;")}<div aria-hidden="true">{pieces}</div></div>'
