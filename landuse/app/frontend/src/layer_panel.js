/** The layer tree: what is shown in its order, then every layer by theme; what is missing stands there as missing. */

import { ICONS, h, icon } from './dom.js';
import { drawable } from './layer_state.js';
import { folded } from './places.js';

export class LayerPanel {
  /**
   * @param {import('./words.js').Words} words
   * @param {{toggle: (id: string) => void, move: (id: string, step: number) => void, fade: (id: string, opacity: number) => void, go: (bounds: number[]) => void}} calls
   */
  constructor(words, calls) {
    this.words = words;
    this.calls = calls;
    this.tree = { themes: [], layers: [] };
    this.state = [];
    this.failed = new Set();
    this.filter = words.bind(h('input', { type: 'search', class: 'lu-filter', autocomplete: 'off', on: { input: () => this.list() } }), 'placeholder', 'layers.filter');
    words.bind(this.filter, 'aria-label', 'layers.filter');
    this.shown = h('div', { class: 'lu-shown' });
    this.themes = h('div', { class: 'lu-themes' });
    this.element = h('div', { class: 'lu-layers' }, this.shown, this.filter, this.themes);
    words.changed.push(() => this.render());
  }

  set(tree, state, dark) {
    Object.assign(this, { tree, state, dark });
    this.render();
  }

  render() {
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const layers = new Map(this.tree.layers.map((layer) => [layer.id, layer]));
    const rows = this.state.filter(({ id }) => layers.has(id)).map(({ id, opacity }, at) => this.orderRow(layers.get(id), opacity, at));
    this.shown.replaceChildren(
      h('h3', { text: this.words.t('layers.shown') }),
      rows.length ? h('ol', { class: 'lu-order' }, ...rows) : h('p', { class: 'lu-hint', text: this.words.t('layers.none') }));
    this.list();
    if (focused) this.element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }

  orderRow(layer, opacity, at) {
    const { t } = bound(this.words);
    const { id, title } = layer;
    const slider = h('input', { type: 'range', min: 0, max: 100, step: 5, 'data-focus': `fade:${id}`, 'aria-label': t('layers.opacity', { title }),
      on: { input: (event) => this.calls.fade(id, Number(event.target.value) / 100) } });
    slider.value = String(Math.round(opacity * 100));
    const arrow = (name, step, off) => h('button', { type: 'button', class: 'lu-small', disabled: off, 'data-focus': `${name}:${id}`, 'aria-label': t(`layers.${name}`, { title }), title: t(`layers.${name}`, { title }),
      on: { click: () => this.calls.move(id, step) } }, icon(ICONS[name]));
    return h('li', {},
      this.swatch(layer),
      h('span', { class: 'lu-title', text: title }),
      arrow('up', -1, at === 0), arrow('down', 1, at === this.state.length - 1),
      h('button', { type: 'button', class: 'lu-small', 'aria-label': t('layers.hide', { title }), title: t('layers.hide', { title }), on: { click: () => this.calls.toggle(id) } }, icon(ICONS.close)),
      slider);
  }

  list() {
    const wanted = folded(this.filter.value.trim());
    const open = new Set([...this.themes.querySelectorAll('details[open]')].map((element) => element.dataset.theme));
    const first = !this.themes.childElementCount;
    const groups = this.tree.themes.map((theme) => {
      const layers = this.tree.layers.filter((layer) => layer.theme === theme.id && (!wanted || folded(layer.title).includes(wanted)));
      if (!layers.length) return null;
      const shown = layers.filter((layer) => this.state.some(({ id }) => id === layer.id)).length;
      return h('details', { 'data-theme': theme.id, open: Boolean(wanted) || open.has(theme.id) || (first && shown > 0) },
        h('summary', { 'data-focus': `theme:${theme.id}` }, h('span', { text: theme.title }), h('span', { class: 'lu-count', text: `${shown}/${layers.length}` })),
        h('ul', {}, ...layers.map((layer) => this.treeRow(layer))));
    });
    const found = groups.filter(Boolean);
    this.themes.replaceChildren(...(found.length ? found : [h('p', { class: 'lu-hint', text: this.words.t(wanted ? 'layers.nothing' : 'layers.empty') })]));
  }

  treeRow(layer) {
    const { t } = bound(this.words);
    const can = drawable(layer);
    const box = h('input', { type: 'checkbox', disabled: !can, 'data-layer': layer.id, 'data-focus': `box:${layer.id}`, on: { change: () => this.calls.toggle(layer.id) } });
    box.checked = this.state.some(({ id }) => id === layer.id);
    const quality = layer.quality ? h('span', { class: `lu-badge lu-${layer.quality}`, text: layer.badge || t(`quality.${layer.quality}`) }) : null;
    return h('li', { class: can ? '' : 'lu-missing' },
      h('label', {}, box, this.swatch(layer), h('span', { class: 'lu-title', text: layer.title })),
      h('span', { class: 'lu-facts' }, quality, this.status(layer), layer.bounds && can ? this.goTo(layer) : null),
      layer.why_missing ? h('p', { class: 'lu-why', text: layer.why_missing }) : null);
  }

  status(layer) {
    const status = this.failed.has(layer.id) ? 'failed' : layer.status;
    if (status === 'loaded') return layer.n === 0 ? h('span', { class: 'lu-badge', text: this.words.t('layers.zero') }) : null;
    return h('span', { class: `lu-badge lu-status-${status}`, text: this.words.t(`status.${status}`) });
  }

  goTo(layer) {
    const label = this.words.t('layers.go', { title: layer.title });
    return h('button', { type: 'button', class: 'lu-small', 'data-focus': `go:${layer.id}`, 'aria-label': label, title: label, on: { click: () => this.calls.go(layer.bounds) } }, icon(ICONS.search));
  }

  swatch(layer) {
    const colour = (this.dark && layer.colour_dark) || layer.colour || 'transparent';
    return h('span', { class: `lu-swatch lu-swatch-${layer.geometry ?? 'none'}${layer.hatch ? ' lu-hatched' : ''}`, style: { '--lu-colour': colour }, 'aria-hidden': 'true' });
  }
}

const bound = (words) => ({ t: (key, values) => words.t(key, values) });
