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

test('a polygon with a hole is not for the editor', () => {
  assert.deepEqual(explode(part(GEOMETRIES[6])).map(({ editable }) => editable), [true, false]);
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
