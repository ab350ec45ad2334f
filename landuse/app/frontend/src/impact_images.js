/** The impact's images on the map, one whole or two of them on either side of a line. */

import { absolute } from './fetching.js';
import { BELOW_LINES } from './layer_paint.js';

const PREFIX = 'lu-impact-';


/**
 * What MapLibre draws between two of these layers is cut off at the line; MapLibre itself uses no scissors.
 * @param {string} id
 * @param {(gl: WebGL2RenderingContext) => void} render
 */
const scissors = (id, render) => ({ id, type: 'custom', renderingMode: '2d', render: (gl) => render(gl) });

export class ImpactImages {
  /** @param {any} map */
  constructor(map) {
    this.map = map;
    this.share = 0.5;
    this.shown = null;
    this.compare = null;
    this.urls = {};
  }

  /**
   * @param {Record<string, {url: string, corners: number[][]}>} images
   * @param {string | null} shown
   * @param {string | null} compare drawn to the right of the line
   */
  set(images, shown, compare) {
    if (shown && Object.keys(images).length && (!images[shown] || (compare && !images[compare]))) return; // on their way
    this.shown = images[shown] ? shown : null;
    this.compare = this.shown && compare !== shown && images[compare] ? compare : null;
    for (const layer of [...'LRE'].map((side) => `${PREFIX}cut-${side}`)) if (this.map.getLayer(layer)) this.map.removeLayer(layer);
    for (const name of Object.keys(this.urls)) if (![this.shown, this.compare].includes(name)) this.drop(name);
    if (this.compare) this.cut('L', 0);
    if (this.shown) this.draw(this.shown, images[this.shown]);
    if (!this.compare) return;
    this.cut('R', 1);
    this.draw(this.compare, images[this.compare]);
    this.map.addLayer(scissors(`${PREFIX}cut-E`, (gl) => gl.disable(gl.SCISSOR_TEST)), BELOW_LINES);
  }

  cut(side, right) {
    const layer = scissors(`${PREFIX}cut-${side}`, (gl) => {
      const at = Math.round(gl.drawingBufferWidth * this.share);
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(right ? at : 0, 0, right ? gl.drawingBufferWidth - at : at, gl.drawingBufferHeight);
    });
    this.map.addLayer(layer, BELOW_LINES);
  }

  draw(name, { url, corners }) {
    const id = PREFIX + name;
    const image = { url: absolute(url, location.origin), coordinates: corners };
    const source = this.map.getSource(id);
    if (!source) this.map.addSource(id, { type: 'image', ...image });
    else if (this.urls[name] !== url) source.updateImage(image); // the old picture stays until the new one is there
    if (!this.map.getLayer(id)) this.map.addLayer({ id, type: 'raster', source: id, paint: { 'raster-fade-duration': 0, 'raster-resampling': 'nearest', 'raster-opacity': 0.8 } }, BELOW_LINES);
    else this.map.moveLayer(id, BELOW_LINES);
    this.urls[name] = url;
  }

  drop(name) {
    const id = PREFIX + name;
    if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource(id)) this.map.removeSource(id);
    delete this.urls[name];
  }

  /** @param {number} share of the map's width that lies left of the line */
  swipe(share) {
    this.share = share;
    this.map.triggerRepaint();
  }
}
