"""Which provisions can apply to a part: by its own type, and by that of the establishment it belongs to."""

from __future__ import annotations

from landuse.io.catalogue import read_catalogue
from landuse.register.law import candidates


def _titles(type_id: str, host_type: str = "") -> set[str]:
    return {rule.title for rule in candidates(read_catalogue(), "ren_sameby", type_id, host_type)}


def test_what_does_not_hold_for_a_host_does_not_hold_for_its_works() -> None:
    assert "RNL 30 §" in _titles("road_forest")
    assert "RNL 30 §" not in _titles("wind_farm")
    assert "RNL 30 §" not in _titles("road_forest", "wind_farm")


def test_the_right_itself_holds_for_every_part() -> None:
    for host in ("", "wind_farm", "mine_open_pit"):
        assert "RNL 1-3 §§" in _titles("road_forest", host)
