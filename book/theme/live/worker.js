// The chapter's own Rust, beside the page: WebAssembly in a Web Worker, so that the page never waits for it.
//
// One question is worked on at a time, cell by cell, in turns; between two turns a newer question takes its place.

import { instance, refusal, shared } from './module.js';

/** @typedef {import('./types').Question} Question */
/** @typedef {import('./types').Request} Request */
/** @typedef {import('./types').Answer} Answer */

/** @type {((request: Request) => Answer | Promise<Answer>) | null} */
let ask = null;
/** What is worked on, and whether its page was told that what the reader sees is up to date.
 * @type {{ ask: Request, number: number, seen?: boolean } | null} */
let newest = null;
let busy = false;
/** After so long a newer question may take the place of one [ms]: half a frame, so that a moving slider does not wait for it. */
const TURN = 8;
/** @type {Promise<void> | null} */
let opening = null;

/** @param {import('./types').Message} message */
const say = (message) => postMessage(message);

onmessage = async ({ data }) => {
  const question = /** @type {Question} */ (data);
  if ('open' in question) {
    opening = open(question.open);
    return;
  }
  if ('sources' in question) {
    await opening;
    say(await code(question));
    return;
  }
  // What one wants anew that had no turn yet, a newer one wants, too.
  const anew = [...newest?.ask.anew ?? [], ...question.ask.anew ?? []];
  newest = { ...question, ask: { ...question.ask, anew } };
  if (!busy) await work();
};

/** @param {import('./types').Place} place */
async function open(place) {
  try {
    ask = 'module' in place ? await instance(place.module) : remote(place.server);
    say({ ready: true, compiled: shared() });
  } catch (error) {
    say({ broken: String(error) });
  }
}

/** The code that was asked for, or why there is none: who asked must hear of either.
 * @param {{ sources: Request, number: number }} question
 * @returns {Promise<import('./types').Message>} */
async function code({ sources: request, number }) {
  try {
    if (!ask) throw new Error("the chapter's code did not start");
    const { sources = [], failure } = await ask(request);
    return failure ? { refused: failure.message, number } : { sources, number };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error), number };
  }
}

/** Answers the newest question to its end, unless a newer one comes. */
async function work() {
  busy = true;
  try {
    while (newest) {
      await opening;
      if (!ask) break;
      const question = newest;
      const begun = performance.now();
      const answer = await asMany(ask, question, begun + TURN);
      question.seen ||= answer.seen;
      if (answer.done && newest === question) newest = null;
      say({ number: question.number, answer, milliseconds: performance.now() - begun });
      await pause();
    }
  } catch (error) {
    newest = null;
    say({ broken: String(error) });
  }
  busy = false;
}

/** Runs cells until what the reader sees is done, or the time is over: what comes together, the page paints once.
 * @param {(request: Request) => Answer | Promise<Answer>} ask
 * @param {NonNullable<typeof newest>} question
 * @param {number} until
 * @returns {Promise<Answer>} */
async function asMany(ask, question, until) {
  /** @type {Answer['cells']} */
  const cells = [];
  for (;;) {
    const answer = await ask({ ...question.ask, most: 1 });
    question.ask.anew = [];
    cells.push(...answer.cells);
    if (answer.done || (answer.seen && !question.seen) || performance.now() >= until) return { ...answer, cells };
  }
}

/** One for all pauses: a channel that only its own message knows may be collected before that message comes. */
const { port1: turn, port2: bell } = new MessageChannel();

/** Lets messages in. */
function pause() {
  return new Promise((resolve) => {
    turn.onmessage = resolve;
    bell.postMessage(null);
  });
}

/** The same questions to the server of `cargo run`, where this machine could not build WebAssembly. Under a name of our own: its first
 * answer must hold every cell, whatever other pages have asked it.
 * @param {string} address */
function remote(address) {
  const page = Math.random().toString(36).slice(2);
  return async (/** @type {Request} */ request) => {
    const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...request, page }) });
    if (!response.ok) throw new Error(await refusal(address, response));
    return response.json();
  };
}
