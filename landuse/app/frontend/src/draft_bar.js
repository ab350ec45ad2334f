/** An earlier draft of this browser: taken back, or forgotten. */

import { h } from './dom.js';
import { Drafts } from './drafts.js';

function storage() {
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
    this.drafts = new Drafts(storage());
    const act = (key, click) => words.bind(h('button', { type: 'button', class: 'lu-choice', 'data-draft': key, on: { click } }), 'text', `draft.${key}`);
    this.element = words.bind(h('section', { class: 'lu-draft', hidden: true }, words.bind(h('p'), 'text', 'draft.offer'), act('take', () => this.take()), act('later', () => this.later()), act('forget', () => this.forget())), 'aria-label', 'draft.label');
  }

  set(draft) {
    this.drafts.take(draft);
    this.element.hidden = this.drafts.offer === null;
  }

  /** What comes next is not a change of what was kept: look for a draft anew. */
  restart() {
    this.drafts.key = null;
  }

  take() {
    const { offer } = this.drafts;
    this.element.hidden = true;
    this.calls.take(offer);
  }

  later() {
    this.element.hidden = true;
  }

  forget() {
    this.drafts.forget();
    this.element.hidden = true;
    this.calls.forget();
  }
}
