// The settings in the page's address and in the browser's history: a step back goes to the settings before.
//
// An entry of the history keeps its settings beside its address: `#a-heading` has no room for them.

/** Browsers allow about a hundred changes in half a minute, and a key that is held down makes more [ms]. */
const PAUSE = 300;

/** @param {string} fragment */
const holdsSettings = (fragment) => fragment.includes('=');

export class Address {
  /** Of this entry of the history; empty where all stands at its default. */
  #fragment = '';
  #timer = 0;
  /** When the reader last set something. */
  #written = -PAUSE;

  /** @param {(fragment: string) => void} follow  the reader went to an entry with these settings */
  constructor(follow) {
    addEventListener('popstate', () => {
      const kept = history.state?.millions;
      if (typeof kept === 'string') this.#arrive(kept, follow);
      else if (holdsSettings(location.hash)) this.#arrive(location.hash, follow);
      else if (location.hash) this.mark(this.#fragment);
      else this.#arrive('', follow);
    });
  }

  /** @param {string} fragment
   * @param {(fragment: string) => void} follow */
  #arrive(fragment, follow) {
    clearTimeout(this.#timer);
    this.#fragment = fragment;
    follow(fragment);
  }

  /** This entry has these settings.
   * @param {string} fragment */
  mark(fragment) {
    clearTimeout(this.#timer);
    this.#fragment = fragment;
    // To a place in the text its own address belongs, and the settings beside it.
    const place = location.hash && !holdsSettings(location.hash);
    this.#change('replaceState', fragment, place ? location.hash : fragment);
  }

  /** The reader has set these: a new entry, or what comes in quick succession in one.
   * @param {string} fragment */
  write(fragment) {
    clearTimeout(this.#timer);
    const quick = performance.now() - this.#written < PAUSE;
    const same = fragment === this.#fragment;
    this.#fragment = fragment;
    if (quick) this.#timer = setTimeout(() => this.#change('replaceState', fragment, fragment), PAUSE);
    else if (!same) this.#change('pushState', fragment, fragment);
    this.#written = performance.now();
  }

  /** @param {'pushState' | 'replaceState'} way
   * @param {string} settings
   * @param {string} fragment */
  #change(way, settings, fragment) {
    try {
      history[way]({ millions: settings }, '', location.pathname + location.search + fragment);
    } catch {
      // Too many changes for this browser: the next one says it all.
    }
  }
}
