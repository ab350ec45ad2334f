/** What a pressed key does on the map. */

export function pressed(app, event) {
  const typing = event.target.closest('input, select, textarea');
  const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z';
  if (event.key === 'Escape') app.escape();
  else if (undo && !typing) app.undo(event.shiftKey ? 'redo' : 'undo');
  else if (event.target !== app.ground.map?.getCanvas() || !app.ready) return;
  else if (['Delete', 'Backspace'].includes(event.key) && app.editor.selected) app.remove();
  else if (!app.tools.key(event.key)) return;
  if (!typing) event.preventDefault();
}
