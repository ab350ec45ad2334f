/** Parts that the editor cannot hold: shown dashed, and left as they are. And the fill of polygons with holes (`net`). */

const SOURCE = 'lu-kept';
const COLOUR = '#c2410c';

const empty = { type: 'FeatureCollection', features: [] };
const only = (type) => ['==', ['geometry-type'], type];

export const keptSource = [SOURCE, { type: 'geojson', data: empty }];

export const keptLayers = [
  { id: 'lu-kept-fill', source: SOURCE, type: 'fill', filter: only('Polygon'), paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.25 } },
  { id: 'lu-kept-line', source: SOURCE, type: 'line', filter: ['all', ['!=', ['geometry-type'], 'Point'], ['!', ['get', 'net']]], paint: { 'line-color': ['get', 'colour'], 'line-width': 2.5, 'line-dasharray': [4, 2] } },
  { id: 'lu-kept-point', source: SOURCE, type: 'circle', filter: only('Point'), paint: { 'circle-color': ['get', 'colour'], 'circle-radius': 6 } },
];

/** @param {any} map @param {any[]} features */
export function showKept(map, features) {
  const shown = features.map(({ id, geometry, properties, net = false }) => ({ type: 'Feature', geometry, properties: { colour: properties?.colour ?? COLOUR, part: id, net } }));
  map.getSource(SOURCE)?.setData({ ...empty, features: shown });
}

/** @param {any} map @param {{x: number, y: number}} point @returns {string | null} the part shown there */
export function keptAt(map, point) {
  const [found] = map.queryRenderedFeatures(point, { layers: keptLayers.map(({ id }) => id) });
  return found?.properties.part ?? null;
}
