// A chapter's page comes alive: controls move, the chapter's own Rust runs again, and what it gives takes its place.
//
//   controls.js -> settings -> engine.js -> worker.js -> module.js -> WebAssembly
//        ^             |                                                   |
//   settings.js (address, tab)                          outputs.js <- cells that ran
//
// Without this script the page is whole: stored outputs, and the command that changes a control.

import { Address } from './address.js';
import { buildAll, described, make } from './controls.js';
import { Engine } from './engine.js';
import { exercises } from './exercises.js';
import { idle } from './idle.js';
import './menu.js';
import { native } from './native.js';
import { spoken } from './numbers.js';
import { caption, finished, show } from './outputs.js';
import { codeTools } from './code.js';
import './downloads.js';
import './readout.js';
import { format, parse, remember, remembered, words } from './settings.js';
import { watchAll } from './watch.js';

/** @typedef {import('./types').Settings} Settings */
/** @typedef {import('./controls.js').Control} Control */

/** @param {HTMLElement} line the line under the title, which says where the chapter's code is */
function begin(line) {
  const found = described();
  const descriptions = [...new Map(found.map(({ description }) => [description.name, description])).values()];
  const { chapter = '', root = '', live = '' } = line.dataset;
  if (found.length === 0 || !chapter) return;
  const status = make('p', { className: 'zm-status', role: 'status' });
  line.after(status);
  const solved = exercises(chapter, line);
  // The sentence at the first controls says so.
  if (!live) return;

  /** @type {Control[]} */
  let controls = [];
  /** @type {Record<string, string>} */
  let others = {};
  /** @type {Engine | null} */
  let engine = null;
  let ready = false;
  let asked = false;
  let frame = 0;

  const settings = () => /** @type {Settings} */ (Object.fromEntries(
    controls.filter(({ description, value }) => value() !== description.default).map(({ description, value }) => [description.name, value()])));
  /** What the page has to say: about what the reader asked for, and about the code. */
  const said = { notice: '', trouble: '' };
  /** @param {Partial<typeof said>} what */
  const say = (what) => {
    Object.assign(said, what);
    const text = [said.trouble, said.notice].filter(Boolean).join(' ');
    if (status.textContent !== text) status.textContent = text;
  };
  const inWords = () => Object.entries(settings()).map(([name, value]) => `${words(name)} ${typeof value === 'number' ? spoken(value) : value}`).join(', ');

  /** @param {boolean} draft */
  function ask(draft) {
    asked = true;
    native(settings());
    if (!engine) return open();
    if (ready) engine.ask({ chapter, settings: settings(), draft, first: inView() });
  }

  /** Once, when the page has nothing else to do, or at the first touch. */
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
        if (!ready) for (const { description, set } of controls) set(description.default);
        native(settings());
        const then = ready ? 'Load the page again to go on.' : 'The figures stay as stored.';
        say({ notice: '', trouble: `The chapter's code can't run in this browser (${why}). ${then}` });
        for (const { item } of found) for (const input of item.querySelectorAll('input, button')) input.setAttribute('disabled', '');
        status.classList.add('zm-status-stays');
        tools.remove();
        document.documentElement.classList.replace('zm-live', 'zm-broken');
        line.dataset.state = 'broken';
      },
      answered(answer, request, newest) {
        for (const cell of asked ? answer.cells : []) {
          show(cell);
          solved.follow(cell);
        }
        if (answer.failure && newest) say({ trouble: `The cell “${answer.failure.cell}” can't do this: ${answer.failure.message}` });
        else if (answer.done && newest) say({ trouble: '' });
        if (answer.done && newest && !request.draft) {
          finished();
          caption(inWords());
        }
        // What the reader sees is in place before the rest of the page is.
        line.dataset.state = !newest ? 'busy' : answer.done ? 'done' : answer.seen ? 'seen' : 'busy';
      },
    });
  }

  function settle() {
    say({ notice: '' });
    remember(settings(), descriptions, others);
    address.write(format(settings()));
    ask(false);
  }

  controls = buildAll(found, {
    moved() {
      document.documentElement.classList.add('zm-moved');
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => ask(true));
    },
    settled() {
      cancelAnimationFrame(frame);
      settle();
    },
  });

  /** Moves the controls to where these settings say.
   * @param {{ settings: Settings, others: Record<string, string>, wrong: string[] }} wanted */
  function follow(wanted) {
    others = wanted.others;
    const before = JSON.stringify(settings());
    for (const { description, set } of controls) set(wanted.settings[description.name] ?? description.default);
    remember(settings(), descriptions, others);
    if (JSON.stringify(settings()) !== before) ask(false);
    say({ notice: wanted.wrong.join('. ') });
  }
  const address = new Address((fragment) => follow(parse(fragment, descriptions) ?? { settings: {}, others: {}, wrong: [] }));

  const tools = make('p', { className: 'zm-tools' }, [
    tool('Reset all', () => {
      for (const { description, set } of controls) set(description.default);
      settle();
    }),
    tool('Copy link', async () => {
      const link = location.href.split('#')[0] + format(settings());
      try {
        await navigator.clipboard.writeText(link);
        say({ notice: 'The address with these settings is on the clipboard.' });
      } catch {
        // Only a page from a safe address may write there, and only where the reader allows it.
        say({ notice: `The address with these settings: ${link}` });
      }
    }),
    ...codeTools({
      chapter,
      root,
      say: (text) => say({ notice: text }),
      sources() {
        open();
        if (!engine) throw new Error("the chapter's code can't run in this browser");
        return engine.sources(chapter, settings());
      },
    }),
  ]);
  found[0].item.parentElement?.after(tools);
  document.documentElement.classList.add('zm-live');
  follow(parse(location.hash, descriptions) ?? remembered(descriptions));
  address.mark(format(settings()));
  if (document.readyState === 'complete') idle(open);
  else addEventListener('load', () => idle(open));
}

/** @param {string} name
 * @param {() => void} work */
function tool(name, work) {
  return make('button', { type: 'button', className: 'zm-tool', textContent: name, onclick: work });
}

/** The cells that the reader sees now. */
function inView() {
  const cells = [...document.querySelectorAll('.zm-cell[data-cell]')];
  const seen = cells.filter((cell) => {
    const { top, bottom } = cell.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  return seen.map((cell) => cell.getAttribute('data-cell') ?? '');
}

// The page for printers holds all chapters: nothing moves there.
const lines = document.querySelectorAll('.zm-run[data-chapter]');
if (lines.length === 1 && lines[0] instanceof HTMLElement) begin(lines[0]);
watchAll();
