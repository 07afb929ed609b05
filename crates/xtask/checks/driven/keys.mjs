// Everything by keyboard: arrows, the ends of the range, typed numbers in many spellings, and what is no number.

import { judge, settled } from '../site.mjs';
import { sideways } from './sideways.mjs';
import { after, differs, end, fragment, moment, open, status, told, typed, users } from './hands.mjs';

/** What a reader may type, and the number it means. */
const SPELLINGS = [['5e5', 'daily_users=5e5'], ['2M', 'daily_users=2e6'], ['300k', 'daily_users=3e5'], ['1 000 000', 'daily_users=1e6'],
  ['2,5M', 'daily_users=25e5|daily_users=2.5e6|daily_users=2500000'],
  ['5M users', 'daily_users=5e6'], ['2.5 m', 'daily_users=25e5|daily_users=2.5e6|daily_users=2500000'], ['+4e5', 'daily_users=4e5']];
const NONSENSE = ['many', '', '1e', 'NaN', 'Infinity', '-', '0x10', '1e999', '<img src=x onerror=alert(1)>', '٣٠٠٠', '1..2', '5 e', 'k', '5 ms'];
/** The same where nothing is out of range. */
const NUMBERS = { '1,5': 1.5, '0,250': 0.25, '1,500': 1500, '1,500.5': 1500.5, '12,34': 12.34, '-2,5': -2.5, '300 ms': 300, '300MS': 300,
  '3,5 kms': 3500, '1\u202f000,5 k': 1000500, '1,5,0': NaN, '1.5,0': NaN, ms: NaN };

export async function keys(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  await users(page).focus();
  const at = () => typed(page).inputValue();
  const seen = [await at()];
  for (const key of ['ArrowRight', 'ArrowUp', 'PageUp', 'End', 'ArrowLeft', 'ArrowDown', 'PageDown', 'Home']) {
    await after(page, () => page.keyboard.press(key));
    seen.push(await at());
    if (seen.at(-1) === seen.at(-2)) judge(`${key} moves the slider`, [`it stays at ${seen.at(-1)}`]);
  }
  judge('Home goes to the lower end', differs('the slider', '10\u202fk', await at()));
  judge('keys turn no page', page.url().includes('01-one-server') ? [] : [page.url()]);
  const label = await users(page).getAttribute('aria-valuetext');
  judge('the slider tells its value with its unit', differs('aria-valuetext', '10\u202fk users', label));
  await everyStep(page, at);
  for (const [text, wanted] of SPELLINGS) {
    await after(page, () => enter(page, text));
    const found = await fragment(page);
    judge(`“${text}” is understood`, wanted.split('|').some((one) => found.includes(one)) ? [] : [`${found} and not ${wanted}`]);
  }
  await nonsense(page, at);
  await outside(page, at);
  await held(page);
  judge('commas and units are understood', await page.evaluate(async (numbers) => {
    const { read } = await import('./live/numbers.js');
    return Object.entries(numbers).filter(([text, number]) => !Object.is(read(text, 'ms'), number)).map(([text]) => `“${text}” is ${read(text, 'ms')}`);
  }, NUMBERS));
  await end('keys', window);
  await player(shop);
  await sided(shop);
  await sideways(shop);
}

async function enter(page, text) {
  await typed(page).fill(text);
  await typed(page).press('Enter');
}

/** Each press of an arrow changes what is shown: no place where several positions round to one value and the slider sticks. */
async function everyStep(page, at) {
  await typed(page).focus();
  const wrong = [];
  for (let press = 0; press < 12; press += 1) {
    const before = await at();
    await page.keyboard.press('ArrowUp');
    if (await at() === before) wrong.push(`sticks at ${before}`);
  }
  judge('each press of an arrow moves the number', wrong);
}

async function nonsense(page, at) {
  await after(page, () => enter(page, '5e5'));
  const [address, number] = [await fragment(page), await told(page)];
  for (const text of NONSENSE) {
    await enter(page, text);
    const said = await page.locator('.zm-control[data-control=daily_users] .zm-wrong').first().textContent();
    judge(`“${text}” is refused with a reason`, [
      ...(said.includes('is not a number') ? [] : [`it says “${said}”`]),
      ...differs('aria-invalid', 'true', await typed(page).getAttribute('aria-invalid')),
      ...differs('the address', address, await fragment(page)),
      ...differs('the number', number, await told(page))]);
  }
  await typed(page).press('Escape');
  judge('Escape brings the number back', differs('the field', '500\u202fk', await at()).concat(
    differs('aria-invalid', null, await typed(page).getAttribute('aria-invalid'))));
}

async function outside(page, at) {
  for (const [text, wanted] of [['1e300', '10\u202fM'], ['-5', '10\u202fk'], ['0', '10\u202fk']]) {
    await after(page, () => enter(page, '3e5'));
    await after(page, () => enter(page, text));
    const said = await page.locator('.zm-control[data-control=daily_users] .zm-wrong').first().textContent();
    judge(`“${text}” goes to the end of the range, and the page says so`, [
      ...differs('the field', wanted, await at()), ...(said.includes('is outside') ? [] : [`it says “${said}”`])]);
  }
}

/** A key that is held down: hundreds of moves, no complaint from the browser, and the last one counts. */
async function held(page) {
  await after(page, () => page.getByRole('button', { name: 'Reset all' }).click());
  const before = await page.evaluate(() => history.length);
  await users(page).focus();
  await after(page, async () => {
    for (let press = 0; press < 200; press += 1) await page.keyboard.down('ArrowRight');
    await page.keyboard.up('ArrowRight');
  });
  judge('a held key ends where it was let go', differs('the address', '#v=1&daily_users=1e7', await fragment(page)));
  const entries = (await page.evaluate(() => history.length)) - before;
  judge('a held key is one step in the history', entries <= 2 ? [] : [`${entries} entries`]);
  judge('nothing is said where nothing is wrong', differs('the status', '', await status(page)));
}

/** Choices and toggles: arrows choose, and turn no page. */
async function sided(shop) {
  for (const [kind, chapter] of [['choice', '01-one-server.html'], ['toggle', '05-cache.html']]) {
    const window = await open(shop, chapter);
    const { page } = window;
    await settled(page);
    const control = page.locator(`.zm-control[data-description*='"kind":"${kind}"']`).first();
    const name = await control.getAttribute('data-control');
    const at = () => control.locator('input:checked').getAttribute('value');
    const before = await at();
    await control.locator('input:checked').focus();
    await after(page, () => page.keyboard.press('ArrowRight'));
    const now = await at();
    const found = await fragment(page);
    judge(`an arrow key moves a ${kind}`, [...(now === before ? ['it stays'] : []),
      ...(new URLSearchParams(found.slice(1)).get(name) === now ? [] : [`${name} is ${now}, and the address ${found}`]),
      ...(page.url().includes(chapter) ? [] : [page.url()])]);
    await after(page, () => page.keyboard.press('ArrowLeft'));
    judge('and back', differs(name, before, await at()));
    await end(kind, window);
  }
}

/** Who is at the player of a film stays there when its figure is another one. Only those see its buttons who welcome motion. */
async function player(shop) {
  const window = await open(shop, undefined, { reducedMotion: 'no-preference' });
  const { page } = window;
  await settled(page);
  await page.locator('.zm-watch').first().scrollIntoViewIfNeeded();
  await page.locator('.zm-player button[aria-label="Play"]').first().focus({ timeout: 60_000 });
  const rows = () => page.locator('.zm-watch .zm-rows').first().innerHTML();
  const before = await rows();
  await after(page, () => page.evaluate(() => { location.hash = '#v=1&load=0.5'; }));
  judge('the film is another one', await page.waitForFunction((before) => document.querySelector('.zm-watch .zm-rows').innerHTML !== before, before, { timeout: 60_000 })
    .then(() => [], () => ['it is as it was']));
  await moment(page);
  judge('the player keeps the focus', differs('what has it', 'Play', await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))));
  await end('player', window);
}
