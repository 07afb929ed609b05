// Where the page shows what its cells gave, and which cell gave what. The places themselves never change, only what is in them:
// they are looked up once, so that a redraw has nothing to look for.

/** @typedef {import('./types').Answer['cells'][number]} Cell */

const VALUE = /^application\/vnd\.millions\.value\.(.+)\+json$/;

/** The page's cells, in order. */
export const cells = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.zm-cell[data-cell]')]);
/** @param {Element} cell */
export const idOf = (cell) => cell.getAttribute('data-cell') ?? '';

/** The place of a cell's figure or text, by cell.
 * @type {Map<string, HTMLElement>} */
export const figures = new Map();
for (const cell of cells) {
  const place = cell.querySelector('.zm-shown');
  if (place instanceof HTMLElement) figures.set(idOf(cell), place);
}

/** The places of a number in the sentences, by its name.
 * @type {Map<string, Element[]>} */
export const numbers = new Map();
for (const span of document.querySelectorAll('[data-value]')) {
  const name = span.getAttribute('data-value') ?? '';
  numbers.set(name, [...numbers.get(name) ?? [], span]);
}

/** Cells that have run here, and the cell that gives a number, by the number's name. A cell marked `native` never runs here. */
export const ran = new Set();
/** @type {Map<string, string>} */
export const givers = new Map();

/** The numbers that a cell gave.
 * @param {Cell} cell
 * @returns {[string, string][]} */
export function values(cell) {
  return Object.entries(cell.outputs).flatMap(([mime, content]) => {
    const name = VALUE.exec(mime)?.[1];
    return name ? [/** @type {[string, string]} */ ([name, content])] : [];
  });
}

/** @param {Cell} cell */
export function learnCell(cell) {
  if (ran.has(cell.id)) return;
  ran.add(cell.id);
  for (const [name] of values(cell)) givers.set(name, cell.id);
}
