"""The method in words: the calculation in short, and its limits."""

from __future__ import annotations

from landuse.language import _


def in_short() -> list[tuple[str, str]]:
    """Return the calculation in a few paragraphs: heading and text."""
    return [
        (
            _("Two products that are never mixed"),
            _(
                "The conflict register says what touches what, with the law that asks a question; it has no "
                "score. The "
                "cumulative model says how much use is reduced, with an interval. Neither is a decision."
            ),
        ),
        (
            _("One line"),
            _(
                "Source → pressure × influence at a distance × sensitivity × value → reduced use. Existing works "
                "and the "
                "proposal go through the same calculation: added = cumulative − baseline."
            ),
        ),
        (
            _("Zone of influence"),
            _(
                "Each source reduces use around it. The reduction is strongest at the source and falls with "
                "distance as the "
                "evidence gives it: to a limit, linearly, or so that 5 percent are left at the radius."
            ),
        ),
        (
            _("Combining"),
            _(
                "The turbines, internal roads and pads of one project count as one source: the strongest counts. "
                "Different "
                "projects multiply: what one leaves, the next can take a share of. Ground that is covered is lost "
                "once, "
                "whoever covers it."
            ),
        ),
        (
            _("Hectare-equivalents"),
            _(
                "Ten hectares on which half the use is left count as five hectare-equivalents. Villages overlap: "
                "their "
                "totals are not added; the total of the area is summed over classes of land that do not overlap."
            ),
        ),
        (
            _("Low, likely, high"),
            _(
                "Every radius, intensity and footprint has three values. Low and high of an added figure are the "
                "smallest and "
                "the largest of the three profiles."
            ),
        ),
        (
            _("Unknown is not zero"),
            _(
                "A layer that is not loaded gives unknown, never zero. If a layer of existing sources is missing, "
                "the baseline "
                "is at least, and the added figure at most, what is shown."
            ),
        ),
    ]


def limits() -> list[tuple[str, str]]:
    """Return what the calculation does not do."""
    return [
        (
            _("Maps of herding"),
            _(
                "They show an idealised normal year. What is not marked is not the same as not used. The herding "
                "community knows more than any layer."
            ),
        ),
        (
            _("Evidence"),
            _(
                "Most studies concern some types, seasons and landscapes; other rows are assumptions and are "
                "marked so. A row outside the range of its evidence is weaker than its number looks."
            ),
        ),
        (
            _("Positions"),
            _(
                "Schematic lines and compiled points show what is connected, not where it lies. Sources whose "
                "position is more uncertain than half their radius count in totals, not at a place."
            ),
        ),
        (
            _("Not calculated"),
            _(
                "Effects downstream and on the view, traffic deaths, weather and snow, the value of a migration "
                "route in hectares, and whether animals get used to a disturbance."
            ),
        ),
        (
            _("Areas"),
            _("Grid areas in SWEREF 99 TM: in Norrbotten 0.03 to 0.34 percent from areas on the ground."),
        ),
        (
            _("Law"),
            _(
                "The register quotes provisions and what they ask. It replaces neither the authority nor legal "
                "advice, and national interests are claims that are tried in each case."
            ),
        ),
    ]
