// Asks the worker, and hands on what is not outdated.

/** @typedef {import('./types').Answer} Answer */
/** @typedef {import('./types').Request} Request */
/** @typedef {import('./types').Message} Message */

export class Engine {
  /** @type {Worker | undefined} */
  #worker;
  #number = 0;
  /** @type {Map<number, Request>} */
  #asked = new Map();
  /** Who waits for code, by number.
   * @type {Map<number, { resolve: (sources: import('./types').Source[]) => void, reject: (why: Error) => void }>} */
  #waiting = new Map();
  #waits = 0;
  #why = '';

  /** @param {import('./types').Place} place
   * @param {{ ready: () => void, broken: (why: string) => void, answered: (answer: Answer, request: Request, newest: boolean) => void }} hear */
  constructor(place, hear) {
    const broken = (/** @type {string} */ why) => {
      this.#why = why;
      for (const { reject } of this.#waiting.values()) reject(new Error(why));
      this.#waiting.clear();
      hear.broken(why);
    };
    try {
      this.#worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    } catch (error) {
      broken(String(error));
      return;
    }
    this.#worker.onerror = (event) => broken(event.message || 'the worker did not start');
    this.#worker.onmessage = ({ data }) => {
      const message = /** @type {Message} */ (data);
      if ('ready' in message) hear.ready();
      else if ('broken' in message) broken(message.broken);
      else if ('answer' in message) this.#answered(message, hear);
      else this.#told(message);
    };
    this.#worker.postMessage({ open: place });
  }

  /** Asks for a chapter; what was asked before and is not answered is given up between two turns of the worker.
   * @param {Request} request */
  ask(request) {
    this.#number += 1;
    this.#asked.set(this.#number, request);
    this.#worker?.postMessage({ ask: request, number: this.#number });
  }

  /** The code of the cells that have controls, with these settings as defaults. It disturbs nothing that runs.
   * @param {string} chapter
   * @param {import('./types').Settings} settings
   * @returns {Promise<import('./types').Source[]>} */
  sources(chapter, settings) {
    if (this.#why) return Promise.reject(new Error(this.#why));
    const number = this.#waits += 1;
    this.#worker?.postMessage({ sources: { chapter, settings, draft: false, sources: true }, number });
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
  }

  /** @param {Extract<Message, { sources: any } | { refused: any }>} message */
  #told(message) {
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if ('sources' in message) waiting?.resolve(message.sources);
    else waiting?.reject(new Error(message.refused));
  }

  /** @param {Extract<Message, { answer: Answer }>} message
   * @param {{ answered: (answer: Answer, request: Request, newest: boolean) => void }} hear */
  #answered({ number, answer, milliseconds }, hear) {
    const request = this.#asked.get(number);
    for (const older of this.#asked.keys()) if (older < number) this.#asked.delete(older);
    if (!request) return;
    performance.measure(`live ${answer.cells.map((cell) => cell.id).join(' ')}`, { start: performance.now() - milliseconds, duration: milliseconds });
    // Cells that ran for an outdated question will not run again unless they are touched: theirs is the newest output there is.
    hear.answered(answer, request, number === this.#number);
  }
}
