// Asks the worker, and hands on what is not outdated.
//
// A cell is never interrupted, and some take a quarter of a second in full. A reader who takes a control up again meanwhile does not
// wait for that: a second worker takes the place of the first. It has drafts of what the reader sees, as it was when the last result in
// full was done. So it runs what has changed since; and what changed and is again as it was, for the page shows what the first one
// gave in between.

import { idle } from './idle.js';

/** @typedef {import('./types').Answer} Answer */
/** @typedef {import('./types').Request} Request */
/** @typedef {import('./types').Message} Message */
/** @typedef {{ ready: () => void, broken: (why: string) => void, answered: (answer: Answer, request: Request, newest: boolean) => void }} Hearer */

/** So long a worker that computes in full may be silent on a draft [ms]: a turn of it, and what that takes to say. */
const PATIENCE = 12;

const start = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

export class Engine {
  /** @type {import('./types').Place} */
  #place;
  /** @type {Hearer} */
  #hear;
  /** @type {Worker | undefined} */
  #worker;
  /** One that could take its place; the settings of its drafts, and which of them were others since.
   * @type {{ worker: Worker, ready: boolean, settings: import('./types').Settings, strayed: Set<string> } | undefined} */
  #spare;
  /** @type {WebAssembly.Module | undefined} */
  #compiled;
  #number = 0;
  /** The question in full that is not answered to its end; 0 if there is none. */
  #unfinished = 0;
  #patience = 0;
  /** @type {Map<number, Request>} */
  #asked = new Map();
  /** Who waits for code, by number.
   * @type {Map<number, { request: Request, resolve: (sources: import('./types').Source[]) => void, reject: (why: Error) => void }>} */
  #waiting = new Map();
  #waits = 0;
  #why = '';

  /** @param {import('./types').Place} place
   * @param {Hearer} hear */
  constructor(place, hear) {
    this.#place = place;
    this.#hear = hear;
    try {
      this.#employ(start());
    } catch (error) {
      this.#broken(String(error));
      return;
    }
    this.#worker?.postMessage({ open: place });
  }

  /** From now on this one works.
   * @param {Worker} worker */
  #employ(worker) {
    this.#worker = worker;
    worker.onerror = (event) => this.#broken(event.message || 'the worker did not start');
    worker.onmessage = ({ data }) => {
      const message = /** @type {Message} */ (data);
      this.#wait(false);
      if ('ready' in message) {
        this.#compiled = message.compiled;
        this.#hear.ready();
      }
      else if ('broken' in message) this.#broken(message.broken);
      else if ('answer' in message) this.#answered(message);
      else this.#told(message);
    };
  }

  /** @param {string} why */
  #broken(why) {
    this.#why = why;
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
    this.#hear.broken(why);
  }

  /** Asks for a chapter; what was asked before and is not answered is given up between two turns of the worker.
   * @param {Request} request */
  ask(request) {
    this.#number += 1;
    this.#asked.set(this.#number, request);
    this.#worker?.postMessage({ ask: request, number: this.#number });
    if (this.#spare) {
      const { settings, strayed } = this.#spare;
      for (const name in { ...settings, ...request.settings }) if (settings[name] !== request.settings[name]) strayed.add(name);
    }
    if (!request.draft) this.#unfinished = this.#number;
    else if (this.#unfinished) this.#wait(true);
  }

  /** Waits for a sign of the worker, or no longer.
   * @param {boolean} wait */
  #wait(wait) {
    if (wait && this.#patience) return;
    clearTimeout(this.#patience);
    this.#patience = wait ? setTimeout(() => this.#relieve(), PATIENCE) : 0;
  }

  /** The other worker goes on. */
  #relieve() {
    this.#patience = 0;
    const request = this.#asked.get(this.#number);
    if (!this.#spare?.ready || !request) return;
    const { worker, settings, strayed } = this.#spare;
    this.#worker?.terminate();
    this.#employ(worker);
    this.#spare = undefined;
    idle(() => this.#prepare(request));
    this.#unfinished = 0;
    const anew = [...strayed].filter((name) => settings[name] === request.settings[name]);
    worker.postMessage({ ask: { ...request, anew }, number: this.#number });
    for (const [number, { request }] of this.#waiting) this.#worker?.postMessage({ sources: request, number });
  }

  /** The other worker drafts what the reader sees. A server works for all that asked it, whoever is still there: there it would save nothing.
   * @param {Request} request */
  #prepare(request) {
    if ('server' in this.#place) return;
    const spare = this.#spare ??= this.#another();
    spare.settings = request.settings;
    spare.strayed.clear();
    spare.worker.postMessage({ ask: { ...request, draft: true }, number: 0 });
  }

  /** Another worker, which opens the chapter's code. */
  #another() {
    const spare = { worker: start(), ready: false, settings: {}, strayed: new Set() };
    spare.worker.onmessage = ({ data }) => {
      spare.ready ||= 'ready' in data;
    };
    spare.worker.postMessage({ open: this.#compiled ? { module: this.#compiled } : this.#place });
    return spare;
  }

  /** The code of the cells that have controls, with these settings as defaults. It disturbs nothing that runs.
   * @param {string} chapter
   * @param {import('./types').Settings} settings
   * @returns {Promise<import('./types').Source[]>} */
  sources(chapter, settings) {
    if (this.#why) return Promise.reject(new Error(this.#why));
    const number = this.#waits += 1;
    const request = { chapter, settings, draft: false, sources: true };
    this.#worker?.postMessage({ sources: request, number });
    return new Promise((resolve, reject) => this.#waiting.set(number, { request, resolve, reject }));
  }

  /** @param {Extract<Message, { sources: any } | { refused: any }>} message */
  #told(message) {
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if ('sources' in message) waiting?.resolve(message.sources);
    else waiting?.reject(new Error(message.refused));
  }

  /** @param {Extract<Message, { answer: Answer }>} message */
  #answered({ number, answer, milliseconds }) {
    const request = this.#asked.get(number);
    for (const older of this.#asked.keys()) if (older < number) this.#asked.delete(older);
    if (!request) return;
    performance.measure(`live ${answer.cells.map((cell) => cell.id).join(' ')}`, { start: performance.now() - milliseconds, duration: milliseconds });
    if (number > this.#unfinished || (number === this.#unfinished && (answer.done || answer.failure))) this.#unfinished = 0;
    // Who moves a control is likely to do so again: from the first time on there is another worker.
    if (answer.done && (!request.draft || (request.first && !this.#spare))) idle(() => this.#prepare(request));
    // Cells that ran for an outdated question will not run again unless they are touched: theirs is the newest output there is.
    this.#hear.answered(answer, request, number === this.#number);
  }
}
