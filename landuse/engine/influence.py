"""How much of a disturbance is left at a distance: four shapes of the zone of influence."""

from __future__ import annotations

import math
from typing import Final, Literal, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from landuse.engine.compiled import compiled
from landuse.errors import LanduseError, Problem, problem
from landuse.language import _

Shape = Literal["threshold", "linear", "exponential", "gaussian"]
Geometry = Literal["point", "line"]

SHAPES: Final[tuple[Shape, ...]] = cast("tuple[Shape, ...]", get_args(Shape))
LEFT_AT_RADIUS: Final = 0.05
"""Share that exponential and Gaussian zones keep at the radius, by definition of the radius."""
CUTOFF: Final = 0.01
"""Where exponential and Gaussian zones end unless asked otherwise."""
WITHIN: Final = 4
"""Code of the closed disc, 1 where d <= r: used for counting cells, not a decay shape."""
DISTANCE: Final = 5
"""Code of the distance itself, -1 where it is 0 (0 stands for cells out of reach)."""

_LN20 = math.log(1 / LEFT_AT_RADIUS)


@compiled
def left_at(distance_m: float, code: int, radius_m: float, cutoff: float) -> float:
    """Return the share left at one distance; `code` is the place of the shape in `SHAPES`, or `WITHIN`."""
    if code == 4:
        return 1.0 if distance_m <= radius_m else 0.0
    if code == 5:
        return distance_m if distance_m > 0.0 else -1.0
    if radius_m == 0.0:
        return 1.0 if distance_m == 0.0 else 0.0
    if code == 0:
        return 1.0 if distance_m < radius_m else 0.0
    ratio = distance_m / radius_m
    if code == 1:
        return max(0.0, 1.0 - ratio)
    share = math.exp(-_LN20 * (ratio if code == 2 else ratio * ratio))
    return share if share >= cutoff else 0.0


@compiled
def left_at_all(distance_m: NDArray[np.float64], code: int, radius_m: float, cutoff: float) -> NDArray[np.float64]:
    """Return the share left at several distances, see :func:`left_at`."""
    out = np.empty(distance_m.shape)
    for i in range(distance_m.size):
        out[i] = left_at(distance_m[i], code, radius_m, cutoff)
    return out


def shape_code(shape: str, radius_m: float, cutoff: float = CUTOFF) -> int:
    """Return the number of a shape after checking shape, radius and cut-off.

    Raises
    ------
    LanduseError
        If the shape is unknown, the radius not a number of metres from 0, or the cut-off not in [0, 1).
    """
    problems = list(_problems(shape, radius_m, cutoff))
    if problems:
        raise LanduseError(problems)
    return SHAPES.index(cast("Shape", shape))


def _problems(shape: str, radius_m: float, cutoff: float) -> list[Problem]:
    found = []
    if shape not in SHAPES:
        found.append(problem("shape", shape, ", ".join(SHAPES), _("choose one of these shapes")))
    if not (math.isfinite(radius_m) and radius_m >= 0):
        found.append(problem("radius", radius_m, _("a number of metres, not below 0"), _("give for example 1000")))
    if not 0 <= cutoff < 1:
        found.append(problem("cutoff", cutoff, _("a share from 0 to below 1"), _("give for example 0.01")))
    return found


def influence(distance_m: ArrayLike, shape: str, radius_m: float, *, cutoff: float = CUTOFF) -> NDArray[np.float64]:
    r"""Return the share of a disturbance that is left at a distance.

    Threshold 1 for :math:`d < r`; linear :math:`\max(0, 1 - d/r)`; exponential :math:`20^{-d/r}`; Gaussian
    :math:`20^{-(d/r)^2}`. Exponential and Gaussian keep 5 % at the radius and end where less than `cutoff` is left.

    Parameters
    ----------
    distance_m : array of float, any shape
        Metres, from 0; NaN = unknown.
    shape : {"threshold", "linear", "exponential", "gaussian"}
        Form of the decay.
    radius_m : float
        Metres; at 0 the share is 1 where the distance is 0 and else 0.
    cutoff : float
        In [0, 1); 0 = the tails never end. Exponential and Gaussian only.

    Returns
    -------
    float64 array
        Of the shape of `distance_m`, from 0 to 1, never rising with distance; NaN where the distance is unknown.

    Raises
    ------
    LanduseError
        If shape, radius or cut-off is wrong.

    Examples
    --------
    >>> influence([0, 500, 1000, 1600], "exponential", 1000).round(4).tolist()
    [1.0, 0.2236, 0.05, 0.0]
    """
    distance = np.asarray(distance_m, np.float64)
    share: NDArray[np.float64] = left_at_all(
        distance.ravel(), shape_code(shape, radius_m, cutoff), float(radius_m), float(cutoff)
    )
    share[np.isnan(distance.ravel())] = np.nan
    whole: NDArray[np.float64] = share.reshape(distance.shape)
    return whole


def reach(shape: str, radius_m: float, cutoff: float = CUTOFF) -> float:
    """Return the distance in metres at which a zone ends; infinite for tails that are never cut.

    Examples
    --------
    >>> round(reach("exponential", 1000), 3), round(reach("gaussian", 1000), 3), reach("gaussian", 1000, 0)
    (1537.244, 1239.856, inf)
    """
    code = shape_code(shape, radius_m, cutoff)
    if code < 2 or radius_m == 0:
        return float(radius_m)
    if cutoff == 0:
        return math.inf
    ends = -math.log(cutoff) / _LN20
    return radius_m * (ends if shape == "exponential" else math.sqrt(ends))


def mean_within(shape: str, geometry: Geometry) -> float:
    """Return the mean share within the radius of a point (over the disc) or of a line (over the strip).

    Examples
    --------
    >>> [round(mean_within("exponential", form), 6) for form in ("point", "line")]
    [0.178332, 0.317118]
    """
    shape_code(shape, 1.0)
    point = {
        "threshold": 1.0,
        "linear": 1 / 3,
        "exponential": 2 * (1 - LEFT_AT_RADIUS * (1 + _LN20)) / _LN20**2,
        "gaussian": (1 - LEFT_AT_RADIUS) / _LN20,
    }
    root = math.sqrt(_LN20)
    line = {
        "threshold": 1.0,
        "linear": 0.5,
        "exponential": (1 - LEFT_AT_RADIUS) / _LN20,
        "gaussian": math.sqrt(math.pi) / 2 * math.erf(root) / root,
    }
    return (point if geometry == "point" else line)[shape]


def rescaled_intensity(intensity: float, from_shape: str, to_shape: str, geometry: Geometry) -> tuple[float, bool]:
    """Return the edge value that keeps the mean within the radius when the shape changes, and if 1 capped it.

    Parameters
    ----------
    intensity : float
        Edge value under `from_shape`, 0–1.
    from_shape, to_shape : str
        Shapes of the decay.
    geometry : {"point", "line"}
        Form of the source.

    Examples
    --------
    >>> value, capped = rescaled_intensity(0.1, "threshold", "linear", "point")
    >>> round(value, 6), capped
    (0.3, False)
    >>> rescaled_intensity(0.5, "threshold", "exponential", "point")
    (1.0, True)
    """
    if from_shape == to_shape:
        return float(intensity), False
    value = intensity * mean_within(from_shape, geometry) / mean_within(to_shape, geometry)
    return min(1.0, value), value > 1.0


def radius_from_half_life(half_life_m: float) -> float:
    """Return the radius of an exponential zone that halves every `half_life_m` metres.

    Examples
    --------
    >>> float(influence(300.0, "exponential", radius_from_half_life(300.0)).round(12))
    0.5
    """
    return half_life_m * _LN20 / math.log(2)


def radius_from_sigma(sigma_m: float) -> float:
    r"""Return the radius of a Gaussian zone :math:`\exp(-d^2/2\sigma^2)`.

    Examples
    --------
    >>> bool(np.isclose(influence(300.0, "gaussian", radius_from_sigma(300.0)), np.exp(-0.5), rtol=1e-14))
    True
    """
    return sigma_m * math.sqrt(2 * _LN20)
