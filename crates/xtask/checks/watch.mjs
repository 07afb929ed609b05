// "Watch it work" in a real browser: what moves, when it must not, and that nobody is lost on the way.
//
// For a step that has opened a page with a figure of `watch`: `await watch(page, judge)`, where `judge(what, wrong)` counts a
// check by the list of what is wrong. The page's motion and size are as before at the end.

const player = '.zm-watch .zm-player';

/** @param {import('playwright-core').Page} page
 * @param {(what: string, wrong: string[]) => void} judge */
export async function watch(page, judge) {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const before = await page.evaluate(() => document.querySelector('.zm-watch')?.getBoundingClientRect().height ?? 0);
  judge('watch: a player comes only when the reader does', await page.locator(player).count() === 0 ? [] : ['it is there already']);
  await page.locator('.zm-watch').first().scrollIntoViewIfNeeded();
  await page.waitForSelector(player, { timeout: 60_000 });
  await page.locator(player).first().scrollIntoViewIfNeeded();
  judge('watch: the figure keeps its height when the stage comes', await heights(page, before));
  judge('watch: nothing moves before the reader asks', await still(page));
  judge('watch: it plays, pauses, and goes on', await plays(page));
  judge('watch: nobody is lost at any moment', await conserved(page));
  judge('watch: it steps from event to event', await steps(page));
  judge('watch: a faster speed is faster', await speeds(page));
  judge('watch: the keyboard does it all, and turns no page', await keys(page));
  judge('watch: it stops out of sight', await outOfSight(page));
  judge('watch: it stops at the end, and begins anew', await ends(page));
  judge('watch: a wish for less motion leaves steps only', await calm(page));
}

/** What the player shows. */
const shown = (page) => page.evaluate((player) => {
  const element = document.querySelector(player);
  const { state = 'paused', ...rest } = element.dataset;
  const numbers = Object.fromEntries(Object.entries(rest).map(([name, text]) => [name, Number(text)]));
  return { state, ...numbers, dots: element.querySelectorAll('.zm-dot').length, news: element.querySelector('.zm-news').textContent };
}, player);

const button = (page, name) => page.locator(`${player} button[aria-label="${name}"]`).first();
const range = (page, name) => page.locator(`${player} input[aria-label="${name}"]`).first();
const pause = (page, milliseconds) => page.waitForTimeout(milliseconds);
/** Until the film has gone on from a moment. */
const goesOn = (page, time) => page.waitForFunction(([player, time]) => Number(document.querySelector(player).dataset.time) > time,
  [player, time], { timeout: 60_000 }).catch(() => {});
/** Until it stands still, for whatever reason: at its end, too, where it was not stopped. */
const stands = (page) => page.waitForFunction((player) => document.querySelector(player).dataset.state === 'paused', player,
  { timeout: 60_000 }).catch(() => {});
/** When the film ends [us]. */
const lasts = async (page) => JSON.parse(await page.locator('.zm-watch').first().getAttribute('data-watch')).until;
const wrongIf = (...pairs) => pairs.filter(([wrong]) => wrong).map(([, text]) => text);

async function scrub(page, share) {
  await range(page, 'Time').evaluate((input, share) => {
    input.value = String(Math.round(share * Number(input.max)));
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, share);
}

async function setSpeed(page, power) {
  await range(page, 'Speed').evaluate((input, power) => {
    input.value = String(power);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, power);
}

async function heights(page, before) {
  const after = await page.evaluate(() => document.querySelector('.zm-watch').getBoundingClientRect().height);
  const inside = await page.evaluate((player) => {
    const stage = document.querySelector('.zm-watch .zm-stage').getBoundingClientRect();
    return document.querySelector(player).getBoundingClientRect().bottom - stage.bottom;
  }, player);
  return wrongIf([Math.abs(after - before) > 0.5, `${before} px, then ${after} px`], [inside > 0.5, `the player sticks out by ${inside} px`]);
}

async function still(page) {
  const first = await shown(page);
  await pause(page, 300);
  const second = await shown(page);
  return wrongIf([first.time !== second.time || second.state === 'playing', `from ${first.time} to ${second.time} us`]);
}

async function plays(page) {
  await scrub(page, 0);
  await button(page, 'Play').click();
  await goesOn(page, 0);
  const playing = await shown(page);
  await button(page, 'Pause').click();
  const paused = await shown(page);
  await pause(page, 300);
  const later = await shown(page);
  await button(page, 'Play').click();
  await goesOn(page, later.time);
  const again = await shown(page);
  await button(page, 'Pause').click();
  return wrongIf(
    [!(playing.time > 0) || playing.state !== 'playing', `it did not play: ${JSON.stringify(playing)}`],
    [later.time !== paused.time, 'it went on while paused'],
    [!(again.time > later.time), 'it did not go on'],
  );
}

/** Counts at a moment from the figure's own data, by other means than the page's script. */
function expected({ requests, until, spots }, time) {
  const counts = { came: 0, waiting: 0, serving: 0, answered: 0, refused: 0, lost: 0 };
  for (const [arrived, ended, end, ...jobs] of requests) {
    if (arrived > time) continue;
    counts.came += 1;
    if (end > 0 && ended <= time) {
      counts[end === 1 ? 'answered' : end === 2 ? 'refused' : 'lost'] += 1;
      continue;
    }
    const attempt = jobs.filter(([route, started]) => route === 0 && started <= time).at(-1);
    let [at, waits] = [attempt[1], false];
    for (let index = 0; index < attempt[3].length; index += 2) {
      const [code, lasts] = attempt[3].slice(index, index + 2);
      // At the very end those are still there whom the end cut off.
      if (lasts > 0 && at <= time && (time < at + lasts || (time === until && at + lasts === until))) waits = code >= 2 && code % 2 === 0;
      at += lasts;
    }
    counts[waits ? 'waiting' : 'serving'] += 1;
  }
  return { ...counts, spots: spots.length };
}

/** Jobs that are on their way at a moment: attempts, and what goes on beside them or after an answer. At the very end those of
 * requests that it cut off. */
function alive({ requests, until }, time) {
  const ends = ([, started, , stays]) => stays.reduce((end, part, place) => end + (place % 2 ? part : 0), started);
  const jobs = requests.flatMap(([, , end, ...jobs]) => jobs.map((job) => ({ started: job[1], ended: ends(job), inside: end === 0 })));
  return jobs.filter(({ started, ended, inside }) => started <= time && (time < ended || (inside && time === until && ended === until))).length;
}

async function conserved(page) {
  const data = JSON.parse(await page.locator('.zm-watch').first().getAttribute('data-watch'));
  const wrong = [];
  const check = (moment) => {
    const { came, waiting, serving, answered, refused, lost } = moment;
    if (came !== waiting + serving + answered + refused + lost) wrong.push(`at ${moment.time} us: ${JSON.stringify(moment)}`);
    const right = expected(data, moment.time);
    for (const name of ['came', 'waiting', 'serving', 'answered', 'refused', 'lost']) {
      // While it plays the clock is between two microseconds.
      if (moment.state !== 'playing' && moment[name] !== right[name]) wrong.push(`at ${moment.time} us: ${moment[name]} ${name}, not ${right[name]}`);
    }
  };
  for (let part = 0; part <= 40; part += 1) {
    await scrub(page, part / 40);
    const moment = await shown(page);
    const time = (part / 40) * data.until;
    // Standing still, there is a dot for each of them, and for those just sent away.
    const dots = alive(data, time);
    if (moment.lost + moment.refused === 0 && moment.dots !== dots) wrong.push(`at ${moment.time} us: ${moment.dots} dots, not ${dots}`);
    // A clock between two microseconds is shown as one of them.
    if (Number.isInteger(time)) check(moment);
  }
  await scrub(page, 0);
  await button(page, 'Play').click();
  for (let look = 0; look < 10; look += 1) {
    await pause(page, 60);
    check({ ...await shown(page), state: 'playing' });
  }
  await button(page, 'Pause').click();
  return wrong;
}

async function steps(page) {
  const wrong = [];
  await button(page, 'Back to the start').click();
  const moments = [await shown(page)];
  for (let count = 0; count < 12; count += 1) {
    await button(page, 'One event on').click();
    moments.push(await shown(page));
    if (!moments.at(-1).news.includes('request')) wrong.push(`it does not say what happens: “${moments.at(-1).news}”`);
    if (!(moments.at(-1).time > moments.at(-2).time)) wrong.push(`not later: ${moments.at(-1).time} us`);
  }
  await button(page, 'One event back').click();
  const back = await shown(page);
  if (back.time !== moments.at(-2).time) wrong.push(`one back is ${back.time} us, not ${moments.at(-2).time}`);
  return wrong;
}

async function speeds(page) {
  const gone = [];
  for (const power of [-3, -2]) {
    await setSpeed(page, power);
    await scrub(page, 0);
    gone.push(await page.evaluate(pace, player));
  }
  const [slow, fast] = gone;
  return wrongIf([!(fast > 3 * slow) && slow > 0, `${slow} us, and ten times as fast ${fast} us`], [!(slow > 0), 'it did not move']);
}

/** In the page: how far the film comes in a millisecond [us], over twenty frames. Its clock takes no frame for longer than 100 ms. */
async function pace(player) {
  const element = document.querySelector(player);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  element.querySelector('button[aria-label="Play"]').click();
  // The player asks for each frame before this does: when it comes the film has moved.
  let last = await frame();
  const begun = Number(element.dataset.time);
  let [time, passed] = [begun, 0];
  for (let frames = 0; frames < 20; frames += 1) {
    const now = await frame();
    if (element.dataset.state !== 'playing') break;
    passed += Math.min(100, now - last);
    [last, time] = [now, Number(element.dataset.time)];
  }
  element.querySelector('button[aria-label="Pause"]')?.click();
  return (time - begun) / passed;
}

async function keys(page) {
  const address = page.url();
  // So that it is not over before the space bar is pressed again.
  await setSpeed(page, -3);
  await scrub(page, 0);
  await button(page, 'Play').focus();
  await page.keyboard.press('Space');
  await pause(page, 200);
  const playing = await shown(page);
  await page.keyboard.press('Space');
  const paused = await shown(page);
  await page.keyboard.press('ArrowRight');
  const on = await shown(page);
  await page.keyboard.press('ArrowLeft');
  const back = await shown(page);
  await range(page, 'Time').focus();
  await page.keyboard.press('End');
  const end = await shown(page);
  await page.keyboard.press('Home');
  const start = await shown(page);
  return wrongIf(
    [playing.state !== 'playing', 'the space bar does not play'],
    [paused.state === 'playing', 'the space bar does not pause'],
    [!(on.time > paused.time) || !(back.time < on.time), `arrows: ${paused.time}, ${on.time}, ${back.time} us`],
    [!(end.time > on.time) || start.time !== 0, `End and Home: ${end.time}, ${start.time} us`],
    [page.url() !== address, `the page turned to ${page.url()}`],
  );
}

async function outOfSight(page) {
  await setSpeed(page, -3);
  await scrub(page, 0);
  await button(page, 'Play').click();
  const playing = await shown(page);
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await stands(page);
  const away = await shown(page);
  await page.locator(player).first().scrollIntoViewIfNeeded();
  await pause(page, 300);
  const again = await shown(page);
  return wrongIf([playing.state !== 'playing', 'it did not play'], [away.state === 'playing', 'it plays where nobody sees it'],
    [away.time >= await lasts(page), 'it played to its end where nobody sees it'],
    [again.state === 'playing' || again.time !== away.time, 'it went on by itself']);
}

async function ends(page) {
  await setSpeed(page, -2);
  await scrub(page, 0.999);
  await button(page, 'Play').click();
  await stands(page);
  const end = await shown(page);
  await setSpeed(page, -3);
  await button(page, 'Play').click();
  await pause(page, 200);
  const again = await shown(page);
  await button(page, 'Pause').click();
  return wrongIf([end.state === 'playing', 'it does not stop'], [!(again.time < end.time), `at ${end.time} us, then at ${again.time} us`]);
}

async function calm(page) {
  await scrub(page, 0);
  await button(page, 'Play').click();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await stands(page);
  const stopped = await shown(page);
  const visible = await button(page, 'Play').isVisible();
  await button(page, 'One event on').click();
  const placed = await positions(page);
  await pause(page, 300);
  const later = await positions(page);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  return wrongIf([stopped.state === 'playing' || stopped.time >= await lasts(page), 'it plays on'],
    [visible, 'there is a button that plays'], [placed !== later, 'somebody walks after a step']);
}

const positions = (page) => page.evaluate((player) => JSON.stringify([...document.querySelectorAll(`${player} .zm-dot`)]
  .map((dot) => [dot.getAttribute('cx'), dot.getAttribute('cy')])), player);
