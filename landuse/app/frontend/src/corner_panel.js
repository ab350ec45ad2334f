/** The corners of the selected shape, one at a time: for touch and keyboard, where no mouse can grab or right-click them. */

import { ICONS, h, icon } from './dom.js';
import { sweref } from './coordinates.js';
import { corners, withCorner, withoutCorner } from './geometry.js';
import { sizes } from './measure.js';
import { numbers } from './numbers.js';

export class CornerPanel {
  /**
   * @param {any} map
   * @param {import('./words.js').Words} words
   * @param {{editor: () => any, announce: (text: string) => void}} calls
   */
  constructor(map, words, calls) {
    Object.assign(this, { map, words, calls, at: 0 });
    this.where = h('p', { class: 'lu-corner-text' });
    this.size = h('p', { class: 'lu-corner-text' });
    const act = (key, path, click) => words.bind(words.bind(h('button', { type: 'button', class: 'lu-small', 'data-corner': key, on: { click } }, icon(path)), 'aria-label', `corner.${key}`), 'title', `corner.${key}`);
    this.erase = act('delete', ICONS.delete, () => this.remove());
    this.element = words.bind(
      h('section', { class: 'lu-corners', hidden: true }, this.size, this.where,
        h('div', { class: 'lu-row' }, act('previous', ICONS.up, () => this.step(-1)), act('next', ICONS.down, () => this.step(1)), act('centre', ICONS.point, () => this.toCentre()), this.erase)),
      'aria-label', 'corner.label');
    this.mark = h('div', { class: 'lu-mark', hidden: true, 'aria-hidden': 'true' });
    map.on('move', () => this.place());
  }

  get shape() {
    return this.calls.editor()?.shape ?? null;
  }

  /** Whether it is a hole: with too few corners left it goes. */
  get hole() {
    const editor = this.calls.editor();
    return editor.holes.has(editor.selected);
  }

  /** Show the selected shape as it is now. */
  render() {
    const { shape } = this;
    this.element.hidden = shape === null;
    this.mark.hidden = shape === null;
    if (!shape) {
      this.at = 0;
      return;
    }
    const all = corners(shape);
    this.at = Math.min(this.at, all.length - 1);
    const { whole, length, area } = numbers(this.words.lang);
    const { e, n } = sweref(...all[this.at]);
    this.where.textContent = this.words.t('corner.where', { i: this.at + 1, count: all.length, n: whole(n), e: whole(e) });
    const size = sizes(this.calls.editor().whole); // less its holes
    this.size.textContent = [size.area && area(size.area), size.length && length(size.length)].filter(Boolean).join(' · ');
    this.erase.disabled = !this.hole && withoutCorner(shape, this.at) === null;
    this.place();
  }

  place() {
    const { shape } = this;
    if (!shape) return;
    const { x, y } = this.map.project(corners(shape)[Math.min(this.at, corners(shape).length - 1)]);
    this.mark.style.transform = `translate(${x}px, ${y}px)`;
  }

  step(by) {
    const count = corners(this.shape).length;
    this.at = (this.at + by + count) % count;
    this.render();
    this.calls.announce(this.where.textContent);
  }

  /** Metres on the screen's axes, as the arrow keys move the corner. */
  nudge(dx, dy) {
    const { x, y } = this.map.project(corners(this.shape)[this.at]);
    const { lng, lat } = this.map.unproject([x + dx, y + dy]);
    this.put([lng, lat]);
  }

  toCentre() {
    const { lng, lat } = this.map.getCenter();
    this.put([lng, lat]);
  }

  put(position) {
    const done = this.calls.editor().setShape(withCorner(this.shape, this.at, position));
    this.render();
    this.calls.announce(done ? this.where.textContent : this.words.t('corner.refused'));
  }

  remove() {
    const left = withoutCorner(this.shape, this.at);
    if (!left && this.hole) this.calls.editor().remove();
    else if (!left || !this.calls.editor().setShape(left)) this.calls.announce(this.words.t('corner.refused'));
    this.render();
  }
}
