"""Checks of ``law.yaml``, statuses, recovery and asking distances."""

from __future__ import annotations

from landuse.language import _
from landuse.model.catalogue import Provision
from landuse.model.checking import LAW, Checking
from landuse.model.frozen import SEASONS


def check_law(checking: Checking) -> None:
    """Check that everything the law and the registers are tied to exists."""
    catalogue = checking.catalogue
    for provision in catalogue.provisions.values():
        _check_provision(checking, provision)
    for weighing in catalogue.weighings.values():
        checking.must_exist(weighing.provisions, "provisions", (LAW, f"weighings.{weighing.id}"))
    for question in catalogue.questions:
        at = (LAW, f"questions.{question.id}")
        checking.must_exist(question.types, "types", at, also=("*",))
        checking.must_exist(question.provisions, "provisions", at)
    for number, distance in enumerate(catalogue.asking_distances):
        checking.must_exist([distance.layer], "layers", ("asking_distances.csv", number))
        checking.must_exist([distance.type], "types", ("asking_distances.csv", number), also=("*",))
    for number, status in enumerate(catalogue.statuses):
        checking.must_exist([status.layer], "layers", ("statuses.csv", number), also=("*",))
        if checking.whole("realisation.csv"):
            checking.must_exist([status.status], "realisations", ("statuses.csv", number))
    for number, recovery in enumerate(catalogue.recoveries):
        at_row = ("recovery.csv", number)
        checking.must_exist([recovery.group], "groups", at_row, also=("all",))
        checking.must_exist_in([recovery.season], (*SEASONS, "all"), at_row)
        if (recovery.full_until is None) != (recovery.zero_at is None):
            checking.say(
                *at_row, recovery.process, _("full_until together with zero_at"), _("add or remove one of them")
            )


def _check_provision(checking: Checking, provision: Provision) -> None:
    at = (LAW, f"provisions.{provision.id}")
    checking.must_exist(provision.layers, "layers", at, also=("*",))
    checking.must_exist([*provision.types, *provision.not_types], "types", at, also=("*",))
    for name in provision.layers:
        spec = checking.catalogue.layers.get(name)
        for attribute in set(provision.where) - set(spec.attributes if spec else provision.where):
            checking.say(
                *at, f"{name}: {attribute}", ", ".join(spec.attributes if spec else ()), _("declare the attribute")
            )
