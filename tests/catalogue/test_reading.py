"""The shipped catalogue is right, is read once, and says the same in each language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from ruamel.yaml import YAML

from landuse.errors import CatalogueError
from landuse.io.catalogue import check_catalogue, json_schemas, read_catalogue
from landuse.io.catalogue_files import SECTIONS
from landuse.model.catalogue import Role, Text
from landuse.model.frozen import Frozen, matches

VERDICTS = re.compile(
    r"tillåt|förbjud|avslå|\ballowed|forbidden|\bpermitted\b|no conflict|ingen konflikt|förlust av|ersättningsgrund",
    re.IGNORECASE,
)


def test_nothing_is_wrong() -> None:
    assert [str(problem) for problem in check_catalogue()] == []


def test_the_same_files_give_the_same_object(copy: Path) -> None:
    assert read_catalogue() is read_catalogue() is read_catalogue(copy)


def test_another_content_gives_another_digest(copy: Path) -> None:
    before = read_catalogue(copy).digest
    path = copy / "profiles" / "low.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "subcells: 3\n", encoding="utf-8")
    assert read_catalogue(copy).digest != before
    assert read_catalogue(copy).profiles["low"].subcells == 3


def test_it_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        read_catalogue().types["wind_farm"].tall = False  # type: ignore[misc]


def test_a_folder_without_a_catalogue_names_every_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as error:
        read_catalogue(tmp_path)
    missing = {problem.where for problem in error.value.problems}
    assert {"layers.yaml", "effects.csv", "sensitivity.csv", "references.bib"} <= missing


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Frozen):
        yield from (text for name in type(value).model_fields for text in _texts(getattr(value, name)))
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in _texts(item))
    elif isinstance(value, tuple):
        yield from (text for item in value for text in _texts(item))


def test_every_text_is_there_in_swedish_and_english() -> None:
    texts = list(_texts(read_catalogue()))
    assert len(texts) > 500
    assert [text for text in texts if not text.sv.strip() or not text.en.strip()] == []


def test_northern_sami_terms_are_those_of_the_glossary() -> None:
    catalogue = read_catalogue()
    known = {term.se: term.status == "verified" for term in catalogue.glossary}
    used = {(text.se, text.se_reviewed) for text in _texts(catalogue) if text.se}
    assert used <= set(known.items())
    assert ("goazan", False) in used
    assert ("johtolat", True) in used


def test_no_text_is_a_verdict() -> None:
    catalogue = read_catalogue()
    words = [word for text in _texts(catalogue) for word in (text.sv, text.en)]
    words += [provision.threshold_word or "" for provision in catalogue.provisions.values()]
    assert [word for word in words if VERDICTS.search(word)] == []


def test_every_provision_says_how_far_it_was_verified() -> None:
    for provision in read_catalogue().provisions.values():
        assert provision.mark.startswith(("V", "GK", "st 1 of 4:1 V"))
        assert provision.source
        assert (provision.checked_on is None) or provision.mark.startswith("V")


def test_a_layer_knows_the_provisions_that_name_it() -> None:
    catalogue = read_catalogue()
    assert set(catalogue.layers["ren_flyttled"].law) == {"mb_3_5_st1", "rnl_23_24"}


def test_every_role_with_a_path_of_its_own_is_in_use() -> None:
    roles = {role for spec in read_catalogue().layers.values() for role in spec.roles}
    assert roles == set(Role)


def test_each_village_type_and_season_has_one_seasonal_land() -> None:
    catalogue = read_catalogue()
    lands = {season: r.id for r in catalogue.receptors.values() for season in r.evidence_seasons}
    expected = {"winter": "winter_land", "calving": "spring_land", "summer": "summer_land", "autumn": "autumn_land"}
    assert lands == expected
    assert len(catalogue.seasons) == 3 * 8
    assert {season.evidence for season in catalogue.seasons} == set(expected)


def test_seasonal_land_without_a_kind_is_the_land_itself() -> None:
    winter = read_catalogue().receptors["winter_land"].layers[0]
    assert matches(winter.where, {"kind": None})
    assert matches(winter.where, {"kind": "Arstidsland"})
    assert not matches(winter.where, {"kind": "kalvningsland"})


def test_a_status_is_never_dropped_and_never_read_as_built() -> None:
    catalogue = read_catalogue()
    assert catalogue.status("vbk", "UPPFÖRT").band == "built"
    for value in ("something new", None, float("nan"), ""):
        assert catalogue.status("vbk", value).status == "status_unknown"
        assert catalogue.status("vbk", value).band == "planned"
    assert catalogue.status("utf_avverk", None).band == "built"
    assert catalogue.status("industri", "under_construction").band == "built"


@pytest.mark.parametrize(
    ("layer", "attributes", "geometry", "expected"),
    [
        ("stamnat", {"voltage_kv": 380}, "LineString", "power_line_400kV"),
        ("stamnat", {"voltage_kv": 132}, "MultiLineString", "power_line_130kV"),
        ("stamnat", {"voltage_kv": "130000"}, "LineString", "power_line_130kV"),
        ("stamnat", {"voltage_kv": 400000.0}, "LineString", "power_line_400kV"),
        ("stamnat", {"voltage_kv": float("nan")}, "LineString", "power_line_400kV"),
        ("stamnat", {"kind": "substation", "voltage_kv": 130}, "Point", "substation"),
        ("vag", {"kind": "road_forest"}, "LineString", "road_forest"),
        ("vag", {"kind": "something else"}, "LineString", "road_secondary"),
        ("vag", {}, "LineString", "road_secondary"),
        ("vbk", {}, "Point", "wind_farm"),
        ("vbk", {}, "MultiPolygon", None),
        ("vattenkraft", {"kind": "Wind"}, "Point", None),
        ("vattenkraft", {}, "Point", "hydropower_plant"),
        ("trv_projekt", {"kind": "railway"}, "Point", None),
        ("trv_projekt", {"kind": "railway"}, "LineString", "railway"),
        ("jarnvag", {}, "LineString", "railway"),
    ],
)
def test_features_become_sources_of_the_right_type(
    layer: str, attributes: dict[str, object], geometry: str, expected: str | None
) -> None:
    catalogue = read_catalogue()
    rule = catalogue.layers[layer].source
    assert rule is not None
    assert rule.type_of(attributes, geometry, catalogue.types) == expected


def test_the_schemas_are_schemas_and_accept_the_shipped_files(root: Path) -> None:
    schemas = json_schemas()
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    yaml = YAML(typ="safe", pure=True)
    for file in SECTIONS:
        content = json.loads(json.dumps(yaml.load(root / "layers" / file)))
        errors = [error.message for error in Draft202012Validator(schemas[file]).iter_errors(content)]
        assert errors == [], file
    profile = yaml.load(root / "layers" / "profiles" / "low.yaml")
    Draft202012Validator(schemas["profiles/*.yaml"]).validate(profile)
