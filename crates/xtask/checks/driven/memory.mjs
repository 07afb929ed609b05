// What a reader chose goes along from chapter to chapter until they reset it, and every entry of the history has its own.

import { judge, settled } from '../site.mjs';
import { NEXT, after, differs, end, fragment, moment, open, status, typed, users } from './hands.mjs';

/** Here the users are another default than in the chapters before. */
const THIRD = '03-load-balancer.html';
const [FEW, USUAL] = ['200\u202fk', '1.5\u202fM'];

export async function memory(shop) {
  await along(shop);
  await clamped(shop);
  await entries(shop);
  await taps(shop);
}

const enter = (page, text) => after(page, () => typed(page).fill(text).then(() => typed(page).press('Enter')));
const shows = async (page, what, wanted) => judge(what, differs('users', wanted, await typed(page).inputValue()));
/** As a link does. */
async function go(page, shop, name) {
  await page.goto(`${shop.origin}/${name}`);
  await settled(page);
}

/** A choice that is a default elsewhere is not forgotten there. */
async function along(shop) {
  const window = await open(shop, THIRD);
  const { page } = window;
  await settled(page);
  await shows(page, 'a chapter begins at its own default', USUAL);
  await enter(page, '2e5');
  await go(page, shop, NEXT);
  await shows(page, 'a choice goes along', FEW);
  judge('where it is the default the address is short', differs('the address', '', await fragment(page)));
  await page.reload();
  await settled(page);
  await go(page, shop, THIRD);
  await shows(page, 'and comes back from where it is the default', FEW);
  await after(page, () => page.locator('.zm-control[data-control=daily_users] .zm-reset').first().click());
  await go(page, shop, NEXT);
  await go(page, shop, THIRD);
  await shows(page, 'a reset is for all chapters', USUAL);
  await end('a choice goes along', window);
}

/** What is out of range on one page is kept for the others. */
async function clamped(shop) {
  const window = await open(shop, 'index.html');
  const { page } = window;
  await page.evaluate(() => sessionStorage.setItem('millions.settings.1', JSON.stringify({ daily_users: '3e7', elsewhere: '7' })));
  await go(page, shop, NEXT);
  await shows(page, 'what is out of range is brought into it', '10\u202fM');
  judge('and the page says so', (await status(page)).includes('is outside') ? [] : [await status(page)]);
  await after(page, () => page.locator('.zm-control:has(.zm-range):not([data-control=daily_users]) .zm-range').first().press('ArrowRight'));
  const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem('millions.settings.1')));
  judge('what was chosen stays as it was', differs('users', '3e7', kept.daily_users).concat(differs('another page', '7', kept.elsewhere),
    differs('names', 3, Object.keys(kept).length)));
  await end('out of range', window);
}

/** Back over chapters: to what an entry shows, not to what was set last; also where its address is a heading. */
async function entries(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  await enter(page, '5e6');
  await moment(page);
  await page.evaluate(() => document.querySelector('main h2 a.header').click());
  await page.waitForFunction(() => history.state?.millions?.includes('5e6') && !location.hash.includes('='));
  await go(page, shop, NEXT);
  await enter(page, '1e6');
  await moment(page);
  await page.goBack();
  await settled(page);
  await page.goBack();
  await settled(page);
  await shows(page, 'back over chapters, to a heading', '5\u202fM');
  judge('its address is still the heading', /#(?!v=)./.test(page.url()) ? [] : [page.url()]);
  await end('entries of the history', window);
}

/** Keys that are tapped: one entry while the focus stays; and who leaves at once comes back to the last. */
async function taps(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  const length = () => page.evaluate(() => history.length);
  const before = await length();
  await users(page).focus();
  for (let tap = 0; tap < 3; tap += 1) {
    await after(page, () => page.keyboard.press('ArrowRight'));
    await moment(page);
  }
  judge('taps of a key are one step in the history', differs('entries', before + 1, await length()));
  await page.getByRole('button', { name: 'Copy link' }).focus();
  await users(page).focus();
  await after(page, () => page.keyboard.press('ArrowRight'));
  await moment(page);
  judge('after the focus was elsewhere they are another', differs('entries', before + 2, await length()));
  await page.keyboard.press('ArrowRight');
  await moment(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const last = await typed(page).inputValue();
  await page.evaluate(() => { location.href = '404.html'; });
  await page.waitForURL(/\/404\.html$/);
  await page.goBack();
  await settled(page);
  await shows(page, 'who leaves at once comes back to what was set last', last);
  await end('taps', window);
}
