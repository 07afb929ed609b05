// Exercises: notices when the reader gets there, and keeps it in this browser.

import { make } from './controls.js';
import { cells, idOf } from './places.js';

const MEMORY = 'millions.exercises.1';
const EXERCISE = /^application\/vnd\.millions\.exercise\.(.+)\+json$/;

/** What was solved while this page is open: storage may be full or forbidden.
 * @type {Set<string>} */
const solvedHere = new Set();

/** @param {string} chapter */
export function exercises(chapter) {
  const places = cells.filter((cell) => cell.querySelector('.zm-exercise'));
  if (places.length === 0) return { follow() {}, settle() {} };
  // At the page's end nothing is below it that it could move.
  const count = make('span', { tabIndex: -1, role: 'status' });
  const erase = make('button', { type: 'button', className: 'zm-tool', textContent: 'Erase my progress in all chapters' });
  document.querySelector('main')?.append(make('p', { className: 'zm-progress' }, [count, ' ', erase]));

  /** @param {Element} cell */
  const key = (cell) => `${chapter}/${idOf(cell)}`;
  const draw = () => {
    const solved = read();
    for (const place of places) place.classList.toggle('zm-solved', solved.has(key(place)));
    const here = places.filter((place) => solved.has(key(place))).length;
    const text = `${here} of ${places.length} exercises of this chapter solved.`;
    if (count.textContent !== text) count.textContent = text;
    erase.hidden = solved.size === 0;
  };
  erase.onclick = () => {
    write(new Set());
    // The button goes; who pressed it stays here.
    count.focus();
    draw();
  };
  draw();
  const elsewhere = () => {
    solvedHere.clear();
    draw();
  };
  addEventListener('storage', ({ key }) => key === MEMORY && elsewhere());
  // What happened while this page was in the browser's cache, it did not hear.
  addEventListener('pageshow', ({ persisted }) => persisted && elsewhere());

  /** Whether an exercise is solved as the controls stand, by cell.
   * @type {Map<string, boolean>} */
  const reached = new Map();
  return {
    /** A cell ran because the reader moved something. Who only passes by has not solved it.
     * @param {import('./types').Answer['cells'][number]} cell */
    follow(cell) {
      const content = Object.entries(cell.outputs).find(([mime]) => EXERCISE.test(mime))?.[1];
      if (content) reached.set(cell.id, JSON.parse(content).reached === true && cell.draft !== true);
    },
    /** The controls stay where they are, and all cells say so. */
    settle() {
      const fresh = places.filter((place) => reached.get(idOf(place))).map(key);
      const solved = read();
      if (fresh.every((name) => solved.has(name))) return;
      write(new Set([...solved, ...fresh]));
      draw();
    },
  };
}

/** @returns {Set<string>} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(MEMORY) ?? '[]');
    const names = Array.isArray(kept) ? kept.filter((name) => typeof name === 'string').slice(0, 1000) : [];
    return new Set([...names, ...solvedHere]);
  } catch {
    return new Set(solvedHere);
  }
}

/** @param {Set<string>} solved */
function write(solved) {
  solvedHere.clear();
  for (const name of solved) solvedHere.add(name);
  try {
    if (solved.size) localStorage.setItem(MEMORY, JSON.stringify([...solved]));
    else localStorage.removeItem(MEMORY);
  } catch {
    // Then it lasts as long as the page.
  }
}
