/** The official background, where one is configured: which of the two grounds is seen is always said. */

import { absolute, get } from './fetching.js';

export const OFFICIAL = 'official';

/**
 * What the style says of an official background, or null.
 * @param {any} style
 * @returns {{kind: string, url: string, title: string, attribution: string} | null}
 */
export const officialOf = (style) => style?.metadata?.landuse?.official ?? null;

/**
 * An official style in the place of our own, which it falls back to; its parts are not mixed with ours.
 * @param {any} own
 * @param {string} origin
 * @param {(url: string) => Promise<any>} [fetched]
 */
export async function withOfficialStyle(own, origin, fetched = get) {
  const there = officialOf(own);
  if (there?.kind !== 'style') return own;
  try {
    const style = await fetched(absolute(there.url, origin));
    return { ...style, metadata: { ...style.metadata, landuse: { ...own.metadata.landuse, reached: true } } };
  } catch {
    return own;
  }
}

export class Official {
  /**
   * @param {any} map
   * @param {(ground: {title: string, reached: boolean} | null) => void} told whenever another ground is seen
   */
  constructor(map, told) {
    this.map = map;
    this.told = told;
    this.reached = null;
    map.on('data', ({ sourceId, tile }) => { if (sourceId === OFFICIAL && tile?.state === 'loaded') this.set(true); });
    map.on('error', ({ sourceId }) => { if (sourceId === OFFICIAL && !this.reached) this.set(false); });
    map.on('load', () => this.settle());
  }

  /** A whole style was reached or not before the map was made. */
  settle() {
    const { official, reached = false } = this.map.getStyle().metadata?.landuse ?? {};
    if (official?.kind === 'style') this.set(reached);
  }

  set(reached) {
    if (reached === this.reached) return;
    this.reached = reached;
    this.told({ title: officialOf(this.map.getStyle()).title, reached });
  }
}
