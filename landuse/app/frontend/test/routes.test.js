import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Routes, filters, routeLayers } from '../src/routes.js';

const LOOKS = [{ state: 'clear', colour: '#2166ac', width: 3, dash: [1, 0] }, { state: 'cut', colour: '#b2182b', width: 7, dash: [0.6, 0.6] }];
const FILE = { type: 'FeatureCollection', features: [], looks: LOOKS };

/** A map that remembers layers, filters and data. */
function fakeMap() {
  const layers = new Map();
  const sources = new Map();
  return {
    layers, sources,
    getLayer: (id) => layers.get(id), getSource: (id) => sources.get(id),
    addLayer: (layer) => layers.set(layer.id, { ...layer }), removeLayer: (id) => layers.delete(id),
    addSource: (id, source) => sources.set(id, { ...source, setData(data) { this.data = data; } }),
    setFilter: (id, filter) => { layers.get(id).filter = filter; },
  };
}
const numbers = (map, state) => map.layers.get(`lu-route-${state}`).filter[2][1];
const told = (states, url = '/a') => ({ url, states });
const later = () => new Promise((done) => setTimeout(done));

test('what is open is a whole line, what is cut a broken one', () => {
  const paint = Object.fromEntries(routeLayers(LOOKS).map(({ id, paint: one }) => [id, one]));
  assert.equal(paint['lu-route-clear']['line-dasharray'], undefined);
  assert.deepEqual(paint['lu-route-cut']['line-dasharray'], [0.6, 0.6]);
  assert.ok(paint['lu-route-halo']['line-width'] > paint['lu-route-cut']['line-width']);
});

test('a state shows its routes, the edge all of them', () => {
  const filter = filters({ cut: [1, 4], clear: [2] });
  assert.deepEqual(['cut', 'weakened', 'halo'].map((state) => filter(state)[2][1]), [[1, 4], [], [1, 4, 2]]);
});

test('lines are fetched once, states follow each edit', async () => {
  const asked = [];
  const map = fakeMap();
  const routes = new Routes(map, async (url) => { asked.push(url); return FILE; });
  routes.take(told({ clear: [1] }));
  await later();
  assert.deepEqual([numbers(map, 'clear'), numbers(map, 'cut')], [[1], []]);
  routes.take(told({ cut: [1] }));
  assert.deepEqual([numbers(map, 'clear'), numbers(map, 'cut')], [[], [1]]);
  routes.take(null);
  assert.deepEqual(numbers(map, 'halo'), []);
  assert.deepEqual(asked, ['/a']);
  routes.take(told({ cut: [2] }, '/b'));
  await later();
  assert.deepEqual(asked, ['/a', '/b']);
  assert.deepEqual(numbers(map, 'cut'), [2]);
});

test('lines that could not be fetched are asked for again', async () => {
  let fails = true;
  const map = fakeMap();
  const routes = new Routes(map, async () => { if (fails) throw new Error('no'); return FILE; });
  routes.take(told({ cut: [1] }));
  await later();
  assert.equal(map.layers.size, 0);
  fails = false;
  routes.take(told({ cut: [1] }));
  await later();
  assert.deepEqual(numbers(map, 'cut'), [1]);
});
