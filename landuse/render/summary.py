"""The result in a few sentences: what is touched, how much use is reduced, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from landuse.language import _
from landuse.model.catalogue import Catalogue
from landuse.render.units import interval, number, percent, quantity
from landuse.render.words import season_word, title

Row = Mapping[str, Any]


def counts(conflicts: Iterable[Row]) -> dict[str, int]:
    """Return how many different features are overlapped or near, and how many layers or questions are unknown.

    Examples
    --------
    >>> counts([{"status": "overlap", "layer": "a", "feature": "1", "season": s} for s in ("var", "host")])
    {'overlap': 1, 'within_zone': 0, 'no_overlap': 0, 'unknown': 0}
    """
    found: dict[str, set[tuple[Any, ...]]] = {
        name: set() for name in ("overlap", "within_zone", "no_overlap", "unknown")
    }
    for row in conflicts:
        status = "unknown" if row["status"] == "failed" else row["status"]
        key = (row["layer"], row["feature"]) if row["feature"] is not None else (row["layer"], row.get("name"))
        found[status].add(key)
    found["within_zone"] -= found["overlap"]
    return {name: len(keys) for name, keys in found.items()}


def worst_losses(losses: Iterable[Row], catalogue: Catalogue) -> list[Row]:
    """Return, for each herding community, its season with the largest added share of what remained; the largest first.

    Land that lies inside the seasonal land ("of which") is left out.
    """
    best: dict[str, Row] = {}
    for row in losses:
        share = row["added"]["share_of_remaining"]
        if row["unit_kind"] != "herding_community" or catalogue.receptors[row["receptor"]].of_which or not share:
            continue
        if row["unit"] not in best or share > best[row["unit"]]["added"]["share_of_remaining"]:
            best[row["unit"]] = row
    return sorted(best.values(), key=lambda row: -row["added"]["share_of_remaining"])


def loss_sentence(row: Row, catalogue: Catalogue) -> str:
    """Return one row of losses as a sentence."""
    added = row["added"]
    return _(
        "{unit}, {season} ({receptor}): calculated reduced use {value} (low–high {interval}), {share} of what remained."
    ).format(
        unit=row["unit"],
        season=season_word(row["season"]),
        receptor=title(catalogue.receptors[row["receptor"]].title),
        value=quantity(added["value"], row["quantity"]),
        interval=interval(added["low"], added["high"]),
        share=percent(added["share_of_remaining"]),
    )


def unknown_villages(losses: Iterable[Row]) -> list[str]:
    """Return the herding communities of which no seasonal land is known at all."""
    known: dict[str, bool] = {}
    for row in losses:
        if row["unit_kind"] == "herding_community" and row["quantity"] == "ha":
            known[row["unit"]] = known.get(row["unit"], False) or row["available"] is not None
    return [name for name, has in known.items() if not has]


def check_sentence(checks: Mapping[str, Any]) -> str:
    """Return whether the three sums agree, with the sums."""
    if checks["pairs_total"] is None:
        return _("Nothing was known that could be summed: the checks could not be made.")
    return _(
        "Added, summed in three independent ways: by source and pressure {pairs} · from the map {raster} · by "
        "disjoint "
        "classes of land {classes}. Largest relative difference {difference}."
    ).format(
        pairs=quantity(checks["pairs_total"], "ha"),
        raster=quantity(checks["raster_total"], "ha"),
        classes=quantity(checks["classes_total"], "ha"),
        difference=f"{checks['largest_relative_difference']:.1e}",
    )


def restored_sentence(checks: Mapping[str, Any]) -> str:
    """Return whether taking the proposal away again gives the baseline back."""
    if checks.get("add_and_remove_restores_baseline", None) is None:
        return _("Whether adding and removing gives the baseline back was not checked.")
    if checks["add_and_remove_restores_baseline"]:
        return _("Adding the proposal and taking it away again gives the baseline back, bit for bit.")
    return _("Adding the proposal and taking it away again did not give the baseline back: report this fault.")


def figures(conflicts: Iterable[Row], losses: Iterable[Row], catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return the few figures that open a result: label and value."""
    found = counts(conflicts)
    worst = worst_losses(losses, catalogue)
    lead = worst[0] if worst else None
    return [
        (_("Overlaps"), number(found["overlap"], 0)),
        (_("Nearby"), number(found["within_zone"], 0)),
        (_("Unknown or to be asked"), number(found["unknown"], 0)),
        (
            _("Largest added share"),
            percent(lead["added"]["share_of_remaining"]) if lead else number(None),
        ),
    ]
