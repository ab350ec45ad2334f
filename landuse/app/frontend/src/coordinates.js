/** Degrees and SWEREF 99 TM. */

import proj4 from 'proj4';

const SWEREF_99_TM = '+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs';
const between = proj4('EPSG:4326', SWEREF_99_TM);

/**
 * @param {number} lon degrees, WGS 84
 * @param {number} lat
 * @returns {{e: number, n: number}} metres, EPSG:3006
 */
export function sweref(lon, lat) {
  const [e, n] = between.forward([lon, lat]);
  return { e, n };
}

/**
 * @param {number} e metres, EPSG:3006
 * @param {number} n
 * @returns {[number, number]} longitude and latitude in degrees
 */
export function degrees(e, n) {
  return between.inverse([e, n]);
}

/**
 * A pair that someone typed or pasted: "7412345, 812345", "N 7 412 345  E 812 345" as the map writes it, or "67.85 20.22".
 * SWEREF's northing is the larger of the two in all of Sweden, so their order does not matter. The fictional area lies
 * north of the country.
 * @param {string} text
 * @returns {[number, number] | null} longitude and latitude
 */
export function readPosition(text) {
  const whole = text.replace(/(?<=\d)\s(?=\d{3}(?!\d))/g, ''); // thousands
  const numbers = whole.match(/-?\d+(?:[.]\d+)?/g)?.map(Number) ?? [];
  if (numbers.length !== 2 || !/^[\sNEneÖö:=,;.°\d-]+$/.test(text)) return null;
  const [small, large] = [...numbers].sort((a, b) => a - b);
  if (large > 6_000_000 && large < 8_300_000 && small > 150_000 && small < 1_100_000) return degrees(small, large);
  if (large >= 54 && large <= 75 && small >= 8 && small <= 30) return [small, large];
  return null;
}
