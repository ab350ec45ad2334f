import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from '../src/geometry.js';
import { reconcile } from '../src/reconcile.js';

const point = (lon) => text({ type: 'Point', coordinates: [lon, 67] });
const held = (id, part, index, lon) => ({ id, part, index, text: point(lon) });
const want = (part, index, lon) => ({ part, index, text: point(lon) });
const ids = (pairs) => pairs.map(([one]) => one.id);

test('what is right stays', () => {
  const { keep, reshape, add, remove } = reconcile([held('a', 'wind', 0, 20), held('b', 'wind', 1, 21)], [want('wind', 0, 20), want('wind', 1, 21)]);
  assert.deepEqual([ids(keep), reshape, add, remove], [['a', 'b'], [], [], []]);
});

test('a new piece that the server named stays the same piece', () => {
  const { keep, add, remove } = reconcile([held('new-1', 'new-1', 0, 20)], [want('part-7', 0, 20)]);
  assert.deepEqual([ids(keep), add, remove], [['new-1'], [], []]);
});

test('a point that became a member of a part stays the same piece', () => {
  const { keep, add, remove } = reconcile([held('a', 'wind', 0, 20), held('new-1', 'new-1', 0, 21)], [want('wind', 0, 20), want('wind', 1, 21)]);
  assert.deepEqual([ids(keep), add.length, remove.length], [['a', 'new-1'], 0, 0]);
});

test('an undone move reshapes the piece, so that it may stay selected', () => {
  const { keep, reshape } = reconcile([held('a', 'wind', 0, 25), held('b', 'wind', 1, 21)], [want('wind', 0, 20), want('wind', 1, 21)]);
  assert.deepEqual([ids(keep), ids(reshape)], [['b'], ['a']]);
});

test('a deleted first member shifts the places, not the pieces', () => {
  const { keep, reshape, remove } = reconcile([held('b', 'wind', 1, 21), held('c', 'wind', 2, 22)], [want('wind', 0, 21), want('wind', 1, 22)]);
  assert.deepEqual([ids(keep), reshape, remove], [['b', 'c'], [], []]);
});

test('what the server does not have goes, what the editor does not have comes', () => {
  const { add, remove } = reconcile([held('a', 'old', 0, 20)], [want('new', 0, 21)]);
  assert.deepEqual([add.map(({ part }) => part), remove.map(({ id }) => id)], [['new'], ['a']]);
});

test('a piece never becomes another type of geometry', () => {
  const line = { part: 'wind', index: 0, text: text({ type: 'LineString', coordinates: [[20, 67], [21, 67]] }) };
  const { reshape, add, remove } = reconcile([held('a', 'wind', 0, 20)], [line]);
  assert.deepEqual([reshape.length, add.length, remove.length], [0, 1, 1]);
});

test('two equal pieces are two pieces', () => {
  const { keep, add } = reconcile([held('a', 'wind', 0, 20)], [want('wind', 0, 20), want('wind', 1, 20)]);
  assert.deepEqual([keep.length, add.length], [1, 1]);
});
