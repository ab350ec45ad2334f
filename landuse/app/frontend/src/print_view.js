/** A sheet to print: the map as it is seen, with title, legend, scale, north, date and banner. */

import { h, icon, ICONS } from './dom.js';
import { numbers } from './numbers.js';
import { denominator, metresPerPixel, paperWidth, scaleBar } from './scale.js';

/**
 * The map's picture with deck's layers on it, taken while the frame is still there.
 * @param {any} map
 * @param {any} overlay
 * @returns {Promise<string>} a data URL
 */
export function picture(map, overlay) {
  return new Promise((resolve) => {
    map.once('render', () => {
      const base = map.getCanvas();
      const sheet = h('canvas', { width: base.width, height: base.height });
      const context = sheet.getContext('2d');
      context.drawImage(base, 0, 0);
      const deck = overlay?._deck;
      if (deck?.canvas) {
        deck.redraw('print');
        context.drawImage(deck.canvas, 0, 0, sheet.width, sheet.height);
      }
      resolve(sheet.toDataURL('image/png'));
    });
    map.triggerRepaint();
  });
}

/**
 * @param {{map: any, words: import('./words.js').Words, image: string, area: any, legend: Node[], sources: string[], today: Date}} shown
 * @returns {HTMLDialogElement} opened
 */
export function openPrintView({ map, words, image, area, legend, sources, today }) {
  const { whole, length, date } = numbers(words.lang);
  const { clientWidth: width, clientHeight: height } = map.getCanvas();
  const paper = paperWidth(width, height); // shown as wide as it is printed, so that the scale is true
  const perPixel = (metresPerPixel(map.getCenter().lat, map.getZoom()) * width) / paper;
  const bar = scaleBar(perPixel, 160);
  const north = icon(ICONS.north);
  north.style.transform = `rotate(${-map.getBearing()}deg)`;
  const close = () => { dialog.close(); dialog.remove(); document.documentElement.classList.remove('lu-printing'); };
  const sheet = h('div', { class: 'lu-sheet' },
    h('h2', { text: area.title }),
    area.banner ? h('p', { class: 'lu-banner', text: area.banner }) : null,
    h('div', { class: 'lu-sheet-map' }, h('img', { src: image, style: { width: `${paper}px` }, alt: words.t('print.alt', { title: area.title }) }), h('span', { class: 'lu-north' }, north)),
    h('p', { class: 'lu-sheet-scale' }, h('span', { class: 'lu-scale', text: length(bar.metres).replace(/[.,]0+(?= )/, ''), style: { width: `${Math.round(bar.pixels)}px` } }),
      h('span', { text: words.t('print.scale', { n: whole(denominator(perPixel)) }) }), h('span', { text: date(today) })),
    h('div', { class: 'lu-sheet-legend' }, ...legend),
    sources.length ? h('p', { class: 'lu-hint', text: `${words.t('attribution')}: ${sources.join(' · ')}` }) : null);
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'lu-print', 'aria-label': words.t('print.label') },
    h('div', { class: 'lu-print-bar' },
      h('button', { type: 'button', class: 'lu-choice', 'data-print': 'now', text: words.t('print.now'), on: { click: () => window.print() } }),
      h('button', { type: 'button', class: 'lu-choice', 'data-print': 'close', text: words.t('close'), on: { click: close } })),
    sheet));
  dialog.addEventListener('cancel', (event) => { event.preventDefault(); close(); });
  document.body.append(dialog);
  document.documentElement.classList.add('lu-printing');
  dialog.showModal();
  return dialog;
}
