import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seen } from '../src/seen.js';

const storage = (held = {}) => ({
  held,
  getItem: (key) => held[key] ?? null,
  setItem: (key, text) => { held[key] = text; },
  removeItem: (key) => { delete held[key]; },
});
const now = { date: '2026-11-27', marks: { a: '1' } };
const state = (over = {}) => ({ key: 'v', now: '/now', mark: 0, forget: 0, ...over });

test('tells once what was kept, and null where nothing was', async () => {
  const told = [];
  const seen = new Seen(storage({ v: JSON.stringify(now) }), (last) => told.push(last), async () => now);
  await seen.take(state());
  await seen.take(state());
  await seen.take(state({ key: 'other' }));
  assert.deepEqual(told, [now, null]);
});

test('keeps what the server has when it is marked, not before', async () => {
  const kept = storage();
  const told = [];
  const seen = new Seen(kept, (last) => told.push(last), async (url) => ({ url }));
  await seen.take(state({ mark: 3 }));
  assert.deepEqual(kept.held, {});
  await seen.take(state({ mark: 4 }));
  assert.deepEqual(JSON.parse(kept.held.v), { url: '/now' });
  assert.deepEqual(told, [null, { url: '/now' }]);
});

test('forgets on request', async () => {
  const kept = storage({ v: '{}' });
  const seen = new Seen(kept, () => {}, async () => now);
  await seen.take(state());
  await seen.take(state({ forget: 1 }));
  assert.deepEqual(kept.held, {});
});

test('a browser that keeps nothing, or rubbish, breaks nothing', async () => {
  const closed = { getItem() { throw new Error('closed'); }, setItem() { throw new Error('closed'); }, removeItem() { throw new Error('closed'); } };
  for (const kept of [null, closed, storage({ v: '{' })]) {
    const told = [];
    const seen = new Seen(kept, (last) => told.push(last), async () => now);
    await seen.take(state());
    await seen.take(state({ mark: 1, forget: 1 }));
    assert.deepEqual(new Set(told), kept === null || !kept.held ? new Set([null]) : new Set([null, now]));
  }
});
