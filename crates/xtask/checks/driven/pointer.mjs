// Mouse and finger: dragging a slider, choosing, and going back to where it stood.

import { judge, settled } from '../site.mjs';
import { drafts } from './drafts.mjs';
import { CELL, DEFAULT, after, differs, drafts as marked, end, fragment, open, status, told, typed, users } from './hands.mjs';

export async function pointer(shop) {
  await mouse(shop);
  await backAgain(shop);
  await finger(shop);
  await drafts(shop);
}

async function mouse(shop) {
  const window = await open(shop);
  const { page } = window;
  const figure = () => page.locator(`.zm-cell[data-cell=${CELL}] .zm-shown`).innerHTML().then((html) => html.trim());
  // Drafts are made of what the reader sees: so that slider and figure are both in view.
  await page.setViewportSize({ width: 1280, height: 6000 });
  const stored = await figure();
  await settled(page);
  judge('a page that comes alive shows what was stored', differs('the figure', stored, await figure()));
  await users(page).scrollIntoViewIfNeeded();
  const box = await users(page).boundingBox();
  const [x, y] = [box.x + (box.width * Math.log(DEFAULT / 1e4)) / Math.log(1e3), box.y + box.height / 2];
  const before = await told(page);
  let most = 0;
  await after(page, async () => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= 20; step += 1) {
      await page.mouse.move(x + 5 * step, y);
      await page.waitForTimeout(30);
      most = Math.max(most, await marked(page));
    }
    // The mouse stands still, the button is down: what is shown is a draft to its end.
    await page.waitForFunction(() => document.querySelector('.zm-draft'), null, { timeout: 20_000 }).catch(() => {});
    most = Math.max(most, await marked(page));
    await page.mouse.up();
  });
  await page.waitForFunction(() => !document.querySelector('.zm-draft'), null, { timeout: 60_000 }).catch(() => {});
  judge('a drag marks drafts', most > 0 ? [] : ['no figure was marked']);
  judge('nothing is marked a draft after release', differs('the number of drafts', 0, await marked(page)));
  const now = await told(page);
  judge('a number in the sentences follows the slider', now === before ? [`it still is ${now}`] : []);
  judge('a figure follows the slider', stored === await figure() ? ['it is as it was'] : []);
  judge('the address says what was set', /^#v=1&daily_users=[\d.e]+$/.test(await fragment(page)) ? [] : [page.url()]);
  judge('nothing is said where nothing is wrong', differs('the status', '', await status(page)));
  await after(page, () => page.locator('.zm-control[data-control=disk] label.zm-option').first().click());
  judge('a choice goes into the address', (await fragment(page)).includes('disk=SSD') ? [] : [page.url()]);
  await after(page, () => page.locator('.zm-control[data-control=daily_users] .zm-reset').first().click());
  judge('reset of one leaves the other', differs('the address', '#v=1&disk=SSD', await fragment(page)).concat(differs('the number', before, await told(page))));
  await after(page, () => page.getByRole('button', { name: 'Reset all' }).click());
  judge('reset of all empties the address', differs('the address', '', await fragment(page)));
  judge('after a reset the page shows what was stored', differs('the figure', stored, await figure()));
  await end('mouse', window);
}

/** Away and back before the button is up: the browser says no `change`, for to it nothing has. */
async function backAgain(shop) {
  const window = await open(shop);
  const { page } = window;
  await page.setViewportSize({ width: 1280, height: 6000 });
  await settled(page);
  await users(page).scrollIntoViewIfNeeded();
  const box = await users(page).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // The press brings the slider here: from now on it is where the drag will end.
  await after(page, () => page.mouse.click(x, y));
  const stored = await page.locator(`.zm-cell[data-cell=${CELL}] .zm-shown`).innerHTML();
  await page.evaluate(() => {
    window.changes = 0;
    document.querySelector('#zm-daily_users').addEventListener('change', () => { window.changes += 1; });
  });
  await after(page, async () => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 80, y, { steps: 4 });
    await page.waitForFunction(() => document.querySelector('.zm-draft'), null, { timeout: 60_000 });
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
  });
  await page.waitForFunction(() => !document.querySelector('.zm-draft, .zm-value-draft'), null, { timeout: 60_000 }).catch(() => {});
  judge('of a drag away and back the browser says nothing', differs('the number of changes', 0, await page.evaluate(() => window.changes)));
  judge('a slider that was dragged away and back leaves no draft', differs('the number of drafts', 0, await marked(page)));
  judge('and shows what it did before', differs('the figure', stored.trim(), (await page.locator(`.zm-cell[data-cell=${CELL}] .zm-shown`).innerHTML()).trim()));
  await end('away and back', window);
}

async function finger(shop) {
  const window = await open(shop, undefined, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const { page } = window;
  await settled(page);
  const before = await told(page);
  await users(page).scrollIntoViewIfNeeded();
  const box = await users(page).boundingBox();
  await after(page, () => page.touchscreen.tap(box.x + box.width * 0.8, box.y + box.height / 2));
  judge('a tap on the slider moves it', (await told(page)) === before ? ['the number is as it was'] : []);
  const cdp = await window.context.newCDPSession(page);
  const touch = (type, x) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y: box.y + box.height / 2 }] });
  const tapped = await typed(page).inputValue();
  await after(page, async () => {
    await touch('touchStart', box.x + box.width * 0.8);
    for (let step = 1; step <= 10; step += 1) await touch('touchMove', box.x + box.width * (0.8 - step * 0.04));
    await touch('touchEnd');
  });
  judge('a finger drags the slider', (await typed(page).inputValue()) === tapped ? [`it stands at ${tapped}`] : []);
  judge('nothing scrolls sideways', differs('the width', 390, await page.evaluate(() => document.documentElement.scrollWidth)));
  // A finger needs room: 24 px is the least of WCAG 2.2.
  const small = await page.evaluate(() => [...document.querySelectorAll('.zm-range, .zm-typed, label.zm-option, .zm-tool')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 24).map((element) => element.outerHTML.slice(0, 80)));
  judge('what a finger touches is large enough', small);
  await end('finger', window);
}
