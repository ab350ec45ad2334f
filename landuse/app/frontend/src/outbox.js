/**
 * Messages to the server, each with a number that counts up; one stays until the server says that it has heard it,
 * so a hand quicker than the network loses nothing.
 *
 * @typedef {{n: number, kind: string} & Record<string, any>} Message
 */
export class Outbox {
  /** @param {(state: {messages: Message[]}) => void} send */
  constructor(send) {
    this.send = send;
    /** @type {Message[]} */
    this.messages = [];
    this.last = 0;
  }

  /**
   * @param {string} kind
   * @param {Record<string, any>} [body]
   * @returns {number} the message's number
   */
  post(kind, body = {}) {
    this.last += 1;
    this.messages.push({ n: this.last, kind, ...body });
    this.flush();
    return this.last;
  }

  /** Send everything unheard once more (after a remount the server may have missed it). */
  flush() {
    if (this.messages.length) this.send({ messages: [...this.messages] });
  }

  /**
   * Forget what the server has heard. Numbers start after the server's: a session outlives a page of it.
   * @param {number} n
   */
  heard(n) {
    this.messages = this.messages.filter((message) => message.n > n);
    this.last = Math.max(this.last, n);
  }

  /** Whether the server has heard everything. */
  get quiet() {
    return this.messages.length === 0;
  }
}
