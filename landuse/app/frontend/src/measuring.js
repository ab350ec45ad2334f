/** The measuring tools: clicks make a line or an area, whose size is said while it grows. */

import { area, length } from './measure.js';

const SOURCE = 'lu-measure';
const COLOUR = '#7c3aed';

export class Measuring {
  /**
   * @param {any} map
   * @param {(size: {kind: 'length' | 'area', metres: number, done: boolean} | null) => void} told
   */
  constructor(map, told) {
    this.map = map;
    this.told = told;
    this.kind = null;
    this.points = [];
    this.pointer = null;
    this.done = false;
    map.on('click', ({ lngLat }) => this.add([lngLat.lng, lngLat.lat]));
    map.on('mousemove', ({ lngLat }) => this.hover([lngLat.lng, lngLat.lat]));
    map.on('dblclick', () => this.finish());
  }

  /** @param {'length' | 'area' | null} kind */
  use(kind) {
    if (kind === this.kind) return;
    this.kind = kind;
    this.clear();
  }

  clear() {
    this.points = [];
    this.pointer = null;
    this.done = false;
    this.show();
    this.told(null);
  }

  add(position) {
    if (!this.kind) return;
    if (this.done) this.clear();
    const last = this.points.at(-1);
    if (last && last[0] === position[0] && last[1] === position[1]) return; // the second click of a double click
    this.points.push(position);
    this.show();
    this.say();
  }

  hover(position) {
    if (!this.kind || this.done || !this.points.length) return;
    this.pointer = position;
    this.show();
    this.say();
  }

  finish() {
    if (!this.kind || this.points.length < 2) return;
    this.pointer = null;
    this.done = true;
    this.show();
    this.say();
  }

  get line() {
    return this.pointer ? [...this.points, this.pointer] : this.points;
  }

  say() {
    const { kind, line, done } = this;
    this.told({ kind, done, metres: kind === 'area' ? area(line) : length(line) });
  }

  show() {
    const { line } = this;
    const features = this.points.map((coordinates) => ({ type: 'Point', coordinates }));
    if (line.length >= 2) features.push({ type: 'LineString', coordinates: this.kind === 'area' && line.length > 2 ? [...line, line[0]] : line });
    if (this.kind === 'area' && line.length > 2) features.push({ type: 'Polygon', coordinates: [[...line, line[0]]] });
    this.map.getSource(SOURCE)?.setData({ type: 'GeometryCollection', geometries: features });
  }
}

/** The source and layers that measuring draws with. */
export const measureLayers = {
  source: [SOURCE, { type: 'geojson', data: { type: 'GeometryCollection', geometries: [] } }],
  layers: [
    { id: 'lu-measure-fill', type: 'fill', source: SOURCE, filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-color': COLOUR, 'fill-opacity': 0.15 } },
    { id: 'lu-measure-line', type: 'line', source: SOURCE, filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': COLOUR, 'line-width': 2.5, 'line-dasharray': [2, 1] } },
    { id: 'lu-measure-point', type: 'circle', source: SOURCE, filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-color': '#ffffff', 'circle-radius': 4, 'circle-stroke-color': COLOUR, 'circle-stroke-width': 2 } },
  ],
};
