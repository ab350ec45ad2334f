"""Answers for land that is in no study: the same as if it were a layer of it, and nothing of it stays."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landuse import assess
from landuse.calculation.private_land import private_answers, rounded, whole_answers
from landuse.io.impact_file import impact_tif
from landuse.model.catalogue import Band
from landuse.model.private_land import PrivateAnswer, PrivateLand
from tests.properties import worlds

SEASON = {"winter_land": ("vinter", "winter"), "summer_land": ("sommar", "summer")}
LAND = worlds.box(130, 90, 610, 700)
PARK = worlds.establishment("park", "wind", worlds.point(420, 330))


def compared(study: worlds.Study, scenario: worlds.Scenario, land: shapely.Polygon, model: str) -> None:
    """Compare the answers with the rows of ``assess`` where the same land is an ordinary layer."""
    ordinary = replace(
        study, layers={**study.layers, **worlds.study({"ren_arstidsland": worlds.lands({"A": {land: 1.0}})}).layers}
    )
    ordinary = replace(ordinary, layers={**study.layers, "ren_arstidsland": ordinary.layers["ren_arstidsland"]})
    rows = worlds.rows(assess(ordinary, scenario, model=model).document)
    lands = {season: land for season, _evidence in SEASON.values()}
    for answer in whole_answers(study, scenario, "A", lands, model=model):
        name = next(name for name, (season, _e) in SEASON.items() if season == answer.season)
        row = rows[name, answer.season, "herding_community", "A"]
        held = row["available"]
        assert worlds.close(answer.hectares, held)
        assert answer.within_reach == pytest.approx((row["zone"]["before"], row["zone"]["after"]), abs=1e-9)
        assert answer.reduced == pytest.approx((row["baseline"]["built"] / held, row["cumulative"] / held), abs=1e-9)
        quiet = row["undisturbed"]
        assert answer.quiet == pytest.approx((quiet["before"] / held, quiet["after"] / held), abs=1e-9)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_same_as_an_ordinary_layer(data: st.DataObject) -> None:
    study = data.draw(worlds.studies(quality=False))
    parts = data.draw(worlds.parts())
    own = data.draw(st.sampled_from([Band.PROPOSED, Band.BUILT, Band.PERMITTED]))
    parts = (*parts[:-1], parts[-1].model_copy(update={"status": own})) if len(parts) > 1 else parts
    roads = [f"vag/{key}" for key in study.layers["vag"].features["key"]]
    without = tuple(data.draw(st.lists(st.sampled_from(roads), unique=True))) if roads else ()
    scenario = worlds.scenario(*parts, without=without)
    compared(study, scenario, data.draw(worlds.boxes(900)), data.draw(st.sampled_from(["multiplicative", "dominant"])))


def test_land_far_larger_than_the_reach_of_the_proposal_has_its_baseline_too() -> None:
    roads = worlds.frame([{"key": "far", "geometry": worlds.line((1100, 1000), (1190, 1190))}])
    compared(worlds.study({"vag": roads}), worlds.scenario(PARK), worlds.box(0, 0, 1200, 1200), "multiplicative")


def test_a_private_land_leaves_nothing_with_the_study() -> None:
    study, other = worlds.study({}), worlds.study({})
    keys = {}
    for each, land in ((study, LAND), (other, worlds.box(0, 0, 1200, 1200))):
        private_answers(each, worlds.scenario(PARK), "A", {"vinter": land})
        keys[id(each)] = sorted(map(repr, each.kept.always._values))
    # Whatever land was asked about, the study keeps the same things.
    assert keys[id(study)] == keys[id(other)]


def test_answers_are_rounded_and_small_land_gives_none() -> None:
    answer = PrivateAnswer("vinter", 1_234.0, (0.0, 77.0), (0.017, 0.0249), (0.994, 0.996))
    said = rounded(answer, 1.0)
    assert (said.hectares, said.within_reach, said.reduced, said.quiet) == (
        1200.0, (0.0, 75.0), (0.02, 0.02), (0.99, 1.0),
    )  # fmt: skip
    assert rounded(replace(answer, hectares=99.0), 1.0) == PrivateAnswer("vinter", None, too_small=True)
    assert rounded(replace(answer, hectares=2_400.0), 100.0).too_small
    small = private_answers(worlds.study({}), worlds.scenario(PARK), "A", {"vinter": worlds.box(0, 0, 900, 900)})
    assert small == (PrivateAnswer("vinter", None, too_small=True),)


def test_land_outside_the_area_is_said_to_be_unknown() -> None:
    (answer,) = private_answers(
        worlds.study({}), worlds.scenario(PARK), "A", {"vinter": worlds.box(0, -500, 1200, 1700)}
    )
    assert answer.outside
    assert answer.hectares == 140.0


def test_a_season_without_evidence_is_unknown_not_zero() -> None:
    (answer,) = whole_answers(worlds.study({}), worlds.scenario(PARK), "nobody", {"vinter": LAND})
    assert answer.hectares is not None
    assert (answer.within_reach, answer.reduced, answer.quiet) == (None, None, None)


def test_private_land_is_neither_printed_nor_pickled() -> None:
    land = PrivateLand({"vinter": LAND}, 1)
    assert "7" not in repr(land)
    with pytest.raises(TypeError, match="never written"):
        pickle.dumps(land)


def test_rasters_carry_no_value() -> None:
    """``impact.tif`` is 1 − U: the quality of a land, or the land itself, changes no bit of it."""
    scenario = worlds.scenario(PARK)
    tifs = set()
    for lands in ({LAND: 1.0}, {LAND: 0.25}, {worlds.box(300, 300, 200, 200): 0.5}):
        found = assess(worlds.study({"ren_arstidsland": worlds.lands({"A": lands})}), scenario)
        assert found.impact is not None
        tifs.add(impact_tif(found.impact))
    assert len(tifs) == 1
