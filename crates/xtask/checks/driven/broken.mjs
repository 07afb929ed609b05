// Without JavaScript, and where WebAssembly fails: the page is complete, and says how a control is changed. Where a cell fails, or an
// answer takes its time, the page says that.

import { judge } from '../site.mjs';
import { failing } from './failing.mjs';
import { CHAPTER, changed, differs, moment, open, status } from './hands.mjs';
import { saying } from './saying.mjs';

export async function broken(shop) {
  const whole = await without(shop);
  for (const [what, answer] of Object.entries(FAILURES)) await badModule(shop, what, answer, whole);
  await noWorker(shop, whole);
  await noWebAssembly(shop, whole);
  await failing(shop);
  await saying(shop);
}

/** What comes in the module's place. */
const FAILURES = {
  'is missing': { status: 404, contentType: 'text/plain', body: 'not found' },
  'is garbage': { status: 200, contentType: 'application/wasm', body: 'not WebAssembly at all' },
  'is cut off': { status: 200, contentType: 'application/wasm', body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 255]) },
  'is another module': { status: 200, contentType: 'application/wasm', body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) },
  'comes as text': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Log in</title>' },
  'does not come': 'abort',
};

/** What a reader sees of a chapter: figures (without the player that a script puts into its place in one), numbers, code. */
const complete = (page) => page.evaluate(() => ({
  figures: [...document.querySelectorAll('.zm-shown')].map((shown) => {
    const copy = shown.cloneNode(true);
    for (const stage of copy.querySelectorAll('.zm-stage')) stage.replaceChildren();
    for (const cursor of copy.querySelectorAll('.zm-now')) cursor.remove();
    return copy.innerHTML;
  }).join('\n'),
  numbers: [...document.querySelectorAll('[data-value]')].map((number) => number.textContent).join(' '),
  code: document.querySelectorAll('.zm-cell pre code').length,
}));

async function without(shop) {
  const { page, context, wrong } = await open(shop, CHAPTER, { javaScriptEnabled: false });
  // Locators need no script of the page.
  const shown = await page.locator('.zm-shown').count();
  const how = await page.locator('.zm-how').first();
  judge('without JavaScript the page has its figures and says how a control is changed', [
    ...(shown > 3 ? [] : [`${shown} figures`]),
    ...(await page.locator('.zm-control').count() > 0 ? [] : ['no controls']),
    ...(await how.isVisible() && /cargo run -- run .* --set daily_users=/.test(await how.textContent()) ? [] : ['no command']),
    ...(await page.locator('.zm-tools, .zm-typed').count() === 0 ? [] : ['inputs that do nothing']),
    ...wrong]);
  const whole = await complete(page);
  await context.close();
  return whole;
}

async function judgeBroken(what, { page, context, wrong }, whole) {
  await page.waitForFunction(() => document.querySelector('.zm-run')?.dataset.state === 'broken', null, { timeout: 30_000 }).catch(() => {});
  const said = await status(page).catch(() => '');
  const now = await complete(page);
  judge(`where ${what} the page says so`, /can't run in this browser/.test(said) && said.length < 400 ? [] : [`it says “${said}”`]);
  judge(`where ${what} the page stays complete`, Object.keys(whole).filter((part) => whole[part] !== now[part]).map((part) => `${part} differ`));
  judge(`where ${what} nothing that is shown does nothing`, await page.evaluate(() => [
    ...[...document.querySelectorAll('.zm-control input:not([disabled]), .zm-tool')].filter((input) => !input.closest('.zm-progress, .zm-player')).map((input) => input.outerHTML.slice(0, 80)),
    ...(getComputedStyle(document.querySelector('.zm-how')).display === 'none' ? ['the command that changes a control is hidden'] : []),
    ...(document.querySelector('#zm-daily_users').getAttribute('aria-valuetext') === '200\u202fk users' ? [] : ['a control stands elsewhere than the figures']),
  ]));
  const control = () => page.locator('#zm-daily_users').getAttribute('aria-valuetext');
  const stood = await control();
  await page.evaluate(() => { location.hash = '#v=1&daily_users=3e5'; });
  await moment(page);
  judge(`where ${what} an address moves nothing`, [...differs('the control', stood, await control()),
    ...differs('the state', 'broken', await page.evaluate(() => document.querySelector('.zm-run').dataset.state)), ...differs('the status', said, await status(page))]);
  // The browser itself reports the module that did not come.
  judge(`where ${what} nothing else goes wrong`, wrong.filter((line) => !/live\.wasm|Failed to load resource/.test(line)));
  await context.close();
}

async function badModule(shop, what, answer, whole) {
  const window = await open(shop, `${CHAPTER}#v=1&daily_users=5e6`, {}, (context) => context.route(/live\.wasm/, (route) => (
    answer === 'abort' ? route.abort() : route.fulfill(answer))));
  await judgeBroken(`the module ${what}`, window, whole);
}

/** A browser that was told to forbid workers. */
async function noWorker(shop, whole) {
  const window = await open(shop, CHAPTER, {}, (context) => context.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new Error('forbidden');
      }
    };
  }));
  await judgeBroken('workers are forbidden', window, whole);
}

/** A browser without WebAssembly, as some have it for safety: neither the page has it, nor its worker. */
async function noWebAssembly(shop, whole) {
  const window = await open(shop, CHAPTER, {}, async (context) => {
    await context.addInitScript(() => { delete window.WebAssembly; });
    await changed(/live\/worker\.js/, (source) => `delete globalThis.WebAssembly;\n${source}`)(context);
  });
  await judgeBroken('there is no WebAssembly', window, whole);
}
