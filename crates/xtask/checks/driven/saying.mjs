// What the page says, and for how long: that an answer takes its time, that something is on the clipboard, what is wrong with an address.

import { judge, settled } from '../site.mjs';
import { CHAPTER, after, differs, end, open, status, typed } from './hands.mjs';

export async function saying(shop) {
  await loading(shop);
  await computing(shop);
  await clipboard(shop);
  await many(shop);
}

const enter = (page, text) => typed(page).fill(text).then(() => typed(page).press('Enter'));
const says = (page, text) => page.waitForFunction((text) => document.querySelector('.zm-status').textContent === text, text, { timeout: 60_000, polling: 20 })
  .then(() => [], async () => [`it says “${await status(page)}”`]);
const late = (page) => page.locator('.zm-shown[aria-busy=true]').count();

/** The reader is faster than the module. */
async function loading(shop) {
  const [held, go] = holding();
  const window = await open(shop, CHAPTER, {}, (context) => context.route(/live\.wasm/, async (route) => {
    await held;
    await route.continue();
  }));
  const { page } = window;
  await page.waitForSelector('.zm-typed');
  judge('before anybody asked nothing is said', differs('the status', '', await status(page)));
  await enter(page, '5e6');
  judge('while the code is loaded the page says so', await says(page, 'Loading the chapter’s code …'));
  judge('and what is awaited is busy', await late(page) > 0 ? [] : ['no output is']);
  await released(page, go);
  await end('loading', window);
}

/** Something to wait for, and what ends the wait. */
function holding() {
  let go = () => {};
  return [new Promise((resolve) => { go = resolve; }), () => go()];
}

/** What was held comes: nothing is said any more, and nothing is busy. */
async function released(page, go) {
  go();
  const still = await says(page, '');
  judge('when it has come that is over', still.concat(differs('busy outputs', 0, await late(page))));
}

/** A server that takes its time. */
async function computing(shop) {
  let wait = () => null;
  const window = await open(shop, CHAPTER, {}, async (context) => {
    await context.route(`**/${CHAPTER}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/data-live="[^"]+"/, 'data-live="server"') });
    });
    await context.route('**/-/live', async (route) => {
      await wait();
      await route.fulfill({ json: { cells: [], done: true } });
    });
  });
  const { page } = window;
  await settled(page);
  // In the page itself, where no busy machine makes the answer a late one.
  judge('a quick answer is not talked about', await page.evaluate(async () => {
    const { Status } = await import('./live/status.js');
    const status = new Status(document.body.appendChild(document.createElement('p')));
    status.wait(() => 'slow');
    status.rest();
    await new Promise((resolve) => setTimeout(resolve, 600));
    const said = status.element.textContent;
    status.element.remove();
    return said ? [`it says “${said}”`] : [];
  }));
  const [held, go] = holding();
  wait = () => held;
  await enter(page, '3e6');
  judge('an answer that takes long is', await says(page, 'Computing …'));
  judge('and what is computed is busy', await late(page) > 0 ? [] : ['no output is']);
  await released(page, go);
  await end('computing', window);
}

/** The link is the address of these settings, and what is said of it goes away: by itself, or when the reader goes on. */
async function clipboard(shop) {
  const window = await open(shop, CHAPTER, { permissions: ['clipboard-read', 'clipboard-write'] });
  const { page } = window;
  await settled(page);
  await after(page, () => enter(page, '5e6'));
  const copy = page.getByRole('button', { name: 'Copy link' });
  const done = 'The address with these settings is on the clipboard.';
  await copy.click();
  judge('Copy link says that it did', await says(page, done));
  const link = await page.evaluate(() => navigator.clipboard.readText());
  judge('the link has the settings', differs('it', `${shop.origin}/${CHAPTER}#v=1&daily_users=5e6`, link));
  judge('what is said in passing ends by itself', await page.evaluate(async () => {
    const { Status } = await import('./live/status.js');
    const status = new Status(document.body.appendChild(document.createElement('p')));
    const said = () => status.element.textContent;
    status.notice('a word', 0.1);
    status.trouble('trouble');
    const first = said();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const last = said();
    status.element.remove();
    return first === 'trouble a word' && last === 'trouble' ? [] : [`it says “${first}”, then “${last}”`];
  }));
  // Once more: on a busy machine the first time may be nearly over.
  await copy.click();
  await page.keyboard.press('Tab');
  await page.waitForTimeout(1100);
  judge('a key does not end it', differs('the status', done, await status(page)));
  await page.mouse.wheel(0, 50);
  judge('it ends when the reader goes on', await says(page, ''));
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')); });
  await copy.click();
  judge('without a clipboard the link itself is there', await says(page, `The address with these settings: ${link}`));
  await end('the clipboard', window);
}

/** Of an address with many faults not all are told. */
async function many(shop) {
  const window = await open(shop, `${CHAPTER}#v=1${['a', 'b', 'b', 'c', 'd', 'e'].map((text) => `&daily_users=${text}`).join('')}`);
  const { page } = window;
  await settled(page);
  const said = await status(page);
  judge('of many complaints three are told, and how many more there are', [
    ...differs('complaints', 3, said.match(/is not a number/g)?.length ?? 0), ...(said.endsWith('and 2 more') ? [] : [`it says “${said}”`])]);
  await page.mouse.wheel(0, 50);
  judge('complaints stay while the reader scrolls', differs('the status', said, await status(page)));
  await page.keyboard.press('Escape');
  judge('complaints end at Escape', await says(page, ''));
  await end('many complaints', window);
}
