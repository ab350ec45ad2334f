/** Which tool is in the hand, and what keys and buttons do with it. */

import { h } from './dom.js';
import { numbers } from './numbers.js';
import { fits } from './toolbar.js';

const DRAWING = new Set(['polygon', 'rectangle', 'hole', 'line', 'point']);
const MEASURES = { 'measure-length': 'length', 'measure-area': 'area' };

export class Tools {
  /**
   * @param {import('./words.js').Words} words
   * @param {{announce: (text: string) => void, used: (tool: string) => void, ask: () => void}} calls
   */
  constructor(words, calls) {
    Object.assign(this, { words, calls, tool: 'pick', size: null, locked: false, map: null, editor: null, measuring: null });
    this.hint = h('div', { class: 'lu-hintbar', hidden: true });
  }

  /** @param {any} map @param {import('./editor.js').Editor} editor @param {import('./measuring.js').Measuring} measuring */
  holdOn(map, editor, measuring) {
    Object.assign(this, { map, editor, measuring });
    this.use(this.tool, false);
  }

  /** Nothing is drawn on a map that is only shown. @param {string} wanted @param {boolean} [say] */
  use(wanted, say = true) {
    const tool = this.locked && (DRAWING.has(wanted) || wanted === 'edit') ? 'pick' : wanted;
    this.tool = tool;
    this.editor?.use(tool);
    this.measuring?.use(MEASURES[tool] ?? null);
    this.map?.doubleClickZoom[this.clicking ? 'disable' : 'enable']();
    this.calls.used(tool);
    this.showHint();
    if (say) this.calls.announce(this.words.t(`help.${tool}`));
  }

  /** Whether clicks belong to the tool: nothing else may answer them. */
  get clicking() {
    return DRAWING.has(this.tool) || this.tool in MEASURES;
  }

  get drawing() {
    return DRAWING.has(this.tool);
  }

  /** A tool that the chosen type of part is not drawn with is put away. */
  fitTo(toolType) {
    if (!fits(this.tool, toolType)) this.use('edit');
  }

  showHint() {
    const key = `${this.tool}|${this.words.url}|${Object.keys(this.words.table).length}|${this.size ?? ''}`;
    if (key === this.hinted) return;
    this.hinted = key;
    this.hint.hidden = this.tool === 'pick';
    if (this.hint.hidden) return;
    const act = (name, click) => h('button', { type: 'button', class: 'lu-choice', 'data-hint': name, text: this.words.t(`hint.${name}`), on: { click } });
    const steps = this.clicking || this.tool === 'why' ? [act('here', () => this.here())] : [];
    if (['polygon', 'hole', 'line'].includes(this.tool) || this.tool in MEASURES) steps.push(act('finish', () => this.finish()));
    steps.push(act('cancel', () => this.cancel()));
    this.hint.replaceChildren(h('p', { text: this.size ?? this.words.t(`help.${this.tool}`) }), ...steps);
  }

  /** The size of what is measured, while it grows and when it is done. */
  measured(size) {
    const { length, area } = numbers(this.words.lang);
    this.size = size && size.metres ? this.words.t(`measured.${size.kind}`, { size: size.kind === 'area' ? area(size.metres) : length(size.metres) }) : null;
    this.showHint();
    if (size?.done && this.size) this.calls.announce(this.size);
  }

  /** As if the centre of the map had been clicked: for keyboard and small screens. */
  here() {
    const { lng, lat } = this.map.getCenter();
    if (this.tool in MEASURES) this.measuring.add([lng, lat]);
    else if (this.drawing) this.tap();
    else this.calls.ask();
  }

  tap() {
    const canvas = this.map.getCanvas();
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, isPrimary: true, bubbles: true, cancelable: true, pointerType: 'mouse', pointerId: 1 };
    for (const type of ['pointermove', 'pointerdown', 'pointerup']) canvas.dispatchEvent(new PointerEvent(type, { ...at, button: type === 'pointermove' ? -1 : 0 }));
  }

  finish() {
    if (this.tool in MEASURES) this.measuring.finish();
    else this.map.getCanvas().dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true }));
  }

  /** One step back: the shape in the making, then the selection, then the tool. */
  cancel() {
    if (this.tool in MEASURES && this.measuring.points.length) this.measuring.clear();
    else if (this.editor?.busy || this.editor?.selected) this.editor.cancel();
    else this.use('pick');
  }

  /** Keys while the map itself has the focus. @returns {boolean} whether the key was for us */
  key(key) {
    if (key === ' ' || (key === 'Enter' && !this.clicking)) this.here();
    else if (key === 'Enter' && this.tool in MEASURES) this.measuring.finish();
    else return false;
    return true;
  }
}
