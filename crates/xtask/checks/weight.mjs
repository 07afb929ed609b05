// What comes over the wire, compressed, and when: the chapters' code last, and only for a page with controls.
//
// Called by `cargo xtask test`; see site.mjs for the environment.

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { close, forReaders, judge, launch, note, pagesOf, serve, settled, site } from './site.mjs';

/** All live code of the book, and a chapter's page without it [bytes, gzip -9]. */
const LIVE = 700_000;
const PAGE = 300_000;

const compressed = (body) => gzipSync(body, { level: 9 }).length;
const kilobytes = (bytes) => `${Math.round(bytes / 1000)} KB`;

/** Everything a page loads, in order, and whether its first paint was before the module was asked for. */
async function visit(browser, origin, name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies = [];
  page.on('response', (response) => bodies.push(response.body().then((body) => [new URL(response.url()).pathname, compressed(body)], () => null)));
  // The page's own list of what it loaded lacks what a worker loads.
  let begun = NaN;
  page.on('response', (response) => {
    if (response.url().includes('.wasm') && Number.isNaN(begun)) begun = response.request().timing().startTime;
  });
  await page.goto(`${origin}/${name}`);
  await page.waitForLoadState('networkidle');
  await settled(page);
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    origin: performance.timeOrigin,
    loaded: performance.getEntriesByType('navigation')[0].loadEventStart,
    controls: document.querySelectorAll('.zm-control').length,
  }));
  const files = (await Promise.all(bodies)).filter(Boolean);
  await context.close();
  return { files, asked: begun - times.origin, ...times };
}

async function judgePage(browser, origin, name) {
  const { files, controls, ...times } = await visit(browser, origin, name);
  const early = ({ paint, asked, loaded }) => asked <= paint || asked <= loaded;
  // The paint counts when it is on the screen, and on a busy machine that takes its time. A module that is asked for too early is so each
  // time.
  let seen = times;
  for (let again = 0; again < 2 && controls > 0 && early(seen); again += 1) seen = await visit(browser, origin, name);
  const { paint, asked, loaded } = seen;
  const live = files.filter(([file]) => file.startsWith('/live/'));
  const rest = files.filter(([file]) => !file.startsWith('/live/'));
  const size = rest.reduce((sum, [, bytes]) => sum + bytes, 0);
  const largest = rest.sort(([, a], [, b]) => b - a).slice(0, 4).map(([file, bytes]) => `${file} ${kilobytes(bytes)}`);
  judge(`${name}: at most ${kilobytes(PAGE)} without live code`, size <= PAGE ? [] : [`${kilobytes(size)}: ${largest.join(', ')}`]);
  const module = live.filter(([file]) => file.endsWith('.wasm')).length;
  judge(`${name}: the module comes once where there are controls, and not where there are none`,
    module === (controls > 0 ? 1 : 0) ? [] : [`${controls} controls, ${module} times`]);
  if (controls > 0) {
    judge(`${name}: the first paint and the page come before the module`, asked > paint && asked > loaded ? []
      : [`first paint ${paint.toFixed(0)} ms, loaded ${loaded.toFixed(0)} ms, module asked for at ${asked.toFixed(0)} ms`]);
  }
  return size;
}

const names = await readdir(path.join(site, 'live'));
const sizes = await Promise.all(names.map(async (name) => compressed(await readFile(path.join(site, 'live', name)))));
const all = sizes.reduce((sum, size) => sum + size, 0);
judge(`all live code of the book is at most ${kilobytes(LIVE)}`, all <= LIVE ? [] : [names.map((name, index) => `${name} ${kilobytes(sizes[index])}`).join(', ')]);
judge('the module is there', names.includes('live.wasm') ? [] : ['live/live.wasm is missing: the site was built without WebAssembly']);
const server = await serve();
const browser = await launch();
const pages = [];
try {
  for (const name of (await pagesOf()).filter(forReaders)) pages.push([name, await judgePage(browser, server.origin, name)]);
  // Settings in the address have something to compute at once, and wait as well.
  await judgePage(browser, server.origin, '01-one-server.html#v=1&daily_users=5e5');
} finally {
  await browser.close();
  server.close();
}
note(`live code ${kilobytes(all)} of ${kilobytes(LIVE)}; pages ${pages.map(([name, size]) => `${name} ${kilobytes(size)}`).join(', ')}`);
close();
