// How fast the live page answers, in headless Chromium on the built site, and WebAssembly beside the native program.
//
// Called by `cargo xtask bench page`, for all chapters or those that begin so; see site.mjs for the environment, and
//   CHECK_NATIVE   the native library as a program; it gets one core, as the page's worker has one
//
// A slider that draws no draft and shows no single requests is one of closed forms. A redraw is timed from the frame that asks for it until all cells that it
// touches are in place and laid out; a draft from the input, a frame earlier at most; a result in full from the release until all
// cells in view are in place, and until the rest of the page is, too, which has no target. Where a newer input takes the place of one,
// from the oldest that has no answer yet. Who takes the slider up again while the whole is still worked on waits for the redraw hardly
// longer than usual. On a busy machine all of this says little.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';

import { settingsOf } from './random.mjs';
import { close, judge, launch, note, pagesOf, serve, settled, site } from './site.mjs';

/** At most [ms], for 95 of 100; and at least. */
const CLOSED = 16.7;
const DRAFT = 50;
const FULL = 400;
/** By so much a run in full may delay the draft that takes its place [ms]. */
const DELAY = 50;
/** So long after the release the slider is taken up again [ms]: early, and in the middle of most runs. */
const PAUSES = [0, 20, 60, 150, 300];
const RATIO = 0.6;
/** A chapter that answers sooner [ms] is asked more often: a browser compiles code anew that has run for a while. */
const QUICK = 50;
/** A frame that comes later than this after the one before has left one out [ms]. */
const DROPPED = 25;

/** The value that 95 of 100 keep. */
const most = (numbers) => numbers.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(0.95 * numbers.length) - 1)] ?? NaN;
const sum = (numbers) => numbers.reduce((all, number) => all + number, 0);
const shown = (number) => number.toFixed(1);

const lines = [];
const row = (...cells) => lines.push(cells.map((cell, place) => (place === 0 ? String(cell).padEnd(44) : String(cell).padStart(12))).join(''));

/** Begins to time: redraws while a slider moves, results after its release, and frames. */
function watchPage(page) {
  return page.evaluate(() => {
    const line = document.querySelector('.zm-run[data-live]');
    const pace = { redraws: [], drafts: [], again: [], results: [], whole: [], frames: [], draft: false, on: false };
    let [moved, asked, released, seen, last, interrupts] = [0, 0, 0, 0, 0, false];
    window.pace = pace;
    window.answered = () => moved === 0 && released === 0;
    addEventListener('input', () => {
      if (moved) return;
      interrupts = released > 0;
      released = 0;
      moved = performance.now();
      requestAnimationFrame(() => { asked = performance.now(); });
    }, true);
    addEventListener('change', () => {
      released = performance.now();
      moved = asked = seen = 0;
    }, true);
    new MutationObserver(() => {
      pace.draft ||= document.querySelector('.zm-draft') !== null;
      const { state } = line.dataset;
      if (state === 'asked' || state === 'busy' || !(asked || released)) return;
      // Layout, too.
      document.body.getBoundingClientRect();
      const now = performance.now();
      if (!released) {
        pace.redraws.push(now - asked);
        (interrupts ? pace.again : pace.drafts).push(now - moved);
        moved = asked = 0;
        return;
      }
      seen ||= now;
      if (state !== 'done') return;
      pace.results.push(seen - released);
      pace.whole.push(now - released);
      moved = asked = released = 0;
    }).observe(line, { attributeFilter: ['data-state'] });
    const frame = (now) => {
      if (pace.on && last) pace.frames.push(now - last);
      last = pace.on ? now : 0;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

const slot = async (locator) => {
  await locator.scrollIntoViewIfNeeded();
  return locator.boundingBox();
};

/** Until nothing that was asked for is outstanding. */
const answered = (page) => page.waitForFunction(() => window.answered(), null, { timeout: 60_000 });

/** Drags a slider to, fro and to over the middle of its range, as far as `to` of it; what was timed. Where it would end as it
 * stood, which is no change, it goes back a little. */
async function drag(page, range, { steps, wait, to }) {
  const box = await slot(range);
  const y = box.y + box.height / 2;
  const x = (part) => box.x + box.width * (0.3 + 0.4 * part);
  await page.evaluate(() => {
    performance.clearMeasures();
    Object.assign(window.pace, { redraws: [], drafts: [], again: [], results: [], whole: [], frames: [], draft: false, on: true });
  });
  const before = await range.inputValue();
  await page.mouse.move(x(0), y);
  await page.mouse.down();
  for (let step = 1; step <= steps; step += 1) {
    await page.mouse.move(x(to * (0.5 - 0.5 * Math.cos((3 * Math.PI * step) / steps))), y);
    if (wait) await answered(page);
  }
  if (await range.inputValue() === before) await page.mouse.move(x(0.3 * to), y);
  await answered(page);
  await page.evaluate(() => {
    window.pace.on = false;
    // Single requests are simulated, though a draft of them is as good as the whole (engine.js measures `live <cells>`).
    const cells = performance.getEntriesByType('measure').flatMap(({ name }) => name.split(' ').slice(1)).filter(Boolean);
    window.pace.draft ||= cells.some((id) => document.querySelector(`.zm-cell[data-cell="${CSS.escape(id)}"] .zm-watch`));
  });
  await page.mouse.up();
  await page.waitForFunction(() => window.pace.results.length > 0, null, { timeout: 60_000, polling: 20 });
  return page.evaluate(() => window.pace);
}

/** Lets a slider go and takes it up again after so long; what the draft then took, if the whole was not there before. By script: a mouse
 * that is driven from outside comes too late. */
async function takeUp(range, pause) {
  await slot(range);
  return range.evaluate(async (range, pause) => {
    const moved = (part) => {
      range.value = String(Math.round(Number(range.max) * (part + pause / 5000)));
      range.dispatchEvent(new Event('input'));
    };
    const answered = async () => {
      while (!window.answered()) await new Promise((done) => setTimeout(done, 5));
    };
    const released = () => range.dispatchEvent(new Event('change'));
    moved(0.4);
    await answered();
    window.pace.again = [];
    released();
    await new Promise((done) => setTimeout(done, pause));
    moved(0.55);
    await answered();
    released();
    await answered();
    return window.pace.again;
  }, pause);
}

/** Every slider of a page, once: an exercise shows it again. */
async function judgePage(browser, origin, name) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${origin}/${name}`);
  await settled(page);
  await watchPage(page);
  const controls = await page.locator('.zm-control:has(.zm-range)').evaluateAll((all) => [...new Set(all.map(({ dataset }) => dataset.control))]);
  for (const control of controls) {
    const range = page.locator(`.zm-control[data-control="${control}"] .zm-range`).first();
    const what = `${name.replace('.html', '')} ${control}`;
    const first = await drag(page, range, { steps: 6, wait: true, to: 1 });
    if (first.draft) await judgeSimulated(page, range, what);
    else await judgeClosed(page, range, what);
  }
  await page.close();
}

async function judgeClosed(page, range, what) {
  const { redraws, drafts, frames, whole } = await drag(page, range, { steps: 150, wait: false, to: 0.93 });
  const dropped = frames.filter((gap) => gap > DROPPED).length / Math.max(1, frames.length);
  row(`${what}: redraw`, `${shown(most(redraws))} ms`, `${CLOSED} ms`, redraws.length);
  row(`${what}: frames left out`, `${shown(100 * dropped)} %`, '5 %', frames.length);
  row(`${what}: the whole page`, `${shown(most(whole))} ms`, '', whole.length);
  judge(`${what}: 95% of redraws within ${CLOSED} ms`, most(redraws) <= CLOSED ? [] : [`${shown(most(redraws))} ms`]);
  judge(`${what}: at most 5% of frames left out`, dropped <= 0.05 ? [] : [`${shown(100 * dropped)}%`]);
  await judgeTakenUp(page, range, what, drafts);
}

async function judgeSimulated(page, range, what) {
  const [drafts, fulls, wholes] = [[], [], []];
  for (let again = 0; again < 4; again += 1) {
    const paced = await drag(page, range, { steps: 9 + again, wait: true, to: 0.9 - 0.1 * again });
    drafts.push(...paced.drafts);
    fulls.push(...paced.results);
    wholes.push(...paced.whole);
  }
  row(`${what}: draft`, `${shown(most(drafts))} ms`, `${DRAFT} ms`, drafts.length);
  row(`${what}: in full`, `${shown(most(fulls))} ms`, `${FULL} ms`, fulls.length);
  row(`${what}: the whole page`, `${shown(most(wholes))} ms`, '', wholes.length);
  judge(`${what}: a draft within ${DRAFT} ms`, most(drafts) <= DRAFT ? [] : [`${shown(most(drafts))} ms`]);
  judge(`${what}: all that is seen within ${FULL} ms of release`, most(fulls) <= FULL ? [] : [`${shown(most(fulls))} ms`]);
  await judgeTakenUp(page, range, what, drafts);
}

/** Also where nothing that is seen is simulated: the rest of the page may be. */
async function judgeTakenUp(page, range, what, drafts) {
  const again = [];
  for (const pause of [...PAUSES, ...PAUSES]) again.push(...await takeUp(range, pause));
  const usual = drafts.toSorted((a, b) => a - b)[Math.floor(drafts.length / 2)];
  row(`${what}: again, in a run`, again.length ? `${shown(most(again))} ms` : 'over before', `${shown(usual + DELAY)} ms`, again.length);
  judge(`${what}: what interrupts a run comes at most ${DELAY} ms later than usual`, again.length && most(again) > usual + DELAY ? [`${shown(most(again))} ms, usually ${shown(usual)} ms`] : []);
}

/** The native program on one core: a question, its answer, and so on. */
function native(program) {
  const child = spawn('taskset', ['-c', '0', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return JSON.parse((await answers.next()).value);
  };
  return { ask, end: () => child.stdin.end() };
}

/** The page's own worker, to be asked from here: how long it took [ms]. */
async function inChromium(page) {
  await page.evaluate(async () => {
    const worker = new Worker('live/worker.js', { type: 'module' });
    let heard = () => {};
    worker.onmessage = ({ data }) => heard(data);
    const next = () => new Promise((resolve) => { heard = resolve; });
    worker.postMessage({ open: { module: new URL('live/live.wasm', location.href).href } });
    await next();
    window.timed = async (request) => {
      worker.postMessage({ ask: request, number: 1 });
      let total = 0;
      for (;;) {
        const { answer, milliseconds } = await next();
        total += milliseconds;
        if (answer.done) return total;
      }
    };
  });
  return (request) => page.evaluate((request) => window.timed(request), request);
}

/** How long an answer takes [ms]. */
const timed = (ask) => async (request) => {
  const begun = performance.now();
  await ask(request);
  return performance.now() - begun;
};

/** A chapter natively and as WebAssembly, under random settings; the first few warm up. Each setting goes to all in turn: what else the
 * machine does hits all alike. */
async function sideBySide(browser, origin, chapter, answering, compiled) {
  const program = native(process.env.CHECK_NATIVE);
  const page = await browser.newPage();
  await page.goto(`${origin}/404.html`);
  const { cells } = await program.ask({ chapter, settings: {}, draft: false });
  const outputs = cells.flatMap(({ outputs }) => Object.entries(outputs));
  const controls = outputs.filter(([mime]) => mime.includes('.control.')).map(([, json]) => JSON.parse(json));
  const begun = performance.now();
  for (const settings of settingsOf(chapter, controls, 3).slice(3)) await program.ask({ chapter, settings, draft: false });
  const quick = (performance.now() - begun) / 3 < QUICK;
  // Others than before: the program keeps what it has simulated, and would only look it up.
  const all = quick ? settingsOf(chapter, controls, 80).slice(6) : settingsOf(chapter, controls, 24).slice(6);
  const cold = quick ? 40 : 4;
  const sides = [timed(program.ask), timed(await answering(compiled)), await inChromium(page)];
  const times = sides.map(() => []);
  for (const [turn, settings] of all.entries()) {
    for (const side of sides.keys()) {
      const now = (side + turn) % sides.length;
      const took = await sides[now]({ chapter, settings, draft: false });
      if (turn >= cold) times[now].push(took);
    }
  }
  program.end();
  await page.close();
  const [here, node, chromium] = times.map((each) => sum(each) / each.length);
  row(`${chapter}: native / Node / Chromium`, `${shown(here)} ms`, `${shown(node)} ms`, `${shown(chromium)} ms`);
  for (const [where, time] of [['Node', node], ['Chromium', chromium]]) {
    row(`  WebAssembly in ${where}, native speed is 1`, (here / time).toFixed(2), `${RATIO}`, all.length - cold);
    judge(`${chapter}: WebAssembly in ${where} at least ${RATIO} times the native speed`, here / time >= RATIO ? [] : [(here / time).toFixed(2)]);
  }
}

// As a text: Node takes a file that ends in .js for another kind of module.
const source = await readFile(path.join(site, 'live/module.js'), 'utf8');
const { answering } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const compiled = await WebAssembly.compile(await readFile(path.join(site, 'live/live.wasm')));
const before = loadavg()[0].toFixed(1);
const server = await serve();
const browser = await launch();
row('', 'measured', 'target', 'times');
try {
  const only = process.argv.slice(2);
  const chapters = (await pagesOf()).filter((name) => /^\d\d-/.test(name) && (only.length === 0 || only.some((begin) => name.startsWith(begin))));
  judge('there are chapters', chapters.length > 0 ? [] : ['no page']);
  for (const name of chapters) await judgePage(browser, server.origin, name);
  for (const name of chapters) await sideBySide(browser, server.origin, name.replace('.html', ''), answering, compiled);
} finally {
  await browser.close();
  server.close();
}
console.log(lines.join('\n'));
note(`redraws, drafts and results: 95 of 100 are faster than what is measured; ${before} programs wanted a core before it began`);
close();
