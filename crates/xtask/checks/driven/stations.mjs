// "Watch it work" with every component that a later chapter brings: a balancer, four web servers, replicas, a cache, a queue, and clients
// that try again or are sent away. The film is made here, for no chapter has all of that at once, and none refuses anybody; it is in the
// form of crates/lab/src/watch/film.rs.

import { judge, settled } from '../site.mjs';
import { CHAPTER, end, open } from './hands.mjs';

/** [resource, machine, role, pool, machines, servers] */
const SPOTS = [
  ['cores', 'load balancer', 'balancer', 0, 2, 2], ['workers', 'web server', 'web', 1, 4, 64], ['cores', 'web server', 'web', 0, 4, 2],
  ['disk reads', 'web server', 'web', 0, 4, 1], ['cores', 'cache', 'cache', 0, 1, 1], ['cores', 'database', 'database', 0, 1, 4],
  ['disk reads', 'database', 'database', 0, 1, 1], ['applier', 'replica', 'replica', 0, 2, 4], ['cores', 'replica', 'replica', 0, 2, 2],
  ['cores', 'queue', 'queue', 0, 1, 2], ['cores', 'worker', 'queue', 0, 24, 2],
];
const UNTIL = 100_000;
const code = (spot, machine, served) => 2 + 2 * (machine * SPOTS.length + spot) + (served ? 1 : 0);

/** Refused by what a web server asks, whose queue is full, after so long a time [us]; by the balancer at once; or by the cache, after so long
 * on the way there. */
const STAYS = 950;
const REFUSED = (index) => index % 7 > 0 && index % 10 === 3;
const AT_ONCE = (index) => index % 7 > 0 && index % 10 === 9;
const WAY = 400;
const ON_ARRIVAL = (index) => index % 7 > 0 && index % 10 === 6;

/** A hundred requests. Those of web server 0 pile up before its cores; each seventh is given up, tries again, and leaves a task behind;
 * some of the other servers' are refused. */
function film() {
  const requests = Array.from({ length: 100 }, (_, index) => {
    const [arrived, machine] = [index * 400, index % 4];
    if (AT_ONCE(index)) return [arrived, arrived, 2, [0, arrived, -1, [], []]];
    if (REFUSED(index)) return [arrived, arrived + STAYS, 2, [0, arrived, -1, [code(0, index % 2, true), 300, 0, 250, code(2, machine, true), STAYS - 550], []]];
    if (ON_ARRIVAL(index)) return [arrived, arrived + STAYS, 2, [0, arrived, -1, [code(0, index % 2, true), 300, 0, 200, code(2, machine, true), STAYS - 500 - WAY, 0, WAY], []]];
    const stays = [code(0, index % 2, true), 300, 0, 250, code(2, machine, false), 25_000 + (machine === 0 ? 40_000 : 0), code(2, machine, true), 4000,
      code(4, 0, true), 200, code(8, index % 2, true), 2000, code(5, 0, false), 1500, code(5, 0, true), 3000];
    const length = stays.reduce((sum, part, place) => sum + (place % 2 ? part : 0), 0);
    const holds = [code(1, machine, true), 550, length - 550];
    if (index % 7) return [arrived, arrived + length, 1, [0, arrived, -1, stays, holds]];
    const again = arrived + 12_000;
    const last = again + 20_000;
    return [arrived, last, 4, [0, arrived, arrived + 10_000, [...stays.slice(0, 6), 1, 2000], holds], [0, again, last, [code(0, 1, true), 300, code(2, 1, false), 19_700], []],
      [1, again, -1, [code(9, 0, true), 400, code(10, index % 24, false), 3000, code(10, index % 24, true), 15_000], []]];
  });
  return { frame: [4, 24, 416, 304, 420, 344], spots: SPOTS, requests, until: UNTIL };
}

export async function stations(shop) {
  for (const [width, colorScheme] of [[1280, 'light'], [390, 'dark']]) {
    const window = await open(shop, CHAPTER, { viewport: { width, height: 900 }, colorScheme });
    const { page } = window;
    await settled(page);
    await page.locator('.zm-watch').scrollIntoViewIfNeeded();
    await page.evaluate((told) => {
      const figure = document.querySelector('.zm-watch');
      const next = figure.cloneNode(true);
      next.querySelector('.zm-stage').replaceChildren();
      Object.assign(next.dataset, { watch: told, name: 'Every component' });
      figure.replaceWith(next);
    }, JSON.stringify(film()));
    await page.waitForFunction((count) => document.querySelectorAll('.zm-stage .zm-machine-box').length === count, new Set(SPOTS.map((spot) => spot[1])).size, { timeout: 60_000 });
    judge(`stations at ${width} px: the page is no wider than the window`, await page.evaluate(() => (
      document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px`] : [])));
    judge(`stations at ${width} px: what does not fit is scrolled, by keyboard too`, await page.evaluate(() => {
      const scene = document.querySelector('.zm-scene');
      return (scene.scrollWidth > scene.clientWidth) === (scene.tabIndex === 0) ? [] : [`${scene.scrollWidth} in ${scene.clientWidth} px, tabindex ${scene.tabIndex}`];
    }));
    if (width > 1000) judge('stations: on a wide page all of them are in sight', await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.querySelector('.zm-scene');
      return scrollWidth > clientWidth ? [`${scrollWidth} in ${clientWidth} px`] : [];
    }));
    if (width < 1000) judge('stations: arrow keys scroll a stage that is wider than the page', await scrolled(page));
    for (const part of [0.1, 0.35, 0.5, 0.8]) judge(`stations at ${width} px, ${part} of the way`, await page.evaluate(crowded, part));
    judge(`stations at ${width} px: who is refused is counted, and goes back to the client`, await page.evaluate(refused, film()));
    judge(`stations at ${width} px: who is on the way is on the road, and before the station to which it goes`, await page.evaluate(underWay, [film(), 'cache']));
    judge(`stations at ${width} px: the way there is walked`, await walked(page));
    await end(`stations at ${width} px`, window);
  }
}

/** They neither step nor turn the page there, and step on a button. */
async function scrolled(page) {
  const address = page.url();
  const at = () => page.evaluate(() => [document.querySelector('.zm-scene').scrollLeft, Number(document.querySelector('.zm-player').dataset.time)]);
  const [, before] = await at();
  await page.locator('.zm-scene').focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('.zm-scene').scrollLeft > 0, null, { timeout: 60_000 }).catch(() => {});
  const [left, time] = await at();
  await page.locator('.zm-player button[aria-label="One event on"]').focus();
  await page.keyboard.press('ArrowRight');
  const [, later] = await at();
  return [...(left > 0 ? [] : ['it stays']), ...(time === before ? [] : [`it steps to ${time} us`]), ...(later > time ? [] : ['a button does not step']),
    ...(page.url() === address ? [] : [page.url()])];
}

/** In the page: counts and dots at many moments, by other means than film.js. Who was sent away is seen at the client for a fortieth of
 * the film, and nobody else is; until somebody is given up, who is seen there, too. */
function refused({ requests, until }) {
  const scrub = document.querySelector('.zm-player input[aria-label=Time]');
  const stage = document.querySelector('.zm-stage');
  const client = stage.querySelector('.zm-client-box').getBoundingClientRect();
  const away = requests.filter(([, , end]) => end === 2);
  const first = Math.min(...requests.filter(([, , end]) => end > 2).map(([, ended]) => ended));
  const wrong = [];
  const expect = (time, what, wanted, found) => { if (wanted !== found) wrong.push(`at ${time} us: ${found} ${what}, not ${wanted}`); };
  let most = 0;
  for (let at = 0; at <= 1000; at += 1) {
    scrub.value = String(at);
    scrub.dispatchEvent(new Event('input'));
    const time = (at / 1000) * until;
    const gone = away.filter(([, ended]) => ended <= time).length;
    expect(time, 'refused', gone, Number(document.querySelector('.zm-player').dataset.refused));
    if (!document.querySelector('.zm-counts').textContent.includes(` ${gone} refused`)) wrong.push(`at ${time} us it does not say ${gone} refused`);
    if (time >= first) continue;
    const dots = [...stage.querySelectorAll('.zm-dot')].map((dot) => ({ lost: dot.classList.contains('zm-lost'), ...dot.getBoundingClientRect().toJSON() }));
    const lost = dots.filter(({ lost }) => lost);
    most = Math.max(most, lost.length);
    expect(time, 'seen as sent away', away.filter(([, ended]) => ended <= time && time - ended < until / 40).length, lost.length);
    const inside = requests.reduce((sum, [arrived, ended, , ...jobs]) => sum + jobs.filter(([, started, , stays]) => (
      started <= time && time < started + stays.reduce((all, part, place) => all + (place % 2 ? part : 0), 0))).length, 0);
    expect(time, 'inside', inside, dots.length - lost.length);
    for (const { left, right, top, bottom } of lost) {
      const there = left >= client.left && right <= client.right && top >= client.top && bottom <= client.bottom;
      if (!there) wrong.push(`at ${time} us somebody who was sent away is not at the client, but at ${Math.round(left)}, ${Math.round(top)}`);
    }
  }
  if (most < 2) wrong.push('nobody was seen to be sent away');
  return wrong;
}

/** In the page: at many moments as many dots on the road as are on the way, and at the client only who is about to try again, or was sent
 * away. Who is refused on arrival is never seen at the station `goal`, but comes near it. */
function underWay([{ requests, until, spots }, goal]) {
  const scrub = document.querySelector('.zm-player input[aria-label=Time]');
  const stage = document.querySelector('.zm-stage');
  const box = (element) => element.getBoundingClientRect();
  const client = box(stage.querySelector('.zm-client-box'));
  const frames = [...stage.querySelectorAll('.zm-machine-box')].map(box);
  const floor = Math.max(...frames.map(({ bottom }) => bottom));
  const before = frames[[...new Set(spots.map(([, machine]) => machine))].indexOf(goal)];
  /** What a job does at a moment: 0 on the way, 1 waits to try again; and whether it is its last stay. */
  const doing = ([, started, , stays], time) => {
    let at = started;
    for (let place = 0; place < stays.length; at += stays[place + 1], place += 2) {
      if (at <= time && time < at + stays[place + 1]) return [stays[place], place + 2 === stays.length];
    }
    return [];
  };
  const wrong = [];
  let seen = 0;
  for (let at = 0; at <= 1000; at += 1) {
    scrub.value = String(at);
    scrub.dispatchEvent(new Event('input'));
    const time = (at / 1000) * until;
    const all = requests.flatMap(([, , end, ...jobs]) => jobs.map((job) => [end, ...doing(job, time)]));
    const counts = [0, 1].map((wanted) => all.filter(([, code]) => code === wanted).length);
    const dots = [...stage.querySelectorAll('.zm-dot:not(.zm-lost)')].map(box);
    const road = dots.filter(({ top }) => top >= floor);
    const there = dots.filter(({ left, top }) => left < client.right && top < floor);
    if (road.length !== counts[0]) wrong.push(`at ${time} us ${road.length} are on the road, and ${counts[0]} on the way`);
    if (there.length !== counts[1]) wrong.push(`at ${time} us ${there.length} stand at the client, and ${counts[1]} wait to try again`);
    const refused = all.filter(([end, code, last]) => end === 2 && code === 0 && last).length;
    seen += refused;
    // Before the first server: where nobody ever queues that is just outside the frame.
    const near = road.filter(({ left, right }) => left + right >= 2 * before.left - 24 && right <= before.right).length;
    if (near < refused) wrong.push(`at ${time} us ${near} are near the ${goal}, and ${refused} on the way there`);
  }
  return [...wrong, ...(seen ? [] : ['nobody is refused on arrival'])];
}

/** Where motion is welcome the dot of one who is refused leaves its station then, not before, and comes to the client. */
async function walked(page) {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const index = Array.from({ length: 100 }, (_, index) => index).find(REFUSED);
  const wrong = await page.evaluate(([time, until, words]) => {
    const scrub = document.querySelector('.zm-player input[aria-label=Time]');
    scrub.value = String(Math.floor((1000 * time) / until));
    scrub.dispatchEvent(new Event('input'));
    // What else happens in the hundred microseconds before it.
    for (let step = 0; step < 20; step += 1) {
      if (document.querySelector('.zm-dot.zm-lost')) return ['somebody is seen as refused before it happens'];
      document.querySelector('.zm-player button[aria-label="One event on"]').click();
      if (document.querySelector('.zm-news').textContent.includes(words)) break;
    }
    const away = [...document.querySelectorAll('.zm-dot.zm-lost')].map((dot) => Number(dot.getAttribute('cx')));
    return away.length === 1 && away[0] > 100 ? [] : [`“${document.querySelector('.zm-news').textContent}”, with dots at ${away}`];
  }, [index * 400 + STAYS, UNTIL, `request ${index + 1} is refused, ${STAYS}`]);
  const came = await page.waitForFunction(() => {
    const client = document.querySelector('.zm-client-box').getBoundingClientRect();
    const dot = document.querySelector('.zm-dot.zm-lost')?.getBoundingClientRect();
    return dot && dot.left >= client.left && dot.right <= client.right;
  }, null, { timeout: 60_000, polling: 20 }).then(() => [], () => ['it does not come to the client']);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  return [...wrong, ...came];
}

/** In the page: texts that cover each other, a dot or a box; people outside their machine; a longest queue without its number. */
function crowded(part) {
  const scrub = document.querySelector('.zm-player input[aria-label=Time]');
  scrub.value = String(part * Number(scrub.max));
  scrub.dispatchEvent(new Event('input'));
  const box = (element) => ({ element, ...element.getBoundingClientRect().toJSON() });
  const all = (selector) => [...document.querySelectorAll(`.zm-stage ${selector}`)].map(box);
  const cover = (a, b, slack) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.35 * Math.min(a.height, b.height);
  const texts = all('text').filter(({ element }) => element.textContent);
  const frames = all('.zm-machine-box');
  const wrong = [];
  texts.forEach((text, index) => {
    const name = text.element.textContent;
    if (name.endsWith('…')) wrong.push(`“${name}” is cut`);
    for (const other of texts.slice(index + 1)) if (cover(text, other, 1)) wrong.push(`“${name}” covers “${other.element.textContent}”`);
    for (const dot of all('.zm-dot')) if (cover(text, dot, 1)) wrong.push(`“${name}” covers somebody at ${Math.round(dot.left)}`);
    // The number of those in service stands in its box.
    for (const place of all('.zm-server')) if (!/^\d+$/.test(name) && cover(text, place, 1)) wrong.push(`“${name}” covers a server`);
  });
  for (const dot of all('.zm-dot.zm-waits')) {
    if (!frames.some((frame) => dot.left >= frame.left && dot.right <= frame.right && dot.top >= frame.top && dot.bottom <= frame.bottom)) wrong.push(`somebody waits outside, at ${Math.round(dot.left)}`);
  }
  if (part === 0.5 && !texts.some(({ element }) => /^\+\d/.test(element.textContent))) wrong.push('nobody is counted at the longest queue');
  return [...new Set(wrong)];
}
