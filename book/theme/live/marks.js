// What is not as the controls say is marked: drafts while one moves, and what a failure left behind. What is as they say has for paper
// the settings under which it was drawn.

import { cells, figures, givers, idOf, numbers, ran } from './places.js';

/** Whether a chapter has run to its end here: then what has not run never will. */
let whole = false;

/** All that is shown is as the controls say, but for what stays outdated: a cell that a draft was as good for as the whole has not
 * run again.
 * @param {string} settings in words, for the printed page */
export function finished(settings) {
  for (const element of document.querySelectorAll('.zm-draft, .zm-value-draft')) element.classList.remove('zm-draft', 'zm-value-draft');
  for (const [id, place] of figures) {
    // What never ran here is as it is stored.
    if (!ran.has(id) || place.classList.contains('zm-outdated')) continue;
    if (settings) place.dataset.settings = settings;
    else delete place.dataset.settings;
  }
}

/** The chapter ran to its end. */
export function complete() {
  whole = true;
}

/** A cell failed: what it gave earlier, and what those after it gave, belongs to other settings, unless they ran before it did.
 * @param {string} failed
 * @param {Set<string>} now the cells that did run */
export function outdate(failed, now) {
  const order = cells.map(idOf);
  const left = new Set(order.slice(Math.max(0, order.indexOf(failed))).filter((id) => !now.has(id) && (!whole || ran.has(id))));
  for (const id of left) figures.get(id)?.classList.add('zm-outdated');
  for (const [name, spans] of numbers) {
    const giver = givers.get(name);
    if (giver ? left.has(giver) : !whole) for (const span of spans) span.classList.add('zm-value-stale');
  }
}

/** @type {string[]} */
let late = [];

/** These cells are computed, which takes long; no others are.
 * @param {string[]} ids */
export function busy(ids) {
  for (const id of late) figures.get(id)?.removeAttribute('aria-busy');
  for (const id of ids) figures.get(id)?.setAttribute('aria-busy', 'true');
  late = ids;
}
