/** Pointer and clicks on the map: what lies there, and questions about it. */

import { sweref } from './coordinates.js';
import { keptAt } from './kept_parts.js';
import { under } from './layer_paint.js';
import { told } from './tooltip.js';

export class Pointing {
  /**
   * @param {any} map
   * @param {{words: import('./words.js').Words, tooltip: import('./tooltip.js').Tooltip, tools: import('./tools.js').Tools, layers: import('./layer_control.js').LayerControl,
   *          routes: import('./routes.js').Routes,
   *          editor: import('./editor.js').Editor, post: (kind: string, body: any) => void, announce: (text: string) => void}} around
   */
  constructor(map, around) {
    Object.assign(this, around);
    this.map = map;
    this.deckHit = false;
    this.hovered = null;
    this.away = false;
    map.on('click', (event) => this.click(event));
    map.on('mousemove', (event) => this.hover(event));
    map.on('mouseover', () => { this.away = false; });
    map.on('mouseout', () => {
      this.away = true;
      this.tooltip.hide();
    });
  }

  click({ point, lngLat }) {
    if (this.tools.tool === 'why') this.ask(lngLat, point);
    else if (this.tools.tool === 'pick') this.pick(lngLat, point);
  }

  pick(lngLat, point) {
    const part = this.partAt(lngLat, point);
    if (part) this.post('part', { id: part });
    else if (under(this.map, point, this.layers.byId).length) this.ask(lngLat, point);
  }

  partAt(lngLat, point) {
    return this.editor.partAt(lngLat) ?? keptAt(this.map, point);
  }

  /** "Why here?": the place, and what lies there. */
  ask(...place) {
    if (!this.tools.locked) this.asked(...place); // a map that is only shown has no answer beside it
  }

  asked({ lng, lat } = this.map.getCenter(), point = this.map.project([lng, lat])) {
    const { e, n } = sweref(lng, lat);
    const hits = under(this.map, point, this.layers.byId).map(({ layer, properties }) => ({ layer: layer.id, key: properties.key ?? null }));
    this.post('place', { lon: rounded(lng, 7), lat: rounded(lat, 7), e: rounded(e, 1), n_m: rounded(n, 1), hits });
    this.announce(this.words.t('said.asked'));
  }

  /** Once a frame is often enough: looking through large layers takes its time. */
  hover(event) {
    if (!this.hovered) requestAnimationFrame(() => this.look());
    this.hovered = event;
  }

  look() {
    const { point, lngLat } = this.hovered;
    this.hovered = null;
    if (this.tools.clicking || this.deckHit || this.away) return;
    const part = this.partAt(lngLat, point);
    this.tooltip.show(point, [...(part ? [this.proposed(part)] : []), ...this.routes.at(point), ...under(this.map, point, this.layers.byId).map(told)]);
  }

  proposed(id) {
    const { name, type } = this.editor.parts.get(id)?.feature.properties ?? {};
    return { name: String(name ?? id), title: String(type ?? ''), note: this.words.t('tip.part') };
  }

  /** What deck found under the pointer, or that it found nothing. */
  hoverDeck(point, name) {
    this.deckHit = name !== null;
    if (name !== null) this.tooltip.show(point, [{ name, title: '', note: '' }]);
  }
}

const rounded = (value, digits) => Number(value.toFixed(digits));
