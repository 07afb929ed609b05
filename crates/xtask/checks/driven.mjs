// A reader's hands on a live chapter, in headless Chromium: one file of `driven/` a subject.
//
// Called by `cargo xtask test`; see site.mjs for the environment. Every page must stay without an error on its console and without a
// request to elsewhere, whatever is done to it, except where a check breaks something itself.

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { address } from './driven/address.mjs';
import { broken } from './driven/broken.mjs';
import { exercises } from './driven/exercises.mjs';
import { files } from './driven/files.mjs';
import { follows } from './driven/follows.mjs';
import { CHAPTER } from './driven/hands.mjs';
import { keys } from './driven/keys.mjs';
import { layout } from './driven/layout.mjs';
import { native } from './driven/native.mjs';
import { outdated } from './driven/outdated.mjs';
import { paper } from './driven/paper.mjs';
import { pointer } from './driven/pointer.mjs';
import { redraws } from './driven/redraws.mjs';
import { stations } from './driven/stations.mjs';
import { stored } from './driven/stored.mjs';
import { tabs } from './driven/tabs.mjs';
import { close, forReaders, judge, launch, listen, note, pagesOf, serve, settled, site } from './site.mjs';
import { watch } from './watch.mjs';

/** Requests that move: wherever there are some on a wide screen, and on a phone. */
async function watching({ browser, origin }) {
  const moves = async (name) => (await readFile(path.join(site, name), 'utf8')).includes('data-watch=');
  const chapters = [];
  for (const name of (await pagesOf()).filter(forReaders)) if (await moves(name)) chapters.push(name);
  judge('watch: there are chapters whose requests move', chapters.length >= 4 ? [] : [chapters.join()]);
  for (const [name, width] of [...chapters.map((name) => [name, 1280]), [CHAPTER, 360]]) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const wrong = listen(page, origin);
    await page.goto(`${origin}/${name}`);
    await settled(page);
    await watch(page, (what, wrong) => judge(`${name} at ${width} px, ${what}`, wrong));
    judge(`watch: a quiet console on ${name} at ${width} px`, wrong);
    await page.close();
  }
}

/** Closes what a subject left open that failed. */
async function closeAll(browser) {
  for (const context of browser.contexts()) {
    // What it still waited for does not come any more.
    await context.unrouteAll({ behavior: 'ignoreErrors' }).catch(() => {});
    await context.close().catch(() => {});
  }
}

const SUBJECTS = { pointer, keys, address, tabs, broken, paper, layout, watching, stations, files, exercises, redraws, follows, outdated, native, stored };

const wanted = process.argv.slice(2);
const rest = Object.entries(SUBJECTS).filter(([name]) => wanted.length === 0 || wanted.includes(name));
const server = await serve();

/** Two readers at a time, for most of the time they wait. Each subject has a browser of its own: what one does to it, no other meets. */
async function reader() {
  for (let next = rest.shift(); next; next = rest.shift()) {
    const [name, subject] = next;
    const begun = performance.now();
    const browser = await launch();
    try {
      await subject({ browser, origin: server.origin });
    } catch (error) {
      judge(`${name}: comes to its end`, [String(error?.stack ?? error)]);
    }
    await closeAll(browser);
    await browser.close();
    note(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }
}

try {
  await Promise.all([reader(), reader()]);
} finally {
  server.close();
}
close();
