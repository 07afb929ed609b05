// Which cells the reader sees something of: the cell itself, or a number of it in a sentence. The browser keeps this, so that a redraw
// has to measure nothing.

import { cells, givers, numbers } from './places.js';

/** @type {Set<Element>} */
const seen = new Set();
const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
  }
});
for (const element of [...cells, ...[...numbers.values()].flat()]) sight.observe(element);

/** The cells to bring up to date first. */
export function inView() {
  const ids = new Set();
  for (const element of seen) {
    const id = element.getAttribute('data-cell') ?? givers.get(element.getAttribute('data-value') ?? '');
    if (id) ids.add(id);
  }
  return /** @type {string[]} */ ([...ids]);
}
