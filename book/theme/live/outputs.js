// What a cell gave, put in its place: the figure or text under its code, and the numbers in the sentences.

import { morph } from './morph.js';
import { learn, patch } from './patch.js';

/** @typedef {import('./types').Answer} Answer */

const VALUE = /^application\/vnd\.millions\.value\.(.+)\+json$/;
/** Two lines of text [px]. */
const ROOM = 60;
const NEVER = 'script, style, iframe, object, embed, link, meta, base, form, foreignObject, animate, set';

/** @param {Answer['cells'][number]} cell */
export function show(cell) {
  for (const [mime, content] of Object.entries(cell.outputs)) {
    const name = VALUE.exec(mime)?.[1];
    if (name) say(name, content);
  }
  const place = document.querySelector(`.zm-cell[data-cell="${CSS.escape(cell.id)}"] .zm-shown`);
  if (!(place instanceof HTMLElement)) return;
  const markup = cell.outputs['text/html'] ?? cell.outputs['image/svg+xml'] ?? plain(cell.outputs['text/plain']);
  if (markup === undefined) return;
  place.classList.toggle('zm-draft', cell.draft === true);
  become(place, markup);
  place.dispatchEvent(new CustomEvent('zm-shown', { bubbles: true, detail: cell.outputs }));
}

/** A text or table that is a line or two shorter than the one before keeps its room, so that nothing below it moves.
 * @param {HTMLElement} place
 * @param {string} markup */
export function become(place, markup) {
  if (markup.includes('<svg')) {
    if (!patch(place, markup, (part) => !SUSPICIOUS.test(part))) redraw(place, markup);
    place.style.minHeight = '';
    return;
  }
  const before = place.offsetHeight;
  place.style.minHeight = '';
  redraw(place, markup);
  if (before > place.offsetHeight && before - place.offsetHeight < ROOM) place.style.minHeight = `${before}px`;
}

/** @param {HTMLElement} place
 * @param {string} markup */
function redraw(place, markup) {
  const fresh = clean(markup);
  // What moves by itself (watch.js) has its own parts in there.
  if (place.querySelector('.zm-watch')) place.replaceChildren(fresh);
  else morph(place, fresh);
  learn(place, markup);
}

/** Nothing that is shown is a draft any more: a cell that a draft was as good for as the whole has not run again. */
export function finished() {
  for (const place of document.querySelectorAll('.zm-draft')) place.classList.remove('zm-draft');
}

/** A number in the sentences.
 * @param {string} name
 * @param {string} content */
function say(name, content) {
  const { text } = JSON.parse(content);
  for (const span of document.querySelectorAll(`[data-value="${CSS.escape(name)}"]`)) {
    if (span.textContent !== text) span.textContent = text;
    span.classList.remove('zm-value-stale');
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
const SUSPICIOUS = new RegExp(`<(${NEVER.replaceAll(', ', '|')})|\\bon\\w+\\s*=|href|src|action`, 'i');

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

/** For the printed page: under which settings its figures were drawn. In every caption, for a figure that these settings do not touch
 * is the same with them.
 * @param {string} settings */
export function caption(settings) {
  for (const old of document.querySelectorAll('.zm-caption-settings')) old.remove();
  if (!settings) return;
  for (const caption of document.querySelectorAll('.zm-shown figcaption')) {
    const span = document.createElement('span');
    span.className = 'zm-caption-settings';
    span.textContent = ` (${settings})`;
    caption.append(span);
  }
}
