"""Squares of cells and the segments that can be nearest to their points: the compiled part of `distance`."""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from landuse.engine.compiled import compiled
from landuse.engine.influence import left_at
from landuse.engine.interior import row_y

_SLACK_M = 1e-6
"""Metres of doubt in favour of keeping a segment: far above rounding, far below a cell."""
_LEAF = 2
_ROOT2 = math.sqrt(2.0)


@compiled
def _square_m2(x, y, ends, i):
    """Return the squared distance from a point to a segment, exact to rounding also for long segments."""
    dx, dy = ends[i, 2] - ends[i, 0], ends[i, 3] - ends[i, 1]
    ax, ay = x - ends[i, 0], y - ends[i, 1]
    along = ax * dx + ay * dy
    if along <= 0.0:
        return ax * ax + ay * ay
    length2 = dx * dx + dy * dy
    if along >= length2:
        bx, by = x - ends[i, 2], y - ends[i, 3]
        return bx * bx + by * by
    across = ax * dy - ay * dx
    return across * across / length2


@compiled
def _foot(x, y, ends, i):
    """Return the point of a segment that is nearest to a point."""
    dx, dy = ends[i, 2] - ends[i, 0], ends[i, 3] - ends[i, 1]
    along = (x - ends[i, 0]) * dx + (y - ends[i, 1]) * dy
    if along <= 0.0:
        return ends[i, 0], ends[i, 1]
    length2 = dx * dx + dy * dy
    if along >= length2:
        return ends[i, 2], ends[i, 3]
    return ends[i, 0] + dx * (along / length2), ends[i, 1] + dy * (along / length2)


@compiled
def near_tiles(ends, ground, frame, reach_m):
    """Return, tile by tile, the segments within reach of the tile, as places into one list."""
    west, north, resolution, _k = ground
    row, column, height, width, size = frame
    side = size * resolution
    x0, y0 = west + column * resolution, north - row * resolution
    tiles_x, tiles_y = -(-width // size), -(-height // size)
    far = reach_m + side / 2 * _ROOT2 + _SLACK_M
    first = np.zeros(tiles_x * tiles_y + 1, np.int64)
    listed = np.empty(0, np.int32)
    for fill in range(2):
        if fill == 1:
            first = _running(first)
            listed = np.empty(first[-1], np.int32)
            place = first[:-1].copy()
        for i in range(len(ends)):
            low, high = min(ends[i, 1], ends[i, 3]), max(ends[i, 1], ends[i, 3])
            j0, j1 = int((ends[i, 0] - reach_m - x0) // side) - 1, int((ends[i, 2] + reach_m - x0) // side) + 1
            i0, i1 = int((y0 - high - reach_m) // side) - 1, int((y0 - low + reach_m) // side) + 1
            for ty in range(max(0, i0), min(tiles_y - 1, i1) + 1):
                for tx in range(max(0, j0), min(tiles_x - 1, j1) + 1):
                    if _square_m2(x0 + (tx + 0.5) * side, y0 - (ty + 0.5) * side, ends, i) <= far * far:
                        if fill == 0:
                            first[ty * tiles_x + tx + 1] += 1
                        else:
                            listed[place[ty * tiles_x + tx]] = i
                            place[ty * tiles_x + tx] += 1
    return first, listed


@compiled
def _running(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    total = counts.copy()
    for i in range(1, len(total)):
        total[i] += total[i - 1]
    return total


@compiled
def band_cells(band, near, stretches, ground, frame, fade, grid_width):
    """Return cell numbers and values other than 0 of the tile rows `band[0]` … `band[1] - 1` of a window."""
    ends, first, listed = near
    row, column, height, width, size = frame
    tiles_x = -(-width // size)
    tiles = (band[1] - band[0]) * tiles_x
    slot = np.full(tiles, -1, np.int64)
    used = 0
    for t in range(tiles):
        tile = band[0] * tiles_x + t
        top, left = row + tile // tiles_x * size, column + tile % tiles_x * size
        if first[tile + 1] > first[tile] or _first_inside(top, left, stretches, ground):
            slot[t] = used
            used += 1
    out = np.zeros((used, size, size))
    for t in range(tiles):
        if slot[t] >= 0:
            tile = band[0] * tiles_x + t
            top, left = row + tile // tiles_x * size, column + tile % tiles_x * size
            square = (top, left, size, min(row + height, top + size), min(column + width, left + size))
            _fill(
                out[slot[t]], square, (top, left), listed[first[tile] : first[tile + 1]], ends, stretches, ground, fade
            )
    return _collected(out, slot, band, frame, grid_width)


@compiled
def _collected(out, slot, band, frame, grid_width):
    """Return the cells that hold something in row-major order of the grid."""
    row, column, height, width, size = frame
    tiles_x = -(-width // size)
    used = np.count_nonzero(out)
    index, value = np.empty(used, np.int64), np.empty(used)
    n = 0
    for i in range(band[0] * size, min(height, band[1] * size)):
        for tx in range(tiles_x):
            place = slot[(i // size - band[0]) * tiles_x + tx]
            if place >= 0:
                for j in range(min(size, width - tx * size)):
                    if out[place, i % size, j] != 0.0:
                        index[n] = (row + i) * grid_width + column + tx * size + j
                        value[n] = out[place, i % size, j]
                        n += 1
    return index, value


@compiled
def _fill(out, square, origin, listed, ends, stretches, ground, fade):
    """Write the cells of a square, halving it until few segments or cells are left."""
    top, left, size, bottom, right = square
    west, north, resolution, k = ground
    if top >= bottom or left >= right:
        return
    half = size * resolution / 2
    x, y = west + left * resolution + half, north - top * resolution - half
    nearest, kept = _candidates(x, y, half, listed, ends, fade[3])
    if nearest > half * _ROOT2 + _SLACK_M:
        if _first_inside(top, left, stretches, ground):
            out[top - origin[0] : min(bottom, top + size) - origin[0], left - origin[1] : right - origin[1]][
                :, : min(right, left + size) - left
            ] = left_at(0.0, fade[0], fade[1], fade[2])
            return
        if nearest > fade[3] + half * _ROOT2 + _SLACK_M:
            return
    if size == 1 or (k == 1 and (size <= _LEAF or len(kept) <= 2)):
        for row in range(top, min(bottom, top + size)):
            for column in range(left, min(right, left + size)):
                out[row - origin[0], column - origin[1]] = _mean(row, column, kept, ends, stretches, ground, fade)
        return
    part = size // 2
    for down in range(2):
        for over in range(2):
            quarter = (top + down * part, left + over * part, part, bottom, right)
            _fill(out, quarter, origin, kept, ends, stretches, ground, fade)


@compiled
def _candidates(x, y, half, listed, ends, reach_m):
    """Return the distance from the centre of a square to the nearest segment, and the segments that can be nearest.

    A segment s with foot q seen from the centre in direction u lies behind the line through q across u, so a
    point p is at least (p - q)·u from it; the nearest is at most |p - q*| away. The difference is largest in a corner.
    """
    distance = np.empty(len(listed))
    best = 0
    for n in range(len(listed)):
        distance[n] = _square_m2(x, y, ends, listed[n])
        if distance[n] < distance[best]:
            best = n
    if len(listed) == 0:
        return np.inf, listed
    nearest = math.sqrt(distance[best])
    if len(listed) == 1:
        return nearest, listed
    qx, qy = _foot(x, y, ends, listed[best])
    qx, qy = x - qx, y - qy
    ne, nw = math.hypot(qx + half, qy + half), math.hypot(qx - half, qy + half)
    se, sw = math.hypot(qx + half, qy - half), math.hypot(qx - half, qy - half)
    far = min(nearest + 2 * _ROOT2 * half, reach_m + _ROOT2 * half) + _SLACK_M
    kept = np.empty(len(listed), listed.dtype)
    n = 0
    for i in range(len(listed)):
        if distance[i] > far * far:
            continue
        d = math.sqrt(distance[i])
        if d > 0.0 and i != best:
            ux, uy = _foot(x, y, ends, listed[i])
            ux, uy = (x - ux) / d * half, (y - uy) / d * half
            d -= _SLACK_M
            if d + ux + uy > ne and d - ux + uy > nw and d + ux - uy > se and d - ux - uy > sw:
                continue
        kept[n] = listed[i]
        n += 1
    return nearest, kept[:n]


@compiled
def _mean(row, column, kept, ends, stretches, ground, fade):
    """Return the mean share left over the sub-centres of a cell, always added in the same order."""
    west, north, resolution, k = ground
    far = (fade[3] + _SLACK_M) * (fade[3] + _SLACK_M)
    total = 0.0
    for i in range(row * k, row * k + k):
        y = row_y(north, resolution, k, i)
        crossed = stretches[0][i - stretches[3]] < stretches[0][i - stretches[3] + 1]
        for j in range(column * k, column * k + k):
            x = west + (2 * j + 1) * resolution / (2 * k)
            least = np.inf
            for n in range(len(kept)):
                least = min(least, _square_m2(x, y, ends, kept[n]))
            if crossed and _inside(x, i, stretches):
                least = 0.0
            if least <= far:
                total += left_at(math.sqrt(least), fade[0], fade[1], fade[2])
    return total / (k * k)


@compiled
def _inside(x, sampling_row, stretches):
    first, west, east, row0 = stretches
    low, high = first[sampling_row - row0], first[sampling_row - row0 + 1]
    stop = high
    while low < high:
        middle = (low + high) // 2
        if east[middle] > x:
            high = middle
        else:
            low = middle + 1
    return low < stop and west[low] <= x


@compiled
def _first_inside(top, left, stretches, ground):
    """Return if the first sub-centre of a square lies inside; it speaks for all where no outline is near."""
    west, _north, resolution, k = ground
    return _inside(west + (2 * left * k + 1) * resolution / (2 * k), top * k, stretches)
