// The chapter's code with the reader's settings as its defaults: on the clipboard, or as a notebook.

import { make } from './controls.js';
import { save } from './downloads.js';
import { rust, withDefaults } from './notebook.js';

/** @typedef {import('./types').Source} Source */

/** So long what went well is said. */
const SECONDS = 8;

/** The two buttons.
 * @param {{ chapter: string, root: string, say: (text: string, seconds?: number) => void, sources: () => Promise<Source[]>, settled: () => Promise<void> }} page
 * @returns {HTMLButtonElement[]} */
export function codeTools({ chapter, root, say, sources, settled }) {
  const tool = (/** @type {string} */ name, /** @type {() => Promise<string>} */ work) => make('button', {
    type: 'button',
    className: 'zm-tool',
    textContent: name,
    onclick: () => work().then((done) => say(done, SECONDS), (error) => say(`${name}: ${error instanceof Error ? error.message : error}`)),
  });
  return [
    tool('Copy as Rust', async () => {
      await copy(sources().then((all) => rust(heading(chapter), all)));
      return 'The code with these settings is on the clipboard.';
    }),
    tool('Open as notebook', async () => {
      const address = new URL(`${root}notebooks/${chapter}.ipynb`, location.href);
      // Its code and the numbers in its sentences are of the same settings.
      await settled();
      const [response, all] = await Promise.all([fetch(address), sources()]);
      if (!response.ok) throw new Error(`${address.pathname} can't be fetched (${response.status})`);
      save(`${chapter}.ipynb`, 'application/x-ipynb+json', withDefaults(await response.text(), all, values()));
      return `${chapter}.ipynb is among your downloads. Run its cells in Jupyter.`;
    }),
  ];
}

/** @param {string} chapter */
function heading(chapter) {
  const title = document.querySelector('main h1')?.textContent?.trim();
  return title ? `${chapter}: ${title}` : chapter;
}

/** The numbers in the sentences, as they stand now.
 * @returns {Record<string, string>} */
function values() {
  const spans = [...document.querySelectorAll('main [data-value]')];
  return Object.fromEntries(spans.map((span) => [span.getAttribute('data-value') ?? '', span.textContent ?? '']));
}

/** A browser may allow the clipboard only in the very moment of the press: it gets the promise, not the text.
 * @param {Promise<string>} text */
async function copy(text) {
  if (typeof ClipboardItem === 'undefined') return navigator.clipboard.writeText(await text);
  const blob = text.then((known) => new Blob([known], { type: 'text/plain' }));
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}
