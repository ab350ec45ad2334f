"""The herding of the fictional land: villages that move or stay, routes, and what the shipped scenarios do to them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import geopandas as gpd
import networkx as nx
import pytest
import shapely

from landuse.io.catalogue import read_catalogue
from landuse.io.scenario import read_scenario
from landuse.model.catalogue import Role

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "layers" / "data" / "exempellandet"
UPPER, NORTHERN, SOUTHERN = "Övre Exempelsamebyn", "Norra Exempelsamebyn", "Södra Exempelsamebyn"
WEST, EAST, LOWER, COAST = "Skogsexempel västra", "Skogsexempel östra", "Nedre Exempel", "Kustexempel"
VILLAGES = (UPPER, NORTHERN, SOUTHERN, WEST, EAST, LOWER, COAST)
CROSSED: dict[str, set[str]] = {
    "vindkraft-exempelberget-a": {"EX-F06", "EX-F10"},
    "vindkraft-exempelberget-b": set(),
    "gruva-fiktivgruvan": {"EX-F05", "EX-F11"},
    "jarnvag-exempelstad-latsasvik": {"EX-F15", "EX-F16"},
    "kraftledning-exempelstad-fiktivhamn": {"EX-F14"},
    "stalverk-fiktivhamn": set(),
}


@pytest.fixture(scope="module")
def catalogue():
    return read_catalogue()


def layer(name: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(DATA / f"{name}.parquet")


def land(village: str, season: str) -> shapely.Geometry:
    found = layer("ren_arstidsland")
    return found[
        found["kind"].eq("arstidsland") & found["village"].eq(village) & found["season"].eq(season)
    ].geometry.iloc[0]


def ends(village: str, route: shapely.LineString) -> tuple[object, object]:
    """Return the two ends of a route; all of them inside the winter land are one place."""
    winter = land(village, "vinter")
    return tuple(
        "winter" if winter.intersects(shapely.Point(end)) else end for end in (route.coords[0], route.coords[-1])
    )


def graph(village: str, without: Collection[str] = ()) -> nx.MultiGraph:
    """Return the routes of a village between their ends."""
    found = nx.MultiGraph()
    routes = layer("ren_flyttled")
    for _, route in routes[routes["village"] == village].iterrows():
        first, last = ends(village, route.geometry)
        found.add_nodes_from((first, last))
        if route["key"] not in without and first != last:
            found.add_edge(first, last)
    return found


def test_mountain_villages_move_from_the_mountains_to_the_coast():
    ground = layer("marktacke")
    mountain = ground[ground["kind"] == "fjäll"].union_all()
    for village in (UPPER, NORTHERN, SOUTHERN):
        summer, winter = land(village, "sommar"), land(village, "vinter")
        assert summer.centroid.distance(winter.centroid) > 80_000, village
        west, _south, east, _north = shapely.union(summer, winter).bounds
        assert east - west > 105_000, village
        assert shapely.intersection(summer, mountain).area > 0.6 * summer.area, village
        assert shapely.intersection(winter, mountain).area == 0, village


def test_forest_and_concession_villages_stay():
    for village in (WEST, EAST, LOWER, COAST):
        assert land(village, "sommar").centroid.distance(land(village, "vinter").centroid) < 35_000, village


def test_the_land_of_the_forest_villages_is_felled_most():
    felled = layer("utf_avverk").union_all()
    share = {
        village: shapely.intersection(land(village, "vinter"), felled).area / land(village, "vinter").area
        for village in (UPPER, NORTHERN, SOUTHERN, WEST, EAST)
    }
    assert min(share[WEST], share[EAST]) > max(share[UPPER], share[NORTHERN], share[SOUTHERN])
    years = layer("utf_avverk")["felling_year"]
    assert years.min() < 1960
    assert years.max() == 2025
    area = layer("utf_avverk").groupby(years < 1992)["area_ha"].mean()
    assert area[True] > 3 * area[False]


def test_villages_hold_their_seasonal_land():
    villages = layer("ren_sameby").set_index("village").geometry
    found = layer("ren_arstidsland")
    for village, members in found.groupby("village"):
        lands = members.union_all()
        assert lands.difference(villages[village]).area < 0.01 * lands.area, village


def test_lichen_forest_is_old_and_was_never_felled():
    lichen, felled = layer("ren_lavskog"), layer("utf_avverk").union_all()
    assert set(lichen["kind"]) == {"marklav", "hanglav"}
    assert (lichen["age_years"] >= 95).all()
    assert not shapely.intersects(lichen.union_all(), felled)
    for village in VILLAGES:
        winter = land(village, "vinter")
        assert 0.01 < shapely.intersection(winter, lichen.union_all()).area / winter.area < 0.4, village


def test_routes_meet_and_run_from_summer_land_to_winter_land():
    for village in VILLAGES:
        routes, summer = graph(village), land(village, "sommar")
        assert nx.is_connected(routes), village
        assert any(summer.intersects(shapely.Point(node)) for node in routes if node != "winter"), village
        assert "winter" in routes, village


def test_some_villages_have_parallel_routes_and_others_one():
    for village, wanted in ((UPPER, 2), (SOUTHERN, 2), (WEST, 2), (EAST, 2), (COAST, 2), (NORTHERN, 1), (LOWER, 1)):
        routes = graph(village)
        most = max(nx.edge_connectivity(nx.Graph(routes), node, "winter") if not routes.number_of_edges(node, "winter")
                   else routes.number_of_edges(node, "winter") for node in routes if node != "winter")  # fmt: skip
        assert most == wanted, village


def test_every_passage_lies_on_a_route_of_its_village_and_on_its_obstacle():
    routes = layer("ren_flyttled")
    water = layer("viss")
    obstacles = {
        "river": water[~water.geom_type.str.contains("Polygon")].union_all(),
        "railway": layer("jarnvag").union_all(),
        "road_major": layer("vag")[layer("vag")["kind"] == "road_major"].union_all(),
        "fence": layer("ren_stangsel").union_all(),
    }
    for _, passage in layer("ren_passage").iterrows():
        own = routes[routes["village"] == passage["village"]]
        assert own.intersects(passage.geometry).any(), passage["name"]
        if passage["obstacle"] in obstacles:
            assert obstacles[passage["obstacle"]].intersects(passage.geometry), passage["name"]
        assert passage["capacity"] > 0
    for _, built in layer("faunapassage").iterrows():
        assert routes.distance(built.geometry).min() < 200, built["name"]
        assert obstacles[built["obstacle"]].distance(built.geometry) < 250, built["name"]
        assert built["width_m"] > 0


def test_the_scenarios_cross_some_routes_and_leave_others(catalogue):
    routes = layer("ren_flyttled").set_index("key").geometry
    for name, expected in CROSSED.items():
        scenario = read_scenario(ROOT / "scenarios" / f"{name}.yaml", catalogue)
        drawn = shapely.union_all([part.geometry for part in scenario.establishments])
        assert set(routes.index[routes.intersects(drawn)]) == expected, name
    assert set(routes.index) - set().union(*CROSSED.values()) >= {"EX-F02", "EX-F03", "EX-F08", "EX-F09"}


@pytest.mark.parametrize(
    ("scenario", "village", "left"),
    [
        ("gruva-fiktivgruvan", WEST, True),
        ("gruva-fiktivgruvan", NORTHERN, False),
        ("jarnvag-exempelstad-latsasvik", COAST, False),
    ],
)
def test_a_cut_leaves_one_of_two_routes_or_none(scenario, village, left):
    summer, routes = land(village, "sommar"), graph(village, without=CROSSED[scenario])
    first = next(node for node in routes if node != "winter" and summer.intersects(shapely.Point(node)))
    assert nx.has_path(graph(village), first, "winter")
    assert nx.has_path(routes, first, "winter") == left


def test_a_route_is_used_in_a_season_and_says_how_sure_its_line_is(catalogue):
    routes, seasons = layer("ren_flyttled"), {season.id for season in catalogue.seasons}
    assert set(routes["season_from"]) | set(routes["season_to"]) <= seasons
    assert (routes["width_m"] > 0).all()
    unsure = routes[routes["position_error_m"] > routes["width_m"] / 2]
    assert list(unsure["key"]) == ["EX-F17"]


def test_the_load_has_a_story_from_1900_to_2060(catalogue):
    counts = dict.fromkeys((1900, 1930, 1960, 1990, 2026, 2060), 0)
    closed = 0
    for spec in catalogue.layers.values():
        path = DATA / f"{spec.id}.parquet"
        if Role.SOURCE not in spec.roles or not path.exists():
            continue
        features = layer(spec.id)
        start = features["from_year"] if "from_year" in features else features["felling_year"]
        known = start.notna() | features.get("status", start).isin(["Avslaget"])
        assert known.all(), (spec.id, features[~known]["name"].tolist())
        end = features["to_year"] if "to_year" in features else start * 0 + 9999
        closed += int((end < 2026).sum())
        for year in counts:
            counts[year] += int(((start <= year) & ~(end <= year)).sum())
    assert list(counts.values()) == sorted(counts.values())
    assert counts[1900] < counts[1930] < counts[1960] < counts[1990] < counts[2026]
    assert closed >= 6


def test_corrals_are_for_work_and_for_slaughter_near_their_own_land():
    corrals, lands = layer("ren_anlaggning"), layer("ren_arstidsland")
    assert {"arbetshage", "slaktgärde", "kalvmärkningsgärde", "skiljningsgärde"} <= set(corrals["kind"])
    for _, corral in corrals.iterrows():
        assert lands[lands["village"] == corral["village"]].union_all().intersects(corral.geometry), corral["name"]
