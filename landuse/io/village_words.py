"""Names of herding communities, as files write them: with endings, other spellings, or several in one value."""

from __future__ import annotations

import re
from collections.abc import Iterable

from landuse.io.names import folded
from landuse.model.catalogue import HerdingCommunity

_BETWEEN = re.compile(r"[;,/&+\n]|\boch\b|\band\b|\bja\b", re.IGNORECASE)
_AROUND = re.compile(r"^samebyn|((fjall|skogs?|koncessions?)?sameby|cearru)$")


class VillageWords:
    """What names mean which herding community.

    Parameters
    ----------
    communities : iterable of HerdingCommunity
        Rows of ``herding_communities.csv``.

    Examples
    --------
    >>> from landuse.io.catalogue import read_catalogue
    >>> names = VillageWords(read_catalogue().communities)
    >>> names.meant("GABNA SAMEBY"), names.meant("Sirges och Tuorpon"), names.meant("Semisjaur-Njarg")
    (('Gabna',), ('Sirges', 'Tuorpon'), ('Semisjaur-Njarg',))
    >>> names.meant("Allmänningen"), names.is_known("Allmänningen")
    (('Allmänningen',), False)
    """

    def __init__(self, communities: Iterable[HerdingCommunity] = ()) -> None:
        self._names = {folded(alias): each.name for each in communities for alias in (each.name, *each.aliases)}

    def meant(self, text: str) -> tuple[str, ...]:
        """Return the communities that a value names, each once; a name that is not known stays as it is."""
        if name := self._one(text):
            return (name,)
        parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
        return tuple(dict.fromkeys(self._one(part) or part for part in parts))

    def is_known(self, name: str) -> bool:
        """Tell whether the catalogue lists a community of that name."""
        return name in self._names.values()

    def _one(self, text: str) -> str | None:
        plain = folded(text)
        return self._names.get(plain) or self._names.get(_AROUND.sub("", plain))
