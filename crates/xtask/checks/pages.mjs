// Every page of the built site in headless Chromium, narrow and wide, light and dark.
//
// Called by `cargo xtask test`, which says by environment variables where things are:
//   CHECK_SITE         the built site
//   CHECK_BROWSER      the Chromium to drive
//   CHECK_MODULES      the folder in which playwright-core is installed
//   CHECK_SCREENSHOTS  where pictures go
//
// A page must load without an error on the console and without a failed or foreign request. Its figures must be
// visible and inside the window, their texts readable, apart from each other and in contrast to what is behind them.
// Nothing scrolls sideways. A reader with a keyboard sees where they are. Links inside the site lead somewhere.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { focusHidden, inspect } from './inspect.mjs';

const { CHECK_SITE: site, CHECK_BROWSER: browserPath, CHECK_MODULES: modules, CHECK_SCREENSHOTS: pictures } = process.env;
const { chromium } = createRequire(path.join(modules, 'package.json'))('playwright-core');

const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];
// Without these Chromium calls home, which fails in CI and slows it.
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.ico': 'image/x-icon',
  '.txt': 'text/plain' };

let passed = 0;
let failed = 0;

/** Counts one check; `wrong` is a list of what is wrong. */
function judge(what, wrong) {
  if (wrong.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`${what}:`);
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
  if (wrong.length > 20) console.log(`  and ${wrong.length - 20} more`);
}

/** The site over HTTP, on a free port of this machine only. */
function serve(folder) {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
    try {
      const body = await readFile(file);
      response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
      response.end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('not found');
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Pages below a folder, by their path in the site. */
async function pagesOf(folder, prefix = '') {
  const names = (await readdir(path.join(folder, prefix))).sort();
  const found = [];
  for (const name of names) {
    const file = path.join(prefix, name);
    if ((await stat(path.join(folder, file))).isDirectory()) found.push(...await pagesOf(folder, file));
    else if (name.endsWith('.html')) found.push(file);
  }
  return found;
}

/** Opens a page and notes all that goes wrong on the way. */
async function open(context, origin, name) {
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => wrong.push(`request failed: ${request.url()} (${request.failure()?.errorText})`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) wrong.push(`asks elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(`${origin}/${name}`, { waitUntil: 'load' });
  // Late scripts and fonts get a moment to complain.
  await page.waitForLoadState('networkidle');
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

const names = await pagesOf(site);
// Not for readers: the whole book for a printer, and mdBook's own table of contents in a frame.
const readers = names.filter((name) => !['print.html', 'toc.html', '404.html'].includes(name));
judge('the site has pages', readers.length > 0 ? [] : [`no page in ${site}`]);
await rm(pictures, { recursive: true, force: true });
await mkdir(pictures, { recursive: true });
const server = await serve(site);
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: browserPath, args: QUIET });
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
console.log(`note: ${readers.length} pages with ${figures} figures; pictures are in the target folder's screenshots/`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
