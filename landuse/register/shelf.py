"""The features of a layer that the register may speak of, ready to be asked many times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landuse.model.catalogue import Band, Catalogue, Provision, Quality
from landuse.model.kept import Kept
from landuse.model.study import Layer, Study
from landuse.register.law import candidates

PREPARED = ("positions", "geometries", "tree", "_columns", "_possible", "_looked_at")
"""What a shelf works out once."""
SHOWN = ("key", "name", "kind", "village", "season", "status", "project", "quality", "position_error_m")


@dataclass(eq=False)
class Shelf:
    """A layer with the features that take part.

    Left out are synthetic features in a real area, and features that a status says are no sources (refused, withdrawn).

    Parameters
    ----------
    without : frozenset of str
        ``LAYER/KEY`` of features that the scenario removes; they take part, and their rows say so.
    """

    layer: Layer
    catalogue: Catalogue
    fictional: bool
    without: frozenset[str] = frozenset()

    @property
    def hidden(self) -> bool:
        """True if the whole layer is synthetic and the area real: it is as if it were not there."""
        return not self.fictional and self.layer.quality is Quality.SYNTHETIC

    @property
    def readable(self) -> bool:
        """True if there are features to ask, though perhaps none near."""
        return self.layer.features is not None and not self.hidden

    @cached_property
    def positions(self) -> NDArray[np.int64]:
        """Rows of the layer's table that take part."""
        features = self.layer.features
        if features is None or self.hidden:
            return np.empty(0, np.int64)
        kept = np.ones(len(features), bool)
        if not self.fictional and "quality" in features:
            kept &= (
                (features["quality"].astype("string").str.casefold() != str(Quality.SYNTHETIC))
                .fillna(True)
                .to_numpy(bool)
            )
        column = self.layer.spec.source and self.layer.spec.source.status_attribute
        if column and column in features:
            kept &= features[column].map(self._counts, na_action=None).to_numpy(bool)
        return np.flatnonzero(kept)

    @cached_property
    def geometries(self) -> NDArray[np.object_]:
        """Geometries of the features that take part."""
        features = self.layer.features
        return np.empty(0, object) if features is None else np.asarray(features.geometry.array)[self.positions]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Spatial index of :attr:`geometries`."""
        return shapely.STRtree(self.geometries)

    def ready(self) -> None:
        """Work out all that is asked of a layer."""
        for name in PREPARED:
            getattr(self, name)

    def attributes(self, chosen: NDArray[np.int64]) -> list[dict[str, Any]]:
        """Return the columns of some features (places in :attr:`geometries`), None where nothing is known."""
        rows = self.positions[chosen]
        if not len(rows):
            return []
        columns = {name: list(map(_plain, values[rows])) for name, values in self._columns.items()}
        keys = columns.get("key", [None] * len(rows))
        columns["removed"] = [f"{self.layer.id}/{key}" in self.without for key in keys]
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def possible(self, type_id: str, host_type: str = "") -> tuple[Provision, ...]:
        """Return the provisions that can apply to a type, or to works of a type, on this layer; most specific first."""
        asked = type_id, host_type
        if asked not in self._possible:
            self._possible[asked] = candidates(self.catalogue, self.layer.id, type_id, host_type)
        return self._possible[asked]

    @cached_property
    def _columns(self) -> dict[str, NDArray[np.object_]]:
        features = self.layer.features
        if features is None:
            return {}
        return {name: features[name].to_numpy(object) for name in features.columns if name in self._looked_at}

    @cached_property
    def _possible(self) -> dict[tuple[str, str], tuple[Provision, ...]]:
        return {}

    @cached_property
    def _looked_at(self) -> frozenset[str]:
        rules = (rule for rule in self.catalogue.provisions.values() if rule.where)
        return frozenset(SHOWN) | {name for rule in rules for name in rule.where}

    def _counts(self, status: object) -> bool:
        return self.catalogue.status(self.layer.id, status).band is not Band.NONE

    def with_removed(self, removed: frozenset[str]) -> Shelf:
        """Return the same shelf for a scenario that removes some features; nothing is prepared twice."""
        shelf = Shelf(self.layer, self.catalogue, self.fictional, removed)
        shelf.__dict__.update({name: getattr(self, name) for name in PREPARED})
        return shelf


def shelves(study: Study, without: Iterable[str] = (), *, keeping: Kept | None = None) -> Mapping[str, Shelf]:
    """Return every layer of a study in its order.

    Parameters
    ----------
    without : iterable of str
        ``LAYER/KEY`` of features that the scenario removes.
    keeping : Kept, optional
        Where shelves are looked for and left.
    """
    fictional, scope = study.area.fictional, (keeping or Kept()).always
    made = scope.once(
        "shelves", lambda: {layer.id: Shelf(layer, study.catalogue, fictional) for layer in study.layers.values()}
    )
    removed = frozenset(without)
    layers = {key.split("/")[0] for key in removed}
    return {name: shelf.with_removed(removed) if name in layers else shelf for name, shelf in made.items()}


def _plain(value: object) -> object:
    """Return a value as plain Python, None for what is missing."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return value.item() if isinstance(value, np.generic) else value
