// A sample path as the page is told of it (`lab::watch`, crates/lab/src/watch/film.rs): who is where at any moment.
//
// The attribute comes with a figure, and a figure may come from a stored notebook: it is read like any input.

/** A station, or a pool whose places are held while their requests are elsewhere.
 * @typedef {{ resource: string, machine: string, role: string, pool: boolean, machines: number, servers: number }} Spot */

/** Being somewhere from a time until another [us]; `spot` is -1 on the way, -2 between two attempts.
 * @typedef {{ spot: number, machine: number, waits: boolean, from: number, until: number, slot: number }} Stay */

/** An attempt (route 0), or what one started; `goal` is the spot to which it was on the way when it ended, -1 for the client.
 * @typedef {{ request: number, route: number, started: number, ended: number, givenUp: number, stays: Stay[], holds: Stay[], goal: number }} Job */

/** `ended` is infinite while it is inside; `end` is its index in ENDS.
 * @typedef {{ arrived: number, ended: number, end: number, jobs: Job[] }} Request */

/** @typedef {{ until: number, frame: number[], spots: Spot[], requests: Request[], jobs: Job[], events: { time: number, text: string }[] }} Film */

/** Somebody inside; `stay` is nothing where it was just sent away. `next` is the next spot, -1 for the client.
 * @typedef {{ key: number, job: Job, stay: Stay | null, next: number }} Dot */

/** What is seen at a moment.
 * @typedef {{ time: number, came: number, waiting: number, serving: number, answered: number, refused: number, lost: number, dots: Dot[] }} Moment */

const ENDS = ['inside', 'answered', 'refused', 'failed', 'given up'];
const MOST_NUMBERS = 200_000;

/** @param {string} text
 * @returns {Film | null} nothing where it is not what `lab` writes */
export function read(text) {
  try {
    const data = JSON.parse(text);
    const numbers = JSON.stringify([data.requests, data.until, data.frame]).match(/[^[\],\s]+/g) ?? [];
    if (numbers.length > MOST_NUMBERS || !numbers.every((number) => /^-?\d{1,15}$/.test(number))) return null;
    if (!(data.until > 0) || data.frame.length !== 6) return null;
    const spots = data.spots.map(spot);
    const requests = data.requests.map((/** @type {any[]} */ row, /** @type {number} */ index) => request(row, index, spots));
    const jobs = requests.flatMap((/** @type {Request} */ { jobs }) => jobs);
    /** @type {Film} */
    const film = { until: data.until, frame: data.frame, spots, requests, jobs, events: [] };
    seat(film);
    head(film);
    film.events = events(film);
    return film;
  } catch {
    return null;
  }
}

/** @param {any[]} row
 * @returns {Spot} */
function spot([resource, machine, role, pool, machines, servers]) {
  if (!/^[a-z]{1,20}$/.test(role) || !(machines >= 1) || !(servers >= 1)) throw new Error('no spot');
  return { resource: String(resource), machine: String(machine), role, pool: pool === 1, machines, servers };
}

/** @param {any[]} row
 * @param {number} index
 * @param {Spot[]} spots
 * @returns {Request} */
function request([arrived, ended, end, ...jobs], index, spots) {
  if (!ENDS[end]) throw new Error('no end');
  return { arrived, ended: end === 0 ? Infinity : ended, end, jobs: jobs.map((row) => job(row, index, spots)) };
}

/** @param {any[]} row
 * @param {number} request
 * @param {Spot[]} spots
 * @returns {Job} */
function job([route, started, givenUp, stays, holds], request, spots) {
  /** @type {Job} */
  const job = { request, route, started, ended: started, givenUp: givenUp < 0 ? Infinity : givenUp, stays: [], holds: [], goal: -1 };
  for (let at = 0; at < stays.length; at += 2) {
    const until = job.ended + stays[at + 1];
    if (until > job.ended) job.stays.push(stay(stays[at], job.ended, until, spots));
    job.ended = until;
  }
  for (let at = 0; at < holds.length; at += 3) {
    const from = started + holds[at + 1];
    job.holds.push(stay(holds[at], from, from + holds[at + 2], spots));
  }
  return job;
}

/** @param {number} code
 * @param {number} from
 * @param {number} until
 * @param {Spot[]} spots
 * @returns {Stay} */
function stay(code, from, until, spots) {
  if (code < 2) return { spot: code === 0 ? -1 : -2, machine: 0, waits: false, from, until, slot: 0 };
  const place = (code - 2) >> 1;
  const spot = place % spots.length;
  if (!spots[spot]) throw new Error('no such spot');
  return { spot, machine: Math.floor(place / spots.length), waits: code % 2 === 0, from, until, slot: 0 };
}

/** Gives everybody who is served, or holds a place, the first server that is free.
 * @param {Film} film */
function seat(film) {
  const served = film.jobs.flatMap((job) => [...job.stays.filter((stay) => stay.spot >= 0 && !stay.waits), ...job.holds]);
  served.sort((a, b) => a.from - b.from || a.until - b.until);
  /** @type {Map<string, number[]>} */
  const taken = new Map();
  for (const stay of served) {
    const place = `${stay.spot} ${stay.machine}`;
    const until = taken.get(place) ?? [];
    taken.set(place, until);
    const free = until.findIndex((time) => time <= stay.from);
    stay.slot = free < 0 ? until.length : free;
    until[stay.slot] = stay.until;
  }
}

/** Who was refused on arrival, or cut off by the end, was never seen where it was going: others that came the same way tell. Without
 * any it is the next station from left to right. Who was answered, or given up, goes home.
 * @param {Film} film */
function head({ spots, requests, jobs }) {
  /** The spots that a job came to, each once however long it stayed.
   * @param {Job} job */
  const way = ({ stays }) => stays.map(({ spot }) => spot).filter((spot, at, all) => spot >= 0 && spot !== all[at - 1]);
  const key = (/** @type {Job} */ { route }, /** @type {number[]} */ way) => `${route}: ${way}`;
  /** @type {Map<string, number>} */
  const goals = new Map();
  for (const job of jobs) way(job).forEach((spot, at, all) => goals.set(key(job, all.slice(0, at)), spot));
  for (const job of jobs) {
    const { end, ended } = requests[job.request];
    const home = job.givenUp < Infinity || (end === 1 && job.ended === ended);
    if (home || job.stays.at(-1)?.spot !== -1) continue;
    const come = way(job);
    const next = job.route > 0 ? -1 : spots.findIndex(({ pool }, spot) => !pool && spot > (come.at(-1) ?? -1));
    job.goal = goals.get(key(job, come)) ?? next;
  }
}

/** What happens, in the order of time, in words.
 * @param {Film} film */
function events(film) {
  /** @type {{ time: number, text: string }[]} */
  const all = [];
  film.requests.forEach((request, index) => {
    const who = `request ${index + 1}`;
    const add = (/** @type {number} */ time, /** @type {string} */ text) => {
      if (time >= 0 && time <= film.until) all.push({ time, text: `${who} ${text}` });
    };
    add(request.arrived, 'comes');
    for (const job of request.jobs) {
      for (const { spot, waits, from } of job.stays) {
        const { resource } = film.spots[spot] ?? {};
        if (job.route > 0) add(from, `has something done after it: ${resource ?? 'on the way'}`);
        else if (spot === -1) add(from, 'is on the way');
        else if (spot === -2) add(from, 'will try again');
        else add(from, waits ? `waits: ${resource}` : `is served: ${resource}`);
      }
    }
    if (request.end > 0) add(request.ended, `is ${ENDS[request.end]}, ${shown(request.ended - request.arrived)} after it came`);
  });
  all.sort((a, b) => a.time - b.time);
  // What happens in the same microsecond is one step.
  /** @type {{ time: number, text: string }[]} */
  const steps = [];
  for (const event of all) {
    const last = steps.at(-1);
    if (last?.time === event.time) last.text += `; ${event.text}`;
    else steps.push(event);
  }
  return steps;
}

/** @param {Film} film
 * @param {number} time [us]
 * @returns {Moment} */
export function look(film, time) {
  const moment = { time, came: 0, waiting: 0, serving: 0, answered: 0, refused: 0, lost: 0, dots: /** @type {Dot[]} */ ([]) };
  let key = 0;
  for (const request of film.requests) {
    const inside = request.arrived <= time && time < request.ended;
    if (request.arrived <= time) moment.came += 1;
    if (request.arrived <= time && !inside) {
      if (request.end === 1) moment.answered += 1;
      else if (request.end === 2) moment.refused += 1;
      else moment.lost += 1;
    }
    let waits = false;
    for (const job of request.jobs) {
      const alive = job.started <= time && (time < job.ended || (inside && job.ended === film.until));
      if (alive) {
        const at = job.stays.findLastIndex(({ from }) => from <= time);
        const next = job.stays.slice(at + 1).find(({ spot }) => spot >= 0)?.spot ?? job.goal;
        moment.dots.push({ key, job, stay: job.stays[at] ?? null, next });
      } else if (job.route === 0 && request.end > 1 && request.ended <= time && time - request.ended < film.until / 40) {
        // Sent away: to be seen for a moment.
        moment.dots.push({ key, job, stay: null, next: -1 });
      }
      if (job.route === 0 && job.started <= time) waits = alive && (moment.dots.at(-1)?.stay?.waits ?? false);
      key += 1;
    }
    if (inside && waits) moment.waiting += 1;
    else if (inside) moment.serving += 1;
  }
  return moment;
}

/** A time for people.
 * @param {number} micros */
export function shown(micros) {
  const [number, unit] = micros < 1000 ? [micros, 'µs'] : micros < 1e6 ? [micros / 1e3, 'ms'] : [micros / 1e6, 's'];
  return `${number >= 100 ? number.toFixed(0) : number.toFixed(number < 10 && unit !== 'µs' ? 2 : unit === 'µs' ? 0 : 1)}\u202f${unit}`;
}
