"""The ``villages`` of the assessment: each village's year, what decides it, and what has to be loaded to know it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import shapely

from landuse.calculation.losses import Row, figure
from landuse.calculation.units import herding_seasons, villages
from landuse.calculation.unmapped import village_outlines
from landuse.engine.values import inside, layers_of
from landuse.engine.village_land import seasonal_land
from landuse.model.catalogue import Receptor, Season
from landuse.model.check_seasons import days_of
from landuse.model.study import Study

WINTER_RIGHT = ("10-01", "04-30")
"""Winter land may be grazed from the first of these days to the last (rennäringslagen 3 §)."""

DUST = 1e-6
"""Share of some land below which what lies outside is only rounding of coordinates."""


def village_list(study: Study, losses: Iterable[Row], lands: Collection[str]) -> list[dict[str, Any]]:
    """Return one entry for each village, in the catalogue's order; the figures of its seasons stand in ``losses``.

    Parameters
    ----------
    losses : iterable of mapping
        Rows of ``losses``.
    lands : collection of str
        Receptors that are a village's seasonal land.
    """
    rows: dict[str, list[Row]] = {name: [] for name in villages(study)}
    for row in losses:
        if row["unit_kind"] == "herding_community" and row["unit"] in rows:
            rows[row["unit"]].append(row)
    bad = [receptor for receptor in study.catalogue.receptors.values() if receptor.bad_winter]
    return [_village(study, name, rows[name], lands, bad) for name in rows]


def _village(
    study: Study, name: str, rows: list[Row], lands: Collection[str], bad: list[Receptor]
) -> dict[str, Any]:  # fmt: skip
    main = [row for row in rows if row["receptor"] in lands]
    known = any(row["available"] is not None for row in main)
    receptors = [study.catalogue.receptors[receptor] for receptor in sorted(lands)]
    return {
        "village": name,
        "type": villages(study)[name],
        "bad_winter": _bad_winter(study, [row for row in rows if row["receptor"] in {r.id for r in bad}], bad),
        "known": known,
        "to_load": [] if known else _to_load(study, receptors),
        "worst": next((row["season"] for row in main if row["worst"]), None),
        "most_added": _most_added(main),
        "share_inside": _shares_inside(study).get((name, None)),
        "seasons": [_season(study, said, main, receptors) for said in _year_of(study, name)],
    }


def _bad_winter(study: Study, rows: list[Row], receptors: list[Receptor]) -> dict[str, Any]:
    """Return the row that a bad winter comes down to: the winter season in which most of what remained is added.

    ``partly``: another winter season is not mapped, and may be worse.
    """
    known = [row for row in rows if row["available"] is not None]
    unknown = [row["season"] for row in rows if row["available"] is None and row["season"] is not None]
    worst = max(known, key=lambda row: (_share(row), row["cumulative"] or 0.0), default=None)
    return {
        "status": "unknown" if worst is None else "partly" if unknown else "known",
        "seasons_known": [row["season"] for row in known],
        "seasons_unknown": unknown,
        "season": None if worst is None else worst["season"],
        "receptor": worst["receptor"] if worst is not None else next((r.id for r in receptors), None),
        "to_load": _to_load(study, receptors) if worst is None or unknown else [],
        "available": None if worst is None else worst["available"],
        "built": None if worst is None else worst["baseline"]["built"],
        "added": None if worst is None else dict(worst["added"]),
        "cumulative": None if worst is None else worst["cumulative"],
        "undisturbed": None if worst is None else dict(worst["undisturbed"]),
    }


def _most_added(rows: list[Row]) -> str | None:
    """Return the season in which the largest share of what remained is added; None if nothing is."""
    worst = max(rows, key=_share, default=None)
    return worst["season"] if worst is not None and _share(worst) > 0.0 else None


def _share(row: Row) -> float:
    return float(row["added"]["share_of_remaining"] or 0.0)


def _season(study: Study, said: Mapping[str, Any], main: list[Row], lands: Iterable[Receptor]) -> dict[str, Any]:
    row = next((row for row in main if row["season"] == said["season"]), None)
    known = row is not None and row["available"] is not None
    return {
        **said,
        "receptor": None if row is None else row["receptor"],
        "known": known,
        "to_load": [] if known else _to_load(study, lands),
    }


def _year_of(study: Study, name: str) -> list[dict[str, Any]]:
    """Return what is always true of the seasons of a village."""
    return study.kept.always.once(("year of", name), lambda: list(_seasons(study, name)))


def _seasons(study: Study, name: str) -> Iterator[dict[str, Any]]:
    own = {row.id for row in study.catalogue.village_seasons if row.village == name}
    for (village, season_id), season in herding_seasons(study).items():
        if village == name:
            yield {
                "season": season.id,
                "start": season.start,
                "end": season.end,
                "own_dates": season.id in own,
                "evidence": season.evidence,
                "winter_right": winter_right(season),
                "share_inside": _shares_inside(study).get((name, season_id)),
            }


def winter_right(season: Season) -> str:
    """Return how the days of a season lie to the right to graze winter land, 1 October to 30 April.

    Returns
    -------
    {"all", "part", "none", "decision"}
        ``decision``: a concession village, whose days follow its own decision.
    """
    if season.village_type == "koncession":
        return "decision"
    first, last = WINTER_RIGHT
    within = [day >= first or day <= last for day in days_of(season)]
    return "all" if all(within) else "part" if any(within) else "none"


def _to_load(study: Study, receptors: Iterable[Receptor]) -> list[str]:
    """Return the ids of the layers of some receptors, each once: what is not loaded, else those that name nobody."""
    layers = [layer for receptor in receptors for layer, _made in layers_of(study, receptor)]
    missing = [layer.id for layer in layers if not layer.loaded]
    return list(dict.fromkeys(missing or [layer.id for layer in layers]))


def _shares_inside(study: Study) -> Mapping[tuple[str, str | None], float | None]:
    """Return (village, season) → share of its loaded land inside the study area; season None: its whole area."""
    return study.kept.always.once("shares inside", lambda: _computed_shares(study))


def _computed_shares(study: Study) -> dict[tuple[str, str | None], float | None]:
    ground = inside(study)
    lands: dict[tuple[str, str | None], shapely.Geometry] = {
        (name, str(season)): shapely.union_all([shape for shape, _quality in pieces])
        for (name, season), pieces in seasonal_land(study).items()
    }
    lands |= {(name, None): shape for name, shape in village_outlines(study).items()}
    return {key: _part_in(shape, ground) for key, shape in lands.items()}


def _part_in(shape: shapely.Geometry, ground: shapely.Geometry) -> float | None:
    """Return the share of some land that lies on ground."""
    if not shape.area > 0.0:
        return None
    share = 1.0 if ground.covers(shape) else shapely.intersection(shape, ground).area / shape.area
    return 1.0 if share > 1.0 - DUST else figure(share)
