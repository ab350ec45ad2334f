"""Files of reindeer herding: what only their name tells, and one row for each community and season of a feature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd

from landuse.io.columns import matched_column
from landuse.io.layer_findings import LayerFindings, listed
from landuse.io.names import folded
from landuse.io.season_words import SeasonWords, window_of
from landuse.io.values import texts
from landuse.io.village_words import VillageWords
from landuse.language import _
from landuse.model.catalogue import HERDING_SEASONS, Catalogue, LayerSpec

MORE_VILLAGES = ("village_2", "village_3")
"""Attributes of further communities that share a feature: SAMEBY2, SAMEBY3."""


def with_name_told(
    features: gpd.GeoDataFrame, spec: LayerSpec, names: Iterable[str], catalogue: Catalogue | None,
    findings: LayerFindings,
) -> gpd.GeoDataFrame:  # fmt: skip
    """Return the features with season and kind from the name of table or file, where no column states them.

    Parameters
    ----------
    names : iterable of str
        Names of the table, the file and the zip file, the nearest first.
    """
    if "village" not in spec.attributes:
        return features
    words = SeasonWords(catalogue.season_words if catalogue else ())
    for attribute in ("season", "kind"):
        if attribute not in spec.attributes or _stated(features, attribute, spec):
            continue
        for name in names:
            told = words.in_name(name) if attribute == "season" else _kind_in(name, spec)
            if told:
                findings.note(
                    _("{attribute} from the name {name}: {values}").format(
                        attribute=attribute, name=name, values=listed(told, 8)
                    )
                )
                empty = matched_column(attribute, spec, [str(c) for c in features.columns])
                features = features.drop(columns=[empty] if empty else []).assign(**{attribute: ";".join(told)})
                break
    return features


def _stated(features: gpd.GeoDataFrame, attribute: str, spec: LayerSpec) -> bool:
    column = matched_column(attribute, spec, [str(c) for c in features.columns if c != features.geometry.name])
    return column is not None and bool(texts(features[column]).notna().any())


def _kind_in(name: str, spec: LayerSpec) -> tuple[str, ...]:
    """Return the kind that a name holds, the longest word of those declared."""
    values: Mapping[str, str] = spec.attributes["kind"].values
    words = {folded(word): kind for old, kind in values.items() for word in (old, kind)}
    found = [word for word in words if word in folded(name)]
    return (words[max(found, key=len)],) if found else ()


def spread(table: pd.DataFrame, spec: LayerSpec, catalogue: Catalogue, findings: LayerFindings) -> pd.DataFrame:
    """Return the table with one row for each community and season of a feature; what is not known is None, and said.

    Notes
    -----
    Land that communities share is land of each of them: their figures are never added (METHOD §4).
    """
    if "village" in spec.attributes and "village" in table:
        table = _by_village(table, VillageWords(catalogue.communities), findings)
    if "season" in spec.attributes and {"season", "season_from"} & set(table):
        table = table if "season" in table else table.assign(season=None)
        table = _by_season(table, spec, SeasonWords(catalogue.season_words), findings)
    return table


def _by_village(table: pd.DataFrame, names: VillageWords, findings: LayerFindings) -> pd.DataFrame:
    columns = [name for name in ("village", *MORE_VILLAGES) if name in table]
    stated = pd.concat([texts(table[name]) for name in columns], axis=1)
    found = [
        tuple(dict.fromkeys(village for text in row if text is not None for village in names.meant(text)))
        for row in stated.itertuples(index=False, name=None)
    ]
    unknown = sorted({name for villages in found for name in villages if not names.is_known(name)})
    if unknown:
        findings.note(_("herding communities that the catalogue does not list: {names}").format(names=listed(unknown)))
    if shared := sum(len(villages) > 1 for villages in found):
        findings.note(
            _("{n} features are shared between herding communities: each has them whole, they are never added").format(
                n=shared
            )
        )
    if nobody := sum(not villages for villages in found):
        findings.note(_("{n} features name no herding community").format(n=nobody))
    raw = [row[0] for row in stated.itertuples(index=False, name=None)]
    table = table.drop(columns=[name for name in columns if name != "village"])
    return _repeated(
        table.assign(village_raw=table.get("village_raw", pd.Series(raw, index=table.index))), "village", found
    )


def _by_season(table: pd.DataFrame, spec: LayerSpec, words: SeasonWords, findings: LayerFindings) -> pd.DataFrame:
    stated = texts(table["season"])
    found = [() if text is None else words.meant(text) for text in stated]
    unknown = [text for text, seasons in zip(stated, found, strict=True) if text is not None and not seasons]
    if unknown:
        findings.ask(
            _("{n} features with unknown {attribute}: {values}").format(
                n=len(unknown), attribute="season", values=listed(sorted(set(unknown)))
            ),
            listed(HERDING_SEASONS, 20),
            _("correct them or add the word to season_words.csv; their season would be unknown"),
        )
    if spec.attributes["season"].required and (empty := int(stated.isna().sum())):
        findings.note(_("{n} features without a season count in none").format(n=empty))
    table = _with_kind(table.assign(season_raw=stated), spec, words)
    if "season_from" not in spec.attributes:
        return _repeated(table, "season", found)
    table = _repeated(*_with_windows(table, found, words))
    ends = {name: table[name].where(table[name].notna(), table["season"]) for name in ("season_from", "season_to")}
    return table.assign(**ends)


def _with_kind(table: pd.DataFrame, spec: LayerSpec, words: SeasonWords) -> pd.DataFrame:
    """Return the table with the kind of land that the word for the season tells, where none is stated: calving land."""
    if "kind" not in spec.attributes:
        return table
    stated = (
        texts(table["kind"]) if "kind" in table else pd.Series([None] * len(table), index=table.index, dtype=object)
    )
    told = [words.kind(text) if text else None for text in table["season_raw"]]
    found = [own or other for own, other in zip(stated, told, strict=True)]
    return table.assign(kind=pd.Series(found, index=table.index, dtype=object)) if any(found) else table


def _with_windows(
    table: pd.DataFrame, found: list[tuple[str, ...]], words: SeasonWords
) -> tuple[pd.DataFrame, str, list[tuple[str, ...]]]:
    """Return routes with the window of the year in which they are used, ``season``, and what is left to share out."""
    windows = [window_of(seasons) if seasons else None for seasons in found]
    ends: dict[str, pd.Series] = {}
    for side, name in enumerate(("season_from", "season_to")):
        stated = texts(table[name]) if name in table else pd.Series([None] * len(table), dtype=object)
        own = [(words.meant(text) or (None,))[0] if text else None for text in stated]
        told = [each or (window[side] if window else None) for each, window in zip(own, windows, strict=True)]
        ends[name] = pd.Series(told, index=table.index, dtype=object)
    return table.assign(**ends), "season", [(w[0],) if w else s for w, s in zip(windows, found, strict=True)]


def _repeated(table: pd.DataFrame, name: str, values: list[tuple[str, ...]]) -> pd.DataFrame:
    """Return the table with one row for each value, an unknown one for none; a further key is named after it."""
    rows = [(row, value, n) for row, each in enumerate(values) for n, value in enumerate(each or (None,), 1)]
    found = table.iloc[[row for row, _value, _n in rows]].reset_index(drop=True)
    found = found.assign(**{name: pd.Series([value for _row, value, _n in rows], dtype=object)})
    if "key" in found:
        keys = texts(found["key"])
        found["key"] = [
            k if k is None or n == 1 else f"{k}~{folded(value or '')}"
            for k, (_row, value, n) in zip(keys, rows, strict=True)
        ]
    return found
