/** The buttons for drawing, asking and measuring. */

import { ICONS, h, icon } from './dom.js';

const TOOLS = ['pick', 'why', 'polygon', 'rectangle', 'line', 'point', 'edit', 'hole', 'measure-length', 'measure-area'];
const DRAWS = { polygon: ['polygon', 'rectangle'], line: ['line'], point: ['point'] };
const SHAPES = ['polygon', 'rectangle', 'line', 'point'];

/** Whether a tool may be used for a type of part that is drawn as `toolType`; other tools always may. */
export const fits = (tool, toolType) => !SHAPES.includes(tool) || (DRAWS[toolType] ?? SHAPES).includes(tool);

/**
 * One button of the map: a drawing, and a name for screen readers and as a tip.
 * @param {import('./words.js').Words} words
 * @param {string} name also its word's key, "tool." before it
 * @param {() => void} click
 */
export function button(words, name, click) {
  const element = h('button', { type: 'button', class: 'lu-button', 'data-tool': name, on: { click } }, icon(ICONS[name]));
  words.bind(element, 'aria-label', `tool.${name}`);
  return words.bind(element, 'title', `tool.${name}`);
}

export class Toolbar {
  /**
   * @param {import('./words.js').Words} words
   * @param {{use: (tool: string) => void, act: (action: string) => void}} calls
   */
  constructor(words, calls) {
    this.buttons = new Map();
    const group = (label, names, click) =>
      words.bind(h('div', { class: 'lu-group', role: 'group' }, ...names.map((name) => this.add(words, name, () => click(name)))), 'aria-label', label);
    this.element = words.bind(
      h('div', { class: 'lu-toolbar', role: 'toolbar', 'aria-orientation': 'vertical', on: { keydown: (event) => this.step(event) } },
        group('tools.ask', TOOLS.slice(0, 2), calls.use),
        group('tools.draw', TOOLS.slice(2, 8), calls.use),
        group('tools.change', ['delete', 'undo', 'redo'], calls.act),
        group('tools.measure', TOOLS.slice(8), calls.use)),
      'aria-label', 'tools');
    this.show({ tool: 'pick', toolType: null, undo: false, redo: false, removable: false, cuttable: false });
  }

  add(words, name, click) {
    const element = button(words, name, click);
    this.buttons.set(name, element);
    return element;
  }

  /** Which is pressed, and which can be. */
  show({ tool, toolType, undo, redo, removable, cuttable }) {
    for (const [name, element] of this.buttons) {
      if (TOOLS.includes(name)) element.setAttribute('aria-pressed', String(name === tool));
      if (SHAPES.includes(name)) element.disabled = !fits(name, toolType);
    }
    this.buttons.get('undo').disabled = !undo;
    this.buttons.get('redo').disabled = !redo;
    this.buttons.get('delete').disabled = !removable;
    this.buttons.get('hole').disabled = !cuttable;
  }

  /** Arrow keys go from button to button. */
  step(event) {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const all = [...this.buttons.values()].filter((element) => !element.disabled);
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    all[(at + by + all.length) % all.length].focus();
  }
}
