// A picture of rows over time is read, too: at a moment, in how many rows something is going on, and in how many it is done. The picture is
// made here, two panels over the same time, in the form that book/theme/live/picture.js reads.

import { judge, note, settled } from '../site.mjs';
import { chapters, end, open } from './hands.mjs';

/** [from, until] of a row [ms], by what it does; or when it is done. */
const PANELS = [
  { waits: [[0, 100], [40, 60], [150, 390]], work: [[100, 140], [60, 90], [60, 80]], done: [140, 90] },
  { waits: [[10, 20], [30, 40], [50, 350]], work: [[20, 300], [40, 310], [350, 400]], done: [300, 310, 400] },
];
const [LEFT, RIGHT, UNTIL] = [10, 410, 400];

const at = (time) => LEFT + ((RIGHT - LEFT) * time) / UNTIL;
const row = (index) => 60 + 40 * index;

function panel({ waits, work, done }, title) {
  const strokes = (all) => all.map(([from, until], index) => `M${at(from)} ${row(index)}h${at(until) - at(from)}`).join('');
  const group = (name, all, paint) => `<g data-spans="${name}"><path d="${strokes(all)}" style="fill:none;stroke:${paint};stroke-width:8"/></g>`;
  const marks = done.map((time, index) => `<rect x="${at(time) - 1.5}" y="${row(index) - 6}" width="3" height="12" style="fill:rgb(0, 0, 0)"/>`);
  return `<svg class="zm-svg" role="img" data-x="linear 0 ${UNTIL} ${LEFT} ${RIGHT}" data-y="linear 0 3 180 40" data-over="milliseconds" data-unit=""
    viewBox="0 0 420 220"><title>${title}</title>${group('waits', waits, 'rgb(1, 2, 3)')}${group('at work', work, 'rgb(4, 5, 6)')}<g data-marks="done">${marks.join('')}</g></svg>`;
}

/** What must be said of a panel at a moment, by other means than picture.js. */
function told({ waits, work, done }, time) {
  const going = (all) => all.filter(([from, until]) => from <= time && time < until).length;
  return `waits ${going(waits)} at work ${going(work)} done ${done.filter((end) => end <= time).length}`;
}

export async function rows(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  const cell = await page.evaluate(async (panels) => {
    const { show } = await import('./live/outputs.js');
    const place = [...document.querySelectorAll('.zm-cell[data-cell]')].find((cell) => cell.querySelector('.zm-figure svg[data-x]'));
    const html = `<figure class="zm-figure">${panels.map((svg) => `<div class="zm-panel">${svg}</div>`).join('')}</figure>`;
    show({ id: place.dataset.cell, outputs: { 'text/html': html } });
    return place.dataset.cell;
  }, PANELS.map((each, index) => panel(each, `Panel ${index}`)));
  const first = page.locator(`.zm-cell[data-cell="${cell}"] svg[data-x]`).first();
  await first.evaluate((svg) => svg.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const box = await first.boundingBox();
  const frames = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const wrong = [];
  for (const time of [5, 35, 50, 70, 95, 200, 320]) {
    await page.mouse.move(box.x + (at(time) * box.width) / 420, box.y + box.height / 2);
    await frames();
    const found = await page.evaluate(() => ({
      boxes: [...document.querySelectorAll('.zm-readings')].map((box) => box.innerText.replace(/\s+/g, ' ').trim()),
      rings: document.querySelectorAll('.zm-ring').length,
    }));
    const wanted = PANELS.map((each) => told(each, time));
    if (found.boxes.length !== 2 || !wanted.every((text, index) => found.boxes[index].endsWith(text))) wrong.push(`at ${time} ms it reads “${found.boxes.join('” and “')}”, not “${wanted.join('” and “')}”`);
    if (found.rings) wrong.push(`at ${time} ms ${found.rings} rings mark no line`);
  }
  await page.mouse.move(2, 2);
  await page.locator(`.zm-cell[data-cell="${cell}"] .zm-cursor`).last().focus();
  await page.keyboard.press('End');
  await frames();
  const text = await page.locator(`.zm-cell[data-cell="${cell}"] .zm-cursor`).last().getAttribute('aria-valuetext');
  if (!/: waits 0, at work 0, done 3$/.test(text)) wrong.push(`with the keyboard it says “${text}”`);
  judge('a picture of rows over time is read at every moment, by pointer and keyboard', wrong);
  await end('rows over time', window);
}

/** On every page each picture can be taken along as numbers and as a drawing; and the book's own timeline is read. */
export async function pictures(shop) {
  let all = 0;
  for (const name of ['index', ...await chapters()]) {
    const window = await open(shop, `${name}.html`);
    const { page } = window;
    await settled(page);
    const found = await page.evaluate(() => [...document.querySelectorAll('.zm-cell[data-cell]')].filter((cell) => cell.querySelector('.zm-shown svg[role="img"]')).map((cell) => ({
      cell: cell.dataset.cell,
      numbers: cell.querySelector('.zm-downloads a[download$=".csv"]') !== null,
      drawing: cell.querySelector('.zm-downloads button') !== null,
    })));
    all += found.length;
    judge(`${name}: each picture has its numbers and its drawing`, [...(found.length ? [] : ['there is no picture']),
      ...found.filter(({ numbers, drawing }) => !(numbers && drawing)).map(({ cell, numbers }) => `${cell} has no ${numbers ? 'drawing' : 'numbers'}`)]);
    if (name.startsWith('07')) await timeline(page);
    await end(name, window);
  }
  note(`${all} pictures have their numbers and their drawing`);
}

async function timeline(page) {
  const svg = page.locator('svg[data-x]:has(g[data-spans])').first();
  await svg.evaluate((svg) => svg.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const box = await svg.boundingBox();
  await page.mouse.move(box.x + 0.6 * box.width, box.y + box.height / 2);
  await page.waitForSelector('.zm-readings');
  const text = (await page.locator('.zm-readings').first().innerText()).replace(/\s+/g, ' ');
  judge("the chapter's own timeline is read", /waits \d+ worked on \d+ client waits \d+ done \d+$/.test(text.trim()) ? [] : [text]);
}
