"""What lies under a map: the layers that the program's own background is drawn from, and an official one above it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from landuse.language import _
from landuse.model.frozen import Frozen, Text

DrawnAs = Literal["land", "lake", "river", "road_major", "road", "railway", "municipality", "place"]
PLACES = {"z": ("z", "TileMatrix"), "x": ("x", "TileCol"), "y": ("y", "TileRow")}
"""Number of a tile in its address: as map programs write it, and as a WMTS does."""
OTHER_GRIDS = ("3006", "SWEREF", "4326", "CRS84")
"""Words in a WMTS address that name a grid of tiles in which a web map cannot draw."""


def _plain(text: str) -> str:
    """Return a text that may stand in the map's line of sources, which reads HTML."""
    if re.search(r"[<>&]", text):
        raise ValueError(_("a plain text without <, > and &"))
    return text


def _address(url: str) -> str:
    """Return an address that a browser may fetch from: our own, or one with https and without a name or password."""
    own = url.startswith("/") and not url.startswith("//")
    host = re.match(r"https://([^/?#\s\\]+)", url)
    if not own and host is None:
        raise ValueError(_("an address that begins with https:// or with /"))
    if host is not None and "@" in host[1]:
        raise ValueError(_("an address without user name and password: every reader of the map sees it"))
    return url


class Background(Frozen):
    """An official background, drawn above the program's own where it can be reached."""

    kind: Literal["xyz", "wmts", "style"]
    """Tiles by zoom, column and row; the same as a WMTS addresses them (in Web Mercator); or a MapLibre style."""
    url: Annotated[str, AfterValidator(_address)]
    title: Text
    attribution: Annotated[str, AfterValidator(_plain)]
    tile_px: Literal[256, 512] = 256
    """Side of a tile in pixels."""
    max_zoom: int = Field(default=18, ge=0, le=24)
    """Last zoom that there are tiles of; beyond it they are enlarged."""

    @model_validator(mode="after")
    def _addressed(self) -> Background:
        if self.kind == "style":
            return self
        missing = [name for name, words in PLACES.items() if not any(f"{{{word}}}" in self.url for word in words)]
        if missing:
            listed = ", ".join(f"{{{name}}}" for name in missing)
            raise ValueError(_("url without {places}").format(places=listed))
        if self.kind == "wmts" and any(word in self.url for word in OTHER_GRIDS):
            raise ValueError(_("url names a grid of tiles that is not Web Mercator (GoogleMapsCompatible)"))
        return self

    @property
    def tiles(self) -> str:
        """The address of a tile as the map wants it: with {z}, {x} and {y}.

        Examples
        --------
        >>> text = Text(sv="Topografisk karta", en="Topographic map")
        >>> url = "https://a.example/3857/{TileMatrix}/{TileRow}/{TileCol}.png"
        >>> Background(kind="wmts", url=url, title=text, attribution="A").tiles
        'https://a.example/3857/{z}/{y}/{x}.png'
        """
        url = self.url
        for name, words in PLACES.items():
            for word in words:
                url = url.replace(f"{{{word}}}", f"{{{name}}}")
        return url


class DrawnLayer(Frozen):
    """A layer of the area that the program's own background draws, and as what."""

    drawn_as: DrawnAs
    layer: str
    where: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Values of attributes of the features that are drawn; empty = all."""


class OwnBackground(Frozen):
    """What the program's own background of an area is made of."""

    file: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] | None = None
    """Name of the files in ``layers/basemap``; None = there are none, everything is drawn from layers."""
    drawn: tuple[DrawnLayer, ...] = ()
