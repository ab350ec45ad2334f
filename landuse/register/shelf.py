"""The features of a layer that the register may speak of, ready to be asked many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from landuse.model.catalogue import Band, Catalogue, Quality
from landuse.model.study import Layer, Study

SHOWN = ("key", "name", "kind", "village", "season", "status", "project", "quality", "position_error_m")


@dataclass(eq=False)
class Shelf:
    """A layer with the features that take part.

    Left out are synthetic features in a real area, and features that a status says are no sources (refused, withdrawn).

    Parameters
    ----------
    hidden : bool
        The whole layer is synthetic and the area real: it is as if it were not there.
    """

    layer: Layer
    catalogue: Catalogue
    fictional: bool

    @property
    def hidden(self) -> bool:
        """True if the whole layer is synthetic in a real area."""
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

    def attributes(self, chosen: NDArray[np.int64]) -> list[dict[str, Any]]:
        """Return the columns of some features (places in :attr:`geometries`), None where nothing is known."""
        features = self.layer.features
        if features is None or not len(chosen):
            return []
        table = pd.DataFrame(features.drop(columns=features.geometry.name)).iloc[self.positions[chosen]]
        wanted = [name for name in table.columns if name in self._looked_at]
        records = table[wanted].astype(object).to_dict("records")
        return [{str(name): _plain(value) for name, value in record.items()} for record in records]

    @cached_property
    def _looked_at(self) -> frozenset[str]:
        rules = self.catalogue.provisions.values()
        return frozenset(SHOWN) | {name for rule in rules for name in rule.where}

    def _counts(self, status: object) -> bool:
        return self.catalogue.status(self.layer.id, status).band is not Band.NONE


def shelves(study: Study) -> Mapping[str, Shelf]:
    """Return every layer of a study in its order, none of its features touched yet."""
    return {layer.id: Shelf(layer, study.catalogue, study.area.fictional) for layer in study.layers.values()}


def _plain(value: object) -> object:
    """Return a value as plain Python, None for what is missing."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return value.item() if isinstance(value, np.generic) else value
