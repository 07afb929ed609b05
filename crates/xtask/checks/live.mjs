// The same bytes from everybody who runs a chapter's cells: the native library, WebAssembly in Node and in Chromium, the kernel, and
// the stored notebooks; at the defaults, at both ends of every range and at random settings (random.mjs).
//
// Called by `cargo xtask test`, for all chapters or those that begin so; see site.mjs for the environment, and
//   CHECK_ROOT     the checkout
//   CHECK_NATIVE   the native library as a program
//   CHECK_KERNEL   the kernel; without it, it is not asked, and what readers take along is not executed
//   CHECK_COUNT    how many random settings a chapter
//   CHECK_COMPILED under how many random settings the kernel compiles each cell alone (at the defaults the steps check and notebooks
//                  do); it has all settings with a chapter's cells as one

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

import * as ask from './askers.mjs';
import { notebooks } from './figures.mjs';
import { settingsOf } from './random.mjs';
import { served } from './served.mjs';
import { close, judge, launch, note, serve } from './site.mjs';
import * as take from './taken.mjs';

const { CHECK_ROOT: root, CHECK_NATIVE: nativeProgram, CHECK_KERNEL: kernelProgram, CHECK_COUNT: count = '20', CHECK_COMPILED: alone = '1' } = process.env;

const textOf = (content) => (Array.isArray(content) ? content.join('') : content);

/** What the reader sees of JSON: nothing but its value. The notebook stores it with its keys sorted. */
function canonical(content) {
  const sorted = (value) => (value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])])) : Array.isArray(value) ? value.map(sorted) : value);
  return JSON.stringify(sorted(content));
}

/** A notebook's cells that run everywhere, with what is stored of each. */
async function stored(chapter) {
  const notebook = JSON.parse(await readFile(path.join(root, 'notebooks', `${chapter}.ipynb`), 'utf8'));
  return notebook.cells.filter((cell) => cell.cell_type === 'code' && !cell.metadata.tags?.includes('native')).map((cell) => ({
    id: cell.metadata.millions?.id ?? cell.id,
    source: textOf(cell.source),
    outputs: Object.assign({}, ...cell.outputs.map(({ data }) => data ?? {})),
  }));
}

/** Where two answers differ. */
function differences(one, other, settings, same = (a, b) => a === b) {
  const wrong = [];
  const under = JSON.stringify(settings);
  for (const id of new Set([...Object.keys(one), ...Object.keys(other)])) {
    if (!one[id] || !other[id]) {
      wrong.push(`${id}: only one of them ran it, with ${under}`);
      continue;
    }
    for (const mime of new Set([...Object.keys(one[id]), ...Object.keys(other[id])])) {
      const [a, b] = [one[id][mime], other[id][mime]];
      if (!same(a, b, mime)) wrong.push(`${id}, ${mime}, with ${under}: ${apart(String(textOf(a)), String(textOf(b)))}`);
    }
  }
  return wrong;
}

/** The first place where two texts part, with what stands there. */
function apart(a, b) {
  let place = 0;
  while (place < a.length && a[place] === b[place]) place += 1;
  const around = (text) => JSON.stringify(text.slice(Math.max(0, place - 20), place + 30));
  return `character ${place}: ${around(a)} and ${around(b)}`;
}

/** Judges one more asker of a chapter against the native library. */
async function compare(chapter, who, all, reference, answers) {
  try {
    const given = await answers();
    const wrong = all.flatMap((settings, index) => differences(reference[index] ?? {}, given[index] ?? {}, settings));
    judge(`${chapter}: the native library and ${who} give the same`, wrong);
  } catch (error) {
    judge(`${chapter}: ${who} answers`, [String(error)]);
  }
}

/** How much of what readers take along was executed. */
const taken = { chapters: 0, cells: 0, lines: 0 };

/** What a reader takes along from the page at these settings, executed. */
async function judgeTaken(chapter, { browser, origin }, settings, reference) {
  try {
    const texts = await take.texts(browser, origin, chapter, settings);
    const { given, ...rust } = await take.executed(kernelProgram, root, chapter, texts);
    judge(`${chapter}: the notebook that a reader takes along gives what the page shows`, differences(take.asDefaults(reference), take.asDefaults(given), settings));
    judge(`${chapter}: so does the copied Rust`, take.otherwise(rust, reference));
    taken.chapters += 1;
    taken.cells += Object.keys(given).length;
    taken.lines += texts.rust.split('\n').length;
  } catch (error) {
    judge(`${chapter}: what a reader takes along runs`, [`${error}, with ${JSON.stringify(settings)}`]);
  }
}

/** All of them over one chapter; returns how many cells were compared. */
async function judgeChapter(chapter, page, shop) {
  const cells = await stored(chapter);
  let all = [{}];
  let reference;
  try {
    [reference] = await ask.native(nativeProgram, chapter, all);
    const outputs = Object.values(reference).flatMap((outputs) => Object.entries(outputs));
    const controls = outputs.filter(([mime]) => mime.includes('.control.')).map(([, json]) => JSON.parse(json));
    all = settingsOf(chapter, controls, Number(count));
    reference = await ask.native(nativeProgram, chapter, all);
  } catch (error) {
    judge(`${chapter}: the native library answers`, [String(error)]);
    return 0;
  }
  const kept = Object.fromEntries(cells.map(({ id, outputs }) => [id, outputs]));
  const same = (given, stored, mime) => (mime.endsWith('json')
    ? canonical(JSON.parse(given ?? 'null')) === canonical(stored ?? null) : given?.trimEnd() === textOf(stored ?? '').trimEnd());
  judge(`${chapter}: at the defaults the native library gives what is stored`, differences(reference[0], kept, {}, same));
  await compare(chapter, 'WebAssembly in Node', all, reference, () => ask.node(chapter, all));
  await compare(chapter, 'WebAssembly in Chromium', all, reference, () => ask.chromium(page, chapter, all));
  if (kernelProgram) {
    const begun = performance.now();
    // Behind the defaults and both ends: random settings stand between the steps of a range, as these do not.
    const single = all.slice(3, 3 + Number(alone));
    const given = ask.kernel(kernelProgram, root, chapter, cells, all, single);
    await compare(chapter, 'the kernel', all, reference, async () => (await given).together);
    await compare(chapter, 'the kernel, cell by cell,', single, single.map((settings) => reference[all.indexOf(settings)]), async () => (await given).alone);
    if (all.length > 3) await judgeTaken(chapter, shop, all[3], reference[3]);
    note(`${chapter}: the kernel gave ${all.length} x ${cells.length} cells in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
  return all.length * cells.length;
}

const server = await serve();
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/404.html`);
  const only = process.argv.slice(2);
  const wanted = (name) => name.endsWith('.ipynb') && (only.length === 0 || only.some((begin) => name.startsWith(begin)));
  const chapters = (await readdir(path.join(root, 'notebooks'))).filter(wanted).sort();
  judge('there are chapters', chapters.length > 0 ? [] : ['no notebook']);
  let compared = 0;
  for (const name of chapters) compared += await judgeChapter(name.replace('.ipynb', ''), page, { browser, origin: server.origin });
  await notebooks(path.join(root, 'notebooks'), await ask.instance(), judge);
  await served({ browser, origin: server.origin, native: nativeProgram }, judge);
  note(`${chapters.length} chapters, the defaults, both ends and ${count} random settings each: ${compared} times a cell, natively, in Node and in Chromium; in the kernel, too, and there cell by cell for ${alone}`);
  if (kernelProgram) judge('what readers take along was executed', taken.chapters >= (only.length || 9) ? [] : [`of ${taken.chapters} chapters`]);
  if (kernelProgram) note(`${taken.chapters} chapters: ${taken.cells} cells of notebooks and ${taken.lines} lines of copied Rust, taken from their pages at random settings, were executed`);
} finally {
  await browser.close();
  server.close();
}
close();
