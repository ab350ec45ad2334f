"""Answers for a herding community's own land in words: rounded, for whole seasonal lands, before and after."""

from __future__ import annotations

from landuse.language import _
from landuse.model.private_land import PrivateAnswer
from landuse.render.units import percent, quantity, unknown
from landuse.render.words import season_word


def answer_lines(answer: PrivateAnswer) -> tuple[str, list[tuple[str, str]]]:
    """Return the name of the season, and labels with what is said of its land."""
    heading = season_word(answer.season)
    if answer.too_small:
        return heading, [(_("Land"), _("too small to answer without showing where it is"))]
    lines = [
        (_("Land"), quantity(answer.hectares, "ha")),
        (_("Within reach"), _change([quantity(each, "ha") for each in answer.within_reach or ()])),
        (_("Calculated reduced use"), _change([percent(each, 0) for each in answer.reduced or ()])),
        (_("Still quiet"), _change([percent(each, 0) for each in answer.quiet or ()])),
    ]
    if answer.outside:
        lines.append((_("Note"), _("part of the land lies outside the study area; of that part nothing is known")))
    return heading, lines


def _change(pair: list[str]) -> str:
    return " → ".join(pair) or unknown()
