/** How large the map is on the screen and on paper. */

const EARTH_M = 40_075_016.686;
const PIXEL_M = 0.0254 / 96; // a CSS pixel

/**
 * @param {number} lat degrees
 * @param {number} zoom MapLibre's, of 512-pixel tiles
 * @returns {number} metres on the ground a CSS pixel
 */
export function metresPerPixel(lat, zoom) {
  return (EARTH_M * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/**
 * The longest bar of a round length that fits.
 * @param {number} perPixel metres a pixel
 * @param {number} widest pixels
 * @returns {{metres: number, pixels: number}}
 */
export function scaleBar(perPixel, widest) {
  const most = perPixel * widest;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
  return { metres, pixels: metres / perPixel };
}

/**
 * The number after "1:", with two significant digits.
 * @param {number} perPixel metres a CSS pixel on paper
 */
export function denominator(perPixel) {
  return Number((perPixel / PIXEL_M).toPrecision(2));
}

const PAPER = { width: 180 / 25.4 * 96, height: 190 / 25.4 * 96 }; // CSS pixels: A4 upright, with room for the legend

/**
 * How wide a picture is printed: as large as on the screen if it fits the paper.
 * @param {number} width CSS pixels
 * @param {number} height
 */
export function paperWidth(width, height) {
  return Math.floor(width * Math.min(1, PAPER.width / width, PAPER.height / height));
}
