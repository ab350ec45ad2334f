/** The ground map in the light or dark style that the page has, and our fixed layers on it. */

import { Map as GroundMap } from 'maplibre-gl';
import { EMPTY, carriedOver, isDark, loadStyle, lowestLabel, ours } from './basemap.js';
import { h } from './dom.js';
import { still } from './frame.js';
import { hatchWhenMissing } from './hatch.js';
import { keptLayers, keptSource } from './kept_parts.js';
import { ABOVE_IMPACT, BELOW_IMPACT, BELOW_LINES } from './layer_paint.js';
import { measureLayers } from './measuring.js';
import { OFFICIAL, Official } from './official.js';

export class Ground {
  /**
   * @param {HTMLElement} element of the whole map: the page's colours reach it
   * @param {(key: string) => void} announce a word's key
   * @param {(ground: {title: string, reached: boolean} | null) => void} seen which of the grounds is seen, where there are two
   */
  constructor(element, announce, seen) {
    this.element = element;
    this.seen = seen;
    this.announce = announce;
    this.map = null;
    this.url = null;
    this.dark = false;
  }

  /**
   * Make the map.
   * @param {HTMLElement} container
   * @param {{light: string, dark: string}} styles
   * @param {{bounds: number[], view: import('./permalink.js').View | null}} start
   */
  async make(container, styles, { bounds, view }) {
    this.dark = this.pageIsDark();
    this.url = styles[this.dark ? 'dark' : 'light'];
    const style = await this.style(this.url);
    this.map = new GroundMap({
      container, style, attributionControl: false, maxPitch: 0, touchPitch: false, pitchWithRotate: false, renderWorldCopies: false, fadeDuration: still() ? 0 : 200,
      ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : { bounds, fitBoundsOptions: { padding: 30 } }),
    });
    hatchWhenMissing(this.map);
    this.map.on('error', ({ sourceId }) => { if (sourceId && sourceId !== OFFICIAL && !ours(sourceId)) this.failed(); });
    this.official = new Official(this.map, this.seen);
    new ResizeObserver(() => this.map.resize()).observe(container);
    return this.map;
  }

  async style(url) {
    try {
      return await loadStyle(url);
    } catch {
      this.failed();
      return EMPTY;
    }
  }

  failed() {
    if (this.failedUrl !== this.url) this.announce('failed.basemap');
    this.failedUrl = this.url;
  }

  /** The layers that are always there, and the marks that the others are put below. */
  addFixed() {
    const { map } = this;
    const below = lowestLabel(map);
    const marks = [BELOW_IMPACT, BELOW_LINES, ABOVE_IMPACT].map((id) => ({ id, type: 'background', layout: { visibility: 'none' } }));
    map.addSource(...keptSource);
    map.addSource(...measureLayers.source);
    for (const layer of [...marks, ...keptLayers, ...measureLayers.layers]) map.addLayer(layer, below);
  }

  pageIsDark() {
    const ground = getComputedStyle(this.element).getPropertyValue('--st-background-color').trim();
    if (!ground) return matchMedia('(prefers-color-scheme: dark)').matches;
    const probe = h('span', { style: { color: ground } });
    this.element.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return isDark(colour);
  }

  /**
   * Follow the page's theme; our own layers are carried over.
   * @param {{light: string, dark: string}} styles
   * @returns {Promise<boolean>} whether the style was changed
   */
  async follow(styles) {
    const dark = this.pageIsDark();
    this.element.classList.toggle('lu-dark', dark);
    const url = styles[dark ? 'dark' : 'light'];
    if (url === this.url || !this.map) return false;
    this.url = url;
    this.dark = dark;
    const style = await this.style(url);
    if (url !== this.url) return false;
    this.map.setStyle(style, { transformStyle: carriedOver });
    return true;
  }
}
