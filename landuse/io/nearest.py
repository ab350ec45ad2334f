"""Names that resemble a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from landuse.language import _


def nearest(name: str, known: Iterable[str], *, titles: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return up to three known names that resemble `name`, the most alike first.

    Parameters
    ----------
    name : str
        What was written.
    known : iterable of str
        What could be written.
    titles : mapping, optional
        Title → known name: a name written in plain language is found by its title.

    Examples
    --------
    >>> nearest("windfarm", ["wind_farm", "quarry"])
    ('wind_farm',)
    >>> nearest("Vindkraftpark", ["wind_farm"], titles={"vindkraftpark": "wind_farm"})
    ('wind_farm',)
    """
    spelt = {item.casefold(): item for item in known}
    spelt |= {title.casefold(): item for title, item in (titles or {}).items() if title.casefold() not in spelt}
    found = [spelt[match] for match in get_close_matches(name.casefold(), list(spelt), n=5, cutoff=0.6)]
    return tuple(dict.fromkeys(found))[:3]


def expected_names(name: str, known: Iterable[str], *, titles: Mapping[str, str] | None = None) -> str:
    """Return the names to expect in place of `name`: the nearest, or all of them if nothing is near."""
    names = sorted(known)
    near = nearest(name, names, titles=titles)
    if near:
        return _("{names} (nearest of {n})").format(names=", ".join(near), n=len(names))
    return _("one of {names}").format(names=", ".join(names)) if names else _("nothing here")
