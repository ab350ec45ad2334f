"""The words of a layer that have to be known: seasons, statuses, disturbance types, herding communities."""

from __future__ import annotations

import pandas as pd

from landuse.io.herding_rows import spread
from landuse.io.layer_findings import LayerFindings, listed
from landuse.io.values import texts
from landuse.language import _
from landuse.model.catalogue import HERDING_SEASONS, Catalogue, LayerSpec, Quality

OWN = "own"
"""Mark of a layer that a user declared."""


def checked_words(
    table: pd.DataFrame, spec: LayerSpec, catalogue: Catalogue | None, findings: LayerFindings
) -> pd.DataFrame:
    """Return the table with known words spelt as in the catalogue; unknown ones are asked about, refused or noted."""
    if catalogue is None and "season" in table and "season" in spec.attributes:
        _ask_unknown(table["season"], "season", HERDING_SEASONS, findings)
    if "quality" in table and "quality" in spec.attributes:
        table = _qualities(table, findings)
    if catalogue is None:
        return table
    if spec.source and spec.source.status_attribute in table:
        _statuses(table[str(spec.source.status_attribute)], spec, catalogue, findings)
    if spec.source and spec.source.type_attribute in table:
        _types(table[str(spec.source.type_attribute)], spec, catalogue, findings)
    return spread(table, spec, catalogue, findings)


def _qualities(table: pd.DataFrame, findings: LayerFindings) -> pd.DataFrame:
    """Return the table with the program's own words for quality; other words stay in ``quality_raw``."""
    stated = texts(table["quality"])
    own = texts(stated, str.casefold)
    if (own == Quality.SYNTHETIC).any():
        findings.refuse(_("synthetic features"), _("data about a real place"), _("remove them"))
    return table.assign(quality=own.where(own.isin(list(Quality)), None), quality_raw=stated)


def _ask_unknown(values: pd.Series, name: str, known: tuple[str, ...], findings: LayerFindings) -> None:
    unknown = values.dropna()[~values.dropna().isin(known)]
    if len(unknown):
        findings.ask(
            _("{n} features with unknown {attribute}: {values}").format(
                n=len(unknown), attribute=name, values=listed(sorted(unknown.astype(str).unique()))
            ),
            listed(known, 20),
            _("correct them or add the word under values in layers.yaml"),
        )


def _statuses(values: pd.Series, spec: LayerSpec, catalogue: Catalogue, findings: LayerFindings) -> None:
    """Ask about statuses that ``statuses.csv`` does not list; say how many features have none."""
    stated = texts(values)
    known = {row.value.casefold() for row in catalogue.statuses if row.layer in (spec.id, "*")}
    listed_ = any(row.layer == spec.id and row.value == "*" for row in catalogue.statuses)
    unknown = sorted({value for value in stated.dropna() if value.casefold() not in known})
    if unknown and not listed_:
        findings.ask(
            _("{n} features with a status that is not known: {values}").format(
                n=int(stated.isin(unknown).sum()), values=listed(unknown)
            ),
            listed((row.value for row in catalogue.statuses if row.layer in (spec.id, "*") and row.value != "*"), 40),
            _("add the status to statuses.csv; they would count as planned, never as built"),
        )
    if stated.isna().any():
        findings.note(
            _("{n} features without status count as planned, never as built").format(n=int(stated.isna().sum()))
        )


def _types(values: pd.Series, spec: LayerSpec, catalogue: Catalogue, findings: LayerFindings) -> None:
    """Say which words are no disturbance type; an own layer of sources must name types."""
    stated = texts(values)
    unlisted = stated.notna() & ~stated.isin(list(catalogue.types))
    own = spec.mark == OWN
    bad = unlisted | stated.isna() if own else unlisted
    if spec.source is None or spec.source.unlisted == "type" or not bad.any():
        return
    report = _("{n} features name no disturbance type and are no sources: {values}").format(
        n=int(bad.sum()), values=listed(sorted(stated[bad].fillna("–").unique()))
    )
    if not own:
        findings.note(report)
        return
    say = findings.refuse if bad.all() else findings.ask
    say(report, listed(sorted(catalogue.types), 60), _("write the id of a type in the column"))
