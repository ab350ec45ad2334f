import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizes } from '../src/measure.js';
import { carried, innermost, inside, nextHole, placeOf, wholeMoved } from '../src/rings.js';

const square = (lon, lat, half) => [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half], [lon - half, lat - half]];
const polygon = (id, ring) => ({ id, geometry: { type: 'Polygon', coordinates: [ring] } });

test('inside a ring, also one with a bay', () => {
  const bay = [[0, 0], [4, 0], [4, 4], [2, 1], [0, 4], [0, 0]];
  assert.deepEqual([[1, 1], [2, 3], [3, 1], [5, 1]].map((at) => inside(bay, at)), [true, false, true, false]);
});

test('the innermost polygon is the smallest around the place, in whatever order they come', () => {
  const [outer, hole, island] = [polygon('outer', square(20, 67, 0.3)), polygon('hole', square(20, 67, 0.2)), polygon('island', square(20, 67, 0.1))];
  for (const order of [[outer, hole, island], [island, hole, outer], [hole, island, outer]]) {
    assert.deepEqual([[20, 67], [20.15, 67], [20.25, 67]].map((at) => innermost(order, at).id), ['island', 'hole', 'outer']);
    assert.equal(innermost(order, [21, 67]), null);
  }
});

test('the next hole of a member is after its last', () => {
  assert.equal(nextHole([0, 1], 1), '1.1');
  assert.equal(nextHole([0, '0.1', '0.10', 1, '1.1'], 0), '0.11');
  assert.equal(placeOf(3, 0), 3);
});

test('a carried ring moves as far on the screen as what it follows, and comes back', () => {
  const ring = square(20.1, 67.2, 0.01);
  const [from, to] = [[20, 67], [20.4, 67.9]];
  const y = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360));
  const there = carried(ring, from, to);
  ring.forEach(([lon, lat], i) => {
    assert.ok(Math.abs(there[i][0] - lon - 0.4) < 2e-7);
    assert.ok(Math.abs(y(there[i][1]) - y(lat) - (y(to[1]) - y(from[1]))) < 1e-8);
  });
  carried(there, to, from).forEach((position, i) => position.forEach((value, axis) => assert.ok(Math.abs(value - ring[i][axis]) < 2e-7)));
});

test('a moved corner is no moved ring', () => {
  const ring = square(20, 67, 0.1);
  assert.equal(wholeMoved(ring, carried(ring, [20, 67], [20.1, 67.1])), true);
  assert.equal(wholeMoved(ring, ring.map((at, i) => (i === 1 ? [20.5, 67] : at))), false);
  assert.equal(wholeMoved(ring, ring.slice(1)), false);
});

test('an area is less its holes', () => {
  const [outer, hole] = [square(20, 67, 0.1), square(20, 67, 0.05)];
  const measured = (...rings) => sizes({ type: 'Polygon', coordinates: rings }).area;
  assert.ok(Math.abs(measured(outer, hole) - (measured(outer) - measured(hole))) < 1e-6);
});
