// Exercises: the controls that solve one stand with it, and are the same controls; the page notices who gets there.

import { judge, settled } from '../site.mjs';
import { after, differs, end, fragment, open, typed, users } from './hands.mjs';

const EXERCISE = '.zm-cell[data-cell=exercise-cool-cores]';

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
  await solve(page, there, values);
  await twoChoices(page);
  await end('exercises', window);
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
  judge('progress says so', (await page.locator('.zm-progress').textContent()).startsWith('1 of 3') ? [] : [await page.locator('.zm-progress').textContent()]);
  await page.reload();
  await settled(page);
  judge('and after a reload', (await page.locator('.zm-progress').textContent()).startsWith('1 of 3') ? [] : ['it is forgotten']);
  await page.getByRole('button', { name: 'Erase my progress' }).click();
  judge('it can be erased', await page.evaluate(() => [
    ...(document.querySelector('.zm-progress').hidden ? [] : ['it is still there']), ...(localStorage.length ? [JSON.stringify(localStorage)] : [])]));
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
