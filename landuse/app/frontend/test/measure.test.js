import assert from 'node:assert/strict';
import { test } from 'node:test';
import { degrees, readPosition, sweref } from '../src/coordinates.js';
import { area, length, sizes } from '../src/measure.js';

const near = (found, wanted, tolerance) => assert.ok(Math.abs(found - wanted) <= tolerance, `${found} is not ${wanted} ± ${tolerance}`);
const at = (e, n) => degrees(e, n);

test('the central meridian at 500 km east', () => near(sweref(15, 60).e, 500_000, 0.001));

// What PROJ gives (EPSG:4326 to EPSG:3006), in the east, middle and west of the country.
const PROJ = [[24, 66, 907_351.9808, 7_349_217.6675], [20.2253, 67.8557, 719_584.0646, 7_536_058.8542], [11.1, 58.9, 275_367.6115, 6_535_467.1992]];
for (const [lon, lat, e, n] of PROJ) {
  test(`${lat}° N ${lon}° E is where PROJ puts it`, () => {
    const found = sweref(lon, lat);
    near(found.e, e, 0.001);
    near(found.n, n, 0.001);
  });
}

test('there and back is the same place to a millimetre', () => {
  const { e, n } = sweref(...at(812_345.678, 7_412_345.678));
  near(e, 812_345.678, 0.001);
  near(n, 7_412_345.678, 0.001);
});

test('a kilometre is a kilometre in the plane', () => near(length([at(700_000, 7_400_000), at(700_600, 7_400_800)]), 1000, 0.01));

test('a hectare is a hectare, whichever way round and closed or not', () => {
  const ring = [at(700_000, 7_400_000), at(700_100, 7_400_000), at(700_100, 7_400_100), at(700_000, 7_400_100)];
  near(area(ring), 10_000, 0.5);
  near(area([...ring].reverse()), 10_000, 0.5);
  near(area([...ring, ring[0]]), 10_000, 0.5);
});

test('a hole is no area', () => {
  const square = (e, n, side) => [at(e, n), at(e + side, n), at(e + side, n + side), at(e, n + side), at(e, n)];
  near(sizes({ type: 'Polygon', coordinates: [square(700_000, 7_400_000, 100), square(700_020, 7_400_020, 10)] }).area, 9_900, 0.5);
});

test('too few points have no area', () => assert.equal(area([[20, 67], [21, 67]]), 0));

for (const typed of ['7412345 812345', '812345, 7412345', 'N 7412345 E 812345', 'N: 7412345.5; E: 812345']) {
  test(`"${typed}" is a place in SWEREF`, () => {
    const { e, n } = sweref(...readPosition(typed));
    near(e, 812_345, 1);
    near(n, 7_412_345, 1);
  });
}

for (const typed of ['N 7\u00a0412\u00a0345  E 812\u00a0345', '7 412 345, 812 345']) {
  test(`"${typed}" is a place as the map writes it`, () => assert.deepEqual(readPosition(typed), degrees(812_345, 7_412_345)));
}

test('the fictional area lies north of the country', () => assert.deepEqual(readPosition('8124500 408000'), degrees(408_000, 8_124_500)));

test('degrees in either order', () => {
  assert.deepEqual(readPosition('67.85 20.22'), [20.22, 67.85]);
  assert.deepEqual(readPosition('20.22, 67.85'), [20.22, 67.85]);
});

for (const typed of ['', 'Kiruna', '7412345', 'Väg 45 10', '1 2', '999 7412345']) {
  test(`"${typed}" is no place`, () => assert.equal(readPosition(typed), null));
}
