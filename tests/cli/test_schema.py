"""``landuse schema``: schemas that accept what the program accepts."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from landuse.cli import main
from landuse.io.catalogue import read_catalogue
from landuse.io.places import catalogue_folder, scenarios_folder
from landuse.io.scenario import read_scenario
from landuse.io.schemas import assessment_schema, scenario_schema

DESIGN = Path(__file__).parents[3] / "shared" / "design" / "assessment.schema.json"


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["schema", *arguments]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_every_schema_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    schemas = printed(capsys)
    assert {"scenario", "assessment", "layers.yaml", "disturbances.yaml", "effects.csv"} <= set(schemas)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)  # type: ignore[arg-type]


def test_one_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "assessment") == assessment_schema()


def test_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "scenario", "--out", str(tmp_path / "new")]) == 0
    assert [item.name for item in (tmp_path / "new").iterdir()] == ["scenario.schema.json"]
    assert capsys.readouterr().out.strip().endswith("scenario.schema.json")


def test_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "scenarios", "--lang", "en"]) == 2
    assert "scenario (nearest" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    assert main(["schema", "--out", str(tmp_path / "file"), "--lang", "en"]) == 2
    assert "folder that can be written" in capsys.readouterr().err


@pytest.mark.skipif(not DESIGN.is_file(), reason="the design folder is not beside the checkout")
def left_out(ours: object, theirs: object, where: str = "") -> list[str]:
    """Return where a schema says something else than another, or nothing; what it adds does not count."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        return [
            found
            for key, value in theirs.items()
            for found in (left_out(ours[key], value, f"{where}/{key}") if key in ours else [f"{where}/{key}"])
        ]
    return [] if ours == theirs else [where]


def test_the_schema_of_assessments_holds_that_of_the_contract_and_only_adds() -> None:
    contract = json.loads(DESIGN.read_text(encoding="utf-8"))
    assert left_out(assessment_schema(), contract) == []
    assert left_out({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}) == ["/a/b", "/a/c"]


def test_the_shipped_scenarios_and_their_documents_fit_the_schema() -> None:
    catalogue = read_catalogue()
    schema = jsonschema.Draft202012Validator(scenario_schema(catalogue))
    for path in sorted(scenarios_folder().glob("*.yaml")):
        schema.validate(YAML(typ="safe", pure=True).load(path))
        schema.validate(json.loads(json.dumps(read_scenario(path, catalogue).document)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": "norrbotten"},
        {"title": "T", "area": "nowhere"},
        {"title": "T", "area": "norrbotten", "titel": "T"},
        {"title": "T", "area": "norrbotten", "without": ["vbk"]},
        {"title": "T", "area": "norrbotten", "establishments": {"a": {"type": "wind_farm"}}},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: dict[str, object]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, scenario_schema(read_catalogue()))


@pytest.mark.parametrize(
    ("parameters", "fits"), [({"turbines": 2}, True), ({"turbines": 0}, False), ({"fenced": "yes"}, False)]
)
def test_parameters_by_type(parameters: dict[str, object], fits: bool) -> None:
    park = {"type": "wind_farm", "parameters": parameters, "geometry": {"type": "Point", "coordinates": [7e5, 7.4e6]}}
    scenario = {"title": "T", "area": "norrbotten", "establishments": {"a": park}}
    assert jsonschema.Draft202012Validator(scenario_schema(read_catalogue())).is_valid(scenario) is fits


def test_the_catalogue_files_fit_their_schemas(capsys: pytest.CaptureFixture[str]) -> None:
    schemas = printed(capsys)
    for name, schema in schemas.items():
        if name.endswith(".yaml") and (catalogue_folder() / name).is_file():
            content = YAML(typ="safe", pure=True).load(catalogue_folder() / name)
            jsonschema.validate(content, schema)  # type: ignore[arg-type]
