// The settings in the page's address and in the browser's history: a step back goes to the settings before.
//
// An entry of the history keeps beside its address what the reader chose: `#a-heading` has no room for it, and an address leaves out
// what is a default.

/** Browsers allow about a hundred changes in half a minute, and a key that is held down makes more [ms]. */
const PAUSE = 300;
/** Keys that move a control step by step. */
const STEPS = /^(Arrow|Page|Home$|End$)/;

/** @param {string} fragment */
const holdsSettings = (fragment) => fragment.includes('=');

/** What this entry of the history keeps.
 * @returns {string | null} */
export function kept() {
  const found = history.state?.millions;
  return typeof found === 'string' ? found : null;
}

export class Address {
  /** What the reader chose, of this entry; empty where that is nothing. */
  #chosen = '';
  #timer = 0;
  /** What is written after a while. */
  #pending = () => {};
  /** When the reader last set something. */
  #written = -PAUSE;
  #steps = false;
  /** The control that keys move, since they began to.
   * @type {Element | null} */
  #moved = null;

  /** @param {(chosen: string) => void} follow  the reader went to an entry with these settings */
  constructor(follow) {
    addEventListener('popstate', () => {
      const chosen = kept();
      if (chosen !== null) this.#arrive(chosen, follow);
      else if (holdsSettings(location.hash)) this.#arrive(location.hash, follow);
      else if (location.hash) this.mark(this.#chosen, location.hash);
      else this.#arrive('', follow);
    });
    // Who leaves at once comes back to what was set last.
    addEventListener('pagehide', () => {
      clearTimeout(this.#timer);
      this.#pending();
    });
    addEventListener('keydown', ({ key }) => { this.#steps = STEPS.test(key); }, true);
    addEventListener('pointerdown', () => { this.#steps = false; }, true);
    addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.#moved?.contains(relatedTarget))) this.#moved = null;
    });
  }

  /** @param {string} chosen
   * @param {(chosen: string) => void} follow */
  #arrive(chosen, follow) {
    this.#cancel();
    this.#chosen = chosen;
    this.#moved = null;
    follow(chosen);
  }

  #cancel() {
    clearTimeout(this.#timer);
    this.#pending = () => {};
  }

  /** This entry has these settings.
   * @param {string} chosen
   * @param {string} fragment the address says so much of them */
  mark(chosen, fragment) {
    this.#cancel();
    this.#chosen = chosen;
    // To a place in the text its own address belongs, and the settings beside it.
    const place = location.hash && !holdsSettings(location.hash);
    this.#change('replaceState', chosen, place ? location.hash : fragment);
  }

  /** The reader has set these: a new entry, or what comes in quick succession, or step by step, in one.
   * @param {string} chosen
   * @param {string} fragment */
  write(chosen, fragment) {
    if (chosen === this.#chosen) return;
    this.#cancel();
    const control = this.#steps ? document.activeElement?.closest('.zm-control') ?? null : null;
    const on = control !== null && control === this.#moved;
    const quick = performance.now() - this.#written < PAUSE;
    this.#chosen = chosen;
    this.#moved = control;
    if (quick) {
      this.#pending = () => {
        this.#pending = () => {};
        this.#change('replaceState', chosen, fragment);
      };
      this.#timer = setTimeout(this.#pending, PAUSE);
    } else this.#change(on ? 'replaceState' : 'pushState', chosen, fragment);
    this.#written = performance.now();
  }

  /** @param {'pushState' | 'replaceState'} way
   * @param {string} chosen
   * @param {string} fragment */
  #change(way, chosen, fragment) {
    try {
      history[way]({ millions: chosen }, '', location.pathname + location.search + fragment);
    } catch {
      // Too many changes for this browser: the next one says it all.
    }
  }
}
