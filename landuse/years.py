"""The load through the years: what was, is and will be lost of each village's land, and when each step came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from landuse.calculation.carried import carried, worst_seasons
from landuse.calculation.case import Case
from landuse.calculation.options import case_of, levels_beside
from landuse.calculation.through_years import (
    Change,
    ThroughYears,
    Tracks,
    existing_of,
    recovery_years,
    timeline_of,
    walk_of,
)
from landuse.calculation.units import evidence_seasons, missing_sources, villages
from landuse.engine.timeline import Timeline
from landuse.errors import LanduseError, problem
from landuse.language import _
from landuse.model.catalogue import Profile
from landuse.model.kept import Recent
from landuse.model.profile import LEVELS
from landuse.model.scenario import Scenario
from landuse.model.study import Study
from landuse.model.through_years import TRACKS, LoadThroughYears, Unit, YearLoad, YearStep

FIRST, LAST = 1900, 2060
MOST_YEARS = 500
MOST_KEPT = 8
"""Results kept with a study."""
Progress = Callable[[str, int, int], None]


def load_through_years(
    study: Study,
    scenario: Scenario | None = None,
    *,
    first: int = FIRST,
    last: int = LAST,
    profile: str | Profile = "likely",
    model: str = "multiplicative",
    interval: bool = False,
    progress: Progress | None = None,
) -> LoadThroughYears:
    """Return the load of each village and season through the years, from built to proposed, and its steps.

    Every year in which a source begins, ends or changes phase, or a felling recovers, is worked out; in between
    nothing changes. What does not depend on the scenario is kept with the study, so that an edit is fast.

    Parameters
    ----------
    study : Study
        From ``load_study``.
    scenario : Scenario, optional
        What is proposed; nothing if not given. What it removes is removed from the first year of anything proposed on.
    first, last : int
        First and last year of the curve.
    profile : str or Profile
        Name of a profile of the catalogue, or a profile of one's own.
    model : {"multiplicative", "additive", "dominant", "diminishing"}
    interval : bool
        Also give the smallest and largest of the profiles low, likely and high (about three times the work).
    progress : callable, optional
        Called with what is being computed, steps done and steps in all.

    Raises
    ------
    ScenarioError, LanduseError
        If the scenario does not fit the study, or the years are wrong.
    """
    if not 0 < last - first <= MOST_YEARS:
        raise LanduseError(
            problem(
                "first, last", f"{first}, {last}", _("two years, at most 500 apart"), _("give for example 1900, 2060")
            )
        )
    scenario = scenario or Scenario.of("", study.area.id, study.area.reference_year, ())
    case = case_of(study, scenario, year=None, profile=profile, model=model, keeping=study.kept)
    key = scenario.digest, first, last, case.profile.model_dump_json(), model, interval
    recent = study.kept.always.once("load through the years", lambda: Recent(MOST_KEPT))
    return recent.once(key, lambda: _worked_out(case, first, last, interval=interval, progress=progress))


def _worked_out(case: Case, first: int, last: int, *, interval: bool, progress: Progress | None) -> LoadThroughYears:
    timeline = timeline_of(case)
    profiles = levels_beside(case) if interval else {case.profile.name: case.profile}
    years = _years(case, timeline, first, last, profiles.values())
    watch = _Watch(progress, len(years) * len(profiles))
    found = {name: _tracks(case, profile, years, watch) for name, profile in profiles.items()}
    main = found[case.profile.name]
    available, receptors = _available(case)
    stepped = {year for year in years if year > first and timeline.events(year)}
    rows = tuple(
        YearLoad(
            community=unit[0], season=unit[1], receptor=receptors[unit], year=year, available=available[unit],
            value={name: main.figures[year][name][unit] for name in TRACKS},
            low=_extreme(found, year, unit, min) if interval else None,
            high=_extreme(found, year, unit, max) if interval else None,
            stepped=year in stepped, construction=timeline.under_construction(year),
        )
        for unit in available
        for year in years
    )  # fmt: skip
    steps = tuple(_steps(main.changes))
    worst = worst_seasons(rows, _held(years, case.year))
    begun = main.figures[years[0]]["with_proposed"]
    return LoadThroughYears(
        first=first, last=last, reference=case.year, profile=case.profile.name, model=case.model, years=tuple(years),
        step_years=tuple(year for year in years if year in stepped), rows=rows, steps=steps, worst=worst,
        carried=tuple(carried(begun, steps, available, villages(case.study))),
        unknown=tuple(unit for unit in evidence_seasons(case.study) if unit not in available),
        unknown_start=existing_of(case).unknown_start(),
        at_least=bool(missing_sources(case.study)) or _unknown_value(case),
    )  # fmt: skip


def _years(case: Case, timeline: Timeline, first: int, last: int, profiles: Iterable[Profile]) -> list[int]:
    """Return the years in which something changes, with the first, the last and the reference year."""
    found = timeline.years() | recovery_years(case, timeline, profiles) | {first, last, case.year}
    return sorted(year for year in found if first <= year <= last)


def _tracks(case: Case, profile: Profile, years: Sequence[int], watch: Callable[[int], None]) -> Tracks:
    main = profile.name == case.profile.name
    other = case if main else Case(case.study, case.scenario, case.year, profile, case.model, case.keeping)
    return ThroughYears(other, years, walk_of(other), steps=main).tracks(watch)


def _available(case: Case) -> tuple[dict[Unit, float], dict[Unit, str]]:
    """Return what there is of each community and season, in the catalogue's order, and of which receptor it is."""
    lands = walk_of(case).lands
    held = {unit: float(land.ledger.totals[1, column]) for land in lands for unit, column in land.units.items()}
    receptors = {unit: land.receptor.id for land in lands for unit in land.units}
    order = [unit for unit in evidence_seasons(case.study) if unit in held]
    return {unit: held[unit] for unit in order}, receptors


def _unknown_value(case: Case) -> bool:
    return any(land.ledger.totals[2, column] > 0.0 for land in walk_of(case).lands for column in land.units.values())


def _extreme(
    found: Mapping[str, Tracks], year: int, unit: Unit, choose: Callable[[Iterator[float]], float]
) -> dict[str, float]:  # fmt: skip
    named = [tracks for level, tracks in found.items() if level in LEVELS] or list(found.values())
    return {name: choose(tracks.figures[year][name][unit] for tracks in named) for name in TRACKS}


def _steps(changes: Sequence[Change]) -> Iterator[YearStep]:
    """Yield the changes, establishments that began numbered; a year of recovery that changes nothing is left out."""
    n = 0
    for change in changes:
        event = change.event
        if event is None:
            if any(change.added.values()):
                yield YearStep(change.year, None, "recovery", "", None, "", "", 0, None, change.added)
            continue
        counted = event.what == "began" and not event.fades
        n += counted
        yield YearStep(
            year=change.year, n=n if counted else None, what=event.what, source=event.source, title=event.title,
            type=event.type, band=event.band, features=event.features, phase=event.phase, added=change.added,
        )  # fmt: skip


def _held(years: Sequence[int], year: int) -> int:
    """Return the year worked out that holds in a year, the nearest one outside them."""
    return max((each for each in years if each <= year), default=years[0])


class _Watch:
    """Count years for whoever watches."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self.progress, self.total, self.done = progress, total, 0

    def __call__(self, year: int) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(str(year), min(self.done, self.total), self.total)
