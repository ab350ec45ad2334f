/** An earlier draft of this browser: taken back, or forgotten. */

import { ICONS, h, icon } from './dom.js';
import { Drafts } from './drafts.js';

/** @returns {Storage | null} what the browser keeps for us */
export function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // the browser is set to keep nothing
  }
}

export class DraftBar {
  /**
   * @param {import('./words.js').Words} words
   * @param {{take: (document: any) => void, forget: () => void}} calls
   */
  constructor(words, calls) {
    this.calls = calls;
    this.later = false;
    this.drafts = new Drafts(storage());
    const act = (key, click) => words.bind(h('button', { type: 'button', class: 'lu-choice', 'data-draft': key, on: { click } }), 'text', `draft.${key}`);
    this.element = words.bind(h('section', { class: 'lu-draft', hidden: true }, words.bind(h('p'), 'text', 'draft.offer'), act('take', () => this.take()), act('later', () => this.leave()), act('forget', () => this.forget())), 'aria-label', 'draft.label');
    this.drop = words.bind(h('button', { type: 'button', class: 'lu-small lu-drop', hidden: true, 'data-draft': 'drop', on: { click: () => this.forget() } }, icon(ICONS.delete), words.bind(h('span'), 'text', 'draft.drop')), 'title', 'draft.kept');
  }

  /** @param {{key: string, document: any} | null} draft what the server has now */
  set(draft) {
    this.drafts.take(draft);
    this.show();
  }

  show() {
    this.element.hidden = this.drafts.offer === null || this.later;
    this.drop.hidden = !this.drafts.kept;
  }

  /** What comes next is not a change of what was kept: look for a draft anew. */
  restart() {
    this.drafts.key = null;
    this.later = false;
  }

  take() {
    const { offer } = this.drafts;
    this.drafts.settle();
    this.show();
    this.calls.take(offer);
  }

  /** Not now: it stays in the browser and is offered again another time. */
  leave() {
    this.later = true;
    this.show();
  }

  forget() {
    this.drafts.forget();
    this.show();
    this.calls.forget();
  }
}
