// A figure that changed in a few numbers is patched, not parsed: it must be the figure that its markup says all the same.

import { judge, note, settled } from '../site.mjs';
import { settingsOf } from '../random.mjs';
import { end, open } from './hands.mjs';

/** Settings of each chapter; every slider moves a little from each. */
const MANY = 4;
const CHAPTERS = ['01-one-server', '04-source-and-replicas', '07-asynchronous-work'];

export async function redraws(shop) {
  for (const chapter of CHAPTERS) {
    const window = await open(shop, `${chapter}.html`);
    await settled(window.page);
    const described = await window.page.locator('.zm-control[data-description]').evaluateAll((all) => all.map(({ dataset }) => dataset.description));
    const all = settingsOf(chapter, [...new Set(described)].map((text) => JSON.parse(text)), MANY).slice(1);
    const { drawn, patched, wrong } = await window.page.evaluate(compare, { chapter, all });
    note(`${chapter}: ${patched} of ${drawn} figures needed no parsing`);
    judge(`${chapter}: a patched figure is the one that its markup says`, wrong);
    judge(`${chapter}: figures that change a little are patched`, 2 * patched > drawn ? [] : [`${patched} of ${drawn}`]);
    if (chapter === CHAPTERS[0]) judge('a figure that moves by itself is replaced, not patched', await window.page.evaluate(films));
    await end(chapter, window);
  }
}

/** In the page: watch.js hears of another figure, not of new data in an old one. */
async function films() {
  const { become } = await import('./live/outputs.js');
  const markup = (name, data) => `<figure class="${name}" data-watch="${data}"><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></figure>`;
  const wrong = [];
  for (const [before, after] of [['zm-watch', 'zm-watch'], ['zm-watch', 'zm-chart'], ['zm-chart', 'zm-watch']]) {
    const place = document.createElement('div');
    become(place, markup(before, '0'));
    const old = place.firstChild;
    become(place, markup(after, '1'));
    if (place.firstChild === old) wrong.push(`${after} after ${before}: it is the same element`);
    if (place.firstChild.dataset.watch !== '1') wrong.push(`${after} after ${before}: it has the old data`);
  }
  return wrong;
}

/** In the page: draws what the chapter says under these settings and close to them, and compares with the markup read anew. */
async function compare({ chapter, all }) {
  const { become, clean } = await import('./live/outputs.js');
  const { patch } = await import('./live/patch.js');
  const { instance } = await import('./live/module.js');
  const ask = await instance('live/live.wasm');
  const places = new Map();
  const told = { drawn: 0, patched: 0, wrong: [] };
  const near = all.flatMap((settings) => [settings, ...Object.entries(settings)
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => ({ ...settings, [name]: Number.isInteger(value) ? value + 1 : value * 1.01 }))]);
  for (const settings of near) {
    for (const { id, outputs } of ask({ chapter, settings, draft: true }).cells) {
      const markup = outputs['text/html'];
      if (!markup?.includes('<svg') || markup.includes('zm-watch')) continue;
      const place = places.get(id) ?? document.createElement('div');
      places.set(id, place);
      told.drawn += 1;
      if (patch(place, markup, () => true)) told.patched += 1;
      else become(place, markup);
      const fresh = document.createElement('div');
      fresh.append(clean(markup));
      if (!place.isEqualNode(fresh)) told.wrong.push(`${id} at ${JSON.stringify(settings)}`);
    }
  }
  return told;
}
