/** The ways of drawing and their looks, as terra-draw takes them. */

import { TerraDrawLineStringMode, TerraDrawPointMode, TerraDrawPolygonMode, TerraDrawRectangleMode } from 'terra-draw';
import { RingSelectMode } from './holes.js';

export const OWN_COLOUR = '#c2410c';

/** @param {() => import('./holes.js').Holes} holes @param {boolean} touch */
export function modes(holes, touch) {
  const colour = ({ properties }) => properties.colour ?? OWN_COLOUR;
  const width = ({ properties }) => (properties.active ? 4 : 2.5);
  const handle = touch ? 9 : 6;
  const snapping = { toCoordinate: true, toLine: true };
  const keyEvents = { finish: 'Enter', cancel: null };
  const shape = { draggable: true, coordinates: { midpoints: { draggable: true }, draggable: true, deletable: true, snappable: snapping } };
  const fill = (opacity) => ({ properties }) => (properties.bare ? 0 : opacity); // a polygon with holes is filled outside the editor
  const area = { fillColor: colour, fillOpacity: fill(0.25), outlineColor: colour, outlineWidth: width };
  return [
    new TerraDrawPolygonMode({ snapping, keyEvents, styles: { ...area, closingPointWidth: handle, snappingPointWidth: handle }, pointerDistance: touch ? 30 : 15 }),
    new TerraDrawRectangleMode({ keyEvents, styles: area }),
    new TerraDrawLineStringMode({ snapping, keyEvents, styles: { lineStringColor: colour, lineStringWidth: width, closingPointWidth: handle }, pointerDistance: touch ? 30 : 15 }),
    new TerraDrawPointMode({ styles: { pointColor: colour, pointWidth: touch ? 8 : 6, pointOutlineColor: '#ffffff', pointOutlineWidth: 2 } }),
    new RingSelectMode({
      pointerDistance: touch ? 30 : 20,
      keyEvents: null,
      flags: { polygon: { feature: shape }, rectangle: { feature: shape }, linestring: { feature: shape }, point: { feature: { draggable: true } } },
      styles: {
        selectedPolygonColor: colour, selectedPolygonOutlineColor: colour, selectedPolygonFillOpacity: fill(0.35), selectedPolygonOutlineWidth: 4,
        selectedLineStringColor: colour, selectedLineStringWidth: 5, selectedPointColor: colour, selectedPointWidth: touch ? 10 : 8,
        selectedPointOutlineColor: '#111111', selectedPointOutlineWidth: 3,
        selectionPointWidth: handle, selectionPointColor: '#ffffff', selectionPointOutlineColor: '#111111', selectionPointOutlineWidth: 2,
        midPointWidth: handle - 2, midPointColor: '#ffffff', midPointOutlineColor: '#555555', midPointOutlineWidth: 1,
      },
    }, holes),
  ];
}
