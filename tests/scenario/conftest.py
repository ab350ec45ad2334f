"""Fixtures for scenario files, and a catalogue of a few types and the two areas to read them against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from landuse.errors import Problem, ScenarioError
from landuse.io.scenario import read_scenario
from landuse.language import language, set_language
from landuse.model.catalogue import Area, Catalogue, DisturbanceType, Footprint, Parameter, Range, Text

PARK = """\
title: Vindkraft Exempelberget
area: exempellandet
crs: EPSG:3006
year: 2035
establishments:
  park:
    type: wind_farm
    status: proposed
    phase: operation
    years: [2030, 2065]
    construction_years: [2028, 2030]
    geometry: {type: MultiPoint, coordinates: [[374500, 8108000], [375100, 8108300]]}
    parameters: {turbines: 2}
  road:
    type: road_forest
    part_of: park
    works: access
    geometry: {type: LineString, coordinates: [[374500, 8108000], [375100, 8108300]]}
without: [vbk/2506-V-003-001]
"""

BOTH = ("construction", "operation")


def text(sv: str, en: str) -> Text:
    return Text(sv=sv, en=en)


def footprint(*, likely: float | None) -> Footprint:
    measure = None if likely is None else Range(low=likely / 2, likely=likely, high=likely * 2)
    return Footprint(measure=measure, what="ground", rule="circle", basis="test", mark="assumption")


PARAMETERS = (
    Parameter(
        id="turbines", title=text("Antal vindkraftverk", "Number of turbines"), kind="integer", minimum=1, maximum=2000
    ),
    Parameter(id="height_m", title=text("Totalhöjd", "Total height"), unit="m", minimum=1, maximum=400),
    Parameter(id="capacity_mw", title=text("Effekt", "Capacity"), unit="MW", minimum=0, maximum=10000),
)
FENCED = Parameter(
    id="fenced", title=text("Stängslad", "Fenced"), kind="choice", choices=("yes", "no", "unknown"), default="unknown"
)
OPENED = Parameter(id="opened", title=text("Öppnad", "Opened"), kind="year", default=2030)

TYPES = (
    DisturbanceType(
        id="wind_farm",
        title=text("vindkraftpark", "wind farm"),
        geometry=("Point", "LineString"),
        group_by="project",
        phases=BOTH,
        footprint_point=footprint(likely=0.8),
        parameters=PARAMETERS,
    ),
    DisturbanceType(
        id="road_forest",
        title=text("skogsbilväg", "forest road"),
        geometry=("LineString",),
        group_by="type",
        phases=BOTH,
        footprint_line=footprint(likely=12),
    ),
    DisturbanceType(
        id="railway",
        title=text("järnväg", "railway"),
        geometry=("LineString",),
        group_by="type",
        phases=BOTH,
        parameters=(FENCED, OPENED),
    ),
    DisturbanceType(
        id="quarry",
        title=text("täkt", "quarry"),
        geometry=("Point", "Polygon"),
        group_by="project",
        phases=BOTH,
        footprint_point=footprint(likely=10),
    ),
    DisturbanceType(
        id="test_range",
        title=text("skjutfält", "test range"),
        geometry=("Point", "Polygon"),
        group_by="project",
        phases=("operation",),
        footprint_point=footprint(likely=None),
    ),
    DisturbanceType(
        id="exploration_drilling",
        title=text("provborrning", "exploration drilling"),
        geometry=("Point", "Polygon"),
        group_by="project",
        phases=("construction",),
    ),
)

AREAS = (
    Area(
        id="norrbotten",
        title=text("Norrbottens län", "Norrbotten County"),
        fictional=False,
        bounds=(516800, 7230500, 920900, 7671100),
        outline_layer="kommun",
        reference_year=2026,
    ),
    Area(
        id="exempellandet",
        title=text("Exempellandet", "Exempellandet"),
        fictional=True,
        bounds=(320000, 8050000, 470000, 8170000),
        outline_layer="lan",
        reference_year=2025,
    ),
)


def small_catalogue() -> Catalogue:
    """Return the catalogue; everything that scenarios do not ask for is empty."""
    return Catalogue(
        layers={},
        types={kind.id: kind for kind in TYPES},
        effects=(),
        pressures={},
        groups={},
        receptors={},
        sensitivity={},
        seasons=(),
        statuses=(),
        realisations={},
        recoveries=(),
        asking_distances=(),
        provisions={},
        weighings={},
        questions=(),
        areas={area.id: area for area in AREAS},
        communities=(),
        profiles={},
        references={},
        digest="0" * 64,
    )


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return small_catalogue()


@pytest.fixture
def park() -> str:
    return PARK


@pytest.fixture
def problems(tmp_path: Path, catalogue: Catalogue) -> Callable[..., list[Problem]]:
    """Return what reading a text (or bytes) as a scenario file complains about; an empty list if nothing."""

    def read(content: str | bytes, name: str = "park.yaml") -> list[Problem]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            read_scenario(path, catalogue)
        except ScenarioError as error:
            return list(error.problems)
        return []

    return read
