/** The map's elements and where they stand; what they do is told by the caller. */

import { h } from './dom.js';
import { button } from './toolbar.js';

const VIEW = ['layers', 'legend', 'zoom-in', 'zoom-out', 'north', 'home', 'fullscreen', 'print', 'link'];

export class Frame {
  /**
   * @param {import('./words.js').Words} words
   * @param {{act: (action: string) => void, key: (event: KeyboardEvent) => void}} calls
   */
  constructor(words, calls) {
    this.words = words;
    this.ground = h('div', { class: 'lu-ground' });
    this.live = h('div', { class: 'lu-live', role: 'status', 'aria-live': 'polite' });
    this.banner = h('p', { class: 'lu-banner', hidden: true });
    this.side = h('div', { class: 'lu-side' });
    this.top = h('div', { class: 'lu-top' }, this.phoneTools());
    this.buttons = new Map(VIEW.map((name) => [name, button(words, name, () => calls.act(name))]));
    const view = words.bind(h('div', { class: 'lu-view', role: 'group' }, ...this.buttons.values()), 'aria-label', 'tools.view');
    this.stage = h('div', { class: 'lu-stage' }, this.ground, this.top, view);
    this.element = words.bind(h('div', { class: 'lu-map', role: 'region', on: { keydown: calls.key } }, this.banner, this.stage), 'aria-label', 'map.label');
    this.sheet = null;
  }

  /** Put the parts in their places. */
  fill({ toolbar, search, panel, impact, hint, draft, tooltip }) {
    this.top.append(search.element);
    this.sheet = this.layerSheet(panel);
    this.side.append(hint);
    this.stage.append(toolbar.element, this.sheet, impact.element, impact.line, this.side, draft.element, tooltip.element, h('div', { class: 'lu-cross', 'aria-hidden': 'true' }), this.live);
    this.buttons.get('layers').setAttribute('aria-expanded', 'false');
  }

  /** On a narrow screen the tools are folded behind one button. */
  phoneTools() {
    this.more = button(this.words, 'tools', () => this.foldTools(!this.element.classList.contains('lu-tools-open')));
    this.more.classList.add('lu-phone');
    this.more.setAttribute('aria-expanded', 'false');
    return this.more;
  }

  foldTools(open) {
    this.element.classList.toggle('lu-tools-open', open);
    this.more.setAttribute('aria-expanded', String(open));
  }

  layerSheet(panel) {
    const close = this.words.bind(h('button', { type: 'button', class: 'lu-small', on: { click: () => this.openLayers(false) } }), 'text', 'close');
    const head = h('div', { class: 'lu-sheet-head' }, this.words.bind(h('h2'), 'text', 'layers'), close);
    return this.words.bind(h('section', { class: 'lu-layer-sheet', hidden: true }, head, panel.element), 'aria-label', 'layers');
  }

  get layersOpen() {
    return !this.sheet.hidden;
  }

  openLayers(open) {
    this.sheet.hidden = !open;
    this.element.classList.toggle('lu-layers-open', open);
    const opener = this.buttons.get('layers');
    opener.setAttribute('aria-expanded', String(open));
    if (open) this.sheet.querySelector('input:not(:disabled), button')?.focus();
    else opener.focus();
  }

  /** Whether there is room for more than the map and its buttons. */
  get roomy() {
    return this.element.clientWidth >= 520;
  }

  /** Height, language and banner as the server has them. */
  update({ height, lang, area, impact, only_shown: onlyShown }) {
    this.element.classList.toggle('lu-only-shown', Boolean(onlyShown));
    this.element.style.setProperty('--lu-height', `${height}px`);
    this.element.lang = lang;
    this.banner.textContent = area.banner ?? '';
    this.banner.hidden = !area.banner;
    this.buttons.get('legend').hidden = !impact;
  }

  /** Say `text` to a screen reader. */
  announce(text) {
    this.live.textContent = '';
    setTimeout(() => { this.live.textContent = text; }, 30); // the same words twice are read twice
  }
}

/** Whether the user asked for no moving pictures. */
export const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
