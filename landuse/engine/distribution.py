"""How a load is spread among villages: shares, concentration, and who carries the next establishment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from landuse.errors import LanduseError, problem
from landuse.language import _

Load = Mapping[str, float | None]
"""Village → load; None = not known."""


@dataclass(frozen=True, slots=True)
class Step:
    """One establishment after others.

    Parameters
    ----------
    n : int
        Its place, from 1.
    carried_by : tuple of str
        Villages to which it adds most; several if equal, none if it adds nothing to any.
    share : float or None
        Their part of all it adds; None if it adds nothing.
    most_loaded : tuple of str
        Villages with the largest load when it stands.
    gini : float or None
        Concentration of the load when it stands; None without any load.
    """

    n: int
    carried_by: tuple[str, ...]
    share: float | None
    most_loaded: tuple[str, ...]
    gini: float | None


def gini(values: Sequence[float | None]) -> float | None:
    """Return how concentrated a load is: 0 if all carry the same, (n − 1) / n if one of n carries all.

    G = Σᵢ Σⱼ abs(xᵢ − xⱼ) / (2 n² x̄), over the villages that were given, also those that carry nothing [Gini1912]_.

    Parameters
    ----------
    values : sequence of float or None
        Loads, from 0; None = not known.

    Returns
    -------
    float or None
        None if a load is not known (it is not taken as 0), or if there is no load at all.

    Raises
    ------
    LanduseError
        If a load is below 0 or not finite.

    References
    ----------
    .. [Gini1912] Gini, C. (1912). Variabilità e mutabilità. Bologna.

    Examples
    --------
    >>> gini([2.0, 2.0, 2.0]), gini([0.0, 0.0, 0.0, 8.0]), gini([1.0, None]), gini([0.0, 0.0])
    (0.0, 0.75, None, None)
    """
    if any(value is None for value in values):
        return None
    loads = np.sort(np.array(values, dtype=np.float64))
    if not (np.isfinite(loads).all() and (loads >= 0.0).all()):
        raise LanduseError(problem("load", list(values), _("numbers from 0"), _("correct the loads")))
    total, n = float(loads.sum()), len(loads)
    if total <= 0.0:
        return None
    rank = 2 * np.arange(1, n + 1) - n - 1
    return max(float((rank * loads).sum()) / (n * total), 0.0)


def shares(load: Load) -> dict[str, float | None]:
    """Return each village's part of the whole load; None for all if one is not known, or if there is no load.

    Loads of overlapping lands are no addends: these are parts of what the villages carry, not of the county's loss.

    Examples
    --------
    >>> shares({"A": 3.0, "B": 1.0}), shares({"A": 3.0, "B": None})
    ({'A': 0.75, 'B': 0.25}, {'A': None, 'B': None})
    """
    values = list(load.values())
    total = sum(value for value in values if value is not None)
    known = total > 0.0 and all(value is not None for value in values)
    return {village: value / total if known and value is not None else None for village, value in load.items()}


def largest(load: Load) -> tuple[str, ...]:
    """Return the villages with the largest load that is known, sorted; none if no load is above 0.

    Examples
    --------
    >>> largest({"B": 2.0, "A": 2.0, "C": None}), largest({"A": 0.0})
    (('A', 'B'), ())
    """
    most = max((value for value in load.values() if value is not None), default=0.0)
    return tuple(sorted(v for v, value in load.items() if value == most)) if most > 0.0 else ()


def steps(first: Load, added: Sequence[Load]) -> list[Step]:
    """Return who carries each establishment of a series, in its order.

    Parameters
    ----------
    first : mapping
        Load of every village before the series; villages that are not in it carry nothing yet.
    added : sequence of mapping
        What each establishment adds to each village's load, in the same measure.

    Examples
    --------
    >>> series = steps({"A": 1.0, "B": 1.0}, [{"A": 2.0}, {"A": 1.0, "B": 3.0}])
    >>> [(step.carried_by, step.share, step.most_loaded) for step in series]
    [(('A',), 1.0, ('A',)), (('B',), 0.75, ('A', 'B'))]
    """
    load: dict[str, float | None] = dict(first)
    found = []
    for n, more in enumerate(added, start=1):
        for village, value in more.items():
            before = load.get(village, 0.0)
            load[village] = None if before is None or value is None else before + value
        carriers = largest(more)
        parts = [part for village, part in shares(more).items() if village in carriers]
        share = None if not parts or any(part is None for part in parts) else sum(part for part in parts if part)
        found.append(Step(n, carriers, share, largest(load), gini(list(load.values()))))
    return found
