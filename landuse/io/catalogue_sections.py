"""YAML files of the catalogue → models by their id, with what is declared once filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from landuse.errors import Problem
from landuse.io.catalogue_files import FORMS, PROFILES, SECTIONS, SHARED
from landuse.io.declaration import declared, with_reviews
from landuse.io.findings import Findings, shown
from landuse.io.nearest import expected_names
from landuse.io.yaml_file import read_mapping
from landuse.language import _
from landuse.model.catalogue import DisturbanceType, Effect, LayerSpec, Profile
from landuse.model.frozen import Frozen


class Sections:
    """The YAML files of one reading.

    Parameters
    ----------
    contents : mapping
        Name → content of the files.
    problems : list of Problem
        Everything that is wrong is added here.
    reviewed : mapping
        Northern Sámi term → whether the glossary holds it as verified.
    """

    def __init__(self, contents: Mapping[str, bytes], problems: list[Problem], reviewed: Mapping[str, bool]) -> None:
        self._contents = contents
        self._problems = problems
        self._reviewed = reviewed
        self.broken: dict[str, set[str]] = defaultdict(set)
        """Section → ids of entries that could not be used."""
        self.unreadable: set[str] = set()
        """Files of which nothing could be read."""
        self.effects: list[Effect] = []
        """Effects that stand with their type instead of in ``effects.csv``."""
        self.effect_places: list[str] = []
        """Where each of them stands."""

    def read(self, file: str) -> dict[str, dict[str, Any]]:
        """Return section → id → model of a file."""
        findings = Findings(file, problems=self._problems)
        content = read_mapping(self._contents[file], findings) if file in self._contents else {}
        if not content:
            self.unreadable.add(file)
            return {name: {} for name in SECTIONS[file]}
        known = [*SHARED.get(file, {}), *SECTIONS[file]]
        for key in sorted(set(content) - set(known)):
            findings.at(key).add(_("an unknown key"), expected_names(key, known), _("rename or remove it"))
        for name, (section, used) in SHARED.get(file, {}).items():
            common = self._common(name, content, findings)
            for key, raw in self._entries(content, section, findings.at(section), quiet=True):
                content[section][key] = raw | {used: _filled(raw.get(used), common, used)}  # type: ignore[index]
        return {
            name: self._models(name, form, self._entries(content, name, findings.at(name)), findings.at(name))
            for name, form in SECTIONS[file].items()
        }

    def profiles(self) -> dict[str, Profile]:
        """Return the profiles by their name, which is the name of the file too."""
        found: dict[str, Profile] = {}
        for file in sorted((n for n in self._contents if n.startswith(f"{PROFILES}/")), key=self._of_base):
            findings = Findings(file, problems=self._problems)
            raw = read_mapping(self._contents[file], findings)
            profile = self._model(Profile, based(raw, found), findings)
            stem = file.removeprefix(f"{PROFILES}/").removesuffix(".yaml")
            if profile is None:
                self.broken[PROFILES].add(stem)
            elif profile.name != stem:
                self.broken[PROFILES].add(stem)
                findings.at("name").add(profile.name, stem, _("give the file and the profile one name"))
            else:
                found[stem] = profile
        return found

    def _of_base(self, file: str) -> tuple[bool, str]:
        """Return the order of reading: profiles that are based on another one last."""
        return b"based_on:" in self._contents[file], file

    def _models(
        self, name: str, form: type[Frozen], entries: Iterator[tuple[str, dict[str, Any]]], findings: Findings
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, raw in entries:
            place = findings.at(key)
            if form is DisturbanceType:
                self._take_effects(key, raw.pop("effects", []), place.at("effects"))
            if form is LayerSpec and "law" in raw:
                place.at("law").add(shown(raw.pop("law")), _("nothing"), _("name the layer in law.yaml instead"))
            if "id" in raw:
                place.at("id").add(shown(raw["id"]), _("nothing"), _("the key of the entry is its id"))
            entry = self._model(form, raw | {"id": key}, place)
            if entry is None:
                self.broken[name].add(key)
            else:
                found[key] = entry
        return found

    def _model(self, form: type[Any], raw: dict[str, Any], place: Findings) -> Any:
        return declared(form, with_reviews(raw, self._reviewed, place), place)

    def _take_effects(self, type_id: str, raw: Any, place: Findings) -> None:
        for number, row in enumerate(raw if isinstance(raw, list) else [raw]):
            content = {"type": type_id, **row} if isinstance(row, dict) else row
            effect = self._model(Effect, content, place.at(number)) if isinstance(content, dict) else None
            if effect is not None:
                self.effects.append(effect)
                self.effect_places.append(place.at(number).where)
            else:
                self.broken["effects"].add(type_id)
                if not isinstance(content, dict):
                    place.at(number).add(shown(content), _("the columns of effects.csv"), _("write keys and values"))

    def _common(self, name: str, content: Mapping[str, Any], findings: Findings) -> dict[str, dict[str, Any]]:
        """Return the entries of a section that others share, each checked by itself."""
        found = dict(self._entries(content, name, findings.at(name), quiet=name not in content))
        form = FORMS[name]
        for key, raw in found.items():
            self._model(form, raw | ({"id": key} if "id" in form.model_fields else {}), findings.at(name, key))
        return found

    def _entries(
        self, content: Mapping[str, Any], name: str, findings: Findings, *, quiet: bool = False
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        section = content.get(name)
        if not isinstance(section, dict):
            if not quiet:
                findings.add(shown(section), _("an id for each entry, with its keys below"), _("add the section"))
            return
        for key, raw in list(section.items()):
            if isinstance(raw, dict):
                yield str(key), {str(field): value for field, value in raw.items()}
            elif not quiet:
                self.broken[name].add(str(key))
                findings.at(key).add(shown(raw), _("keys and values"), _("write its keys below, indented"))


def based(raw: dict[str, object], profiles: Mapping[str, Profile]) -> dict[str, object]:
    """Return a raw profile with what it takes over from the one it is based on: level, decay, parks, changes."""
    base = profiles.get(str(raw.get("based_on")))
    if base is None or not isinstance(raw.get("changes", []), list):
        return raw
    held = base.model_dump(mode="json", include={"level", "cutoff", "shape", "subcells", "park"})
    before = [change.model_dump(mode="json", exclude_none=True) for change in base.changes]
    return held | raw | {"changes": [*before, *raw.get("changes", [])]}  # type: ignore[misc]


def _filled(own: Any, common: Mapping[str, dict[str, Any]], used: str) -> Any:
    """Return the attributes of a layer beside the common ones, or the parameters of a type with their common fields."""
    if own is not None and not isinstance(own, dict):
        return own
    if used == "attributes":
        return {**common, **(own or {})}
    return [
        {"id": str(key), **common.get(str(key), {}), **value} if isinstance(value, dict) else value
        for key, value in (own or {}).items()
    ]
