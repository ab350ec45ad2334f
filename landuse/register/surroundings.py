"""What stands round the rows: projects that act together with a part, and what a reader has to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from landuse.language import _
from landuse.model.catalogue import Catalogue, Role
from landuse.model.scenario import Establishment, Scenario
from landuse.register.hits import Hit
from landuse.register.rows import Row
from landuse.register.shelf import Shelf


def neighbours(
    touched: Iterable[Hit], part: Establishment, scenario: Scenario, layers: Mapping[str, Shelf]
) -> tuple[str, ...]:
    """Return other projects near a part, existing and proposed, as ``LAYER/PROJECT`` or the id of a part."""
    rows = [hit.row for hit in touched if not hit.row["removed"]]
    sources = {row["layer"] for row in rows if layers[row["layer"]].layer.has(Role.SOURCE)}
    existing = {f"{row['layer']}/{row['project'] or row['feature']}" for row in rows if row["layer"] in sources}
    host = scenario.host(part).id
    proposed = {scenario.host(other).id for other in scenario.establishments} - {host}
    return (*sorted(proposed), *sorted(existing))


def warnings_of(
    rows: Sequence[Row], scenario: Scenario, layers: Mapping[str, Shelf], catalogue: Catalogue
) -> Iterator[str]:
    """Yield what a reader has to know about the register as a whole."""
    dumb = sorted({row["layer"] for row in rows if row["row"] == "layer" and row["status"] in ("unknown", "failed")})
    if dumb:
        yield _("Layers that could not be asked, or say nothing here: {layers}.").format(layers=", ".join(dumb))
    short = sorted({row["layer"] for row in rows if _searched_short(row)})
    if short:
        yield _("Asked farther than features are loaded: {layers}.").format(layers=", ".join(short))
    hidden = sorted(shelf.layer.id for shelf in layers.values() if shelf.hidden)
    if hidden:
        yield _("Synthetic layers are not used about a real area: {layers}.").format(layers=", ".join(hidden))
    own = _unread_of_own(scenario, layers, catalogue)
    if own:
        yield _(
            "Whether the proposal lies in a national interest for its own purpose is unknown, and so is a weighing "
            "between interests on the same ground: {layers} not loaded."
        ).format(layers=", ".join(own))


def _searched_short(row: Row) -> bool:
    searched = row["searched_m"]
    return searched is not None and searched < max(row["asked_m"] or 0.0, row["reach_m"] or 0.0)


def _unread_of_own(scenario: Scenario, layers: Mapping[str, Shelf], catalogue: Catalogue) -> list[str]:
    """Return layers of national interests for a purpose of the proposal that cannot be asked."""
    wanted = {catalogue.types[part.type].interest for part in scenario.establishments} - {None}
    specs = [shelf.layer.spec for shelf in layers.values() if not shelf.readable]
    return sorted(spec.id for spec in specs if wanted & {spec.interest, *spec.interest_by_kind.values()})
