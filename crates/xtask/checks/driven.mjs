// A reader's hands on a live chapter, in headless Chromium: one file of `driven/` a subject.
//
// Called by `cargo xtask test`; see site.mjs for the environment. Every page must stay without an error on its console and without a
// request to elsewhere, whatever is done to it, except where a check breaks something itself.

import { address } from './driven/address.mjs';
import { broken } from './driven/broken.mjs';
import { keys } from './driven/keys.mjs';
import { layout } from './driven/layout.mjs';
import { paper } from './driven/paper.mjs';
import { pointer } from './driven/pointer.mjs';
import { tabs } from './driven/tabs.mjs';
import { close, judge, launch, note, serve } from './site.mjs';

const SUBJECTS = { pointer, keys, address, tabs, broken, paper, layout };

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
