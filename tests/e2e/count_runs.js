// Whether the page has asked the server for a run that has not begun, and whether one is going on. Both are read from
// the numbers of the messages' fields: 11 asks for a run; 4 begins one, 6 ends it.
(() => {
  const runs = window.__runs = { asked: false, going: false };
  const bytesOf = (data) => (data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const fields = (bytes) => {
    const found = new Set();
    let at = 0;
    const number = () => {
      let value = 0;
      for (let unit = 1; ; unit *= 128) {
        const byte = bytes[at++];
        value += (byte & 127) * unit;
        if (byte < 128 || at >= bytes.length) return value;
      }
    };
    const after = { 0: () => { number(); return at; }, 1: () => at + 8, 2: () => number() + at, 5: () => at + 4 };
    while (at < bytes.length) {
      const tag = number();
      found.add(Math.floor(tag / 8));
      at = after[tag % 8]();
    }
    return found;
  };
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        const found = fields(bytesOf(data));
        if (found.has(4)) Object.assign(runs, { asked: false, going: true });
        if (found.has(6)) runs.going = false;
      });
    }

    send(data) {
      if (typeof data !== 'string' && fields(bytesOf(data)).has(11)) runs.asked = true;
      super.send(data);
    }
  };
})();
