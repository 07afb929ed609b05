// A chapter's page shows what its code gives under the settings of the moment: each figure, table and number, and what is told of them
// to those who do not see them. For every chapter, at random settings from the address, and after a key moved a control from there;
// compared with what a module that was asked nothing before gives in Node.

import { controlsOf, fresh } from '../askers.mjs';
import { settingsOf } from '../random.mjs';
import { judge, note } from '../site.mjs';
import { chapters, differs, end, fragment, open, status } from './hands.mjs';

/** So often a key that is held down moves the slider: enough for the numbers in the sentences, which are rounded. */
const STEPS = 10;

export async function follows(shop) {
  const names = await chapters();
  judge('follows: there are chapters', names.length >= 9 ? [] : [names.join()]);
  const all = { figures: 0, numbers: 0, told: 0 };
  for (const chapter of names) {
    for (const compared of await follow(shop, chapter)) for (const what of Object.keys(all)) all[what] += compared[what];
  }
  note(`${all.figures} figures and tables, ${all.numbers} numbers and ${all.told} alternative texts are as a fresh module says`);
}

async function follow(shop, chapter) {
  const controls = await controlsOf(chapter);
  const random = settingsOf(chapter, controls, 1)[3];
  const pairs = Object.entries(random).map(([name, value]) => `&${name}=${value}`).join('');
  const window = await open(shop, `${chapter}.html#v=1${pairs}`, {}, (context) => context.addInitScript(hear));
  const { page } = window;
  await whole(page, 0);
  const begun = await set(page);
  const chosen = controls.filter(({ name, ...control }) => random[name] !== control.default).map(({ name }) => [name, random[name]]);
  judge(`${chapter}: the page is at the settings of its address`, differs('they', spelled(Object.fromEntries(chosen)), spelled(begun)));
  const first = await same(page, chapter, begun);

  const { name, max } = await deciding(chapter, controls, begun);
  const before = await page.evaluate(() => window.heard.asked.number);
  await page.locator(`#zm-${name}`).focus();
  const key = random[name] < max ? 'ArrowRight' : 'ArrowLeft';
  for (let step = 0; step < STEPS; step += 1) await page.keyboard.down(key);
  await page.keyboard.up(key);
  await whole(page, before);
  const moved = await set(page);
  judge(`${chapter}: a key moves one control`, [...(moved[name] === begun[name] ? [`${name} stays`] : []),
    ...differs('the others', spelled({ ...begun, [name]: 0 }), spelled({ ...moved, [name]: 0 }))]);
  const second = await same(page, chapter, moved);
  const moves = ['figures', 'numbers', 'told'].filter((what) => first.wanted[what] === second.wanted[what]);
  judge(`${chapter}: figures, numbers and alternative texts have to follow`, moves.map((what) => `none of the ${what} does`));
  judge(`${chapter}: nothing is said where nothing is wrong`, differs('the status', '', await status(page)));
  await end(chapter, window);
  return [first, second];
}

const VALUE = /^application\/vnd\.millions\.value\.(.+)\+json$/;
const valuesOf = (answer) => JSON.stringify(Object.values(answer).map((outputs) => Object.entries(outputs).filter(([mime]) => VALUE.test(mime))));

/** The first slider on which numbers in the sentences depend under these settings. */
async function deciding(chapter, controls, settings) {
  const now = valuesOf(await fresh(chapter, settings));
  for (const control of controls.filter(({ kind }) => kind === 'slider')) {
    const end = settings[control.name] === control.max ? control.min : control.max;
    if (valuesOf(await fresh(chapter, { ...settings, [control.name]: end })) !== now) return control;
  }
  throw new Error(`${chapter}: no slider moves a number from ${JSON.stringify(settings)}`);
}

/** In the page, before its scripts: notes the newest question, and which one was answered to its end. (What the worker in reserve is asked
 * has no number, and its answers nobody sees.) */
function hear() {
  window.heard = { asked: null, done: 0 };
  window.Worker = class extends Worker {
    constructor(...how) {
      super(...how);
      this.addEventListener('message', ({ data }) => {
        if (data.number && data.answer?.done) window.heard.done = data.number;
      });
    }

    postMessage(message) {
      if (message.ask && message.number) window.heard.asked = message;
      super.postMessage(message);
    }
  };
}

/** Until a question after this one was answered, and no draft: the page's own state is `done` between a draft and the whole, too. */
const whole = (page, number) => page.waitForFunction((number) => {
  const { asked, done } = window.heard;
  return asked?.number > number && !asked.ask.draft && done === asked.number && document.querySelector('.zm-run').dataset.state === 'done';
}, number, { timeout: 60_000, polling: 50 });

/** The settings that the address says, read by other means than the page's. */
async function set(page) {
  const pairs = [...new URLSearchParams((await fragment(page)).slice(1))].filter(([name]) => name !== 'v');
  const value = (text) => (text === 'true' ? true : text === 'false' ? false : Number.isNaN(Number(text)) ? text : Number(text));
  return Object.fromEntries(pairs.map(([name, text]) => [name, value(text)]));
}

const spelled = (settings) => JSON.stringify(Object.entries(settings).sort());

async function same(page, chapter, settings) {
  const found = await page.evaluate(compare, await fresh(chapter, settings));
  judge(`${chapter}: the page shows what a fresh module gives under ${JSON.stringify(settings)}`, found.wrong);
  return found;
}

/** In the page: where it differs from these outputs, by cell, and where nothing ran from what is stored. */
async function compare(given) {
  const { clean } = await import('./live/outputs.js');
  const stored = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), 'text/html');
  const result = { figures: 0, numbers: 0, told: 0, wanted: { figures: '', numbers: '', told: '' }, wrong: [] };
  /** Without what a script of the page put in there: the player of a film, and its line in the picture. */
  const bare = (nodes) => {
    const copy = document.createElement('div');
    copy.append(...[...nodes].map((node) => node.cloneNode(true)));
    for (const added of copy.querySelectorAll('.zm-player, .zm-now')) added.remove();
    for (const stage of copy.querySelectorAll('.zm-stage-wide')) stage.classList.remove('zm-stage-wide');
    copy.normalize();
    return copy;
  };
  const plain = (text) => {
    const element = document.createElement('pre');
    Object.assign(element, { className: 'zm-text', tabIndex: 0, textContent: text.trimEnd() });
    return [element];
  };
  const apart = (a, b) => {
    let at = 0;
    while (at < a.length && a[at] === b[at]) at += 1;
    return `“${a.slice(Math.max(0, at - 30), at + 40)}”, not “${b.slice(Math.max(0, at - 30), at + 40)}”`;
  };
  const alternatives = (place) => [...place.querySelectorAll('title, desc')].map(({ textContent }) => textContent);
  const equal = (what, place, nodes) => {
    const [shown, wanted] = [bare(place.childNodes), bare(nodes)];
    const [texts, due] = [alternatives(shown), alternatives(wanted)];
    result.figures += 1;
    result.told += due.length;
    result.wanted.figures += wanted.innerHTML;
    result.wanted.told += due.join('\n');
    if (!shown.isEqualNode(wanted)) result.wrong.push(`${what} shows ${apart(shown.innerHTML, wanted.innerHTML)}`);
    texts.forEach((text, at) => {
      if (text !== due[at]) result.wrong.push(`${what} tells ${apart(text, due[at] ?? '')}`);
    });
  };

  const numbers = {};
  const shown = new Set();
  for (const [id, outputs] of Object.entries(given)) {
    for (const [mime, content] of Object.entries(outputs)) {
      const name = /^application\/vnd\.millions\.value\.(.+)\+json$/.exec(mime)?.[1];
      if (name) numbers[name] = JSON.parse(content).text;
    }
    const text = outputs['text/plain'];
    const markup = outputs['text/html'] ?? outputs['image/svg+xml'];
    if (markup === undefined && text === undefined) continue;
    const place = document.querySelector(`.zm-cell[data-cell="${id}"] .zm-shown`);
    shown.add(place);
    if (place) equal(id, place, markup === undefined ? plain(text) : clean(markup).childNodes);
    else result.wrong.push(`${id} has no place on the page`);
  }
  for (const place of document.querySelectorAll('.zm-cell[data-cell] .zm-shown')) {
    const id = place.closest('.zm-cell').dataset.cell;
    if (!shown.has(place)) equal(`${id}, which did not run,`, place, stored.querySelector(`.zm-cell[data-cell="${id}"] .zm-shown`).childNodes);
  }
  for (const span of document.querySelectorAll('[data-value]')) {
    const { value: name } = span.dataset;
    const wanted = numbers[name] ?? stored.querySelector(`[data-value="${name}"]`).textContent;
    result.numbers += 1;
    result.wanted.numbers += `${name} ${wanted}\n`;
    if (span.textContent !== wanted) result.wrong.push(`the number ${name} is “${span.textContent}”, not “${wanted}”`);
  }
  for (const mark of document.querySelectorAll('.zm-draft, .zm-outdated, .zm-value-draft, .zm-value-outdated, .zm-value-stale')) {
    result.wrong.push(`${mark.dataset.value ?? mark.closest('.zm-cell')?.dataset.cell} is marked: ${mark.className}`);
  }
  return result;
}
