// Nothing jumps: while the page comes alive, and when a live figure takes the place of the stored one.

import { judge, note, settled } from '../site.mjs';
import { CHAPTER, NEXT, after, end, open } from './hands.mjs';

/** Cumulative layout shift: below 0.1 counts as good; what the script adds at the start may move a little, a new figure nothing. */
const START = 0.02;
const FIGURE = 0.005;

const watch = (context) => context.addInitScript(() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      const moved = [...new Set(sources.map(({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)?.className || node?.nodeName))];
      window.shifts.push({ value, hadRecentInput, moved });
    }
  }).observe({ type: 'layout-shift', buffered: true });
});

/** The sum so far, also of shifts right after a key or a click: a figure may not jump then, either. */
const sum = (page) => page.evaluate(() => {
  const all = window.shifts.splice(0);
  return { total: all.reduce((total, { value }) => total + value, 0), moved: [...new Set(all.flatMap(({ moved }) => moved))].join(', ') };
});

export async function layout(shop) {
  for (const [name, anchor] of [[CHAPTER, ''], [CHAPTER, '#cell-knee'], [CHAPTER, '#cell-traffic'], [CHAPTER, '#cell-exercise-cool-cores'], [NEXT, '#cell-systems']]) {
    for (const width of [390, 1280]) await one(shop, name, anchor, width);
  }
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
