/** The layers of the tree: what the user chose, on the map and in the panel. */

import { forgetChanged, loadedNames, paint, treeId } from './layer_paint.js';
import { LayerPanel } from './layer_panel.js';
import { asLink, carried, fade, move, startState, toggle } from './layer_state.js';
import { bounds } from './geometry.js';
import { attributions } from './status_bar.js';

export class LayerControl {
  /**
   * @param {import('./words.js').Words} words
   * @param {{changed: () => void, go: (bounds: number[]) => void, announce: (text: string) => void, attribute: (texts: string[]) => void}} calls
   * @param {import('./permalink.js').ShownLayer[] | null} asked by the link that opened the page
   */
  constructor(words, calls, asked) {
    this.words = words;
    this.calls = calls;
    this.asked = asked;
    this.tree = { themes: [], layers: [] };
    /** @type {Map<string, any>} */
    this.byId = new Map();
    this.state = null;
    this.map = null;
    this.dark = false;
    this.names = null;
    this.panel = new LayerPanel(words, {
      toggle: (id) => this.arrange(toggle(this.state, id)),
      move: (id, step) => this.arrange(move(this.state, id, step)),
      fade: (id, share) => this.arrange(fade(this.state, id, share), false),
      go: calls.go,
    });
  }

  /** A new tree from the server: what the user chose stays. */
  take(tree) {
    const before = this.byId;
    this.tree = tree;
    this.byId = new Map(tree.layers.map((layer) => [layer.id, layer]));
    this.state = this.state === null ? startState(tree.layers, this.asked) : carried(this.state, tree.layers);
    if (this.map) forgetChanged(this.map, before, this.byId);
    this.render();
  }

  /** @param {any} map loaded, with the fixed layers on it */
  showOn(map) {
    this.map = map;
    map.on('error', (event) => this.failed(event));
    map.on('idle', () => { this.names = null; });
    this.render();
  }

  arrange(state, redraw = true) {
    this.state = state;
    if (redraw) this.panel.set(this.tree, state, this.dark);
    else this.panel.state = state; // the slider in the user's hand stays
    this.paint();
    this.calls.changed();
  }

  render(dark = this.dark) {
    this.dark = dark;
    if (this.state === null) return;
    this.panel.set(this.tree, this.state, dark);
    this.paint();
  }

  paint() {
    if (!this.map) return;
    paint(this.map, this.byId, this.state, this.dark);
    const shown = `${this.dark}${this.state.map(({ id }) => id).sort()}`;
    if (shown === this.attributed) return;
    this.attributed = shown;
    this.calls.attribute([...attributions(this.map.getStyle()), ...this.shown.map(({ attribution }) => attribution)]);
  }

  failed({ error, sourceId }) {
    const id = sourceId ? treeId(sourceId) : null;
    const layer = id && this.byId.get(id);
    if (!layer || this.panel.failed.has(id)) return;
    this.panel.failed.add(id);
    this.panel.render();
    this.calls.announce(this.words.t('failed.layer', { title: layer.title, why: error?.message ?? '' }));
  }

  /** The shown layers with their titles and badges, the uppermost first. */
  get shown() {
    return (this.state ?? []).map(({ id }) => this.byId.get(id));
  }

  /** As the link says them. */
  get link() {
    return asLink(this.state ?? []);
  }

  /** Names of features in the loaded tiles, to search among. */
  get places() {
    if (!this.map) return [];
    this.names ??= loadedNames(this.map, this.byId, bounds); // read again when other tiles were loaded
    return this.names;
  }
}
