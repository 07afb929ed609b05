// What the page can't run: under cells marked `native` a line says so while a control that moves them is not at its default, and
// their numbers in the sentences are marked.

import { markNumber } from './marks.js';
import { numbers } from './places.js';

/** The lines under such cells. */
const lines = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-native-controls]')]);

/** @param {import('./types').Settings} settings  what is not at its default */
export function native(settings) {
  /** @type {Map<string, boolean>} */
  const old = new Map();
  for (const line of lines) {
    const moved = names(line.dataset.nativeControls).some((name) => Object.hasOwn(settings, name));
    if (line.hidden === moved) line.hidden = !moved;
    for (const name of names(line.dataset.nativeValues)) old.set(name, moved);
  }
  for (const [name, moved] of old) {
    for (const span of numbers.get(name) ?? []) markNumber(span, 'stored', moved);
  }
}

/** @param {string | undefined} text */
const names = (text) => (text ? text.split(' ') : []);
