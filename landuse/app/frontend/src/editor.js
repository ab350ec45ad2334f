/** Drawing and editing: terra-draw holds the pieces, this module knows which part of the scenario each belongs to. */

import { TerraDraw, TerraDrawModeUndoRedo } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { DECIMALS, assemble, explode, text } from './geometry.js';
import { Holes } from './holes.js';
import { OWN_COLOUR, modes } from './modes.js';
import { reconcile } from './reconcile.js';
import { innermost, isHole, memberOf } from './rings.js';

const MODES = { polygon: 'polygon', rectangle: 'rectangle', hole: 'polygon', line: 'linestring', point: 'point', edit: 'select' };
const MODE_OF = { Polygon: 'polygon', LineString: 'linestring', Point: 'point' };
const TOOL_OF = { polygon: 'polygon', rectangle: 'rectangle', linestring: 'line', point: 'point' };
const GUIDES = ['midPoint', 'selectionPoint', 'closingPoint', 'coordinatePoint', 'snappingPoint', 'edited'];

export class Editor {
  /**
   * @param {any} map loaded
   * @param {{changed: (features: any) => void, selected: (part: string | null) => void, finished: (tool: string) => void,
   *          drawing: () => void, uncut: () => void, kept: (features: any[]) => void, released: () => void, touch: boolean}} calls
   */
  constructor(map, calls) {
    this.calls = calls;
    /** @type {Map<string, {feature: any, pieces: Map<import('./rings.js').Place, {id: string | null, geometry: any}>}>} */
    this.parts = new Map();
    this.active = null;
    this.selected = null;
    this.count = 0;
    this.sent = '';
    this.tool = null;
    this.holes = new Holes(this, map);
    this.draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DECIMALS }),
      idStrategy: { isValidId: (id) => typeof id === 'string' && id.length > 0, getId: () => `new-${this.next()}` },
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
      modes: modes(() => this.holes, calls.touch),
    });
    this.draw.start();
    this.draw.setMode('static');
    this.listen();
    this.watchHand(map.getCanvas());
  }

  /** A shape in the user's hand is not changed under it. */
  watchHand(canvas) {
    this.held = false;
    canvas.addEventListener('pointerdown', () => {
      this.held = this.draw.getMode() === 'select';
      if (this.held) this.holes.hold();
    }, true); // before the editor moves anything
    for (const type of ['pointerup', 'pointercancel']) {
      window.addEventListener(type, () => setTimeout(() => {
        if (!this.held) return;
        this.held = false;
        this.holes.release();
        this.collect();
        this.calls.released();
      }));
    }
  }

  next() {
    this.count += 1;
    return `${Date.now().toString(36)}-${this.count}`;
  }

  listen() {
    this.draw.on('finish', (id, { action, mode }) => {
      if (action === 'draw' && this.tool === 'hole' && !this.holes.cut(id)) return this.calls.uncut();
      if (action !== 'insertMidpoint') this.collect(); // told when the hand lets go: a new corner and its drag are one change
      if (action === 'draw') this.calls.finished(TOOL_OF[mode] ?? mode, id);
    });
    this.draw.on('change', (ids) => {
      if (this.applying || this.holes.moving) return;
      this.holes.follow(ids);
      if (this.holes.among(ids)) this.show();
      this.calls.drawing();
    });
    this.draw.on('select', (id) => {
      this.selected = id;
      this.calls.selected(this.partOf(id));
    });
    this.draw.on('deselect', () => {
      this.selected = null;
      this.calls.selected(null);
    });
  }

  /** @param {string} tool of the toolbar; what draws nothing puts the drawing to rest */
  use(tool) {
    const mode = MODES[tool] ?? 'static';
    if (tool !== this.tool && this.busy) this.cancel(); // a hole begun is no area
    this.tool = tool;
    if (this.draw.getMode() !== mode) this.draw.setMode(mode);
  }

  get busy() {
    return this.draw.getModeState() === 'drawing';
  }

  /** Throw away the shape that is being drawn, or let go of the selected one. */
  cancel() {
    const mode = this.draw.getMode();
    if (this.busy) {
      const unfinished = this.draw.getSnapshot().filter((f) => f.properties.currentlyDrawing).map((f) => f.id);
      this.draw.setMode('static');
      const left = unfinished.filter((id) => this.draw.hasFeature(id));
      if (left.length) this.draw.removeFeatures(left);
      this.draw.setMode(mode);
    } else if (this.selected !== null) this.draw.deselectFeature(this.selected);
  }

  /** Whether there is an area that a hole can be cut into. */
  get hasAreas() {
    return [...this.parts.values()].some(({ feature }) => feature.geometry?.type.endsWith('Polygon'));
  }

  /** The part that a piece of the editor belongs to; a new piece has none yet. */
  partOf(id) {
    return this.holes.find(id)?.part ?? null;
  }

  /** The part at a place; none in its holes. */
  partAt({ lng, lat }) {
    const near = this.draw.getFeaturesAtLngLat({ lng, lat }, { pointerDistance: 8, includePolygonsWithinPointerDistance: false });
    const found = near.filter(({ id }) => this.partOf(id) !== null);
    const piece = found.find(({ geometry }) => geometry.type !== 'Polygon') ?? innermost(found, [lng, lat]);
    return piece && !this.holes.has(piece.id) ? this.partOf(piece.id) : null;
  }

  /** The drawing that the server has: change what differs and nothing else. */
  apply(drawing) {
    this.applying = true; // one change to the screen, not one a piece
    try {
      this.change(drawing);
    } finally {
      this.applying = false;
    }
    this.calls.drawing();
  }

  change({ features, active }) {
    this.active = active;
    const wanted = features.features.flatMap((feature) =>
      explode(feature).filter((piece) => piece.editable).map((piece) => ({ ...piece, part: feature.id, text: text(piece.geometry), feature })),
    );
    const { keep, reshape, add, remove } = reconcile(this.inEditor(), wanted);
    if (remove.length) this.draw.removeFeatures(remove.map(({ id }) => id));
    const ids = new Map(keep.map(([held, want]) => [want, held.id]));
    for (const [held, want] of reshape) ids.set(want, this.reshape(held.id, want));
    for (const want of add) ids.set(want, this.add(want));
    this.remember(features.features, ids);
    this.paint();
  }

  inEditor() {
    const places = new Map([...this.parts].flatMap(([part, { pieces }]) => [...pieces].map(([index, { id }]) => [id, { part, index }])));
    return this.pieces().map(({ id, geometry }) => ({ id, ...(places.get(id) ?? { part: id, index: 0 }), text: text(geometry) }));
  }

  /** The finished pieces in the editor: no guides, nothing half drawn. */
  pieces() {
    return this.draw.getSnapshot().filter(({ properties }) => !properties.currentlyDrawing && !GUIDES.some((guide) => properties[guide]));
  }

  reshape(id, want) {
    try {
      this.draw.updateFeatureGeometry(id, want.geometry);
      return id;
    } catch {
      this.draw.removeFeatures([id]); // refused: shown as a part that cannot be edited here
      return this.add(want);
    }
  }

  add(want) {
    const id = `piece-${this.next()}`;
    const mode = MODE_OF[want.geometry.type];
    const [result] = this.draw.addFeatures([{ type: 'Feature', id, geometry: want.geometry, properties: { mode } }]);
    return result.valid ? id : null;
  }

  remember(features, ids) {
    this.parts.clear();
    for (const feature of features) {
      const pieces = new Map(explode(feature).map((piece) => [piece.index, { id: null, geometry: piece.geometry }]));
      this.parts.set(feature.id, { feature, pieces });
    }
    for (const [want, id] of ids) this.parts.get(want.part).pieces.get(want.index).id = id;
    this.sent = JSON.stringify(this.features());
  }

  /** Colours, and the parts that are only shown. */
  paint() {
    for (const [part, { feature, pieces }] of this.parts) {
      const look = { colour: feature.properties?.colour ?? OWN_COLOUR, active: part === this.active };
      const here = [...pieces].filter(([, { id }]) => id !== null && this.draw.hasFeature(id));
      const holed = new Set(here.filter(([place]) => isHole(place)).map(([place]) => memberOf(place)));
      for (const [place, { id }] of here) this.look(id, { ...look, bare: isHole(place) || holed.has(place) });
    }
    this.show();
  }

  /** What the editor does not draw itself. */
  show() {
    this.calls.kept([...[...this.parts.values()].map(shownOnly).filter(Boolean), ...this.holes.filled]);
  }

  look(id, wanted) {
    const { properties } = this.draw.getSnapshotFeature(id);
    if (Object.entries(wanted).some(([name, value]) => properties[name] !== value)) this.draw.updateFeatureProperties(id, wanted);
  }

  /** The whole drawing as it is now, untouched geometries as they came. */
  features() {
    const now = new Map(this.pieces().map((piece) => [piece.id, piece]));
    const features = [];
    for (const { feature, pieces } of this.parts.values()) {
      const left = new Map();
      for (const [index, { id, geometry }] of pieces) {
        if (id === null) left.set(index, geometry);
        else if (now.has(id)) left.set(index, now.get(id).geometry);
        now.delete(id);
      }
      const part = assemble(feature, left);
      if (part) features.push(part);
    }
    for (const { id, geometry, properties } of now.values()) {
      features.push({ type: 'Feature', id, geometry: { type: geometry.type, coordinates: geometry.coordinates }, properties: { tool: TOOL_OF[properties.mode] } });
    }
    return features;
  }

  /** Tell the server what the drawing is now, if it differs from what was told last. */
  collect() {
    const features = this.features();
    const said = JSON.stringify(features);
    if (said === this.sent) return;
    this.sent = said;
    this.calls.changed({ type: 'FeatureCollection', features });
  }

  /** Delete the selected piece, or else the active part. */
  remove() {
    if (this.selected !== null) this.draw.removeFeatures([this.selected, ...this.holes.of(this.selected)]);
    else if (this.parts.has(this.active)) this.removePart(this.active);
    this.paint();
    this.collect();
  }

  removePart(part) {
    const ids = [...this.parts.get(part).pieces.values()].map(({ id }) => id).filter((id) => id !== null && this.draw.hasFeature(id));
    this.parts.delete(part);
    if (ids.length) this.draw.removeFeatures(ids);
  }

  /** The selected piece's geometry, or null. */
  get shape() {
    return this.selected === null ? null : (this.draw.getSnapshotFeature(this.selected)?.geometry ?? null);
  }

  /** The selected piece's geometry with its holes, or null. */
  get whole() {
    return this.shape?.type === 'Polygon' ? this.holes.whole(this.selected) : this.shape;
  }

  /** Give the selected piece another geometry; false when the editor refuses it. */
  setShape(geometry) {
    try {
      this.draw.updateFeatureGeometry(this.selected, geometry);
    } catch {
      return false;
    }
    this.collect();
    return true;
  }
}

/** The members of a part that the editor does not hold, as one feature to show. */
function shownOnly({ feature, pieces }) {
  if (!feature.geometry) return null;
  if (pieces.size === 0) return feature;
  const left = [...pieces.entries()].filter(([place, { id }]) => id === null && !isHole(place)).map(([index]) => index);
  if (!left.length) return null;
  if (!feature.geometry.type.startsWith('Multi')) return feature;
  return { ...feature, geometry: { ...feature.geometry, coordinates: left.map((index) => feature.geometry.coordinates[index]) } };
}
