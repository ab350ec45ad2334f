import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carriedOver, isDark, rooted } from '../src/basemap.js';
import { absolute } from '../src/fetching.js';
import { hatch } from '../src/hatch.js';
import { drawnIds, treeId } from '../src/layer_paint.js';

const BASE = { version: 8, sources: { land: {} }, layers: [{ id: 'land', type: 'fill' }, { id: 'names', type: 'symbol' }] };
const OLD = {
  sources: { land: {}, 'lu-layer-a': { type: 'vector' }, 'td-point': {} },
  layers: [{ id: 'land', type: 'fill' }, { id: 'lu-layer-a:fill', type: 'fill' }, { id: 'names', type: 'symbol' }, { id: 'td-point', type: 'circle' }],
};

test('our layers lie under the new labels, the editor’s on top', () => {
  const style = carriedOver(OLD, BASE);
  assert.deepEqual(style.layers.map(({ id }) => id), ['land', 'lu-layer-a:fill', 'names', 'td-point']);
  assert.deepEqual(Object.keys(style.sources), ['land', 'lu-layer-a', 'td-point']);
});

test('a style without labels, and the first style of all', () => {
  assert.deepEqual(carriedOver(OLD, { sources: {}, layers: [] }).layers.map(({ id }) => id), ['lu-layer-a:fill', 'td-point']);
  assert.deepEqual(carriedOver(undefined, BASE), BASE);
});

test('addresses of our own server get its name, since workers know no page', () => {
  assert.equal(absolute('/a', 'http://h:1'), 'http://h:1/a');
  assert.equal(absolute('pmtiles:///a', 'http://h:1'), 'pmtiles://http://h:1/a');
  assert.equal(absolute('https://maps.example/a', 'http://h:1'), 'https://maps.example/a');
  const style = rooted({ ...BASE, glyphs: '/g/{fontstack}/{range}.pbf', 'font-faces': { Sans: '/f.woff2', Other: [{ url: '/o.woff2' }] }, sources: { v: { url: 'pmtiles:///t' }, r: { tiles: ['/r/{z}'] }, g: { data: '/g.json' } } }, 'http://h');
  assert.deepEqual(style.sources, { v: { url: 'pmtiles://http://h/t' }, r: { tiles: ['http://h/r/{z}'] }, g: { data: 'http://h/g.json' } });
  assert.equal(style.glyphs, 'http://h/g/{fontstack}/{range}.pbf');
  assert.deepEqual(style['font-faces'], { Sans: 'http://h/f.woff2', Other: [{ url: 'http://h/o.woff2' }] });
});

test('dark and light pages', () => {
  assert.equal(isDark('rgb(14, 17, 23)'), true);
  assert.equal(isDark('rgb(255, 255, 255)'), false);
  assert.equal(isDark('rgba(0, 0, 0, 0.9)'), true);
});

test('a hatch tiles in both directions and has the colour', () => {
  const { width, height, data } = hatch('#b45309');
  assert.equal(data.length, width * height * 4);
  assert.deepEqual([...data.slice(0, 4)], [0xb4, 0x53, 0x09, 255]);
  const alpha = (x, y) => data[((y % height) * width + (x % width)) * 4 + 3];
  for (let i = 0; i < 40; i += 1) assert.equal(alpha(i, 3), alpha(i + 1, 2));
  assert.ok([...Array(width).keys()].some((x) => alpha(x, 0) === 0));
});

test('a layer’s drawn layers lead back to it', () => {
  for (const layer of [{ id: 'a', geometry: 'polygon', hatch: true }, { id: 'b', geometry: 'line' }, { id: 'c', geometry: 'point' }, { id: 'd', image: {} }]) {
    for (const id of drawnIds(layer)) assert.equal(treeId(id), layer.id);
  }
  assert.equal(treeId('lu-impact-added'), null);
  assert.deepEqual(drawnIds({ id: 'a', geometry: 'polygon', hatch: true }).length, 3);
});
