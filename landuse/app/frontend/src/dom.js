/** Elements made in code: text is always text, never markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] `text`, `class`, `on` (listeners), `style` (custom properties); the rest are attributes
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(element, name, value);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === 'text') element.textContent = value;
  else if (name === 'class') element.className = value;
  else if (name === 'on') for (const [event, call] of Object.entries(value)) element.addEventListener(event, call);
  else if (name === 'style') for (const [property, wanted] of Object.entries(value)) element.style.setProperty(property, wanted);
  else element.setAttribute(name, value === true ? '' : value);
}

/**
 * A line drawing on a 24 × 24 grid; hidden from screen readers, the button says the name.
 * @param {string} path
 */
export function icon(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** The drawings on the buttons, made for this map. */
export const ICONS = {
  pick: 'M5 3l13 8-6 1.5L9 19z',
  why: 'M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 18v.5',
  polygon: 'M4 9l8-5 8 6-3 9H7z',
  rectangle: 'M4 6h16v12H4z',
  hole: 'M3 4h18v16H3zM9 9h6v6H9z',
  line: 'M4 18l5-9 6 5 5-9',
  point: 'M12 21s6-6 6-11a6 6 0 1 0-12 0c0 5 6 11 6 11zM12 8v4M10 10h4',
  edit: 'M5 5h4v4H5zM15 15h4v4h-4zM9 7h8v8M7 9v10h8',
  delete: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v6M14 11v6',
  undo: 'M8 5L4 9l4 4M4 9h9a5 5 0 0 1 0 10H9',
  redo: 'M16 5l4 4-4 4M20 9h-9a5 5 0 0 0 0 10h4',
  'measure-length': 'M3 15L15 3l6 6L9 21zM7 11l2 2M10 8l2 2M13 5l2 2',
  'measure-area': 'M4 4h16v16H4zM4 12h16M12 4v16',
  layers: 'M12 4l9 5-9 5-9-5zM3 13l9 5 9-5',
  search: 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  fullscreen: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  'zoom-in': 'M12 5v14M5 12h14',
  'zoom-out': 'M5 12h14',
  north: 'M12 3l5 17-5-4-5 4z',
  home: 'M4 11l8-7 8 7M6 10v10h12V10',
  up: 'M6 15l6-6 6 6',
  down: 'M6 9l6 6 6-6',
  close: 'M6 6l12 12M18 6L6 18',
  legend: 'M4 6h4v4H4zM11 8h9M4 14h4v4H4zM11 16h9',
  tools: 'M4 20l4-1L19 8l-3-3L5 16z',
};
