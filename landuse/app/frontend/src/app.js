/** The map as one thing: what the server sends goes in, messages go out, and everything else stays here. */

import { act } from './actions.js';
import { readPosition } from './coordinates.js';
import { CornerPanel } from './corner_panel.js';
import { DraftBar, storage } from './draft_bar.js';
import { Editor } from './editor.js';
import { get } from './fetching.js';
import { Frame } from './frame.js';
import { Ground } from './ground.js';
import { hooks } from './hooks.js';
import { ImpactImages } from './impact_images.js';
import { ImpactPanel } from './impact_panel.js';
import { showKept } from './kept_parts.js';
import { pressed } from './keys.js';
import { LayerControl } from './layer_control.js';
import { Measuring } from './measuring.js';
import { Outbox } from './outbox.js';
import { readLink } from './permalink.js';
import { Pointing } from './pointing.js';
import { Routes } from './routes.js';
import { Seen } from './seen.js';
import { SearchBox } from './search_box.js';
import { StatusBar } from './status_bar.js';
import { Toolbar } from './toolbar.js';
import { Tools } from './tools.js';
import { Tooltip } from './tooltip.js';
import { View } from './view.js';
import { Words } from './words.js';

export class MapApp {
  constructor(data) {
    const words = new Words();
    const link = readLink(location.search);
    const announce = (text) => this.frame.announce(text);
    const go = (box, title) => this.view?.go(box, title);
    Object.assign(this, { data, words, link, announce, rev: null, heard: 0, flown: null, places: [], ready: false, urls: {} });
    this.send = () => {};
    this.outbox = new Outbox((state) => this.send(state));
    this.frame = new Frame(words, { act: (action) => act(this, action), key: (event) => pressed(this, event) });
    this.ground = new Ground(this.frame.element, (key) => announce(words.t(key)), (ground) => this.saySeen(ground));
    this.tools = new Tools(words, { announce, used: (tool) => this.used(tool), ask: () => this.pointing.ask() });
    this.toolbar = new Toolbar(words, { use: (tool) => this.tools.use(tool), act: (action) => act(this, action) });
    this.layers = new LayerControl(words, { announce, go, changed: () => this.view?.write(true), attribute: (texts) => this.status.attribute(texts) }, link.layers);
    this.search = new SearchBox(words, { places: () => [...this.places, ...this.layers.places], position: readPosition, go, announce });
    this.impact = new ImpactPanel(words, { show: (shown, compare) => this.chooseImpact(shown, compare), swipe: (share) => this.images?.swipe(share) });
    this.draft = new DraftBar(words, { take: (document) => this.outbox.post('draft', { document }), forget: () => this.forget() });
    this.seen = new Seen(storage(), (last) => this.post('seen', { last }), get);
    this.tooltip = new Tooltip(words);
    this.frame.fill({ toolbar: this.toolbar, search: this.search, panel: this.layers.panel, impact: this.impact, hint: this.tools.hint, draft: this.draft, tooltip: this.tooltip });
    words.changed.push(() => this.refresh());
  }

  // Life in the page -----------------------------------------------------------------------------------------------

  get element() {
    return this.frame.element;
  }

  attach(root) {
    root.append(this.element);
    if (this.ground.map) this.ground.map.resize();
    else if (!this.started) this.start();
    this.outbox.flush();
  }

  detach() {
    this.element.remove();
  }

  async start() {
    this.started = true;
    this.foldLegend(this.frame.roomy && !this.data.only_shown);
    const { words, frame, announce, layers } = this;
    const map = await this.ground.make(frame.ground, this.data.style, { bounds: this.data.area.bounds, view: this.link.view });
    this.view = new View(map, { words, frame, layers, announce }, this.link.layers !== null);
    this.status = new StatusBar(map, words);
    this.corners = new CornerPanel(map, words, { editor: () => this.editor, announce });
    frame.side.append(this.corners.element);
    this.status.sources.before(this.draft.drop);
    frame.element.append(this.status.element);
    frame.stage.append(this.corners.mark);
    words.bind(map.getCanvas(), 'aria-label', 'map.canvas');
    map.on('load', () => this.loaded(map));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.theme());
    const deck = () => import('./overlay.js').then((module) => this.addDeck(map, module));
    if (this.data.deck) deck();
    else map.once('idle', deck); // the map is seen first
    window.__landuse = hooks(this, map);
  }

  /** The official background is seen, or our own in its place. */
  saySeen(ground) {
    this.status.background(ground);
    this.announce(this.status.ground.textContent);
  }

  /** Whether the server has heard everything, and the map shows the drawing that it has. */
  get quiet() {
    return this.ready && this.outbox.quiet && this.rev === this.data.drawing.rev;
  }

  addDeck(map, deck) {
    this.deck = deck;
    this.overlay = deck.makeOverlay((info) => this.pointing?.hoverDeck(info, deck.nameOf(info)));
    map.addControl(this.overlay);
    this.showDeck();
  }

  loaded(map) {
    const { words, tooltip, tools, layers, announce } = this;
    this.ground.addFixed();
    this.images = new ImpactImages(map);
    this.routes = new Routes(map, get);
    this.editor = new Editor(map, {
      changed: (features) => this.post('drawing', { features }),
      selected: (part) => this.selected(part),
      finished: (tool, id) => this.finished(tool, id),
      drawing: () => { this.corners.render(); this.refresh(); }, uncut: () => announce(words.t('said.uncut')),
      kept: (features) => showKept(map, features),
      touch: matchMedia('(pointer: coarse)').matches,
      released: () => { if (this.outbox.quiet) this.take(this.data); },
    });
    this.pointing = new Pointing(map, { words, tooltip, tools, layers, announce, routes: this.routes, editor: this.editor, post: (kind, body) => this.post(kind, body) });
    tools.holdOn(map, this.editor, new Measuring(map, (size) => tools.measured(size)));
    this.ready = true;
    layers.render(this.ground.dark);
    layers.showOn(map);
    this.update(this.data);
    this.element.dataset.ready = 'true';
  }

  // What the server says -------------------------------------------------------------------------------------------

  update(data) {
    this.data = data;
    if (data.heard < this.heard) [this.draft, this.seen].forEach((one) => one.restart()); // the server lost the session: what it sends now is no change
    this.heard = data.heard;
    this.outbox.heard(data.heard);
    this.frame.update(data);
    this.tools.locked = Boolean(data.only_shown);
    this.fetch(data);
    this.draft.set(data.draft);
    this.seen.take(data.seen);
    this.theme();
    if (!this.ready) return;
    if (this.outbox.quiet) this.take(data);
    this.showDeck();
    this.view.keep();
    this.fly(data.fly);
    this.refresh();
  }

  /** The drawing, the impact and the routes, once the server has heard everything that was said. */
  take({ drawing, impact, routes }) {
    this.routes.take(routes);
    const said = JSON.stringify(impact);
    if (said !== this.impactSaid) {
      this.impactSaid = said;
      this.impact.set(impact);
      this.showImpact();
    }
    if (this.editor.busy || this.editor.held) return; // taken when the shape is done or let go
    if (drawing.rev === this.rev && drawing.active === this.editor.active) return;
    this.rev = drawing.rev;
    this.editor.apply(drawing);
    this.corners.render();
  }

  fetch({ words, lang, layers, places }) {
    this.words.load(words, lang).catch(() => {}); // the map works without words; the server's log has the reason
    this.once('layers', layers, (tree) => this.layers.take(tree));
    this.once('places', places, (rows) => { this.places = rows.map(([title, kind, ...bounds]) => ({ title, kind, bounds })); });
  }

  once(name, url, take) {
    if (!url || this.urls[name] === url) return; // layers have no address until they are drawn
    this.urls[name] = url;
    get(url).then((content) => { if (this.urls[name] === url) take(content); }, () => this.announce(this.words.t(`failed.${name}`)));
  }

  fly(fly) {
    if (!fly || fly.n === this.flown) return;
    const opening = this.flown === null && this.link.view !== null; // the link says where to look first
    this.flown = fly.n;
    if (!opening) this.view.go(fly.bounds);
  }

  showDeck() {
    if (!this.overlay || this.deckSaid === this.data.deck) return;
    this.deckSaid = this.data.deck;
    this.deck.showDeck(this.overlay, this.data.deck);
  }

  async theme() {
    if (!(await this.ground.follow(this.data.style))) return;
    const again = () => { this.layers.render(this.ground.dark); this.showImpact(); };
    again();
    this.ground.map.once('idle', again); // a style that could not be changed in place was built anew meanwhile
  }

  // What the user does ---------------------------------------------------------------------------------------------

  post(kind, body) {
    this.outbox.post(kind, body);
    this.refresh();
  }

  used(tool) {
    this.element.dataset.using = tool;
    this.tooltip.hide();
    this.frame.foldTools(false);
    this.corners?.render();
    this.refresh();
  }

  remove() {
    this.editor.remove();
    this.corners.render();
    this.announce(this.words.t('said.deleted'));
  }

  undo(kind) {
    if (this.editor?.busy) this.editor.draw[kind]();
    else if (this.data[kind] || !this.outbox.quiet) this.post(kind);
  }

  finished(tool, id) {
    this.announce(this.words.t('said.drawn'));
    if (!this.tools.drawing || tool === 'point') return;
    setTimeout(() => { // the mode may not be changed while it finishes
      this.tools.use('edit', false);
      if (this.editor.draw.hasFeature(id)) this.editor.draw.selectFeature(id);
      if (this.outbox.quiet) this.take(this.data);
    });
  }

  selected(part) {
    this.corners.at = 0;
    this.corners.render();
    this.refresh();
    if (part && part !== this.data.drawing.active) this.post('part', { id: part });
  }

  chooseImpact(shown, compare) {
    this.showImpact();
    this.post('impact', { shown, compare });
  }

  showImpact() {
    this.images?.set(this.impact.impact?.images ?? {}, this.impact.shown, this.impact.compare);
  }

  forget() {
    this.post('forget');
    this.announce(this.words.t('draft.forgotten'));
  }

  foldLegend(open) {
    this.impact.fold(open);
    this.frame.buttons.get('legend').setAttribute('aria-expanded', String(open));
  }

  /** Buttons and hint as they stand now. */
  refresh() {
    const { drawing, undo, redo } = this.data;
    this.followToolType(drawing.tool_type);
    this.toolbar.show({
      tool: this.tools.tool, toolType: drawing.tool_type, redo,
      undo: undo || !this.outbox.quiet || (this.editor?.busy ?? false),
      removable: this.editor ? this.editor.selected !== null || this.editor.parts.has(drawing.active) : false, cuttable: this.editor?.hasAreas ?? false,
    });
    this.tools.showHint();
  }

  /** A type of part chosen outside the map takes up its tool; one that is not drawn with the tool in hand puts it away. */
  followToolType(toolType) {
    const before = this.toolType;
    this.toolType = toolType;
    if (this.ready && toolType && toolType !== before) this.tools.use(toolType);
    else this.tools.fitTo(toolType);
  }

  escape() {
    if (this.frame.layersOpen) this.frame.openLayers(false);
    else if (this.view?.large) this.view.enlarge();
    else this.tools.cancel();
    this.corners?.render();
    this.refresh();
  }
}
