"""Checks of areas, herding communities, profiles and the tables on how interests meet."""

from __future__ import annotations

from landuse.language import _
from landuse.model.checking import Checking
from landuse.model.profile import LEVELS, Profile
from landuse.model.profiled import change_problems

AREAS = "areas.yaml"
COMMUNITIES = "herding_communities.csv"
BARRIERS = ("river", "fence (own or neighbour village)", "trucking")
"""Barriers of the route network that are no disturbance types."""


def check_place(checking: Checking) -> None:
    """Check areas and their communities, the profiles, and the tables for claims, setbacks and barriers."""
    catalogue = checking.catalogue
    for number, community in enumerate(catalogue.communities):
        checking.must_exist([community.area], "areas", (COMMUNITIES, number))
    for name in LEVELS:
        checking.must_exist([name], "profiles", (f"profiles/{name}.yaml", ""))
        profile = catalogue.profiles.get(name)
        if profile is not None and profile.level != name:
            checking.say(f"profiles/{name}.yaml", "level", profile.level, name, _("give the profile its own level"))
    for name, profile in catalogue.profiles.items():
        _check_profile(checking, name, profile)
    _check_areas(checking)
    _check_interests(checking)


def _check_profile(checking: Checking, name: str, profile: Profile) -> None:
    file = f"profiles/{name}.yaml"
    checking.problems.extend(change_problems(checking.catalogue, profile, file))
    if profile.based_on is not None:
        checking.must_exist([profile.based_on], "profiles", (file, "based_on"))
    if profile.park is not None:
        checking.must_exist([profile.park.type], "types", (file, "park.type"))
        checking.must_exist([profile.park.pressure], "pressures", (file, "park.pressure"))
        checking.must_exist([profile.park.group], "groups", (file, "park.group"))
        if checking.whole("references.bib"):
            checking.must_exist(profile.park.references, "references", (file, "park.references"))


def _check_areas(checking: Checking) -> None:
    for area in checking.catalogue.areas.values():
        at = f"areas.{area.id}"
        checking.must_exist([area.outline_layer], "layers", (AREAS, f"{at}.outline_layer"))
        for number, drawn in enumerate(area.basemap.drawn):
            checking.must_exist([drawn.layer], "layers", (AREAS, f"{at}.basemap.drawn.{number}.layer"))
        west, south, east, north = area.bounds
        if west >= east or south >= north:
            checking.say(AREAS, f"{at}.bounds", area.bounds, _("west < east, south < north"), _("correct the bounds"))
        listed = {community.name for community in checking.catalogue.communities if community.area == area.id}
        if checking.whole(COMMUNITIES):
            for name in sorted(listed ^ set(area.villages)):
                place = AREAS if name in area.villages else COMMUNITIES
                checking.say(
                    AREAS, f"{at}.villages", _("{name} only in {file}").format(name=name, file=place),
                    _("the same herding communities in both files"), _("add it to the other, or remove it"),
                )  # fmt: skip


def _check_interests(checking: Checking) -> None:
    catalogue = checking.catalogue
    interests = {trait.interest for trait in catalogue.compatibility_traits}
    for number, pair in enumerate(catalogue.compatibilities):
        if checking.whole("compatibility_traits.csv"):
            checking.must_exist_in([pair.interest_a, pair.interest_b], interests, ("compatibility.csv", number))
    for number, setback in enumerate(catalogue.setbacks):
        checking.must_exist([setback.type], "types", ("setbacks.csv", number), also=("*",))
    for number, barrier in enumerate(catalogue.permeabilities):
        checking.must_exist([barrier.barrier], "types", ("barrier_permeability.csv", number), also=BARRIERS)
    for number, reason in enumerate(catalogue.sensitivity_reasons):
        checking.must_exist([reason.receptor], "receptors", ("sensitivity_reasons.csv", number))
        checking.must_exist([reason.pressure], "pressures", ("sensitivity_reasons.csv", number))
