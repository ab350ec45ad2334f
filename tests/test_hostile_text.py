"""Text of layers and scenarios stays text in everything that is written, printed and drawn."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
import shapely

from landuse.cli import main
from landuse.errors import ScenarioError
from landuse.io.catalogue import read_catalogue
from landuse.io.hidden_signs import REPLACEMENT
from landuse.io.scenario import read_scenario, read_scenario_bytes
from landuse.language import set_language
from landuse.load import load_study
from landuse.render.deck import deck
from landuse.render.legend import Entry, legend_html
from tests.hostile import FORMULA, HIDDEN, HOSTILE, IMAGE, TURNED, Markup

EAST, NORTH = 800_000, 7_320_000
SIDE = 4_000
TITLE = f"{IMAGE} {HOSTILE[7]} {HOSTILE[9]} {HOSTILE[10]} {HOSTILE[11]}"
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Written(NamedTuple):
    """What one run of ``landuse assess`` left."""

    folder: Path
    printed: str
    workspace: Path
    scenario: Path


def layer_file(folder: Path) -> Path:
    """Return a GeoPackage of one area around the proposal for every hostile name."""
    names = [*HOSTILE, *HIDDEN]
    here = shapely.box(EAST - SIDE, NORTH - SIDE, EAST + SIDE, NORTH + SIDE)
    path = folder / "hostile.gpkg"
    table = {"namn": names, "nvrid": names, "skyddstyp": names}
    gpd.GeoDataFrame(table, geometry=[here.buffer(10 * n) for n in range(len(names))], crs=3006).to_file(path)
    return path


def scenario_file(folder: Path) -> Path:
    """Return a scenario whose title and names are hostile."""
    here = shapely.box(EAST, NORTH, EAST + 900, NORTH + 900)
    parts = {
        f"part_{n}": {
            "type": "quarry",
            "name": name[:200],
            "years": [2030, 2050],
            "geometry": shapely.geometry.mapping(here),
        }
        for n, name in enumerate(HOSTILE)
    }
    document = {"title": TITLE, "area": "norrbotten", "crs": "EPSG:3006", "year": 2035, "establishments": parts}
    path = folder / "hostile.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Import the layer and assess the scenario with the commands, as a user would."""
    folder = tmp_path_factory.mktemp("hostile")
    workspace, scenario = folder / "workspace", scenario_file(folder)
    taken = ["--as", "skydd_nvr", "--quality", "compiled", "--accept", "--workspace", str(workspace)]
    assert main(["--lang", "en", "layers", "import", str(layer_file(folder)), *taken]) == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "200")
        with closing(open(folder / "printed", "w+", encoding="utf-8")) as printed:  # noqa: PTH123
            patch.setattr("sys.stdout", printed)
            given = ["--out", str(folder / "out"), "--workspace", str(workspace), "--resolution", "1000"]
            assert main(["--lang", "en", "assess", str(scenario), *given]) == 0
            printed.seek(0)
            said = printed.read()
    return Written(folder / "out" / scenario.stem, said, workspace, scenario)


@pytest.fixture(autouse=True)
def _english() -> None:
    set_language("en")


def test_the_register_holds_the_names_as_they_stand(written: Written) -> None:
    document = json.loads((written.folder / "assessment.json").read_text(encoding="utf-8"))
    names = {row["name"] for row in document["conflicts"] if row["layer"] == "skydd_nvr"}
    assert set(HOSTILE) <= names
    assert document["scenario"]["title"] == TITLE


def test_the_report_shows_them_as_text(written: Written) -> None:
    page = (written.folder / "report.html").read_text(encoding="utf-8")
    markup = Markup(page)
    text = " ".join(" ".join(markup.texts).split())
    for name in HOSTILE:
        assert " ".join(name.split()) in text
    assert not {"img", "script", "iframe", "object", "a", "b", "link", "svg"} & set(markup.tags)
    named = {name for _tag, name, _value in markup.attributes}
    assert not [name for name in named if name.startswith("on") or name in ("src", "href", "srcdoc", "action")]


@pytest.mark.parametrize("name", ["conflicts.csv", "losses.csv"])
def test_no_cell_is_a_formula_and_numbers_are_numbers(written: Written, name: str) -> None:
    with (written.folder / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    cells = {cell for row in rows for cell in row}
    assert [cell for cell in cells if cell.startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(cell)] == []
    assert [cell for cell in cells if cell.startswith("'") and NUMBER.fullmatch(cell[1:])] == []
    assert {len(row) for row in rows} == {len(rows[0])}
    if name == "conflicts.csv":
        assert {f"'{FORMULA}", "'+1+1", "'-2+3", "'@SUM(A1)", "'@@=alert(3)", IMAGE, HOSTILE[12]} <= cells


def test_the_geopackage_holds_them_as_values_only(written: Written) -> None:
    file = written.folder / "conflicts.gpkg"
    names = {table for table, _kind in pyogrio.list_layers(file)}
    assert names <= {"conflicts", "overlap_area", "overlap_line", "overlap_point", "near_line", "proposal_area"} | {
        "layer_styles"
    }
    assert set(HOSTILE) <= set(pyogrio.read_dataframe(file, layer="overlap_area")["name"])
    with closing(sqlite3.connect(file)) as connection:
        styles = [style for (style,) in connection.execute("SELECT styleQML FROM layer_styles")]
    assert styles
    for style in styles:
        assert "alert" not in ET.fromstring(style).tag + style


def test_what_is_printed_has_no_codes_but_its_own(written: Written) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", written.printed)
    assert "[bold red]rich[/bold red]" in written.printed
    assert IMAGE in written.printed


def test_hidden_signs_of_a_layer_are_seen(written: Written) -> None:
    document = json.loads((written.folder / "assessment.json").read_text(encoding="utf-8"))
    names = {row["name"] for row in document["conflicts"] if row["layer"] == "skydd_nvr"}
    assert names >= {f"gnp.{REPLACEMENT}exe", f"clear{REPLACEMENT}[2J{REPLACEMENT}", "line break"}
    for path in written.folder.iterdir():
        assert TURNED.encode() not in path.read_bytes()


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_signs_of_a_scenario_are_refused(name: str) -> None:
    part = {"type": "quarry", "geometry": {"type": "Point", "coordinates": [EAST, NORTH]}}
    document = {"title": name, "area": "norrbotten", "crs": "EPSG:3006", "year": 2035, "establishments": {"a": part}}
    with pytest.raises(ScenarioError, match="signs that cannot be seen") as caught:
        read_scenario_bytes(json.dumps(document).encode(), "x.yaml", read_catalogue())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e]", str(caught.value))


def test_a_map_has_one_fixed_template_and_no_html(written: Written) -> None:
    catalogue = read_catalogue()
    study = load_study(catalogue, "norrbotten", resolution_m=1000, workspace=written.workspace)
    made = deck(study, read_scenario(written.scenario, catalogue), layers=["skydd_nvr"])
    document = json.loads(made.to_json())
    assert made._tooltip["text"] == "{label}"
    assert "html" not in made._tooltip
    data = [layer["data"] for layer in document["layers"] if isinstance(layer.get("data"), dict)]
    labels = [feature["properties"]["label"] for part in data for feature in part.get("features", ())]
    assert any(IMAGE in label for label in labels)
    assert not [label for label in labels if label.startswith("@@")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_legend_shows_text(text: str) -> None:
    markup = Markup(legend_html([(text, [Entry(text, (0, 0, 0))])]))
    assert set(markup.tags) <= {"div", "strong", "ul", "li", "span"}
    assert markup.texts.count(text) == 2 or "".join(markup.texts) == text * 2
