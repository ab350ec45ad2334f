"""The load on a community's land through the years as a stepped curve, and its steps in words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from landuse.language import _
from landuse.model.through_years import LoadThroughYears, YearLoad, YearStep
from landuse.render.units import number, percent
from landuse.render.village_html import STYLE, picture_html
from landuse.render.words import season_word, title

WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM, TOP = 640, 260, 52, 20, 28, 12
LINES = (("built", ""), ("with_permitted", "6 3"), ("with_planned", "2 3"), ("with_proposed", ""))
"""Track and dashes: the lines are told apart without colour too; the colours are those of the style."""
MOST_STEPS, MOST_CARRIED = 12, 10


def track_word(track: str) -> str:
    """Return what a line of the curve holds."""
    return {
        "built": _("built"),
        "with_permitted": _("+ permitted"),
        "with_planned": _("+ planned"),
        "with_proposed": _("+ proposed"),
    }[track]


def curve_html(found: LoadThroughYears, community: str, season: str) -> str:
    """Return the curve as a picture: share of the season's land one stepped line a track; "" without a curve."""
    rows = found.curve(community, season)
    if not rows:
        return ""
    top = max(0.05, max(row.share("with_proposed") or 0.0 for row in rows)) * 1.1
    lines = "".join(_line(rows, track, dashes, found, top) for track, dashes in LINES)
    label = _("Share of the use of the land reduced, by year: {community}, {season}").format(
        community=community, season=season_word(season)
    )
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    drawn = f"<svg {box}>{STYLE}{_axes(found, top)}{lines}</svg>"
    return picture_html(drawn, f"{label}. {in_words(rows)}", "lu-curve") + _legend()


def in_words(rows: Sequence[YearLoad]) -> str:
    """Return the curve in a sentence: where it begins, stands at its highest, and ends."""
    most = max(rows, key=lambda row: row.share("with_proposed") or 0.0)
    parts = [
        _("{year}: {share}").format(year=row.year, share=percent(row.share("with_proposed")))
        for row in {row.year: row for row in (rows[0], most, rows[-1])}.values()
    ]
    return ", ".join(parts)


def step_rows(
    found: LoadThroughYears, community: str, season: str, names: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Return year, what came or went, and hectare-equivalents: the largest steps, in the order of the years.

    Parameters
    ----------
    names : dict
        Type of disturbance → what it is called.
    """
    told = [(step, step.added.get((community, season), 0.0)) for step in found.steps]
    told = [(step, value) for step, value in told if value and step.what != "recovery"]
    largest = sorted(told, key=lambda pair: -abs(pair[1]))[:MOST_STEPS]
    return [(str(step.year), _said(step, names), _signed(value)) for step, value in told if (step, value) in largest]


def carried_rows(found: LoadThroughYears, names: dict[str, str]) -> list[tuple[int, str]]:
    """Return the number and a sentence for each establishment: year, name, and who carries the most of it.

    Parameters
    ----------
    names : dict
        Type of disturbance → what it is called.
    """
    text = _("{year} {name}: {villages} ({share} of what it adds)")
    return [
        (
            each.n,
            text.format(
                year=each.year, name=each.title or names.get(each.type, each.source),
                villages=", ".join(each.carried_by), share=percent(each.share),
            ),
        )
        for each in found.carried[-MOST_CARRIED:]
        if each.carried_by
    ]  # fmt: skip


def _said(step: YearStep, names: dict[str, str]) -> str:
    name = step.title or names.get(step.type or "", step.source)
    word = {
        "began": _("{name} came"),
        "ended": _("{name} went"),
        "changed": _("{name} changed"),
        "removed": _("{name} is removed"),
    }.get(step.what, "{name}")
    return word.format(name=name)


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)


def _line(rows: Sequence[YearLoad], track: str, dashes: str, found: LoadThroughYears, top: float) -> str:
    points: list[str] = []
    previous: float | None = None
    for row in rows:
        share = row.share(track)
        if share is None:
            continue
        x, y = _x(row.year, found), _y(share, top)
        if previous is not None:
            points.append(f"{x:.1f},{previous:.1f}")
        points.append(f"{x:.1f},{y:.1f}")
        previous = y
    if previous is not None:
        points.append(f"{_x(found.last, found):.1f},{previous:.1f}")
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{" ".join(points)}" fill="none" class="{track}" stroke-width="2"{dashed}/>'


def _axes(found: LoadThroughYears, top: float) -> str:
    parts = []
    for n in range(5):
        share = top * n / 4
        y = _y(share, top)
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" opacity=".2"/>'
        )
        parts.append(
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" font-size="11">{escape(percent(share))}</text>'
        )
    for year in range(-(-found.first // 20) * 20, found.last + 1, 20):
        x = _x(year, found)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle" font-size="11">{year}</text>')
    x = _x(found.reference, found)
    parts.append(
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="currentColor" '
        'stroke-dasharray="2 4"/>'
    )
    return "".join(parts)


def _legend() -> str:
    items = "".join(
        f'<li><span class="lu-{track}" style="border-top-style:{style}" aria-hidden="true"></span> '
        f"{escape(track_word(track))}</li>"
        for track, style in ((track, "dashed" if dashes else "solid") for track, dashes in LINES)
    )
    return f'<ul class="lu-lines">{items}</ul>'


def _x(year: float, found: LoadThroughYears) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (year - found.first) / max(1, found.last - found.first)


def _y(share: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share / top


def type_names(catalogue: Any) -> dict[str, str]:
    """Return what each type of disturbance is called."""
    return {name: title(kind.title) for name, kind in catalogue.types.items()}
