// Exercises: notices when the reader gets there, and keeps it in this browser.

import { make } from './controls.js';

const MEMORY = 'millions.exercises.1';
const EXERCISE = /^application\/vnd\.millions\.exercise\.(.+)\+json$/;

/** @param {string} chapter
 * @param {HTMLElement} line  progress goes after it */
export function exercises(chapter, line) {
  const places = [...document.querySelectorAll('.zm-cell:has(.zm-exercise)')];
  if (places.length === 0) return { follow() {} };
  const progress = make('p', { className: 'zm-progress', role: 'status' });
  line.after(progress);

  /** @param {string} cell */
  const key = (cell) => `${chapter}/${cell}`;
  const ids = places.map((place) => place.getAttribute('data-cell') ?? '');
  const draw = () => {
    const solved = new Set(read());
    const here = ids.filter((id) => solved.has(key(id)));
    for (const place of places) place.classList.toggle('zm-solved', solved.has(key(place.getAttribute('data-cell') ?? '')));
    progress.hidden = solved.size === 0;
    progress.replaceChildren(
      `${here.length} of ${ids.length} exercises of this chapter solved. `,
      make('button', { type: 'button', className: 'zm-tool', textContent: 'Erase my progress', onclick: () => { write([]); draw(); } }),
    );
  };
  draw();
  addEventListener('storage', (event) => {
    if (event.key === MEMORY) draw();
  });
  return {
    /** A cell ran because the reader moved something.
     * @param {import('./types').Answer['cells'][number]} cell */
    follow(cell) {
      const content = Object.entries(cell.outputs).find(([mime]) => EXERCISE.test(mime))?.[1];
      if (!content || JSON.parse(content).reached !== true) return;
      const solved = read();
      if (solved.includes(key(cell.id))) return;
      write([...solved, key(cell.id)]);
      draw();
    },
  };
}

/** @returns {string[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(MEMORY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string').slice(0, 1000) : [];
  } catch {
    return [];
  }
}

/** @param {string[]} solved */
function write(solved) {
  try {
    if (solved.length) localStorage.setItem(MEMORY, JSON.stringify(solved));
    else localStorage.removeItem(MEMORY);
  } catch {
    // Storage may be full or forbidden: then progress lasts as long as the page.
  }
}
