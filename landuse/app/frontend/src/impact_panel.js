/** What the impact's colours mean, which impact is shown, and which two are compared. */

import { h } from './dom.js';

const THUMB = 16; // pixels, as the style sheet has it
const NAMES = ['before', 'added', 'after'];

export class ImpactPanel {
  /**
   * @param {import('./words.js').Words} words
   * @param {{show: (shown: string, compare: string | null) => void, swipe: (share: number) => void}} calls
   */
  constructor(words, calls) {
    this.words = words;
    this.calls = calls;
    this.impact = null;
    this.shown = null;
    this.compare = null;
    this.open = true;
    this.element = words.bind(h('section', { class: 'lu-impact', hidden: true }), 'aria-label', 'impact.label');
    this.slider = words.bind(h('input', { type: 'range', min: 0, max: 100, step: 1, class: 'lu-swipe-slider', on: { input: () => this.moved() } }), 'aria-label', 'impact.swipe');
    this.slider.value = '50';
    this.line = h('div', { class: 'lu-swipe', hidden: true }, h('div', { class: 'lu-swipe-line' }), h('span', { class: 'lu-swipe-left' }), h('span', { class: 'lu-swipe-right' }), this.slider);
    words.changed.push(() => this.render());
  }

  set(impact) {
    this.impact = impact;
    this.shown = impact?.shown ?? null;
    this.compare = impact?.compare ?? null;
    this.render();
  }

  /** @param {boolean} open */
  fold(open) {
    this.open = open;
    this.render();
  }

  choose(shown, compare) {
    this.shown = shown;
    this.compare = compare === shown ? null : compare;
    this.render();
    this.calls.show(this.shown, this.compare);
  }

  moved() {
    const part = Number(this.slider.value) / 100;
    const width = this.line.clientWidth || 1;
    const share = (THUMB / 2 + part * (width - THUMB)) / width; // the border is where the thumb's middle is
    this.line.style.setProperty('--lu-share', String(share));
    this.slider.setAttribute('aria-valuetext', this.words.t('impact.swipe_at', { left: Math.round(part * 100), shown: this.name(this.shown), compare: this.name(this.compare) }));
    this.calls.swipe(share);
  }

  name(which) {
    return which ? this.words.t(`impact.${which}`) : '';
  }

  render() {
    const { impact } = this;
    this.element.hidden = !impact || !this.open;
    this.line.hidden = !impact || !this.compare;
    if (!impact) return;
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.element.replaceChildren(h('h3', { text: impact.title }), this.choice(), this.legend(), this.comparing());
    if (impact.note) this.element.append(h('p', { class: 'lu-hint', text: impact.note }));
    this.line.querySelector('.lu-swipe-left').textContent = this.name(this.shown);
    this.line.querySelector('.lu-swipe-right').textContent = this.name(this.compare);
    if (focused) this.element.querySelector(`[data-focus="${focused}"]`)?.focus();
    if (this.compare) this.moved();
  }

  /** What is shown, in words: "After", or "After | Before" on either side of the border. */
  get said() {
    return [this.shown, this.compare].filter(Boolean).map((name) => this.name(name)).join(' | ');
  }

  /** Title, classes and note for the printed sheet. */
  forPrint() {
    if (!this.impact) return [];
    const note = this.impact.note ? [h('p', { class: 'lu-hint', text: this.impact.note })] : [];
    return [h('h3', { text: `${this.impact.title}: ${this.said}` }), this.legend(), ...note];
  }

  choice() {
    const one = (name) => h('button', { type: 'button', class: 'lu-choice', 'data-impact': name, 'data-focus': `shown:${name}`, 'aria-pressed': String(name === this.shown), text: this.name(name), on: { click: () => this.choose(name, this.compare) } });
    return h('div', { class: 'lu-choices', role: 'group', 'aria-label': this.words.t('impact.shown') }, ...NAMES.map(one));
  }

  legend() {
    const row = ({ colour, label }) => h('li', {}, h('span', { class: 'lu-class', style: { '--lu-colour': colour }, 'aria-hidden': 'true' }), h('span', { text: label }));
    const unknown = this.impact.unknown ? h('li', {}, h('span', { class: 'lu-class lu-unknown', 'aria-hidden': 'true' }), h('span', { text: this.impact.unknown })) : null;
    return h('ul', { class: 'lu-legend' }, ...this.impact.legend.map(row), unknown);
  }

  comparing() {
    const option = (value, label) => h('option', { value, text: label, selected: (this.compare ?? '') === value });
    const others = NAMES.filter((name) => name !== this.shown);
    return h('label', { class: 'lu-compare' }, h('span', { text: this.words.t('impact.compare') }),
      h('select', { 'data-focus': 'compare', on: { change: (event) => this.choose(this.shown, event.target.value || null) } },
        option('', this.words.t('impact.alone')), ...others.map((name) => option(name, this.name(name)))));
  }
}
