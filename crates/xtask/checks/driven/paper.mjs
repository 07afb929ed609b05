// On paper: the figures with the settings under which they were drawn, and nothing that only a screen can use.

import { judge, settled } from '../site.mjs';
import { after, differs, end, open, typed } from './hands.mjs';

export async function paper(shop) {
  const window = await open(shop);
  const { page } = window;
  await settled(page);
  await page.emulateMedia({ media: 'print' });
  const captions = () => page.evaluate(() => [...document.querySelectorAll('.zm-shown figcaption')].map((caption) => caption.innerText));
  judge('on paper, at the defaults, captions are as they are', (await captions()).filter((text) => /daily users \d/.test(text)));
  await page.emulateMedia({ media: 'screen' });
  const onScreen = await captions();
  await after(page, () => typed(page).fill('5e6').then(() => typed(page).press('Enter')));
  judge('on screen captions hold no settings', (await captions()).filter((text) => text.includes('(daily users')));
  await page.emulateMedia({ media: 'print' });
  const printed = await captions();
  judge('on paper every caption says the settings', printed.length === 0 ? ['no caption']
    : printed.filter((text) => !text.includes('(daily users 5\u202fM)')).map((text) => text.slice(0, 100)));
  judge('as many captions as before', differs('captions', onScreen.length, printed.length));
  const left = await page.evaluate(() => [...document.querySelectorAll('.zm-tools, .zm-reset, .zm-status, .zm-how')]
    .filter((element) => getComputedStyle(element).display !== 'none').map((element) => element.className));
  judge('on paper nothing that only a screen can use', left);
  const pdf = await page.pdf({ format: 'A4' });
  judge('it prints', pdf.length > 50_000 ? [] : [`${pdf.length} bytes`]);
  await end('paper', window);
}
