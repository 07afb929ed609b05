// What a reader takes along is code that runs: the notebook and the copied Rust, taken from a chapter's page under chosen settings and
// executed by the kernel, give what the page shows under them. For live.mjs, which has compared the page's module with the native library.

import { readFile } from 'node:fs/promises';

import { session } from './askers.mjs';
import { settled } from './site.mjs';

/** Both texts from the page at these settings, as its buttons give them. */
export async function texts(browser, origin, chapter, settings) {
  const context = await browser.newContext({ reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] });
  try {
    const page = await context.newPage();
    const pairs = Object.entries(settings).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join('');
    await page.goto(`${origin}/${chapter}.html#v=1${pairs}`);
    await settled(page);
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 20_000 }), page.getByRole('button', { name: 'Open as notebook' }).click()]);
    const notebook = JSON.parse(await readFile(await download.path(), 'utf8'));
    await page.getByRole('button', { name: 'Copy as Rust' }).click();
    await page.waitForFunction(() => document.querySelector('.zm-status').textContent.startsWith('The code'));
    return { notebook, rust: await page.evaluate(() => navigator.clipboard.readText()) };
  } finally {
    await context.close();
  }
}

/** Executes both: the notebook cell by cell, as Jupyter does, and behind it the copied text as one more cell. A command line's settings
 * must not help: there are none. */
export async function executed(program, root, chapter, { notebook, rust }) {
  const cells = notebook.cells.filter((cell) => cell.cell_type === 'code' && !cell.metadata.tags?.includes('native'))
    .map((cell) => ({ id: cell.metadata.millions?.id ?? cell.id, source: [cell.source].flat().join('') }));
  const given = Object.fromEntries(cells.map(({ id }) => [id, {}]));
  const copied = {};
  for await (const { cell, data } of session(program, root, chapter, [...cells, { id: COPIED, source: rust }])) {
    Object.assign(cell === COPIED ? copied : given[cell], data);
  }
  return { given, copied, last: cells.findLast(({ source }) => rust.trimEnd().endsWith(source.trimEnd()))?.id };
}

const COPIED = 'the copied text';

/** Outputs by cell, as they are where the settings are the defaults of the code. */
export const asDefaults = (cells) => Object.fromEntries(Object.entries(cells).map(([id, outputs]) => [id, atDefaults(outputs)]));

function atDefaults(outputs) {
  const told = ([mime, text]) => {
    if (!mime.includes('.control.')) return [mime, text];
    const control = JSON.parse(text);
    return [mime, JSON.stringify({ ...control, default: control.value })];
  };
  return Object.fromEntries(Object.entries(outputs).map(told));
}

/** Where the copied text's outputs are not what the chapter gives: its controls and numbers, and what its last cell shows. */
export function otherwise({ copied, last }, reference) {
  const due = asDefaults(reference);
  const [all, found] = [Object.assign({}, ...Object.values(due)), atDefaults(copied)];
  // The kernel shows a cell's last expression only.
  const wanted = (mime) => (mime.startsWith('application/vnd.millions.') ? all[mime] : due[last]?.[mime]);
  const missing = [...moved(reference), ...Object.keys(due[last] ?? {})].filter((mime) => found[mime] === undefined).map((mime) => `nothing of the type ${mime}`);
  return [...missing, ...(last ? [] : ['it ends with no cell of the notebook']),
    ...Object.keys(found).filter((mime) => found[mime] !== wanted(mime)).map((mime) => `${mime} is ${found[mime].slice(0, 80)}, not ${String(wanted(mime)).slice(0, 80)}`)];
}

/** The types of the controls that do not stand at their defaults. */
const moved = (reference) => Object.values(reference).flatMap((outputs) => Object.entries(outputs)).filter(([mime, text]) => {
  if (!mime.includes('.control.')) return false;
  const { value, default: usual } = JSON.parse(text);
  return value !== usual;
}).map(([mime]) => mime);
