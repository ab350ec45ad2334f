/** Every string that the map shows comes from one JSON file; this module fetches it and keeps the shown texts in its language. */

import { get } from './fetching.js';

export class Words {
  constructor() {
    /** @type {Record<string, string>} */
    this.table = {};
    this.lang = 'sv';
    this.url = null;
    /** @type {{element: Element, attribute: string, key: string}[]} */
    this.bound = [];
    /** @type {(() => void)[]} */
    this.changed = [];
  }

  /**
   * @param {string} url
   * @param {string} lang
   */
  async load(url, lang) {
    if (url === this.url) return;
    this.url = url;
    const table = await get(url);
    if (url !== this.url) return; // a later language was asked for meanwhile
    this.table = table;
    this.lang = lang;
    for (const one of this.bound) this.write(one);
    for (const call of this.changed) call();
  }

  /**
   * The text of `key`; a missing one is shown as its key so that nobody overlooks it.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  t(key, values = {}) {
    const text = this.table[key] ?? (this.url && Object.keys(this.table).length ? `[${key}]` : '');
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }

  /**
   * Keep `attribute` ("text" or an attribute's name) of `element` saying `key` in the language in use.
   * @template {Element} E
   * @param {E} element
   * @param {string} attribute
   * @param {string} key
   * @returns {E}
   */
  bind(element, attribute, key) {
    const one = { element, attribute, key };
    this.bound.push(one);
    this.write(one);
    return element;
  }

  write({ element, attribute, key }) {
    if (attribute === 'text') element.textContent = this.t(key);
    else element.setAttribute(attribute, this.t(key));
  }
}
