/**
 * What must change in the editor so that it holds the drawing that the server sent, and nothing more:
 * a piece that is right already stays as it is, selected or not.
 *
 * @typedef {{id: string, part: string, index: import('./rings.js').Place, text: string}} Held  a piece in the editor
 * @typedef {{part: string, index: import('./rings.js').Place, text: string}} Wanted  a piece in the server's drawing
 */

/**
 * @template {Wanted} W
 * @param {Held[]} held
 * @param {W[]} wanted
 * @returns {{keep: [Held, W][], reshape: [Held, W][], add: W[], remove: Held[]}}
 */
export function reconcile(held, wanted) {
  const left = new Set(held);
  const take = (test) => {
    for (const one of left) if (test(one)) return left.delete(one) && one;
    return null;
  };
  const pairs = new Map();
  const match = (test) => {
    for (const want of wanted) {
      if (pairs.has(want)) continue;
      const found = take((one) => test(one, want));
      if (found) pairs.set(want, found);
    }
  };
  match((one, want) => one.part === want.part && one.index === want.index && one.text === want.text);
  match((one, want) => one.part === want.part && one.text === want.text);
  match((one, want) => one.text === want.text); // a new piece that the server gave its name
  match((one, want) => one.part === want.part && one.index === want.index && kind(one) === kind(want));
  const result = { keep: [], reshape: [], add: [], remove: [...left] };
  for (const want of wanted) {
    const found = pairs.get(want);
    if (!found) result.add.push(want);
    else (found.text === want.text ? result.keep : result.reshape).push([found, want]);
  }
  return result;
}

const kind = ({ text }) => text.slice(0, text.indexOf(','));
