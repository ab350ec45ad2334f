"""Cells of a window found and marked, and what factors leave: the compiled loops against plain arrays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from landuse.engine.gathering import found_in, mark, marked, multiply, multiply_all, remaining, row_spans

WIDTH, HEIGHT = 40, 30
FRAMES = ((0, 0, HEIGHT, WIDTH), (5, 7, 11, 13), (29, 39, 1, 1), (3, 0, 4, WIDTH), (0, 0, 0, 0))


def some_cells(seed: int, share: float) -> NDArray[np.int64]:
    random = np.random.default_rng(seed)
    return np.flatnonzero(random.random(WIDTH * HEIGHT) < share).astype(np.int64)


def window_of(frame: tuple[int, int, int, int]) -> NDArray[np.int64]:
    row, column, height, width = frame
    return (np.arange(row, row + height)[:, None] * WIDTH + np.arange(column, column + width)).ravel()


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_cells_worked_out_are_those_of_plain_sets(frame: tuple[int, int, int, int], share: float) -> None:
    window, index = window_of(frame), some_cells(1, share)
    chosen = np.random.default_rng(2).random(len(window)) < 0.6
    place = np.full(len(window), -1, np.int32)
    place[chosen] = np.arange(chosen.sum())
    of, at = found_in(index, row_spans(index, frame, WIDTH), frame, WIDTH, place)
    wanted = np.flatnonzero(np.isin(index, window[chosen]))
    assert of.tolist() == wanted.tolist()
    assert window[chosen][at].tolist() == index[wanted].tolist()


@pytest.mark.parametrize("frame", FRAMES)
def test_marked_cells_are_the_union_inside_the_window(frame: tuple[int, int, int, int]) -> None:
    window, several = window_of(frame), [some_cells(3, 0.1), some_cells(4, 0.3).astype(np.int32), some_cells(5, 0.0)]
    marks = np.zeros(len(window), np.bool_)
    for index in several:
        mark(index, row_spans(index, frame, WIDTH), frame, WIDTH, marks)
    index, place = marked(marks, frame, WIDTH)
    wanted = np.intersect1d(np.concatenate(several), window)
    assert index.tolist() == wanted.tolist()
    assert place.tolist() == [wanted.tolist().index(cell) if cell in wanted else -1 for cell in window.tolist()]


def test_what_factors_leave_is_that_of_plain_arrays() -> None:
    random = np.random.default_rng(6)
    n, cells, pairs = 500, 60, 7
    at, pair = random.integers(0, cells, n).astype(np.int32), random.integers(0, pairs, n).astype(np.int32)
    base = np.where(random.random(n) < 0.3, random.random(n), 0.0)
    effect = np.maximum(base, random.random(n))
    base[:5], effect[:5] = 1.0, 1.0
    factor, taken, ground = random.random(pairs), random.random(pairs) < 0.3, random.random(cells)
    factor[0] = 1.0
    before, after = 1.0 - factor[pair] * base, 1.0 - factor[pair] * effect
    wanted = np.where(before > 0.0, np.minimum(after / np.where(before > 0.0, before, 1.0), 1.0), 1.0)
    wanted[taken[pair]] = ground[at[taken[pair]]]
    assert np.array_equal(remaining((at, pair, effect, base), factor, taken, ground), wanted)


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("scale", [1.0, 0.3])
def test_multiplying_everywhere_is_multiplying_what_was_gathered(
    frame: tuple[int, int, int, int], scale: float
) -> None:
    window, index = window_of(frame), some_cells(7, 0.4)
    value = np.random.default_rng(8).random(len(index))
    place = np.arange(len(window), dtype=np.int32)
    spans = row_spans(index, frame, WIDTH)
    of, at = found_in(index, spans, frame, WIDTH, place)
    gathered, direct = np.full(len(window), 0.9), np.full(len(window), 0.9)
    held = value[of] if scale == 1.0 else value[of] * scale
    one = np.zeros(1, np.int64)
    multiply(gathered, one, np.array([0, len(at)], np.int64), at, held, np.array([0.7]))
    multiply_all(direct, index, value, scale, spans, frame, WIDTH, 0.7)
    assert np.array_equal(gathered, direct)
    assert len(at) == 0 or (direct < 0.9).any()
