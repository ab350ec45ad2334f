"""What the map is told in one run: small, since all that is large goes by address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landuse.app import cache, state
from landuse.app.cache import Options
from landuse.app.map_files import layers_url, picture_url, places_url, style_urls, words_url
from landuse.app.messages import FORGOTTEN, SHOWN, TOOL, active
from landuse.app.part_titles import drawing
from landuse.app.route_data import met_routes, routes_data
from landuse.app.work import Work
from landuse.language import _, page_language
from landuse.model.assessment import Assessment, Impact
from landuse.model.study import Study
from landuse.render.deck import impact_share
from landuse.render.features import degrees
from landuse.render.legend import impact_entries
from landuse.render.mercator import MercatorImage, mercator_image
from landuse.render.palette import css
from landuse.render.pointed import Pointed, pointed_deck
from landuse.render.words import said, season_word

HEIGHT_PX = 640
DRAFT = "landuse draft 1"
Band = tuple[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """All that the page shows.

    Parameters
    ----------
    band : tuple of str or None
        Receptor group and evidence season of the impact that is drawn.
    pointed : Pointed or None
        A feature that a row of a table points at.
    """

    work: Work
    study: Study
    options: Options
    assessment: Assessment | None
    band: Band | None
    pointed: Pointed | None


def map_data(view: View, heard: int) -> dict[str, Any]:
    """Return the data of the map component."""
    study, work = view.study, view.work
    return {
        "words": words_url(),
        "lang": page_language(),
        "style": style_urls(study),
        "area": _area(study),
        "layers": layers_url(study) if cache.is_drawn(study) else None,
        "places": places_url(study),
        "impact": _impact(view),
        "routes": routes_data(study, met_routes(work.scenario, view.assessment), closed=False),
        "drawing": {
            "rev": work.revision,
            "features": {"type": "FeatureCollection", "features": drawing(work.scenario, work.catalogue)},
            "active": active(work),
            "tool_type": state.get(TOOL),
        },
        "deck": pointed_deck(view.pointed, state.get("place")),
        "fly": state.get("fly"),
        "heard": heard,
        "undo": work.can_undo,
        "redo": work.can_redo,
        "draft": _draft(work),
        "height": HEIGHT_PX,
    }


def _area(study: Study) -> dict[str, Any]:
    west, south, east, north = degrees(study.outline).bounds
    banner = _("Fictional area: nothing here exists in reality") if study.area.fictional else None
    bounds = [round(value, 7) for value in (west, south, east, north)]
    return {"id": study.area.id, "title": said(study.area.title), "bounds": bounds, "banner": banner}


def _impact(view: View) -> dict[str, Any] | None:
    impact = view.assessment.impact if view.assessment else None
    if impact is None or view.band is None:
        return None
    shown, compare = state.get("show", "added"), state.get("compare")
    shown = shown if shown in SHOWN else "added"
    wanted = [shown, *([compare] if compare in SHOWN and compare != shown else [])]
    return {
        "title": band_title(view.study, view.band),
        "shown": shown,
        "compare": wanted[1] if len(wanted) > 1 else None,
        "images": {show: _image(view, impact, show) for show in wanted},
        "legend": [{"colour": css(entry.colour), "label": entry.text} for entry in impact_entries()[:-1]],
        "unknown": _("unknown"),
        "note": _("Share of use lost where the proposal reaches; 0.1 percent and less is not coloured."),
    }


def _image(view: View, impact: Impact, show: str) -> dict[str, Any]:
    group, season = view.band or ("", "")
    share = impact_share(impact, group, season, show)
    key = ("impact", view.study.digest, view.work.scenario.digest, view.options, group, season, show)
    picture: MercatorImage = cache.small(key, lambda: mercator_image(share, impact.grid))
    return {
        "url": picture_url(picture.png, f"{group}-{season}-{show}.png"),
        "corners": picture.corners,
    }


def band_title(study: Study, band: Band) -> str:
    """Return what the colours of the impact say."""
    group, season = band
    return _("Share of use lost: {group}, {season}").format(
        group=said(study.catalogue.groups[group].title), season=season_word(season)
    )


def _draft(work: Work) -> Mapping[str, Any]:
    scenario = work.scenario
    if not work.can_undo or not scenario.establishments or state.get(FORGOTTEN) == scenario.digest:
        return {"key": DRAFT, "document": None}
    if cache.shipped_as(scenario) is not None:
        return {"key": DRAFT, "document": None}
    return {"key": DRAFT, "document": _short(scenario.document)}


def _short(value: Any) -> Any:
    """Return a document with whole numbers written without their decimals: read again it is the same scenario."""
    if isinstance(value, Mapping):
        return {name: _short(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_short(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
