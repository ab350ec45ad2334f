"""The study: every declared layer with its state, on one grid, never an invented feature in a real place."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pytest
import shapely

from landuse import load
from landuse.engine.margin import largest_reach_m
from landuse.errors import LanduseError, LayerError, TooLarge
from landuse.io import embedded
from landuse.language import set_language
from landuse.load import load_study
from landuse.model.catalogue import Area, Catalogue, Effect, LayerSpec, Profile, Range, Text
from landuse.store.importing import ImportRequest, import_layer
from landuse.store.workspace import Workspace

TEXT = Text(sv="x", en="x")
DAY = dt.date(2026, 11, 1)
Embed = Callable[..., None]


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def layer_spec(name: str, **changes: object) -> LayerSpec:
    values: dict[str, object] = {
        "id": name,
        "title": TEXT,
        "theme": "t",
        "roles": ("receptor",),
        "authority": "A",
        "geometry": ("Polygon",),
        "licence": "CC0",
        "update": "-",
        "why": TEXT,
        "how_to_get": TEXT,
        "mark": "V",
    }
    return LayerSpec.model_validate({**values, **changes})


@pytest.fixture
def catalogue() -> Catalogue:
    areas = {
        "county": Area(
            id="county",
            title=TEXT,
            fictional=False,
            bounds=(700_000, 7_400_000, 720_000, 7_410_000),
            outline_layer="lan",
            reference_year=2026,
        ),
        "invented": Area(
            id="invented",
            title=TEXT,
            fictional=True,
            bounds=(320_000, 8_050_000, 340_000, 8_060_000),
            outline_layer="lan",
            reference_year=2026,
        ),
    }
    layers = {
        "lan": layer_spec("lan"),
        "skydd": layer_spec("skydd", stale_after_days=365),
        "bara_dikt": layer_spec("bara_dikt", areas=("invented",)),
    }
    effect = Effect(
        type="t",
        pressure="p",
        phase="all",
        season="all",
        group="all",
        radius_m=Range(low=3000, likely=2000, high=1000),
        intensity=Range(low=0, likely=0, high=0),
        shape="exponential",
        evidence_kind="e",
        basis="b",
        mark="V",
    )
    return Catalogue.model_construct(
        layers=layers, areas=areas, effects=(effect,), profiles={}, statuses=(), types={}, communities=(), digest="d"
    )


@pytest.fixture
def embed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Embed:
    """Write embedded layers; the outlines of both areas are there."""
    monkeypatch.setattr(embedded, "catalogue_folder", lambda: tmp_path / "layers")

    def write(
        area: str, name: str, *, quality: str = "official", retrieved: str = "2026-10-01", **columns: object
    ) -> None:
        folder = tmp_path / "layers" / "data" / area
        folder.mkdir(parents=True, exist_ok=True)
        west, south = (700_000, 7_400_000) if area == "county" else (320_000, 8_050_000)
        shape = shapely.box(west, south, west + 20_000, south + 10_000)
        gpd.GeoDataFrame({"key": ["1"], "name": ["Å"], **columns}, geometry=[shape], crs=3006).to_parquet(
            folder / f"{name}.parquet"
        )
        sources = folder / "SOURCES.csv"
        head = "id,quality,authority,edition,retrieved,licence,attribution,note\n"
        rows = sources.read_text() if sources.exists() else head
        sources.write_text(rows + f"{name},{quality},A,,{retrieved},CC0,,\n")

    write("county", "lan")
    write("invented", "lan", quality="synthetic")
    return write


def import_squares(workspace: Workspace, catalogue: Catalogue, xs: list[int], **changes: str) -> None:
    path = workspace.folder.parent / "squares.parquet"
    shapes = [shapely.box(x, 7_400_000, x + 100, 7_400_100) for x in xs]
    gpd.GeoDataFrame({"key": list(map(str, xs))}, geometry=shapes, crs=3006).to_parquet(path)
    import_layer(workspace, catalogue, ImportRequest(path, "skydd", **changes))


def test_every_layer_of_the_area_is_there_also_the_missing(catalogue: Catalogue, embed: Embed) -> None:
    study = load_study(catalogue, "county", today=DAY)
    assert {name: layer.status for name, layer in study.layers.items()} == {"lan": "loaded", "skydd": "missing"}
    assert study.layers["skydd"].features is None and not study.layers["skydd"].loaded
    assert study.outline.area == 20_000 * 10_000


def test_the_grid_is_the_area_and_the_largest_reach(catalogue: Catalogue, embed: Embed) -> None:
    reach = 3000 * math.log(100) / math.log(20)
    assert largest_reach_m(catalogue) == pytest.approx(reach)
    grid = load_study(catalogue, "county", today=DAY).grid
    assert (grid.epsg, grid.resolution_m, grid.west, grid.north) == (3006, 100, 695_300, 7_414_700)
    assert grid.shape == (194, 294)


def test_profiles_widen_the_margin(catalogue: Catalogue) -> None:
    wider = Profile(name="wide", title=TEXT, level="low", cutoff=0.001, changes=({"type": "t", "radius_m": 5000},))
    changed = catalogue.model_copy(update={"profiles": {"wide": wider}})
    assert largest_reach_m(changed) == pytest.approx(5000 * math.log(1000) / math.log(20))


def test_an_import_takes_the_place_of_the_embedded_layer_whole(
    catalogue: Catalogue, embed: Embed, tmp_path: Path
) -> None:
    embed("county", "skydd")
    workspace = Workspace(tmp_path / "w")
    before = load_study(catalogue, "county", workspace=workspace, today=DAY)
    import_squares(workspace, catalogue, [690_000, 695_250, 700_000])
    after = load_study(catalogue, "county", workspace=workspace, today=DAY)
    layer = after.layers["skydd"]
    assert layer.features is not None
    assert layer.n_features == 3 and layer.features["key"].tolist() == ["695250", "700000"], "whole features that touch"
    assert layer.features.geometry.area.tolist() == [10_000, 10_000]
    assert (layer.quality, layer.features["name"].tolist()) == ("compiled", [None, None])
    assert before.digest != after.digest


def test_a_file_that_does_not_reach_the_area_covers_nothing(catalogue: Catalogue, embed: Embed, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    import_squares(workspace, catalogue, [500_000])
    layer = load_study(catalogue, "county", workspace=workspace, today=DAY).layers["skydd"]
    assert not layer.covers and layer.features is not None and len(layer.features) == 0


@pytest.mark.parametrize(
    ("edition", "status"),
    [("2026-01", "loaded"), ("2025", "loaded"), ("2024", "stale"), ("2025-10-31", "stale"), ("vår", "loaded")],
)
def test_age_is_counted_from_the_edition_else_from_the_import(
    catalogue: Catalogue, embed: Embed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edition: str, status: str
) -> None:
    noon = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
    workspace = Workspace(tmp_path / "w")
    import_squares(workspace, catalogue, [700_000], edition=edition)
    layer = load_study(catalogue, "county", workspace=workspace).layers["skydd"]
    assert (layer.status, layer.retrieved, layer.loaded) == (status, "2026-11-01", True)


def test_the_digest_does_not_depend_on_the_day(catalogue: Catalogue, embed: Embed) -> None:
    embed("county", "skydd")
    days = (DAY, dt.date(2036, 1, 1))
    studies = [load_study(catalogue, "county", today=day) for day in days]
    assert [study.layers["skydd"].status for study in studies] == ["loaded", "stale"]
    assert studies[0].digest == studies[1].digest
    assert studies[0].digest != load_study(catalogue, "county", resolution_m=200, today=DAY).digest


def test_a_damaged_snapshot_is_failed_never_empty(catalogue: Catalogue, embed: Embed, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    import_squares(workspace, catalogue, [700_000])
    kept = workspace.layer("skydd")
    assert kept is not None
    kept.path.write_bytes(b"damaged")
    layer = load_study(catalogue, "county", workspace=workspace, today=DAY).layers["skydd"]
    assert layer.status == "failed" and layer.features is None and "import the layer again" in str(layer.note)
    kept.path.unlink()
    assert load_study(catalogue, "county", workspace=workspace, today=DAY).layers["skydd"].status == "failed"


def test_the_fictional_area_uses_embedded_layers_only(catalogue: Catalogue, embed: Embed, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    import_squares(workspace, catalogue, [700_000])
    study = load_study(catalogue, "invented", workspace=workspace, today=DAY)
    assert study.layers["skydd"].status == "missing" and "bara_dikt" in study.layers
    assert study.layers["lan"].quality == "synthetic"


def test_synthetic_data_never_reach_a_real_area(catalogue: Catalogue, embed: Embed) -> None:
    embed("county", "skydd", quality="synthetic")
    with pytest.raises(LayerError, match="county: skydd"):
        load_study(catalogue, "county", today=DAY)


def test_a_single_synthetic_feature_is_enough(catalogue: Catalogue, embed: Embed) -> None:
    embed("county", "skydd", quality_="x")
    path = embedded.catalogue_folder() / "data" / "county" / "skydd.parquet"
    gpd.read_parquet(path).assign(quality="synthetic").to_parquet(path)
    with pytest.raises(LayerError, match="synthetic features"):
        load_study(catalogue, "county", today=DAY)


def test_an_embedded_layer_without_its_source_is_refused(catalogue: Catalogue, embed: Embed) -> None:
    embed("county", "skydd")
    sources = embedded.catalogue_folder() / "data" / "county" / "SOURCES.csv"
    sources.write_text("\n".join(line for line in sources.read_text().splitlines() if "skydd" not in line))
    with pytest.raises(LayerError, match="a row for skydd"):
        load_study(catalogue, "county", today=DAY)


def test_an_unknown_area_names_those_there_are(catalogue: Catalogue, embed: Embed) -> None:
    with pytest.raises(LanduseError, match="county, invented"):
        load_study(catalogue, "skåne")


@pytest.mark.parametrize("resolution", [0, 9, 1001, float("nan"), -100])
def test_cells_are_10_to_1000_metres(catalogue: Catalogue, embed: Embed, resolution: float) -> None:
    with pytest.raises(LanduseError, match="10 to 1000 metres"):
        load_study(catalogue, "county", resolution_m=resolution)


def test_a_grid_larger_than_the_memory_is_refused_with_the_estimate(
    catalogue: Catalogue, embed: Embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load.psutil, "virtual_memory", lambda: SimpleNamespace(available=1_000_000))
    with pytest.raises(TooLarge, match="57036 cells"):
        load_study(catalogue, "county", today=DAY)


def test_without_an_outline_there_is_no_study(catalogue: Catalogue, embed: Embed) -> None:
    (embedded.catalogue_folder() / "data" / "county" / "lan.parquet").unlink()
    with pytest.raises(LayerError, match="outline_layer"):
        load_study(catalogue, "county", today=DAY)


def test_own_layers_are_part_of_the_study_and_of_its_catalogue(
    catalogue: Catalogue, embed: Embed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANDUSE_WORKSPACE", str(tmp_path / "default"))
    workspace = Workspace(tmp_path / "default")
    path = tmp_path / "own.geojson"
    path.write_text(
        json.dumps(
            {
                "type": "Feature",
                "properties": {"namn": "Tomten"},
                "geometry": {"type": "Point", "coordinates": [19.4, 66.66]},
            }
        )
    )
    import_layer(workspace, catalogue, ImportRequest(path, "egna", new=True, role="context"))
    study = load_study(catalogue, "county", today=DAY)
    assert study.layers["egna"].status == "loaded" and "egna" in study.catalogue.layers
    assert "egna" not in load_study(catalogue, "invented", today=DAY).layers
