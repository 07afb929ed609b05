// A figure's numbers and its drawing as files.
//
// The page links the stored numbers itself. After a control has moved the link gives the new ones. The drawing is written by
// this script, as it looks now: with the colours of the page's theme in place of its variables, so that it stands alone.

import { make } from './controls.js';

/** The numbers of cells that have run, by cell; none where what they show now has none.
 * @type {WeakMap<Element, string | undefined>} */
const numbers = new WeakMap();
/** Between the panels of a figure [units of the pictures]. */
const GAP = 20;
const SVG = 'http://www.w3.org/2000/svg';

/** Hands a text to the reader as a file.
 * @param {string} name
 * @param {string} kind
 * @param {string} text */
export function save(name, kind, text) {
  const address = URL.createObjectURL(new Blob([text], { type: kind }));
  make('a', { href: address, download: name }).click();
  // Not at once: the browser has yet to read it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The name of a cell's files, without an ending.
 * @param {Element} cell */
function name(cell) {
  const page = location.pathname.split('/').at(-1)?.replace(/\.html$/, '') || 'index';
  const stored = cell.querySelector('.zm-downloads a[download]')?.getAttribute('download');
  return stored?.replace(/\.csv$/, '') ?? `${page}-${cell.getAttribute('data-cell')}`;
}

/** The settings under which the cell ran, in words; none at the defaults (marks.js).
 * @param {Element} cell */
const settings = (cell) => cell.querySelector('.zm-shown')?.getAttribute('data-settings') ?? '';

/** The settings as a part of the file's name: numbers have no room for a remark.
 * @param {Element} cell */
function under(cell) {
  const words = settings(cell).replaceAll('\u202f', '').replace(/[^\w.]+/g, '-').slice(0, 80);
  return words ? `-with-${words}` : '';
}

/** Puts the links under a cell's figure that it does not have yet.
 * @param {Element} cell */
function equip(cell) {
  const shown = cell.querySelector('.zm-shown');
  if (!shown) return;
  const wanted = { CSV: numbers.get(cell) !== undefined, SVG: shown.querySelector('svg[role="img"]') !== null };
  let line = cell.querySelector('.zm-downloads');
  if (!line && (wanted.CSV || wanted.SVG)) {
    line = make('p', { className: 'zm-downloads' });
    shown.after(line);
  }
  const link = line?.querySelector('a');
  if (link && numbers.has(cell)) link.hidden = !wanted.CSV;
  if (wanted.CSV && !line?.querySelector('a')) {
    line?.prepend(make('a', { href: '#', download: `${name(cell)}.csv`, title: 'The numbers, as comma-separated values', textContent: 'CSV' }));
  }
  if (wanted.SVG && !line?.querySelector('button')) {
    line?.append(make('button', { type: 'button', title: 'The drawing', textContent: 'SVG' }));
  }
}

/** The drawings of a figure in one, side by side.
 * @param {SVGSVGElement[]} drawings
 * @param {string} [about] what the file says of itself
 * @returns {string} */
export function together(drawings, about = '') {
  const sizes = drawings.map(({ viewBox }) => viewBox.baseVal);
  const width = sizes.reduce((sum, size) => sum + size.width, 0) + GAP * (sizes.length - 1);
  const height = Math.max(...sizes.map((size) => size.height));
  const root = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height })) root.setAttribute(name, String(value));
  const ground = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ width, height, fill: 'var(--zm-page, #ffffff)' })) ground.setAttribute(name, String(value));
  if (about) {
    const words = document.createElementNS(SVG, 'desc');
    words.textContent = about;
    root.append(words);
  }
  root.append(ground);
  let x = 0;
  drawings.forEach((drawing, index) => {
    const part = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
    part.style.removeProperty('width');
    part.style.removeProperty('height');
    for (const [name, value] of Object.entries({ x, y: 0, width: sizes[index].width, height: sizes[index].height })) part.setAttribute(name, String(value));
    root.append(part);
    x += sizes[index].width + GAP;
  });
  return resolved(new XMLSerializer().serializeToString(root));
}

/** A text of CSS with what its variables stand for on this page now.
 * @param {string} text */
function resolved(text) {
  const style = getComputedStyle(document.documentElement);
  const inner = /var\((--[\w-]+)(?:,\s*([^()]*(?:\([^()]*\)[^()]*)*))?\)/g;
  for (let depth = 0; depth < 5 && text.includes('var('); depth += 1) {
    text = text.replace(inner, (_, variable, otherwise = '') => {
      const value = style.getPropertyValue(variable).trim() || otherwise.trim();
      return value.replaceAll('"', "'");
    });
  }
  return text;
}

document.addEventListener('zm-shown', (event) => {
  const cell = event.target instanceof Element ? event.target.closest('.zm-cell') : null;
  if (!cell) return;
  const csv = /** @type {CustomEvent<Record<string, string>>} */ (event).detail['text/csv'];
  numbers.set(cell, csv);
  equip(cell);
});

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('.zm-downloads a, .zm-downloads button') : null;
  const cell = target?.closest('.zm-cell');
  if (!target || !cell) return;
  if (target instanceof HTMLButtonElement) {
    // Of two arrangements of one drawing, the one that is seen.
    const drawings = [...cell.querySelectorAll('.zm-shown svg[role="img"]')].filter((drawing) => drawing.getClientRects().length > 0);
    const about = settings(cell) && `With ${settings(cell)}.`;
    save(`${name(cell)}.svg`, 'image/svg+xml', together(/** @type {SVGSVGElement[]} */ (drawings), about));
    return;
  }
  const csv = numbers.get(cell);
  if (csv === undefined) return;
  event.preventDefault();
  save(`${name(cell)}${under(cell)}.csv`, 'text/csv', `${csv.trimEnd()}\n`);
});

for (const cell of document.querySelectorAll('.zm-cell')) equip(cell);
