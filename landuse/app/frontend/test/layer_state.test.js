import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asLink, carried, fade, move, startState, toggle } from '../src/layer_state.js';

const TREE = [
  { id: 'a', tiles: '/a', default: true },
  { id: 'b', image: { url: '/b' }, default: false },
  { id: 'gone', tiles: null, image: null, default: true },
];
const ids = (state) => state.map(({ id }) => id);

test('at first the default layers, never one that is missing', () => assert.deepEqual(ids(startState(TREE, null)), ['a']));

test('a link decides instead, each layer once', () => {
  const state = startState(TREE, [{ id: 'b', opacity: 0.3 }, { id: 'gone', opacity: null }, { id: 'unknown', opacity: null }, { id: 'b', opacity: 0.3 }]);
  assert.deepEqual(state, [{ id: 'b', opacity: 0.3 }]);
  assert.deepEqual(startState(TREE, []), []);
});

test('a layer turned on comes on top and goes when turned off', () => {
  const on = toggle(startState(TREE, null), 'b');
  assert.deepEqual(ids(on), ['b', 'a']);
  assert.deepEqual(ids(toggle(on, 'b')), ['a']);
});

test('order changes by one step and stops at the ends', () => {
  const state = [{ id: 'a', opacity: 1 }, { id: 'b', opacity: 1 }];
  assert.deepEqual(ids(move(state, 'b', -1)), ['b', 'a']);
  assert.equal(move(state, 'a', -1), state);
  assert.equal(move(state, 'b', 1), state);
  assert.equal(move(state, 'x', 1), state);
});

test('values are not changed', () => {
  const state = Object.freeze([Object.freeze({ id: 'a', opacity: 1 })]);
  assert.deepEqual(fade(state, 'a', 0.5), [{ id: 'a', opacity: 0.5 }]);
  assert.equal(state[0].opacity, 1);
});

test('a tree in another language keeps what the user chose; a layer that is gone goes', () => {
  assert.deepEqual(carried([{ id: 'gone', opacity: 1 }, { id: 'a', opacity: 0.2 }], TREE), [{ id: 'a', opacity: 0.2 }]);
});

test('full opacity goes without saying in a link', () => {
  assert.deepEqual(asLink([{ id: 'a', opacity: 1 }, { id: 'b', opacity: 0.5 }]), [{ id: 'a', opacity: null }, { id: 'b', opacity: 0.5 }]);
});
