import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPlaces, folded } from '../src/places.js';

const place = (title) => ({ title, kind: '', bounds: [0, 0, 0, 0] });
const titles = (typed, ...names) => findPlaces(names.map(place), typed).map(({ title }) => title);

test('names that begin so come first, then words, then the rest', () => {
  assert.deepEqual(titles('sjö', 'Storsjön', 'Norra Sjön', 'Sjöfallet'), ['Sjöfallet', 'Norra Sjön', 'Storsjön']);
});

test('å, ä and ö are letters of their own', () => {
  assert.deepEqual(titles('al', 'Ålloluokta', 'Alajaure'), ['Alajaure']);
  assert.deepEqual(titles('å', 'Ålloluokta', 'Alajaure'), ['Ålloluokta']);
});

test('Sámi letters are found from a Swedish keyboard', () => {
  assert.deepEqual(titles('gaivuona', 'Gáivuona suohkan'), ['Gáivuona suohkan']);
  assert.deepEqual(titles('čohkkiras', 'Čohkkiras'), ['Čohkkiras']);
  assert.deepEqual(titles('cohkkiras', 'Čohkkiras'), ['Čohkkiras']);
});

test('accents that nobody types are not needed', () => assert.equal(folded('Café'), 'cafe'));

test('nothing typed finds nothing; no more than asked for', () => {
  assert.deepEqual(titles('  ', 'Kiruna'), []);
  assert.equal(findPlaces(Array.from({ length: 50 }, (_, i) => place(`Kiruna ${i}`)), 'kiruna', 5).length, 5);
});

test('signs of patterns are only signs', () => assert.deepEqual(titles('.*(', 'Kiruna'), []));
