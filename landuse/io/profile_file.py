"""Profiles in files of one's own: a copy of a profile with changed parameters, who changed them and why."""

from __future__ import annotations

from pathlib import Path

from landuse.errors import CatalogueError, LanduseError, problem
from landuse.io.catalogue_sections import based
from landuse.io.declaration import declared
from landuse.io.findings import Findings
from landuse.io.yaml_file import read_mapping
from landuse.language import _
from landuse.model.catalogue import Catalogue, Profile
from landuse.model.profiled import change_problems

LARGEST_BYTES = 1_000_000


def read_profile(path: Path, catalogue: Catalogue) -> Profile:
    """Return the profile of a YAML file, checked against a catalogue.

    Raises
    ------
    CatalogueError
        With every problem of the file.
    LanduseError
        If there is no such file.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise LanduseError(
                problem(str(path), _("a large file"), _("at most 1 MB"), _("check that it is a profile"))
            )
        content = path.read_bytes()
    except OSError as error:
        todo = _("check the name and the folder")
        raise LanduseError(problem(str(path), error.strerror or error, _("a profile (YAML)"), todo)) from error
    findings = Findings(path.name)
    raw = read_mapping(content, findings)
    base = raw.get("based_on")
    if base is not None and base not in catalogue.profiles:
        findings.at("based_on").add(str(base), ", ".join(catalogue.profiles), _("choose one of these"))
    elif base is None and "level" not in raw and not findings.problems:
        findings.at("based_on").add(_("nothing"), ", ".join(catalogue.profiles), _("say which profile it is a copy of"))
    if not findings.problems:
        profile = declared(Profile, based(raw, catalogue.profiles), findings)
        if profile is not None:
            findings.problems.extend(change_problems(catalogue, profile, path.name))
            if profile.name in catalogue.profiles:
                findings.at("name").add(
                    profile.name, _("a name that the catalogue does not use"), _("give it a name of its own")
                )
            if not findings.problems:
                return profile
    raise CatalogueError(findings.problems)


def with_profile(catalogue: Catalogue, asked: str, folder: Path) -> tuple[Catalogue, str]:
    """Return a catalogue that holds the profile asked for, and its name.

    Parameters
    ----------
    asked : str
        Name of a profile of the catalogue, path of a file, or name of a file in `folder`.
    folder : Path
        Where own profiles lie, ``NAME.yaml``.
    """
    if asked in catalogue.profiles:
        return catalogue, asked
    kept = folder / f"{asked}.yaml"
    if asked.endswith((".yaml", ".yml")) or Path(asked).is_file():
        path = Path(asked)
    elif asked and Path(asked).name == asked and kept.is_file():
        path = kept
    else:
        own = sorted(each.stem for each in folder.glob("*.yaml")) if folder.is_dir() else []
        known = ", ".join([*catalogue.profiles, *own])
        raise LanduseError(problem("--profile", asked, known, _("choose one of these, or give a file")))
    profile = read_profile(path, catalogue)
    profiles = {**catalogue.profiles, profile.name: profile}
    fields = {name: getattr(catalogue, name) for name in Catalogue.model_fields}
    return Catalogue.model_construct(**(fields | {"profiles": profiles})), profile.name
