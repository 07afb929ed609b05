// On paper: every output with the settings under which it was drawn, and nothing that only a screen can use. In every chapter with
// controls, at random settings from the address; and in one with a control moved there.

import { controlsOf, fresh } from '../askers.mjs';
import { settingsOf } from '../random.mjs';
import { judge, note, settled } from '../site.mjs';
import { after, chapters, differs, end, open, typed } from './hands.mjs';

/** What the browser prints of the settings under each output, by cell; and whether it says of one that it is as stored. */
const lines = (page) => page.evaluate(() => [...document.querySelectorAll('.zm-shown')].map((place) => {
  const { content, display } = getComputedStyle(place, '::after');
  const cell = place.closest('.zm-cell');
  const told = [...cell.querySelectorAll('.zm-native')].some((line) => line.checkVisibility());
  return { cell: cell.dataset.cell, line: content === 'none' || display === 'none' ? '' : content, told };
}));

const said = (all) => all.filter(({ line }) => line).map(({ cell, line }) => `${cell}: ${line}`);

/** What is printed though only a screen can use it. */
const left = (page) => page.evaluate(() => [...document.querySelectorAll('.zm-tools, .zm-reset, .zm-status, .zm-how, .zm-downloads, .zm-player')]
  .filter((element) => element.checkVisibility()).map((element) => element.className));

export async function paper(shop) {
  await moved(shop);
  await light(shop);
  const all = await chapters();
  judge('paper: there are chapters', all.length >= 9 ? [] : [all.join()]);
  let captions = 0;
  for (const chapter of all) captions += await printed(shop, chapter);
  note(`${captions} captions of ${all.length} chapters name the chosen settings on paper`);
}

/** A control that is moved, and moved back. */
async function moved(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  await page.emulateMedia({ media: 'print' });
  judge('on paper, at the defaults, nothing is said of settings', said(await lines(page)));
  await page.emulateMedia({ media: 'screen' });
  await after(page, () => typed(page).fill('5e6').then(() => typed(page).press('Enter')));
  judge('on screen no output says its settings', said(await lines(page)));
  await page.emulateMedia({ media: 'print' });
  const printed = await lines(page);
  judge('on paper every output says its settings', printed.length < 5 ? [`${printed.length} outputs`]
    : printed.filter(({ line }) => !line.includes('daily users 5\u202fM')).map(({ cell, line }) => `${cell}: ${line}`));
  await page.emulateMedia({ media: 'screen' });
  await after(page, () => page.getByRole('button', { name: 'Reset all' }).click());
  await page.emulateMedia({ media: 'print' });
  judge('after a reset nothing is said of them any more', said(await lines(page)));
  await end('paper', window);
}

/** Paper is white, also that of a dark page: figures, text and code have the colours of a light one. */
async function light(shop) {
  const colours = [];
  for (const colorScheme of ['light', 'dark']) {
    const window = await open(shop, undefined, { colorScheme });
    await settled(window.page);
    const onScreen = await window.page.evaluate(read);
    await window.page.emulateMedia({ media: 'print', colorScheme });
    colours.push(await window.page.evaluate(read), onScreen);
    await end(`a ${colorScheme} page on paper`, window);
  }
  const [paper, , darkPaper, darkScreen] = colours;
  judge('a dark page has other colours on the screen', paper === darkScreen ? ['it has the same'] : []);
  judge('a dark page is light on paper', differs('its colours', paper, darkPaper));
}

/** In the page: what its figures, text, code and controls are drawn with. */
function read() {
  const names = ['page', 'ink', 'muted-text', 'grid', 'web', 'database', 'cache-text', 'wash', 'line', 'limit', 'code-keyword'];
  const style = getComputedStyle(document.documentElement);
  const { color } = getComputedStyle(document.querySelector('main p'));
  return [...names.map((name) => style.getPropertyValue(`--zm-${name}`).trim()), style.colorScheme, color].join(' ');
}

/** A chapter at random settings; returns how many outputs say them. */
async function printed(shop, chapter) {
  const random = settingsOf(chapter, await controlsOf(chapter), 1)[3];
  const pairs = Object.entries(random).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
  const window = await open(shop, `${chapter}.html#v=1${pairs}`);
  const { page } = window;
  await settled(page);
  const chosen = await page.evaluate(controls);
  await page.emulateMedia({ media: 'print' });
  const all = await lines(page);
  const ran = Object.keys(await fresh(chapter, random));
  const live = all.filter(({ cell }) => ran.includes(cell));
  const wrong = live.flatMap(({ cell, line }) => [
    ...chosen.filter((control) => !line.includes(control)).map((control) => `${cell} does not say “${control}”, but ${line}`),
    ...differs(`what ${cell} says: the number of controls`, chosen.length, line.split(', ').length)]);
  judge(`${chapter}: on paper every output that ran says its settings, each control that was set and no other`, [
    ...(chosen.length ? [] : ['no control was set']), ...(live.length < 3 ? [`${live.length} outputs`] : []), ...wrong]);
  judge(`${chapter}: what is as stored says no settings`, said(all.filter(({ cell }) => !ran.includes(cell))));
  judge(`${chapter}: on paper nothing that only a screen can use`, await left(page));
  const pdf = await page.pdf({ format: 'A4' });
  judge(`${chapter}: it prints`, pdf.length > 50_000 ? [] : [`${pdf.length} bytes`]);
  await page.emulateMedia({ media: 'screen' });
  await after(page, () => page.getByRole('button', { name: 'Reset all' }).click());
  await page.emulateMedia({ media: 'print' });
  judge(`${chapter}: after a reset nothing is said of them any more`, said(await lines(page)));
  await end(`${chapter} on paper`, window);
  return live.length;
}

/** In the page: the controls that are not at their default, in words, as they themselves show it. */
function controls() {
  const items = [...document.querySelectorAll('.zm-control[data-description]')].map((item) => [item, JSON.parse(item.dataset.description)]);
  const first = new Map(items.toReversed().map(([item, description]) => [description.name, item]));
  return [...first].filter(([, item]) => !item.querySelector('.zm-reset').hidden).map(([name, item]) => {
    const value = (item.querySelector('.zm-typed') ?? item.querySelector('input:checked')).value;
    return `${name.replaceAll('_', ' ')} ${value}`;
  });
}
