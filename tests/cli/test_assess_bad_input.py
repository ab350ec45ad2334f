"""Every bad input as a user gives it: exit 2, a message of four parts, nothing written; Ctrl-C: 130 and nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from landuse.cli import main

ROOT = Path(__file__).resolve().parents[2]
PARK = """\
title: Park
area: norrbotten
crs: EPSG:3006
year: 2035
establishments:
  park:
    type: wind_farm
    years: [2030, 2065]
    parameters: {turbines: 2}
    geometry: {type: MultiPoint, coordinates: [[760000, 7300000], [761000, 7300500]]}
"""
POINTS = "{type: MultiPoint, coordinates: [[760000, 7300000], [761000, 7300500]]}"

# name: (text to replace, replacement, what the message has to name)
SCENARIOS = {
    "unknown type": ("wind_farm", "windfarm", ["park.type", "windfarm", "wind_farm"]),
    "misspelt key": ("    years:", "    yeers:", ["yeers", "years"]),
    "text for a number": ("turbines: 2", "turbines: two", ["turbines", "two"]),
    "text for a year": ("year: 2035", "year: soon", ["year", "soon"]),
    "geometry outside the area": (POINTS, "{type: Point, coordinates: [300000, 6500000]}", ["park", "300000"]),
    "open ring": (
        POINTS,
        "{type: Polygon, coordinates: [[[760000, 7300000], [761000, 7300000], [761000, 7301000], [760000, 7301000]]]}",
        ["park.geometry", "ring"],
    ),
    "NaN coordinate": (POINTS, "{type: Point, coordinates: [.nan, 7300000]}", ["nan"]),
    "infinite coordinate": (POINTS, "{type: Point, coordinates: [760000, .inf]}", ["inf"]),
    "0 establishments": (PARK[PARK.index("establishments:") :], "establishments: {}\n", ["establishments"]),
    "latitude and longitude swapped": (
        f"crs: EPSG:3006\n{PARK[PARK.index('year: 2035') :]}",
        f"crs: EPSG:4326\n{PARK[PARK.index('year: 2035') :]}".replace(
            POINTS, "{type: Point, coordinates: [65.8, 20.5]}"
        ),
        ["65.8"],
    ),
    "northing first": (POINTS, "{type: Point, coordinates: [7300000, 760000]}", ["7300000"]),
    "unknown area": ("area: norrbotten", "area: norbotten", ["norbotten", "norrbotten"]),
    "unknown source to remove": ("year: 2035\n", "year: 2035\nwithout: [vbk/none-such]\n", ["vbk/none-such"]),
    "two problems": ("type: wind_farm", "type: windfarm\n    colour: red", ["windfarm", "colour"]),
    "no YAML": (PARK, "title: [", ["park.yaml"]),
    "no text": (PARK, "", ["park.yaml"]),
}


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDUSE_WORKSPACE", str(tmp_path / "workspace"))


@pytest.fixture
def park(tmp_path: Path) -> Path:
    path = tmp_path / "park.yaml"
    path.write_text(PARK, encoding="utf-8")
    return path


Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Return what runs ``assess`` with --out, checks that it is refused and nothing written, and gives the message."""

    def run(*arguments: object, out: Path | None = None) -> str:
        target = tmp_path / "out" if out is None else out
        before = _everything(tmp_path)
        code = main(["--lang", "en", "assess", *map(str, arguments), "--resolution", "1000", "--out", str(target)])
        captured = capsys.readouterr()
        assert code == 2, captured.err
        assert "Traceback" not in captured.err
        assert all(line.count(" › ") >= 3 for line in captured.err.splitlines() if not line.startswith("Assessing "))
        assert " › " in captured.err
        assert captured.out == ""
        assert _everything(tmp_path) == before
        return captured.err

    return run


def _everything(folder: Path) -> list[str]:
    """Return every file and folder outside the workspace."""
    found = (path.relative_to(folder) for path in folder.rglob("*"))
    return sorted(str(path) for path in found if path.parts[0] != "workspace")


def test_the_park_itself_is_right(park: Path, tmp_path: Path) -> None:
    assert main(["assess", str(park), "--resolution", "1000", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "park" / "assessment.json").is_file()


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenarios(name: str, park: Path, refused: Refused) -> None:
    old, new, said = SCENARIOS[name]
    assert old in PARK
    park.write_text(PARK.replace(old, new), encoding="utf-8")
    text = refused(park)
    assert all(word in text for word in said), text


def test_one_bad_scenario_among_good_ones_writes_none(park: Path, tmp_path: Path, refused: Refused) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(PARK.replace("wind_farm", "windfarm"), encoding="utf-8")
    assert "bad.yaml" in refused(park, bad)


def test_equal_stems(park: Path, tmp_path: Path, refused: Refused) -> None:
    other = tmp_path / "other" / "park.yaml"
    other.parent.mkdir()
    other.write_text(PARK, encoding="utf-8")
    text = refused(park, other)
    assert str(park) in text
    assert str(other) in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--profile", "average"], ["average", "likely"]),
        (["--model", "mean"], ["mean", "dominant"]),
        (["--year", "soon"], ["--year", "integer"]),
        (["--year", "20355"], ["--year", "2300"]),
        (["--colour", "red"], ["--colour"]),
    ],
)
def test_options(options: list[str], said: list[str], park: Path, refused: Refused) -> None:
    text = refused(park, *options)
    assert all(word in text for word in said), text


@pytest.mark.parametrize("metres", ["9", "1001", "0", "-100", "nan", "wide"])
def test_resolution(metres: str, park: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(["--lang", "en", "assess", str(park), "--resolution", metres, "--out", str(out)]) == 2
    assert " › " in capsys.readouterr().err
    assert not out.exists()


def test_no_such_file(tmp_path: Path, refused: Refused) -> None:
    assert "none.yaml" in refused(tmp_path / "none.yaml")


def test_a_folder_for_a_file(tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "folder.yaml").mkdir()
    assert "folder.yaml" in refused(tmp_path / "folder.yaml")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser reads everything")
def test_a_file_that_cannot_be_read(park: Path, refused: Refused) -> None:
    park.chmod(0)
    assert "park.yaml" in refused(park)


def test_bytes_that_are_no_text(park: Path, refused: Refused) -> None:
    park.write_bytes(b"\x00\xff\xfe\x01")
    assert "park.yaml" in refused(park)


def _geojson(path: Path, features: list[dict[str, object]], **members: object) -> Path:
    import json

    document = {"type": "FeatureCollection", "title": "Park", "area": "norrbotten", "year": 2035, **members}
    path.write_text(json.dumps({**document, "features": features}), encoding="utf-8")
    return path


def test_geojson_without_features(tmp_path: Path, refused: Refused) -> None:
    assert "park.geojson" in refused(_geojson(tmp_path / "park.geojson", []))


def test_geojson_with_latitude_first(tmp_path: Path, refused: Refused) -> None:
    feature = {
        "type": "Feature",
        "properties": {"id": "park", "type": "wind_farm"},
        "geometry": {"type": "Point", "coordinates": [65.8, 20.5]},
    }
    assert "65.8" in refused(_geojson(tmp_path / "park.geojson", [feature]))


def test_a_geopackage_without_a_reference_system(tmp_path: Path, refused: Refused) -> None:
    path = tmp_path / "park.gpkg"
    frame = gpd.GeoDataFrame({"id": ["park"], "type": ["wind_farm"]}, geometry=[shapely.Point(760000, 7300000)])
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(path, layer="establishments")
    assert "park.gpkg" in refused(path)


def test_out_is_a_file(park: Path, tmp_path: Path, refused: Refused) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    assert "taken" in refused(park, out=taken)
    assert taken.read_text() == "mine"


def test_out_lies_under_a_file(park: Path, tmp_path: Path, refused: Refused) -> None:
    (tmp_path / "taken").write_text("mine")
    assert "taken" in refused(park, out=tmp_path / "taken" / "below")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser writes everywhere")
def test_out_is_not_writable(park: Path, tmp_path: Path, refused: Refused) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "locked" in refused(park, out=locked)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write")
def test_out_is_a_folder_of_the_system(park: Path, refused: Refused) -> None:
    assert "/proc" in refused(park, out=Path("/proc/landuse-result"))


def test_an_older_result_survives_a_refusal(park: Path, tmp_path: Path, refused: Refused) -> None:
    older = tmp_path / "out" / "park"
    older.mkdir(parents=True)
    (older / "assessment.json").write_text("older")
    park.write_text(PARK.replace("wind_farm", "windfarm"), encoding="utf-8")
    refused(park)
    assert (older / "assessment.json").read_text() == "older"


def test_a_fault_in_the_middle_of_writing_leaves_the_older_result(
    park: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from landuse.io import results

    older = tmp_path / "out" / "park"
    older.mkdir(parents=True)
    (older / "assessment.json").write_text("older")
    began = []

    def fail(*_arguments: object) -> None:
        began.append(sorted(path.name for path in (tmp_path / "out").iterdir()))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(results, "write_conflicts_csv", fail)
    assert main(["assess", str(park), "--resolution", "1000", "--out", str(tmp_path / "out")]) == 2
    assert len(began[0]) == 2  # the new result had been begun, aside
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["park"]
    assert [path.name for path in older.iterdir()] == ["assessment.json"]
    assert (older / "assessment.json").read_text() == "older"


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("seconds", [0.0, 1.0])
def test_ctrl_c_in_the_middle(seconds: float, tmp_path: Path) -> None:
    """Stopped when the calculation has begun (the line on stderr says so), and some time into it."""
    environment = {**os.environ, "LANDUSE_LANG": "en", "PYTHONUNBUFFERED": "1"}
    scenario = ROOT / "scenarios" / "vindkraft-exempelberget-a.yaml"
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "landuse", "assess", str(scenario), "--resolution", "100", "--out", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True, cwd=tmp_path,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Assessing ")
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=120)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "Stopped" in said
    assert printed == ""
    assert not out.exists()
