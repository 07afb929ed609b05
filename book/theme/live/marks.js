// What is not as the controls say is marked: drafts while one moves, and what a failure left behind. What is as they say has for paper
// the settings under which it was drawn.

import { cells, figures, givers, idOf, numbers, ran } from './places.js';

/** What a mark at a number says to those who do not see it. */
const SAYS = Object.freeze({ draft: 'a draft: fewer requests', stale: 'as stored', outdated: 'not up to date', stored: 'as stored' });

/** Marks a number in the sentences, or takes the mark away.
 * @param {Element} span
 * @param {keyof typeof SAYS} kind
 * @param {boolean} on */
export function markNumber(span, kind, on) {
  if (span.classList.contains(`zm-value-${kind}`) === on) return;
  span.classList.toggle(`zm-value-${kind}`, on);
  if (on) span.setAttribute('title', SAYS[kind]);
  else if (span.getAttribute('title') === SAYS[kind]) span.removeAttribute('title');
}

/** Whether a chapter has run to its end here: then what has not run never will. */
let whole = false;

/** All that is shown is as the controls say, but for what stays outdated: a cell that a draft was as good for as the whole has not
 * run again.
 * @param {string} settings in words, for the printed page */
export function finished(settings) {
  for (const place of document.querySelectorAll('.zm-draft')) place.classList.remove('zm-draft');
  for (const span of document.querySelectorAll('.zm-value-draft')) markNumber(span, 'draft', false);
  for (const [id, place] of figures) {
    // What never ran here is as it is stored.
    if (ran.has(id) && !place.classList.contains('zm-outdated')) under(place, settings);
  }
}

/** What is shown was drawn under these settings.
 * @param {HTMLElement} place
 * @param {string} settings in words; none are the defaults */
export function under(place, settings) {
  if (settings) place.dataset.settings = settings;
  else delete place.dataset.settings;
}

/** The chapter ran to its end: what has not run is right as it stands. */
export function complete() {
  whole = true;
  for (const place of document.querySelectorAll('.zm-outdated')) place.classList.remove('zm-outdated');
  for (const span of document.querySelectorAll('.zm-value-outdated')) markNumber(span, 'outdated', false);
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
    if (giver ? left.has(giver) : !whole) for (const span of spans) markNumber(span, 'outdated', true);
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
