/** The basemap's style, with our own layers carried over when the theme changes. */

import { absolute, get } from './fetching.js';
import { withOfficialStyle } from './official.js';

/** Layers and sources that are ours or the editor's, not the basemap's. */
export const ours = (id) => id.startsWith('lu-') || id.startsWith('td-');

/** A plain ground, when the style cannot be had. */
export const EMPTY = { version: 8, sources: {}, layers: [] };

/**
 * @param {any} style
 * @param {string} origin
 */
export function rooted(style, origin) {
  const copy = structuredClone(style);
  for (const source of Object.values(copy.sources ?? {})) {
    if (source.tiles) source.tiles = source.tiles.map((url) => absolute(url, origin));
    if (source.url) source.url = absolute(source.url, origin);
    if (typeof source.data === 'string') source.data = absolute(source.data, origin);
  }
  if (copy.glyphs) copy.glyphs = absolute(copy.glyphs, origin);
  if (typeof copy.sprite === 'string') copy.sprite = absolute(copy.sprite, origin);
  if (copy['font-faces']) copy['font-faces'] = fonts(copy['font-faces'], origin);
  return copy;
}

function fonts(faces, origin) {
  if (typeof faces === 'string') return absolute(faces, origin);
  if (Array.isArray(faces)) return faces.map((face) => (typeof face === 'string' ? absolute(face, origin) : { ...face, url: absolute(face.url, origin) }));
  return Object.fromEntries(Object.entries(faces).map(([name, face]) => [name, fonts(face, origin)]));
}

/** @param {string} url */
export async function loadStyle(url) {
  return rooted(await withOfficialStyle(await get(url), location.origin), location.origin);
}

/**
 * A new basemap under the layers that lie on the old one: below its first label, except the editor's, which stay on top.
 * @param {any} before
 * @param {any} next
 */
export function carriedOver(before, next) {
  const sources = { ...next.sources };
  for (const [id, source] of Object.entries(before?.sources ?? {})) if (ours(id)) sources[id] = source;
  const mine = (before?.layers ?? []).filter((layer) => ours(layer.id));
  const lower = mine.filter((layer) => layer.id.startsWith('lu-'));
  const upper = mine.filter((layer) => !layer.id.startsWith('lu-'));
  const label = next.layers.findIndex((layer) => layer.type === 'symbol');
  const at = label < 0 ? next.layers.length : label;
  return { ...next, sources, layers: [...next.layers.slice(0, at), ...lower, ...next.layers.slice(at), ...upper] };
}

/** The id of the basemap's lowest label, which our layers lie under. */
export function lowestLabel(map) {
  return map.getStyle()?.layers.find((layer) => layer.type === 'symbol' && !ours(layer.id))?.id;
}

/** Whether a colour as the browser writes it ("rgb(14, 17, 23)") is a dark one. */
export function isDark(colour) {
  const [r, g, b] = (colour.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}
