// A cell that can't do what the controls ask: what it and those behind it show is marked, on paper too, until they run again. And a
// module that trapped begins anew.

import { judge, settled } from '../site.mjs';
import { CELL, after, changed, differs, end, open, status, typed } from './hands.mjs';

const FAILS = 3_000_000;
/** Runs before the cell that fails, and out of sight of it. */
const BEFORE = 'tonight';
/** Comes after it, and needs nothing of it. */
const BEHIND = 'exercise-cool-cores';

export async function failing(shop) {
  await marked(shop);
  await trapped(shop);
}

/** In the module's place: the same, but under one setting a cell fails, after which it has forgotten everything, as the real one has. */
const refusing = (source) => `${source.replace('export async function instance', 'async function whole')}
export async function instance(address) {
  const fresh = await Promise.all([1, 2, 3, 4, 5].map(() => whole(address)));
  let ask = fresh.pop();
  return (request) => {
    const answer = ask(request);
    const at = answer.cells.findIndex(({ id }) => id === '${CELL}');
    if (request.settings.daily_users !== ${FAILS} || at < 0) return answer;
    ask = fresh.pop();
    return { cells: answer.cells.slice(0, at), done: true, failure: { cell: '${CELL}', line: 1, message: 'nothing carries this' } };
  };
}`;

/** In the page: what each output shows, and how it is marked. */
const marks = (page) => page.evaluate(async () => {
  const { cells, figures, givers, idOf, numbers } = await import('./live/places.js');
  // The player that a script puts into a figure tells of a moment.
  const text = (place) => {
    const copy = place.cloneNode(true);
    for (const stage of copy.querySelectorAll('.zm-stage')) stage.remove();
    return copy.textContent.trim();
  };
  return {
    order: cells.map(idOf),
    cells: Object.fromEntries([...figures].map(([id, place]) => [id, {
      mark: getComputedStyle(place, '::before').content, settings: place.dataset.settings ?? '', text: text(place) }])),
    numbers: Object.fromEntries([...numbers].map(([name, [span]]) => [name, {
      giver: givers.get(name), marked: getComputedStyle(span).textDecorationStyle === 'wavy' }])),
  };
});

async function marked(shop) {
  const window = await open(shop, undefined, {}, changed(/live\/module\.js/, refusing));
  const { page } = window;
  await settled(page);
  const set = (text) => after(page, () => typed(page).evaluate((input, text) => {
    input.value = text;
    input.dispatchEvent(new Event('change'));
  }, text));
  const old = await marks(page);
  // Before it is waited for: a promise counts as true, whatever it will be.
  await page.evaluate(async () => { window.inView = (await import('./live/sight.js')).inView; });
  // The reader looks at the cell that fails, not at those before it.
  await page.locator(`.zm-cell[data-cell=${CELL}]`).evaluate((cell) => cell.scrollIntoView({ block: 'start', behavior: 'instant' }));
  await page.waitForFunction(([cell, before]) => {
    const seen = window.inView();
    return seen.includes(cell) && !seen.includes(before);
  }, [CELL, BEFORE]);
  await set(String(FAILS));
  judge('a cell that fails says so', (await status(page)).includes(CELL) ? [] : [await status(page)]);
  const now = await marks(page);
  const order = Object.keys(now.cells);
  const failed = order.indexOf(CELL);
  judge('what did not run is marked, and nothing else', order.filter((id, at) => now.cells[id].mark.includes('not up to date') !== at >= failed));
  judge('what did not run stays as it was, on paper too', order.slice(failed).filter((id) => (
    now.cells[id].text !== old.cells[id].text || now.cells[id].settings !== '')));
  judge('what did run is as the controls say, on paper too', order.slice(0, failed).filter((id) => !now.cells[id].settings.includes('3\u202fM'))
    .concat(now.cells[BEFORE].text === old.cells[BEFORE].text ? [`${BEFORE} is as it was`] : []));
  judge('a number of a cell that did not run is marked, and no other', Object.entries(now.numbers)
    .filter(([, { giver, marked }]) => marked !== (now.order.indexOf(giver) >= now.order.indexOf(CELL))).map(([name]) => name));
  judge('an exercise is not solved by a failure', await page.locator('.zm-solved').count() === 0 ? [] : ['one is']);
  await set('5e5');
  const then = await marks(page);
  judge('when all runs again no mark is left', [
    ...order.filter((id) => then.cells[id].mark !== 'none' || !then.cells[id].settings.includes('500\u202fk')),
    ...Object.entries(then.numbers).filter(([, { marked }]) => marked).map(([name]) => name),
    ...differs('the status', '', await status(page))]);
  // Who looks at a later cell alone: that one ran first, and shows what the controls say.
  await page.setViewportSize({ width: 1280, height: 300 });
  await page.locator(`.zm-cell[data-cell=${BEHIND}]`).evaluate((cell) => cell.scrollIntoView({ block: 'start', behavior: 'instant' }));
  await page.waitForFunction((cell) => window.inView().join() === cell, BEHIND);
  await set(String(FAILS));
  const behind = (await marks(page)).cells;
  judge('what ran before the failure is not marked, and is named as it is', [
    ...differs('the mark', 'none', behind[BEHIND].mark), ...(behind[BEHIND].settings.includes('3\u202fM') ? [] : [behind[BEHIND].settings]),
    ...(behind[CELL].mark.includes('not up to date') ? [] : ['the cell that failed is not marked'])]);
  await end('a cell that fails', window);
}

/** A module that traps gives way to a new one; what it said last is the answer. */
async function trapped(shop) {
  const window = await open(shop);
  await settled(window.page);
  judge('after a trap a new module answers', await window.page.evaluate(async () => {
    const { answering } = await import('./live/module.js');
    const { instantiate, Instance, Module } = WebAssembly;
    let made = 0;
    const traps = ['said', 'silent'];
    const door = () => {
      made += 1;
      const [memory, number] = [new WebAssembly.Memory({ initial: 1 }), made];
      const put = (answer) => {
        const bytes = new TextEncoder().encode(JSON.stringify(answer));
        new Uint8Array(memory.buffer).set(bytes);
        return bytes.length;
      };
      const asked = (length) => new TextDecoder().decode(new Uint8Array(memory.buffer, 1000, length));
      let trap = '';
      let size = 0;
      return { exports: {
        memory, answer_at: () => 0,
        request: (length) => { size = length; return 1000; },
        run() {
          trap = JSON.parse(asked(size)).chapter;
          if (traps.includes(trap)) throw new WebAssembly.RuntimeError('unreachable');
          return put({ cells: [], done: true, number });
        },
        failure: () => put(trap === 'said' ? { cells: [], done: true, failure: { cell: 'a', line: 1, message: 'stack' } } : { cells: [], done: true }),
      } };
    };
    WebAssembly.instantiate = async () => door();
    WebAssembly.Instance = function Instance() { return door(); };
    WebAssembly.Module = { imports: () => [] };
    const wrong = [];
    const expect = (what, expected, found) => { if (expected !== found) wrong.push(`${what}: ${found}, not ${expected}`); };
    try {
      const ask = await answering({});
      expect('the first', 1, ask({ chapter: 'x' }).number);
      expect('the trap', 'stack', ask({ chapter: 'said' }).failure?.message);
      expect('after it', 2, ask({ chapter: 'x' }).number);
      let thrown = '';
      try {
        ask({ chapter: 'silent' });
      } catch (error) {
        thrown = error.message;
      }
      expect('a trap that says nothing', 'unreachable', thrown);
      expect('after that', 3, ask({ chapter: 'x' }).number);
    } finally {
      Object.assign(WebAssembly, { instantiate, Instance, Module });
    }
    return wrong;
  }));
  await end('a trap', window);
}
