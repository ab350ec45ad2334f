import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemble, bounds, corners, explode, planar, text, withCorner, withoutCorner } from '../src/geometry.js';

const part = (geometry) => ({ type: 'Feature', id: 'p', geometry, properties: { name: 'P' } });
const RING = [[20, 67], [20.2, 67], [20.2, 67.1], [20, 67.1], [20, 67]];
const HOLE = [[20.05, 67.02], [20.1, 67.02], [20.1, 67.05], [20.05, 67.02]];

const GEOMETRIES = [
  { type: 'Point', coordinates: [20.123456789012, 67.9, 311.5] },
  { type: 'MultiPoint', coordinates: [[20, 67, 1], [20.1, 67.1, 2], [20.2, 67.2, 3]] },
  { type: 'LineString', coordinates: [[20, 67], [20.1, 67.00000000123]] },
  { type: 'MultiLineString', coordinates: [[[20, 67], [20.1, 67]], [[21, 67], [21.1, 67]]] },
  { type: 'Polygon', coordinates: [RING] },
  { type: 'Polygon', coordinates: [RING, HOLE] },
  { type: 'MultiPolygon', coordinates: [[RING], [RING, HOLE]] },
  { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [20, 67] }] },
];

/** What the editor gives back for a part that nobody touched. */
const untouched = (feature) => new Map(explode(feature).map(({ index, geometry }) => [index, geometry]));

for (const geometry of GEOMETRIES) {
  test(`${geometry.type} comes back as the very numbers it came as`, () => {
    const feature = part(geometry);
    assert.equal(assemble(feature, untouched(feature)), feature);
    assert.deepEqual(feature.geometry, geometry);
  });
}

test('a hole is a piece of its own', () => {
  const pieces = explode(part(GEOMETRIES[6]));
  assert.deepEqual(pieces.map(({ index, editable }) => [index, editable]), [[0, true], [1, true], ['1.1', true]]);
  assert.deepEqual(pieces.map(({ geometry }) => geometry.coordinates), [[RING], [RING], [HOLE]]);
});

test('a hole changed, cut and deleted changes its member alone', () => {
  const feature = part(GEOMETRIES[6]);
  const ring = HOLE.map(([lon, lat]) => [lon + 0.01, lat]);
  const hole = { type: 'Polygon', coordinates: [ring] };
  const after = (pieces) => assemble(feature, pieces).geometry.coordinates;
  assert.deepEqual(after(untouched(feature).set('1.1', hole)), [[RING], [RING, ring]]);
  assert.deepEqual(after(untouched(feature).set('1.2', hole)), [[RING], [RING, HOLE, ring]]);
  assert.deepEqual(after(untouched(feature).set('0.1', hole)), [[RING, ring], [RING, HOLE]]);
  const without = untouched(feature);
  without.delete('1.1');
  assert.deepEqual(after(without), [[RING], [RING]]);
  without.delete(0);
  assert.deepEqual(after(without), [[RING]]);
});

test('a deleted outline takes its holes along', () => {
  const feature = part(GEOMETRIES[5]);
  const pieces = untouched(feature);
  pieces.delete(0);
  assert.equal(assemble(feature, pieces), null);
});

test('more than nine holes keep their order', () => {
  const holes = Array.from({ length: 11 }, (_, i) => HOLE.map(([lon, lat]) => [Number((lon + i * 0.001).toFixed(6)), lat]));
  const feature = part({ type: 'Polygon', coordinates: [RING, ...holes] });
  const moved = RING.map(([lon, lat]) => [lon, lat + 0.01]);
  const shuffled = new Map([...untouched(feature)].reverse()).set(0, { type: 'Polygon', coordinates: [moved] });
  assert.deepEqual(assemble(feature, shuffled).geometry.coordinates, [moved, ...holes]);
});

test('one turbine moved leaves the others as they were, height and all', () => {
  const feature = part(GEOMETRIES[1]);
  const pieces = untouched(feature).set(1, { type: 'Point', coordinates: [20.5, 67.5] });
  assert.deepEqual(assemble(feature, pieces).geometry, { type: 'MultiPoint', coordinates: [[20, 67, 1], [20.5, 67.5], [20.2, 67.2, 3]] });
});

test('one member changed keeps the other with its hole', () => {
  const feature = part(GEOMETRIES[6]);
  const moved = { type: 'Polygon', coordinates: [RING.map(([lon, lat]) => [lon + 1, lat])] };
  const after = assemble(feature, untouched(feature).set(0, moved));
  assert.deepEqual(after.geometry.coordinates, [moved.coordinates, [RING, HOLE]]);
  assert.deepEqual(after.properties, { name: 'P' });
});

test('one member deleted keeps the type; all deleted leaves no part', () => {
  const feature = part(GEOMETRIES[1]);
  const pieces = untouched(feature);
  pieces.delete(0);
  assert.deepEqual(assemble(feature, pieces).geometry, { type: 'MultiPoint', coordinates: [[20.1, 67.1, 2], [20.2, 67.2, 3]] });
  assert.equal(assemble(feature, new Map()), null);
});

test('a part without a geometry stays a part', () => {
  const feature = part(null);
  assert.deepEqual(explode(feature), []);
  assert.equal(assemble(feature, new Map()), feature);
});

test('the editor gets two numbers of seven decimals', () => {
  assert.deepEqual(planar([[20.123456789, 67.1, 5]]), [[20.1234568, 67.1]]);
  assert.equal(text({ type: 'Point', coordinates: [20.00000001, 67] }), text({ type: 'Point', coordinates: [20, 67, 9] }));
});

test('a corner goes unless too few would be left', () => {
  const polygon = { type: 'Polygon', coordinates: [RING] };
  const three = withoutCorner(polygon, 0);
  assert.deepEqual(three.coordinates[0], [RING[1], RING[2], RING[3], RING[1]]);
  assert.equal(withoutCorner(three, 0), null);
  assert.equal(withoutCorner({ type: 'LineString', coordinates: [[20, 67], [21, 67]] }, 0), null);
  assert.equal(withoutCorner({ type: 'Point', coordinates: [20, 67] }, 0), null);
});

test('a moved first corner closes the ring again', () => {
  const ring = withCorner({ type: 'Polygon', coordinates: [RING] }, 0, [19.9, 66.9]).coordinates[0];
  assert.deepEqual(ring[0], [19.9, 66.9]);
  assert.deepEqual(ring.at(-1), ring[0]);
  assert.equal(corners({ type: 'Polygon', coordinates: [ring] }).length, 4);
});

test('bounds of any geometry', () => {
  assert.deepEqual(bounds(GEOMETRIES[3]), [20, 67, 21.1, 67]);
  assert.deepEqual(bounds(GEOMETRIES[7]), [20, 67, 20, 67]);
});
