// The stage on which requests move: the client, then every station from left to right, a box a server, those who wait before it.

/** @typedef {import('./film.js').Film} Film */
/** @typedef {import('./film.js').Moment} Moment */
/** @typedef {import('./film.js').Dot} Dot */
/** @typedef {import('./film.js').Stay} Stay */
/** @typedef {{ x: number, y: number }} Point */

/** A lane of a station: one machine, or all of them where there are many.
 * @typedef {{ x: number, y: number, size: number, across: number, count: number, boxes: SVGElement[], queue: ReturnType<typeof queueFor>, more: SVGElement, busy: SVGElement }} Lane */

const CLIENT = 52;
const GAP = 10; // from one who waits to the next
const RADIUS = 4;
const HEAD = 40; // names
const ROAD = 20; // under the stations, the way back
const NARROWEST = 44; // a station
const LETTER = 6.2; // of a name, about
const NOTE = 22; // how many more wait
const MOST_BOXES = 128;
const MOST_LANES = 4;

/** @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text] */
function shape(name, attributes, text) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== undefined) element.textContent = text;
  return element;
}

export class Stage {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.scenery = shape('g', {});
    this.actors = shape('g', {});
    svg.append(this.scenery, this.actors);
    /** @type {Map<number, { element: SVGElement, at: Point, way: Point[], spot: number, seen: boolean, gone: number }>} */
    this.people = new Map();
    /** @type {Lane[][]} */
    this.lanes = [];
    this.height = 200;
    /** @type {Film | null} */
    this.film = null;
  }

  /** Draws the stations of a film into so much room [px].
   * @param {Film} film
   * @param {number} room
   * @param {number} height */
  lay(film, room, height) {
    this.film = film;
    this.height = height;
    const widths = this.widths(room - CLIENT - 12);
    const width = CLIENT + 12 + widths.reduce((sum, each) => sum + each, 0);
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.svg.style.width = `${width}px`;
    this.svg.style.height = `${height}px`;
    this.scenery.replaceChildren();
    this.actors.replaceChildren();
    this.people.clear();
    const road = height - ROAD / 2;
    this.scenery.append(
      shape('path', { d: `M${width - 24} ${height - ROAD}V${road}H${CLIENT + 3}`, class: 'zm-road' }),
      shape('path', { d: `M${CLIENT + 1} ${road}l6 -3.5v7z`, class: 'zm-road-head' }),
      shape('rect', { x: 1, y: 17, width: CLIENT - 2, height: height - 18, rx: 6, class: 'zm-client-box' }),
      shape('text', { x: CLIENT / 2, y: height / 2 - 12, class: 'zm-stage-name zm-middle' }, 'client'),
    );
    const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, each) => sum + each, CLIENT + 12));
    for (const { first, last, name } of machines(film)) {
      const x = lefts[first];
      const wide = widths.slice(first, last).reduce((sum, each) => sum + each, 0) - 6;
      this.machine(x, wide, name, film.spots[first].role);
    }
    this.lanes = film.spots.map((_, index) => this.station(index, lefts[index], widths[index]));
  }

  /** How much room a film needs at least [px].
   * @param {Film} film */
  static least(film) {
    return CLIENT + 12 + least(film).reduce((sum, each) => sum + each, 0);
  }

  /** The stations' widths: what their names need, and of what is left the more, the longer their queues get.
   * @param {number} room */
  widths(room) {
    const film = /** @type {Film} */ (this.film);
    const widths = least(film);
    const left = Math.max(0, room - widths.reduce((sum, each) => sum + each, 0));
    const weights = film.spots.map((spot, index) => 3 + Math.min(15, Math.max(...crowds(film, index, lanesOf(spot)))));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return widths.map((width, index) => width + (left * weights[index]) / all);
  }

  /** A frame around the stations of a machine, with its name.
   * @param {number} x
   * @param {number} width
   * @param {string} name
   * @param {string} role */
  machine(x, width, name, role) {
    const most = Math.floor((width + 6) / LETTER);
    this.scenery.append(
      shape('rect', { x, y: 17, width, height: this.height - 17 - ROAD, rx: 6, class: 'zm-machine-box', style: `--zm-role: var(--zm-${role})` }),
      shape('text', { x: x + width / 2, y: 11, class: 'zm-stage-note zm-middle' }, name.length > most ? `${name.slice(0, most - 1)}…` : name),
    );
  }

  /** @param {number} index
   * @param {number} left
   * @param {number} width
   * @returns {Lane[]} */
  station(index, left, width) {
    const film = /** @type {Film} */ (this.film);
    const spot = film.spots[index];
    const group = shape('g', { style: `--zm-role: var(--zm-${spot.role})` });
    this.scenery.append(group);
    const right = left + width - 14;
    group.append(shape('text', { x: right, y: 32, class: 'zm-stage-name zm-end' }, spot.resource));
    const lanes = lanesOf(spot);
    const count = spot.servers * (spot.machines / lanes);
    const tall = (this.height - HEAD - ROAD - 4) / lanes;
    const crowd = crowds(film, index, lanes);
    return crowd.map((most, lane) => this.lane(group, { right, left: left + 6, top: HEAD + lane * tall, tall: tall - 4, count, crowd: most }));
  }

  /** @param {SVGElement} group
   * @param {{ right: number, left: number, top: number, tall: number, count: number, crowd: number }} place
   * @returns {Lane} */
  lane(group, { right, left, top, tall, count, crowd }) {
    const widest = Math.min(64, (right - left) * (crowd ? 0.6 : 1));
    let size = Math.min(24, tall);
    while (size > 6 && Math.ceil(count / Math.floor(widest / size)) * size > tall) size -= 1;
    const fits = count <= MOST_BOXES && size > 6;
    const boxes = fits ? count : 1;
    // Few servers stand above each other, many in a block.
    const across = fits ? Math.min(Math.floor(widest / size), Math.ceil(count / Math.max(1, Math.floor(tall / size)))) : 1;
    if (!fits) size = Math.min(widest, tall);
    const down = Math.ceil(boxes / across);
    const [x, y] = [right - across * size, top + (tall - down * size) / 2];
    /** @type {SVGElement[]} */
    const drawn = [];
    for (let box = 0; box < boxes; box += 1) {
      const inset = size > 10 ? 2 : 0.75;
      drawn.push(shape('rect', {
        x: x + (box % across) * size + inset, y: y + Math.floor(box / across) * size + inset,
        width: size - 2 * inset, height: size - 2 * inset, rx: size > 14 ? 3 : 1, class: 'zm-server',
      }));
    }
    const queue = queueFor({ left, right: x - 5, top, tall, crowd });
    const more = shape('text', { x: queue.end - 3, y: top + tall / 2 + 4, class: 'zm-stage-note zm-end' }, '');
    const busy = shape('text', { x: x + size / 2, y: y + size / 2 + 4, class: 'zm-stage-name zm-middle' }, '');
    group.append(...drawn, more, busy);
    return { x, y, size, across, count: fits ? count : 0, boxes: drawn, queue, more, busy };
  }

  /** @param {Stay} stay */
  at(stay) {
    const lanes = this.lanes[stay.spot];
    return lanes[stay.machine % lanes.length];
  }

  /** Where a server of a lane stands.
   * @param {Stay} stay
   * @returns {Point} */
  server(stay) {
    const lane = this.at(stay);
    const spot = /** @type {Film} */ (this.film).spots[stay.spot];
    const machines = lane === this.lanes[stay.spot][0] && this.lanes[stay.spot].length === 1 ? stay.machine * spot.servers : 0;
    const box = lane.count ? (machines + stay.slot) % lane.count : 0;
    return { x: lane.x + (box % lane.across + 0.5) * lane.size, y: lane.y + (Math.floor(box / lane.across) + 0.5) * lane.size };
  }

  /** Puts everybody where they are at a moment; with `walk` they start to go there.
   * @param {Moment} moment
   * @param {boolean} walk */
  show(moment, walk) {
    for (const lanes of this.lanes) for (const { boxes, more, busy } of lanes) {
      for (const box of boxes) box.removeAttribute('data-held');
      more.textContent = '';
      busy.textContent = '';
    }
    this.hold(moment);
    const places = this.queues(moment);
    for (const person of this.people.values()) person.seen = false;
    for (const dot of moment.dots) this.place(dot, places.get(dot.key) ?? this.elsewhere(dot), walk);
    for (const [key, person] of this.people) {
      if (person.seen || person.gone) continue;
      if (walk) this.leave(person);
      else this.drop(key);
    }
    if (!walk) this.settle(Infinity);
  }

  /** Marks the places of pools that are held, and counts where there is no room for boxes.
   * @param {Moment} moment */
  hold({ time, dots }) {
    /** @type {Map<Lane, number>} */
    const held = new Map();
    for (const { job, stay } of dots) {
      for (const hold of job.holds) {
        if (!(hold.from <= time && time < hold.until)) continue;
        const lane = this.at(hold);
        held.set(lane, (held.get(lane) ?? 0) + 1);
        if (lane.count) lane.boxes[hold.slot % lane.count]?.setAttribute('data-held', '');
      }
      if (stay && stay.spot >= 0 && !stay.waits) held.set(this.at(stay), (held.get(this.at(stay)) ?? 0) + 1);
    }
    for (const [lane, count] of held) if (!lane.count) lane.busy.textContent = String(count);
  }

  /** Places of those who wait, the first nearest to the servers.
   * @param {Moment} moment */
  queues({ dots }) {
    /** @type {Map<Lane, Dot[]>} */
    const waiting = new Map();
    for (const dot of dots) {
      if (!dot.stay?.waits) continue;
      const lane = this.at(dot.stay);
      waiting.set(lane, [...(waiting.get(lane) ?? []), dot]);
    }
    /** @type {Map<number, Point>} */
    const places = new Map();
    for (const [lane, line] of waiting) {
      const { right, rows, most, top } = lane.queue;
      line.sort((a, b) => /** @type {Stay} */ (a.stay).from - /** @type {Stay} */ (b.stay).from || a.key - b.key);
      line.forEach((dot, index) => {
        const place = Math.min(index, most - 1);
        places.set(dot.key, { x: right - (Math.floor(place / rows) + 0.5) * GAP, y: top + (place % rows + 0.5) * GAP });
      });
      if (line.length > most) lane.more.textContent = `+${line.length - most}`;
    }
    return places;
  }

  /** The place of somebody who does not wait.
   * @param {Dot} dot
   * @returns {Point} */
  elsewhere({ stay, next }) {
    if (stay && stay.spot >= 0) return this.server(stay);
    if (stay?.spot !== -1) return { x: CLIENT - 8, y: this.height / 2 };
    // On the way: on the line under the stations, before the next one, or at its end.
    const lane = this.lanes[next]?.[0];
    return { x: lane ? lane.queue.right - GAP : CLIENT + GAP, y: this.height - ROAD / 2 };
  }

  /** @param {Dot} dot
   * @param {Point} to
   * @param {boolean} walk */
  place({ key, job, stay, next }, to, walk) {
    let person = this.people.get(key);
    const film = /** @type {Film} */ (this.film);
    if (!person) {
      const element = shape('circle', { r: RADIUS });
      this.actors.append(element);
      person = { element, at: { x: CLIENT - 8, y: this.height / 2 }, way: [], spot: -1, seen: true, gone: 0 };
      this.people.set(key, person);
    }
    person.seen = true;
    person.gone = 0;
    const role = film.spots[stay && stay.spot >= 0 ? stay.spot : Math.max(0, next)]?.role ?? 'ink';
    // Nobody waits for it any more, or it was sent away.
    const late = stay && (film.requests[job.request].ended <= stay.from || job.givenUp <= stay.from);
    person.element.setAttribute('class', `zm-dot${stay?.waits ? ' zm-waits' : ''}${late ? ' zm-late' : ''}${stay ? '' : ' zm-lost'}`);
    person.element.setAttribute('style', `--zm-role: var(--zm-${role})`);
    const goal = person.way.at(-1) ?? person.at;
    if (goal.x !== to.x || goal.y !== to.y) person.way = [to];
    if (!walk) person.at = to;
  }

  /** Sends somebody home, along the line under the stations.
   * @param {{ at: Point, way: Point[], gone: number }} person */
  leave(person) {
    const road = this.height - ROAD / 2;
    person.gone = 1;
    person.way = [{ x: person.at.x, y: road }, { x: CLIENT + 2, y: road }];
  }

  /** @param {number} key */
  drop(key) {
    this.people.get(key)?.element.remove();
    this.people.delete(key);
  }

  /** Moves everybody on their way for so long [ms]; whether anybody still has to go.
   * @param {number} milliseconds */
  settle(milliseconds) {
    let moving = false;
    for (const [key, person] of this.people) {
      walk(person, milliseconds);
      if (person.way.length > 0) moving = true;
      else if (person.gone) this.drop(key);
      person.element.setAttribute('cx', person.at.x.toFixed(1));
      person.element.setAttribute('cy', person.at.y.toFixed(1));
    }
    return moving;
  }
}

/** Each machine is a lane, or all of them are one where there are many.
 * @param {import('./film.js').Spot} spot */
const lanesOf = (spot) => (spot.machines <= MOST_LANES ? spot.machines : 1);

/** The stations of one machine stand together.
 * @param {Film} film */
function machines({ spots }) {
  const found = [];
  for (let first = 0, last = 0; first < spots.length; first = last) {
    const { machine, machines } = spots[first];
    while (last < spots.length && spots[last].machine === machine) last += 1;
    found.push({ first, last, name: `${machines > 1 ? `${machines} × ` : ''}${machine}` });
  }
  return found;
}

/** What the names of stations and machines need, and a short queue where there is any [px].
 * @param {Film} film */
function least(film) {
  const widths = film.spots.map((spot, index) => {
    const queue = Math.max(...crowds(film, index, lanesOf(spot))) > 0 ? 2 * GAP + NOTE : 0;
    return Math.max(NARROWEST + queue, spot.resource.length * LETTER + 22);
  });
  for (const { first, last, name } of machines(film)) {
    const missing = name.length * LETTER + 8 - widths.slice(first, last).reduce((sum, each) => sum + each, 0);
    for (let index = first; index < last; index += 1) widths[index] += Math.max(0, missing / (last - first));
  }
  return widths;
}

/** How many wait at most in each lane of a station, in the whole film.
 * @param {Film} film
 * @param {number} index
 * @param {number} lanes
 * @returns {number[]} */
function crowds(film, index, lanes) {
  const changes = Array.from({ length: lanes }, () => /** @type {[number, number][]} */ ([]));
  for (const stay of film.jobs.flatMap(({ stays }) => stays)) {
    if (stay.spot === index && stay.waits) changes[stay.machine % lanes].push([stay.from, 1], [stay.until, -1]);
  }
  return changes.map((lane) => {
    let [now, most] = [0, 0];
    for (const [, change] of lane.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      now += change;
      most = Math.max(most, now);
    }
    return most;
  });
}

/** A queue grows away from its servers, a few next to each other where there is room for that. Before it there is room for a number,
 * if it gets longer than that.
 * @param {{ left: number, right: number, top: number, tall: number, crowd: number }} place */
function queueFor({ left, right, top, tall, crowd }) {
  const room = (/** @type {number} */ width) => {
    const columns = Math.max(1, Math.floor(width / GAP));
    const rows = Math.max(1, Math.min(Math.floor(tall / GAP), Math.max(4, Math.ceil(40 / columns))));
    return { columns, rows };
  };
  let { columns, rows } = room(right - left);
  if (crowd > columns * rows) ({ columns, rows } = room(right - left - NOTE));
  return { right, rows, most: rows * columns, top: top + (tall - rows * GAP) / 2, end: right - columns * GAP };
}

/** Goes along a way: the longer it is, the faster.
 * @param {{ at: Point, way: Point[] }} person
 * @param {number} milliseconds */
function walk(person, milliseconds) {
  let left = 0;
  let from = person.at;
  for (const point of person.way) {
    left += Math.hypot(point.x - from.x, point.y - from.y);
    from = point;
  }
  let step = milliseconds === Infinity ? Infinity : Math.max(milliseconds * 0.12, left * (1 - Math.exp(-milliseconds / 90)));
  while (person.way.length > 0) {
    const [to] = person.way;
    const far = Math.hypot(to.x - person.at.x, to.y - person.at.y);
    if (far > step) {
      person.at = { x: person.at.x + ((to.x - person.at.x) * step) / far, y: person.at.y + ((to.y - person.at.y) * step) / far };
      return;
    }
    person.at = to;
    person.way.shift();
    step -= far;
  }
}
