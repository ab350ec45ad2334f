"""The embedded data are what the committed script makes of the committed tables, byte for byte."""

from pathlib import Path

import geopandas as gpd
import pytest
from geopandas.testing import assert_geodataframe_equal

from tools.build_data.build import AREAS, build

ROOT = Path(__file__).resolve().parents[2]
SOURCES, DATA = ROOT / "layers" / "sources", ROOT / "layers" / "data"
LIMIT_BYTES = 6_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(SOURCES, folder)
    return folder


def test_a_new_build_holds_what_is_committed(built):
    names = sorted(path.relative_to(DATA) for path in DATA.glob("*/*"))
    assert sorted(path.relative_to(built) for path in built.glob("*/*")) == names
    for name in names:
        if name.suffix == ".csv":
            assert (built / name).read_bytes() == (DATA / name).read_bytes(), name
        else:
            assert_geodataframe_equal(gpd.read_parquet(built / name), gpd.read_parquet(DATA / name))


@pytest.mark.parametrize("area", sorted(AREAS))
def test_two_builds_give_the_same_bytes(built, tmp_path, area):
    for path in build(SOURCES, tmp_path, areas=[area]):
        assert path.read_bytes() == (built / path.relative_to(tmp_path)).read_bytes(), path.name


def test_the_data_stay_small():
    assert sum(path.stat().st_size for path in DATA.glob("*/*")) <= LIMIT_BYTES


def test_no_file_holds_a_library_version_or_a_path_in_its_own_metadata():
    for path in DATA.glob("*/*.parquet"):
        content = path.read_bytes()
        assert b"geopandas" not in content, path
        assert b"pandas" not in content, path
        assert b"/work" not in content, path
