import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drafts, stable } from '../src/drafts.js';

class Memory {
  constructor() { this.kept = new Map(); }
  getItem(key) { return this.kept.get(key) ?? null; }
  setItem(key, text) { this.kept.set(key, text); }
  removeItem(key) { this.kept.delete(key); }
}

const EMPTY = { parts: [] };
const ONE = { parts: [1] };
const TWO = { parts: [1, 2] };

function opened(storage, document) {
  const drafts = new Drafts(storage);
  drafts.take({ key: 'k', document });
  return drafts;
}

/** A page that was worked in until `document` and closed. */
function worked(document) {
  const storage = new Memory();
  opened(storage, EMPTY).take({ key: 'k', document });
  return storage;
}

test('an opened and unchanged scenario is no draft', () => assert.equal(worked(EMPTY).kept.size, 0));

test('work is offered after a reload', () => assert.deepEqual(opened(worked(ONE), EMPTY).offer, ONE));

test('the same document is not offered', () => assert.equal(opened(worked(ONE), { parts: [1] }).offer, null));

test('a draft taken back is no longer offered', () => {
  const drafts = opened(worked(ONE), EMPTY);
  drafts.take({ key: 'k', document: ONE });
  assert.equal(drafts.offer, null);
});

test('new work does not overwrite a draft that is still on offer', () => {
  const storage = worked(ONE);
  const drafts = opened(storage, EMPTY);
  drafts.take({ key: 'k', document: TWO });
  assert.deepEqual(drafts.offer, ONE);
  const later = opened(storage, TWO);
  assert.deepEqual(later.offer, ONE);
});

test('undone to the start, the start is kept too', () => {
  const storage = worked(ONE);
  const drafts = opened(storage, ONE);
  drafts.take({ key: 'k', document: TWO });
  drafts.take({ key: 'k', document: ONE });
  assert.equal(storage.getItem('k'), JSON.stringify(ONE));
});

test('forgetting leaves nothing', () => {
  const storage = worked(ONE);
  const drafts = opened(storage, EMPTY);
  drafts.take({ key: 'k', document: TWO });
  drafts.forget();
  assert.equal(storage.kept.size, 0);
  assert.equal(drafts.kept, false);
  assert.equal(opened(storage, EMPTY).offer, null);
});

test('scenarios of different keys are kept apart', () => {
  const storage = worked(ONE);
  const other = new Drafts(storage);
  other.take({ key: 'other', document: EMPTY });
  assert.equal(other.offer, null);
});

test('a browser that keeps nothing, or something unreadable, only lacks the draft', () => {
  const refusing = { getItem() { throw new Error('no'); }, setItem() { throw new Error('full'); }, removeItem() { throw new Error('no'); } };
  for (const storage of [refusing, null]) {
    const drafts = opened(storage, EMPTY);
    drafts.take({ key: 'k', document: ONE });
    drafts.forget();
    assert.equal(drafts.offer, null);
  }
  const broken = new Memory();
  broken.setItem('k', '{');
  assert.equal(opened(broken, EMPTY).offer, null);
});

test('the order of fields does not matter', () => {
  assert.equal(stable({ a: 1, b: [{ c: 2, d: null }] }), stable({ b: [{ d: null, c: 2 }], a: 1 }));
  assert.notEqual(stable([1, 2]), stable([2, 1]));
});
