// Nothing jumps: while the page comes alive, and when a live figure takes the place of the stored one.

import { controlsOf, fresh } from '../askers.mjs';
import { judge, note, settled } from '../site.mjs';
import { CHAPTER, NEXT, after, chapters, end, open } from './hands.mjs';

/** Cumulative layout shift: below 0.1 counts as good; what unfolds beside the text at the start may move a little, a new figure nothing. */
const START = 0.02;
const FIGURE = 0.005;

const watch = (context) => context.addInitScript(() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const moved = [...new Set(sources.map(({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)?.className || node?.nodeName))];
      const text = sources.some(({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)?.closest('main'));
      window.shifts.push({ value, hadRecentInput, moved, text });
    }
  }).observe({ type: 'layout-shift', buffered: true });
  // After three seconds without its script the page says how its figures are changed, and takes that back when the script comes after all:
  // here it waits for as long as that takes.
  const patient = new CSSStyleSheet();
  patient.replaceSync('.zm-how:not(#no-such) { animation-delay: 3600s !important }');
  document.adoptedStyleSheets.push(patient);
});

/** The sum so far, also of shifts right after a key or a click: a figure may not jump then, either. */
const sum = (page) => page.evaluate(() => {
  const all = window.shifts.splice(0);
  const total = (some) => some.reduce((total, { value }) => total + value, 0);
  return { total: total(all), text: total(all.filter(({ text }) => text)), moved: [...new Set(all.flatMap(({ moved }) => moved))].join(', ') };
});

export async function layout(shop) {
  for (const [name, anchor] of [[CHAPTER, ''], [CHAPTER, '#cell-knee'], [CHAPTER, '#cell-traffic'], [CHAPTER, '#cell-exercise-cool-cores'], [NEXT, '#cell-systems']]) {
    for (const width of [390, 1280]) await one(shop, name, anchor, width);
  }
  const [begun, names] = [performance.now(), await chapters()];
  judge('layout: there are chapters', names.length >= 9 ? [] : [names.join()]);
  let seen = 0;
  for (const chapter of names) for (const width of [390, 1280]) seen += await every(shop, chapter, width);
  note(`${seen} times a new figure of one of ${names.length} chapters took its place, in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

/** A fifth of a slider's way on, or back where it has not so far to go. */
function further({ min, max, scale, step, default: usual }) {
  const moved = (way) => (scale === 'log' ? usual * (max / min) ** way : usual + (max - min) * way);
  const value = moved(0.2) <= max ? moved(0.2) : moved(-0.2);
  return step === 1 ? Math.round(value) : Number(value.toPrecision(3));
}

/** In the page: how tall a cell's output is without its captions, and these. */
function heights(id) {
  const place = document.querySelector(`.zm-cell[data-cell="${id}"] .zm-shown`);
  const captions = [...place.querySelectorAll('figcaption')].reduce((sum, caption) => sum + caption.getBoundingClientRect().height, 0);
  return [place.getBoundingClientRect().height - captions, captions];
}

/** The figures of a chapter that a slider changes, there and back: each takes the room of the one before, but for lines of its caption. A
 * diagram may be of a larger system. */
async function every(shop, chapter, width) {
  const control = (await controlsOf(chapter)).find(({ kind }) => kind === 'slider');
  const moved = { [control.name]: further(control) };
  const [before, then] = [await fresh(chapter, {}), await fresh(chapter, moved)];
  const drawn = (answer, id) => (/^(?!.*zm-diagram).*<svg/s.test(answer[id]['text/html']) ? answer[id]['text/html'] : '');
  const cells = Object.keys(then).filter((id) => drawn(then, id) && drawn(then, id) !== drawn(before, id));
  const window = await open(shop, `${chapter}.html`, { viewport: { width, height: 844 } }, watch);
  const { page } = window;
  await settled(page);
  const where = `${chapter} at ${width} px`;
  const start = await sum(page);
  // Beside the text mdBook unfolds its table of contents, the more the more headings a chapter has.
  judge(`${where}: coming alive moves nothing of the text`, start.text <= FIGURE ? [] : [`layout shift ${start.text.toFixed(4)}: ${start.moved}`]);
  // What is folded away or far off has no height yet.
  await page.addStyleTag({ content: '.zm-cell, .zm-shown { content-visibility: visible !important }' });
  const all = async () => Promise.all(cells.map((id) => page.evaluate(heights, id)));
  const wrong = [];
  let [seen, lines, old] = [0, 0, await all()];
  for (const hash of [`#v=1&${control.name}=${moved[control.name]}`, '#v=1']) {
    await after(page, () => page.evaluate((hash) => { location.hash = hash; }, hash));
    const now = await all();
    now.forEach(([picture, caption], index) => {
      const [tall, words] = old[index];
      if (tall > 0) seen += 1;
      lines = Math.max(lines, Math.abs(caption - words));
      if (Math.abs(picture - tall) > 0.5) wrong.push(`${cells[index]} at ${hash} is ${(picture - tall).toFixed(1)} px taller`);
    });
    old = now;
  }
  judge(`${where}: a new figure has the height of the one before`, [...wrong, ...(seen > 0 ? [] : ['none came'])]);
  note(`${where}: layout shift ${start.text.toFixed(4)} of the text at the start, ${start.total.toFixed(4)} in all; ${seen} new figures, whose captions change by ${lines.toFixed(0)} px at most`);
  await end(where, window);
  return seen;
}

async function one(shop, name, anchor, width) {
  const window = await open(shop, `${name}${anchor}`, { viewport: { width, height: 844 } }, watch);
  const { page } = window;
  await settled(page);
  const where = `${name}${anchor} at ${width} px`;
  const start = await sum(page);
  judge(`${where}: coming alive moves nothing`, start.total <= START ? [] : [`layout shift ${start.total.toFixed(4)}: ${start.moved}`]);
  // As a reader who looks at a figure does: set from elsewhere, with the figure in sight.
  await page.locator('.zm-cell .zm-figure').first().scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  await sum(page);
  await after(page, () => page.evaluate(() => {
    const input = document.querySelector('.zm-control[data-control=daily_users] .zm-typed');
    input.value = '3e5';
    input.dispatchEvent(new Event('change'));
  }));
  await page.waitForTimeout(200);
  const figure = await sum(page);
  judge(`${where}: a new figure moves nothing`, figure.total <= FIGURE ? [] : [`layout shift ${figure.total.toFixed(4)}: ${figure.moved}`]);
  note(`${where}: layout shift ${start.total.toFixed(4)} at the start, ${figure.total.toFixed(4)} with a new figure`);
  await end(where, window);
}
