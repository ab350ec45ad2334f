"""Who carries the n-th establishment, in the order in which they began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from landuse.engine.distribution import shares, steps
from landuse.model.through_years import Carried, Unit, YearLoad, YearStep


def worst_seasons(rows: Sequence[YearLoad], year: int) -> dict[str, str]:
    """Return the season in which each community loses the largest share in a year (``built_and_proposed``)."""
    best: dict[str, tuple[float, str]] = {}
    for row in rows:
        share = row.share("built_and_proposed")
        if row.year == year and share is not None and (row.community not in best or share > best[row.community][0]):
            best[row.community] = share, row.season
    return {community: season for community, (_share, season) in best.items()}


def carried(
    first: Mapping[Unit, float], changes: Sequence[YearStep], available: Mapping[Unit, float], worst: Mapping[str, str]
) -> Iterator[Carried]:
    """Yield who carries each establishment that began.

    Parameters
    ----------
    first : mapping
        (community, season) → load before the first change, hectare-equivalents.
    changes : sequence of YearStep
        Everything that changes the load, in its order.
    available : mapping
        (community, season) → hectare-equivalents that there are.
    worst : mapping
        Community → the season in which its load is measured.
    """
    load = {community: first[community, season] / available[community, season] for community, season in worst.items()}
    for change in changes:
        added: dict[str, float | None] = {
            community: change.added.get((community, season), 0.0) / available[community, season]
            for community, season in worst.items()
        }
        if change.n is not None:
            # A sum of many small differences may end a rounding below nothing.
            before = {community: max(value, 0.0) for community, value in load.items()}
            more = {community: max(value or 0.0, 0.0) for community, value in added.items()}
            step = steps(before, [more])[0]
            yield Carried(
                n=change.n, year=change.year, source=change.source, title=change.title, type=change.type,
                band=change.band, added=added, part=shares(more), carried_by=step.carried_by, share=step.share,
                most_loaded=step.most_loaded, gini=step.gini,
            )  # fmt: skip
        load = {community: value + (added[community] or 0.0) for community, value in load.items()}
