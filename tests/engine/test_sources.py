"""Features of layers and parts of scenarios become sources of one form and one order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from landuse.engine.proposed import proposed_sources
from landuse.engine.sources import existing_sources, removable_keys
from landuse.model.catalogue import Band
from landuse.model.study import Study
from tests.properties import worlds

PIT = worlds.box(100, 100, 50, 50)


def study(**layers: list[dict[str, Any]]) -> Study:
    return worlds.study({name: worlds.frame(rows) for name, rows in layers.items()})


def test_statuses_decide_the_band_and_an_unknown_one_is_never_built() -> None:
    rows = [
        {"key": key, "geometry": PIT, "status": status}
        for key, status in (("a", "built"), ("b", "PERMITTED"), ("c", "who knows"), ("d", None))
    ]
    bands = {source.group: source.band for source in existing_sources(study(taekt=rows), 2030)}
    assert bands == {
        "feature:taekt/a": Band.BUILT, "feature:taekt/b": Band.PERMITTED, "feature:taekt/c": Band.PLANNED,
        "feature:taekt/d": Band.PLANNED,
    }  # fmt: skip


def test_without_a_status_column_the_rule_of_the_layer_holds() -> None:
    (source,) = existing_sources(study(vag=[{"key": "a", "geometry": worlds.line((0, 0), (100, 0))}]), 2030)
    assert source.band is Band.BUILT


def test_keys_that_can_be_removed_name_the_layer() -> None:
    made = study(taekt=[{"key": "a", "geometry": PIT}], myr=[{"key": "m", "geometry": PIT}])
    assert removable_keys(made) == {"taekt/a"}
    assert existing_sources(made, 2030, ["taekt/a"]) == ()
    assert len(existing_sources(made, 2030, ["vag/a"])) == 1


def test_order_is_that_of_ids_and_ids_are_unique() -> None:
    rows = [{"key": key, "geometry": PIT, "status": "built"} for key in ("z", "a", "m")]
    found = existing_sources(study(taekt=rows, vag=[{"key": "r", "geometry": worlds.line((0, 0), (9, 9))}]), 2030)
    ids = [source.id for source in found]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids) == 4


def test_stated_measures_are_those_of_points_and_lines() -> None:
    made = study(
        vag=[{"key": "r", "geometry": worlds.line((0, 0), (100, 0)), "width_m": 12.0, "area_ha": 99.0}],
        tatort=[{"key": "t", "geometry": worlds.point(300, 300), "width_m": 99.0, "area_ha": 7.0}],
        taekt=[{"key": "p", "geometry": PIT, "status": "built", "area_ha": 99.0}],
    )
    found = {source.layer: source.measure[0] for source in existing_sources(made, 2030)}
    assert (found["vag"], found["tatort"]) == (12.0, 7.0)
    assert np.isnan(found["taekt"])  # a polygon is its own ground


def test_parts_are_sorted_whatever_their_order() -> None:
    parts = [worlds.establishment(name, "pit", PIT) for name in ("b", "c", "a")]
    found = proposed_sources(worlds.scenario(*parts), worlds.catalogue(), 2030)
    assert [source.owner for source in found] == ["a", "b", "c"]
    assert {source.band for source in found} == {Band.PROPOSED}


@pytest.mark.parametrize(
    ("kind", "works", "group"),
    [
        ("road", "internal", "project:~host"),
        ("road", "access", "type:road"),
        ("pad", "access", "project:~host"),  # the evidence of a wind farm contains pads
        ("wind", "access", "project:~host"),
        ("pit", "access", "feature:~works"),
    ],
)
def test_groups_of_works(kind: str, works: str, group: str) -> None:
    geometry = worlds.line((0, 0), (100, 0)) if kind == "road" else worlds.point(50, 50) if kind == "wind" else PIT
    host = worlds.establishment("host", "wind", worlds.point(300, 300))
    part = worlds.establishment("works", kind, geometry, part_of="host", works=works)
    found = proposed_sources(worlds.scenario(host, part), worlds.catalogue(), 2030)
    assert {source.owner: source.group for source in found} == {"host": "project:~host", "works": group}


def test_works_of_works_belong_to_the_host_at_the_top() -> None:
    host = worlds.establishment("host", "wind", worlds.point(300, 300))
    pad = worlds.establishment("pad", "pad", PIT, part_of="host")
    road = worlds.establishment("road", "road", worlds.line((0, 0), (9, 9)), part_of="pad", works="internal")
    found = proposed_sources(worlds.scenario(host, pad, road), worlds.catalogue(), 2030)
    assert {source.group for source in found} == {"project:~host"}


def test_multipart_geometries_are_taken_apart() -> None:
    farm = worlds.establishment("farm", "wind", shapely.MultiPoint([worlds.point(1, 1), worlds.point(9, 9)]))
    (source,) = proposed_sources(worlds.scenario(farm), worlds.catalogue(), 2030)
    assert len(source.geometries) == len(source.measure) == 2
