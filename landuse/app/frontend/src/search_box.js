/** Search for a place: a combobox that the arrow keys, Enter and Escape work in. */

import { ICONS, h, icon } from './dom.js';
import { findPlaces } from './places.js';

let boxes = 0;

export class SearchBox {
  /**
   * @param {import('./words.js').Words} words
   * @param {{places: () => import('./places.js').Place[], position: (text: string) => number[] | null, go: (bounds: number[], title: string) => void, announce: (text: string) => void}} calls
   */
  constructor(words, calls) {
    boxes += 1;
    this.id = `lu-places-${boxes}`;
    this.words = words;
    this.calls = calls;
    this.found = [];
    this.at = -1;
    this.input = words.bind(
      h('input', { type: 'search', class: 'lu-search-input', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.id,
        on: { input: () => this.search(), keydown: (event) => this.key(event), blur: () => setTimeout(() => this.close(), 150), focus: () => this.search() } }),
      'placeholder', 'search.hint');
    words.bind(this.input, 'aria-label', 'search.label');
    this.list = words.bind(h('ul', { class: 'lu-found', role: 'listbox', id: this.id, hidden: true }), 'aria-label', 'search.label');
    this.element = h('div', { class: 'lu-search', role: 'search' }, icon(ICONS.search), this.input, this.list);
    words.bind(this.element, 'aria-label', 'search.label');
  }

  search() {
    const typed = this.input.value;
    const position = this.calls.position(typed);
    this.found = position
      ? [{ title: this.words.t('search.position', { text: typed.trim() }), kind: '', bounds: [...position, ...position] }]
      : findPlaces(this.calls.places(), typed);
    this.at = this.found.length ? 0 : -1;
    this.render(typed.trim() !== '');
  }

  render(open) {
    const rows = this.found.map((place, at) =>
      h('li', { role: 'option', id: `${this.id}-${at}`, 'aria-selected': String(at === this.at), on: { pointerdown: (event) => event.preventDefault(), click: () => this.choose(place) } },
        h('span', { text: place.title }), h('span', { class: 'lu-kind', text: place.kind })));
    this.list.replaceChildren(...rows);
    if (open && !rows.length) this.list.append(h('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', class: 'lu-hint', text: this.words.t('search.nothing') }));
    this.list.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
    if (this.at >= 0 && open) this.input.setAttribute('aria-activedescendant', `${this.id}-${this.at}`);
    else this.input.removeAttribute('aria-activedescendant');
    this.list.children[this.at]?.scrollIntoView({ block: 'nearest' });
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.render(true);
    } else if (event.key === 'Enter' && this.at >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.found[this.at]);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  choose(place) {
    this.input.value = place.title;
    this.close();
    this.calls.go(place.bounds, place.title);
  }

  close() {
    this.found = [];
    this.at = -1;
    this.render(false);
  }
}
