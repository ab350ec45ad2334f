/** The map as one thing: what the server sends goes in, messages go out, and everything else stays here. */

import { Map as GroundMap } from 'maplibre-gl';
import { EMPTY, carriedOver, isDark, loadStyle, lowestLabel, ours } from './basemap.js';
import { readPosition, sweref } from './coordinates.js';
import { CornerPanel } from './corner_panel.js';
import { h } from './dom.js';
import { DraftBar } from './draft_bar.js';
import { Editor } from './editor.js';
import { get } from './fetching.js';
import { bounds } from './geometry.js';
import { hatchWhenMissing } from './hatch.js';
import { ImpactImages } from './impact_images.js';
import { ImpactPanel } from './impact_panel.js';
import { ABOVE_IMPACT, BELOW_IMPACT, BELOW_LINES, forgetChanged, loadedNames, paint, treeId, under } from './layer_paint.js';
import { LayerPanel } from './layer_panel.js';
import { asLink, carried, fade, move, startState, toggle } from './layer_state.js';
import { Measuring, measureLayers } from './measuring.js';
import { numbers } from './numbers.js';
import { Outbox } from './outbox.js';
import { readLink, writeLink } from './permalink.js';
import { openPrintView, picture } from './print_view.js';
import { SearchBox } from './search_box.js';
import { StatusBar, attributions } from './status_bar.js';
import { Toolbar, button, fits } from './toolbar.js';
import { Tooltip, told } from './tooltip.js';
import { Words } from './words.js';

const DRAWING = new Set(['polygon', 'rectangle', 'line', 'point']);
const MEASURES = { 'measure-length': 'length', 'measure-area': 'area' };
const KEPT = 'lu-kept';

export class MapApp {
  constructor(data) {
    this.data = data;
    this.words = new Words();
    this.outbox = new Outbox((state) => this.send(state));
    this.send = () => {};
    this.link = readLink(location.search);
    this.tool = 'pick';
    this.tree = { themes: [], layers: [] };
    this.layers = new Map();
    this.state = null;
    this.places = [];
    this.rev = null;
    this.heard = 0;
    this.flown = null;
    this.build();
  }

  // What is on the screen ------------------------------------------------------------------------------------------

  build() {
    const { words } = this;
    this.ground = h('div', { class: 'lu-ground' });
    this.live = h('div', { class: 'lu-live', role: 'status', 'aria-live': 'polite' });
    this.banner = h('p', { class: 'lu-banner', hidden: true });
    this.toolbar = new Toolbar(words, { use: (tool) => this.use(tool), act: (action) => this.act(action) });
    this.search = new SearchBox(words, { places: () => this.allPlaces(), position: readPosition, go: (box, title) => this.go(box, title), announce: (text) => this.announce(text) });
    this.panel = new LayerPanel(words, {
      toggle: (id) => this.arrange(toggle(this.state, id)), move: (id, step) => this.arrange(move(this.state, id, step)),
      fade: (id, share) => this.arrange(fade(this.state, id, share), false), go: (box) => this.go(box),
    });
    this.impact = new ImpactPanel(words, {
      show: (shown, compare) => { this.showImpact(); this.outbox.post('impact', { shown, compare }); },
      swipe: (share) => this.images?.swipe(share),
    });
    this.draft = new DraftBar(words, { take: (document) => this.outbox.post('draft', { document }), forget: () => { this.outbox.post('forget'); this.announce(words.t('draft.forgotten')); } });
    this.tooltip = new Tooltip(words);
    this.element = words.bind(h('div', { class: 'lu-map', role: 'region', on: { keydown: (event) => this.key(event) } }), 'aria-label', 'map.label');
    this.hint = h('div', { class: 'lu-hintbar', hidden: true });
    this.side = h('div', { class: 'lu-side' }, this.hint);
    this.sheet = this.layerSheet();
    this.element.append(this.ground, this.topBar(), this.toolbar.element, this.viewButtons(), this.sheet, this.impact.element, this.impact.line, this.side, this.draft.element, this.tooltip.element, h('div', { class: 'lu-cross', 'aria-hidden': 'true' }), this.live);
    words.changed.push(() => this.refresh());
  }

  topBar() {
    const more = button(this.words, 'tools', () => this.fold('lu-tools-open', more));
    more.classList.add('lu-phone');
    more.setAttribute('aria-expanded', 'false');
    return h('div', { class: 'lu-top' }, more, this.search.element, this.banner);
  }

  viewButtons() {
    const act = (name) => button(this.words, name, () => this.act(name));
    this.layersButton = act('layers');
    this.layersButton.setAttribute('aria-expanded', 'false');
    this.northButton = act('north');
    this.legendButton = act('legend');
    this.foldLegend(!matchMedia('(max-width: 640px)').matches);
    return this.words.bind(
      h('div', { class: 'lu-view', role: 'group' }, this.layersButton, this.legendButton, act('zoom-in'), act('zoom-out'), this.northButton, act('home'), act('fullscreen'), act('print'), act('link')),
      'aria-label', 'tools.view');
  }

  layerSheet() {
    const close = this.words.bind(h('button', { type: 'button', class: 'lu-small', on: { click: () => this.openLayers(false) } }), 'text', 'close');
    const head = h('div', { class: 'lu-sheet-head' }, this.words.bind(h('h2'), 'text', 'layers'), close);
    return this.words.bind(h('section', { class: 'lu-layer-sheet', hidden: true }, head, this.panel.element), 'aria-label', 'layers');
  }

  announce(text) {
    this.live.textContent = '';
    setTimeout(() => { this.live.textContent = text; }, 30); // the same words twice are read twice
  }

  // Life in the page -----------------------------------------------------------------------------------------------

  attach(root) {
    root.append(this.element);
    if (this.map) this.map.resize();
    else this.start();
    this.outbox.flush();
  }

  detach() {
    this.element.remove();
  }

  async start() {
    this.dark = this.isDark();
    const { bounds: box } = this.data.area;
    const { view } = this.link;
    this.styleUrl = this.data.style[this.dark ? 'dark' : 'light'];
    const style = await this.style(this.styleUrl);
    this.map = new GroundMap({
      container: this.ground, style, attributionControl: false, maxPitch: 0, touchPitch: false, pitchWithRotate: false, renderWorldCopies: false, fadeDuration: this.still ? 0 : 200,
      ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : { bounds: box, fitBoundsOptions: { padding: 30 } }),
    });
    this.status = new StatusBar(this.map, this.words);
    this.corners = new CornerPanel(this.map, this.words, { editor: () => this.editor, announce: (text) => this.announce(text) });
    this.side.append(this.corners.element);
    this.element.append(this.status.element, this.corners.mark);
    hatchWhenMissing(this.map);
    this.map.on('error', (event) => this.failed(event));
    this.map.on('load', () => this.loaded());
    this.observe();
    this.overlayReady = import('./overlay.js').then((overlay) => this.addOverlay(overlay));
    window.__landuse = { map: this.map, get overlay() { return app.overlay; }, get draw() { return app.editor?.draw; } };
    const app = this;
  }

  async style(url) {
    try {
      return await loadStyle(url);
    } catch {
      this.announce(this.words.t('failed.basemap'));
      return EMPTY;
    }
  }

  addOverlay(overlay) {
    this.deckTools = overlay;
    this.overlay = overlay.makeOverlay((info) => this.hoverDeck(info));
    this.map.addControl(this.overlay);
    overlay.showDeck(this.overlay, this.data.deck);
  }

  observe() {
    const { map } = this;
    new ResizeObserver(() => map.resize()).observe(this.ground);
    const canvas = map.getCanvas();
    this.words.bind(canvas, 'aria-label', 'map.canvas');
    map.on('moveend', (event) => { if (event.originalEvent || event.landuse) this.writeLink(); });
    map.on('rotate', () => this.turn());
    map.on('click', (event) => this.click(event));
    map.on('mousemove', (event) => this.hover(event));
    map.on('mouseout', () => this.tooltip.hide());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.theme());
    document.addEventListener('fullscreenchange', () => map.resize());
  }

  loaded() {
    const { map } = this;
    const below = lowestLabel(map);
    const marks = [BELOW_IMPACT, BELOW_LINES, ABOVE_IMPACT].map((id) => ({ id, type: 'background', layout: { visibility: 'none' } }));
    map.addSource(KEPT, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
    map.addSource(...measureLayers.source);
    for (const layer of [...marks, ...keptLayers(), ...measureLayers.layers]) map.addLayer(layer, below);
    this.images = new ImpactImages(map);
    this.measuring = new Measuring(map, (size) => this.measured(size));
    this.editor = new Editor(map, {
      changed: (features) => { this.outbox.post('drawing', { features }); this.refresh(); },
      selected: (part) => this.selected(part),
      finished: (tool, id) => this.finished(tool, id),
      drawing: () => { this.corners.render(); this.refresh(); },
      kept: (features) => map.getSource(KEPT)?.setData({ type: 'FeatureCollection', features: features.map((f) => ({ ...f, properties: { colour: '#c2410c', ...f.properties, part: f.id } })) }),
      touch: matchMedia('(pointer: coarse)').matches,
    });
    this.ready = true;
    this.paint();
    this.update(this.data);
    this.element.dataset.ready = 'true';
  }

  // What the server says -------------------------------------------------------------------------------------------

  update(data) {
    this.data = data;
    this.element.style.setProperty('--lu-height', `${data.height}px`);
    this.element.lang = data.lang;
    this.banner.textContent = data.area.banner ?? '';
    this.banner.hidden = !data.area.banner;
    if (data.heard < this.heard) this.draft.restart(); // the server lost the session: what it sends now is no change
    this.heard = data.heard;
    this.outbox.heard(data.heard);
    this.fetch();
    this.draft.set(data.draft);
    if (!this.map) return;
    this.theme();
    if (!this.ready) return;
    if (this.outbox.quiet) this.takeDrawing();
    if (this.deckTools && this.deckSaid !== data.deck) this.deckTools.showDeck(this.overlay, data.deck);
    this.deckSaid = data.deck;
    this.fly(data.fly);
    this.refresh();
  }

  takeDrawing() {
    const { drawing, impact } = this.data;
    const said = JSON.stringify(impact);
    if (said !== this.impactSaid) {
      this.impactSaid = said;
      this.impact.set(impact);
      this.showImpact();
    }
    if (this.editor.busy) return; // taken when the shape is done
    if (drawing.rev === this.rev && drawing.active === this.editor.active) return;
    this.rev = drawing.rev;
    this.editor.apply(drawing);
    this.corners.render();
  }

  fetch() {
    const { words, lang, layers, places } = this.data;
    this.words.load(words, lang).catch(() => {});
    if (layers !== this.layersUrl) {
      this.layersUrl = layers;
      get(layers).then((tree) => this.takeTree(tree), () => this.announce(this.words.t('failed.layers')));
    }
    if (places !== this.placesUrl) {
      this.placesUrl = places;
      get(places).then((rows) => { this.places = rows.map(([title, kind, ...box]) => ({ title, kind, bounds: box })); }, () => this.announce(this.words.t('failed.places')));
    }
  }

  takeTree(tree) {
    const before = this.layers;
    this.tree = tree;
    this.layers = new Map(tree.layers.map((layer) => [layer.id, layer]));
    this.state = this.state === null ? startState(tree.layers, this.link.layers) : carried(this.state, tree.layers);
    if (this.ready) forgetChanged(this.map, before, this.layers);
    this.paint();
  }

  fly(fly) {
    if (!fly || fly.n === this.flown) return;
    const first = this.flown === null && this.link.view;
    this.flown = fly.n;
    if (!first) this.go(fly.bounds);
  }

  // Layers and looks -----------------------------------------------------------------------------------------------

  arrange(state, redraw = true) {
    this.state = state;
    if (redraw) this.panel.set(this.tree, this.state, this.dark);
    else this.panel.state = this.state;
    this.paintMap();
    this.writeLink(true);
  }

  paint() {
    if (this.state === null) return;
    this.panel.set(this.tree, this.state, this.dark);
    this.paintMap();
  }

  paintMap() {
    if (!this.ready || this.state === null) return;
    paint(this.map, this.layers, this.state, this.dark);
    this.attribute();
  }

  attribute() {
    const shown = this.state.map(({ id }) => this.layers.get(id).attribution);
    this.status.attribute([...attributions(this.map.getStyle()), ...shown]);
  }

  isDark() {
    const ground = getComputedStyle(this.element).getPropertyValue('--st-background-color').trim();
    if (!ground) return matchMedia('(prefers-color-scheme: dark)').matches;
    const probe = h('span', { style: { color: ground } });
    this.element.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return isDark(colour);
  }

  get still() {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  async theme() {
    const dark = this.isDark();
    this.element.classList.toggle('lu-dark', dark);
    const url = this.data.style[dark ? 'dark' : 'light'];
    if (url === this.styleUrl) return;
    this.styleUrl = url;
    this.dark = dark;
    const style = await this.style(url);
    if (url !== this.styleUrl) return;
    this.map.setStyle(style, { transformStyle: carriedOver });
    this.map.once('idle', () => { this.showImpact(); this.paint(); });
    this.paint();
  }

  showImpact() {
    if (this.images) this.images.set(this.data.impact?.images ?? {}, this.impact.shown, this.impact.compare);
  }

  failed({ error, sourceId }) {
    const id = sourceId ? treeId(sourceId) : null;
    const layer = id && this.layers.get(id);
    if (sourceId && !ours(sourceId) && this.groundFailed !== this.styleUrl) {
      this.groundFailed = this.styleUrl;
      this.announce(this.words.t('failed.basemap'));
    }
    if (!layer || this.panel.failed.has(id)) return;
    this.panel.failed.add(id);
    this.panel.render();
    this.announce(this.words.t('failed.layer', { title: layer.title, why: error?.message ?? '' }));
  }

  // Tools ----------------------------------------------------------------------------------------------------------

  use(tool) {
    this.tool = tool;
    this.editor?.use(tool);
    this.measuring?.use(MEASURES[tool] ?? null);
    this.map?.doubleClickZoom[DRAWING.has(tool) || MEASURES[tool] ? 'disable' : 'enable']();
    this.element.dataset.using = tool;
    this.tooltip.hide();
    this.corners?.render();
    this.refresh();
    this.announce(this.words.t(`help.${tool}`));
  }

  act(action) {
    const { map } = this;
    const calm = { animate: !this.still };
    const actions = {
      delete: () => this.remove(),
      undo: () => this.undo('undo'),
      redo: () => this.undo('redo'),
      layers: () => this.openLayers(this.sheet.hidden),
      legend: () => this.foldLegend(!this.impact.open),
      'zoom-in': () => map?.zoomIn(calm, { landuse: true }),
      'zoom-out': () => map?.zoomOut(calm, { landuse: true }),
      north: () => map?.resetNorth(calm),
      home: () => this.go(this.data.area.bounds),
      fullscreen: () => this.enlarge(),
      print: () => this.print(),
      link: () => this.copyLink(),
    };
    actions[action]();
  }

  remove() {
    this.editor.remove();
    this.corners.render();
    this.announce(this.words.t('said.deleted'));
  }

  undo(kind) {
    if (this.editor?.busy && kind === 'undo') this.editor.draw.undo();
    else if (this.data[kind] || !this.outbox.quiet) this.outbox.post(kind);
  }

  finished(tool, id) {
    this.announce(this.words.t('said.drawn'));
    if (tool === 'point' || !DRAWING.has(tool)) return;
    setTimeout(() => { // the mode may not be changed while it finishes
      this.use('edit');
      if (this.editor.draw.hasFeature(id)) this.editor.draw.selectFeature(id);
      if (this.outbox.quiet) this.takeDrawing();
    });
  }

  selected(part) {
    this.corners.at = 0;
    this.corners.render();
    this.refresh();
    if (part && part !== this.data.drawing.active) this.outbox.post('part', { id: part });
  }

  /** Buttons, hint and help as they stand now. */
  refresh() {
    const { drawing } = this.data;
    if (!fits(this.tool, drawing.tool_type)) this.use('edit');
    const busy = this.editor?.busy ?? false;
    this.legendButton.hidden = !this.data.impact;
    this.toolbar.show({
      tool: this.tool, toolType: drawing.tool_type, undo: busy || this.data.undo || !this.outbox.quiet, redo: this.data.redo,
      removable: this.editor ? this.editor.selected !== null || this.editor.parts.has(drawing.active) : false,
    });
    this.showHint();
  }

  showHint() {
    const key = `${this.tool}|${this.words.url}|${this.size ?? ''}`;
    if (key === this.hinted) return;
    this.hinted = key;
    const active = this.tool !== 'pick';
    this.hint.hidden = !active;
    if (!active) return;
    const act = (name, click) => h('button', { type: 'button', class: 'lu-choice', 'data-hint': name, text: this.words.t(`hint.${name}`), on: { click } });
    const steps = DRAWING.has(this.tool) || MEASURES[this.tool] || this.tool === 'why' ? [act('here', () => this.here())] : [];
    if (['polygon', 'line'].includes(this.tool) || MEASURES[this.tool]) steps.push(act('finish', () => this.finish()));
    steps.push(act('cancel', () => this.cancel()));
    this.hint.replaceChildren(h('p', { text: this.size ?? this.words.t(`help.${this.tool}`) }), ...steps);
  }

  measured(size) {
    const { length, area } = numbers(this.words.lang);
    this.size = size && size.metres ? this.words.t(`measured.${size.kind}`, { size: size.kind === 'area' ? area(size.metres) : length(size.metres) }) : null;
    this.showHint();
    if (size?.done) this.announce(this.size);
  }

  /** As if the centre of the map had been clicked: for keyboard and small screens. */
  here() {
    const { lng, lat } = this.map.getCenter();
    if (MEASURES[this.tool]) this.measuring.add([lng, lat]);
    else if (DRAWING.has(this.tool)) this.tap();
    else this.ask({ lng, lat });
  }

  tap() {
    const canvas = this.map.getCanvas();
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const at = { clientX: left + width / 2, clientY: top + height / 2, isPrimary: true, bubbles: true, cancelable: true, pointerType: 'mouse', pointerId: 1 };
    for (const type of ['pointermove', 'pointerdown', 'pointerup']) canvas.dispatchEvent(new PointerEvent(type, { ...at, button: type === 'pointermove' ? -1 : 0 }));
  }

  finish() {
    if (MEASURES[this.tool]) this.measuring.finish();
    else this.map.getCanvas().dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter', bubbles: true }));
  }

  cancel() {
    if (MEASURES[this.tool] && this.measuring.points.length) this.measuring.clear();
    else if (this.editor?.busy || this.editor?.selected) this.editor.cancel();
    else this.use('pick');
    this.corners?.render();
    this.refresh();
  }

  key(event) {
    const typing = event.target.closest('input, select, textarea');
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
    if (event.key === 'Escape') this.escape();
    else if (undo && !typing) this.undo(event.shiftKey ? 'redo' : 'undo');
    else if (event.target === this.map?.getCanvas()) this.canvasKey(event);
    else return;
    if (undo && !typing) event.preventDefault();
  }

  escape() {
    if (!this.sheet.hidden) this.openLayers(false);
    else if (this.element.classList.contains('lu-large')) this.enlarge();
    else this.cancel();
  }

  canvasKey(event) {
    const drawing = DRAWING.has(this.tool);
    const act = {
      ' ': () => this.here(),
      Enter: () => (MEASURES[this.tool] ? this.measuring.finish() : drawing ? null : this.here()),
      Delete: () => this.editor?.selected && this.remove(),
      Backspace: () => this.editor?.selected && this.remove(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // Clicks and pointers --------------------------------------------------------------------------------------------

  click({ point, lngLat }) {
    if (this.tool === 'why') this.ask(lngLat, point);
    else if (this.tool === 'pick') this.pick(lngLat, point);
  }

  pick(lngLat, point) {
    const part = this.partAt(lngLat);
    if (part) this.outbox.post('part', { id: part });
    else if (under(this.map, point, this.layers).length) this.ask(lngLat, point);
  }

  partAt({ lng, lat }) {
    const [piece] = this.editor?.draw.getFeaturesAtLngLat({ lng, lat }, { pointerDistance: 8 }) ?? [];
    if (piece) return this.editor.partOf(piece.id);
    const [kept] = this.map.queryRenderedFeatures(this.map.project([lng, lat]), { layers: keptLayers().map(({ id }) => id) });
    return kept?.properties.part ?? null;
  }

  /** "Why here?": the place, and what lies there. */
  ask({ lng, lat }, point = this.map.project([lng, lat])) {
    const { e, n } = sweref(lng, lat);
    const hits = under(this.map, point, this.layers).map(({ layer, properties }) => ({ layer: layer.id, key: properties.key ?? null }));
    this.outbox.post('place', { lon: rounded(lng, 7), lat: rounded(lat, 7), e: rounded(e, 1), n_m: rounded(n, 1), hits });
    this.announce(this.words.t('said.asked'));
  }

  hover({ point, lngLat }) {
    if (!this.ready || DRAWING.has(this.tool) || MEASURES[this.tool] || this.deckHit) return;
    const part = this.partAt(lngLat);
    const own = part ? [this.parted(part)] : [];
    this.tooltip.show(point, [...own, ...under(this.map, point, this.layers).map(told)]);
  }

  parted(id) {
    const { name, type } = this.editor.parts.get(id)?.feature.properties ?? {};
    return { name: name ?? id, title: type ?? '', note: this.words.t('tip.part') };
  }

  hoverDeck(info) {
    const name = this.deckTools.nameOf(info);
    this.deckHit = name !== null;
    if (name) this.tooltip.show(info, [{ name, title: '', note: '' }]);
  }

  // View -----------------------------------------------------------------------------------------------------------

  go([west, south, east, north], title = null) {
    if (!this.map) return;
    const box = [[west, south], [east, north]];
    this.map.fitBounds(box, { padding: 50, maxZoom: 13, animate: !this.still, duration: 800 }, { landuse: true });
    if (title) this.announce(this.words.t('said.went', { title }));
  }

  turn() {
    this.northButton.firstChild.style.transform = `rotate(${-this.map.getBearing()}deg)`;
  }

  allPlaces() {
    return this.ready ? [...this.places, ...loadedNames(this.map, this.layers, bounds)] : this.places;
  }

  get view() {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom() };
  }

  writeLink(layers = false) {
    if (layers) this.layersChanged = true;
    const query = writeLink(location.search, { view: this.view, ...(this.layersChanged || this.link.layers ? { layers: asLink(this.state ?? []) } : {}) });
    history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`);
  }

  async copyLink() {
    this.layersChanged = true;
    this.writeLink();
    try {
      await navigator.clipboard.writeText(location.href);
      this.announce(this.words.t('said.copied'));
    } catch {
      this.announce(this.words.t('said.not_copied'));
    }
  }

  fold(name, opener) {
    opener.setAttribute('aria-expanded', String(this.element.classList.toggle(name)));
  }

  foldLegend(open) {
    this.impact.fold(open);
    this.legendButton.setAttribute('aria-expanded', String(open));
  }

  openLayers(open) {
    this.sheet.hidden = !open;
    this.element.classList.toggle('lu-layers-open', open);
    this.layersButton.setAttribute('aria-expanded', String(open));
    if (open) this.sheet.querySelector('input, button')?.focus();
    else this.layersButton.focus();
  }

  async enlarge() {
    if (document.fullscreenElement) await document.exitFullscreen();
    else if (this.element.classList.contains('lu-large')) this.element.classList.remove('lu-large');
    else await (this.element.requestFullscreen?.() ?? Promise.reject()).catch(() => this.element.classList.add('lu-large'));
    this.map.resize();
  }

  async print() {
    const image = await picture(this.map, this.overlay);
    const { map, words } = this;
    const legend = [
      ...this.impact.impact ? [h('h3', { text: `${this.impact.impact.title}: ${this.impact.said}` }), this.impact.legend(), h('p', { class: 'lu-hint', text: this.impact.impact.note ?? '' })] : [],
      h('ul', { class: 'lu-legend' }, ...this.state.map(({ id }) => h('li', {}, this.panel.swatch(this.layers.get(id)), h('span', { text: [this.layers.get(id).title, this.layers.get(id).badge].filter(Boolean).join(', ') })))),
    ];
    openPrintView({ map, words, image, area: this.data.area, legend, sources: this.status.texts ?? [], today: new Date() });
  }
}

const rounded = (value, digits) => Number(value.toFixed(digits));

/** Layers of the parts that the editor cannot hold: shown, and left as they are. */
function keptLayers() {
  const base = { source: KEPT };
  const only = (type) => ['==', ['geometry-type'], type];
  return [
    { ...base, id: 'lu-kept-fill', type: 'fill', filter: only('Polygon'), paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': 0.25 } },
    { ...base, id: 'lu-kept-line', type: 'line', paint: { 'line-color': ['get', 'colour'], 'line-width': 2.5, 'line-dasharray': [4, 2] } },
    { ...base, id: 'lu-kept-point', type: 'circle', filter: only('Point'), paint: { 'circle-color': ['get', 'colour'], 'circle-radius': 6 } },
  ];
}
