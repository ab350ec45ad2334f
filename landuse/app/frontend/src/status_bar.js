/** Below the map: scale, position in SWEREF 99 TM, and who made what is shown. */

import { h } from './dom.js';
import { sweref } from './coordinates.js';
import { numbers } from './numbers.js';
import { metresPerPixel, scaleBar } from './scale.js';

export class StatusBar {
  /**
   * @param {any} map
   * @param {import('./words.js').Words} words
   */
  constructor(map, words) {
    this.map = map;
    this.words = words;
    this.pointer = null;
    this.bar = h('span', { class: 'lu-scale' });
    this.position = h('span', { class: 'lu-position' });
    this.sources = h('details', { class: 'lu-sources' }, words.bind(h('summary'), 'text', 'attribution'), h('ul'));
    this.ground = h('span', { class: 'lu-which', hidden: true });
    this.element = h('div', { class: 'lu-status' }, this.bar, this.position, this.ground, this.sources);
    map.on('mousemove', ({ lngLat }) => this.point(lngLat));
    map.on('mouseout', () => this.point(null));
    map.on('move', () => this.render());
    words.changed.push(() => { this.render(); this.background(this.seen ?? null); });
  }

  point(lngLat) {
    this.pointer = lngLat;
    this.render();
  }

  render() {
    const { lng, lat } = this.pointer ?? this.map.getCenter();
    const { whole, length } = numbers(this.words.lang);
    const { e, n } = sweref(lng, lat);
    this.position.textContent = this.words.t(this.pointer ? 'position.pointer' : 'position.centre', { n: whole(n), e: whole(e) });
    const { metres, pixels } = scaleBar(metresPerPixel(this.map.getCenter().lat, this.map.getZoom()), 110);
    this.bar.textContent = length(metres).replace(/[.,]0+(?= )/, '');
    this.bar.style.width = `${Math.round(pixels)}px`;
    this.bar.setAttribute('aria-label', this.words.t('scale', { length: this.bar.textContent }));
    this.bar.setAttribute('role', 'img');
  }

  /**
   * Which background is seen.
   * @param {{title: string, reached: boolean} | null} ground null where there is only our own
   */
  background(ground) {
    this.seen = ground;
    this.ground.hidden = !ground;
    this.ground.textContent = ground ? this.words.t(ground.reached ? 'ground.official' : 'ground.own', { title: ground.title }) : '';
  }

  /** @param {string[]} texts */
  attribute(texts) {
    const once = [...new Set(texts.filter(Boolean))];
    this.texts = once;
    this.sources.hidden = once.length === 0;
    this.sources.querySelector('ul').replaceChildren(...once.map((text) => h('li', { text })));
  }
}

/** Attributions of a style's sources; links in them become plain text. */
export function attributions(style) {
  return Object.values(style?.sources ?? {}).map(({ attribution }) => plain(attribution)).filter(Boolean);
}

function plain(text) {
  if (!text) return '';
  return new DOMParser().parseFromString(text, 'text/html').body.textContent.trim();
}
