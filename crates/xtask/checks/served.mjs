// Pages of `cargo run` on a machine without WebAssembly: a program answers them, one for all of them, and each is answered as if it were
// alone.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { settled } from './site.mjs';

const CHAPTER = '01-one-server.html';
/** An address that is far from the defaults, and a number in a sentence that follows it. */
const AWAY = '#v=1&daily_users=5e6';
const NUMBER = 'users';

/** The program behind `/-/live`, as the server keeps it: a line in, a line out. */
function answering(program) {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  let last = Promise.resolve();
  const ended = once(child, 'exit').then(() => { throw new Error('the program has ended'); });
  // At its orderly end nobody waits.
  ended.catch(() => {});
  return {
    ask(request) {
      last = last.then(async () => {
        const said = Promise.race([once(lines, 'line'), ended]);
        child.stdin.write(`${request}\n`);
        return (await said)[0];
      });
      return last;
    },
    end: () => child.kill(),
  };
}

/** A window whose pages have their code at the server. */
async function opening(browser, program) {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await context.route(`**/${CHAPTER}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/data-live="[^"]*"/, 'data-live="server"') });
  });
  await context.route('**/-/live', async (route) => route.fulfill({ contentType: 'application/json', body: await program.ask(route.request().postData()) }));
  return context;
}

const told = (page) => page.locator(`[data-value=${NUMBER}]`).first().textContent();

/** Opens pages one after the other beside each other, and again. */
export async function served({ browser, origin, native }, judge) {
  const program = answering(native);
  const context = await opening(browser, program);
  try {
    const first = await context.newPage();
    await first.goto(`${origin}/${CHAPTER}`);
    await settled(first);
    const stored = await told(first);
    await first.goto('about:blank');
    await first.goto(`${origin}/${CHAPTER}${AWAY}`);
    await settled(first);
    const away = await told(first);
    judge('a page that a program answers follows its address', away === stored ? [`it says “${away}” at ${AWAY}, as at the defaults`] : []);
    await first.reload();
    await settled(first);
    judge('also after a reload', await told(first) === away ? [] : [`it says “${await told(first)}”, not “${away}”`]);
    const second = await context.newPage();
    await second.goto(`${origin}/${CHAPTER}${AWAY}`);
    await settled(second);
    judge('and in a second tab', await told(second) === away ? [] : [`it says “${await told(second)}”, not “${away}”`]);
  } finally {
    await context.close();
    program.end();
  }
}
