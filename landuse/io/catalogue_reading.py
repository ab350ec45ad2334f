"""Files of the catalogue → the catalogue, with everything that is wrong noted at its place."""

from __future__ import annotations

from collections.abc import Mapping

from landuse.errors import Problem
from landuse.io.bibtex import read_references
from landuse.io.catalogue_files import OTHERS, SECTIONS
from landuse.io.catalogue_sections import Sections
from landuse.io.catalogue_tables import Tables
from landuse.io.findings import Findings
from landuse.language import _
from landuse.model import catalogue as model

EFFECTS = "effects.csv"


class Reading:
    """One reading of the catalogue's files: what was found and where.

    Parameters
    ----------
    contents : mapping
        Name → content of the files.
    problems : list of Problem
        Everything that is wrong is added here.
    """

    def __init__(self, contents: Mapping[str, bytes], problems: list[Problem]) -> None:
        self._contents = contents
        self._problems = problems
        self._tables = Tables(contents, problems)
        self._sections: Sections | None = None
        self._own_effects = 0

    @property
    def broken(self) -> dict[str, frozenset[str]]:
        """Section → ids of entries, or file → nothing, that could not be used: their absence needs no words."""
        sections = self._sections.broken if self._sections else {}
        missing = {file for file in OTHERS if file not in self._contents} | self._tables.faulty
        return {name: frozenset(ids) for name, ids in sections.items()} | {file: frozenset() for file in missing}

    @property
    def complete(self) -> bool:
        """Tell whether every file could be read; else nothing can be said about what fits together."""
        return self._sections is not None and not self._sections.unreadable

    def place(self, file: str, entry: int | str) -> str:
        """Return the place of a row (its number among the rows read) or of an entry (its path) in words."""
        lines = self._tables.lines[file]
        if isinstance(entry, str):
            return f"{file}: {entry}" if entry else file
        if file == EFFECTS and self._sections and entry >= self._own_effects:
            return self._sections.effect_places[entry - self._own_effects]
        return f"{file}: {_('line {n}').format(n=lines[entry])}" if entry < len(lines) else file

    def catalogue(self, digest: str) -> model.Catalogue:
        """Return the catalogue of everything that could be used."""
        read = self._tables.read
        terms = read("glossary.csv", model.Term)
        self._tables.reviewed = {term.se: term.status == "verified" for term in terms}
        self._sections = Sections(self._contents, self._problems, self._tables.reviewed)
        found = {name: entries for file in SECTIONS for name, entries in self._sections.read(file).items()}
        rows = read(EFFECTS, model.Effect)
        self._own_effects = len(rows)
        return model.Catalogue(
            layers=_with_law(found.pop("layers"), found["provisions"]),
            questions=tuple(found.pop("questions").values()),
            **found,
            effects=(*rows, *self._sections.effects),
            sensitivity=self._tables.sensitivity(),
            seasons=read("seasons.csv", model.Season),
            village_seasons=read("village_seasons.csv", model.VillageSeason),
            season_words=read("season_words.csv", model.SeasonWord),
            statuses=read("statuses.csv", model.Status),
            realisations={row.status: row for row in read("realisation.csv", model.Realisation)},
            recoveries=read("recovery.csv", model.Recovery),
            asking_distances=read("asking_distances.csv", model.AskingDistance),
            communities=read("herding_communities.csv", model.HerdingCommunity),
            profiles=self._sections.profiles(),
            references=self._references(),
            glossary=terms,
            sensitivity_reasons=read("sensitivity_reasons.csv", model.SensitivityReason),
            decay_means=read("decay_means.csv", model.DecayMean),
            compatibilities=read("compatibility.csv", model.Compatibility),
            compatibility_traits=read("compatibility_traits.csv", model.CompatibilityTrait),
            setbacks=read("setbacks.csv", model.Setback),
            free_widths=read("free_width.csv", model.FreeWidth),
            permeabilities=read("barrier_permeability.csv", model.BarrierPermeability),
            data_leaving=read("data_leaving.csv", model.DataLeaving),
            digest=digest,
        )

    def _references(self) -> dict[str, str]:
        findings = Findings("references.bib", problems=self._problems)
        return read_references(self._contents.get("references.bib", b""), findings)


def _with_law(
    layers: Mapping[str, model.LayerSpec], provisions: Mapping[str, model.Provision]
) -> dict[str, model.LayerSpec]:
    """Return the layers, each with the provisions that name it."""
    named = {key: tuple(p.id for p in provisions.values() if key in p.layers) for key in layers}
    return {key: spec.model_copy(update={"law": named[key]}) for key, spec in layers.items()}
