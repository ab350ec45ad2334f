/** Hatched patterns made where they are needed, so that a style change cannot lose them. */

const SIZE = 16;
export const HATCH = 'lu-hatch-';

/**
 * @param {string} colour "#rrggbb"
 * @returns {{width: number, height: number, data: Uint8ClampedArray}} lines from lower left to upper right, which tile
 */
export function hatch(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const data = new Uint8ClampedArray(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      const strength = [255, 150, 0, 0, 0, 0, 0, 150][(x + y) % 8];
      data.set([r, g, b, strength], (y * SIZE + x) * 4);
    }
  }
  return { width: SIZE, height: SIZE, data };
}

/** Make the patterns that the map asks for. */
export function hatchWhenMissing(map) {
  map.setMissingStyleImageResolver((id) => {
    if (id.startsWith(HATCH) && !map.hasImage(id)) map.addImage(id, hatch(id.slice(HATCH.length)), { pixelRatio: 2 });
  });
}
