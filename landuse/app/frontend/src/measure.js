/** Length and area in the plane of SWEREF 99 TM, as the calculation measures them. */

import { sweref } from './coordinates.js';

/**
 * @param {number[][]} positions longitude and latitude
 * @returns {number} metres along them
 */
export function length(positions) {
  const points = positions.map(([lon, lat]) => sweref(lon, lat));
  let sum = 0;
  for (let i = 1; i < points.length; i += 1) sum += Math.hypot(points[i].e - points[i - 1].e, points[i].n - points[i - 1].n);
  return sum;
}

/**
 * @param {number[][]} ring longitude and latitude; closed or not
 * @returns {number} square metres inside
 */
export function area(ring) {
  const points = ring.map(([lon, lat]) => sweref(lon, lat));
  if (points.length < 3) return 0;
  const origin = points[0]; // small numbers keep their decimals
  let twice = 0;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length];
    twice += (a.e - origin.e) * (b.n - origin.n) - (b.e - origin.e) * (a.n - origin.n);
  });
  return Math.abs(twice) / 2;
}

/** @param {{type: string, coordinates: any}} geometry @returns {{length?: number, area?: number}} what can be measured of it */
export function sizes(geometry) {
  if (geometry.type === 'LineString') return { length: length(geometry.coordinates) };
  if (geometry.type === 'Polygon') {
    const [outer, ...holes] = geometry.coordinates;
    return { area: holes.reduce((left, hole) => left - area(hole), area(outer)), length: length(outer) };
  }
  return {};
}
