"""The legend of a map: what each colour means, and where the data come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from landuse.language import _
from landuse.model.study import Layer, Study
from landuse.render.palette import CLASSES, PROPOSAL, UNKNOWN, Colour, css, theme_colour
from landuse.render.units import number, percent
from landuse.render.words import quality_word, title


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Parameters
    ----------
    kind : {"area", "line", "point", "striped"}
    """

    text: str
    colour: Colour
    kind: str = "area"


def impact_entries() -> list[Entry]:
    """Return the classes of the impact map, unknown last."""
    found = [
        Entry(
            f"{number(100 * low, 1 if low < 0.01 else 0)}–{percent(high, 0)}",
            colour,
        )
        for low, high, colour in CLASSES
    ]
    return [*found, Entry(_("unknown"), UNKNOWN, "striped")]


def proposal_entry() -> Entry:
    """Return the line for the proposal."""
    return Entry(_("The proposal"), PROPOSAL, "line")


def layer_entries(study: Study, layers: Iterable[str]) -> list[Entry]:
    """Return a line for each layer that is drawn, with the quality of its data."""
    drawn = [study.layers[name] for name in layers if name in study.layers]
    return [
        Entry(f"{title(layer.spec.title)} ({_quality(layer)})", theme_colour(layer.spec.theme), _kind(layer))
        for layer in drawn
    ]


def _quality(layer: Layer) -> str:
    return quality_word(None if layer.quality is None else str(layer.quality))


def _kind(layer: Layer) -> str:
    first = layer.spec.geometry[0]
    return {"Point": "point", "LineString": "line"}.get(first, "area")


def legend_html(groups: Sequence[tuple[str, Sequence[Entry]]]) -> str:
    """Return a legend as HTML; every text in it is escaped.

    Parameters
    ----------
    groups : sequence of (heading, entries)

    Examples
    --------
    >>> "<b>" in legend_html([("A", [Entry("<b>", (0, 0, 0))])])
    False
    """
    blocks = [
        f'<div style="margin:0 0 .6rem"><strong>{escape(heading)}</strong>'
        f'<ul style="list-style:none;margin:.2rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1rem">'
        f"{''.join(map(_line, entries))}</ul></div>"
        for heading, entries in groups
        if entries
    ]
    return f'<div style="font-size:.85rem;line-height:1.35">{"".join(blocks)}</div>'


def _line(entry: Entry) -> str:
    return (
        '<li style="display:flex;align-items:center;gap:.4rem;margin:0">'
        f'<span aria-hidden="true" style="{_swatch(entry)}"></span><span>{escape(entry.text)}</span></li>'
    )


def _swatch(entry: Entry) -> str:
    colour = css(entry.colour)
    base = "display:inline-block;flex:none;"
    if entry.kind == "line":
        return f"{base}width:20px;height:0;border-top:3px solid {colour}"
    if entry.kind == "point":
        return f"{base}width:10px;height:10px;border-radius:50%;background:{colour};margin:0 5px"
    if entry.kind == "striped":
        stripes = f"repeating-linear-gradient(45deg,{colour} 0 3px,transparent 3px 6px)"
        return f"{base}width:20px;height:12px;border:1px solid #777;background:{stripes}"
    return f"{base}width:20px;height:12px;border:1px solid #777;background:{colour}"
