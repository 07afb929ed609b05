// A box that scrolls sideways, as code and tables do on a phone: arrow keys scroll it, and turn no page, not even at its end.

import { judge, settled } from '../site.mjs';
import { CHAPTER, differs, end, open } from './hands.mjs';

export async function sideways(shop) {
  const window = await open(shop, CHAPTER, { viewport: { width: 390, height: 844 } });
  const { page } = window;
  await settled(page);
  for (const [what, selector] of [['code', 'pre > code[tabindex="0"]'], ['an output', '.zm-shown [tabindex="0"]']]) {
    const found = await page.evaluate((selector) => {
      const wide = [...document.querySelectorAll(`main ${selector}`)].find((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth
        && ['auto', 'scroll'].includes(getComputedStyle(box).overflowX));
      wide?.setAttribute('data-wide', '');
      wide?.focus();
      return Boolean(wide);
    }, selector);
    if (!found) {
      judge(`${what} that is wider than a phone`, ['there is none']);
      continue;
    }
    const box = page.locator('[data-wide]');
    await page.keyboard.press('ArrowRight');
    const moved = await page.waitForFunction(() => document.querySelector('[data-wide]')?.scrollLeft > 0, null, { timeout: 60_000 })
      .then(() => true, () => false);
    await box.evaluate((element) => { element.scrollLeft = 0; });
    await page.keyboard.press('ArrowLeft');
    judge(`arrow keys scroll ${what}, and turn no page`, [...(moved ? [] : ['it stays']), ...differs('the page', `/${CHAPTER}`, new URL(page.url()).pathname)]);
    await box.evaluate((element) => element.removeAttribute('data-wide'));
  }
  // Elsewhere they turn it, as everywhere in mdBook.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/02-/, { timeout: 60_000 }).catch(() => {});
  judge('elsewhere an arrow key turns the page', page.url().includes('/02-') ? [] : [page.url()]);
  await end('sideways', window);
}
