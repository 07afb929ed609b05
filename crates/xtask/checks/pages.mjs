// Every page of the built site in headless Chromium, narrow and wide, light and dark.
//
// Called by `cargo xtask test`, which says by environment variables where things are: see site.mjs, and
//   CHECK_SCREENSHOTS  where pictures go
//
// A page must load without an error on the console and without a failed or foreign request. Its figures must be
// visible and inside the window, their texts readable, apart from each other and in contrast to what is behind them.
// Nothing scrolls sideways. A reader with a keyboard sees where they are. Links inside the site lead somewhere.

import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { focusHidden, inspect } from './inspect.mjs';
import { close, forReaders, judge, launch, listen, note, pagesOf, serve, settled, site } from './site.mjs';

const { CHECK_SCREENSHOTS: pictures } = process.env;
const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];

/** Opens a page and notes all that goes wrong on the way. */
async function open(context, origin, name) {
  const page = await context.newPage();
  const wrong = listen(page, origin);
  await page.goto(`${origin}/${name}`, { waitUntil: 'load' });
  // Late scripts and fonts get a moment to complain, and the chapter's own code runs.
  await page.waitForLoadState('networkidle');
  await settled(page);
  return { page, wrong };
}

/** One page in one window size and colour scheme. */
async function visit(browser, origin, name, width, scheme) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, reducedMotion: 'reduce' });
  const where = `${name} at ${width} px, ${scheme}`;
  const { page, wrong } = await open(context, origin, name);
  judge(`${where}: loads quietly`, wrong);
  const seen = await page.evaluate(inspect);
  judge(`${where}: nothing scrolls sideways`, seen.overflow);
  judge(`${where}: figures are visible and inside the window`, seen.figures);
  judge(`${where}: texts in figures are large enough and apart`, seen.texts);
  judge(`${where}: contrast`, seen.contrast);
  judge(`${where}: figures say what they show to those who can't see them`, seen.names);
  const file = path.join(pictures, `${name.replaceAll('/', '-').replace('.html', '')}-${width}-${scheme}.png`);
  await page.screenshot({ path: file, fullPage: true });
  if (width === Math.max(...WIDTHS)) judge(`${where}: the keyboard's place is visible`, await focus(page));
  const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((link) => link.href));
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id], a[name]')].map((element) => element.id || element.name));
  await context.close();
  return { figures: seen.count, links, ids };
}

/** Walks through the first elements with the Tab key. */
async function focus(page) {
  const wrong = [];
  for (let step = 0; step < 25; step += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(focusHidden);
    if (hidden) wrong.push(hidden);
  }
  return [...new Set(wrong)];
}

/** Links inside the site, against its pages and the ids that were met. */
function deadLinks(origin, visited) {
  const wrong = new Set();
  for (const [name, { links }] of visited) {
    for (const link of links.filter((link) => link.startsWith(origin))) {
      const url = new URL(link);
      const target = decodeURIComponent(url.pathname.slice(1)) || 'index.html';
      const id = decodeURIComponent(url.hash.slice(1));
      const page = visited.get(target);
      if (target.endsWith('.html') && !names.includes(target)) wrong.add(`${name} links to ${target}, which is not there`);
      else if (page && id && !page.ids.includes(id)) wrong.add(`${name} links to ${target}#${id}, which is not there`);
    }
  }
  return [...wrong];
}

const names = await pagesOf();
const readers = names.filter(forReaders);
judge('the site has pages', readers.length > 0 ? [] : [`no page in ${site}`]);
await rm(pictures, { recursive: true, force: true });
await mkdir(pictures, { recursive: true });
const server = await serve();
const { origin } = server;
const browser = await launch();
const visited = new Map();
let figures = 0;
try {
  for (const name of readers) {
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) visited.set(name, await visit(browser, origin, name, width, scheme));
    }
    figures += visited.get(name).figures;
  }
  judge('links inside the site lead somewhere', deadLinks(origin, visited));
  judge('the site has figures', figures > 0 ? [] : ['not one figure on all pages']);
} finally {
  await browser.close();
  server.close();
}
note(`${readers.length} pages with ${figures} figures; pictures are in the target folder's screenshots/`);
close();
