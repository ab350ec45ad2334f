"""Colours and classes of the maps: fixed, so that two maps can be compared, and told apart by colour-blind readers."""

from __future__ import annotations

from collections.abc import Iterable

Colour = tuple[int, int, int]

CLASSES: tuple[tuple[float, float, Colour], ...] = (
    (0.001, 0.05, (254, 243, 208)),
    (0.05, 0.10, (252, 217, 140)),
    (0.10, 0.25, (247, 173, 82)),
    (0.25, 0.50, (227, 113, 58)),
    (0.50, 0.75, (171, 55, 67)),
    (0.75, 1.00, (92, 22, 66)),
)
"""Share of use lost: from, to (the last with its end), colour; each darker than the last. Less is not coloured."""
UNKNOWN: Colour = (128, 128, 128)
"""Drawn striped."""
WATER: Colour = (222, 231, 236)
LAND: Colour = (250, 249, 245)
BORDER: Colour = (168, 164, 156)
INK: Colour = (45, 45, 45)
PROPOSAL: Colour = (0, 73, 138)
PLACE: Colour = (0, 0, 0)

THEMES: dict[str, Colour] = {
    "reindeer": (0, 114, 178),
    "national_interest": (204, 121, 167),
    "nature": (0, 130, 96),
    "water": (60, 140, 190),
    "forestry": (96, 122, 38),
    "land_cover": (140, 130, 90),
    "energy": (120, 60, 150),
    "transport": (90, 90, 90),
    "minerals": (150, 90, 30),
    "industry": (110, 70, 60),
    "defence": (70, 90, 60),
    "settlement": (60, 60, 60),
    "administration": (120, 120, 120),
    "heritage": (160, 60, 90),
}
"""Theme of a layer → its colour; hues after Okabe and Ito where there are enough of them."""
OTHER_THEME: Colour = (100, 100, 100)


def theme_colour(theme: str) -> Colour:
    """Return the colour of a theme; a neutral one for themes without."""
    return THEMES.get(theme, OTHER_THEME)


def luminance(colour: Iterable[int]) -> float:
    """Return the relative luminance (WCAG) of a colour, 0–1.

    Examples
    --------
    >>> luminance((255, 255, 255)), luminance((0, 0, 0))
    (1.0, 0.0)
    """
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return round(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], 6)


def css(colour: Colour) -> str:
    """Return a colour as CSS writes it.

    Examples
    --------
    >>> css((0, 73, 138))
    '#00498a'
    """
    return "#{:02x}{:02x}{:02x}".format(*colour)
