import { launch, serve, settled } from './site.mjs';
const [name, width, scheme, out] = process.argv.slice(2);
const { origin, close } = await serve();
const browser = await launch();
const page = await browser.newPage({ viewport: { width: Number(width), height: 1700 }, colorScheme: scheme, reducedMotion: 'reduce' });
await page.goto(`${origin}/${name}.html`);
if (scheme === 'dark') { await page.evaluate(() => localStorage.setItem('mdbook-theme', 'navy')); await page.reload(); }
await settled(page);
await page.evaluate(() => document.querySelector('#mdbook-sidebar-toggle-anchor, #sidebar-toggle-anchor')?.checked && document.querySelector('#mdbook-sidebar-toggle, #sidebar-toggle')?.click());
const height = await page.evaluate(() => document.documentElement.scrollHeight);
for (let at = 0, n = 0; at < height; at += 1650, n += 1) { await page.evaluate((y) => scrollTo(0, y), at); await page.waitForTimeout(250); await page.screenshot({ path: `${out}-${String(n).padStart(2, '0')}.png` }); }
console.log(height);
await browser.close(); close();
