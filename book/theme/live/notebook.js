// A chapter's notebook with other defaults in its code. Also used by the tests in Node.

/** @typedef {import('./types').Source} Source */
/** @typedef {{ cell_type: string, id: string, source: string | string[], outputs?: unknown[], execution_count?: number | null, metadata?: { millions?: { id?: string, hash?: string } } }} Cell */

/** The notebook with this code in it. Where that is another code than it holds, its outputs are dropped, for they no longer
 * hold, and the numbers in its sentences are those of `values`.
 * @param {string} text
 * @param {Source[]} sources
 * @param {Record<string, string>} values
 * @returns {string} */
export function withDefaults(text, sources, values) {
  if (!sources.some(({ changed }) => changed)) return text;
  const notebook = JSON.parse(text);
  for (const cell of /** @type {Cell[]} */ (notebook.cells)) {
    if (cell.cell_type === 'code') renew(cell, sources);
    else if (cell.cell_type === 'markdown') cell.source = lines(retold(whole(cell.source), values));
  }
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

/** @param {Cell} cell
 * @param {Source[]} sources */
function renew(cell, sources) {
  const ours = cell.metadata?.millions;
  const found = sources.find(({ id }) => id === (ours?.id ?? cell.id));
  if (found) cell.source = lines(found.source);
  cell.outputs = [];
  cell.execution_count = null;
  if (ours) delete ours.hash;
}

/** @param {string} text
 * @param {Record<string, string>} values */
function retold(text, values) {
  return text.replace(/(<span data-value="([a-z0-9_]+)">)[^<]*(<\/span>)/g, (as, open, name, close) =>
    (Object.hasOwn(values, name) ? open + escaped(values[name]) + close : as));
}

/** As crates/notebook/src/inline.rs does: nothing that Markdown or HTML could read as its own.
 * @param {string} text */
const escaped = (text) => text.replace(/[^\p{L}\p{N} .,:/%+\-()\u00a0-\u{10ffff}]/gu, (c) => `&#${c.codePointAt(0)};`);

/** @param {string | string[]} source */
const whole = (source) => (Array.isArray(source) ? source.join('') : source);

/** As notebooks keep text: a list of lines, each with its end.
 * @param {string} text */
const lines = (text) => text.split(/(?<=\n)/);

const ITEM = /^(pub\b.*\s)?(fn|struct|enum|impl|use|mod|const|static|type|trait)\b/;

/** A cell may end with what it shows; before another one that has to be a statement.
 * @param {string} source */
function statement(source) {
  const code = source.trimEnd();
  const [first = '', last = ''] = [code.split('\n').findLast((line) => /^[^\s/})\].]/.test(line)), code.split('\n').at(-1)];
  if (code.endsWith(';') || (code.endsWith('}') && ITEM.test(first))) return code;
  return code + (last.includes('//') ? '\n;' : ';');
}

/** The cells that the reader changed, or all that have controls, under a comment that says where they are from: as one cell, or a part
 * of a program.
 * @param {string} heading
 * @param {Source[]} sources
 * @returns {string} */
export function rust(heading, sources) {
  const changed = sources.filter((source) => source.changed);
  const shown = changed.length ? changed : sources;
  const code = shown.map(({ source }, at) => (at + 1 < shown.length ? statement(source) : source.trimEnd()));
  return [`// ${heading.replace(/\s+/g, ' ')}`, ...code].join('\n\n') + '\n';
}
