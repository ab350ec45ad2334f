"""The largest undisturbed piece of each unit after the proposal; only pieces that it touches are joined anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landuse.calculation.added import Added
from landuse.calculation.baseline import Baseline, baseline_key
from landuse.calculation.case import Case
from landuse.engine.ledger import Ledger
from landuse.engine.remaining import Floats
from landuse.model.catalogue import Receptor


def largest_after(
    case: Case, receptor: Receptor, evidence: str | None, ledger: Ledger, *, baseline: Baseline, added: Added
) -> Floats:
    """Return the largest undisturbed piece of each unit, in hectares.

    Where land is only disturbed, never calmed, a unit keeps its piece less the cells of this very piece that are
    disturbed, if these leave it in one and no other piece is larger then; else its pieces are joined anew.
    """
    at, quiet = added.quiet
    changed = at[quiet != baseline.quiet[at]]
    largest = baseline.largest.copy()
    if not len(changed):
        return largest
    after = baseline.quiet.copy()
    after[at] = quiet
    entries, units = _entries(ledger, changed)
    anew = units
    if not after[changed].any() and not case.own:
        member, second = in_largest(case, receptor, evidence, ledger, baseline)
        taken = member[entries]
        rows = np.repeat(changed, np.diff(ledger.counted.indptr)[changed])[taken]
        gone = np.bincount(units[taken], ledger.counted.data[entries[taken]], len(largest))
        found, whole = ledger.stay_whole(member, rows, units[taken], case.study.grid)
        left = (largest - gone)[found]
        whole &= left >= second[found]
        largest[found[whole]] = left[whole]
        anew = found[~whole]
    touched = np.unique(anew)
    if len(touched):
        largest[touched] = ledger.largest_pieces(after, case.study.grid, touched.tolist())[touched]
    return largest


def _entries(ledger: Ledger, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the places of the entries of some rows of what counts, and their units."""
    first, last = ledger.counted.indptr[rows].astype(np.int64), ledger.counted.indptr[rows + 1].astype(np.int64)
    count = last - first
    entries = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(count.sum())
    return entries, ledger.counted.indices[entries]


def in_largest(
    case: Case, receptor: Receptor, evidence: str | None, ledger: Ledger, baseline: Baseline
) -> tuple[NDArray[np.bool_], Floats]:
    """Return which entries of what counts lie in the largest undisturbed piece of their unit before, and the next one.

    The next one is given in hectares, shape (units,).
    """
    key = "largest", *baseline_key(case, receptor, evidence)
    return case.keeping.year(case.year).once(key, lambda: ledger.in_largest(baseline.quiet, case.study.grid))
