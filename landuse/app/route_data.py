"""The routes as the map is told of them: an address with their lines, and the numbers of those in each state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from landuse.app import cache
from landuse.app.map_files import routes_url
from landuse.model.assessment import Assessment
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.render.route_lines import Routes, met_by, routes_of, states

Row = Mapping[str, Any]


def met_routes(scenario: Scenario, found: Assessment | None) -> list[Row]:
    """Return the rows of the migration routes that the proposal meets."""
    return [] if found is None else met_by(found.document["routes"], {part.id for part in scenario.establishments})


def routes_data(study: Study, rows: Iterable[Row], *, closed: bool) -> dict[str, Any] | None:
    """Return what the map is told of some routes; None if none of them can be drawn.

    Parameters
    ----------
    closed : bool
        Draw those of layers that are not open too: for a page of the community that they belong to.
    """
    routes = drawable(study, closed=closed)
    found = states(routes, rows)
    if not found:
        return None
    return {"url": routes_url(study, closed=closed), "states": found}


def drawable(study: Study, *, closed: bool) -> Routes:
    """Return the routes that may be drawn."""
    key = "routes on the map", study.digest, closed
    routes: Routes = cache.small(key, lambda: routes_of(study, closed=closed))
    return routes
