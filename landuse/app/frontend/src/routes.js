/** Migration routes that the proposal meets, by their state: a broken line, its width and a colour tell which. */

import { h } from './dom.js';

const SOURCE = 'lu-routes';
const ABOVE = 'lu-kept-fill'; // the drawing lies over them
const NONE = ['in', ['get', 'number'], ['literal', []]];

const idOf = (state) => `lu-route-${state}`;
const among = (numbers) => ['in', ['get', 'number'], ['literal', numbers]];

/** @param {{state: string, colour: string, width: number, dash: number[]}[]} looks @returns {any[]} a pale edge, then a layer for each state */
export function routeLayers(looks) {
  const widest = Math.max(0, ...looks.map(({ width }) => width));
  const halo = { id: idOf('halo'), source: SOURCE, type: 'line', filter: NONE, paint: { 'line-color': '#ffffff', 'line-opacity': 0.75, 'line-width': widest + 2 } };
  const lines = looks.map(({ state, colour, width, dash }) => ({
    id: idOf(state), source: SOURCE, type: 'line', filter: NONE,
    paint: { 'line-color': colour, 'line-width': width, ...(dash[1] > 0 ? { 'line-dasharray': dash } : {}) },
  }));
  return [halo, ...lines];
}

/** @param {Record<string, number[]>} states @returns {(state: string) => any} the filter of a state's layer; that of all of them for 'halo' */
export const filters = (states) => (state) => among(state === 'halo' ? Object.values(states).flat() : (states[state] ?? []));

/** A piece of a line as it is on the map. */
function sample({ colour, width, dash }) {
  const [svg, line] = ['svg', 'line'].map((tag) => document.createElementNS('http://www.w3.org/2000/svg', tag));
  const set = (element, fields) => Object.entries(fields).forEach(([name, value]) => element.setAttribute(name, String(value)));
  set(svg, { width: 40, height: 10, 'aria-hidden': 'true' });
  set(line, { x1: 0, x2: 40, y1: 5, y2: 5, stroke: colour, 'stroke-width': width, 'stroke-dasharray': dash[1] > 0 ? dash.map((part) => part * width).join(' ') : 'none' });
  svg.append(line);
  return svg;
}

export class Routes {
  /** @param {any} map loaded @param {(url: string) => Promise<any>} get */
  constructor(map, get) {
    Object.assign(this, { map, get, url: null, states: {}, words: {}, layers: [], looks: [], said: '' });
  }

  /** @param {{url: string, states: Record<string, number[]>} | null} routes what the server says */
  take(routes) {
    const said = JSON.stringify(routes ?? null);
    if (said === this.said) return;
    this.said = said;
    this.states = routes?.states ?? {};
    if (routes && routes.url !== this.url) this.fetch(routes.url);
    this.show();
  }

  fetch(url) {
    this.url = url;
    this.get(url).then(
      (found) => { if (url === this.url) this.lay(found); },
      () => { if (url === this.url) this.url = this.said = null; }, // asked again with what the server says next
    );
  }

  lay({ looks, words = {}, ...lines }) {
    for (const { id } of this.layers) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource(SOURCE)) this.map.getSource(SOURCE).setData(lines);
    else this.map.addSource(SOURCE, { type: 'geojson', data: lines });
    Object.assign(this, { looks, words, layers: routeLayers(looks) });
    const above = this.map.getLayer(ABOVE) ? ABOVE : undefined;
    for (const layer of this.layers) this.map.addLayer(layer, above);
    this.show();
  }

  show() {
    const filter = filters(this.states);
    for (const { id } of this.layers) if (this.map.getLayer(id)) this.map.setFilter(id, filter(id.slice(idOf('').length)));
  }

  /** The key of what is drawn, for the print view. @returns {Node[]} */
  forPrint() {
    const drawn = this.looks.filter(({ state }) => this.states[state]?.length).reverse();
    return drawn.length ? [h('ul', { class: 'lu-legend' }, ...drawn.map((look) => h('li', {}, sample(look), h('span', { text: this.words[look.state] ?? '' }))))] : [];
  }

  /** What a route under the pointer is, as the tooltip tells it. */
  at({ x, y }) {
    const ids = this.layers.slice(1).map(({ id }) => id).filter((id) => this.map.getLayer(id));
    if (!ids.length) return [];
    const found = this.map.queryRenderedFeatures([[x - 4, y - 4], [x + 4, y + 4]], { layers: ids });
    const each = new Map(found.map(({ layer, properties }) => [properties.number, { name: properties.name || null, title: this.words[layer.id.slice(idOf('').length)] ?? '', note: '' }]));
    return [...each.values()];
  }
}
