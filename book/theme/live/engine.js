// Asks the worker, and hands on what is not outdated.

/** @typedef {import('./types').Answer} Answer */
/** @typedef {import('./types').Request} Request */
/** @typedef {import('./types').Message} Message */

export class Engine {
  #worker;
  #number = 0;
  /** @type {Map<number, Request>} */
  #asked = new Map();

  /** @param {import('./types').Place} place
   * @param {{ ready: () => void, broken: (why: string) => void, answered: (answer: Answer, request: Request, newest: boolean) => void }} hear */
  constructor(place, hear) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    this.#worker.onerror = (event) => hear.broken(event.message ?? 'the worker did not start');
    this.#worker.onmessage = ({ data }) => {
      const message = /** @type {Message} */ (data);
      if ('ready' in message) hear.ready();
      else if ('broken' in message) hear.broken(message.broken);
      else this.#answered(message, hear);
    };
    this.#worker.postMessage({ open: place });
  }

  /** Asks for a chapter; what was asked before and is not answered is given up between two cells.
   * @param {Request} request */
  ask(request) {
    this.#number += 1;
    this.#asked.set(this.#number, request);
    this.#worker.postMessage({ ask: request, number: this.#number });
  }

  /** @param {Extract<Message, { number: number }>} message
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
