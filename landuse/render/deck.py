"""A study, a proposal and its impact as one map: a ``pydeck.Deck`` that fetches nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pydeck as pdk
import shapely
from numpy.typing import NDArray

from landuse.language import _
from landuse.model.assessment import Impact
from landuse.model.catalogue import Catalogue
from landuse.model.scenario import Establishment, Scenario
from landuse.model.study import Study
from landuse.render.basemap import background, label_layer, names
from landuse.render.features import collection, degrees, place_degrees
from landuse.render.overlays import bitmap, layer_on_map
from landuse.render.palette import PLACE, PROPOSAL, WATER, css
from landuse.render.picture import impact_picture
from landuse.render.words import phase_word, said

SHOWN = ("added", "before", "after")
"""What a map of impact can show: what the proposal adds, what is lost before it, and both together."""
EMPTY_STYLE = {
    "version": 8,
    "sources": {},
    "layers": [{"id": "background", "type": "background", "paint": {"background-color": css(WATER)}}],
}
"""A style without any source: with it Streamlit shows its zoom buttons and fetches no map; it must stand in a list."""
TILE_PX = 512.0
VIEW_PX = 620.0
FARTHEST, CLOSEST_START, CLOSEST = 3.5, 13.0, 17.0


def impact_share(impact: Impact, group: str, season: str, show: str) -> NDArray[np.float64]:
    """Return the share of use lost of a receptor group and evidence season, 0–1, NaN = unknown.

    Parameters
    ----------
    show : {"added", "before", "after"}
    """
    before, after = impact.bands[group, season, "before"], impact.bands[group, season, "after"]
    share: NDArray[np.float64] = {"before": before, "after": after}.get(show, after - before)
    return share


def deck(
    study: Study,
    scenario: Scenario,
    *,
    impact: Impact | None = None,
    band: tuple[str, str, str] | None = None,
    layers: Iterable[str] = (),
    place: tuple[float, float] | None = None,
) -> pdk.Deck:
    """Return a map of the proposal over its background.

    Parameters
    ----------
    band : tuple of str, optional
        Receptor group, evidence season and what to show (:data:`SHOWN`) of the impact.
    layers : iterable of str
        Ids of layers to draw; those without features are left out.
    place : tuple of float, optional
        Easting and northing of a place to mark.
    """
    drawn = [study.layers[name] for name in layers if name in study.layers]
    pictures = []
    if impact is not None and band is not None and (*band[:2], "after") in impact.bands:
        pictures.append(bitmap("impact", impact_picture(impact_share(impact, *band), impact.grid)))
    made = pdk.Deck(
        layers=[
            *background(study),
            *pictures,
            *(layer_on_map(layer, study) for layer in drawn if layer.features is not None and len(layer.features)),
            *proposal(scenario, study.catalogue),
            *names(study),
            *marked(place),
        ],
        initial_view_state=view(_focus(study, scenario, impact, place)),
        map_provider=None,
        tooltip={"text": "{label}", "style": {"color": "#ffffff", "maxWidth": "320px", "whiteSpace": "pre-line"}},
    )
    made.map_style = [EMPTY_STYLE]
    return made


def proposal(scenario: Scenario, catalogue: Catalogue) -> list[pdk.Layer]:
    """Return the parts of a proposal, drawn over everything: a white edge under a strong line."""
    if not scenario.establishments:
        return []
    data = collection(
        (part.geometry for part in scenario.establishments),
        (part_label(part, catalogue) for part in scenario.establishments),
    )
    common = {"point_radius_units": "'pixels'", "line_width_units": "'pixels'"}
    edge = pdk.Layer(
        "GeoJsonLayer", data, id="proposal-edge", get_line_color=[255, 255, 255, 255], get_line_width=6,
        get_fill_color=[0, 0, 0, 0], get_point_radius=7, pickable=False, **common,
    )  # fmt: skip
    shape = pdk.Layer(
        "GeoJsonLayer", data, id="proposal", get_line_color=[*PROPOSAL, 255], get_line_width=3,
        get_fill_color=[*PROPOSAL, 70], get_point_radius=5, pickable=True, auto_highlight=True, **common,
    )  # fmt: skip
    hosts = [part for part in scenario.establishments if part.part_of is None]
    return [
        edge,
        shape,
        label_layer("proposal-names", [(part.name or part.id, _above(part)) for part in hosts], size=14),
    ]


def _above(part: Establishment) -> shapely.Point:
    """Return the place of a part's name: in the middle over its northern edge."""
    west, _south, east, north = part.geometry.bounds
    return shapely.Point((west + east) / 2, north)


def part_label(part: Establishment, catalogue: Catalogue) -> str:
    """Return what the pointer says of a part."""
    kind = catalogue.types.get(part.type)
    lines = [_("Proposal: {name}").format(name=part.name or part.id), said(kind.title) if kind else part.type]
    return "\n".join([*lines, phase_word(part.phase)])


def marked(place: tuple[float, float] | None) -> list[pdk.Layer]:
    """Return a mark at a place in SWEREF 99 TM."""
    if place is None:
        return []
    data = [{"position": list(place_degrees(*place)), "label": _("The place asked about")}]
    return [
        pdk.Layer(
            "ScatterplotLayer", data, id="place", get_position="position", get_radius=9, radius_units="'pixels'",
            stroked=True, filled=False, get_line_color=[*PLACE, 255], get_line_width=3, line_width_units="'pixels'",
            pickable=True,
        )
    ]  # fmt: skip


def view(bounds: Sequence[float]) -> pdk.ViewState:
    """Return a view that holds bounds (EPSG:3006) in a map of usual size."""
    west, south, east, north = degrees(shapely.box(*bounds)).bounds
    middle = (south + north) / 2
    stretch = math.cos(math.radians(middle))
    degrees_wide = max(east - west, (north - south) / stretch, 0.01)
    zoom = math.log2(360.0 / degrees_wide * VIEW_PX / TILE_PX)
    return pdk.ViewState(
        longitude=round((west + east) / 2, 4), latitude=round(middle, 4),
        zoom=round(min(CLOSEST_START, max(FARTHEST, zoom)), 2), min_zoom=FARTHEST, max_zoom=CLOSEST,
    )  # fmt: skip


def _focus(
    study: Study, scenario: Scenario, impact: Impact | None, place: tuple[float, float] | None
) -> tuple[float, float, float, float]:
    """Return what the view opens on: a place, the reach of the proposal, the proposal, else the area."""
    if place is not None:
        return place[0] - 8000, place[1] - 8000, place[0] + 8000, place[1] + 8000
    if impact is not None:
        return impact.grid.bounds
    if scenario.establishments:
        west, south, east, north = shapely.total_bounds([part.geometry for part in scenario.establishments])
        return float(west) - 5000, float(south) - 5000, float(east) + 5000, float(north) + 5000
    bounds: tuple[float, float, float, float] = study.outline.bounds
    return bounds
