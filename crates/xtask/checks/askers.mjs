// Who can be asked what a chapter's cells give under some settings. Each is a function of a list of settings, and returns a list of
// answers: cell to MIME type to text.

import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { site } from './site.mjs';

/** The outputs so far, with those of the cells that ran. A failure is no output: it is thrown. */
export function merge(before, answer, settings) {
  if (answer.failure) {
    const { cell, line, message } = answer.failure;
    throw new Error(`cell ${cell}, line ${line}: ${message}, with ${JSON.stringify(settings)}`);
  }
  return { ...before, ...Object.fromEntries(answer.cells.map(({ id, outputs }) => [id, outputs])) };
}

/** A program that reads a line and writes lines; `take` gets each and says whether the answer is complete. */
async function* lines(program, args, input, options = {}) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  let said = '';
  child.stderr.on('data', (data) => {
    said = (said + data).slice(-2000);
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // What is not read is lost: so the reader comes before the input.
  const reader = createInterface({ input: child.stdout });
  child.stdin.end(input);
  for await (const line of reader) yield line;
  const status = await ended;
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${said}`);
}

/** The native library: one process and one memory for all settings, so that each answer comes after others. */
export async function native(program, chapter, all) {
  const answers = [];
  const input = all.map((settings) => `${JSON.stringify({ chapter, settings })}\n`).join('');
  for await (const line of lines(program, [], input)) {
    answers.push(merge(answers.at(-1), JSON.parse(line), all[answers.length]));
  }
  return answers;
}

/** The site's module, for Node. */
let opened;
async function open() {
  // As a text: Node takes a file that ends in .js for another kind of module.
  const source = await readFile(path.join(site, 'live/module.js'), 'utf8');
  const { answering } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const compiled = await WebAssembly.compile(await readFile(path.join(site, 'live/live.wasm')));
  return () => answering(compiled);
}

/** A module in Node that was asked nothing before: a function that answers requests. */
export const instance = async () => (await (opened ??= open()))();

/** WebAssembly in Node: a fresh instance, so that nothing came before. */
export async function fresh(chapter, settings) {
  const ask = await instance();
  return merge({}, ask({ chapter, settings, draft: false }), settings);
}

/** The same for many settings. */
export async function node(chapter, all) {
  const answers = [];
  for (const settings of all) answers.push(await fresh(chapter, settings));
  return answers;
}

/** The chapter's controls, as its cells describe them. */
export async function controlsOf(chapter) {
  const outputs = Object.values(await fresh(chapter, {})).flatMap((outputs) => Object.entries(outputs));
  return outputs.filter(([mime]) => mime.includes('.control.')).map(([, json]) => JSON.parse(json));
}

/** WebAssembly in the browser, through the page's own worker: each question in full comes after a draft of the question after it. */
export async function chromium(page, chapter, all) {
  const found = await page.evaluate(async ({ chapter, all }) => {
    const worker = new Worker('live/worker.js', { type: 'module' });
    const heard = [];
    let wake = () => {};
    worker.onmessage = ({ data }) => {
      heard.push(data);
      wake();
    };
    worker.onerror = (event) => {
      heard.push({ broken: event.message });
      wake();
    };
    const next = async () => {
      while (heard.length === 0) await new Promise((resolve) => { wake = resolve; });
      const message = heard.shift();
      if (message.broken) throw new Error(message.broken);
      return message;
    };
    let number = 0;
    const ask = async (settings, draft) => {
      number += 1;
      worker.postMessage({ ask: { chapter, settings, draft }, number });
      const cells = [];
      for (;;) {
        const { answer } = await next();
        cells.push(...answer.cells);
        if (answer.done) return { cells, failure: answer.failure };
      }
    };
    worker.postMessage({ open: { module: new URL('live/live.wasm', location.href).href } });
    await next();
    const answers = [];
    for (const [index, settings] of all.entries()) {
      const draft = await ask(all[(index + 1) % all.length], true);
      answers.push([draft, await ask(settings, false)]);
    }
    worker.terminate();
    return answers;
  }, { chapter, all });
  const answers = [];
  let kept = {};
  for (const [index, [draft, full]] of found.entries()) {
    kept = merge(merge(kept, draft, all[(index + 1) % all.length]), full, all[index]);
    answers.push(kept);
  }
  return answers;
}

/** The kernel, cell by cell: one session, in which every cell is compiled again for each settings; about a second each. */
const cellByCell = (cells, all) => all.flatMap((settings, index) => [
  { id: `${index} settings`, source: `unsafe { std::env::set_var("MILLIONS_SET", ${literal(JSON.stringify(settings))}) }` },
  ...cells.map(({ id, source }) => ({ id: `${index} ${id}`, source })),
]);

/** The kernel, all cells as one: compiled once, run for every settings. What a cell emits goes out under a type that also names the
 * settings and the cell, for the kernel keeps one output a type (which ends at a blank). */
function asOne(cells, all) {
  const tagged = ({ id, source }) => `
    lab::emit::redirect(move |output| lab::emit::emit(&format!("${TAG}{index}|${id}|{}", output.mime), &output.text));
    ${shown(source)}`;
  const source = `{
    fn chapter(index: usize) -> Result<(), Box<dyn std::error::Error>> {
    ${cells.map(tagged).join('\n')}
    Ok(())
    }
    for (index, settings) in [${all.map((settings) => literal(JSON.stringify(settings))).join(', ')}].into_iter().enumerate() {
      unsafe { std::env::set_var("MILLIONS_SET", settings) };
      if let Err(error) = chapter(index) { panic!("{settings}: {error}") }
    }
    lab::emit::redirect(|output| lab::emit::emit(&output.mime, &output.text));
  }`;
  return { id: 'all as one', source };
}

const TAG = 'application/x-';
const literal = (text) => `r####"${text}"####`;

/** A cell's code that shows the expression it ends with, as the kernel does. */
function shown(source) {
  const at = lastStatement(source);
  const [before, last] = [source.slice(0, at), source.slice(at)];
  // What ends in an item shows nothing, and later cells see the item.
  if (!uncommented(last).trim()) return source;
  return `${before} { ${last}\n }.evcxr_display();`;
}

const uncommented = (code) => code.replace(/\/\/[^\n]*/g, '');

/** Where the last statement begins: after the last semicolon, or the last item's closing brace, that is in no bracket. */
function lastStatement(source) {
  let [depth, at] = [0, 0];
  for (const { 0: token, index } of source.matchAll(/\/\/[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)'|[()[\]{};]/gs)) {
    if ('([{'.includes(token)) depth += 1;
    else if (')]}'.includes(token)) depth -= 1;
    if (depth === 0 && (token === ';' || (token === '}' && isItem(source.slice(at))))) at = index + 1;
  }
  return at;
}

const isItem = (code) => /^\s*(pub\s+)?(fn|struct|enum|impl|use|mod|const|static|type|trait)\b/.test(uncommented(code));

/** What cells give in a session of the kernel's own: the outputs that come, each with the id of its cell. */
export async function* session(program, root, chapter, cells) {
  const request = { chapter, cells: cells.map(({ id, source }) => ({ id, line: 1, source })), native: false, settings: {}, cell_seconds: 300 };
  for await (const line of lines(program, ['run'], `${JSON.stringify(request)}\n`, { env: { ...process.env, MILLIONS_ROOT: root }, cwd: root })) {
    const event = JSON.parse(line);
    if (event.event === 'failed') throw new Error(`cell ${event.cell}: ${event.message}`);
    if (event.event === 'output') yield event;
  }
}

/** The kernel: one session. The chapter's cells as one for all settings, and cell by cell for some, which proves that it is the
 * same. */
export async function kernel(program, root, chapter, cells, all, single) {
  const [together, alone] = [all.map(() => ({})), single.map(() => ({}))];
  for (const answers of [together, alone]) for (const answer of answers) for (const { id } of cells) answer[id] = {};
  for await (const { cell, data } of session(program, root, chapter, [asOne(cells, all), ...cellByCell(cells, single)])) {
    const [, index, id] = /^(\d+) (.*)$/.exec(cell) ?? [];
    if (index !== undefined) Object.assign(alone[index][id], data);
    else {
      for (const [tagged, text] of Object.entries(data)) {
        const [, index, id, mime] = /^application\/x-(\d+)\|([^|]+)\|(.*)$/.exec(tagged) ?? [];
        if (index === undefined) throw new Error(`an output of the type ${tagged} that no cell gave`);
        together[index][id][mime] = text;
      }
    }
  }
  return { together, alone };
}
