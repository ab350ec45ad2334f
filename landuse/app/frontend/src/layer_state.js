/**
 * Which layers are shown, how strongly and in which order; values that never change.
 *
 * @typedef {{id: string, opacity: number}} Shown
 * @typedef {readonly Shown[]} LayerState  the uppermost first
 */

const OPAQUE = 1;

/** Whether a layer of the tree can be drawn at all. */
export const drawable = (layer) => Boolean(layer.tiles || layer.image);

/**
 * @param {any[]} layers of the tree, the uppermost first
 * @param {import('./permalink.js').ShownLayer[] | null} asked by a link
 * @returns {LayerState}
 */
export function startState(layers, asked) {
  const known = new Map(layers.map((layer) => [layer.id, layer]));
  if (asked) {
    const once = new Map(asked.filter(({ id }) => known.has(id) && drawable(known.get(id))).map((one) => [one.id, one]));
    return [...once.values()].map(({ id, opacity }) => ({ id, opacity: opacity ?? OPAQUE }));
  }
  return layers.filter((layer) => layer.default && drawable(layer)).map(({ id }) => ({ id, opacity: OPAQUE }));
}

/** Shown or not; a layer that is turned on comes on top. */
export function toggle(state, id) {
  return state.some((one) => one.id === id) ? state.filter((one) => one.id !== id) : [{ id, opacity: OPAQUE }, ...state];
}

/** @param {number} step −1 upwards, 1 downwards */
export function move(state, id, step) {
  const from = state.findIndex((one) => one.id === id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= state.length) return state;
  const next = [...state];
  [next[from], next[to]] = [next[to], next[from]];
  return next;
}

export function fade(state, id, opacity) {
  return state.map((one) => (one.id === id ? { id, opacity } : one));
}

/** The state for a tree that has changed: layers that are gone go, the rest stays as the user left it. */
export function carried(state, layers) {
  const known = new Set(layers.filter(drawable).map(({ id }) => id));
  return state.filter(({ id }) => known.has(id));
}

/** As the link says it: full opacity goes without saying. */
export const asLink = (state) => state.map(({ id, opacity }) => ({ id, opacity: opacity === OPAQUE ? null : opacity }));
