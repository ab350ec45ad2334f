import { BrowserStore } from './browser_store.js';

/**
 * What the user has marked as seen, kept in this browser alone: told to the server once a page asks for it,
 * written when the server says that it was marked now.
 */
export class Seen extends BrowserStore {
  /**
   * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null} storage null where the browser allows none
   * @param {(last: any) => void} tell what was kept under the key; null = nothing
   * @param {(url: string) => Promise<any>} fetched
   */
  constructor(storage, tell, fetched) {
    super(storage);
    Object.assign(this, { tell, fetched, key: null, marked: 0, forgotten: 0 });
  }

  /** @param {{key: string, now: string, mark: number, forget: number} | null | undefined} seen what the server has */
  async take(seen) {
    if (!seen) return;
    if (seen.key !== this.key) {
      Object.assign(this, { key: seen.key, marked: seen.mark, forgotten: seen.forget });
      this.tell(this.read(seen.key));
      return;
    }
    if (seen.forget > this.forgotten) {
      this.forgotten = seen.forget;
      this.drop(seen.key);
    }
    if (seen.mark > this.marked) {
      this.marked = seen.mark;
      this.write(seen.key, await this.fetched(seen.now));
      this.tell(this.read(seen.key)); // as it stands: null where the browser keeps nothing
    }
  }

  /** The server has lost the session: what is kept is told anew. */
  restart() {
    this.key = null;
  }
}
