// "Watch it work": the requests of a figure move (`lab::watch`). Nothing moves before the reader asks; the picture under it stays.
//
//   film.js    who is where at a moment
//   stage.js   draws it
//   here       the clock, the buttons, and what stops it: the end, another tab, out of sight, a wish for less motion

import { make } from './controls.js';
import { look, read, shown } from './film.js';
import { scrollsSideways } from './keys.js';
import { Stage } from './stage.js';

/** @typedef {import('./film.js').Film} Film */

const SLOWEST = -3; // powers of ten of real time
const SCRUBS = 1000;
const STAGE_HEIGHT = 210; // [px]
const NEAR = '100% 0px'; // a screen above, and one below
const COMFORTABLE = 25; // seconds that a film lasts, if it may

/** Makes the figures of this page move, those that come later, too: each when a reader comes near, for its place is kept
 * and the page's first moments are too dear. Who walks by keyboard meets all of them, however far apart. */
export function watchAll() {
  for (const place of document.querySelectorAll('.zm-shown')) {
    let near = false;
    /** @type {Player | null} */
    let player = null;
    const meet = () => {
      const figure = place.querySelector('.zm-watch[data-watch]');
      if (!near || !(figure instanceof HTMLElement) || figure.contains(player?.root ?? null)) return;
      const film = read(figure.dataset.watch ?? '');
      if (!film) {
        figure.querySelector('.zm-stage')?.remove();
        return;
      }
      player ??= new Player();
      player.enter(figure, film);
    };
    // Before the page is drawn again, so that nothing jumps.
    new MutationObserver(meet).observe(place, { childList: true });
    const approach = () => {
      near = true;
      sight.disconnect();
      meet();
    };
    const sight = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && approach(), { rootMargin: NEAR });
    sight.observe(place);
    addEventListener('keydown', approach, { once: true });
  }
}

// The signs on the buttons, as paths in a square of 14.
const SIGNS = {
  start: 'M2 2h2v10H2zM12 2v10L5 7z',
  back: 'M11 2v10L4 7z',
  play: 'M3 1.5v11L12 7z',
  pause: 'M3 2h3v10H3zM8 2h3v10H8z',
  on: 'M3 2v10l7-5z',
};

/** @param {keyof typeof SIGNS} name */
function sign(name) {
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  picture.setAttribute('viewBox', '0 0 14 14');
  picture.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SIGNS[name]);
  picture.append(path);
  return picture;
}

/** @param {string} name
 * @param {keyof typeof SIGNS} drawn */
function tool(name, drawn) {
  return make('button', { type: 'button', className: 'zm-tool', title: name, 'aria-label': name }, [sign(drawn)]);
}

class Player {
  /** @type {Film | null} */
  film = null;
  name = '';
  time = 0; // [us]
  speed = 0.01; // of real time
  playing = false;
  frame = 0;
  before = 0; // when the last frame was drawn [ms]
  width = 0; // of the stage [px]
  calm = matchMedia('(prefers-reduced-motion: reduce)');
  svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  stage = new Stage(this.svg);
  scene = make('div', { className: 'zm-scene' }, [this.svg]);
  counts = make('p', { className: 'zm-counts' });
  news = make('p', { className: 'zm-news', 'aria-live': 'polite' });
  startButton = tool('Back to the start', 'start');
  backButton = tool('One event back', 'back');
  playButton = tool('Play', 'play');
  onButton = tool('One event on', 'on');
  scrub = make('input', { type: 'range', className: 'zm-range', min: 0, max: SCRUBS, step: 1, value: '0', 'aria-label': 'Time' });
  pace = make('input', { type: 'range', className: 'zm-range', min: SLOWEST, max: 0, step: 0.1, 'aria-label': 'Speed' });
  paceText = make('span', { className: 'zm-pace-text' });
  paceBox = make('label', { className: 'zm-pace' }, [this.pace, this.paceText]);
  cursor = make('div', { className: 'zm-now' });
  tools = make('div', { className: 'zm-watch-tools' }, [this.startButton, this.backButton, this.playButton, this.onButton, this.scrub, this.paceBox]);
  root = make('div', { className: 'zm-player', role: 'group', 'aria-label': 'Watch the requests' }, [this.counts, this.scene, this.tools, this.news]);

  constructor() {
    this.svg.setAttribute('aria-hidden', 'true');
    this.startButton.onclick = () => this.jump(0);
    this.backButton.onclick = () => this.step(-1);
    this.playButton.onclick = () => (this.playing ? this.stop() : this.play());
    this.onButton.onclick = () => this.step(1);
    this.scrub.oninput = () => this.jump((Number(this.scrub.value) / SCRUBS) * (this.film?.until ?? 0));
    this.pace.oninput = () => this.setSpeed(Number(this.pace.value));
    this.root.onkeydown = (event) => this.key(event);
    this.calm.addEventListener('change', () => this.obey());
    document.addEventListener('visibilitychange', () => document.hidden && this.stop());
    new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting || this.stop()).observe(this.scene);
    new ResizeObserver(() => this.resize()).observe(this.scene);
  }

  /** Takes a figure's place on the page and its film; another film of the same name goes on at the same moment, paused.
   * @param {HTMLElement} figure
   * @param {Film} film */
  enter(figure, film) {
    const name = figure.dataset.name ?? '';
    const again = this.film !== null && this.name === name;
    this.stop();
    this.name = name;
    this.film = film;
    figure.querySelector('.zm-stage')?.replaceChildren(this.root);
    const rows = figure.querySelector('.zm-rows');
    if (rows instanceof HTMLElement) {
      rows.append(this.cursor);
      rows.onpointerdown = (event) => this.point(rows, event);
    }
    if (!again) this.setSpeed(Math.log10(film.until / 1e6 / COMFORTABLE));
    this.width = 0;
    this.time = again ? Math.min(this.time, film.until) : 0;
    this.obey();
    this.resize();
  }

  /** Draws anew where there is another width. */
  resize() {
    // A system of many stations takes the page's width, as wide figures do.
    const column = this.root.closest('.zm-watch')?.clientWidth ?? 0;
    if (this.film) this.root.parentElement?.classList.toggle('zm-stage-wide', Stage.least(this.film) > column);
    const width = this.scene.clientWidth;
    if (!this.film || width === 0 || width === this.width) return;
    this.width = width;
    this.stage.lay(this.film, width, STAGE_HEIGHT);
    // A stage that is wider than the page is scrolled, by keyboard too.
    if (this.scene.scrollWidth > this.scene.clientWidth) this.scene.tabIndex = 0;
    else this.scene.removeAttribute('tabindex');
    this.go(this.time, false);
  }

  /** Where less motion is wished for there are steps only. */
  obey() {
    if (this.calm.matches) this.stop();
    this.playButton.hidden = this.calm.matches;
    this.paceBox.style.visibility = this.calm.matches ? 'hidden' : '';
  }

  /** @param {number} power */
  setSpeed(power) {
    const kept = Math.min(0, Math.max(SLOWEST, Math.round(power * 10) / 10));
    this.speed = 10 ** kept;
    this.pace.value = String(kept);
    const times = 1 / this.speed;
    const round = times < 10 ? Number(times.toPrecision(1)) : Number(times.toPrecision(2));
    this.paceText.textContent = round === 1 ? 'real time' : `1/${round} of real time`;
    this.pace.setAttribute('aria-valuetext', this.paceText.textContent);
    this.pace.style.setProperty('--zm-at', `${(100 * (kept - SLOWEST)) / -SLOWEST}%`);
  }

  play() {
    if (!this.film || this.calm.matches || this.playing) return;
    if (this.time >= this.film.until) this.go(0, false);
    this.playing = true;
    this.mark();
    this.run();
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.mark();
  }

  mark() {
    this.playButton.replaceChildren(sign(this.playing ? 'pause' : 'play'));
    this.playButton.title = this.playing ? 'Pause' : 'Play';
    this.playButton.setAttribute('aria-label', this.playButton.title);
    this.root.dataset.state = this.playing ? 'playing' : 'paused';
    this.news.textContent = '';
  }

  /** Frame after frame, while it plays or somebody is still on the way. */
  run() {
    cancelAnimationFrame(this.frame);
    this.before = performance.now();
    const next = (/** @type {number} */ now) => {
      const passed = Math.min(100, Math.max(0, now - this.before));
      this.before = now;
      if (this.playing && this.film) {
        this.go(Math.min(this.film.until, this.time + passed * 1000 * this.speed), true);
        if (this.time >= this.film.until) this.stop();
      }
      const moving = this.stage.settle(passed);
      if (this.playing || moving) this.frame = requestAnimationFrame(next);
    };
    this.frame = requestAnimationFrame(next);
  }

  /** To a moment. With `walk` everybody walks there, else they stand there at once.
   * @param {number} time [us]
   * @param {boolean} walk */
  go(time, walk) {
    const { film } = this;
    if (!film) return;
    this.time = time;
    const moment = look(film, time);
    this.stage.show(moment, walk);
    const { came, waiting, serving, answered, refused, lost } = moment;
    Object.assign(this.root.dataset, { time: Math.round(time), came, waiting, serving, answered, refused, lost });
    const parts = [`${shown(time)}`, `${came} came`, `${waiting} waiting`, `${serving} in service`, `${answered} answered`, `${refused} refused`];
    if (film.requests.some(({ end }) => end > 2)) parts.push(`${lost} failed or given up`);
    const text = parts.join(' · ');
    if (this.counts.textContent !== text) this.counts.textContent = text;
    const share = time / film.until;
    this.scrub.value = String(Math.round(share * SCRUBS));
    this.scrub.setAttribute('aria-valuetext', shown(time));
    this.scrub.style.setProperty('--zm-at', `${100 * share}%`);
    const [left, top, right, bottom, width, height] = film.frame;
    this.cursor.style.left = `${(100 * (left + (right - left) * share)) / width}%`;
    this.cursor.style.top = `${(100 * top) / height}%`;
    this.cursor.style.height = `${(100 * (bottom - top)) / height}%`;
  }

  /** @param {number} time [us] */
  jump(time) {
    this.stop();
    this.go(time, false);
    this.news.textContent = '';
  }

  /** To the next event, or to the one before.
   * @param {number} direction */
  step(direction) {
    const { film, time } = this;
    if (!film) return;
    this.stop();
    const event = direction > 0 ? film.events.find((event) => event.time > time) : film.events.findLast((event) => event.time < time);
    const walk = direction > 0 && !this.calm.matches;
    this.go(event?.time ?? (direction > 0 ? film.until : 0), walk);
    this.news.textContent = event?.text ?? (direction > 0 ? 'the end' : 'the start');
    if (walk) this.run();
  }

  /** Arrow keys step; the page must not turn. A stage that is wider than its place they scroll.
   * @param {KeyboardEvent} event */
  key(event) {
    const { target } = event;
    if (target instanceof HTMLInputElement || (target instanceof Element && scrollsSideways(target))) return;
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!direction || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(direction);
  }

  /** To the moment that the reader points at in the picture.
   * @param {HTMLElement} rows
   * @param {PointerEvent} event */
  point(rows, event) {
    if (!this.film || event.button !== 0) return;
    const { left, width } = rows.getBoundingClientRect();
    const [from, , to, , whole] = this.film.frame;
    const share = (((event.clientX - left) / width) * whole - from) / (to - from);
    this.jump(Math.min(1, Math.max(0, share)) * this.film.until);
  }
}
