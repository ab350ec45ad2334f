"""The parts of a scenario as the map draws them and lists name them."""

from __future__ import annotations

from typing import Any

from landuse.app.drawing import in_degrees
from landuse.model.catalogue import Catalogue
from landuse.model.scenario import Establishment, Scenario
from landuse.render.words import title


def drawing(scenario: Scenario, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the parts of a scenario as a map draws them: GeoJSON features in longitude and latitude."""
    return [
        {
            "type": "Feature",
            "id": part.id,
            "geometry": in_degrees(part.geometry),
            "properties": {
                "name": part_title(part, catalogue),
                "type": title(catalogue.types[part.type].title),
            },
        }
        for part in scenario.establishments
    ]


def part_title(part: Establishment, catalogue: Catalogue) -> str:
    """Return what a part is called: its name, else its type, with the number that its id ends with."""
    if part.name:
        return part.name
    number = part.id.removeprefix(f"{part.type}_") if part.id.startswith(f"{part.type}_") else ""
    return f"{title(catalogue.types[part.type].title)} {number}".strip() if number or part.id == part.type else part.id


def part_titles(scenario: Scenario, catalogue: Catalogue) -> dict[str, str]:
    """Return what each part is called, by its id."""
    return {part.id: part_title(part, catalogue) for part in scenario.establishments}
