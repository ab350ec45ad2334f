/** Where the map looks, how large it is, its address and its print. */

import { h } from './dom.js';
import { still } from './frame.js';
import { writeLink } from './permalink.js';
import { openPrintView, picture } from './print_view.js';

const OURS = { landuse: true }; // marks moves that belong in the address, as a hand's do

export class View {
  /**
   * @param {any} map
   * @param {{words: import('./words.js').Words, frame: import('./frame.js').Frame, layers: import('./layer_control.js').LayerControl, announce: (text: string) => void}} around
   * @param {boolean} linked whether the address named layers already
   */
  constructor(map, around, linked) {
    Object.assign(this, around);
    this.map = map;
    this.withLayers = linked;
    this.written = false;
    map.on('moveend', (event) => { if (event.originalEvent || event.landuse) this.write(); });
    map.on('rotate', () => this.turn());
    document.addEventListener('fullscreenchange', () => map.resize());
  }

  /** @param {number[]} bounds west, south, east, north @param {string | null} [title] told when it is a place */
  go([west, south, east, north], title = null) {
    this.map.fitBounds([[west, south], [east, north]], { padding: 50, maxZoom: 13, animate: !still(), duration: 800 }, OURS);
    if (title) this.announce(this.words.t('said.went', { title }));
  }

  zoom(step) {
    this.map.zoomTo(this.map.getZoom() + step, { animate: !still() }, OURS);
  }

  northUp() {
    this.map.rotateTo(0, { animate: !still() }, OURS);
  }

  turn() {
    this.frame.buttons.get('north').firstChild.style.transform = `rotate(${-this.map.getBearing()}deg)`;
  }

  /** The address as it should be now; nothing drawn is ever in it. */
  write(layers = false) {
    this.withLayers ||= layers;
    this.written = true;
    const { lng, lat } = this.map.getCenter();
    const view = { lon: lng, lat, zoom: this.map.getZoom() };
    const query = writeLink(location.search, { view, ...(this.withLayers ? { layers: this.layers.link } : {}) });
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
  }

  /** Streamlit writes the address anew after a rerun, without what it has not seen: put the view back. */
  keep() {
    if (!this.written) return;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.write(), 300);
  }

  async copyLink() {
    this.write(true);
    try {
      await navigator.clipboard.writeText(location.href);
      this.announce(this.words.t('said.copied'));
    } catch {
      this.announce(this.words.t('said.not_copied'));
    }
  }

  /** The whole screen; where the browser has none, the whole window. */
  async enlarge() {
    const { element } = this.frame;
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (this.large) element.classList.remove('lu-large');
    else {
      try {
        await element.requestFullscreen();
      } catch {
        element.classList.add('lu-large');
      }
    }
    this.map.resize();
  }

  get large() {
    return this.frame.element.classList.contains('lu-large');
  }

  /**
   * @param {{area: any, impact: import('./impact_panel.js').ImpactPanel, routes: import('./routes.js').Routes, overlay: any, sources: string[]}} shown
   */
  async print({ area, impact, routes, overlay, sources }) {
    const image = await picture(this.map, overlay);
    const row = (layer) => h('li', {}, this.layers.panel.swatch(layer), h('span', { text: [layer.title, layer.badge].filter(Boolean).join(', ') }));
    const legend = [...impact.forPrint(), ...routes.forPrint(), h('ul', { class: 'lu-legend' }, ...this.layers.shown.map(row))];
    openPrintView({ map: this.map, words: this.words, image, area, legend, sources, today: new Date() });
  }
}
