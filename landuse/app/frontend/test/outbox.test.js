import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox } from '../src/outbox.js';

function box() {
  const sent = [];
  return { sent, outbox: new Outbox((state) => sent.push(structuredClone(state.messages))) };
}

test('numbers count up from one and every message is sent at once', () => {
  const { sent, outbox } = box();
  outbox.post('undo');
  outbox.post('part', { id: 'a' });
  assert.deepEqual(sent, [[{ n: 1, kind: 'undo' }], [{ n: 1, kind: 'undo' }, { n: 2, kind: 'part', id: 'a' }]]);
});

test('what the server has not heard is sent again with the next message', () => {
  const { sent, outbox } = box();
  outbox.post('undo');
  outbox.post('undo');
  outbox.heard(1);
  outbox.post('redo');
  assert.deepEqual(sent.at(-1).map(({ n }) => n), [2, 3]);
  assert.equal(outbox.quiet, false);
  outbox.heard(3);
  assert.equal(outbox.quiet, true);
});

test('numbers go on after those of a session that began before this page', () => {
  const { outbox } = box();
  outbox.heard(7);
  assert.equal(outbox.post('undo'), 8);
});

test('a server that lost its session still hears what it did not answer', () => {
  const { sent, outbox } = box();
  outbox.heard(5);
  outbox.post('drawing', { features: [] });
  outbox.heard(0);
  outbox.flush();
  assert.deepEqual(sent.at(-1).map(({ n }) => n), [6]);
  assert.equal(outbox.post('undo'), 7);
});

test('nothing is sent when there is nothing to say', () => {
  const { sent, outbox } = box();
  outbox.flush();
  assert.deepEqual(sent, []);
});

test('a drawing sent is the drawing of that moment', () => {
  const sent = [];
  const outbox = new Outbox((state) => sent.push(state.messages));
  outbox.post('undo');
  outbox.post('redo');
  assert.equal(sent[0].length, 1);
});
