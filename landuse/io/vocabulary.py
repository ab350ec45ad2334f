"""The words of a layer that have to be known: seasons, statuses, disturbance types, herding communities."""

from __future__ import annotations

from typing import get_args

import pandas as pd

from landuse.io.layer_findings import LayerFindings, listed
from landuse.io.names import folded
from landuse.io.values import texts
from landuse.language import _
from landuse.model.catalogue import Band, Catalogue, LayerSpec, Season

SEASONS: tuple[str, ...] = get_args(Season.model_fields["id"].annotation)


def checked_words(
    table: pd.DataFrame, spec: LayerSpec, catalogue: Catalogue | None, findings: LayerFindings
) -> pd.DataFrame:
    """Return the table with known words spelt as in the catalogue; unknown ones are asked about, refused or noted."""
    if "season" in table and "season" in spec.attributes:
        _ask_unknown(table["season"], "season", SEASONS, findings)
    if "quality" in table and "quality" in spec.attributes and (table["quality"] == "synthetic").any():
        findings.refuse(_("synthetic features"), _("data about a real place"), _("remove them"))
    if catalogue is None:
        return table
    if spec.source and spec.source.status_attribute in table:
        table = _statuses(table, str(spec.source.status_attribute), spec, catalogue, findings)
    if spec.source and spec.source.type_attribute in table:
        _types(table[str(spec.source.type_attribute)], spec, catalogue, findings)
    return _villages(table, catalogue, findings) if "village" in spec.attributes and "village" in table else table


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


def _statuses(
    table: pd.DataFrame, name: str, spec: LayerSpec, catalogue: Catalogue, findings: LayerFindings
) -> pd.DataFrame:
    """Return the table with statuses spelt as in ``statuses.csv``; unknown ones are asked about, empty ones stay so."""
    rows = [row for row in catalogue.statuses if row.layer == spec.id]
    spelling = {word.casefold(): row.value for row in reversed(rows) for word in (str(row.band), row.status)}
    spelling |= {row.value.casefold(): row.value for row in rows}
    own_words = {*(row.status for row in catalogue.statuses), *map(str, Band)}
    new = texts(table[name], lambda value: spelling.get(value.casefold(), value))
    if "*" not in spelling:
        unknown = new.dropna()[~new.dropna().isin({*spelling.values(), *own_words})]
        if len(unknown):
            findings.ask(
                _("{n} features with a status that is not known: {values}").format(
                    n=len(unknown), values=listed(sorted(unknown.unique()))
                ),
                listed(spelling.values(), 20) or listed(sorted(own_words), 20),
                _("add the status to statuses.csv; they would count as planned, never as built"),
            )
    if new.isna().any():
        findings.note(_("{n} features without status count as planned, never as built").format(n=int(new.isna().sum())))
    return table.assign(**{name: new})


def _types(values: pd.Series, spec: LayerSpec, catalogue: Catalogue, findings: LayerFindings) -> None:
    known = values.isin(list(catalogue.types))
    if spec.source is None or known.all() or spec.source.type is not None:
        return
    unnamed = listed(sorted(values[~known].fillna("–").astype(str).unique()))
    report = _("{n} features name no disturbance type and are no sources: {values}").format(
        n=int((~known).sum()), values=unnamed
    )
    if known.any() and spec.mark != "own":
        findings.note(report)
    elif known.any():
        findings.ask(report, listed(sorted(catalogue.types), 60), _("write the id of a type in the column"))
    else:
        findings.refuse(report, listed(sorted(catalogue.types), 60), _("write the id of a type in the column"))


def _villages(table: pd.DataFrame, catalogue: Catalogue, findings: LayerFindings) -> pd.DataFrame:
    """Return the table with herding communities named as in the catalogue; others stay as they are and are listed."""
    names = {folded(alias): c.name for c in catalogue.communities for alias in (c.name, *c.aliases)}
    stated = texts(table["village"])
    new = texts(stated, lambda value: names.get(folded(value), names.get(folded(value).removesuffix("sameby"), value)))
    unknown = sorted(set(new.dropna()) - set(names.values()))
    if unknown:
        findings.note(_("herding communities that the catalogue does not list: {names}").format(names=listed(unknown)))
    return table.assign(village=new, village_raw=table.get("village_raw", stated))
