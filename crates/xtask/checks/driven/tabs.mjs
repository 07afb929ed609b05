// Two tabs, a reload in mid-run, and a slow machine.

import { judge, settled } from '../site.mjs';
import { CELL, after, differs, end, open, tab, told, typed, users } from './hands.mjs';

export async function tabs(shop) {
  await two(shop);
  await reload(shop);
  await slow(shop);
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

/** Away while the worker is in the middle of it, three times. */
async function reload(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  for (const text of ['5e6', '3e5', '7e5']) {
    await typed(page).fill(text);
    await typed(page).press('Enter');
    await page.reload();
  }
  await settled(page);
  judge('a reload in mid-run comes back to what was set', differs('users', '700\u202fk', await typed(page).inputValue()));
  const fresh = await open(shop, '01-one-server.html#daily_users=7e5');
  await settled(fresh.page);
  const figure = (page) => page.locator(`.zm-cell[data-cell=${CELL}] .zm-shown`).innerHTML();
  judge('and shows the same as a fresh page', differs('the figure', await figure(fresh.page), await figure(page)));
  await end('a fresh page', fresh);
  await end('a reload in mid-run', window);
}

/** A sixth of this machine: the page still answers, drafts first. */
async function slow(shop) {
  const window = await open(shop);
  const { page, context } = window;
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await settled(page, 120);
  await users(page).scrollIntoViewIfNeeded();
  const box = await users(page).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 1; step <= 10; step += 1) await page.mouse.move(box.x + box.width / 2 + 4 * step, box.y + box.height / 2);
  await page.mouse.up();
  await page.waitForTimeout(50);
  await settled(page, 120);
  const shown = await page.evaluate(() => [document.querySelector('#zm-daily_users').getAttribute('aria-valuetext').replace(' users', ''),
    document.querySelectorAll('.zm-draft').length]);
  judge('on a slow machine the page answers to the end', differs('drafts', 0, shown[1]).concat(differs('the field', shown[0], await typed(page).inputValue())));
  await end('a slow machine', window);
}
