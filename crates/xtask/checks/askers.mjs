// Who can be asked what a chapter's cells give under some settings. Each is a function of a list of settings, and returns a list of
// answers: cell to MIME type to text.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The outputs so far, with those of the cells that ran. A failure is no output: it is thrown. */
function merge(before, answer, settings) {
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

/** WebAssembly in Node: a fresh instance for each, so that nothing came before. */
export async function node(answering, compiled, chapter, all) {
  const answers = [];
  for (const settings of all) {
    const ask = await answering(compiled);
    answers.push(merge({}, ask({ chapter, settings, draft: false }), settings));
  }
  return answers;
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

/** The kernel: one session, in which the chapter's cells run again for each settings, given to them as the command line gives them. */
export async function kernel(program, root, chapter, cells, all) {
  const again = (settings, index) => [
    { id: `${index} settings`, line: 1, source: `unsafe { std::env::set_var("MILLIONS_SET", r####"${JSON.stringify(settings)}"####) }` },
    ...cells.map(({ id, source }) => ({ id: `${index} ${id}`, line: 1, source })),
  ];
  const request = { chapter, cells: all.flatMap(again), native: false, settings: {}, cell_seconds: 60 };
  const answers = all.map(() => ({}));
  for await (const line of lines(program, ['run'], `${JSON.stringify(request)}\n`, { env: { ...process.env, MILLIONS_ROOT: root }, cwd: root })) {
    const event = JSON.parse(line);
    if (event.event === 'failed') throw new Error(`cell ${event.cell}: ${event.message}`);
    const [, index, id] = /^(\d+) (.*)$/.exec(event.cell ?? '') ?? [];
    if (event.event === 'finished' && id !== 'settings') answers[index][id] ??= {};
    if (event.event === 'output') Object.assign(answers[index][id] ??= {}, event.data);
  }
  return answers;
}
