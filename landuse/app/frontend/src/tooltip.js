/** What lies under the pointer, as text: a name is never read as markup. */

import { h } from './dom.js';

const MOST = 6;

export class Tooltip {
  /** @param {import('./words.js').Words} words */
  constructor(words) {
    this.words = words;
    this.element = h('div', { class: 'lu-tooltip', role: 'tooltip', hidden: true });
  }

  /**
   * @param {{x: number, y: number}} point of the map
   * @param {{name: string | null, title: string, note: string, fields?: [string, string][]}[]} found
   */
  show(point, found) {
    this.element.hidden = found.length === 0;
    if (!found.length) return;
    const rows = found.slice(0, MOST).map(({ name, title, note, fields = [] }) =>
      h('div', { class: 'lu-tip' },
        h('strong', { text: name || title }), name ? h('span', { text: title }) : null, note ? h('span', { class: 'lu-badge', text: note }) : null,
        ...fields.map(([label, value]) => h('span', { text: `${label}: ${value}` }))));
    if (found.length > MOST) rows.push(h('div', { text: this.words.t('tip.more', { n: found.length - MOST }) }));
    this.element.replaceChildren(...rows);
    this.place(point);
  }

  place({ x, y }) {
    const { clientWidth: width, clientHeight: height } = this.element.parentElement;
    const left = Math.min(x + 14, width - this.element.offsetWidth - 4);
    const top = y + 16 + this.element.offsetHeight > height ? y - this.element.offsetHeight - 10 : y + 16;
    this.element.style.left = `${Math.max(4, left)}px`;
    this.element.style.top = `${Math.max(4, top)}px`;
  }

  hide() {
    this.element.hidden = true;
  }
}

/** One found feature of a layer as the tooltip tells it; the name and key stand first, the other fields with their titles. */
export function told({ layer, properties }) {
  const fields = (layer.fields ?? [])
    .filter(([field]) => field !== 'name' && properties[field] !== undefined && properties[field] !== null && properties[field] !== '')
    .map(([field, title]) => [title, String(properties[field])]);
  const name = properties.name ?? null;
  return { name: name === null ? null : String(name), title: layer.title, note: layer.badge ?? '', fields };
}
