/** What this browser keeps for us as JSON; a browser that keeps nothing breaks nothing. */
export class BrowserStore {
  /** @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null} storage null where the browser allows none */
  constructor(storage) {
    this.storage = storage;
  }

  /** @param {string} key @returns {any} null where nothing, or nothing readable, is kept */
  read(key) {
    try {
      const text = this.storage?.getItem(key) ?? null;
      return text === null ? null : JSON.parse(text);
    } catch {
      return null; // unreadable, or storage is closed to us
    }
  }

  write(key, value) {
    try {
      this.storage?.setItem(key, JSON.stringify(value));
    } catch {
      // Full or closed: the work goes on, only without a memory.
    }
  }

  drop(key) {
    try {
      this.storage?.removeItem(key);
    } catch {
      // The same.
    }
  }
}
