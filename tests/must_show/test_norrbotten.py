"""The six scenarios of Norrbotten on the whole county at 100 m, with the layers that the issue names."""

from __future__ import annotations

import csv
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import geopandas as gpd
import jsonschema
import pytest
import shapely

from landuse.cli import main
from tests.must_show.conftest import IMPORTS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted(
    path.stem
    for path in (ROOT / "scenarios").glob("*.yaml")
    if "\narea: norrbotten" in path.read_text(encoding="utf-8")
)
DRAWN = ("skydd_nvr", "vbk", "jarnvag", "stamnat", "tatort", "vattenkraft", "industri")
Documents = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def out(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    paths = [str(ROOT / "scenarios" / f"{stem}.yaml") for stem in SCENARIOS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1782864000")
        assert main(["--lang", "en", "assess", *paths, "--out", str(folder), "--workspace", str(workspace)]) == 0
    return folder


@pytest.fixture(scope="module")
def documents(out: Path) -> Documents:
    return {s: json.loads((out / s / "assessment.json").read_text(encoding="utf-8")) for s in SCENARIOS}


def test_there_are_six() -> None:
    assert len(SCENARIOS) == 6


@pytest.mark.parametrize("stem", SCENARIOS)
def test_the_document_is_valid(stem: str, documents: Documents) -> None:
    schema = json.loads(files("landuse.model").joinpath("assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(documents[stem])
    assert documents[stem]["study"]["resolution_m"] == 100.0
    checks = documents[stem]["checks"]
    assert checks["largest_relative_difference"] < 1e-9
    assert checks["add_and_remove_restores_baseline"] is True


@pytest.mark.parametrize("stem", SCENARIOS)
def test_real_numbers_where_layers_are_loaded_and_unknown_where_not(stem: str, documents: Documents) -> None:
    document = documents[stem]
    layers = {layer["id"]: layer for layer in document["layers"]}
    for name in IMPORTS:
        assert layers[name]["status"] in ("loaded", "stale")
        assert layers[name]["quality"] == IMPORTS[name][1]
    whole = {row["receptor"]: row for row in document["losses"] if row["unit_kind"] == "area" and row["season"] is None}
    assert whole["protected_area"]["available"] > 2_000_000
    assert 0 < whole["protected_area"]["baseline"]["built"] < whole["protected_area"]["available"]
    assert 150_000 < whole["dwellings"]["available"] < 260_000
    for row in document["losses"]:
        if row["receptor"] not in ("protected_area", "dwellings", "water_protection"):
            figures = [row["available"], row["taken"], row["cumulative"], *row["zone"].values(), *row["added"].values()]
            assert figures == [None] * len(figures)
    unknown = {row["layer"] for row in document["conflicts"] if row["status"] == "unknown"}
    assert {"ren_arstidsland", "ren_sameby", "n2000", "ri_rennaring", "nmd"} <= unknown
    for row in document["conflicts"]:
        if row["status"] == "unknown":
            assert row["overlap_ha"] is row["overlap_km"] is row["overlap_count"] is row["distance_m"] is None


def test_something_is_lost_by_some(documents: Documents) -> None:
    added = [row["added"]["value"] for d in documents.values() for row in d["losses"] if row["added"]["value"]]
    assert added
    assert min(added) >= 0.0


@pytest.mark.parametrize("stem", SCENARIOS)
def test_overlaps_equal_an_independent_computation(stem: str, documents: Documents, shared_data: Path) -> None:
    """Every feature of the files as delivered, cut with each part by shapely alone, in the order of size."""
    document = documents[stem]
    parts = document["scenario"]["document"]["establishments"]
    for layer in DRAWN:
        raw = gpd.read_parquet(next((shared_data / "norrbotten").glob(f"{IMPORTS[layer][0]}.*"))).to_crs(3006)
        if layer == "vbk":
            raw = raw[~raw["Status"].str.casefold().isin(_no_sources())]
        shapes = shapely.make_valid(raw.geometry.to_numpy())
        for part, entry in parts.items():
            geometry = shapely.geometry.shape(entry["geometry"])
            cut = shapely.intersection(shapes, geometry)
            rows = [
                r for r in document["conflicts"] if (r["layer"], r["part"], r["status"]) == (layer, part, "overlap")
            ]
            if geometry.area == 0.0:
                _same(rows, "overlap_km", _lengths(cut, shapes, geometry))
                continue
            _same(rows, "overlap_ha", shapely.area(cut) / 10_000.0)
            _same(rows, "overlap_km", shapely.length(cut[shapely.get_dimensions(shapes) == 1]) / 1000.0)
            hits = shapely.get_dimensions(shapes) == 0
            assert sum(row["overlap_count"] or 0 for row in rows) == (shapely.intersects(shapes, geometry) & hits).sum()


def _no_sources() -> set[str]:
    """Return the statuses of turbines that are no sources (refused, withdrawn …), from the table itself."""
    with (ROOT / "layers" / "statuses.csv").open(encoding="utf-8") as file:
        return {r["value"].casefold() for r in csv.DictReader(file) if (r["layer"], r["band"]) == ("vbk", "none")}


def _lengths(cut: Any, shapes: Any, geometry: Any) -> Any:
    if geometry.length == 0.0:
        return []
    return shapely.length(cut[shapely.get_dimensions(shapes) == 2]) / 1000.0


def _same(rows: list[dict[str, Any]], name: str, wanted: Any) -> None:
    """Compare the positive figures of some rows with those computed here, both sorted."""
    found = sorted(row[name] for row in rows if row[name])
    assert found == pytest.approx(sorted(value for value in wanted if value > 0.0), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("stem", SCENARIOS)
def test_no_synthetic_layer_reaches_a_real_place(stem: str, documents: Documents) -> None:
    qualities = {layer["quality"] for layer in documents[stem]["layers"]}
    assert "synthetic" not in qualities
    assert documents[stem]["study"]["fictional"] is False
    assert not any("Exempel" in str(row["unit"]) for row in documents[stem]["losses"])
    assert not any("Exempel" in str(row["name"]) for row in documents[stem]["conflicts"])


def test_the_same_moment_gives_the_same_bytes(out: Path, workspace: Path, tmp_path: Path) -> None:
    """Also when baselines come from the workspace and the scenario is assessed alone."""
    stem = SCENARIOS[0]
    path = ROOT / "scenarios" / f"{stem}.yaml"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1782864000")
        assert main(["--lang", "en", "assess", str(path), "--out", str(tmp_path), "--workspace", str(workspace)]) == 0
    assert (tmp_path / stem / "assessment.json").read_bytes() == (out / stem / "assessment.json").read_bytes()
