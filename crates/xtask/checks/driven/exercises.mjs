// Exercises: the controls that solve one stand with it, and are the same controls; the page notices who gets there.

import { judge, settled } from '../site.mjs';
import { after, differs, end, fragment, open, typed, users } from './hands.mjs';

const EXERCISE_ID = 'exercise-cool-cores';
const EXERCISE = `.zm-cell[data-cell=${EXERCISE_ID}]`;

const line = (page) => page.locator('.zm-progress').textContent();

export async function exercises(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  judge('every exercise has one to three controls', await page.evaluate(() => [...document.querySelectorAll('.zm-cell:has(.zm-exercise)')]
    .map((cell) => [cell.dataset.cell, cell.querySelectorAll('.zm-control-live').length]).filter(([, count]) => count < 1 || count > 3).map(String)));
  judge('no id is there twice, and every label has its input', await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    const lost = [...document.querySelectorAll('.zm-control label[for]')].filter((label) => !label.control || label.closest('.zm-control') !== label.control.closest('.zm-control'));
    return [...ids.filter((id, index) => ids.indexOf(id) !== index), ...lost.map((label) => label.outerHTML)];
  }));
  const there = page.locator(`${EXERCISE} .zm-control[data-control=daily_users]`);
  const values = async () => [await typed(page).inputValue(), await there.locator('.zm-typed').inputValue()];
  await together(page, there, values);
  await passing(page, there);
  await solve(page, there, values);
  await twoChoices(page);
  await end('exercises', window);
  await unstored(shop);
}

/** By mouse at the one, by keyboard at the other, and back. */
async function together(page, there, values) {
  await after(page, () => users(page).press('ArrowRight'));
  const [one, other] = await values();
  judge('a control moves the same one at the exercise', differs('it', one, other).concat(one === '200\u202fk' ? ['neither moved'] : []));
  const range = there.locator('.zm-range');
  await range.scrollIntoViewIfNeeded();
  const box = await range.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 5 });
  const [above, here] = await values();
  judge('while it moves, too', differs('the other', here, above).concat(here === one ? ['neither moved'] : []));
  await after(page, () => page.mouse.up());
  await there.locator('.zm-typed').fill('many');
  await there.locator('.zm-typed').press('Enter');
  judge('what is wrong is said where it was typed', differs('the first', null, await typed(page).getAttribute('aria-invalid'))
    .concat(differs('the second', 'true', await there.locator('.zm-typed').getAttribute('aria-invalid'))));
  await after(page, () => there.locator('.zm-reset').click());
  judge('a reset at one resets both', differs('they', '200\u202fk,200\u202fk', String(await values())).concat(differs('the address', '', await fragment(page))));
}

/** By keyboard alone, at the exercise, as somebody does who does not know the number. */
async function solve(page, there, values) {
  const cell = page.locator(EXERCISE);
  judge('at the start nothing is solved', differs('the exercise', false, (await cell.getAttribute('class')).includes('zm-solved')));
  const busy = async () => Number(/([\d.]+)\s?%/.exec(await cell.locator('.zm-exercise strong').first().textContent())[1]);
  const range = there.locator('.zm-range');
  await range.focus();
  const begun = await busy();
  for (let press = 0; press < 60 && await busy() < 69; press += 1) await after(page, () => page.keyboard.press('ArrowRight'));
  judge('the exercise at hand is solved at hand', [
    ...(begun < 60 ? [] : [`it began at ${begun}%`]),
    ...((await cell.getAttribute('class')).includes('zm-solved') ? [] : [`the cores are ${await busy()}% busy with ${await values()} users`]),
    ...differs('the verdict', 'You are there.', await cell.locator('.zm-verdict').textContent())]);
  judge('progress says so', (await line(page)).startsWith('1 of 3') ? [] : [await line(page)]);
  await page.reload();
  await settled(page);
  judge('and after a reload', (await line(page)).startsWith('1 of 3') ? [] : ['it is forgotten']);
  const erase = page.getByRole('button', { name: 'Erase my progress' });
  await erase.focus();
  await page.keyboard.press('Enter');
  judge('it can be erased, and who did it stays there', [
    ...(await erase.isVisible() ? ['the button is still there'] : []), ...differs('the line', '0 of 3', (await line(page)).slice(0, 6)),
    ...await page.evaluate(() => [...(localStorage.length ? [JSON.stringify(localStorage)] : []),
      ...(document.activeElement.closest('.zm-progress') ? [] : [`the focus is on ${document.activeElement.tagName}`])])]);
}

/** A key held down from one end: it comes by the target, and is let go behind it. */
async function passing(page, there) {
  const cell = page.locator(EXERCISE);
  const verdict = () => cell.locator('.zm-verdict').textContent();
  const range = there.locator('.zm-range');
  await range.focus();
  let [met, left] = [false, false];
  for (let press = 0; press < 80 && !left; press += 1) {
    await after(page, () => page.keyboard.down('ArrowRight'));
    const reached = await verdict() === 'You are there.';
    left = met && !reached;
    met ||= reached;
  }
  await after(page, () => page.keyboard.up('ArrowRight'));
  judge('who only passes by the target has not solved the exercise', [
    ...(met && left ? [] : ['it never came by']), ...differs('solved', 0, await page.locator('.zm-solved').count())]);
  await after(page, () => there.locator('.zm-reset').click());
}

/** Where nothing can be stored progress lasts as long as the page; and its line moves nothing. */
async function unstored(shop) {
  const window = await open(shop, undefined, {}, (context) => context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } });
  }));
  const { page } = window;
  await settled(page);
  const places = () => page.evaluate(() => [...document.querySelectorAll('main > *, nav')]
    .map((element) => element.getBoundingClientRect().bottom + scrollY).join(' '));
  await page.evaluate(async () => {
    const { exercises } = await import('./live/exercises.js');
    window.one = exercises('01-one-server');
    // One line is enough.
    document.querySelector('.zm-progress').remove();
  });
  const before = await places();
  await page.evaluate((cell) => {
    window.one.follow({ id: cell, outputs: { 'application/vnd.millions.exercise.x+json': '{"reached":true}' } });
    window.one.settle();
  }, EXERCISE_ID);
  judge('progress is told where nothing can be stored', differs('the line', '1 of 3', (await line(page)).slice(0, 6)));
  judge('progress that is told moves nothing', differs('the ends of everything', before, await places()));
  // mdBook complains of its own settings.
  await end('no storage', { ...window, wrong: window.wrong.filter((line) => !/forbidden|SecurityError/.test(line)) });
}

/** Radio buttons of one name exclude each other: those of the two places must not. */
async function twoChoices(page) {
  judge('a choice in two places is checked in both', await page.evaluate(async () => {
    const { buildAll } = await import('./live/controls.js');
    const description = { kind: 'choice', name: 'colour', options: ['red', 'blue'], default: 'red', value: 'red' };
    const items = [0, 1].map(() => document.body.appendChild(document.createElement('div')));
    let settled = 0;
    const [control, ...more] = buildAll(items.map((item) => ({ item, description })), { moved() {}, settled() { settled += 1; } });
    items[1].querySelector('input[value=blue]').click();
    const checked = items.map((item) => item.querySelector(':checked')?.value);
    const found = [more.length, settled, control.value(), ...checked].join(' ');
    for (const item of items) item.remove();
    return found === '0 1 blue blue blue' ? [] : [found];
  }));
}
