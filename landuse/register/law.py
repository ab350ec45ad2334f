"""Which provisions ask a question about a part and a feature; they depend on type and place, not on the layer alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from landuse.model.catalogue import Catalogue, Provision
from landuse.model.frozen import matches

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Contact:
    """How a part and a feature meet.

    Parameters
    ----------
    overlap : bool
        They have ground, line or points in common.
    near : bool
        The feature lies within the asking distance or the reach of the part, or overlaps it.
    asked : bool
        The authority is asked: within the asking distance, or whatever the map says.
    """

    overlap: bool
    near: bool
    asked: bool

    def meets(self, when: str) -> bool:
        """Tell whether a provision that applies `when` applies here."""
        if when == "asked":
            return self.overlap or self.asked
        return {"always": self.near, "overlap": self.overlap, "overlap_or_zone": self.near}[when]


def candidates(catalogue: Catalogue, layer: str, type_id: str, host_type: str = "") -> tuple[Provision, ...]:
    """Return the provisions that can apply to a type on a layer, wherever the place, the most specific first.

    Parameters
    ----------
    host_type : str
        Type of the establishment that a part belongs to: what does not hold for it does not hold for its works.
    """
    found = [
        rule
        for rule in catalogue.provisions.values()
        if _names(rule, layer) and _binds(rule, type_id) and host_type not in rule.not_types
    ]
    return tuple(sorted(found, key=lambda rule: -rule.rank))


def provisions_of(
    possible: Iterable[Provision], attributes: Mapping[str, object], contact: Contact
) -> tuple[Provision, ...]:
    """Return the provisions that apply where a part and a feature meet, in their order."""
    return tuple(rule for rule in possible if contact.meets(rule.when) and matches(rule.where, attributes))


def depends_on_unknown(possible: Iterable[Provision], attributes: Mapping[str, object], contact: Contact) -> list[str]:
    """Return the titles of provisions that may apply: the feature lacks the attribute that would tell."""
    return [rule.title for rule in possible if contact.meets(rule.when) and _untold(rule, attributes)]


def _untold(rule: Provision, attributes: Mapping[str, object]) -> bool:
    """Tell whether a provision does not match only because something is not known of the feature."""
    if not rule.where:
        return False
    known = {name: values for name, values in rule.where.items() if attributes.get(name) is not None}
    return matches(known, attributes) and not matches(rule.where, attributes)


def provision_document(rule: Provision, *, touched: bool = True) -> dict[str, Any]:
    """Return a provision as a row shows it; what must be weighed only where it is known to be touched."""
    return {
        "id": rule.id,
        "title": rule.title,
        "threshold_word": rule.threshold_word,
        "weigh": rule.weigh.said() if touched else None,
        "url": rule.url,
        "mark": rule.mark,
        "source": rule.source,
        "checked_on": rule.checked_on,
    }


def _names(rule: Provision, layer: str) -> bool:
    return EVERY in rule.layers or layer in rule.layers


def _binds(rule: Provision, type_id: str) -> bool:
    return (EVERY in rule.types or type_id in rule.types) and type_id not in rule.not_types
