/** The layers of the tree as MapLibre's sources and layers. */

import { absolute } from './fetching.js';
import { HATCH } from './hatch.js';

const PREFIX = 'lu-layer-';
const FILL_SHARE = 0.3;

/** Areas and images lie below the impact, lines and points above it: its colours must mean what its legend says. */
export const BELOW_IMPACT = 'lu-middle';
export const BELOW_LINES = 'lu-lines'; // the impact's images come just before it
export const ABOVE_IMPACT = 'lu-upper';

/** The ids of MapLibre's layers of one layer of the tree, the lowest first. */
export function drawnIds(layer) {
  const id = PREFIX + layer.id;
  if (layer.image) return [id];
  if (layer.geometry === 'polygon') return [`${id}:fill`, ...(layer.hatch ? [`${id}:hatch`] : []), `${id}:edge`];
  return [layer.geometry === 'line' ? `${id}:line` : `${id}:point`];
}

/** The id of the tree's layer that one of MapLibre's layers belongs to, or null. */
export const treeId = (id) => (id.startsWith(PREFIX) ? id.slice(PREFIX.length).split(':')[0] : null);

function source(layer) {
  if (layer.image) return { type: 'image', url: absolute(layer.image.url, location.origin), coordinates: layer.image.corners };
  return { type: 'vector', url: `pmtiles://${absolute(layer.tiles, location.origin)}` };
}

function specification(layer, id, dark) {
  const base = { id, source: PREFIX + layer.id, 'source-layer': layer.tile_layer };
  const colour = (dark && layer.colour_dark) || layer.colour;
  const kind = id.split(':')[1];
  if (kind === undefined) return { id, source: base.source, type: 'raster', paint: { 'raster-fade-duration': 0, 'raster-resampling': 'nearest' } };
  if (kind === 'fill') return { ...base, type: 'fill', paint: { 'fill-color': colour, 'fill-opacity': FILL_SHARE } };
  if (kind === 'hatch') return { ...base, type: 'fill', paint: { 'fill-pattern': HATCH + colour, 'fill-opacity': 1 } };
  if (kind === 'point') {
    return {
      ...base,
      type: 'circle',
      paint: { 'circle-color': colour, 'circle-radius': Math.max(3, (layer.width ?? 1.5) * 2.5), 'circle-stroke-width': 1, 'circle-stroke-color': dark ? '#000000' : '#ffffff' },
    };
  }
  return { ...base, type: 'line', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': colour, 'line-width': layer.width ?? 1.5 } };
}

const OPACITY = {
  fill: ['fill-opacity', FILL_SHARE],
  hatch: ['fill-opacity', 0.9],
  edge: ['line-opacity', 1],
  line: ['line-opacity', 1],
  point: ['circle-opacity', 1],
};

/** Where a drawn layer belongs: before which mark. */
const mark = (drawn) => (/:(edge|line|point)$/.test(drawn) ? ABOVE_IMPACT : BELOW_IMPACT);

/** What the tree has drawn on the map, the lowest first. */
const onMap = (map) => map.getLayersOrder().filter((id) => treeId(id) !== null);

/**
 * Make the map show exactly `state`, in its order.
 * @param {any} map
 * @param {Map<string, any>} tree layers by id
 * @param {import('./layer_state.js').LayerState} state
 * @param {boolean} dark
 */
export function paint(map, tree, state, dark) {
  clear(map, tree, new Set(state.map(({ id }) => id)));
  const wanted = [...state].reverse().flatMap(({ id, opacity }) => drawnIds(tree.get(id)).map((drawn) => ({ drawn, opacity, layer: tree.get(id) })));
  for (const { drawn, layer } of wanted) add(map, layer, drawn, dark);
  order(map, wanted.map(({ drawn }) => drawn));
  for (const { drawn, layer, opacity } of wanted) {
    recolour(map, layer, drawn, dark);
    const [property, full] = OPACITY[drawn.split(':')[1]] ?? ['raster-opacity', 1];
    map.setPaintProperty(drawn, property, full * opacity);
  }
}

function clear(map, tree, wanted) {
  for (const id of onMap(map)) if (!wanted.has(treeId(id))) map.removeLayer(id);
  for (const id of tree.keys()) if (!wanted.has(id) && map.getSource(PREFIX + id)) map.removeSource(PREFIX + id);
}

function add(map, layer, drawn, dark) {
  if (!map.getSource(PREFIX + layer.id)) map.addSource(PREFIX + layer.id, source(layer));
  if (!map.getLayer(drawn)) map.addLayer(specification(layer, drawn, dark), mark(drawn));
}

/** Moving a layer costs the map a new layout: nothing is moved that stands right. */
function order(map, wanted) {
  const right = [BELOW_IMPACT, ABOVE_IMPACT].flatMap((place) => wanted.filter((drawn) => mark(drawn) === place));
  if (onMap(map).join() !== right.join()) for (const drawn of right) map.moveLayer(drawn, mark(drawn));
}

function recolour(map, layer, drawn, dark) {
  const { paint: wanted } = specification(layer, drawn, dark);
  for (const [property, value] of Object.entries(wanted)) {
    if (/color|pattern/.test(property) && map.getPaintProperty(drawn, property) !== value) map.setPaintProperty(drawn, property, value);
  }
}

/** Drop a layer whose tiles have another address now, so that `paint` makes it anew. */
export function forgetChanged(map, before, after) {
  for (const [id, old] of before) {
    const now = after.get(id);
    if (now && now.tiles === old.tiles && now.image?.url === old.image?.url) continue;
    for (const drawn of drawnIds(old)) if (map.getLayer(drawn)) map.removeLayer(drawn);
    if (map.getSource(PREFIX + id)) map.removeSource(PREFIX + id);
  }
}

/**
 * What lies under a point of the screen, the uppermost first, each once.
 * @param {any} map
 * @param {{x: number, y: number}} point
 * @param {Map<string, any>} tree
 * @returns {{layer: any, properties: Record<string, any>}[]}
 */
export function under(map, point, tree) {
  const ids = onMap(map);
  if (!ids.length) return [];
  const box = [[point.x - 3, point.y - 3], [point.x + 3, point.y + 3]];
  const seen = new Map();
  for (const feature of map.queryRenderedFeatures(box, { layers: ids })) {
    const layer = tree.get(treeId(feature.layer.id));
    const key = `${layer?.id}\u0000${feature.properties.key ?? feature.properties.name ?? feature.id}`;
    if (layer && !seen.has(key)) seen.set(key, { layer, properties: feature.properties });
  }
  return [...seen.values()];
}

/** Names of the features whose tiles are loaded, as places to search among. */
export function loadedNames(map, tree, bounds) {
  const found = new Map();
  for (const layer of tree.values()) {
    if (!layer.tiles || !map.getSource(PREFIX + layer.id)) continue;
    for (const feature of map.querySourceFeatures(PREFIX + layer.id, { sourceLayer: layer.tile_layer })) {
      const { name, key } = feature.properties;
      const id = `${layer.id}\u0000${key ?? name}`;
      if (name) found.set(id, { title: String(name), kind: layer.title, bounds: joined(found.get(id)?.bounds, bounds(feature.geometry)) });
    }
  }
  return [...found.values()];
}

function joined(a, b) {
  return a ? [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] : b;
}
