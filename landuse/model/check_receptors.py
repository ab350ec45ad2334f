"""Checks of pressures, receptors and sensitivities."""

from __future__ import annotations

from landuse.language import _
from landuse.model.catalogue import Ground, Receptor, ReceptorGroup, ReceptorLayer, Role
from landuse.model.checking import LAYERS, PRESSURES, RECEPTORS, SENSITIVITY, Checking
from landuse.model.frozen import SEASONS

REGISTER_ONLY = "register_only"
BEHAVIOUR = ("disturbance", "light_noise")
"""Pressures on behaviour: a receptor answers to one of them at most, else the same effect counts twice."""


def check_receptors(checking: Checking) -> None:
    """Check pressures, groups, receptors and the sensitivity matrix against each other and against layers."""
    for pressure in checking.catalogue.pressures.values():
        at = (PRESSURES, f"pressures.{pressure.id}")
        checking.must_exist(pressure.counted_for, "groups", at)
        checking.must_exist([*pressure.only_on, *pressure.only_in], "groups", at)
        checking.must_exist(pressure.only_on.values(), "grounds", at)
        for season in {season for seasons in pressure.only_in.values() for season in seasons} - set(SEASONS):
            checking.say(*at, season, ", ".join(SEASONS), _("correct the season"))
    for ground in checking.catalogue.grounds.values():
        _check_where(checking, ground, (PRESSURES, f"grounds.{ground.id}"))
    for group in checking.catalogue.groups.values():
        _check_group(checking, group)
    for receptor in checking.catalogue.receptors.values():
        _check_receptor(checking, receptor)
    _check_seasonal_lands(checking)
    _check_sensitivity(checking)


def _check_group(checking: Checking, group: ReceptorGroup) -> None:
    at = (RECEPTORS, f"groups.{group.id}.shown_by")
    seasons = set(SEASONS) if group.seasonal else {"all"}
    if set(group.shown_by) != seasons:
        checking.say(*at, ", ".join(group.shown_by), ", ".join(sorted(seasons)), _("name a receptor for each"))
    checking.must_exist(group.shown_by.values(), "receptors", at)
    for name in group.shown_by.values():
        receptor = checking.catalogue.receptors.get(name)
        if receptor is not None and receptor.group != group.id:
            checking.say(*at, f"{name}: {receptor.group}", group.id, _("choose a receptor of the group"))


def _check_receptor(checking: Checking, receptor: Receptor) -> None:
    at = f"receptors.{receptor.id}"
    checking.must_exist([receptor.group], "groups", (RECEPTORS, f"{at}.group"), also=(REGISTER_ONLY,))
    if receptor.bad_winter and not (receptor.of_which and receptor.by_village):
        checking.say(
            RECEPTORS, at, "bad_winter", _("of_which and by_village beside it"), _("add them, or remove bad_winter"),
        )  # fmt: skip
    if receptor.of_which and receptor.evidence_seasons:
        checking.say(
            RECEPTORS, at, ", ".join(receptor.evidence_seasons), _("no evidence seasons for what lies inside a land"),
            _("remove of_which or evidence_seasons"),
        )  # fmt: skip
    for part in receptor.layers:
        _check_where(checking, part, (RECEPTORS, f"{at}.layers"))
        spec = checking.catalogue.layers.get(part.layer)
        if spec is not None and receptor.group != REGISTER_ONLY and Role.RECEPTOR not in spec.roles:
            checking.say(LAYERS, f"layers.{spec.id}.roles", ", ".join(spec.roles), Role.RECEPTOR, _("add the role"))


def _check_where(checking: Checking, part: ReceptorLayer | Ground, at: tuple[str, str]) -> None:
    """Check that a layer exists, and that it declares the attributes by which its features are chosen."""
    checking.must_exist([part.layer], "layers", at)
    spec = checking.catalogue.layers.get(part.layer)
    for name in sorted(set(part.where) - set(spec.attributes if spec else part.where)):
        checking.say(*at, name, ", ".join(spec.attributes if spec else ()), _("declare the attribute"))


def _check_seasonal_lands(checking: Checking) -> None:
    """Check that each evidence season of a seasonal group has exactly one receptor for the land of a village."""
    for group in checking.catalogue.groups.values():
        for season in SEASONS if group.seasonal else ():
            lands = [
                receptor.id
                for receptor in checking.catalogue.receptors.values()
                if receptor.group == group.id and season in receptor.evidence_seasons
            ]
            if len(lands) != 1 and checking.known("receptors") == set(checking.catalogue.receptors):
                checking.say(
                    RECEPTORS, "receptors", f"{season}: {', '.join(lands) or '–'}",
                    _("one receptor as the land of the season"), _("correct evidence_seasons"),
                )  # fmt: skip


def _check_sensitivity(checking: Checking) -> None:
    matrix = checking.catalogue.sensitivity
    modelled = {r.id for r in checking.catalogue.receptors.values() if r.group != REGISTER_ONLY}
    for number, (name, row) in enumerate(matrix.items()):
        at = (SENSITIVITY, number)
        checking.must_exist([name], "receptors", at)
        checking.must_exist(row, "pressures", at)
        if name not in checking.catalogue.receptors:
            continue
        group = checking.catalogue.receptors[name].group
        missing = set(checking.catalogue.pressures) - set(row)
        if missing:
            checking.say(*at, _("no column"), ", ".join(sorted(missing)), _("add the column"))
        answers = [p for p in BEHAVIOUR if row.get(p) is not None and p in checking.catalogue.pressures
                   and checking.catalogue.counts(p, group, None)]  # fmt: skip
        if len(answers) > 1:
            checking.say(*at, ", ".join(answers), _("one pressure on behaviour"), _("empty one of the cells"))
    for name in sorted(modelled - set(matrix)):
        if checking.whole(SENSITIVITY):
            checking.say(SENSITIVITY, "", _("no row for {name}").format(name=name), _("a row"), _("add the row"))
