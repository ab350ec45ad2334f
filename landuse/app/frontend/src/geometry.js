/**
 * Parts of a scenario taken apart into pieces that the editor can hold, and put together again.
 * What nobody touched comes back as the very numbers it came as.
 *
 * @typedef {number[]} Position
 * @typedef {{type: string, coordinates: any}} Geometry
 * @typedef {{type: 'Feature', id: string, geometry: Geometry, properties: Record<string, any>}} Part
 * @typedef {{index: import('./rings.js').Place, geometry: Geometry, editable: boolean}} Piece  one member of a part, or one
 *   hole of a member; `geometry` is of a simple type and has one ring
 */

import { holesOf, placeOf } from './rings.js';

export const DECIMALS = 7; // of degrees: a centimetre

const SIMPLE = new Set(['Point', 'LineString', 'Polygon']);

/** @param {number} value */
const rounded = (value) => Math.round(value * 10 ** DECIMALS) / 10 ** DECIMALS;

/** Coordinates as the editor takes them: two numbers each, not more decimals than it allows. */
export function planar(coordinates) {
  if (typeof coordinates[0] === 'number') return [rounded(coordinates[0]), rounded(coordinates[1])];
  return coordinates.map(planar);
}

/**
 * The members of a geometry, each of a simple type, in their order.
 * @param {Geometry} geometry
 * @returns {Geometry[]}
 */
function members(geometry) {
  if (SIMPLE.has(geometry.type)) return [geometry];
  if (!geometry.type.startsWith('Multi')) return [];
  return geometry.coordinates.map((coordinates) => ({ type: geometry.type.slice('Multi'.length), coordinates }));
}

function editable(geometry) {
  if (geometry.type === 'Polygon') return geometry.coordinates.every((ring) => ring.length >= 4);
  if (geometry.type === 'LineString') return geometry.coordinates.length >= 2;
  return geometry.coordinates.length >= 2;
}

/**
 * @param {Part} part
 * @returns {Piece[]} empty for a geometry that the editor does not know
 */
export function explode(part) {
  if (!part.geometry) return [];
  return members(part.geometry).flatMap((geometry, index) => {
    const can = editable(geometry);
    const rings = can && geometry.type === 'Polygon' ? geometry.coordinates.map((ring) => [ring]) : [geometry.coordinates];
    return rings.map((coordinates, ring) => ({
      index: placeOf(index, ring), editable: can, geometry: { type: geometry.type, coordinates: planar(coordinates) },
    }));
  });
}

/** A member put together from its outline and its holes; undefined when the outline was deleted. */
function whole(index, pieces) {
  const outline = pieces.get(index);
  const holes = outline ? holesOf(pieces.keys(), index) : [];
  return holes.length ? { ...outline, coordinates: [...outline.coordinates, ...holes.map((hole) => pieces.get(hole).coordinates[0])] } : outline;
}

/** One text for one geometry: what is equal to the editor has the same text. */
export const text = (geometry) => JSON.stringify([geometry.type, planar(geometry.coordinates)]);

/**
 * The part with its pieces as they are now; a piece missing from `pieces` was deleted.
 * @param {Part} part as it came
 * @param {Map<import('./rings.js').Place, Geometry>} pieces index → geometry now; for untouched and uneditable ones also
 * @returns {Part | null} null when nothing is left
 */
export function assemble(part, pieces) {
  const before = part.geometry ? members(part.geometry) : [];
  if (before.length === 0) return part;
  const after = [];
  let touched = false;
  before.forEach((member, index) => {
    const now = whole(index, pieces);
    if (!now) touched = true;
    else if (text(now) === text(member)) after.push(member.coordinates);
    else {
      touched = true;
      after.push(now.coordinates);
    }
  });
  if (after.length === 0) return null;
  if (!touched) return part;
  const { type } = part.geometry;
  return { ...part, geometry: { type, coordinates: SIMPLE.has(type) ? after[0] : after } };
}

/** @param {Geometry} geometry @returns {Position[]} every position of it */
export function positions(geometry) {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(positions);
  const flat = (coordinates) => (typeof coordinates[0] === 'number' ? [coordinates] : coordinates.flatMap(flat));
  return geometry.coordinates.length ? flat(geometry.coordinates) : [];
}

/** @param {Geometry} geometry @returns {number[]} west, south, east, north */
export function bounds(geometry) {
  const all = positions(geometry);
  const lon = all.map((p) => p[0]);
  const lat = all.map((p) => p[1]);
  return [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
}

/**
 * A corner taken out of a line or polygon, or null when too few would be left.
 * @param {Geometry} geometry
 * @param {number} corner its place, counted from 0
 * @returns {Geometry | null}
 */
export function withoutCorner(geometry, corner) {
  if (geometry.type === 'LineString') {
    if (geometry.coordinates.length <= 2) return null;
    return { type: 'LineString', coordinates: geometry.coordinates.filter((_, index) => index !== corner) };
  }
  if (geometry.type !== 'Polygon') return null;
  const ring = geometry.coordinates[0].slice(0, -1);
  if (ring.length <= 3) return null;
  const left = ring.filter((_, index) => index !== corner);
  return { type: 'Polygon', coordinates: [[...left, left[0]]] };
}

/**
 * A corner put elsewhere.
 * @param {Geometry} geometry
 * @param {number} corner
 * @param {Position} position
 * @returns {Geometry}
 */
export function withCorner(geometry, corner, position) {
  const at = planar(position);
  if (geometry.type === 'Point') return { type: 'Point', coordinates: at };
  if (geometry.type === 'LineString') {
    return { type: 'LineString', coordinates: geometry.coordinates.map((old, index) => (index === corner ? at : old)) };
  }
  const ring = geometry.coordinates[0].slice(0, -1).map((old, index) => (index === corner ? at : old));
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
}

/** @param {Geometry} geometry @returns {Position[]} its corners, each once */
export function corners(geometry) {
  if (geometry.type === 'Point') return [geometry.coordinates];
  return geometry.type === 'LineString' ? geometry.coordinates : geometry.coordinates[0].slice(0, -1);
}
