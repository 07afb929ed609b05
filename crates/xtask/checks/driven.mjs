// A reader's hands on a live chapter, in headless Chromium: one file of `driven/` a subject.
//
// Called by `cargo xtask test`; see site.mjs for the environment. Every page must stay without an error on its console and without a
// request to elsewhere, whatever is done to it, except where a check breaks something itself.

import { address } from './driven/address.mjs';
import { broken } from './driven/broken.mjs';
import { exercises } from './driven/exercises.mjs';
import { files } from './driven/files.mjs';
import { follows } from './driven/follows.mjs';
import { keys } from './driven/keys.mjs';
import { layout } from './driven/layout.mjs';
import { native } from './driven/native.mjs';
import { paper } from './driven/paper.mjs';
import { pointer } from './driven/pointer.mjs';
import { redraws } from './driven/redraws.mjs';
import { stations } from './driven/stations.mjs';
import { stored } from './driven/stored.mjs';
import { tabs } from './driven/tabs.mjs';
import { close, judge, launch, listen, note, serve, settled } from './site.mjs';
import { watch } from './watch.mjs';

/** Requests that move, on a wide screen and on a phone. */
async function watching({ browser, origin }) {
  for (const width of [1280, 360]) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const wrong = listen(page, origin);
    await page.goto(`${origin}/01-one-server.html`);
    await settled(page);
    await watch(page, judge);
    judge(`watch: a quiet console at ${width} px`, wrong);
    await page.close();
  }
}

const SUBJECTS = { pointer, keys, address, tabs, broken, paper, layout, watching, stations, files, exercises, redraws, follows, native, stored };

const wanted = process.argv.slice(2);
const server = await serve();
const browser = await launch();
try {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    if (wanted.length && !wanted.includes(name)) continue;
    const begun = performance.now();
    try {
      await subject({ browser, origin: server.origin });
    } catch (error) {
      judge(`${name}: comes to its end`, [String(error?.stack ?? error)]);
    }
    note(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }
} finally {
  await browser.close();
  server.close();
}
close();
