"""Equal sources as one object in every year, so that what was worked out for one year serves the next."""

from __future__ import annotations

from dataclasses import replace

from landuse.engine.sources import Source


class SameSource:
    """Gives equal sources back as one object, and equal geometries as one array."""

    def __init__(self, *, by_geometry: bool = True) -> None:
        self._by_geometry = by_geometry
        self._sources: dict[tuple[object, ...], Source] = {}
        self._drawn: dict[tuple[object, ...], Source] = {}
        self._aged: dict[tuple[Source, int], Source] = {}

    def __call__(self, source: Source) -> Source:
        """Return the first source that was the same as this one, with its very geometries."""
        where = tuple(map(id, source.geometries)) if self._by_geometry else (source.id, len(source.geometries))
        drawn = source.type, repr(source.sites), source.measure.tobytes(), where
        first = self._drawn.setdefault(drawn, source)
        key = (
            *drawn, source.id, source.owner, source.group, str(source.band), source.phase, source.age, source.error_m,
            source.flags,
        )  # fmt: skip
        if key not in self._sources:
            same = source if source.geometries is first.geometries else replace(source, geometries=first.geometries)
            self._sources[key] = same
        return self._sources[key]

    def aged(self, source: Source, age: int) -> Source:
        """Return a felling at another age, as it is named then."""
        if (source, age) not in self._aged:
            head, _mark, tail = source.id.rpartition(f":{source.band}:{source.age}:")
            named = f"{head}:{source.band}:{age}:{tail}"
            self._aged[source, age] = replace(source, id=named, age=age)
        return self._aged[source, age]
