import { BrowserStore } from './browser_store.js';

/**
 * The scenario kept in this browser, so that a closed page loses no work: offered after a reload, forgotten on request.
 * An earlier draft that is still on offer is set aside before a new one takes its place.
 */
export class Drafts extends BrowserStore {
  /** @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null} storage null where the browser allows none */
  constructor(storage) {
    super(storage);
    this.key = null;
    this.opened = null;
    /** @type {any} the draft on offer */
    this.offer = null;
  }

  /**
   * Take what the server has now: at first look for an earlier draft, then keep each change.
   * @param {{key: string, document: any} | null} draft
   */
  take(draft) {
    if (!draft) return;
    const now = stable(draft.document);
    if (draft.key !== this.key) {
      this.key = draft.key;
      this.opened = now;
      this.offer = this.earlier(now);
      return;
    }
    if (this.offer !== null && stable(this.offer) === now) this.settle();
    if (now === this.opened || draft.document === null) return;
    this.opened = null; // something was changed since: from here every document is kept
    if (this.offer !== null) this.write(this.aside, this.offer);
    this.write(this.key, draft.document);
  }

  earlier(now) {
    for (const key of [this.key, this.aside]) {
      const found = this.read(key);
      if (found !== null && stable(found) !== now) return found;
    }
    return null;
  }

  /** The user took the offer back or did not want it: it is no longer offered. */
  settle() {
    this.offer = null;
    this.drop(this.aside);
  }

  /** Nothing of this key is left in the browser. */
  forget() {
    this.offer = null;
    for (const key of [this.key, this.aside]) this.drop(key);
  }

  get aside() {
    return `${this.key}:earlier`;
  }

  /** Whether the browser holds anything that can be forgotten. */
  get kept() {
    return this.key !== null && (this.read(this.key) !== null || this.read(this.aside) !== null);
  }
}

/** One text for one document, whatever the order of its fields. */
export function stable(value) {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (value && typeof value === 'object') {
    return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${stable(value[name])}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
