/**
 * Holes of polygons. The editor's pieces have one ring each, so a hole is a piece of its own: `"2.1"` is the first hole of
 * member 2. Here are the places of rings, and what is asked of a single ring.
 *
 * @typedef {number[]} Position
 * @typedef {number | string} Place  of a member, or of a hole in it
 */

import { area } from './measure.js';

/** @param {number} member @param {number} hole counted from 1 @returns {Place} */
export const placeOf = (member, hole) => (hole ? `${member}.${hole}` : member);

/** @param {Place} place @returns {number} the member that it belongs to */
export const memberOf = (place) => Number(String(place).split('.')[0]);

/** @param {Place} place */
export const isHole = (place) => typeof place === 'string';

const number = (place) => Number(String(place).split('.')[1] ?? 0);

/** @param {Iterable<Place>} places @param {number} member @returns {Place[]} of its holes, in their order */
export function holesOf(places, member) {
  return [...places].filter((place) => isHole(place) && memberOf(place) === member).sort((a, b) => number(a) - number(b));
}

/** @param {Iterable<Place>} places @param {number} member @returns {Place} where one more hole goes */
export const nextHole = (places, member) => placeOf(member, Math.max(0, ...holesOf(places, member).map(number)) + 1);

/** @param {Position[]} ring closed @param {Position} position */
export function inside(ring, [x, y]) {
  let found = false;
  for (let i = 1; i < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) found = !found;
  }
  return found;
}

/**
 * The innermost of some polygons of one ring: a hole comes before the polygon that it lies in.
 * @template {{geometry: {type: string, coordinates: any}}} P
 * @param {P[]} pieces
 * @param {Position} position
 * @returns {P | null}
 */
export function innermost(pieces, position) {
  const around = pieces.filter(({ geometry }) => geometry.type === 'Polygon' && inside(geometry.coordinates[0], position));
  const sizes = new Map(around.map((piece) => [piece, area(piece.geometry.coordinates[0])]));
  return around.sort((a, b) => sizes.get(a) - sizes.get(b))[0] ?? null;
}

const toRadians = Math.PI / 180;
const up = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * toRadians) / 2));
const down = (y) => (2 * Math.atan(Math.exp(y)) - Math.PI / 2) / toRadians;
const rounded = (value) => Math.round(value * 1e7) / 1e7;

/**
 * A ring moved on the map as a point of it was, in the plane of the screen (Mercator), to 7 decimals.
 * @param {Position[]} ring
 * @param {Position} from
 * @param {Position} to
 * @returns {Position[]}
 */
export function carried(ring, from, to) {
  const rise = up(to[1]) - up(from[1]);
  return ring.map(([lon, lat]) => [rounded(lon + to[0] - from[0]), rounded(down(up(lat) + rise))]);
}

/** Whether a ring was moved as a whole: every corner is elsewhere. @param {Position[]} before @param {Position[]} now */
export function wholeMoved(before, now) {
  return before.length === now.length && before.every(([lon, lat], i) => lon !== now[i][0] || lat !== now[i][1]);
}
