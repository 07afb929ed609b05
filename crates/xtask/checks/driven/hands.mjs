// What the subjects share: opening a chapter, reading what it shows, and waiting until it has answered.

import { judge, listen, pagesOf, settled } from '../site.mjs';

/** The chapter with a slider over decades, one in the middle of another cell's prose, and a choice. */
export const CHAPTER = '01-one-server.html';
export const NEXT = '02-web-and-database-apart.html';
export const DEFAULT = 200_000;
/** A cell that depends on the users, and one that simulates for them. */
export const CELL = 'knee';

/** The names of all chapters: each has controls. */
export const chapters = async () => (await pagesOf()).filter((name) => /^\d\d-/.test(name)).map((name) => name.replace('.html', ''));

/** Opens a page in a window of its own; `wrong` fills with what goes wrong. */
export async function open({ browser, origin }, name = CHAPTER, options = {}, before = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  await before(context);
  return tab(context, origin, name);
}

/** One more tab in the same window. */
export async function tab(context, origin, name = CHAPTER) {
  const page = await context.newPage();
  const wrong = listen(page, origin);
  await page.goto(`${origin}/${name}`);
  return { context, page, wrong };
}

/** A script of the site comes changed: for `before` of `open`. The page may be gone by then, for a worker in reserve begins when it has
 * nothing else to do. */
export const changed = (address, change) => (context) => context.route(address, async (route) => {
  try {
    const response = await route.fetch();
    await route.fulfill({ response, body: orError(change, await response.text()) });
  } catch {
    await route.abort().catch(() => {});
  }
});

/** What a change makes of a text; where it can't, a script that says why to its page. */
function orError(change, text) {
  try {
    return change(text);
  } catch (error) {
    return `throw new Error(${JSON.stringify(error.message)});`;
  }
}

export const users = (page) => page.locator('#zm-daily_users');
/** The first of its places: exercises have it once more. */
export const typed = (page) => page.locator('.zm-control[data-control=daily_users] .zm-typed').first();
/** A number in the prose, as the reader sees it. */
export const told = (page, name = 'users') => page.locator(`[data-value=${name}]`).first().textContent();
export const status = (page) => page.locator('.zm-status').textContent();
export const drafts = (page) => page.locator('.zm-draft').count();
/** Waits by the page's own clock, behind all that the page itself put off: it does so for 300 ms. */
export const moment = (page) => page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 400); }));
/** What the reader set, as the address says it: it follows after a moment. */
export const fragment = (page) => moment(page).then(() => page.evaluate(() => location.hash));

/** Does something, and waits until the page has answered it. What follows an act only with the next frame, as a draft, or with an event of
 * the history, the page has not asked yet when the act is over: so it is marked as asked before. */
export async function after(page, act) {
  await settled(page);
  await page.evaluate(() => { document.querySelector('.zm-run').dataset.state = 'asked'; });
  await act();
  await settled(page);
}

/** What is expected and what is there, as a line for `judge` if they differ. */
export const differs = (what, expected, found) => (found === expected ? [] : [`${what} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`]);

/** Ends a window; nothing may have gone wrong in it. */
export async function end(what, { context, wrong }) {
  judge(`${what}: nothing on the console, no request elsewhere`, wrong);
  await context.close();
}
