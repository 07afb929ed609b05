// Two tabs, a reload in mid-run, and a slow machine.

import { judge, note, settled } from '../site.mjs';
import { CELL, after, changed, differs, end, open, tab, told, typed, users } from './hands.mjs';

/** So long the page may take where its cells are slowed down [s]: where the machine is slow, too, that is multiplied. */
const LONG = 300;

export async function tabs(shop) {
  await two(shop);
  await reload(shop);
  await slow(shop);
  await takenUp(shop, false);
  await takenUp(shop, true);
}

async function two(shop) {
  const one = await open(shop);
  const other = await tab(one.context, shop.origin);
  await settled(one.page);
  await settled(other.page);
  const start = await told(one.page);
  await after(one.page, () => typed(one.page).fill('5e6').then(() => typed(one.page).press('Enter')));
  await after(other.page, () => typed(other.page).fill('4e4').then(() => typed(other.page).press('Enter')));
  judge('two tabs are apart', [
    ...(await told(one.page) === start ? ['the first has not moved'] : []),
    ...differs('the first', '5\u202fM', await typed(one.page).inputValue()),
    ...differs('the second', '40\u202fk', await typed(other.page).inputValue())]);
  const third = await tab(one.context, shop.origin);
  await settled(third.page);
  judge('a new tab begins at the defaults', differs('users', '200\u202fk', await typed(third.page).inputValue()));
  judge('the other tabs: nothing on the console', [...other.wrong, ...third.wrong]);
  await end('two tabs', one);
}

/** The worker as a slow machine has it: each cell takes so many times as long. The browser can slow down the page's own thread only. */
const slowly = (times) => changed(/live\/worker\.js/, (source) => {
  const slow = source.replace('await instance(place.module)', 'slowly(await instance(place.module))');
  if (slow === source) throw new Error('worker.js opens its module in another way');
  return `${slow}
function slowly(ask) {
  return (request) => {
    const begun = performance.now();
    const answer = ask(request);
    const until = begun + ${times} * (performance.now() - begun);
    while (performance.now() < until);
    return answer;
  };
}`;
});

/** Away while the worker is in the middle of it, three times. */
async function reload(shop) {
  const window = await open(shop, undefined, {}, async (context) => {
    await slowly(20)(context);
    await context.addInitScript(() => addEventListener('pagehide', () => {
      const line = document.querySelector('.zm-run');
      if (line) sessionStorage.setItem('left', line.dataset.state);
    }));
  });
  const { page } = window;
  await settled(page, LONG);
  const states = [];
  for (const text of ['5e6', '3e5', '7e5']) {
    await typed(page).fill(text);
    await typed(page).press('Enter');
    // Until then the worker has not had a turn.
    await page.waitForFunction(() => ['busy', 'seen'].includes(document.querySelector('.zm-run').dataset.state), null,
      { timeout: 1000 * LONG, polling: 10 });
    await page.reload();
    states.push(await page.evaluate(() => sessionStorage.getItem('left')));
  }
  judge('the run was not at its end at any reload', states.every((state) => ['busy', 'seen'].includes(state)) ? [] : [states.join()]);
  await settled(page, LONG);
  judge('a reload in mid-run comes back to what was set', differs('users', '700\u202fk', await typed(page).inputValue()));
  const fresh = await open(shop, '01-one-server.html#daily_users=7e5');
  await settled(fresh.page);
  const figure = (page) => page.locator(`.zm-cell[data-cell=${CELL}] .zm-shown`).innerHTML();
  judge('and shows the same as a fresh page', differs('the figure', await figure(fresh.page), await figure(page)));
  await end('a fresh page', fresh);
  await end('a reload in mid-run', window);
}

/** A sixth of this machine, page and worker: the page still answers, drafts first. */
async function slow(shop) {
  // Drafts are made of what the reader sees: so that slider and figure are both in view.
  const window = await open(shop, undefined, { viewport: { width: 1280, height: 6000 } }, slowly(6));
  const { page, context } = window;
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await settled(page, LONG);
  await users(page).scrollIntoViewIfNeeded();
  const box = await users(page).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const before = await told(page);
  await page.mouse.down();
  for (let step = 1; step <= 10; step += 1) await page.mouse.move(box.x + box.width / 2 + 4 * step, box.y + box.height / 2);
  const draft = await page.waitForSelector('.zm-draft', { timeout: 60_000 }).catch(() => null);
  judge('on a slow machine a draft comes while the slider is held', draft ? [] : ['none does']);
  // The whole is not there at once: a draft stays one until then. Counted in the page, behind what it does itself.
  await page.evaluate(() => addEventListener('pointerup', () => setTimeout(() => { window.left = document.querySelectorAll('.zm-draft').length; }), { once: true }));
  await page.mouse.up();
  await page.waitForFunction(() => window.left !== undefined);
  judge('and is one until the whole comes', await page.evaluate(() => window.left) > 0 ? [] : ['it is none any more']);
  await page.waitForFunction(() => !document.querySelector('.zm-draft'), null, { timeout: 1000 * LONG }).catch(() => {});
  await settled(page, LONG);
  const shown = await page.evaluate(() => [document.querySelector('#zm-daily_users').getAttribute('aria-valuetext').replace(' users', ''),
    document.querySelectorAll('.zm-draft').length]);
  judge('on a slow machine the page answers to the end', differs('drafts', 0, shown[1]).concat(differs('the field', shown[0], await typed(page).inputValue()),
    await told(page) === before ? [`the number is still ${before}`] : []));
  await end('a slow machine', window);
}

/** A slider is taken up again while a cell runs in full that takes seconds: the draft does not wait for it, and nothing of it is left. Not
 * even where the slider goes back to where it was before: then the other worker has drafts of just that. */
async function takenUp(shop, goesBack) {
  const what = goesBack ? 'taken back in mid-run' : 'taken up again in mid-run';
  const window = await open(shop, undefined, { viewport: { width: 1280, height: 6000 } }, async (context) => {
    await slowly(40)(context);
    await context.addInitScript(() => {
      Object.assign(window, { opened: 0, ended: 0 });
      window.Worker = class extends Worker {
        constructor(...how) {
          super(...how);
          this.addEventListener('message', ({ data }) => {
            if (data.ready) window.opened += 1;
          });
        }

        terminate() {
          window.ended += 1;
          super.terminate();
        }
      };
    });
  });
  const { page } = window;
  await settled(page, LONG);
  await typed(page).fill('5e6');
  await typed(page).press('Enter');
  await settled(page, LONG);
  await page.waitForFunction(() => window.opened > 1, null, { timeout: 1000 * LONG });
  const took = await users(page).evaluate(async (range, [goesBack, long]) => {
    const line = document.querySelector('.zm-run');
    const before = range.value;
    const moved = (value) => {
      range.value = value;
      range.dispatchEvent(new Event('input'));
    };
    const at = (part) => String(Math.round(Number(range.max) * part));
    const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    moved(at(0.4));
    range.dispatchEvent(new Event('change'));
    // In the middle of what is in view, whether the page has heard of its first cells yet or not.
    const asked = performance.now();
    await wait(400);
    while (!['asked', 'busy'].includes(line.dataset.state) && performance.now() < asked + long) await wait(5);
    const { state } = line.dataset;
    const begun = performance.now();
    moved(goesBack ? before : at(0.5));
    while (!document.querySelector('.zm-draft') && performance.now() < begun + long) await wait(5);
    const draft = performance.now() - begun;
    range.dispatchEvent(new Event('change'));
    return { state, draft };
  }, [goesBack, 1000 * LONG]);
  await page.waitForFunction(() => !document.querySelector('.zm-draft'), null, { timeout: 1000 * LONG }).catch(() => {});
  await settled(page, LONG);
  const [opened, ended] = await page.evaluate(() => [window.opened, window.ended]);
  note(`${what}: a draft after ${Math.round(took.draft)} ms, with cells 40 times as slow`);
  judge(`${what}: another worker answers`, [
    ...(['asked', 'busy'].includes(took.state) ? [] : [`the page then is ${took.state}`]), ...(took.draft < 1000 * LONG ? [] : ['no draft']),
    ...differs('workers that were given up', 1, ended), ...(opened > 1 ? [] : ['no other was there'])]);
  const fresh = await open(shop, `01-one-server.html${await page.evaluate(() => location.hash)}`);
  await settled(fresh.page);
  // A film has a player in it, which is where its reader left it.
  const shown = (page) => page.locator('.zm-shown:not(:has(.zm-watch))').evaluateAll((all) => all.map((each) => each.innerHTML));
  const [here, there] = [await shown(page), await shown(fresh.page)];
  judge(`${what}: in the end all is as on a fresh page`, [...differs('figures', there.length, here.length), ...here.flatMap((html, index) => (html === there[index] ? [] : [`figure ${index} differs`]))]);
  await end('a fresh page', fresh);
  await end(what, window);
}
