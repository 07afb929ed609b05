// The line that says what the page has to say: what went wrong, what the reader asked for, and that an answer takes its time.

import { make } from './controls.js';

/** So long an answer may take without a word [ms]. */
const PATIENCE = 300;
/** So long nothing that the reader does takes a notice away [ms]: it could not have been read. */
const READING = 1000;

export class Status {
  #said = { trouble: '', notice: '', waiting: '' };
  #noticed = 0;
  #passes = false;
  #end = 0;
  #patience = 0;
  #words = () => '';

  /** @param {HTMLElement} line it goes after this one */
  constructor(line) {
    this.element = make('p', { className: 'zm-status', role: 'status' });
    line.after(this.element);
    for (const deed of ['wheel', 'touchmove']) addEventListener(deed, () => this.#goOn(), { passive: true });
    addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.notice('');
    });
  }

  /** What holds for as long as the page is open stands in the text. */
  stay() {
    this.element.classList.add('zm-status-stays');
  }

  /** @param {string} text */
  trouble(text) {
    this.#say({ trouble: text });
  }

  /** Until the next setting or Escape; one that need not be read to its end until the reader scrolls on, and no longer than this.
   * @param {string} text
   * @param {number} [seconds] */
  notice(text, seconds) {
    clearTimeout(this.#end);
    this.#noticed = performance.now();
    this.#passes = seconds !== undefined;
    this.#say({ notice: text });
    if (seconds && text) this.#end = setTimeout(() => this.#say({ notice: '' }), 1000 * seconds);
  }

  #goOn() {
    if (this.#passes && this.#said.notice && performance.now() - this.#noticed > READING) this.notice('');
  }

  /** An answer is due; soon this says that it takes long.
   * @param {() => string} words */
  wait(words) {
    this.#words = words;
    if (!this.#patience && !this.#said.waiting) this.#hope();
  }

  #hope() {
    this.#patience = setTimeout(() => {
      this.#patience = 0;
      this.#say({ waiting: this.#words() });
    }, PATIENCE);
  }

  /** A part of the answer, or an older one: something moves. */
  came() {
    if (!this.#patience) return;
    clearTimeout(this.#patience);
    this.#hope();
  }

  /** No answer is due. */
  rest() {
    clearTimeout(this.#patience);
    this.#patience = 0;
    this.#say({ waiting: '' });
  }

  /** @param {Partial<{ trouble: string, notice: string, waiting: string }>} what */
  #say(what) {
    const { trouble, notice, waiting } = Object.assign(this.#said, what);
    const text = [trouble, notice, waiting].filter(Boolean).join(' ');
    if (this.element.textContent !== text) this.element.textContent = text;
  }
}

/** Of many complaints the first few; the same one only once.
 * @param {string[]} all
 * @returns {string} */
export function complaints(all) {
  const [most, different] = [3, [...new Set(all)]];
  const more = different.length > most ? [`and ${different.length - most} more`] : [];
  return [...different.slice(0, most), ...more].join('. ');
}
