/** pydeck's layers on top of the map: small things only, told as deck.gl's JSON. */

import { MapboxOverlay } from '@deck.gl/mapbox';
import { JSONConfiguration, JSONConverter } from '@deck.gl/json';
import { ArcLayer, BitmapLayer, ColumnLayer, GeoJsonLayer, IconLayer, LineLayer, PathLayer, PolygonLayer, ScatterplotLayer, SolidPolygonLayer, TextLayer } from '@deck.gl/layers';

const classes = { ArcLayer, BitmapLayer, ColumnLayer, GeoJsonLayer, IconLayer, LineLayer, PathLayer, PolygonLayer, ScatterplotLayer, SolidPolygonLayer, TextLayer };
const converter = new JSONConverter({ configuration: new JSONConfiguration({ classes }) });

/** @param {(info: any) => void} hovered @returns {any} a control for the map */
export function makeOverlay(hovered) {
  return new MapboxOverlay({ interleaved: false, layers: [], onHover: hovered });
}

/**
 * @param {any} overlay
 * @param {string | null} deck what pydeck.Deck.to_json() gave
 */
export function showDeck(overlay, deck) {
  const described = deck ? JSON.parse(deck).layers ?? [] : [];
  overlay.setProps({ layers: converter.convert({ layers: described }).layers ?? [] });
}

/** The name of what deck found under the pointer, as plain text. */
export function nameOf(info) {
  const fields = info?.object?.properties ?? info?.object ?? {};
  return [fields.title, fields.name, fields.label].find((text) => typeof text === 'string') ?? null;
}
