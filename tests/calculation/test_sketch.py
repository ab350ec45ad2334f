"""The calculation after an edit: equal to ``assess`` figure for figure, also in threads, and bounded in memory."""

from __future__ import annotations

import datetime as dt
import gc
import threading
import tracemalloc
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from landuse import assess, load_study, read_catalogue, read_scenario
from landuse.calculation.added import restored
from landuse.calculation.case import Case
from landuse.calculation.place import Place
from landuse.calculation.standing import standing_of
from landuse.engine.sources import existing_sources
from landuse.errors import LanduseError
from landuse.explain import explain
from landuse.model.assessment import Assessment
from landuse.model.catalogue import Catalogue
from landuse.model.kept import Kept, Recent, Scope
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.sketch import sketch, warm
from tests.properties import worlds

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
QUICK = ("vindkraft-exempelberget-a", "nollalternativ")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def studies(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Study]:
    """Return an empty table of studies, filled when asked by :func:`study_at`."""
    return {}


def study_at(
    studies: dict[tuple[str, int], Study], catalogue: Catalogue, area: str, metres: int, folder: Path
) -> Study:
    """Return a study of an area at a resolution, loaded once."""
    if (area, metres) not in studies:
        loaded = load_study(catalogue, area, resolution_m=metres, workspace=folder, today=dt.date(2026, 7, 1))
        studies[area, metres] = replace(loaded, memory=None)
    return studies[area, metres]


def said(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document without the moment it was made."""
    return {**document, "provenance": {k: v for k, v in document["provenance"].items() if k != "created"}}


def equal(one: Assessment, other: Assessment) -> None:
    """Check that two assessments agree to the last bit."""
    assert said(one.document) == said(other.document)
    assert (one.impact is None) == (other.impact is None)
    if one.impact is not None and other.impact is not None:
        assert one.impact.grid == other.impact.grid
        assert one.impact.bands.keys() == other.impact.bands.keys()
        for key, band in one.impact.bands.items():
            assert np.array_equal(band, other.impact.bands[key]), key


def _equal_to_assess(studies: Any, catalogue: Catalogue, stem: str, metres: int, folder: Path) -> None:
    scenario = read_scenario(ROOT / "scenarios" / f"{stem}.yaml", catalogue)
    study = study_at(studies, catalogue, scenario.area, metres, folder)
    equal(sketch(study, scenario), assess(study, scenario))


@pytest.mark.parametrize("stem", QUICK)
def test_a_shipped_scenario_gives_what_assess_gives(
    studies: Any, catalogue: Catalogue, stem: str, tmp_path: Path
) -> None:
    _equal_to_assess(studies, catalogue, stem, 1000, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("stem", SCENARIOS)
def test_every_shipped_scenario_gives_what_assess_gives(
    studies: Any, catalogue: Catalogue, stem: str, tmp_path: Path
) -> None:
    _equal_to_assess(studies, catalogue, stem, 250, tmp_path)


# ---- a small land


ROADS = worlds.frame(
    [
        {"key": "r", "geometry": worlds.line((0, 300), (1200, 300))},
        {"key": "s", "geometry": worlds.line((300, 0), (300, 600)), "from_year": 2031},
    ]
)
FELLED = worlds.frame(
    [{"key": f"f{i}", "geometry": worlds.box(100 * i, 900, 60, 60), "felling_year": 2020} for i in range(10)]
)


def _land(**layers: Any) -> Study:
    base = {
        "ren_arstidsland": worlds.lands({"A": {worlds.box(0, 0, 1200, 1200): 1.0}}),
        "reservat": worlds.frame([{"key": "N", "geometry": worlds.box(100, 100, 500, 500)}]),
        "myr": worlds.frame([{"key": "M", "geometry": worlds.box(0, 0, 600, 600)}]),
        "vag": ROADS,
        "avverkat": FELLED,
    }
    return worlds.study({**base, **layers})


def _pit(x: float, y: float, **changes: Any) -> Scenario:
    return worlds.scenario(worlds.establishment("p", "pit", worlds.box(x, y, 150, 150), **changes))


@pytest.mark.parametrize("model", ["additive", "dominant", "diminishing"])
def test_the_other_models_too(model: str) -> None:
    land = _land()
    equal(sketch(land, _pit(400, 400), model=model), assess(land, _pit(400, 400), model=model))


@pytest.mark.parametrize("profile", ["low", "high"])
def test_the_other_profiles_too(profile: str) -> None:
    land = _land()
    equal(sketch(land, _pit(400, 400), profile=profile), assess(land, _pit(400, 400), profile=profile))


def test_another_year_is_another_baseline() -> None:
    land = _land()
    for year in (2030, 2031, 2029, 2030):
        equal(sketch(land, _pit(400, 400), year=year), assess(land, _pit(400, 400), year=year))


def test_bad_input_is_refused_like_by_assess() -> None:
    land = _land()
    for asked in ({"profile": "none"}, {"model": "none"}):
        with pytest.raises(LanduseError):
            sketch(land, _pit(400, 400), **asked)
    with pytest.raises(LanduseError):
        sketch(land, _pit(5000, 400))


def test_what_is_kept_belongs_to_this_very_study() -> None:
    """A copy with other layers starts with nothing: it never gets the figures of the first."""
    land = _land()
    sketch(land, _pit(400, 400))
    other = replace(land, layers=_land(vag=worlds.frame([])).layers)
    assert other.kept is not land.kept
    assert len(other.kept.years) == 0
    equal(sketch(other, _pit(400, 400)), assess(other, _pit(400, 400)))


def test_warming_leaves_nothing_to_prepare(monkeypatch: pytest.MonkeyPatch) -> None:
    land = _land()
    warm(land)

    def refused(*_arguments: object, **_named: object) -> None:
        raise AssertionError("prepared again")

    for place in ("case_sources.existing_sources", "units._ledgers", "baseline._computed", "case.municipalities"):
        monkeypatch.setattr(f"landuse.calculation.{place}", refused)
    monkeypatch.setattr("landuse.register.shelf.Shelf", refused)
    assert sketch(land, _pit(400, 400)).conflicts


def test_a_wrong_value_kept_is_seen_by_the_check_that_removal_restores_the_baseline() -> None:
    land = _land()
    warm(land)
    case = Case(land, _pit(250, 250), 2030, land.catalogue.profiles["likely"], "multiplicative", land.kept)
    receptor = land.catalogue.receptors["winter_land"]
    assert restored(Place(case, case.profile), receptor, "winter")
    standing = standing_of(case, case.profile)
    terms = standing.terms(0, standing.exposure.aim(receptor, "winter")).terms
    for term in terms:
        term.effect.unscaled.flags.writeable = True
        term.effect.unscaled[:] *= 0.9
    assert not restored(Place(case, case.profile), receptor, "winter")
    assert not sketch(land, _pit(250, 250)).document["checks"]["add_and_remove_restores_baseline"]


def test_removing_one_feature_looks_only_where_it_was() -> None:
    land = _land()
    case = Case(
        land, worlds.scenario(without=["avverkat/f3"]), 2030, land.catalogue.profiles["likely"], "multiplicative"
    )
    assert Place(case, case.profile).window.width < 6


# ---- threads


def test_sessions_in_threads_get_what_each_gets_alone() -> None:
    land, scenarios = _land(), [_pit(100 * i, 50 * i) for i in range(6)]
    alone = [assess(land, scenario) for scenario in scenarios]
    found: dict[int, Assessment] = {}
    errors: list[BaseException] = []
    ready = threading.Barrier(len(scenarios))

    def session(i: int) -> None:
        try:
            ready.wait()
            for _turn in range(2):
                found[i] = sketch(land, scenarios[i])
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=session, args=(i,)) for i in range(len(scenarios))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    for i, expected in enumerate(alone):
        equal(found[i], expected)


def test_a_value_is_made_once_however_many_ask() -> None:
    scope, made, ready = Scope(), [], threading.Barrier(8)

    def ask() -> None:
        ready.wait()
        scope.once("key", lambda: made.append(threading.get_ident()) or threading.Event().wait(0.05))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_failure_is_not_kept() -> None:
    scope = Scope()
    with pytest.raises(ZeroDivisionError):
        scope.once("key", lambda: 1 // 0)
    assert scope.once("key", lambda: 7) == 7


# ---- memory


def test_only_the_last_years_are_kept() -> None:
    kept = Kept(most_years=2)
    first = kept.year(2030)
    for year in (2031, 2030, 2032):
        kept.year(year)
    assert kept.year(2030) is first
    assert len(kept.years) == 2


def test_only_the_last_values_are_kept() -> None:
    recent = Recent(2)
    for key in ("a", "b", "a", "c"):
        recent.once(key, lambda key=key: key)
    assert len(recent) == 2
    assert recent.once("a", lambda: "made again") == "a"
    assert recent.once("b", lambda: "made again") == "made again"


def _scenario(i: int) -> Scenario:
    """Return one of many different edits: a pit that moves, a road that stands, features removed and put back."""
    x, y = 37 * i % 900, 53 * i % 900
    standing = worlds.establishment(f"s{i % 7}", "road", worlds.line((x, y), (x + 90, y + 40)), status="built")
    parts = [worlds.establishment("p", "pit", worlds.box(x, y, 40 + i % 100, 70))]
    return worlds.scenario(
        *parts, *([standing] if i % 3 == 0 else []), without=[f"avverkat/f{i % 10}"] if i % 2 else []
    )


def _grown(edits: int) -> int:
    """Return by how many bytes memory has grown over some edits, after as many that fill what is kept."""
    land = _land()
    for i in range(edits):
        sketch(land, _scenario(i))
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for i in range(edits, 2 * edits):
            sketch(land, _scenario(i))
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


@pytest.mark.slow
def test_memory_is_flat_over_many_edits() -> None:
    assert _grown(100) < 6 * 2**20


# ---- why here


def test_why_here_is_the_same_on_a_warm_study() -> None:
    land = _land()
    place = (worlds.WEST + 420.0, worlds.NORTH - 430.0)
    cold = explain(_land(), _pit(400, 400), place)
    warm(land)
    sketch(land, _pit(400, 400))
    assert explain(land, _pit(400, 400), place) == cold


def test_sources_are_those_of_a_fresh_reading() -> None:
    land = _land()
    warm(land)
    kept = Case(land, _pit(0, 0), 2030, land.catalogue.profiles["likely"], "multiplicative", land.kept).existing
    fresh = existing_sources(land, 2030)
    assert [source.id for source in kept] == [source.id for source in fresh]
    assert all(shapely.equals_exact(a.geometries, b.geometries).all() for a, b in zip(kept, fresh, strict=True))
