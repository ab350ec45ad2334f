"""Checks of ``data_leaving.csv`` against what layers declare: what is a community's own leaves its session nowhere."""

from __future__ import annotations

from landuse.language import _
from landuse.model.checking import LAYERS, Checking

TABLE = "data_leaving.csv"
PRIVATE = "sameby-private"
"""The class of the table that the sensitivity ``private`` of a layer means."""


def check_leaving(checking: Checking) -> None:
    """Check that no row lets private data out, and that no private layer says where it could be fetched."""
    rows = checking.catalogue.data_leaving
    for number, row in enumerate(rows, 1):
        for name in ("on_disk", "in_report", "in_links"):
            stated = getattr(row, name)
            if row.data_class == PRIVATE and stated.split()[:1] != ["no"]:
                checking.say(
                    TABLE, number, f"{row.item}: {name}: {stated}", _("no, perhaps with a reason after it"),
                    _("correct it: the program keeps it in the memory of one session"),
                )  # fmt: skip
    private = [spec for spec in checking.catalogue.layers.values() if spec.sensitivity == "private"]
    for spec in private:
        if spec.endpoint is not None:
            checking.say(
                LAYERS, f"layers.{spec.id}.endpoint", spec.endpoint, _("none for a private layer"), _("remove it")
            )
    if private and checking.whole(TABLE) and not any(row.data_class == PRIVATE for row in rows):
        checking.say(
            LAYERS, f"layers.{private[0].id}.sensitivity", "private",
            _("a row of the class {name} in {table}").format(name=PRIVATE, table=TABLE), _("add the row"),
        )  # fmt: skip
