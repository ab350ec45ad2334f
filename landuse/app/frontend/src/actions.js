/** What the buttons of the map do. */

/** @param {import('./app.js').MapApp} app @param {string} action */
export function act(app, action) {
  const { view, frame, data } = app;
  const actions = {
    delete: () => app.remove(), undo: () => app.undo('undo'), redo: () => app.undo('redo'),
    layers: () => frame.openLayers(!frame.layersOpen), legend: () => app.foldLegend(!app.impact.open),
    'zoom-in': () => view.zoom(1), 'zoom-out': () => view.zoom(-1), north: () => view.northUp(), home: () => view.go(data.area.bounds),
    fullscreen: () => view.enlarge(), link: () => view.copyLink(),
    print: () => view.print({ area: data.area, impact: app.impact, routes: app.routes, overlay: app.overlay, sources: app.status.texts ?? [] }),
  };
  if (view || action === 'layers') actions[action]();
}
