// The address: what it carries, what it refuses, and the way back.

import { judge, settled } from '../site.mjs';
import { DEFAULT, NEXT, after, differs, end, fragment, moment, open, status, told, typed } from './hands.mjs';
import { memory } from './memory.mjs';

const DEFAULTS = '200\u202fk';

/** Addresses that nobody should have written; each is met with the defaults, or a number within the range, and a reason. */
const HOSTILE = {
  'another version': ['#v=2&daily_users=5e6', DEFAULTS, 'another version'],
  'not a number': ['#v=1&daily_users=NaN', DEFAULTS, 'is not a number'],
  infinity: ['#v=1&daily_users=Infinity', DEFAULTS, 'is not a number'],
  'a huge exponent': ['#v=1&daily_users=1e99999', DEFAULTS, 'is not a number'],
  'a number that overflows': ['#v=1&daily_users=9e999', DEFAULTS, 'is not a number'],
  'a number far outside': ['#v=1&daily_users=1e300', '10\u202fM', 'is outside'],
  'a negative number': ['#v=1&daily_users=-1', '10\u202fk', 'is outside'],
  markup: [`#v=1&daily_users=${encodeURIComponent('<img src=x onerror="window.hit=1">')}`, DEFAULTS, 'is not a number'],
  'markup as it stands': ['#v=1&disk=<img src=x onerror=window.hit=1>', DEFAULTS, 'is not one of'],
  'a script': [`#v=1&disk=${encodeURIComponent('"><script>window.hit=1</script>')}`, DEFAULTS, 'is not one of'],
  'broken percent signs': ['#v=1&disk=%E0%A4%A&daily_users=%', DEFAULTS, 'is not'],
  'unknown names': ['#v=1&no_such=5&__proto__=1&constructor=2&toString=3', DEFAULTS, ''],
  'a name in capitals': ['#v=1&DAILY_USERS=5e6', DEFAULTS, ''],
  'a name without a value': ['#v=1&daily_users', DEFAULTS, 'is not a number'],
  'an empty value': ['#v=1&daily_users=', DEFAULTS, 'is not a number'],
  'zero bytes': ['#v=1&daily_users=%00%00', DEFAULTS, 'is not a number'],
  'the same name a hundred times': [`#v=1${'&daily_users=x'.repeat(100)}`, DEFAULTS, 'is not a number'],
  '5000 characters': [`#v=1&daily_users=5e6&x=${'y'.repeat(5000)}`, DEFAULTS, 'more than'],
  'a million characters': [`#v=1&daily_users=${'9'.repeat(1e6)}`, DEFAULTS, 'more than'],
};

export async function address(shop) {
  await carried(shop);
  for (const [what, [hash, wanted, reason]] of Object.entries(HOSTILE)) await hostile(shop, what, hash, wanted, reason);
  await tenMegabytes(shop);
  await back(shop);
  await places(shop);
  await memory(shop);
}

/** A good one is followed, also in another spelling. */
async function carried(shop) {
  const window = await open(shop, '01-one-server.html#daily_users=5M&disk=SSD');
  const { page } = window;
  await settled(page);
  judge('an address sets the controls', [
    ...differs('users', '5\u202fM', await typed(page).inputValue()),
    ...differs('the disk', true, await page.locator('.zm-control[data-control=disk] input[value=SSD]').first().isChecked()),
    ...differs('the address', '#v=1&daily_users=5e6&disk=SSD', await fragment(page))]);
  const there = await told(page);
  await page.reload();
  await settled(page);
  judge('a reload keeps them', differs('the number', there, await told(page)));
  await end('a good address', window);
}

async function hostile(shop, what, hash, wanted, reason) {
  const window = await open(shop, `01-one-server.html${hash}`);
  const { page } = window;
  await settled(page);
  const said = await status(page);
  judge(`an address with ${what}`, [
    ...differs('users', wanted, await typed(page).inputValue()),
    ...(reason ? (said.includes(reason) ? [] : [`it says “${said.slice(0, 200)}”`]) : differs('the status', '', said)),
    ...(said.length < 500 ? [] : [`it says ${said.length} characters`]),
    ...await untouched(page)]);
  await end(`an address with ${what}`, window);
}

/** Nothing ran, and nothing was put into the page that was not there. */
function untouched(page) {
  return page.evaluate(() => [
    ...(window.hit === undefined ? [] : ['a script from the address ran']),
    ...[...document.querySelectorAll('main img, main script, main iframe, main [onerror]')].map((element) => `in the page: ${element.outerHTML.slice(0, 80)}`),
  ]);
}

/** Chromium refuses addresses of more than 2 MB by itself; a script, or another browser, may still come with one. */
async function tenMegabytes(shop) {
  const window = await open(shop, undefined, {}, (context) => context.addInitScript(() => {
    const long = `#v=1&daily_users=${'9'.repeat(10e6)}`;
    Object.defineProperty(URL.prototype, 'hash', { get: () => long });
    Object.defineProperty(window, 'longHash', { value: long });
    // Who reads it ends in an error, however fast.
    window.URLSearchParams = class extends URLSearchParams {
      constructor(...given) {
        if (typeof given[0] === 'string' && given[0].length > 100_000) throw new Error(`${given[0].length} characters are read`);
        super(...given);
      }
    };
  }));
  const { page } = window;
  judge('10 MB are refused unread', await page.evaluate(async () => {
    const { parse } = await import('./live/settings.js');
    try {
      const found = parse(window.longHash, [{ kind: 'slider', name: 'daily_users', min: 1, max: 9, default: 5, value: 5, scale: 'linear', unit: '' }]);
      return Object.keys(found.settings).length || !found.wrong[0]?.includes('more than') ? [JSON.stringify(found).slice(0, 200)] : [];
    } catch (error) {
      return [error.message];
    }
  }));
  const length = await page.evaluate(() => {
    try {
      location.hash = window.longHash;
    } catch {
      // Refused by the browser.
    }
    return location.href.length;
  });
  await settled(page);
  judge('10 MB in the address leave the page as it is', differs('users', DEFAULTS, await typed(page).inputValue()).concat(await untouched(page)).concat(
    length < 1e6 || (await status(page)).includes('more than') ? [] : ['nothing is said']));
  await end('10 MB', window);
}

/** Back and forward through what was set. */
async function back(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  const numbers = [await told(page)];
  for (const text of ['5e5', '5e6']) {
    await after(page, () => typed(page).fill(text).then(() => typed(page).press('Enter')));
    await moment(page);
    numbers.push(await told(page));
  }
  const found = [];
  for (const way of ['goBack', 'goBack', 'goForward', 'goForward']) {
    await after(page, () => page[way]());
    found.push(await told(page));
  }
  judge('back and forward go through what was set', differs('the way', [numbers[1], numbers[0], numbers[1], numbers[2]].join(' '), found.join(' ')));
  await end('back and forward', window);
}

/** A link to a place in the page is no setting: what stands stays, and the way back still leads to it. */
async function places(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  const start = await told(page);
  await after(page, () => typed(page).fill('5e6').then(() => typed(page).press('Enter')));
  await moment(page);
  const set = await told(page);
  await page.evaluate(() => document.querySelector('main h2 a.header').click());
  await moment(page);
  await settled(page);
  judge('a link to a heading leaves the settings', differs('the number', set, await told(page)));
  judge('a link to a heading is in the address', page.url().includes('=') ? [page.url()] : []);
  await page.goBack();
  await moment(page);
  judge('and back', differs('the number', set, await told(page)));
  await after(page, () => page.goBack());
  judge('and back to the start', differs('the number', start, await told(page)));
  await page.goForward();
  await settled(page);
  // To the next chapter, where the control has the same name.
  await page.goto(`${shop.origin}/${NEXT}`);
  await settled(page);
  judge('settings go along to the next chapter', differs('users', '5\u202fM', await typed(page).inputValue()).concat(
    differs('the address', '#v=1&daily_users=5e6', await fragment(page))));
  judge('and only what differs', page.url().includes(String(DEFAULT)) ? [page.url()] : []);
  await end('places in the page', window);
}
