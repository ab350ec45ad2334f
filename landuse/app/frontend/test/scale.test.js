import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbers } from '../src/numbers.js';
import { denominator, metresPerPixel, paperWidth, scaleBar } from '../src/scale.js';

test('the whole equator is 512 pixels at zoom 0', () => assert.equal(Math.round(metresPerPixel(0, 0) * 512), 40_075_017));

test('the bar is round, fits, and is as long as it says', () => {
  for (const perPixel of [0.3, 1, 7.7, 123, 1999]) {
    const { metres, pixels } = scaleBar(perPixel, 110);
    assert.ok(pixels <= 110 && pixels > 110 / 2.6, `${pixels}`);
    assert.match(String(metres), /^0*[125]0*$|^0\.0*[125]$/);
    assert.ok(Math.abs(metres / perPixel - pixels) < 1e-9);
  }
});

test('a pixel of 0.2646 mm that is 26.46 m is 1:100 000', () => assert.equal(denominator((0.0254 / 96) * 100_000), 100_000));

test('a wide or high map is printed smaller, a small one as it is', () => {
  assert.equal(paperWidth(400, 300), 400);
  assert.equal(paperWidth(2000, 500), 680);
  assert.ok(paperWidth(600, 2000) < 250);
});

test('numbers as each language writes them', () => {
  const plain = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
  assert.equal(plain(numbers('sv').whole(7412345.4)), '7 412 345');
  assert.equal(plain(numbers('se').length(12_345)), '12,35 km');
  assert.equal(plain(numbers('en').length(12_345)), '12.35 km');
  assert.equal(plain(numbers('sv').length(7.25)), '7,3 m');
  assert.equal(plain(numbers('sv').area(144_500_000)), '144,50 km²');
  assert.equal(plain(numbers('sv').area(25_000)), '2,5 ha');
  assert.equal(plain(numbers('xx').area(900)), '900 m²');
});
