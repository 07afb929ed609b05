// While a slider moves: every kind of output and every number that is a draft looks like one, and the numbers that the reader sees
// move along, wherever their cells are.

import { judge, settled } from '../site.mjs';
import { after, end, open } from './hands.mjs';

export async function drafts(shop) {
  await marks(shop);
  await numbers(shop);
}

/** In the page: gives every output once more as a draft, and every number; what does not look like one, or moves. */
async function marks(shop) {
  const window = await open(shop);
  await settled(window.page);
  judge('every draft looks like one, and moves nothing', await window.page.evaluate(async () => {
    const { show } = await import('./live/outputs.js');
    const { finished } = await import('./live/marks.js');
    const { figures, givers, numbers } = await import('./live/places.js');
    const wrong = [];
    const ends = () => [...document.querySelectorAll('main > *, .zm-shown')].map((element) => element.getBoundingClientRect().bottom);
    const mark = (place) => {
      const { content, position, visibility } = getComputedStyle(place, '::before');
      return content.includes('draft') && position === 'absolute' && visibility === 'visible';
    };
    const dotted = (span) => getComputedStyle(span).textDecorationStyle === 'dotted';
    const before = ends();
    for (const [id, place] of figures) {
      if (place.querySelector('.zm-watch')) continue;
      const given = [...givers].filter(([, giver]) => giver === id).map(([name]) => name);
      const values = given.map((name) => [`application/vnd.millions.value.${name}+json`, JSON.stringify({ text: numbers.get(name)?.[0].textContent ?? '' })]);
      const csv = place.parentElement.querySelector('.zm-downloads a') ? { 'text/csv': '1' } : {};
      show({ id, draft: true, outputs: { 'text/html': place.innerHTML, ...csv, ...Object.fromEntries(values) } });
      if (ends().some((bottom, at) => Math.abs(bottom - before[at]) > 0.01)) wrong.push(`${id} moves something`);
      if (!mark(place)) wrong.push(`${id} does not look like a draft`);
      for (const name of given) for (const span of numbers.get(name) ?? []) if (!dotted(span)) wrong.push(`${name} does not`);
    }
    if (![...numbers.values()].flat().some(dotted)) wrong.push('no number does');
    finished('');
    for (const [id, place] of figures) if (mark(place)) wrong.push(`${id} stays one`);
    if ([...numbers.values()].flat().some(dotted)) wrong.push('a number stays one');
    return wrong;
  }));
  await end('drafts', window);
}

/** In the page: moves a slider without letting it go, and waits for the answer. */
const drag = (page, text) => after(page, () => page.evaluate(async (text) => {
  const { positions } = await import('./live/controls.js');
  const range = document.querySelector('#zm-daily_users');
  const description = JSON.parse(range.closest('.zm-control').dataset.description);
  range.value = String(Math.round(positions(description).position(Number(text))));
  range.dispatchEvent(new Event('input'));
}, text));

/** Numbers in the sentences whose cell is out of sight. */
async function numbers(shop) {
  const window = await open(shop, undefined, { viewport: { width: 1280, height: 600 } });
  const { page } = window;
  await settled(page);
  const told = () => page.evaluate(() => Object.fromEntries([...document.querySelectorAll('main p [data-value]')]
    .map((span) => [span.dataset.value, span.textContent])));
  const start = await told();
  const change = () => page.evaluate(() => document.querySelector('#zm-daily_users').dispatchEvent(new Event('change')));
  await drag(page, 3e6);
  await after(page, change);
  const moved = await told();
  await after(page, () => page.getByRole('button', { name: 'Reset all' }).click());
  const wrong = [];
  let seen = 0;
  for (const name of Object.keys(moved).filter((name) => moved[name] !== start[name])) {
    const apart = await page.evaluate(async (name) => {
      const { givers } = await import('./live/places.js');
      const span = document.querySelector(`[data-value=${name}]`);
      span.scrollIntoView({ block: 'start', behavior: 'instant' });
      const inSight = (cell) => cell.getBoundingClientRect().bottom > 0 && cell.getBoundingClientRect().top < innerHeight;
      // With no cell in sight all of them run.
      const others = [...document.querySelectorAll('.zm-cell[data-cell]')].some(inSight);
      return span.checkVisibility() && others && !inSight(document.querySelector(`.zm-cell[data-cell=${givers.get(name)}]`));
    }, name);
    if (!apart) continue;
    seen += 1;
    // The browser tells what is in sight with its next frame.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
    await drag(page, 3e6);
    const now = (await told())[name];
    if (now === start[name]) wrong.push(`${name} stays at ${now}`);
    await drag(page, 2e5);
    if (seen === 5) break;
  }
  judge('a number in sight moves along, wherever its cell is', seen ? wrong : ['there is none whose cell is out of sight']);
  await end('numbers of cells out of sight', window);
}
