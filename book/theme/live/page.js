// A chapter's page comes alive: controls move, the chapter's own Rust runs again, and what it gives takes its place.
//
//   controls.js -> settings -> engine.js -> worker.js -> module.js -> WebAssembly
//        ^             |                                                   |
//   address.js, memory.js                               outputs.js <- cells that ran
//
// Without this script the page is whole: stored outputs, and the command that changes a control.

import { Address, kept } from './address.js';
import { buildAll, described, make } from './controls.js';
import { Engine } from './engine.js';
import { exercises } from './exercises.js';
import { idle } from './idle.js';
import './keys.js';
import { busy, complete, finished, outdate } from './marks.js';
import { remember, remembered } from './memory.js';
import './menu.js';
import { native } from './native.js';
import { spoken } from './numbers.js';
import { show } from './outputs.js';
import { learnCell } from './places.js';
import { codeTools } from './code.js';
import './downloads.js';
import './readout.js';
import { format, nothing, parse, select, spelled, words } from './settings.js';
import { inView } from './sight.js';
import { Status, complaints } from './status.js';
import { watchAll } from './watch.js';

/** @typedef {import('./types').Settings} Settings */
/** @typedef {import('./types').Answer} Answer */
/** @typedef {import('./types').Request} Request */
/** @typedef {import('./controls.js').Control} Control */

/** @param {HTMLElement} line the line under the title, which says where the chapter's code is */
function begin(line) {
  const found = described();
  const descriptions = [...new Map(found.map(({ description }) => [description.name, description])).values()];
  const { chapter = '', root = '', live = '' } = line.dataset;
  if (found.length === 0 || !chapter) return;
  // The sentence at the first controls says so.
  if (!live) return;
  const status = new Status(line);
  const solved = exercises(chapter);

  /** @type {Control[]} */
  let controls = [];
  /** What the reader chose here, by name: a default, too, and what is out of range here.
   * @type {Record<string, string>} */
  let chosen = {};
  /** What is worked on, and the cells that ran for it.
   * @type {{ request: Request | null, ran: Set<string> }} */
  let question = { request: null, ran: new Set() };
  /** @type {Engine | null} */
  let engine = null;
  let ready = false;
  let asked = false;
  let broken = false;
  let frame = 0;
  /** Who waits until all that is shown is of the same settings.
   * @type {(() => void)[]} */
  let waiting = [];

  const settings = () => /** @type {Settings} */ (Object.fromEntries(
    controls.filter(({ description, value }) => value() !== description.default).map(({ description, value }) => [description.name, value()])));
  /** @param {Settings} settings */
  const inWords = (settings) => Object.entries(settings).map(([name, value]) => `${words(name)} ${typeof value === 'number' ? spoken(value) : value}`).join(', ');

  /** @param {boolean} draft */
  function ask(draft) {
    if (broken) return;
    // A draft that waits for its frame would take the place of what is asked now.
    cancelAnimationFrame(frame);
    asked = true;
    line.dataset.state = 'asked';
    status.wait(() => {
      busy(inView());
      return ready ? 'Computing …' : 'Loading the chapter’s code …';
    });
    if (engine ? !ready : document.readyState !== 'complete') return;
    if (!engine) return open();
    engine.ask({ chapter, settings: settings(), draft, first: inView() });
  }

  function rest() {
    status.rest();
    busy([]);
  }

  function release() {
    for (const go of waiting) go();
    waiting = [];
  }

  /** Once, when the page has nothing else to do, or at the first touch after it was loaded. */
  function open() {
    if (engine) return;
    const place = live === 'server' ? { server: new URL('/-/live', location.href).href } : { module: new URL(root + live, location.href).href };
    engine = new Engine(place, {
      ready() {
        ready = true;
        line.dataset.ready = '';
        // With nothing changed yet this only warms up; what it gives is what is stored.
        engine?.ask({ chapter, settings: settings(), draft: !asked });
      },
      broken(why) {
        // What is shown belongs to the settings that were answered last: the defaults, where none was.
        if (!question.request) for (const { description, set } of controls) set(description.default);
        broken = true;
        native(settings());
        const then = question.request ? 'Load the page again to go on.' : 'The figures stay as stored.';
        const fails = live === 'server' ? 'did not run' : 'can\'t run in this browser';
        rest();
        status.notice('');
        status.trouble(`The chapter's code ${fails} (${why}). ${then}`);
        for (const { item } of found) for (const input of item.querySelectorAll('input, button')) input.setAttribute('disabled', '');
        status.stay();
        tools.remove();
        document.documentElement.classList.replace('zm-live', 'zm-broken');
        line.dataset.state = 'broken';
        release();
      },
      answered,
    });
  }

  /** @param {Answer} answer
   * @param {Request} request
   * @param {boolean} newest */
  function answered(answer, request, newest) {
    // The same settings once more, as on release: what ran to its end for them is still right.
    const other = JSON.stringify(question.request?.settings) !== JSON.stringify(request.settings);
    if (question.request !== request) question = { request, ran: other ? new Set() : question.ran };
    status.came();
    for (const cell of answer.cells) {
      learnCell(cell);
      if (!cell.draft) question.ran.add(cell.id);
      if (!asked) continue;
      show(cell, inWords(request.settings));
      solved.follow(cell);
    }
    if (answer.failure && newest) {
      // Those in view went first, and those before them are left behind: once more, in order.
      if (request.first && !request.draft) return engine?.ask({ ...request, first: undefined });
      const { cell, message } = answer.failure;
      status.trouble(cell ? `The cell “${cell}” can't do this: ${message}` : message);
      if (asked && cell) outdate(cell, question.ran);
    } else if (answer.done && newest) status.trouble('');
    // A draft of what is seen leaves the others out.
    if (answer.done && !answer.failure && !(request.draft && request.first)) complete();
    if (answer.done && newest && !request.draft) {
      if (!answer.failure) solved.settle();
      finished(inWords(request.settings));
    }
    if (newest && (answer.done || answer.seen)) rest();
    // What the reader sees is in place before the rest of the page is.
    line.dataset.state = !newest ? 'busy' : answer.done ? 'done' : answer.seen ? 'seen' : 'busy';
    if (newest && !request.draft && (answer.done || answer.failure)) release();
  }

  function settle() {
    status.notice('');
    native(settings());
    address.write(format(chosen), format(settings()));
    ask(false);
  }

  /** @param {string[]} names of controls that are to stand at their default */
  function reset(names) {
    for (const name of names) delete chosen[name];
    remember({}, names);
    settle();
  }

  controls = buildAll(found, {
    moved() {
      document.documentElement.classList.add('zm-moved');
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        native(settings());
        ask(true);
      });
    },
    settled(name) {
      chosen[name] = spelled(controls.find(({ description }) => description.name === name)?.value() ?? '');
      remember({ [name]: chosen[name] });
      settle();
    },
    reset: (name) => reset([name]),
  });

  const own = descriptions.map(({ name }) => name);
  /** Moves the controls to where these settings say.
   * @param {import('./settings.js').Wanted} wanted */
  function follow(wanted) {
    if (broken) return;
    chosen = Object.fromEntries(Object.entries(wanted.chosen).filter(([name]) => own.includes(name)));
    const before = JSON.stringify(settings());
    for (const { description, set } of controls) set(wanted.settings[description.name] ?? description.default);
    native(settings());
    if (JSON.stringify(settings()) !== before) ask(false);
    status.notice(complaints(wanted.wrong));
  }
  // A page that comes back from the browser's cache is the newest again.
  addEventListener('pageshow', ({ persisted }) => persisted && remember(chosen, own));
  const address = new Address((fragment) => {
    const wanted = parse(fragment, descriptions) ?? nothing();
    remember(wanted.chosen, own);
    follow(wanted);
  });

  const tools = make('p', { className: 'zm-tools' }, [
    tool('Reset all', () => {
      for (const { description, set } of controls) set(description.default);
      reset(own);
    }),
    tool('Copy link', async () => {
      const link = location.href.split('#')[0] + format(settings());
      try {
        await navigator.clipboard.writeText(link);
        status.notice('The address with these settings is on the clipboard.', 8);
      } catch {
        // Only a page from a safe address may write there, and only where the reader allows it.
        status.notice(`The address with these settings: ${link}`);
      }
    }),
    ...codeTools({
      chapter,
      root,
      say: (text, seconds) => status.notice(text, seconds),
      sources() {
        open();
        if (!engine) throw new Error("the chapter's code can't run in this browser");
        return engine.sources(chapter, settings());
      },
      settled: () => new Promise((resolve) => {
        if (!asked || ['done', 'broken'].includes(line.dataset.state ?? '')) resolve();
        else waiting.push(resolve);
      }),
    }),
  ]);
  found[0].item.parentElement?.after(tools);
  document.documentElement.classList.add('zm-live');
  // An entry of the history to which the reader came back, an address, or what was chosen on the page before.
  const told = parse(kept() ?? location.hash, descriptions) ?? (kept() === null ? null : nothing());
  if (told) remember(told.chosen, kept() === null ? [] : own);
  follow(told ?? select(Object.entries(remembered()), descriptions));
  address.mark(format(chosen), format(settings()));
  if (document.readyState === 'complete') idle(open);
  else addEventListener('load', () => idle(open));
}

/** @param {string} name
 * @param {() => void} work */
function tool(name, work) {
  return make('button', { type: 'button', className: 'zm-tool', textContent: name, onclick: work });
}

// The page for printers holds all chapters: nothing moves there.
const lines = document.querySelectorAll('.zm-run[data-chapter]');
if (lines.length === 1 && lines[0] instanceof HTMLElement) {
  try {
    begin(lines[0]);
  } catch (error) {
    // The page says how its stored figures are changed: half alive it must not hide that.
    document.documentElement.classList.remove('zm-live');
    document.documentElement.classList.add('zm-broken');
    throw error;
  }
}
watchAll();
