// What the page can't run: a cell of the notebook only says so as soon as it is behind the controls, and no longer than that.

import { judge, settled } from '../site.mjs';
import { NEXT, after, differs, end, open, typed } from './hands.mjs';

/** A cell marked `native` that depends on the users, and one that runs in the page. */
const CELL = 'sizing';
const LIVE = 'pooled';
/** A number in the sentences, for a cell of the notebook only that gives it. */
const NUMBER = 'two_users';

const line = (page) => page.locator(`.zm-cell[data-cell=${CELL}] .zm-native`);
const set = (page, text) => after(page, () => typed(page).fill(text).then(() => typed(page).press('Enter')));
/** Whether the line is shown, and its number marked. */
const stands = async (page) => `${await line(page).isVisible()} ${await page.locator(`[data-value=${NUMBER}].zm-value-stored`).count() > 0}`;

/** The book has no number in a sentence that such a cell gives and a control moves: this page has one. */
const given = (context) => context.route(`**/${NEXT}`, async (route) => {
  const response = await route.fetch();
  const body = (await response.text()).replace('data-native-values=""', `data-native-values="${NUMBER}"`);
  await route.fulfill({ response, body });
});

/** A served page whose code does not compile says the compiler's words, and not that the browser can't. */
async function refused(shop) {
  const words = 'error[E0425]: cannot find value\n --> book/src/02-web-and-database-apart.md:12:5';
  const { page, context } = await open(shop, `${NEXT}#v=1&daily_users=5e5`, {}, async (context) => {
    await context.route(`**/${NEXT}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(/data-live="[^"]*"/, 'data-live="server"') });
    });
    await context.route('**/-/live', (route) => route.fulfill({ status: 503, contentType: 'text/plain; charset=utf-8', body: words }));
  });
  await page.waitForFunction(() => document.querySelector('.zm-run').dataset.state === 'broken', null, { timeout: 60_000 }).catch(() => {});
  const said = await page.locator('.zm-status').textContent();
  judge('code that does not compile is named with its line', ['did not run', '503', 'apart.md:12:5'].filter((part) => !said.includes(part)).map((part) => `no ${part} in “${said}”`));
  judge('the controls are where the figures are', differs('users', '200\u202fk', await typed(page).inputValue()));
  await context.close();
}

export async function native(shop) {
  const window = await open(shop, NEXT, {}, given);
  const { page } = window;
  await settled(page);
  judge('a cell of the notebook only names the controls that move it', [
    ...(await line(page).getAttribute('data-native-controls'))?.split(' ').includes('daily_users') ? [] : ['not daily_users'],
    ...differs('lines under a cell that runs here', 0, await page.locator(`.zm-cell[data-cell=${LIVE}] .zm-native`).count())]);
  judge('at the defaults it says nothing', differs('the line and the mark', 'false false', await stands(page)));
  const room = (await line(page).boundingBox()).height;
  await set(page, '5e5');
  judge('with a control moved it says that it is as stored', [
    ...differs('the line and the mark', 'true true', await stands(page)),
    ...((await line(page).textContent()).startsWith('As stored') ? [] : [await line(page).textContent()]),
    ...differs('its height', room, (await line(page).boundingBox()).height)]);
  await page.reload();
  await settled(page);
  judge('also after a reload', differs('the line and the mark', 'true true', await stands(page)));
  await after(page, () => page.locator('.zm-tool', { hasText: 'Reset all' }).click());
  judge('back at the defaults it is silent again', differs('the line and the mark', 'false false', await stands(page)));
  await end('cells of the notebook only', window);
  await broken(shop);
  await refused(shop);
}

/** Where the code does not come the controls go back, and so does the line. */
async function broken(shop) {
  const { page, context } = await open(shop, `${NEXT}#v=1&daily_users=5e5`, {}, async (context) => {
    await given(context);
    await context.route(/live\.wasm/, (route) => route.abort());
  });
  await page.waitForFunction(() => document.querySelector('.zm-run').dataset.state === 'broken', null, { timeout: 30_000 });
  judge('where nothing runs all is as stored alike', differs('the line and the mark', 'false false', await stands(page)));
  await context.close();
}
