"""Which provisions can apply to a part: by its own type, and by that of the establishment it belongs to."""

from __future__ import annotations

from itertools import product

from landuse.io.catalogue import read_catalogue
from landuse.register.hits import Rules
from landuse.register.law import Contact, candidates, depends_on_unknown, provisions_of
from landuse.register.rows import of_law


def _titles(type_id: str, host_type: str = "") -> set[str]:
    return {rule.title for rule in candidates(read_catalogue(), "ren_sameby", type_id, host_type)}


def test_what_does_not_hold_for_a_host_does_not_hold_for_its_works() -> None:
    assert "RNL 30 §" in _titles("road_forest")
    assert "RNL 30 §" not in _titles("wind_farm")
    assert "RNL 30 §" not in _titles("road_forest", "wind_farm")


def test_the_right_itself_holds_for_every_part() -> None:
    for host in ("", "wind_farm", "mine_open_pit"):
        assert "RNL 1-3 §§" in _titles("road_forest", host)


def test_law_found_once_for_features_alike_is_the_law_of_each() -> None:
    catalogue = read_catalogue()
    contacts = [Contact(overlap, near=True, asked=asked) for overlap, asked in product((True, False), repeat=2)]
    told = [None, "", "  Arstidsland", "riksintresse", 5.0]
    seen = 0
    for layer, type_id in product(
        ("ren_arstidsland", "skydd_nvr", "ri_kultur", "n2000"), ("wind_farm", "mine_open_pit")
    ):
        possible = candidates(catalogue, layer, type_id)
        names = sorted({name for rule in possible for name in rule.where})
        known = Rules(possible)
        words = {word for rule in possible for wanted in rule.where.values() for word in wanted}
        for contact, value in product(contacts, [*told, *sorted(words)]):
            attributes = dict.fromkeys(names, value)
            rules, said, untold = known.at(contact, attributes)
            assert rules == provisions_of(possible, attributes, contact)
            assert said == of_law({}, rules)
            assert untold == depends_on_unknown(possible, attributes, contact)
            seen += bool(rules)
    assert seen
