"""The baseline of the whole area: computed once for a receptor and an evidence season, then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.bands import BANDS
from landuse.calculation.case import Case
from landuse.calculation.document import installed
from landuse.calculation.standing import standing_of
from landuse.engine import attribution
from landuse.engine.exposure import Exposure
from landuse.engine.ground import covered_by
from landuse.engine.ledger import UNDISTURBED, Ledger
from landuse.engine.recovery import RECOVERED_AGE
from landuse.engine.remaining import Floats, remaining_use
from landuse.engine.rules import Sources
from landuse.engine.sources import UNKNOWN_AGE
from landuse.model.catalogue import Receptor
from landuse.model.kept import Recent

FORMAT = "2"
"""Part of the key under which baselines are kept; changed when what is kept changes."""
MOST_OWN = 64
"""Baselines kept that hold parts of a scenario: three scenarios or so."""


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """What existing sources take of each unit.

    Parameters
    ----------
    loss : float64 array, shape (3, units)
        Use lost under built, + permitted, + planned (hectare-equivalents or persons).
    unknown_use : float64 array, shape (units,)
        Use lost on cells of unknown value if their value were 1 (built).
    zone : float64 array, shape (units,)
        Land in zone (built).
    undisturbed, largest : float64 array, shape (units,)
        Undisturbed land and its largest piece (built).
    quiet : bool array, shape (cells,)
        Undisturbed cells of the ledger by certain sources (built).
    shares : mapping
        (owner, pressure) → loss of each unit attributed to it (built).
    by_age : float64 array, shape (2, units), or None
        Loss (built) if every felling of unknown age had recovered, and if all were of the year; None if all are known.
    """

    loss: Floats
    unknown_use: Floats
    zone: Floats
    undisturbed: Floats
    largest: Floats
    quiet: NDArray[np.bool_]
    shares: Mapping[tuple[str, str], Floats]
    by_age: Floats | None = None


def baseline_of(case: Case, receptor: Receptor, evidence: str | None, ledger: Ledger) -> Baseline:
    """Return the baseline of a ledger: as kept, else from the study's memory, else computed."""

    def make() -> Baseline:
        return _remembered(case, receptor, evidence, ledger)

    year, key = case.keeping.year(case.year), baseline_key(case, receptor, evidence)
    if not case.own:
        return year.once(("baseline", *key), make)
    return year.once("own baselines", lambda: Recent(MOST_OWN)).once((case.baseline_digest, *key), make)


def baseline_key(case: Case, receptor: Receptor, evidence: str | None) -> tuple[str | None, ...]:
    """Return what a baseline depends on beside year and sources."""
    return case.profile.model_dump_json(), case.model, receptor.id, evidence


def _remembered(case: Case, receptor: Receptor, evidence: str | None, ledger: Ledger) -> Baseline:
    key = _key(case, receptor, evidence)
    memory = case.study.memory
    kept = memory.get(key) if memory is not None else None
    if kept is not None and len(kept["zone"]) == len(ledger.columns):
        return _unpacked(kept, len(ledger.index))
    found = _computed(case, receptor, evidence, ledger)
    if memory is not None:
        memory.put(key, _packed(found))
    return found


def _key(case: Case, receptor: Receptor, evidence: str | None) -> str:
    names = (
        FORMAT, installed("landuse"), case.study.digest, case.baseline_digest, *baseline_key(case, receptor, evidence),
    )  # fmt: skip
    return hashlib.sha256(repr(names).encode()).hexdigest()


def _computed(case: Case, receptor: Receptor, evidence: str | None, ledger: Ledger) -> Baseline:
    standing = standing_of(case, case.profile)
    exposure = case.county if case.own or standing.settled else standing.exposure
    use = [use_of(case, exposure, case.before(band), receptor, evidence, ledger.index) for band in range(len(BANDS))]
    built = case.before(0)
    zone = np.zeros(len(ledger.index))
    zone[np.isin(ledger.index, exposure.in_zone(built, receptor, evidence), assume_unique=True)] = 1.0
    counted, loss = ledger.counted, np.array([ledger.worth.T @ (1.0 - remaining) for remaining in use])
    quiet = 1.0 - certain_use(case, exposure, built, receptor, evidence, ledger.index, use[0]) < UNDISTURBED
    return Baseline(
        loss=loss,
        unknown_use=ledger.unknown.T @ (1.0 - use[0]),
        zone=counted.T @ zone,
        undisturbed=counted.T @ (1.0 - use[0] < UNDISTURBED).astype(float),
        largest=ledger.largest_pieces(quiet, case.study.grid),
        quiet=quiet,
        shares=attributed(case, exposure, built, receptor, evidence, ledger, np.arange(len(ledger.index)), use[0]),
        by_age=_by_age(case, exposure, receptor, evidence, ledger, loss[0]),
    )


def _by_age(
    case: Case, exposure: Exposure, receptor: Receptor, evidence: str | None, ledger: Ledger, built: Floats
) -> Floats | None:  # fmt: skip
    """Return the loss of each unit at the two ends of what fellings of unknown age may take; see :class:`Baseline`."""
    sources = case.measured.once("built at the other age", lambda: _at_other_age(case.before(0), case.profile.level))
    if sources is None:
        return None
    other = ledger.worth.T @ (1.0 - use_of(case, exposure, sources, receptor, evidence, ledger.index))
    return np.array([built, other] if case.profile.level == "low" else [other, built])


def _at_other_age(sources: Sources, level: str) -> Sources | None:
    """Return sources whose fellings of unknown age are as young or as old as the level does not take them to be."""
    if all(source.age != UNKNOWN_AGE for source in sources):
        return None
    age = 0 if level == "low" else RECOVERED_AGE
    return tuple(replace(source, age=age) if source.age == UNKNOWN_AGE else source for source in sources)


def use_of(
    case: Case, exposure: Exposure, sources: Sources, receptor: Receptor, evidence: str | None,
    index: NDArray[np.int64], *, certain: bool = False,
) -> Floats:  # fmt: skip
    """Return the remaining use of cells under some sources (float64, 0–1)."""
    return remaining_use(
        index,
        exposure.terms(sources, receptor, evidence, certain=certain),
        exposure.take(sources, receptor, evidence, certain=certain),
        case.catalogue.sensitivity[receptor.id],
        model=case.model,
        n_types=len(case.study.catalogue.types),
    )


def certain_use(
    case: Case, exposure: Exposure, sources: Sources, receptor: Receptor, evidence: str | None,
    index: NDArray[np.int64], use: Floats,
) -> Floats:  # fmt: skip
    """Return the remaining use by sources whose position is certain enough; `use` itself when all are."""
    if all(source.error_m == 0.0 for source in sources):
        return use
    return use_of(case, exposure, sources, receptor, evidence, index, certain=True)


def attributed(
    case: Case, exposure: Exposure, sources: Sources, receptor: Receptor, evidence: str | None,
    ledger: Ledger, chosen: NDArray[np.int64], use: Floats,
) -> dict[tuple[str, str], Floats]:  # fmt: skip
    """Return the loss of each unit by owner and pressure on some cells of a ledger; sums to the whole loss there."""
    index = ledger.index[chosen]
    weights = attribution.of_all(
        index,
        exposure.terms(sources, receptor, evidence),
        case.catalogue.sensitivity[receptor.id],
        exposure.take(sources, receptor, evidence),
        covered_by(exposure, sources, receptor, evidence),
    )
    worth = ledger.worth[chosen]
    lost = 1.0 - use
    return {pair: worth[at].T @ (lost[at] * share) for pair, (at, share) in weights.shares().items() if len(at)}


def _packed(found: Baseline) -> dict[str, Any]:
    pairs = sorted(found.shares)
    return {
        "loss": found.loss,
        "unknown_use": found.unknown_use,
        "zone": found.zone,
        "undisturbed": found.undisturbed,
        "largest": found.largest,
        "quiet": np.packbits(found.quiet),
        **({} if found.by_age is None else {"by_age": found.by_age}),
        "pairs": np.array(pairs, dtype=str).reshape(-1, 2),
        "shares": np.array([found.shares[pair] for pair in pairs]).reshape(len(pairs), len(found.zone)),
    }


def _unpacked(kept: Mapping[str, Any], n: int) -> Baseline:
    pairs = [(str(owner), str(pressure)) for owner, pressure in kept["pairs"]]
    return Baseline(
        kept["loss"],
        kept["unknown_use"],
        kept["zone"],
        kept["undisturbed"],
        kept["largest"],
        np.unpackbits(kept["quiet"], count=n).astype(bool),
        dict(zip(pairs, kept["shares"], strict=True)),
        kept.get("by_age"),
    )
