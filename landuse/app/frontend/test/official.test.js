import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Official, officialOf, withOfficialStyle } from '../src/official.js';

const own = (official) => ({ version: 8, layers: [], metadata: { landuse: { local: { title: 'A' }, official } } });
const TILES = { kind: 'xyz', url: '/x/{z}/{x}/{y}.png', title: 'Topo', attribution: 'T', source: 'official' };
const STYLE = { kind: 'style', url: '/topo/style.json', title: 'Topo', attribution: 'T', source: null };

/** A map that fires what it is told to. */
function fakeMap(style) {
  const calls = {};
  return { on: (name, call) => { calls[name] = call; }, fire: (name, event = {}) => calls[name](event), getStyle: () => style };
}

function watched(style) {
  const said = [];
  const map = fakeMap(style);
  new Official(map, (ground) => said.push(ground));
  return { map, said };
}

test('no official background, nothing said', () => {
  assert.equal(officialOf(own(null)), null);
  const { map, said } = watched(own(null));
  map.fire('load');
  map.fire('error', { sourceId: 'ground' });
  assert.deepEqual(said, []);
});

test('the first tile that comes says that it is seen, once', () => {
  const { map, said } = watched(own(TILES));
  map.fire('load');
  map.fire('data', { sourceId: 'official', tile: { state: 'loading' } });
  assert.deepEqual(said, []);
  for (let i = 0; i < 3; i += 1) map.fire('data', { sourceId: 'official', tile: { state: 'loaded' } });
  assert.deepEqual(said, [{ title: 'Topo', reached: true }]);
});

test('a tile that fails says that our own is seen, until one comes', () => {
  const { map, said } = watched(own(TILES));
  map.fire('error', { sourceId: 'official' });
  map.fire('error', { sourceId: 'official' });
  map.fire('data', { sourceId: 'official', tile: { state: 'loaded' } });
  map.fire('error', { sourceId: 'official' }); // one tile of many: the others are seen
  assert.deepEqual(said, [{ title: 'Topo', reached: false }, { title: 'Topo', reached: true }]);
});

test('an official style takes the place of ours where it can be had, and says so', async () => {
  const asked = [];
  const theirs = await withOfficialStyle(own(STYLE), 'http://h', async (url) => { asked.push(url); return { version: 8, layers: [{ id: 'topo' }] }; });
  assert.deepEqual(asked, ['http://h/topo/style.json']);
  assert.deepEqual(theirs.layers, [{ id: 'topo' }]);
  const { map, said } = watched(theirs);
  map.fire('load');
  assert.deepEqual(said, [{ title: 'Topo', reached: true }]);
});

test('an official style that cannot be had leaves ours', async () => {
  const style = await withOfficialStyle(own(STYLE), 'http://h', () => Promise.reject(new Error('502')));
  assert.deepEqual(style, own(STYLE));
  const { map, said } = watched(style);
  map.fire('load');
  assert.deepEqual(said, [{ title: 'Topo', reached: false }]);
});

test('tiles need no other style', async () => assert.deepEqual(await withOfficialStyle(own(TILES), 'http://h', () => assert.fail()), own(TILES)));
