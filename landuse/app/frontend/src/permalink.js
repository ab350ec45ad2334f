/**
 * The view in the address: `karta=lon,lat,zoom` and `lager=id:opacity,id`, uppermost layer first.
 * Never a geometry: an unpublished drawing must not travel in a link.
 *
 * @typedef {{lon: number, lat: number, zoom: number}} View
 * @typedef {{id: string, opacity: number | null}} ShownLayer
 */

const ID = /^[\w.-]+$/;

/**
 * @param {string} search the address's query
 * @returns {{view: View | null, layers: ShownLayer[] | null}} null where the link says nothing, or nothing readable
 */
export function readLink(search) {
  const query = new URLSearchParams(search);
  return { view: readView(query.get('karta')), layers: readLayers(query.get('lager')) };
}

function readView(text) {
  const numbers = (text ?? '').split(',').map((one) => (one.trim() === '' ? NaN : Number(one)));
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) return null;
  const [lon, lat, zoom] = numbers;
  if (Math.abs(lon) > 180 || Math.abs(lat) > 85 || zoom < 0 || zoom > 22) return null;
  return { lon, lat, zoom };
}

function readLayers(text) {
  if (text === null) return null;
  return text
    .split(',')
    .map((one) => one.split(':'))
    .filter(([id]) => ID.test(id))
    .map(([id, share]) => ({ id, opacity: readShare(share) }));
}

function readShare(text) {
  const share = Number(text);
  return text !== undefined && text !== '' && share >= 0 && share <= 1 ? share : null;
}

/**
 * The query with the view and the layers in it; everything else in it stays.
 * @param {string} search
 * @param {{view?: View, layers?: ShownLayer[]}} state
 */
export function writeLink(search, { view, layers }) {
  const kept = search.replace(/^\?/, '').split('&').filter((one) => one && !(view && is(one, 'karta')) && !(layers && is(one, 'lager')));
  if (view) kept.push(`karta=${view.lon.toFixed(5)},${view.lat.toFixed(5)},${view.zoom.toFixed(2)}`);
  if (layers) kept.push(`lager=${layers.map(writeLayer).join(',')}`);
  return kept.length ? `?${kept.join('&')}` : '';
}

const is = (one, name) => one === name || one.startsWith(`${name}=`);
const writeLayer = ({ id, opacity }) => (opacity === null ? id : `${id}:${Number(opacity.toFixed(2))}`);
