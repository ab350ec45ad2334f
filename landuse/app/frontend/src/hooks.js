/** What tests and the curious can look at. @param {import('./app.js').MapApp} app @param {any} map */
export const hooks = (app, map) => ({
  map,
  get overlay() { return app.overlay; },
  get draw() { return app.editor?.draw; },
  get quiet() { return app.quiet; },
});
