"""A catalogue whose layers of reindeer herding have other ids: they are found by what they are used for."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse import load_study, read_catalogue, read_scenario
from landuse.calculation.units import villages
from landuse.errors import LayerError
from landuse.io import embedded
from landuse.io.places import catalogue_folder, scenarios_folder
from landuse.io.private_file import read_private_land
from landuse.model.herding_layers import area_layers, bad_winter_layers, herding_layers, land_layers, route_layers
from landuse.model.study import Study
from landuse.render.route_lines import routes_of
from landuse.render.village_deck import outline, village_deck
from tests import tiny_study as tiny

OLD, NEW, AREA = "ren_", "boazu_", "exempellandet"
HERDING = ("sameby", "arstidsland", "flyttled", "lavskog")


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the shipped catalogue and its data under other ids."""
    folder = tmp_path_factory.mktemp("catalogue") / "layers"
    shutil.copytree(catalogue_folder(), folder, ignore=shutil.ignore_patterns("basemap", "sources", "norrbotten"))
    for path in [*folder.rglob("*.yaml"), *folder.rglob("*.csv")]:
        path.write_text(path.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    for path in [*folder.rglob(f"{OLD}*")]:
        path.rename(path.with_name(path.name.replace(OLD, NEW)))
    return folder


@pytest.fixture(scope="module")
def pair(renamed: Path) -> tuple[Study, Study]:
    """The fictional land under the shipped ids and under the others."""
    shipped = load_study(read_catalogue(), AREA, resolution_m=1000.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "catalogue_folder", lambda: renamed)
        return shipped, load_study(read_catalogue(renamed), AREA, resolution_m=1000.0)


def test_each_kind_of_layer_is_found_by_its_use(pair: tuple[Study, Study]) -> None:
    for prefix, made in zip((OLD, NEW), pair, strict=True):
        each = (area_layers, land_layers, route_layers, bad_winter_layers)
        assert [of(made.catalogue) for of in each] == [(f"{prefix}{name}",) for name in HERDING]
        assert herding_layers(made.catalogue) == tuple(f"{prefix}{name}" for name in HERDING)


def test_the_communitys_map_is_the_same(pair: tuple[Study, Study]) -> None:
    shipped, other = pair
    scenario = read_scenario(scenarios_folder() / "vindkraft-exempelberget-a.yaml", shipped.catalogue)
    assert list(villages(shipped)) == list(villages(other))
    for village in villages(shipped):
        assert outline(other, village) is not None
        assert village_deck(shipped, village, "vinter", scenario) == village_deck(other, village, "vinter", scenario)
    drawn = [key.replace(OLD, NEW) for key in routes_of(shipped, closed=False)]
    assert drawn == [*routes_of(other, closed=False)]


def test_a_communitys_own_file_is_read_as_its_seasonal_land(pair: tuple[Study, Study]) -> None:
    made = io.BytesIO()
    shape = shapely.box(398_000, 8_111_000, 408_000, 8_121_000)
    gpd.GeoDataFrame({"arstid": ["vinter"]}, geometry=[shape], crs=3006).to_parquet(made)
    for study in pair:
        assert list(read_private_land(made.getvalue(), "own.parquet", study.catalogue).lands) == ["vinter"]


def test_without_a_receptor_of_seasonal_land_a_file_is_refused_with_the_reason() -> None:
    with pytest.raises(LayerError, match=r"receptors\.yaml"):
        read_private_land(b"", "own.parquet", tiny.catalogue(receptors={}))
