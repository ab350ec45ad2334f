"""Small pieces of HTML of a community's page; every text in them is escaped."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from landuse.language import _
from landuse.render.palette import PROPOSAL, css
from landuse.render.route_map import COLOURS, DASHES, ROUTE_WIDTHS
from landuse.render.units import number
from landuse.render.village_brief import ROUTE_ORDER, route_sentence, route_state_word, route_word

SIGNS = {"cut": "✕", "weakened": "▲", "unknown": "?", "clear": "✓"}
"""Beside the colour and the word: a state is told without colour."""
MOST_SHARES = 10


def winters_html(winters: Sequence[tuple[str, str, str]]) -> str:
    """Return the bad winter and the normal one side by side: heading, figure, sentence."""
    cards = "".join(
        f"<div><h3>{escape(heading)}</h3><p><strong>{escape(figure)}</strong></p><p>{escape(text)}</p></div>"
        for heading, figure, text in winters
    )
    note = _("Calculated reduced use of the land: by what stands there → with the proposal.")
    return f'<div class="lu-w">{cards}</div><p class="lu-n">{escape(note)}</p>'


def routes_html(routes: Sequence[Mapping[str, Any]]) -> str:
    """Return the routes with their states; those that are worst off first."""
    if not routes:
        return ""
    counts = [
        f"{escape(route_word(state))}: {count}"
        for state in ROUTE_ORDER
        if (count := sum(row["state"] == state for row in routes))
    ]
    items = "".join(
        f'<li><span class="lu-sign" style="background:{css(COLOURS[row["state"]][:3])}" aria-hidden="true">'
        f"{SIGNS[row['state']]}</span> <strong>{escape(row['name'] or row['route'])}: "
        f"{escape(route_word(row['state']))}</strong><br><small>{escape(route_sentence(row))}</small></li>"
        for row in routes
    )
    return f'<p class="lu-n">{" · ".join(counts)}</p><ul class="lu-r">{items}</ul>'


def key_html() -> str:
    """Return what the lines on the community's map are: outline, land of the season, routes by state."""
    rows = [(_("the community's area"), (70, 70, 70), 2), (_("the land of the season"), (0, 114, 178), 3)]
    plain = [_key_row(said, f'style="border-top:{width}px solid {css(colour)}"') for said, colour, width in rows]
    return f'<ul class="lu-lines">{"".join(plain)}{_route_rows(ROUTE_ORDER)}</ul>'


def route_key_html(states: Collection[str]) -> str:
    """Return what the lines of routes on a map are, for the states that are drawn."""
    return f'<ul class="lu-lines">{_route_rows([state for state in ROUTE_ORDER if state in states])}</ul>'


def _route_rows(states: Iterable[str]) -> str:
    return "".join(_key_row(route_state_word(state), f'class="lu-route-{state}"') for state in states)


def route_line(state: str) -> str:
    """Return the style of a line as the map draws it, dashes and all; it stands in ``page.css``."""
    width, colour = ROUTE_WIDTHS[state], css(COLOURS[state][:3])
    stroke, gap = (width * share for share in DASHES[state])
    dashes = f"{colour} 0 {stroke:g}px,transparent {stroke:g}px {stroke + gap:g}px"
    return f"height:{width:g}px;background:repeating-linear-gradient(90deg,{dashes})"


def _key_row(said: str, look: str) -> str:
    return f'<li><span {look} aria-hidden="true"></span> {escape(said)}</li>'


def shares_html(rows: Sequence[tuple[str, float, bool]]) -> str:
    """Return whose the reduced use is, as bars of hectare-equivalents; what is proposed is named so."""
    most = max((value for _name, value, _proposed in rows), default=0.0)
    bars = []
    for name, value, proposed in rows[:MOST_SHARES]:
        said = _("{name} (proposed)").format(name=name) if proposed else name
        colour = css(PROPOSAL) if proposed else css((150, 150, 150))
        bars.append(
            f'<div class="lu-b">{escape(said)}: {escape(number(value))} ha-eq<div aria-hidden="true">'
            f'<span style="width:{100 * value / most:.2f}%;background:{colour}"></span></div></div>'
        )
    rest = sum(value for _name, value, _proposed in rows[MOST_SHARES:])
    if rest:
        bars.append(f'<p class="lu-n">{escape(_("All others: {n} ha-eq").format(n=number(rest)))}</p>')
    return "".join(bars)


def picture_html(svg: str, said: str, css_class: str) -> str:
    """Return an SVG as a picture with a text in its place; Streamlit lets no drawing through as markup.

    Parameters
    ----------
    said : str
        What the picture says, for those who do not see it.
    """
    packed = base64.b64encode(svg.encode()).decode()
    return f'<img class="{css_class}" src="data:image/svg+xml;base64,{packed}" alt="{escape(said)}">'


STYLE = (
    "<style>svg{color:#1f2328;font-family:sans-serif}text{fill:currentColor}"
    ".built{stroke:#4d4d4d}.with_permitted{stroke:#2166ac}.with_planned{stroke:#762a83}.with_proposed{stroke:#b2182b}"
    "@media(prefers-color-scheme:dark){svg{color:#eceff3}.built{stroke:#c8c8c8}.with_permitted{stroke:#7db8ea}"
    ".with_planned{stroke:#cda6de}.with_proposed{stroke:#ff8f8f}}</style>"
)
"""Of every drawing: a picture inherits no colour from its page."""
