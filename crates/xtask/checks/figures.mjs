// What a reader takes from a figure: values at the hairline, numbers and drawings as files, the code with their settings.
//
// `figures` wants a page of the live site with a three-part figure and a slider, `notebooks` the folder of stored notebooks and a
// function that answers requests (book/theme/live/module.js).

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

import { rust, withDefaults } from '../../../book/theme/live/notebook.js';

/** The first figure with several panels, and the cell that it is in. */
const PANELS = '.zm-cell:has(.zm-figure) .zm-figure svg[data-x]';

/** All of it on one page.
 * @param page    a page of playwright at a chapter, its code loaded
 * @param judge   (what, list of what is wrong) */
export async function figures(page, judge) {
  judge('figures: the pointer reads values off all panels', await hover(page));
  judge('figures: a finger does too', await finger(page));
  judge('figures: the keyboard does too', await keyboard(page));
  judge('figures: a figure that is drawn anew keeps the hairline', await anew(page));
  judge('figures: the CSV of a new figure holds what the hairline reads', await numbers(page));
  judge('figures: a drawing stands alone', await drawing(page));
  judge('figures: the notebook has the settings and no outputs', await notebook(page));
  judge('figures: the copied code has the settings', await copied(page));
}

/** What is shown over the page now. */
function readout(page) {
  return page.evaluate(() => ({
    boxes: [...document.querySelectorAll('.zm-readings')].map((box) => box.innerText.replaceAll('\u202f', ' ')),
    hairs: [...document.querySelectorAll('.zm-hair')].map((hair) => hair.getBoundingClientRect().x),
    outside: [...document.querySelectorAll('.zm-readings')].filter((box) => {
      const { left, right } = box.getBoundingClientRect();
      return left < 0 || right > document.documentElement.clientWidth;
    }).length,
  }));
}

/** Where a panel is on the screen.
 * @param share  how far along its axis */
async function place(page, index, share) {
  const panel = page.locator(PANELS).nth(index);
  await panel.evaluate((svg) => svg.scrollIntoView({ block: 'center', behavior: 'instant' }));
  return panel.evaluate((svg, share) => {
    const box = svg.getBoundingClientRect();
    const [, , , from, to] = svg.dataset.x.split(' ').map(Number);
    const zoom = box.width / svg.viewBox.baseVal.width;
    return { x: box.x + (from + share * (to - from)) * zoom, y: box.y + box.height / 2 };
  }, share);
}

const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function pointAt(page, index, share) {
  const { x, y } = await place(page, index, share);
  await page.mouse.move(x, y);
  await frames(page);
}

async function hover(page) {
  const wrong = [];
  await pointAt(page, 1, 0.4);
  const { boxes, hairs, outside } = await readout(page);
  const panels = await page.locator(PANELS).count();
  const first = await page.locator('.zm-figure').first().locator('svg[data-x]').count();
  if (panels < first || hairs.length !== first) wrong.push(`${hairs.length} hairlines for ${first} panels`);
  if (outside) wrong.push(`${outside} boxes stick out of the window`);
  if (!boxes.some((box) => /daily users: \d/.test(box))) wrong.push(`no box says where on the axis: ${boxes}`);
  for (const unit of [/\d ?%/, /\d ms/, /\$\d/]) if (!boxes.some((box) => unit.test(box))) wrong.push(`no value like ${unit}: ${boxes}`);
  await page.mouse.move(2, 2);
  await frames(page);
  if ((await readout(page)).boxes.length) wrong.push('the values stay when the pointer has left');
  return wrong;
}

async function finger(page) {
  const { x, y } = await place(page, 0, 0.6);
  const touch = (type, target) => page.evaluate(([type, target, x, y]) => {
    const element = target === 'panel' ? document.elementFromPoint(x, y) : document.querySelector('main h1');
    element.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: 'touch', clientX: x, clientY: y }));
  }, [type, target, x, y]);
  const wrong = [];
  await touch('pointerdown', 'panel');
  await frames(page);
  if (!(await readout(page)).boxes.length) wrong.push('a touch shows nothing');
  await touch('pointerdown', 'elsewhere');
  await frames(page);
  if ((await readout(page)).boxes.length) wrong.push('a touch elsewhere does not end it');
  return wrong;
}

async function keyboard(page) {
  const wrong = [];
  const address = page.url();
  const cursor = page.locator('.zm-cell:has(.zm-figure) .zm-cursor').nth(1);
  await cursor.focus();
  const said = () => cursor.evaluate((element) => [element.getAttribute('aria-valuetext'), Number(element.getAttribute('aria-valuenow'))]);
  await page.keyboard.press('Home');
  await frames(page);
  const [, low] = await said();
  for (let press = 0; press < 30; press += 1) await page.keyboard.press('ArrowRight');
  await frames(page);
  const [text, now] = await said();
  if (!(now > low)) wrong.push(`from ${low} to ${now} after thirty presses`);
  if (!/\d/.test(text) || !/ms/.test(text)) wrong.push(`it says: ${text}`);
  if (!(await readout(page)).boxes.length) wrong.push('nothing is shown');
  const name = await cursor.evaluate((element) => [element.getAttribute('role'), element.getAttribute('aria-label')]);
  if (name[0] !== 'slider' || !name[1]) wrong.push(`role and name: ${name}`);
  await page.keyboard.press('Escape');
  await frames(page);
  if ((await readout(page)).boxes.length) wrong.push('Escape does not leave');
  if (page.url() !== address) wrong.push(`the page turned to ${page.url()}`);
  return wrong;
}

/** Moves one of the page's sliders by this many steps, and waits for the figures. */
async function move(page, steps, index = 0) {
  const slider = page.locator('.zm-controls .zm-range').nth(index);
  await slider.evaluate((input, steps) => {
    input.value = String(Number(input.value) + steps);
    document.querySelector('.zm-run').dataset.state = 'asked';
    for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
  }, steps);
  await page.waitForFunction(() => document.querySelector('.zm-run').dataset.state === 'done' && !document.querySelector('.zm-draft'), null, { timeout: 60_000 });
}

async function anew(page) {
  const wrong = await renewed(page);
  await pointAt(page, 1, 0.4);
  const before = await page.evaluate((panels) => document.querySelector(panels).outerHTML, PANELS);
  await move(page, -40);
  await frames(page);
  const after = await page.evaluate((panels) => document.querySelector(panels).outerHTML, PANELS);
  if (before === after) wrong.push('the figure is the same after a slider has moved');
  if (!(await readout(page)).hairs.length) wrong.push('the hairline is gone');
  const [all, sliders] = [await page.locator('main svg[data-x]').count(), await page.locator('main .zm-cursor').count()];
  if (all !== sliders) wrong.push(`${sliders} sliders for the keyboard and ${all} panels`);
  wrong.push(...await kept(page));
  return wrong;
}

/** A slider that was read, and left, says nothing of the figure before. */
async function renewed(page) {
  const cursor = page.locator('.zm-cell:has(.zm-figure) .zm-cursor').first();
  const said = () => cursor.getAttribute('aria-valuetext');
  await cursor.focus();
  await page.keyboard.press('End');
  await frames(page);
  const before = await said();
  await page.keyboard.press('Escape');
  await move(page, -5);
  const now = await said();
  return before && now === null ? [] : [`a slider that nobody reads says ${now}, and said ${before}`];
}

/** A slider keeps the focus, and its place, when a control moves the figure. */
async function kept(page) {
  const wrong = [];
  await page.locator('.zm-cell:has(.zm-figure) .zm-cursor').first().focus();
  await page.keyboard.press('End');
  await move(page, 3);
  await frames(page);
  const seen = await page.evaluate((panels) => {
    const [cursor, panel] = [document.activeElement, document.querySelector(panels)].map((element) => element.getBoundingClientRect());
    return { focus: document.activeElement.className, hair: document.querySelectorAll('.zm-hair').length, apart: Math.abs(cursor.x - panel.x) + Math.abs(cursor.y - panel.y) + Math.abs(cursor.width - panel.width) };
  }, PANELS);
  if (seen.focus !== 'zm-cursor' || !seen.hair || seen.apart > 1) wrong.push(`the focus moved with the figure: ${JSON.stringify(seen)}`);
  await page.keyboard.press('Escape');
  return wrong;
}

/** What a press of a button or link brings as a file. */
async function downloaded(page, locator) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 20_000 }), locator.click()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

const links = (page) => page.locator('.zm-cell:has(.zm-figure) .zm-downloads').first();

async function numbers(page) {
  const wrong = [];
  // The second slider moves the lines themselves, the first only a place on them: stored numbers would still hold.
  await move(page, 60, 1);
  const { name, text } = await downloaded(page, links(page).locator('a'));
  if (!/^[\w-]+-with-[\w.-]*daily-users-\d[\w.-]*\.csv$/.test(name)) wrong.push(`the file is called ${name}`);
  const rows = text.trim().split('\n').map((row) => row.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((field) => field.replace(/,$/, '').replace(/^"|"$/g, '')));
  const [header] = rows;
  const [users, p99] = [header.indexOf('daily users'), header.indexOf('p99, ms')];
  if (users < 0 || p99 < 0) return [`the header is ${header}`];
  const formula = rows.filter((row) => row[1] === 'closed form');
  const axis = await page.locator(PANELS).nth(1).evaluate((svg) => svg.dataset.x.split(' ').slice(1).map(Number));
  // In the flat part: where the line is steep a pixel of the pointer is more than a digit of the value.
  for (const row of [formula[5], formula[12]]) {
    await pointAt(page, 1, Math.log(row[users] / axis[0]) / Math.log(axis[1] / axis[0]));
    const { boxes } = await readout(page);
    const line = boxes[1]?.split('\n').join(' ') ?? '';
    const found = new RegExp(`${row[0].replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} ([\\d.]+) ms`).exec(line);
    if (!found) wrong.push(`at ${row[users]} users no value of ${row[0]}: ${line}`);
    else if (Math.abs(found[1] / row[p99] - 1) > 0.03) wrong.push(`at ${row[users]} users the line reads ${found[1]}, the file says ${row[p99]}`);
  }
  await page.mouse.move(2, 2);
  return wrong;
}

async function drawing(page) {
  const { name, text } = await downloaded(page, links(page).locator('button'));
  const wrong = [];
  if (!name.endsWith('.svg')) wrong.push(`the file is called ${name}`);
  if (text.includes('var(')) wrong.push(`a variable is left: ${/var\([^)]*/.exec(text)[0]}`);
  if (!/<desc>With [^<]*daily users \d/.test(text)) wrong.push('the settings are not in it');
  if (text.includes('zm-cursor')) wrong.push('the slider for the keyboard is in it');
  const seen = await page.evaluate(async (text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
    await image.decode();
    return { broken: parsed.querySelector('parsererror') !== null, panels: parsed.querySelectorAll('svg > svg').length, width: image.naturalWidth };
  }, text);
  if (seen.broken || seen.panels < 2 || seen.width < 700) wrong.push(JSON.stringify(seen));
  return wrong;
}

/** The settings in the page's address, as code. */
async function settings(page) {
  const pairs = new URLSearchParams(new URL(page.url()).hash.slice(1));
  pairs.delete('v');
  return [...pairs];
}

async function notebook(page) {
  const { name, text } = await downloaded(page, page.getByRole('button', { name: 'Open as notebook' }));
  const wrong = invalid(JSON.parse(text)).concat(name.endsWith('.ipynb') ? [] : [`the file is called ${name}`]);
  const cells = JSON.parse(text).cells.filter((cell) => cell.cell_type === 'code');
  if (cells.some((cell) => cell.outputs.length)) wrong.push('outputs are left');
  for (const [name, value] of await settings(page)) {
    const call = cells.map((cell) => cell.source.join('')).find((source) => source.includes(`("${name}"`)) ?? '';
    const found = new RegExp(`\\("${name}".*?\\.(?:at|count)\\(([^)]*)\\)`, 's').exec(call)?.[1].replaceAll('"', '');
    if (found !== value && Number(found) !== Number(value)) wrong.push(`${name} is ${found}, not ${value}`);
  }
  return wrong;
}

async function copied(page) {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy as Rust' }).click();
  await page.waitForFunction(() => /clipboard/.test(document.querySelector('.zm-status').textContent));
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const wrong = text.startsWith('// ') ? [] : ['no comment says where it is from'];
  for (const [name] of await settings(page)) if (!text.includes(`("${name}"`)) wrong.push(`${name} is not in it`);
  return wrong;
}

/** What nbformat 4.5 forbids.
 * @returns {string[]} */
function invalid(book) {
  const wrong = [];
  const ids = new Set();
  if (book.nbformat !== 4 || book.nbformat_minor !== 5) wrong.push(`nbformat ${book.nbformat}.${book.nbformat_minor}`);
  for (const cell of book.cells) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(cell.id) || ids.has(cell.id)) wrong.push(`the id ${cell.id}`);
    ids.add(cell.id);
    const known = { code: ['cell_type', 'execution_count', 'id', 'metadata', 'outputs', 'source'], markdown: ['attachments', 'cell_type', 'id', 'metadata', 'source'] };
    for (const name of Object.keys(cell)) if (!known[cell.cell_type]?.includes(name)) wrong.push(`${cell.id} has ${name}`);
    if (cell.cell_type === 'code' && (cell.execution_count !== null || !Array.isArray(cell.outputs))) wrong.push(`${cell.id}: outputs and count`);
    const text = Array.isArray(cell.source) && cell.source.every((line, index) => typeof line === 'string' && (line.endsWith('\n') || index === cell.source.length - 1));
    if (!text) wrong.push(`${cell.id}: its source is no list of lines`);
  }
  return wrong;
}

/** A value of a control that is not its default. */
function other(control) {
  if (control.kind === 'toggle') return !control.default;
  if (control.kind === 'choice') return control.options.find((option) => option !== control.default) ?? control.default;
  if (control.step === 1) return control.default === control.min ? control.max : control.min;
  return Number((control.min + 0.37 * (control.max - control.min)).toPrecision(3));
}

/** The notebooks of all chapters, with every control moved.
 * @param folder  of the stored notebooks
 * @param ask     answers a request
 * @param judge   (what, list of what is wrong) */
export async function notebooks(folder, ask, judge) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ipynb')).sort();
  judge('notebooks: there are some', names.length ? [] : [folder]);
  for (const name of names) {
    const chapter = name.replace(/\.ipynb$/, '');
    const stored = await readFile(path.join(folder, name), 'utf8');
    judge(`notebooks: ${name} with every control moved`, await moved(chapter, stored, ask));
  }
}

async function moved(chapter, stored, ask) {
  const outputs = JSON.parse(stored).cells.flatMap((cell) => cell.outputs ?? []).map((output) => output.data ?? {});
  const controls = outputs.flatMap((data) => Object.entries(data)).filter(([mime]) => mime.startsWith('application/vnd.millions.control.'))
    .map(([, control]) => (typeof control === 'string' ? JSON.parse(control) : control));
  const settings = Object.fromEntries(controls.map((control) => [control.name, other(control)]));
  const { sources = [] } = await ask({ chapter, settings, draft: false, sources: true });
  const untouched = (await ask({ chapter, settings: {}, draft: false, sources: true })).sources ?? [];
  const wrong = withDefaults(stored, untouched, {}) === stored ? [] : ['with nothing set it is another notebook'];
  // Without controls there is nothing to set: its outputs hold as they are.
  if (controls.length === 0) return wrong;
  const text = withDefaults(stored, sources, { users: '<b>`1`' });
  wrong.push(...invalid(JSON.parse(text)));
  if (/<b>|"outputs": \[\s*\{/.test(text)) wrong.push('markup of a value, or an output, is in it');
  const code = rust(chapter, sources);
  for (const control of controls) {
    const literal = typeof settings[control.name] === 'string' ? JSON.stringify(settings[control.name]) : String(settings[control.name]);
    const calls = [...code.matchAll(new RegExp(`\\("${control.name}"[^;]*?\\.(?:at|count)\\(("[^"]*"|[^)]*)\\)`, 'g'))].map((call) => call[1]);
    if (!calls.length) wrong.push(`${control.name}: no call`);
    for (const found of calls) if (found !== literal && Number(found) !== Number(literal)) wrong.push(`${control.name} is ${found}, not ${literal}`);
  }
  return wrong;
}
