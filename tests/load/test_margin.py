"""A profile that reaches farther than the catalogue's widens the margin: what stands out there is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from landuse import assess
from landuse.engine.margin import largest_reach_m
from landuse.errors import LanduseError
from landuse.io import embedded
from landuse.load import load_study
from landuse.model.catalogue import Area, Catalogue, Profile, ProfileChange, Role, Text
from landuse.model.grid import Grid, Window
from landuse.model.scenario import Scenario
from tests import tiny_study as tiny
from tests.properties import worlds

TEXT = Text(sv="x", en="x")
SMALL, LARGE = (700_000, 7_400_000, 710_000, 7_410_000), (680_000, 7_380_000, 730_000, 7_430_000)
CHANGE = {"type": "wind", "pressure": "disturbance", "radius_m": 9000.0, "shape": "linear"}


def profile(**change: Any) -> Profile:
    made = ProfileChange(**(change if change else CHANGE))
    return Profile(name="wide", title=TEXT, level="likely", author="a", reason="b", changes=(made,))


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """Return a catalogue of two areas with the same layers: land in the smaller area, a turbine 6 km west of it."""
    monkeypatch.setattr(embedded, "catalogue_folder", lambda: tmp_path / "layers")
    areas = {}
    for name, bounds in (("small", SMALL), ("large", LARGE)):
        folder = tmp_path / "layers" / "data" / name
        folder.mkdir(parents=True)
        land = {"village": "A", "season": "vinter", "value": 1.0}
        for layer, columns, shape in (
            ("lan", {}, shapely.box(*bounds)),
            ("ren_arstidsland", land, shapely.box(*SMALL)),
            ("vbk", {"project": "P"}, shapely.Point(694_000, 7_405_000)),
        ):
            frame = gpd.GeoDataFrame({"key": ["1"], "name": ["x"], **{k: [v] for k, v in columns.items()}},
                                     geometry=[shape], crs=3006)  # fmt: skip
            frame.to_parquet(folder / f"{layer}.parquet")
        head = "id,quality,authority,edition,retrieved,licence,attribution,note\n"
        lines = [f"{layer},synthetic,A,,2026-10-01,CC0,,\n" for layer in ("lan", "ren_arstidsland", "vbk")]
        (folder / "SOURCES.csv").write_text(head + "".join(lines))
        areas[name] = Area(id=name, title=TEXT, fictional=True, bounds=bounds, outline_layer="lan", reference_year=2030)
    made = worlds.catalogue()
    layers = {**made.layers, "lan": tiny.layer_spec("lan", Role.CONTEXT)}
    every = {name: spec.model_copy(update={"areas": ()}) for name, spec in layers.items()}
    return made.model_copy(update={"areas": areas, "layers": every, "digest": "margin"})


def built(catalogue: Catalogue, area: str, wide: Profile, *, widened: bool) -> float:
    study = load_study(catalogue, area, resolution_m=500, profiles=(wide,) if widened else ())
    nothing = Scenario.of("zero", area, 2030, (), alternative="zero")
    rows = assess(study, nothing, profile=wide).losses
    keys = "receptor", "season", "unit_kind", "unit"
    (row,) = (r for r in rows if [r[k] for k in keys] == ["winter_land", "vinter", "herding_community", "A"])
    return float(row["baseline"]["built"])


def test_a_source_just_outside_counts_as_in_a_larger_area(catalogue: Catalogue) -> None:
    found = built(catalogue, "small", profile(), widened=True)
    assert found == pytest.approx(built(catalogue, "large", profile(), widened=True), rel=1e-12) and found > 0.0


def test_a_study_that_was_loaded_for_less_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(LanduseError, match=r"profiles=\[profile\]"):
        built(catalogue, "small", profile(), widened=False)


def test_a_profile_of_unknown_types_is_refused_before_anything_is_loaded(catalogue: Catalogue) -> None:
    with pytest.raises(LanduseError, match=r"changes\.0\.type"):
        load_study(catalogue, "small", resolution_m=500, profiles=[profile(type="wnd", footprint_ha=1.0)])


def test_the_ground_of_a_point_or_a_line_widens_the_margin_too() -> None:
    made = worlds.catalogue()
    assert largest_reach_m(made, [profile(type="road", footprint_width_m=90_000.0)]) == 45_000.0
    point = largest_reach_m(made, [profile(type="wind", footprint_ha=1e6)])
    assert point == pytest.approx((1e10 / 3.14159265) ** 0.5, rel=2e-3)
    assert largest_reach_m(made, [profile(type="wind", radius_m=1.0)]) == largest_reach_m(made)


def test_tails_that_never_end_are_refused_where_a_study_has_to_end(catalogue: Catalogue) -> None:
    endless = profile().model_copy(update={"cutoff": 0.0})
    with pytest.raises(LanduseError, match=r"cutoff.*0\.001"):
        load_study(catalogue, "small", resolution_m=500, profiles=[endless])
    study = load_study(catalogue, "small", resolution_m=500)
    with pytest.raises(LanduseError, match="cutoff"):
        assess(study, Scenario.of("zero", "small", 2030, (), alternative="zero"), profile=endless)


def test_a_window_of_an_endless_reach_is_the_whole_grid() -> None:
    grid = Grid(3006, 0, 1000, 100, 10, 12)
    assert grid.window((300, 300, 400, 400), float("inf")) == Window(0, 0, 10, 12)
