"""The catalogue as a profile sees it, each difference from the catalogue's own, and changes that change nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from landuse.errors import Problem, problem
from landuse.language import _
from landuse.model.catalogue import Catalogue, Effect, Footprint, Range, Recovery
from landuse.model.profile import VALUES, Profile, ProfileChange

OF_EFFECTS = ("radius_m", "intensity", "shape")
OF_RECOVERY = ("full_until", "zero_at")
FOOTPRINTS = {"footprint_ha": "footprint_point", "footprint_width_m": "footprint_line"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that a profile changes.

    Parameters
    ----------
    change : int
        Place of the change in the profile.
    of : mapping
        What it is of: type, pressure, phase, season, group …
    key : str
        Which parameter.
    """

    change: int
    of: Mapping[str, str]
    key: str
    default: float | str | None
    value: float | str
    author: str | None
    reason: str | None
    date: str | None


def profiled(catalogue: Catalogue, profile: Profile) -> Catalogue:
    """Return the catalogue with the changes of a profile, at its level; the catalogue itself without any."""
    return _profiled(_Same(catalogue), profile)[0] if profile.changes else catalogue


def differences(catalogue: Catalogue, profile: Profile) -> tuple[Difference, ...]:
    """Return every value that a profile changes, with the catalogue's own."""
    return _profiled(_Same(catalogue), profile)[1] if profile.changes else ()


class _Same:
    """A catalogue as a key: equal only to itself."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalogue is self.catalogue


@lru_cache(maxsize=32)
def _profiled(of: _Same, profile: Profile) -> tuple[Catalogue, tuple[Difference, ...]]:
    work = _Work(of.catalogue, profile)
    for number, change in enumerate(profile.changes):
        work.apply(number, change)
    return work.catalogue(), tuple(work.found)


class _Work:
    """The parts of a catalogue that a profile may change, while it changes them."""

    def __init__(self, catalogue: Catalogue, profile: Profile) -> None:
        self._catalogue, self._level = catalogue, profile.level
        self._profile = profile
        self._effects = list(catalogue.effects)
        self._recoveries = list(catalogue.recoveries)
        self._types = dict(catalogue.types)
        self._sensitivity = {name: dict(answers) for name, answers in catalogue.sensitivity.items()}
        self.found: list[Difference] = []

    def catalogue(self) -> Catalogue:
        """Return a catalogue with what was changed."""
        fields = {name: getattr(self._catalogue, name) for name in Catalogue.model_fields}
        fields |= {
            "effects": tuple(self._effects), "recoveries": tuple(self._recoveries), "types": self._types,
            "sensitivity": self._sensitivity,
        }  # fmt: skip
        return Catalogue.model_construct(**fields)

    def apply(self, number: int, change: ProfileChange) -> None:
        """Change what one change names."""
        values = {key: value for key in VALUES if (value := getattr(change, key)) is not None}
        for key, value in values.items():
            if key in FOOTPRINTS:
                self._footprint(number, change, key, float(value))
            elif key == "sensitivity":
                self._sensitive(number, change, float(value))
        of_effects = {key: values[key] for key in OF_EFFECTS if key in values}
        of_recovery = {key: float(values[key]) for key in OF_RECOVERY if key in values}
        if of_effects:
            self._effect(number, change, of_effects)
        if of_recovery:
            self._recovery(number, change, of_recovery)

    def _note(self, number: int, of: Mapping[str, str], key: str, default: Any, value: Any) -> None:
        change, profile = self._profile.changes[number], self._profile
        author, reason = change.author or profile.author, change.reason or profile.reason
        self.found.append(Difference(number, dict(of), key, default, value, author, reason, change.date))

    def _effect(self, number: int, change: ProfileChange, values: Mapping[str, Any]) -> None:
        rows = effect_rows(self._effects, change)
        there = {_triple(row) for row in rows if row in self._effects}
        for row in rows:
            narrow = row.model_copy(update=_narrowed(row, change))
            if narrow != row and _triple(narrow) in there:
                continue
            update: dict[str, Any] = {
                key: values[key] if key == "shape" else _at(getattr(row, key), self._level, float(values[key]))
                for key in values
            }
            changed = narrow.model_copy(update=update)
            if narrow == row:
                self._effects[self._effects.index(row)] = changed
            else:
                self._effects.append(changed)
            of = {name: str(getattr(changed, name)) for name in ("type", "pressure", "phase", "season", "group")}
            for key in values:
                old = getattr(row, key)
                self._note(number, of, key, old if key == "shape" else old.at(self._level), values[key])

    def _recovery(self, number: int, change: ProfileChange, values: Mapping[str, float]) -> None:
        for place, row in enumerate(self._recoveries):
            if not recovery_matches(row, change):
                continue
            update: dict[str, Any] = {}
            if "full_until" in values:
                update["full_until"] = values["full_until"]
            if "zero_at" in values and row.zero_at is not None:
                update["zero_at"] = _at(row.zero_at, self._level, values["zero_at"])
            self._recoveries[place] = row.model_copy(update=update)
            of = {"process": row.process, "group": row.group, "season": row.season}
            for key, value in values.items():
                old = row.full_until if key == "full_until" else row.zero_at and row.zero_at.at(self._level)
                self._note(number, of, key, old, value)

    def _footprint(self, number: int, change: ProfileChange, key: str, value: float) -> None:
        kind = self._types[str(change.type)]
        rule: Footprint = getattr(kind, FOOTPRINTS[key])
        assert rule.measure is not None  # noqa: S101 - checked by change_problems
        self._note(number, {"type": kind.id}, key, rule.measure.at(self._level), value)
        measured = rule.model_copy(update={"measure": _at(rule.measure, self._level, value)})
        self._types[kind.id] = kind.model_copy(update={FOOTPRINTS[key]: measured})

    def _sensitive(self, number: int, change: ProfileChange, value: float) -> None:
        for name, answers in self._sensitivity.items():
            if change.receptor in (None, name) and answers.get(str(change.pressure)) is not None:
                self._note(
                    number, {"receptor": name, "pressure": str(change.pressure)}, "sensitivity",
                    answers[str(change.pressure)], value,
                )  # fmt: skip
                answers[str(change.pressure)] = value


def _triple(row: Effect) -> tuple[str, ...]:
    return row.type, row.pressure, row.phase, row.season, row.group


def _narrowed(row: Effect, change: ProfileChange) -> dict[str, str]:
    """Return the phase, season and group of a change where the row holds for all of them."""
    stated = {"phase": change.phase, "season": change.season, "group": change.group}
    return {key: value for key, value in stated.items() if value is not None and getattr(row, key) == "all"}


def effect_rows(effects: list[Effect], change: ProfileChange) -> list[Effect]:
    """Return the rows of ``effects.csv`` that a change names, those for all phases, seasons or groups among them."""
    return [
        row
        for row in effects
        if change.type in (None, row.type)
        and change.pressure in (None, row.pressure)
        and (change.phase is None or row.phase in (change.phase, "all"))
        and (change.season is None or row.season in (change.season, "all"))
        and (change.group is None or row.group in (change.group, "all"))
    ]


def recovery_matches(row: Recovery, change: ProfileChange) -> bool:
    """Tell whether a change names a row of ``recovery.csv``; rows without years cannot be changed."""
    return (
        row.full_until is not None
        and change.process in (None, row.process)
        and change.group in (None, row.group)
        and (change.season is None or row.season == "all" or change.season in row.season.split(";"))
    )


def _at(levels: Range, level: str, value: float) -> Range:
    return levels.model_copy(update={level: value})


def change_problems(catalogue: Catalogue, profile: Profile, file: str) -> Iterator[Problem]:
    """Yield what is wrong with the changes of a profile: unknown names, nothing named, nothing changed."""
    for number, change in enumerate(profile.changes):
        yield from _problems(catalogue, change, f"{file}: changes.{number}")
    if profile.changes and not (profile.author and profile.reason):
        missing = "author" if not profile.author else "reason"
        yield problem(f"{file}: {missing}", _("nothing"), _("a text"), _("say who changed the parameters, and why"))
    park = profile.park
    if park is not None and park.zone_m < (farthest := park.around_m + max(0.0, park.widened_m - park.narrowed_m)):
        yield problem(
            f"{file}: park.zone_m", park.zone_m, _("at least {metres:g} m").format(metres=farthest),
            _("let the zone reach as far as the loss"),
        )  # fmt: skip


def _problems(catalogue: Catalogue, change: ProfileChange, where: str) -> Iterator[Problem]:
    known = {
        "type": set(catalogue.types), "pressure": set(catalogue.pressures), "group": set(catalogue.groups),
        "process": {row.process for row in catalogue.recoveries}, "receptor": set(catalogue.receptors),
    }  # fmt: skip
    wrong = [name for name, names in known.items() if getattr(change, name) not in (None, *names)]
    for name in wrong:
        said = str(getattr(change, name))
        near = get_close_matches(said, sorted(known[name]), n=3) or sorted(known[name])[:20]
        yield problem(f"{where}.{name}", said, ", ".join(near), _("choose one of these"))
    values = [key for key in VALUES if getattr(change, key) is not None]
    if not values:
        yield problem(where, _("no value"), ", ".join(VALUES), _("say what is changed, and to what"))
    if not wrong:
        for key in values:
            yield from _of_value(catalogue, change, key, where)


def _of_value(catalogue: Catalogue, change: ProfileChange, key: str, where: str) -> Iterator[Problem]:
    needed: tuple[str, ...]
    if key in OF_EFFECTS:
        needed, rows = ("type", "pressure"), bool(effect_rows(list(catalogue.effects), change))
    elif key in OF_RECOVERY:
        needed, rows = ("process",), any(recovery_matches(row, change) for row in catalogue.recoveries)
    elif key == "sensitivity":
        answers = (
            catalogue.sensitivity.get(name, {}) for name in catalogue.sensitivity if change.receptor in (None, name)
        )
        needed, rows = ("pressure",), any(each.get(str(change.pressure)) is not None for each in answers)
    else:
        kind = catalogue.types.get(str(change.type))
        rule = getattr(kind, FOOTPRINTS[key]) if kind is not None else None
        needed, rows = ("type",), rule is not None and rule.measure is not None
    missing = [name for name in needed if getattr(change, name) is None]
    for name in missing:
        yield problem(
            f"{where}.{name}", _("nothing"), _("what {key} is of").format(key=key), _("add {name}").format(name=name)
        )
    if not missing and not rows:
        named = ", ".join(f"{n}: {v}" for n, v in change.model_dump(exclude_none=True).items() if n not in VALUES)
        yield problem(
            f"{where}.{key}", named, _("a row of the catalogue that it can change"),
            _("see effects.csv, recovery.csv, sensitivity.csv and disturbances.yaml"),
        )  # fmt: skip
