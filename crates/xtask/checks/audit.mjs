// Lighthouse over every page, as a desktop and as a phone: accessibility, best practices, performance.
//
// Called by `cargo xtask test`; see site.mjs for the environment. Performance is simulated from one load, and noisy: a page below its
// target is loaded twice more, and the median of the three counts (Lighthouse's own advice, docs/variability.md). Its phone is a desktop
// slowed down by 4; a slower host than the desktop that this is meant for slows down by less (docs/throttling.md).

import path from 'node:path';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { close, forReaders, judge, launch, modules, note, pagesOf, serve } from './site.mjs';

const { default: lighthouse, desktopConfig } = await import(pathToFileURL(path.join(modules, 'node_modules/lighthouse/core/index.js')));

const CATEGORIES = ['accessibility', 'best-practices', 'performance'];
const SETTINGS = [
  { name: 'desktop', config: desktopConfig, target: 95 },
  { name: 'phone', config: undefined, target: 90, slowdown: 4 },
];

/** Where the desktops begin for which Lighthouse has chosen its slowdown, in its own measure of a processor, the benchmark index. */
const DESKTOP = 1500;
/** The index of this host, in each load so far. */
const indices = [];

/** A port that nobody uses. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Compressed, as every host of static files does. */
function compressed(file, body, response, request) {
  if (!/\.(html|css|js|svg|json|wasm|txt)$/.test(file) || !request.headers['accept-encoding']?.includes('gzip')) return body;
  response.setHeader('content-encoding', 'gzip');
  return gzipSync(body);
}

async function load(address, port, { config, slowdown = 1 }, categories) {
  // As fast as this host has just been: the desktop's load comes first, and is not slowed down.
  const throttling = { cpuSlowdownMultiplier: Math.max(1, slowdown * Math.min(1, (indices.at(-1) ?? DESKTOP) / DESKTOP)) };
  const flags = { port, output: 'json', logLevel: 'error', onlyCategories: categories, throttling };
  let { lhr } = await lighthouse(address, flags, config);
  // A browser on a busy machine may miss one of Lighthouse's own limits; what is wrong with a page is so again.
  if (lhr.runtimeError) ({ lhr } = await lighthouse(address, flags, config));
  if (lhr.runtimeError) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
  indices.push(lhr.environment.benchmarkIndex);
  return lhr;
}

const score = (lhr, category) => Math.round(100 * (lhr.categories[category].score ?? 0));
const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** The audits of a category that cost points, with the first places that they name. */
function costly(lhr, category) {
  return lhr.categories[category].auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => lhr.audits[id])
    .filter((audit) => audit.score !== null && audit.score < 1)
    .map(({ id, title, displayValue, details }) => {
      const places = (details?.items ?? []).slice(0, 3).map((item) => item.node?.selector ?? item.description ?? item.source ?? item.url ?? '');
      return `${id}: ${title} ${displayValue ?? ''} ${places.filter(Boolean).join(', ')}`.trim();
    });
}

/** All of one page in one setting; returns its performance. */
async function judgePage(address, name, port, setting) {
  const lhr = await load(address, port, setting, CATEGORIES);
  for (const category of CATEGORIES.slice(0, 2)) {
    const points = score(lhr, category);
    judge(`${name}, ${setting.name}: ${category} 100`, points === 100 ? [] : [`${points}`, ...costly(lhr, category)]);
  }
  const runs = [score(lhr, 'performance')];
  if (runs[0] < setting.target) {
    for (let more = 0; more < 2; more += 1) runs.push(score(await load(address, port, setting, ['performance']), 'performance'));
  }
  const all = runs.join(', ');
  const points = middle(runs);
  judge(`${name}, ${setting.name}: performance at least ${setting.target}`, points >= setting.target ? [] : [`${points} of ${all}`, ...costly(lhr, 'performance')]);
  return points;
}

const port = await freePort();
const server = await serve(undefined, compressed);
const browser = await launch([`--remote-debugging-port=${port}`]);
const found = [];
try {
  for (const name of (await pagesOf()).filter(forReaders)) {
    const points = [];
    for (const setting of SETTINGS) points.push(await judgePage(`${server.origin}/${name}`, name, port, setting));
    found.push(`${name} ${points.join(' and ')}`);
  }
} finally {
  await browser.close();
  server.close();
}
const [least, most] = [Math.min(...indices), Math.max(...indices)].map(Math.round);
note(`this host has a benchmark index of ${least} to ${most}; phones are ${(4 * Math.min(1, middle(indices) / DESKTOP)).toFixed(1)} times as slow`);
note(`performance on a desktop and on a phone: ${found.join(', ')}`);
close();
