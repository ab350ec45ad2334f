"""Who carries the n-th establishment, in the order in which they began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from landuse.engine.distribution import gini, largest, shares
from landuse.model.through_years import Carried, Unit, YearLoad, YearStep


def worst_seasons(rows: Sequence[YearLoad], year: int) -> dict[str, str]:
    """Return the season in which each community loses the largest share in a year (``built_and_proposed``)."""
    lost = {(row.community, row.season): row.share("built_and_proposed") for row in rows if row.year == year}
    return {community: season for community, (season, _share) in most({u: s for u, s in lost.items() if s is not None})}


def most(by_unit: Mapping[Unit, float]) -> Iterator[tuple[str, tuple[str, float]]]:
    """Yield each community with the season in which a share is largest, the first of equals, and that share."""
    found: dict[str, tuple[str, float]] = {}
    for (community, season), share in by_unit.items():
        if community not in found or share > found[community][1]:
            found[community] = season, share
    yield from found.items()


def carried(
    first: Mapping[Unit, float], changes: Sequence[YearStep], available: Mapping[Unit, float],
    communities: Iterable[str] = (),
) -> Iterator[Carried]:  # fmt: skip
    """Yield who carries each establishment that began.

    Parameters
    ----------
    first : mapping
        (community, season) → load before the first change, hectare-equivalents.
    changes : sequence of YearStep
        Everything that changes the load, in its order.
    available : mapping
        (community, season) → hectare-equivalents that there are.
    communities : iterable of str
        Every community of the area: what those without mapped land carry is not known, and so neither is any part.
    """
    there = {unit: ground for unit, ground in available.items() if ground > 0.0}
    load = {unit: first[unit] for unit in there}
    mapped = {community for community, _season in there}
    unknown: dict[str, float | None] = dict.fromkeys(c for c in communities if c not in mapped)
    for change in changes:
        load = {unit: lost + change.added.get(unit, 0.0) for unit, lost in load.items()}
        if change.n is None:
            continue
        # A difference of two sums may end a rounding below nothing.
        found = dict(most({unit: max(change.added.get(unit, 0.0), 0.0) / there[unit] for unit in there}))
        added = {community: share for community, (_season, share) in found.items()} | unknown
        loaded = {name: share for name, (_s, share) in most({u: max(load[u], 0.0) / there[u] for u in there})} | unknown
        carriers, part = largest(added), shares(added)
        yield Carried(
            n=change.n, year=change.year, source=change.source, title=change.title, type=change.type,
            band=change.band, added=added, seasons={community: season for community, (season, _s) in found.items()},
            part=part, carried_by=carriers,
            share=_together([part[community] for community in carriers]),
            most_loaded=largest(loaded), gini=gini(list(loaded.values())),
        )  # fmt: skip


def _together(parts: Sequence[float | None]) -> float | None:
    """Return a sum of parts; None if there is none, or one is not known."""
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None
