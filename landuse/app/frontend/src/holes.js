/** Holes in the editor: they follow their polygon, are cut into it, and leave it with their last three corners. */

import { TerraDrawSelectMode } from 'terra-draw';
import { carried, holesOf, innermost, inside, isHole, memberOf, nextHole, wholeMoved } from './rings.js';

const NEAR_PX = 20;

/** Selects the innermost polygon under the pointer, and takes a hole away with the first of its last three corners. */
export class RingSelectMode extends TerraDrawSelectMode {
  /** @param {any} options @param {() => import('./holes.js').Holes} holes */
  constructor(options, holes) {
    super(options);
    this.holes = holes;
  }

  registerBehaviors(config) {
    super.registerBehaviors(config);
    const behavior = this.featuresAtMouseEvent; // the last of several polygons there, in no order that means anything
    const find = behavior.find.bind(behavior);
    behavior.find = (event, selected) => {
      const found = find(event, selected);
      if (found.clickedFeature?.geometry.type !== 'Polygon') return found;
      return { ...found, clickedFeature: innermost(this.holes().editor.pieces(), [event.lng, event.lat]) ?? found.clickedFeature };
    };
  }

  onClick(event) {
    const right = event.button === 'right' || event.isContextMenu;
    if (!right || !this.holes().dropAt(event)) super.onClick(event);
  }
}

export class Holes {
  /** @param {import('./editor.js').Editor} editor @param {any} map */
  constructor(editor, map) {
    Object.assign(this, { editor, map, outer: null, moving: false });
  }

  /** Where a piece belongs: its part, its place there and all pieces of the part; null for a new one. */
  find(id) {
    for (const [part, { pieces }] of this.editor.parts) for (const [place, piece] of pieces) if (piece.id === id) return { part, place, pieces };
    return null;
  }

  /** Whether the piece is a hole. */
  has(id) {
    const found = id === null ? null : this.find(id);
    return found !== null && isHole(found.place);
  }

  /** Whether any of some pieces belongs to a part with holes. @param {string[]} ids */
  among(ids) {
    return ids.some((id) => [...(this.find(id)?.pieces.keys() ?? [])].some(isHole));
  }

  /** @param {string} id of a polygon @returns {string[]} the pieces that are its holes */
  of(id) {
    const found = this.find(id);
    if (!found || isHole(found.place)) return [];
    return holesOf(found.pieces.keys(), found.place).map((place) => found.pieces.get(place).id).filter((one) => one !== null && this.editor.draw.hasFeature(one));
  }

  ring(id) {
    return this.editor.draw.getSnapshotFeature(id).geometry.coordinates[0];
  }

  /** The polygon of a piece with its holes, as it is now. */
  whole(id) {
    return { type: 'Polygon', coordinates: [id, ...this.of(id)].map((one) => this.ring(one)) };
  }

  /** A polygon is in the hand: remember where it and its holes lie. */
  hold() {
    const id = this.editor.selected;
    const holes = id === null ? [] : this.of(id);
    this.outer = holes.length ? { id, ring: this.ring(id), holes: holes.map((one) => [one, this.ring(one)]) } : null;
  }

  release() {
    this.outer = null;
  }

  /** Let the holes follow a polygon that is dragged. @param {string[]} ids of what changed */
  follow(ids) {
    const { outer } = this;
    if (!outer || this.moving || !ids.includes(outer.id)) return;
    const now = this.ring(outer.id);
    if (!wholeMoved(outer.ring, now)) return;
    this.moving = true;
    for (const [id, ring] of outer.holes) this.editor.reshape(id, { geometry: { type: 'Polygon', coordinates: [carried(ring, outer.ring[0], now[0])] } });
    this.moving = false;
  }

  /** Make the polygon that was just drawn a hole of the one that it lies in. @returns {boolean} whether there is one */
  cut(id) {
    const { editor } = this;
    const ring = this.ring(id);
    const around = editor.pieces().filter((piece) => {
      const found = piece.id === id ? null : this.find(piece.id);
      return found && !isHole(found.place) && piece.geometry.type === 'Polygon' && inside(piece.geometry.coordinates[0], ring[0]);
    });
    const chosen = around.find((piece) => editor.partOf(piece.id) === editor.active) ?? innermost(around, ring[0]);
    if (!chosen) {
      editor.draw.removeFeatures([id]);
      return false;
    }
    const { place, pieces } = this.find(chosen.id);
    pieces.set(nextHole(pieces.keys(), memberOf(place)), { id, geometry: { type: 'Polygon', coordinates: [ring] } });
    editor.paint();
    return true;
  }

  /** Take the selected hole away if a click on one of its last three corners asks for it. */
  dropAt({ containerX, containerY }) {
    const { selected } = this.editor;
    if (!this.has(selected) || this.ring(selected).length > 4) return false;
    const near = this.ring(selected).some((position) => {
      const { x, y } = this.map.project(position);
      return Math.hypot(x - containerX, y - containerY) < NEAR_PX;
    });
    if (near) this.editor.remove();
    return near;
  }

  /** Every polygon with holes, to be filled outside the editor, whose pieces would cover the holes. */
  get filled() {
    const found = [];
    for (const { feature, pieces } of this.editor.parts.values()) {
      if (![...pieces.keys()].some(isHole)) continue;
      for (const [place, { id }] of pieces) {
        if (isHole(place) || id === null || !this.editor.draw.hasFeature(id) || !this.of(id).length) continue;
        found.push({ ...feature, geometry: this.whole(id), net: true });
      }
    }
    return found;
  }
}
