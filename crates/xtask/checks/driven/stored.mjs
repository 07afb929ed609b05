// Where no script runs, or none ever comes, the page says that its figures are stored and how to change them; elsewhere it does not.

import { judge, settled } from '../site.mjs';
import { CHAPTER, end, open } from './hands.mjs';

/** How long the page waits for its script, and a little more [ms]. */
const PATIENCE = 3000 + 700;

const sentence = (page) => page.locator('.zm-stored');

/** Until the page has waited long enough for its script: it counts from the first frame in which it says so, whenever that is. */
const late = (page) => page.waitForFunction(() => [...document.querySelectorAll('.zm-how')]
  .every((how) => getComputedStyle(how).visibility === 'visible'), null, { timeout: 30_000 }).catch(() => {});

/** It can be read: it is there once, at the first controls, with its words and its command inside the window. */
async function judgeSaid(what, page) {
  const text = await sentence(page).first().textContent();
  const { width, height } = await sentence(page).first().boundingBox() ?? { width: 0, height: 0 };
  judge(`where ${what} the page says that its figures are stored, and how to change them`, [
    ...(await sentence(page).count() === 1 ? [] : [`${await sentence(page).count()} times`]),
    ...(await sentence(page).isVisible() && width > 100 && height > 20 ? [] : [`not to be seen: ${width} x ${height} px`]),
    ...(text.includes('as stored') && /cargo run -- run book\/src\/.* --set \w+=/.test(text) ? [] : [text]),
    ...(await page.locator('.zm-cell:has(.zm-controls)').first().locator('.zm-stored').count() === 1 ? [] : ['not at the first controls'])]);
  const others = page.locator('.zm-how:not(.zm-stored)');
  judge(`where ${what} every control says how it is changed`, [
    ...(await others.count() > 0 ? [] : ['there is one cell with controls only']),
    ...(await others.evaluateAll((all) => all.filter((how) => getComputedStyle(how).visibility !== 'visible' || how.offsetHeight < 10).map((how) => how.textContent)))]);
}

/** A script that does not come, in all the ways there are. */
const FAILURES = {
  'the script is missing': (route) => route.fulfill({ status: 404, contentType: 'text/plain', body: 'not found' }),
  'the script does not come': (route) => route.abort(),
  'the script is not understood': (route) => route.fulfill({ contentType: 'text/javascript', body: 'let let = 1 ?? ;' }),
  'the script ends in an error': (route) => route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("of another browser")' }),
};

export async function stored(shop) {
  for (const width of [390, 1280]) {
    const off = await open(shop, CHAPTER, { javaScriptEnabled: false, viewport: { width, height: 900 } });
    await judgeSaid(`JavaScript is off, at ${width} px,`, off.page);
    await end(`without JavaScript at ${width} px`, off);
  }
  for (const [what, answer] of Object.entries(FAILURES)) {
    const window = await open(shop, CHAPTER, {}, (context) => context.route(/\/live\/.*\.js/, answer));
    await late(window.page);
    await judgeSaid(what, window.page);
    await window.context.close();
  }
  await halfway(shop);
  await deaf(shop);
  await alive(shop);
}

/** A script that ends in an error when it has just put the controls in their places. */
async function halfway(shop) {
  const { page, context } = await open(shop, CHAPTER, {}, (context) => context.route(/\/live\/memory\.js/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/export function remembered\(.*\{$/m, '$& throw new Error("of another browser");');
    await route.fulfill({ response, body });
  }));
  judge('the script has been here', await page.locator('.zm-range').count() > 0 ? [] : ['no controls']);
  await judgeSaid('the script ends in an error halfway', page);
  await context.close();
}

/** A script that never answers, neither well nor badly: only time tells. Before that, the page keeps the room of its controls. */
async function deaf({ browser, origin }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  await context.route(/\/live\/page\.js/, () => {});
  const page = await context.newPage();
  // The page never counts as loaded.
  await page.goto(`${origin}/${CHAPTER}`, { waitUntil: 'commit' });
  await sentence(page).waitFor({ state: 'attached' });
  const [shown, waited] = await sentence(page).first().evaluate((how) => [how.checkVisibility({ visibilityProperty: true }),
    how.getAnimations().find(({ animationName }) => animationName === 'zm-late')?.currentTime]);
  // A busy machine may look when the page has waited long enough.
  judge('while the script may still come the page waits for it', shown && !(waited >= 3000) ? ['the sentence is shown at once'] : []);
  await late(page);
  await judgeSaid('the script never ends', page);
  await context.close();
}

/** With the script, neither at once nor after the time that others wait. */
async function alive(shop) {
  for (const reducedMotion of ['reduce', 'no-preference']) {
    const window = await open(shop, CHAPTER, { reducedMotion });
    await settled(window.page);
    await window.page.waitForTimeout(PATIENCE);
    judge(`with the script nothing is said of stored figures (${reducedMotion})`, await window.page.locator('.zm-how').evaluateAll((all) => (
      all.filter((how) => how.checkVisibility()).map((how) => how.textContent))));
    await end('with the script', window);
  }
}
