// What the checks of the pages share: the site over HTTP, the browser, and the count of what was found.
//
// `cargo xtask test` says by environment variables where things are:
//   CHECK_SITE         the built site
//   CHECK_BROWSER      the Chromium to drive
//   CHECK_MODULES      the folder in which the packages of package.json are installed

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

export const { CHECK_SITE: site, CHECK_BROWSER: browserPath, CHECK_MODULES: modules } = process.env;
/** For packages that are installed in the target folder. */
export const require = createRequire(path.join(modules, 'package.json'));

// Without these Chromium calls home, which fails in CI and slows it.
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.mjs': 'text/javascript',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.ico': 'image/x-icon',
  '.txt': 'text/plain', '.wasm': 'application/wasm' };

let passed = 0;
let failed = 0;

/** Counts one check; `wrong` is a list of what is wrong. */
export function judge(what, wrong) {
  if (wrong.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`${what}:`);
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
  if (wrong.length > 20) console.log(`  and ${wrong.length - 20} more`);
}

/** A remark that is shown even if all is well. */
export const note = (text) => console.log(`note: ${text}`);

/** The closing line, which `cargo xtask test` reads. */
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** The site over HTTP, on a free port of this machine only; `change` may answer in a file's place. */
export async function serve(folder = site, change = (_file, body) => body) {
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
    try {
      const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
      const body = change(file, await readFile(file), response, request);
      response.writeHead(200, { 'content-type': type });
      response.end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('not found');
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Chromium, without a window. */
export function launch(more = []) {
  return require('playwright-core').chromium.launch({ executablePath: browserPath, args: [...QUIET, ...more] });
}

/** Pages below a folder, by their path in the site. */
export async function pagesOf(folder = site, prefix = '') {
  const names = (await readdir(path.join(folder, prefix))).sort();
  const found = [];
  for (const name of names) {
    const file = path.join(prefix, name);
    if ((await stat(path.join(folder, file))).isDirectory()) found.push(...await pagesOf(folder, file));
    else if (name.endsWith('.html')) found.push(file);
  }
  return found;
}

// Not for readers: the whole book for a printer, and mdBook's own table of contents in a frame.
export const forReaders = (name) => !['print.html', 'toc.html', '404.html'].includes(name);

/** Notes all that goes wrong on a page: complaints on the console, errors of scripts, requests that fail or lead elsewhere. */
export function listen(page, origin) {
  const wrong = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  // A page that is left gives up what it was still loading.
  const given = (request) => request.failure()?.errorText === 'net::ERR_ABORTED';
  page.on('requestfailed', (request) => given(request) || wrong.push(`request failed: ${request.url()} (${request.failure()?.errorText})`));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`)) wrong.push(`asks elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
  });
  return wrong;
}

/** Until the chapter's code has answered the newest question; at once on a page without controls. */
export async function settled(page, seconds = 60) {
  try {
    await page.waitForFunction(() => {
      const line = document.querySelector('.zm-run[data-live]');
      return !line?.dataset.live || !document.querySelector('.zm-control') || line.dataset.state === 'done';
    }, null, { timeout: 1000 * seconds, polling: 50 });
  } catch (error) {
    const stands = await Promise.race([page.evaluate(standing), new Promise((resolve) => setTimeout(resolve, 5000, 'its thread does not answer'))]);
    throw new Error(`${page.url()} did not answer: ${stands}`, { cause: error });
  }
}

/** How far a page came that does not answer. */
function standing() {
  const loaded = performance.getEntriesByType('resource').filter(({ name }) => /worker|wasm/.test(name));
  return JSON.stringify({
    line: { ...document.querySelector('.zm-run')?.dataset },
    status: document.querySelector('.zm-status')?.textContent,
    page: [document.documentElement.className, document.readyState, document.visibilityState],
    now: performance.now(),
    loaded: loaded.map(({ name, responseEnd }) => [name.split('/').at(-1), responseEnd]),
    answered: performance.getEntriesByType('measure').slice(-5).map(({ name, startTime, duration }) => [name.slice(0, 60), startTime, duration]),
  });
}
