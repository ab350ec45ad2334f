"""Layers of a catalogue that tell a herding community's land and routes, found by their use and not by their ids."""

from __future__ import annotations

from landuse.model.catalogue import Catalogue, LayerSpec, Receptor, Role


def area_layers(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the layers of the communities' whole grazing areas: zones whose features name a community.

    Designated interests name communities too, but are parts of their areas.
    """
    return tuple(
        layer.id
        for layer in catalogue.layers.values()
        if Role.ZONE in layer.roles and "village" in layer.attributes and not _designated(layer)
    )


def land_layers(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the layers of the communities' main seasonal land."""
    return _layers([r for r in _of_villages(catalogue) if r.evidence_seasons and not r.of_which])


def bad_winter_layers(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the layers of what is left to graze in a bad winter."""
    return _layers([receptor for receptor in _of_villages(catalogue) if receptor.bad_winter])


def route_layers(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the layers of migration routes; passages, fences and crossings are none."""
    return tuple(
        layer.id
        for layer in catalogue.layers.values()
        if Role.ROUTE in layer.roles and layer.network is not None and layer.network.part == "route"
    )


def herding_layers(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the layers that a community's page rests on, each once: areas, seasonal land, routes, bad winter."""
    found = (
        *area_layers(catalogue), *land_layers(catalogue), *route_layers(catalogue), *bad_winter_layers(catalogue),
    )  # fmt: skip
    return tuple(dict.fromkeys(found))


def _designated(layer: LayerSpec) -> bool:
    return layer.interest is not None or bool(layer.interest_by_kind)


def _of_villages(catalogue: Catalogue) -> list[Receptor]:
    return [receptor for receptor in catalogue.receptors.values() if receptor.by_village]


def _layers(receptors: list[Receptor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(made.layer for receptor in receptors for made in receptor.layers))
