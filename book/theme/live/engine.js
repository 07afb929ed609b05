// Asks the worker, and hands on what is not outdated.
//
// A cell is never interrupted, and some take a quarter of a second in full. A reader who takes a control up again meanwhile does not
// wait for that: a second worker takes the place of the first. It has drafts of what the reader saw a while ago, and so runs what has
// changed since. It runs anew, too, what reads a setting that moved since the page was last up to date: what is shown of that the first
// one gave, maybe for a value that is not the newest.

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
  /** One that could take its place.
   * @type {{ worker: Worker, ready: boolean } | undefined} */
  #spare;
  /** What it is to draft, when the page has nothing else to do.
   * @type {Request | undefined} */
  #next;
  /** Settings for which the whole page was shown last, and which of them moved since.
   * @type {import('./types').Settings} */
  #settled = {};
  /** @type {Set<string>} */
  #strayed = new Set();
  /** Since the other worker took over the page was not shown in full. */
  #relieved = false;
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
      else if ('answer' in message) {
        this.#answered(message);
        // It may have said so before it heard of the newest question, and be in the next cell by now.
        if (this.#unfinished && message.number < this.#number && this.#asked.get(this.#number)?.draft) this.#wait(true);
      }
      else this.#told(message);
    };
  }

  /** @param {string} why */
  #broken(why) {
    this.#why = why;
    this.#wait(false);
    this.#spare?.worker.terminate();
    this.#spare = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
    this.#hear.broken(why);
  }

  /** Asks for a chapter; what was asked before and is not answered is given up between two turns of the worker.
   * @param {Request} request */
  ask(request) {
    this.#number += 1;
    this.#asked.set(this.#number, request);
    this.#stray(request);
    this.#post(request);
    if (!request.draft) this.#unfinished = this.#number;
    else if (this.#unfinished) this.#wait(true);
  }

  /** The newest question, to whoever works.
   * @param {Request} request */
  #post(request) {
    // What is shown may be of the worker that is gone, for other values than the drafts of this one.
    const anew = this.#relieved ? [...this.#strayed] : undefined;
    this.#worker?.postMessage({ ask: { ...request, anew }, number: this.#number });
  }

  /** @param {Request} request */
  #stray({ settings }) {
    const settled = this.#settled;
    for (const name in { ...settled, ...settings }) if (settled[name] !== settings[name]) this.#strayed.add(name);
  }

  /** Waits for a sign of the worker, or no longer. (Once more after that time: a sign may be there that the page was too busy to hear.)
   * @param {boolean} wait */
  #wait(wait) {
    if (wait && this.#patience) return;
    clearTimeout(this.#patience);
    const over = () => {
      this.#patience = setTimeout(() => this.#relieve());
    };
    this.#patience = wait ? setTimeout(over, PATIENCE) : 0;
  }

  /** The other worker goes on. */
  #relieve() {
    this.#patience = 0;
    const request = this.#asked.get(this.#number);
    if (!this.#spare?.ready || !request) return;
    const { worker } = this.#spare;
    this.#worker?.terminate();
    this.#employ(worker);
    this.#spare = undefined;
    this.#unfinished = request.draft ? 0 : this.#number;
    this.#relieved = true;
    this.#post(request);
    this.#prepare(request);
    for (const [number, { request }] of this.#waiting) this.#worker?.postMessage({ sources: request, number });
  }

  /** The other worker will draft what the reader sees. A server works for all that asked it, whoever is still there: there it would save
   * nothing.
   * @param {Request} request */
  #prepare(request) {
    if ('server' in this.#place) return;
    if (!this.#next) idle(() => this.#draft());
    this.#next = request;
  }

  #draft() {
    if (this.#why) return;
    const spare = this.#spare ??= this.#another();
    spare.worker.postMessage({ ask: { ...this.#next, draft: true }, number: 0 });
    this.#next = undefined;
  }

  /** Another worker, which opens the chapter's code. */
  #another() {
    const spare = { worker: start(), ready: false };
    const lost = () => {
      if (this.#spare === spare) this.#spare = undefined;
      spare.worker.terminate();
    };
    spare.worker.onerror = lost;
    spare.worker.onmessage = ({ data }) => {
      if ('broken' in data) lost();
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
    if (answer.done && !answer.failure && !request.draft) {
      this.#settled = request.settings;
      this.#strayed.clear();
      this.#relieved = false;
      for (const newer of this.#asked.values()) this.#stray(newer);
    }
    // Who moves a control is likely to do so again: from the first time on there is another worker.
    if (answer.done && (!request.draft || (request.first && !this.#spare))) this.#prepare(request);
    // Cells that ran for an outdated question will not run again unless they are touched: theirs is the newest output there is.
    this.#hear.answered(answer, request, number === this.#number);
  }
}
