import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { settingsOf } from './random.mjs';
const site = process.env.CHECK_SITE;
const [chapter, control, lo, hi, draft] = [process.argv[2], process.argv[3], Number(process.argv[4]), Number(process.argv[5]), process.argv[6] !== 'full'];
const source = await readFile(site + '/live/module.js', 'utf8');
const { answering } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
const wasm = await answering(await WebAssembly.compile(await readFile(site + '/live/live.wasm')));
const child = spawn(process.env.CHECK_NATIVE, [], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
const native = async (r) => { child.stdin.write(JSON.stringify(r) + '\n'); return JSON.parse((await answers.next()).value); };
const times = { native: {}, wasm: {} };
const N = 40;
for (const [name, ask] of [['native', native], ['wasm', wasm]]) {
  for (let i = 0; i < N; i++) {
    const x = lo * Math.pow(hi / lo, (i + 1) / N);
    const settings = { [control]: process.argv[7] === 'int' ? Math.round(x) : x };
    for (let guard = 0; guard < 60; guard++) {
      const t = performance.now();
      const a = await ask({ chapter, settings, draft, most: 1 });
      const d = performance.now() - t;
      const id = a.cells.map((c) => c.id).join('+') || '-';
      if (i >= 10) (times[name][id] ??= []).push(d);
      if (a.done) break;
    }
  }
}
const p = (a, q) => a ? a.sort((x, y) => x - y)[Math.min(a.length - 1, Math.floor(q * a.length))].toFixed(2) : '-';
let tn = 0, tw = 0;
for (const id of Object.keys(times.wasm)) { console.log(id.padEnd(30), 'native', p(times.native[id], .5), p(times.native[id], .95), 'wasm', p(times.wasm[id], .5), p(times.wasm[id], .95), times.wasm[id].length); tn += Number(p(times.native[id], .5)); tw += Number(p(times.wasm[id], .5)); }
console.log('sum of medians', tn.toFixed(1), tw.toFixed(1), (tn / tw).toFixed(2));
child.stdin.end();
