// axe-core over every page, light and dark, wide and narrow, before the chapter's code runs and after a control has moved; and over a page
// whose requests move, for readers who do not mind motion: others never see its buttons.
//
// Called by `cargo xtask test`; see site.mjs for the environment.

import { readFile } from 'node:fs/promises';

import { close, forReaders, judge, launch, note, pagesOf, require, serve, settled } from './site.mjs';

const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds: rule, place, and what to do. */
async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, help, nodes }) => nodes.slice(0, 5).map(({ target }) => `${id}: ${help}: ${target.join(' ')}`));
}

async function visit(browser, origin, name, colorScheme, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const stored = await context.newPage();
  // Without the page's own script: what everybody sees first, and some always.
  await stored.route(/\/live\//, (route) => route.abort());
  await stored.goto(`${origin}/${name}`);
  judge(`${name}, ${colorScheme}, ${width} px, as stored`, await findings(stored));
  await stored.close();
  if (!forReaders(name)) return context.close();
  const page = await context.newPage();
  await page.goto(`${origin}/${name}`);
  await settled(page);
  const range = page.locator('.zm-range').first();
  if (await range.count()) {
    await range.focus();
    await page.keyboard.press('ArrowRight');
    await settled(page);
    // With something to complain about, too.
    await page.locator('.zm-typed').first().fill('many');
    await page.keyboard.press('Enter');
    judge(`${name}, ${colorScheme}, ${width} px, alive`, await findings(page));
  }
  await context.close();
}

/** A chapter with a figure of `watch`. */
const FILM = '01-one-server.html';

/** The player at rest, and while it plays, with all that only those see who welcome motion. */
async function film(browser, origin, colorScheme, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'no-preference' });
  const page = await context.newPage();
  await page.goto(`${origin}/${FILM}`);
  await settled(page);
  await page.locator('.zm-watch').first().scrollIntoViewIfNeeded();
  const tools = ['button[aria-label="Play"]', 'input[aria-label="Speed"]'].map((tool) => page.locator(`.zm-player ${tool}`).first());
  await tools[0].waitFor({ timeout: 60_000 });
  const unseen = [];
  for (const tool of tools) if (!await tool.isVisible()) unseen.push(`${tool} is not there to be looked at`);
  judge(`${FILM}, ${colorScheme}, ${width} px, a film at rest`, [...unseen, ...await findings(page)]);
  // As slow as it goes, so that it is not over before axe is.
  await tools[1].focus();
  await page.keyboard.press('Home');
  await tools[0].click();
  const found = await findings(page);
  const state = await page.locator('.zm-player').first().getAttribute('data-state');
  judge(`${FILM}, ${colorScheme}, ${width} px, a film that plays`, [...(state === 'playing' ? [] : [`it is ${state}`]), ...found]);
  await context.close();
}

const server = await serve();
const browser = await launch();
// mdBook's table of contents is no page but a frame.
const names = (await pagesOf()).filter((name) => name !== 'toc.html');
try {
  for (const name of names) {
    const schemes = [['light', 1280], ['dark', 390], ['dark', 1280], ['light', 390]];
    // Chapters in all four; what nobody reads on a phone in two.
    for (const [scheme, width] of forReaders(name) ? schemes : schemes.slice(0, 2)) await visit(browser, server.origin, name, scheme, width);
  }
  for (const [scheme, width] of [['light', 1280], ['dark', 390]]) await film(browser, server.origin, scheme, width);
} finally {
  await browser.close();
  server.close();
}
note(`${names.length} pages, and a film light and dark, at rest and playing; axe-core finds nothing to mend unless it is said above`);
close();
