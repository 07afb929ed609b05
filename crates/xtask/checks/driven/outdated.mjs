// What is outdated is given up: the page's own worker is asked one thing and at once another, and drops the first after the turn in which
// it is. What was answered until then is right, and the last answer is what a module gives that was asked nothing before.

import { controlsOf, fresh, merge } from '../askers.mjs';
import { settingsOf } from '../random.mjs';
import { judge, note } from '../site.mjs';
import { end, open } from './hands.mjs';

/** Chapters whose cells need many turns. */
const CHAPTERS = ['01-one-server', '04-source-and-replicas', '05-cache', '07-asynchronous-work'];
/** So often the three questions are put at most: on a busy machine the worker may have its turns before the page has put all of them. One
 * that works on what is outdated does so each time. */
const TRIES = 3;

const cells = (answers) => answers.flatMap((answer) => answer.cells);

export async function outdated(shop) {
  const window = await open(shop, '404.html');
  for (const chapter of CHAPTERS) {
    const [, , between, old, wanted] = settingsOf(chapter, await controlsOf(chapter), 2);
    const [right, due] = [await fresh(chapter, old), await fresh(chapter, wanted)];
    const tries = [];
    while (tries.length < TRIES && tries.at(-1)?.worked.length !== 0) tries.push(await put(window.page, { chapter, old, between, wanted }));
    const { first, alone, worked } = tries.at(-1);
    note(`${chapter}: ${cells(first).length} of ${Object.keys(right).length} cells ran for a question that was outdated at once; it takes ${alone} turns`);
    judge(`${chapter}: a whole answer takes more than one turn`, alone > 1 ? [] : [`${alone}`]);
    judge(`${chapter}: what is outdated is not worked on for more than a turn`, worked);
    judge(`${chapter}: what came until then is right`, tries.flatMap(({ first }) => (
      cells(first).filter(({ id, outputs }) => JSON.stringify(outputs) !== JSON.stringify(right[id])).map(({ id }) => id))));
    judge(`${chapter}: the newest question is answered as by a fresh module`, tries.flatMap(({ first, second, last }) => {
      const all = [...first, ...second, ...last].reduce((before, answer) => merge(before, answer, wanted), {});
      return [...(last.at(-1)?.done ? [] : ['not to its end']),
        ...Object.keys({ ...all, ...due }).filter((id) => JSON.stringify(all[id]) !== JSON.stringify(due[id]))];
    }));
  }
  await end('outdated questions', window);
}

/** The answers to each of the three questions, and what of them was worked on though it was outdated. */
async function put(page, questions) {
  const { heard, alone } = await page.evaluate(interrupted, questions);
  const answers = (number) => heard.filter((message) => message.number === number).map(({ answer }) => answer);
  const [first, second, last] = [1, 2, 3].map(answers);
  const worked = [
    ...(first.some(({ done }) => done) ? ['it was answered to its end'] : []),
    ...(first.length > 1 ? [`${first.length} turns, ${cells(first).length} cells`] : []),
    ...(second.length > 0 ? [`what was outdated before its turn has ${second.length} answers`] : [])];
  return { first, second, last, alone, worked };
}

/** In the page: what a worker says to three questions at once, and how many turns another one takes for the first alone. */
async function interrupted({ chapter, old, between, wanted }) {
  const listen = async (questions) => {
    const worker = new Worker('live/worker.js', { type: 'module' });
    const heard = [];
    await new Promise((resolve, reject) => {
      setTimeout(reject, 60_000, new Error('the last question has no whole answer after a minute'));
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }) => {
        if (data.broken) reject(new Error(data.broken));
        if (data.ready) questions.forEach((ask, index) => worker.postMessage({ ask: { chapter, ...ask }, number: index + 1 }));
        if (data.answer) heard.push(data);
        if (data.answer?.done && data.number === questions.length) resolve();
      };
      worker.postMessage({ open: { module: new URL('live/live.wasm', location.href).href } });
    }).finally(() => worker.terminate());
    return heard;
  };
  const alone = await listen([{ settings: old, draft: false }]);
  const heard = await listen([{ settings: old, draft: false }, { settings: between, draft: true }, { settings: wanted, draft: false }]);
  return { heard, alone: alone.length };
}
