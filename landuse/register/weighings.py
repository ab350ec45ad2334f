"""Weighing rows: where interests meet on the ground of a part, with the question that an authority has to try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from landuse.engine.overlay import common_ground
from landuse.model.catalogue import Catalogue, Provision, WeighingKind
from landuse.model.scenario import Establishment, Scenario
from landuse.register.hits import Hit
from landuse.register.law import candidates, provision_document
from landuse.register.rows import Row, number

Measures = tuple[float | None, float | None, float | None]


@dataclass(eq=False)
class Found:
    """What the register found about one part.

    Parameters
    ----------
    hits : sequence of Hit
        Everything that the part touches or comes near.
    silent : sequence of mapping
        Rows of layers without hits; some are asked whatever the map says.
    neighbours : sequence of str
        Other projects near the part, ``LAYER/PROJECT``.
    """

    part: Establishment
    hits: Sequence[Hit]
    silent: Sequence[Row]
    neighbours: Sequence[str]
    scenario: Scenario
    catalogue: Catalogue

    @property
    def purposes(self) -> frozenset[str]:
        """Purposes that the part serves: those of its own type and of the establishment it belongs to."""
        types = (self.part.type, self.scenario.host(self.part).type)
        return frozenset(purpose for name in types if (purpose := self.catalogue.types[name].interest) is not None)

    @cached_property
    def own(self) -> list[Hit]:
        """National interests designated for the part's own purpose, on its ground."""
        return [hit for hit in self.hits if hit.contact.overlap and hit.purpose in self.purposes]

    @cached_property
    def others(self) -> list[Hit]:
        """National interests designated for another purpose, on its ground or near."""
        return [
            hit for hit in self.hits if hit.purpose not in self.purposes and any(_meets_3_10(r) for r in hit.provisions)
        ]

    @cached_property
    def pairs(self) -> list[tuple[Hit, Hit, Measures]]:
        """Own and other national interests that share some of the part's ground."""
        found = []
        for own, other in product(self.own, (hit for hit in self.others if hit.contact.overlap)):
            measures = common_ground(self.part.geometry, own.geometry, other.geometry)
            if any(measure > 0 for measure in measures):
                found.append((own, other, (number(measures[0]), number(measures[1]), number(measures[2]))))
        return found


def weighings_of(found: Found) -> list[Row]:
    """Return the weighing rows of a part, rights above all interests, then in the order of the catalogue."""
    rules = found.catalogue.provisions
    kinds = sorted(
        found.catalogue.weighings.values(),
        key=lambda kind: all(rules[name].kind != "right" for name in kind.provisions if name in rules),
    )
    return [row for kind in kinds for row in _rows(kind, found)]


def _rows(kind: WeighingKind, found: Found) -> Iterator[Row]:
    if kind.made_by == "same_ground":
        yield from (_row(kind, found, (own, other), measures) for own, other, measures in found.pairs)
    elif kind.made_by == "alone":
        paired = {id(other) for _own, other, _measures in found.pairs}
        alone = (hit for hit in found.others if hit.contact.overlap and id(hit) not in paired)
        yield from (_row(kind, found, (hit,), _measures_of(hit)) for hit in alone)
    elif kind.made_by == "neighbouring":
        near = (hit for hit in found.others if not hit.contact.overlap)
        yield from (_row(kind, found, (hit,), _measures_of(hit)) for hit in near)
    else:
        yield from _by_provision(kind, found)


def _by_provision(kind: WeighingKind, found: Found) -> Iterator[Row]:
    """Yield a row for each feature, or layer that is asked in any case, where a provision of the kind applies."""
    for hit in found.hits:
        if any(rule.id in kind.provisions for rule in hit.provisions):
            yield _row(kind, found, (hit,), _measures_of(hit))
    yield from (_silent(kind, found, row) for row in found.silent if row["asked_always"] and _can_ask(kind, found, row))


def _can_ask(kind: WeighingKind, found: Found, row: Row) -> bool:
    """Tell whether a provision of the kind can apply to a layer in which nothing was found, or which is not known."""
    return any(rule.id in kind.provisions for rule in candidates(found.catalogue, row["layer"], found.part.type))


def _silent(kind: WeighingKind, found: Found, row: Row) -> Row:
    """Return the row of a layer that is asked whatever the map says."""
    rules = (found.catalogue.provisions[name] for name in kind.provisions if name in found.catalogue.provisions)
    provisions = [provision_document(rule, touched=False) for rule in rules]
    interest = dict.fromkeys(("layer", "feature", "name", "status", "distance_m", "purpose", "title"))
    interest |= {"layer": row["layer"], "status": row["status"], "title": row["layer_title"]}
    return _document(kind, found, [interest], provisions) | _measured((None, None, None))


def _row(kind: WeighingKind, found: Found, hits: Sequence[Hit], measures: Measures) -> Row:
    rules = found.catalogue.provisions
    named = [rules[name] for name in kind.provisions if name in rules]
    own = [rule for hit in hits for rule in hit.provisions if rule.kind == "national_interest"]
    applying = {rule.id for hit in hits for rule in hit.provisions}
    shown = [rule for rule in named if rule.id in applying or rule.kind == "weighing"] + own
    documents = [provision_document(rule) for rule in {rule.id: rule for rule in shown}.values()]
    return _document(kind, found, [_interest(hit) for hit in hits], documents) | _measured(measures)


def _document(kind: WeighingKind, found: Found, interests: list[Row], provisions: list[dict[str, Any]]) -> Row:
    tests = {rule["id"] for rule in provisions if found.catalogue.provisions[rule["id"]].kind == "permit_test"}
    return {
        "kind": kind.id,
        "part": found.part.id,
        "interests": interests,
        "provisions": provisions,
        "question": kind.question.said(),
        "shown_as": kind.shown_as,
        "acting_together": list(found.neighbours) if tests else [],
    }


def _interest(hit: Hit) -> Row:
    row = hit.row
    shown = {name: row[name] for name in ("layer", "feature", "name", "status", "distance_m")}
    return shown | {"purpose": hit.purpose, "title": row["layer_title"]}


def _measures_of(hit: Hit) -> Measures:
    return hit.row["overlap_ha"], hit.row["overlap_km"], hit.row["overlap_count"]


def _measured(measures: Measures) -> Row:
    return dict(zip(("overlap_ha", "overlap_km", "overlap_count"), measures, strict=True))


def _meets_3_10(rule: Provision) -> bool:
    """Tell whether a provision protects a national interest that can be a party in a weighing by 3:10."""
    return rule.kind == "national_interest" and rule.in_3_10
