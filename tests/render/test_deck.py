"""The map: it fetches nothing, draws what it is asked for, and takes no text for anything but text."""

from __future__ import annotations

import json
import re
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from landuse.model.assessment import Impact
from landuse.render.deck import SHOWN, deck, impact_share, view
from landuse.render.features import FEW, simplified
from landuse.render.legend import Entry, impact_entries, layer_entries, legend_html
from landuse.render.overlays import layer_on_map, shown_at_first
from tests import tiny_study as tiny


@pytest.fixture
def impact() -> Impact:
    before = np.full(tiny.GRID.shape, 0.1)
    return Impact(tiny.GRID, {("reindeer", "winter", "before"): before, ("reindeer", "winter", "after"): before + 0.3})


def drawn(made: Any) -> dict[str, Any]:
    """Return the layers of a map by their id."""
    return {layer["id"]: layer for layer in json.loads(made.to_json())["layers"]}


def test_nothing_in_a_map_is_an_address(impact: Impact) -> None:
    text = deck(
        tiny.study(), tiny.scenario(), impact=impact, band=("reindeer", "winter", "added"), layers=["vag"]
    ).to_json()
    assert not re.search(r"https?://|//[a-z]", text.replace("data:image/png;base64,", ""))
    assert json.loads(text)["mapStyle"][0]["sources"] == {}


def test_a_map_holds_the_proposal_the_impact_and_the_layers_asked_for(impact: Impact) -> None:
    layers = drawn(
        deck(tiny.study(), tiny.scenario(), impact=impact, band=("reindeer", "winter", "after"), layers=["vag"])
    )
    assert {"land", "impact", "layer-vag", "proposal"} <= set(layers)
    assert "layer-ren_arstidsland" not in layers
    assert len(layers["proposal"]["data"]["features"]) == 3
    order = list(layers)
    assert order.index("impact") < order.index("layer-vag") < order.index("proposal")


def test_a_layer_that_is_not_loaded_is_not_drawn_as_empty() -> None:
    study = tiny.study({"vag": tiny.road()})
    assert "layer-ren_arstidsland" not in drawn(deck(study, tiny.scenario(), layers=["ren_arstidsland", "nothing"]))


def test_what_is_shown_is_before_after_or_their_difference(impact: Impact) -> None:
    means = [float(impact_share(impact, "reindeer", "winter", show).mean()) for show in SHOWN]
    assert means == pytest.approx([0.3, 0.1, 0.4])


def test_many_features_become_a_picture() -> None:
    points = gpd.GeoDataFrame(
        {"key": [str(i) for i in range(FEW + 1)], "name": None},
        geometry=shapely.points(np.linspace(700010, 700490, FEW + 1), 7400250), crs=3006,
    )  # fmt: skip
    study = tiny.study({"vag": points})
    assert layer_on_map(study.layers["vag"], study).type == "BitmapLayer"
    few = tiny.study({"vag": points.iloc[:FEW]})
    assert layer_on_map(few.layers["vag"], few).type == "GeoJsonLayer"


@pytest.mark.parametrize("name", ["@@=constructor", "<img src=x onerror=alert(1)>", "{label}"])
def test_names_from_files_stay_text(name: str) -> None:
    study = tiny.study({"vag": tiny.road(name).assign(name=name)})
    part = tiny.part("p", "wind", shapely.Point(700150, 7400350), name=name)
    made = deck(study, tiny.scenario(part), layers=["vag"])
    texts = [value for layer in drawn(made).values() for value in strings(layer.get("data"))]
    assert any(name in text for text in texts)
    assert not any(text.startswith("@@") for text in texts)
    assert set(made._tooltip) == {"text", "style"}  # "html" would run what a name holds


def strings(value: Any) -> list[str]:
    """Return every text in a value."""
    if isinstance(value, str):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for item in items for text in strings(item)]


def test_routes_and_lines_are_shown_before_anyone_chooses() -> None:
    assert shown_at_first(tiny.study()) == ["vag"]


def test_the_view_holds_the_bounds() -> None:
    state = view((650000, 7300000, 750000, 7400000))
    assert 19 < state.longitude < 20
    assert 66 < state.latitude < 67
    near, far = view((700000, 7400000, 700500, 7400500)), view((516800, 7230500, 920900, 7671100))
    assert far.zoom < state.zoom < near.zoom


def test_small_features_keep_their_shape_and_large_ones_lose_points() -> None:
    small = shapely.Point(700000, 7400000).buffer(50)
    large = shapely.Point(700000, 7400000).buffer(50000, quad_segs=500)
    assert simplified(small).area == pytest.approx(small.area, rel=0.1)
    assert shapely.get_num_coordinates(simplified(large)) < 0.1 * shapely.get_num_coordinates(large)
    assert simplified(large).area == pytest.approx(large.area, rel=0.005)


def test_a_legend_escapes_every_text() -> None:
    html = legend_html(
        [("<i>A</i>", [Entry("<script>x</script>", (1, 2, 3), kind) for kind in ("area", "line", "point", "striped")])]
    )
    assert "<script" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;" in html


def test_a_legend_says_the_quality_of_each_layer_and_has_a_line_for_unknown() -> None:
    assert layer_entries(tiny.study(), ["vag"])[0].text.endswith("(unknown)")
    assert impact_entries()[-1].kind == "striped"
