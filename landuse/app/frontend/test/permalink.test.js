import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLink, writeLink } from '../src/permalink.js';

test('view and layers come back as they were written', () => {
  const view = { lon: 20.22513, lat: 67.85572, zoom: 8.25 };
  const layers = [{ id: 'reserves', opacity: 0.4 }, { id: 'roads', opacity: null }];
  assert.deepEqual(readLink(writeLink('', { view, layers })), { view, layers });
});

test('the rest of the address stays, the old view goes', () => {
  const query = writeLink('?lang=se&karta=1,2,3&x=a%20b', { view: { lon: 20, lat: 67, zoom: 8 } });
  assert.equal(query, '?lang=se&x=a%20b&karta=20.00000,67.00000,8.00');
});

test('layers stay when only the view is written', () => {
  assert.equal(writeLink('?lager=a:0.5', { view: { lon: 20, lat: 67, zoom: 8 } }), '?lager=a:0.5&karta=20.00000,67.00000,8.00');
});

test('an empty list of layers is a list: nothing is shown', () => {
  assert.deepEqual(readLink(writeLink('', { layers: [] })).layers, []);
  assert.equal(readLink('').layers, null);
});

for (const search of ['?karta=', '?karta=1,2', '?karta=a,b,c', '?karta=1,,3', '?karta=200,67,8', '?karta=20,99,8', '?karta=20,67,40', '?karta=NaN,67,8', '?karta=Infinity,67,8']) {
  test(`${search} is no view`, () => assert.equal(readLink(search).view, null));
}

test('a strange layer or opacity is left out', () => {
  assert.deepEqual(readLink('?lager=a:7,b:x,<img>:1,c:,d:0').layers, [{ id: 'a', opacity: null }, { id: 'b', opacity: null }, { id: 'c', opacity: null }, { id: 'd', opacity: 0 }]);
});

test('the server’s own writing of the address is read', () => {
  assert.deepEqual(readLink('?karta=20.1%2C67.2%2C8&lager=a%3A0.5%2Cb').view, { lon: 20.1, lat: 67.2, zoom: 8 });
});
