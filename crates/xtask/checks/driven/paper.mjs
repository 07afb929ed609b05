// On paper: every output with the settings under which it was drawn, and nothing that only a screen can use.

import { judge, settled } from '../site.mjs';
import { after, differs, end, open, typed } from './hands.mjs';

/** What the browser prints of the settings under each output, by cell. */
const lines = (page) => page.evaluate(() => [...document.querySelectorAll('.zm-shown')].map((place) => {
  const { content, display } = getComputedStyle(place, '::after');
  return { cell: place.closest('.zm-cell').dataset.cell, line: content === 'none' || display === 'none' ? '' : content };
}));

export async function paper(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  await page.emulateMedia({ media: 'print' });
  judge('on paper, at the defaults, nothing is said of settings', (await lines(page)).filter(({ line }) => line).map(({ cell, line }) => `${cell}: ${line}`));
  await page.emulateMedia({ media: 'screen' });
  await after(page, () => typed(page).fill('5e6').then(() => typed(page).press('Enter')));
  judge('on screen no output says its settings', (await lines(page)).filter(({ line }) => line).map(({ cell, line }) => `${cell}: ${line}`));
  await page.emulateMedia({ media: 'print' });
  const printed = await lines(page);
  judge('on paper every output says its settings', printed.length < 5 ? [`${printed.length} outputs`]
    : printed.filter(({ line }) => !line.includes('daily users 5\u202fM')).map(({ cell, line }) => `${cell}: ${line}`));
  const left = await page.evaluate(() => [...document.querySelectorAll('.zm-tools, .zm-reset, .zm-status, .zm-how')]
    .filter((element) => getComputedStyle(element).display !== 'none').map((element) => element.className));
  judge('on paper nothing that only a screen can use', left);
  const pdf = await page.pdf({ format: 'A4' });
  judge('it prints', pdf.length > 50_000 ? [] : [`${pdf.length} bytes`]);
  await page.emulateMedia({ media: 'screen' });
  await after(page, () => page.getByRole('button', { name: 'Reset all' }).click());
  await page.emulateMedia({ media: 'print' });
  judge('after a reset nothing is said of them any more', differs('lines', 0, (await lines(page)).filter(({ line }) => line).length));
  await end('paper', window);
}
