"""A small catalogue, small layers and an empty workspace."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.language import set_language
from landuse.model.catalogue import Area, Attribute, Catalogue, LayerSpec, SourceRule, Text
from landuse.store.workspace import Workspace


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def layer_spec(name: str, **changes: object) -> LayerSpec:
    text = Text(sv=name, en=name)
    values: dict[str, object] = {
        "id": name,
        "title": text,
        "theme": "t",
        "roles": ("receptor",),
        "authority": "Myndigheten",
        "geometry": ("Point", "Polygon"),
        "licence": "CC0",
        "attribution": "Källa",
        "update": "-",
        "why": text,
        "how_to_get": text,
        "mark": "V",
        "attributes": {"key": Attribute(aliases=("id",))},
    }
    return LayerSpec.model_validate({**values, **changes})


@pytest.fixture
def catalogue() -> Catalogue:
    text = Text(sv="x", en="x")
    area = Area(
        id="norrbotten",
        title=text,
        fictional=False,
        bounds=(516_800, 7_230_500, 920_900, 7_671_100),
        outline_layer="lan",
        reference_year=2026,
    )
    layers = {
        "skydd_nvr": layer_spec("skydd_nvr"),
        "nmd": layer_spec("nmd", geometry=("raster",)),
        "vbk": layer_spec("vbk", roles=("source",), source=SourceRule(type="wind_farm")),
    }
    return Catalogue.model_construct(
        layers=layers,
        areas={"norrbotten": area},
        statuses=(),
        communities=(),
        types={"wind_farm": None, "mine_open_pit": None},
        digest="d",
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def squares(tmp_path: Path) -> Path:
    features = gpd.GeoDataFrame(
        {"id": ["b", "a"], "namn": ["Två", "Ett"]},
        geometry=[
            shapely.box(710_000, 7_400_000, 711_000, 7_401_000),
            shapely.box(700_000, 7_400_000, 701_000, 7_401_000),
        ],
        crs=3006,
    )
    features.to_parquet(tmp_path / "squares.parquet")
    return tmp_path / "squares.parquet"
