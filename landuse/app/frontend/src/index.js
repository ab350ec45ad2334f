/** What Streamlit calls: once when the map is shown, and again after every rerun. */

import { addProtocol, setWorkerUrl } from 'maplibre-gl';
import ground from 'maplibre-gl/dist/maplibre-gl.css';
import { Protocol } from 'pmtiles';
import { MapApp } from './app.js';
import { h } from './dom.js';
import styles from './styles.css';

/** Maps outlive the place that they are shown in: a page left and opened again has its view and its unsent work. */
const apps = new Map();

addProtocol('pmtiles', new Protocol().tile);
setWorkerUrl(new URL(MAP_WORKER, import.meta.url).href);
document.head.append(h('style', { text: ground + styles, 'data-landuse': 'map' }));

/** @param {{data: any, parentElement: HTMLElement, setStateValue: (name: string, value: any) => void}} component */
export default function landuseMap({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector('.lu-root');
  if (!apps.has(data.key)) apps.set(data.key, new MapApp(data));
  const app = apps.get(data.key);
  app.send = (state) => setStateValue('outbox', state);
  app.update(data);
  if (app.element.parentElement !== root) app.attach(root);
  return () => {
    if (app.element.parentElement === root) app.detach();
  };
}
