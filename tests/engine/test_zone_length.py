"""Lengths in a zone against the fixture, by hand and against fine buffer polygons."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, box

from landuse.engine.zone_length import Zones, length_within
from landuse.errors import LanduseError

ROUTE = LineString([(700_000, 7_400_250), (700_500, 7_400_250)])
place = st.tuples(st.floats(0, 4000), st.floats(0, 4000))
lines = st.lists(place, min_size=2, max_size=12, unique=True).map(LineString)
discs = st.tuples(place, st.floats(20, 900)).map(lambda d: Point(d[0]).buffer(d[1], quad_segs=4))
sources = st.lists(st.one_of(place.map(Point), lines, discs), min_size=1, max_size=6)


def test_fixture(shared_data: Path):
    study = json.loads((shared_data / "oracles" / "fixture_5x5.json").read_text())
    ends = {name: source["geometry"] for name, source in study["inputs"]["sources"].items()}
    road, spur, park = LineString(ends["R"]), LineString(ends["S"]), [Point(ends["T1"][0]), Point(ends["T2"][0])]
    assert ROUTE.length / 1000 == study["route"]["length_km"]
    assert length_within(ROUTE, park[:1], 250) / 1000 == pytest.approx(study["route"]["in_zone_of_T1_km"], rel=1e-12)
    assert length_within(ROUTE, [*park, spur], 250) / 1000 == pytest.approx(study["route"]["in_zone_after_km"])
    assert length_within(ROUTE, [road], 200) == 500


@settings(max_examples=100, deadline=None)
@given(lines, sources, st.sampled_from([1.0, 60.0, 333.3, 1500.0]))
def test_equals_fine_buffers(line, around, reach):
    ground = shapely.union_all([shapely.buffer(each, reach, quad_segs=3000) for each in around])
    assert length_within(line, around, reach) == pytest.approx(line.intersection(ground).length, abs=0.05)


@settings(max_examples=50, deadline=None)
@given(lines, sources, st.floats(0, 2000), st.floats(0, 2000), st.randoms(use_true_random=False))
def test_grows_with_reach_and_knows_no_order(line, around, one, other, random):
    near, far = sorted((one, other))
    mixed = list(around)
    random.shuffle(mixed)
    assert -1e-9 <= length_within(line, around, near) <= length_within(line, around, far) + 1e-6
    assert length_within(line, around, far) <= line.length + 1e-6
    assert length_within(line, mixed, far) == pytest.approx(length_within(line, around, far), abs=1e-6)


def test_inside_a_polygon_and_around_it():
    line = LineString([(-1000, 50), (1000, 50)])
    yard = box(0, 0, 100, 100)
    assert length_within(line, [yard], 0) == pytest.approx(100)
    assert length_within(line, [yard], 25) == pytest.approx(150)
    assert length_within(line, [yard.difference(box(20, 20, 80, 80))], 10) == pytest.approx(120 - 40)


def test_overlapping_zones_count_once_and_each_line_as_drawn():
    line = LineString([(0, 0), (100, 0)])
    assert length_within(line, [Point(40, 0), Point(60, 0), LineString([(30, 0), (70, 0)])], 30) == pytest.approx(100)
    assert length_within(MultiLineString([line, line]), [Point(50, 0)], 10) == pytest.approx(40)


def test_strip_between_the_ends_of_a_long_segment():
    line = LineString([(0, 300), (10_000, 300)])
    assert length_within(line, [LineString([(4000, 0), (6000, 0)])], 500) == pytest.approx(2000 + 2 * 400)
    assert length_within(line, [LineString([(5000, -9000), (5000, 9000)])], 500) == pytest.approx(1000)


def test_many_steps_are_added_up():
    angle = np.linspace(0, 2 * math.pi, 4001)
    circle = LineString(np.column_stack([np.cos(angle), np.sin(angle)]) * 1000)
    assert length_within(circle, [Point(0, 0)], 1000.001) == pytest.approx(circle.length)
    assert length_within(circle, [Point(0, 0)], 999) == 0


def test_nothing_and_everything():
    assert length_within(ROUTE, [], 100) == 0
    assert length_within(ROUTE, [Point()], math.inf) == 0
    assert length_within(ROUTE, [Point(0, 0)], math.inf) == 500
    with pytest.raises(LanduseError, match="reach"):
        length_within(ROUTE, [Point(0, 0)], math.nan)


def test_boxes_near_are_those_that_each_line_is_near_to():
    random = np.random.default_rng(1)
    places = random.uniform(0, 1000, (40, 2))
    zones = Zones.of([([Point(p)], float(far)) for p, far in zip(places[:20], random.uniform(0, 150, 20), strict=True)])
    lines = np.array([LineString([p, p + random.uniform(-40, 40, 2)]) for p in places[20:]], dtype=object)
    found = zones.near_boxes(shapely.bounds(lines))
    assert found.tolist() == [len(zones.near(line)) > 0 for line in lines]
    assert 0 < found.sum() < len(lines)
    assert not Zones.of([]).near_boxes(shapely.bounds(lines)).any()
    assert not len(zones.near_boxes(np.empty((0, 4))))
