// What a reader takes from the page: a figure's numbers and drawing, the code, the notebook; and what is said where there is no code.

import { figures } from '../figures.mjs';
import { judge, settled } from '../site.mjs';
import { CHAPTER, after, differs, end, open, status, typed } from './hands.mjs';
import { pictures, rows } from './rows.mjs';

export async function files(shop) {
  const window = await open(shop);
  await settled(window.page);
  await figures(window.page, judge);
  await end('figures', window);
  await rows(shop);
  await pictures(shop);
  for (const [what, [answer, reason]] of Object.entries(REFUSALS)) await refused(shop, what, answer, reason);
}

/** What may come in the place of the code, and what the page must say of it. */
const REFUSALS = {
  'an error of the server': [(route) => route.fulfill({ status: 500, body: 'no' }), '500'],
  'a chapter that is not there': [(route) => route.fulfill({ json: { cells: [], done: true, failure: { cell: '', line: 0, message: 'there is no such chapter' } } }), 'there is no such chapter'],
  'something else than JSON': [(route) => route.fulfill({ body: '<!doctype html>' }), 'JSON'],
  'no answer at all': [(route) => route.abort(), 'fetch'],
};

/** A page that asks its server, which knows everything but the code: nobody waits for ever, and the sliders go on. */
async function refused(shop, what, answer, reason) {
  const window = await open(shop, CHAPTER, {}, async (context) => {
    await context.route(`**/${CHAPTER}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/data-live="[^"]+"/, 'data-live="server"') });
    });
    await context.route('**/-/live', (route) => (route.request().postDataJSON().sources ? answer(route) : route.fulfill({ json: { cells: [], done: true } })));
  });
  const { page } = window;
  await settled(page);
  for (const name of ['Copy as Rust', 'Open as notebook']) {
    await page.getByRole('button', { name }).click();
    await page.waitForFunction((name) => document.querySelector('.zm-status').textContent.startsWith(`${name}: `), name, { timeout: 60_000 }).catch(() => {});
    const said = await status(page);
    judge(`${name}, and there comes ${what}: the page says so`, said.startsWith(`${name}: `) && said.includes(reason) ? [] : [`it says “${said}”`]);
  }
  await after(page, () => typed(page).fill('5e6').then(() => typed(page).press('Enter')));
  judge(`after ${what} the sliders go on`, differs('the status', '', await status(page)));
  await end(what, { ...window, wrong: window.wrong.filter((line) => !/\/-\/live|Failed to load resource/.test(line)) });
}
