// What a cell gave, put in its place: the figure or text under its code, and the numbers in the sentences.

import { morph } from './morph.js';
import { markNumber, under } from './marks.js';
import { forget, learn, patch, shows } from './patch.js';
import { figures, numbers, values } from './places.js';

/** @typedef {import('./types').Answer} Answer */

/** Two lines of text [px]. */
const ROOM = 60;
const NEVER = 'script, style, iframe, object, embed, link, meta, base, form, foreignObject, animate, set';

/** @param {Answer['cells'][number]} cell
 * @param {string} settings under which it ran, in words */
export function show(cell, settings) {
  const draft = cell.draft === true;
  for (const [name, content] of values(cell)) say(name, content, draft);
  const place = figures.get(cell.id);
  if (!place) return;
  place.classList.remove('zm-outdated');
  const markup = cell.outputs['text/html'] ?? cell.outputs['image/svg+xml'] ?? plain(cell.outputs['text/plain']);
  if (markup === undefined) return;
  place.classList.toggle('zm-draft', draft);
  under(place, settings);
  become(place, markup);
  place.dispatchEvent(new CustomEvent('zm-shown', { bubbles: true, detail: cell.outputs }));
}

/** A text or table that is a line or two shorter than the one before keeps its room, so that nothing below it moves.
 * @param {HTMLElement} place
 * @param {string} markup */
export function become(place, markup) {
  if (shows(place, markup)) return;
  if (markup.includes('<svg')) {
    if (films(markup) || !patch(place, markup, (part) => !SUSPICIOUS.test(part))) redraw(place, markup);
    place.style.minHeight = '';
    return;
  }
  const before = place.offsetHeight;
  place.style.minHeight = '';
  redraw(place, markup);
  if (before > place.offsetHeight && before - place.offsetHeight < ROOM) place.style.minHeight = `${before}px`;
}

/** What moves by itself (watch.js) has its own parts in there, and sees only that its figure is another one.
 * @param {string} markup */
const films = (markup) => markup.includes('zm-watch');

/** @param {HTMLElement} place
 * @param {string} markup */
function redraw(place, markup) {
  const fresh = clean(markup);
  if (films(markup) || place.querySelector('.zm-watch')) replace(place, fresh);
  else morph(place, fresh);
  if (films(markup)) forget(place);
  else learn(place, markup);
}

/** The player moves on to the new figure as soon as it sees it; who has the focus there keeps it.
 * @param {HTMLElement} place
 * @param {Node} fresh */
function replace(place, fresh) {
  const focused = document.activeElement;
  const inside = place.contains(focused);
  place.replaceChildren(fresh);
  if (inside && focused instanceof HTMLElement) setTimeout(() => focused.focus({ preventScroll: true }));
}

/** A number in the sentences.
 * @param {string} name
 * @param {string} content
 * @param {boolean} draft */
function say(name, content, draft) {
  const { text } = JSON.parse(content);
  for (const span of numbers.get(name) ?? []) {
    if (span.textContent !== text) span.textContent = text;
    for (const kind of /** @type {const} */ (['stale', 'outdated'])) markNumber(span, kind, false);
    markNumber(span, 'draft', draft);
  }
}

/** A text as markup.
 * @param {string | undefined} text */
function plain(text) {
  if (text === undefined) return undefined;
  const element = document.createElement('pre');
  element.className = 'zm-text';
  element.tabIndex = 0;
  element.textContent = text.trimEnd();
  return element.outerHTML;
}

/** Whatever could act names itself somewhere in the text: markup without these needs no second look, and hardly any has them. */
const SUSPICIOUS = new RegExp(`<(${NEVER.replaceAll(', ', '|')})|[\\s"'/](on\\w+|[\\w:-]*(href|src|action))\\s*=`, 'i');

/** Markup without anything that acts. Our own code writes none; a page should not have to trust that.
 * @param {string} markup */
export function clean(markup) {
  const template = document.createElement('template');
  template.innerHTML = markup;
  if (!SUSPICIOUS.test(markup)) return template.content;
  for (const element of template.content.querySelectorAll(NEVER)) element.remove();
  for (const element of template.content.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes]) {
      if (/^on/i.test(name) || (/href|src|action/i.test(name) && !/^(#|https:\/\/)/.test(value))) element.removeAttribute(name);
    }
  }
  return template.content;
}
