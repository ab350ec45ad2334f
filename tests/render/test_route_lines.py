"""Routes on the map: where they run is told once, then how they fare; a closed layer tells neither place nor name."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import landuse
from landuse.language import set_language
from landuse.model.catalogue import NetworkRule, Role
from landuse.model.study import Study
from landuse.render.route_lines import met_by, numbers, route_collection, routes_of, state_words, states
from landuse.render.route_map import COLOURS, DASHES, ROUTE_WIDTHS
from landuse.render.village_brief import ROUTE_ORDER
from landuse.render.village_html import key_html, route_key_html, route_line
from tests import tiny_study as tiny
from tests.hostile import IMAGE


def study(*, sensitivity: str = "open") -> Study:
    """Return a study with three features of two routes, one of them named as nothing should be."""
    lines = [shapely.LineString([(700_000, 7_400_000 + n), (700_400, 7_400_000 + n)]) for n in (50, 150, 250)]
    frame = gpd.GeoDataFrame({"key": ["b", "a", "b"], "name": [IMAGE, None, IMAGE]}, geometry=lines, crs=3006)
    spec = tiny.layer_spec("leder", Role.ROUTE).model_copy(
        update={"network": NetworkRule(part="route"), "sensitivity": sensitivity}
    )
    made = tiny.study()
    layer = replace(made.layers["vag"], spec=spec, features=frame)
    return replace(made, layers={**made.layers, "leder": layer})


def row(route: str, **over: Any) -> dict[str, Any]:
    return {
        "route": route, "kind": "route", "state": "clear", "state_before": "clear", "km_in_zone_before": 1.0,
        "km_in_zone_after": 1.0, "crossings": [], "changed": [],
    } | over  # fmt: skip


def test_lines_have_numbers_by_key_and_states_name_them() -> None:
    routes = routes_of(study(), closed=False)
    assert numbers(routes) == {"leder/a": 0, "leder/b": 1}
    rows = [row("leder/b", state="cut"), row("leder/a"), row("elsewhere/a", state="cut")]
    assert states(routes, rows) == {"cut": [1], "clear": [0]}
    found = route_collection(routes)
    assert [(each["id"], each["properties"]["number"]) for each in found["features"]] == [(0, 0), (1, 1)]
    assert found["features"][1]["geometry"]["type"] == "MultiLineString"
    assert found["features"][0]["properties"]["name"] == "leder/a"
    json.dumps(found, allow_nan=False)


def test_a_closed_layer_is_drawn_for_its_community_alone_and_without_names() -> None:
    made = study(sensitivity="restricted")
    assert routes_of(made, closed=False) == {}
    routes = routes_of(made, closed=True)
    assert sorted(routes) == ["leder/a", "leder/b"]
    assert {each["properties"]["name"] for each in route_collection(routes)["features"]} == {""}


def test_a_state_is_told_without_colour() -> None:
    signs = {(ROUTE_WIDTHS[state], DASHES[state]) for state in ROUTE_ORDER}
    assert len(signs) == len(ROUTE_ORDER) == len(COLOURS)
    assert len(set(DASHES.values())) == len(ROUTE_ORDER)
    assert DASHES["clear"][1] == 0.0
    assert set(state_words()) == set(ROUTE_ORDER)


@pytest.mark.parametrize(
    ("over", "met"),
    [
        ({}, 0),
        ({"state": "cut"}, 1),
        ({"km_in_zone_after": 1.5}, 1),
        ({"crossings": [{"source": "vag"}]}, 0),
        ({"crossings": [{"source": "park"}]}, 1),
        ({"changed": [{"segment": "x"}]}, 1),
        ({"kind": "passage", "state": "cut"}, 0),
    ],
)
def test_a_route_is_met_if_anything_of_it_changes(over: dict[str, Any], met: int) -> None:
    assert len(met_by([row("leder/a", **over)], {"park"})) == met


def test_the_key_has_the_states_that_are_drawn_and_their_lines() -> None:
    set_language("en")
    one = route_key_html({"cut"})
    assert one.count("<li>") == 1
    assert 'class="lu-route-cut"' in one
    rules = (Path(landuse.__file__).parent / "app" / "page.css").read_text(encoding="utf-8")
    assert all(f"ul.lu-lines .lu-route-{state} {{ {route_line(state)}; }}" in rules for state in ROUTE_ORDER)
    assert "4.2px 8.4px" in route_line("cut")
    assert key_html().count("<li>") == 2 + len(ROUTE_ORDER)
