// Values read off a figure's lines: where the pointer or a finger is, or with the arrow keys.
//
// The panels of a figure share the hairline. What is shown lies over the page, so that no figure clips it. For those who do not
// see it each panel has a slider: a screen reader says its text when it moves, and stops at nothing else.

import { make } from './controls.js';
import { idle } from './idle.js';
import { axis, figure, forget, nearest, picture, readings, valueAt } from './picture.js';

/** @typedef {import('./picture.js').Picture} Picture */

/** Presses of an arrow key from one end to the other. */
const STEPS = 100;
/** So far beside the axis the pointer still means its end [units of the picture]. */
const MARGIN = 8;
/** From so far away a simulated point draws the hairline to itself, so that both witnesses are read at the same place. */
const PULL = 3;

/** Where the hairline stands: in which panel, and at which place of it.
 * @type {{ svg: SVGSVGElement, at: number, keys: boolean } | null} */
let shown = null;
let frame = 0;
const layer = make('div', { className: 'zm-readout', 'aria-hidden': 'true' });
/** @type {WeakMap<SVGSVGElement, HTMLElement>} */
const cursors = new WeakMap();
/** @type {WeakMap<EventTarget, SVGSVGElement>} */
const panels = new WeakMap();

/** @param {EventTarget | null} target
 * @returns {SVGSVGElement | null} */
function panelAt(target) {
  if (!(target instanceof Element)) return null;
  const svg = target.closest('svg[data-x]');
  return svg instanceof SVGSVGElement && picture(svg) ? svg : null;
}

/** @param {SVGSVGElement} svg */
const known = (svg) => /** @type {Picture} */ (picture(svg));

/** Pixels of the page per unit of the picture.
 * @param {SVGSVGElement} svg */
const zoom = (svg) => svg.getBoundingClientRect().width / (svg.viewBox.baseVal.width || 1);

/** @param {SVGSVGElement} svg */
const figureOf = (svg) => svg.closest('figure') ?? svg;

/** The panels over the same axis, this one included.
 * @param {SVGSVGElement} svg */
function together(svg) {
  const range = (/** @type {Element} */ panel) => panel.getAttribute('data-x')?.split(' ').slice(0, 3).join(' ');
  const all = [...figureOf(svg).querySelectorAll('svg[data-x]')].filter((panel) => panel === svg || range(panel) === range(svg));
  return /** @type {SVGSVGElement[]} */ (all.length ? all : [svg]);
}

/** @param {SVGSVGElement} svg
 * @param {number} at
 * @param {boolean} keys */
function show(svg, at, keys) {
  shown = { svg, at, keys };
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(draw);
}

function hide() {
  if (!shown) return;
  cancelAnimationFrame(frame);
  shown = null;
  layer.replaceChildren();
}

/** Draws what is shown, in all panels. */
function draw() {
  if (!shown) return;
  const { svg, at } = shown;
  const { from, to } = known(svg).x;
  const share = (at - from) / (to - from);
  if (shown.keys) lay(svg);
  if (!layer.isConnected) document.body.append(layer);
  layer.replaceChildren();
  const origin = layer.getBoundingClientRect();
  for (const panel of together(svg)) {
    const own = known(panel).x;
    mark(panel, own.from + share * (own.to - own.from), panel === svg, origin);
  }
  tell(svg, at);
}

/** The hairline, a ring on each line, and the box of values.
 * @param {SVGSVGElement} svg
 * @param {number} at
 * @param {boolean} first  the panel that the reader is in says where on the axis
 * @param {DOMRect} origin */
function mark(svg, at, first, origin) {
  const { x, y, over, lines } = known(svg);
  const [box, scale] = [svg.getBoundingClientRect(), zoom(svg)];
  const place = (/** @type {HTMLElement} */ element, /** @type {number} */ left, /** @type {number} */ top) => {
    element.style.left = `${left - origin.left}px`;
    element.style.top = `${top - origin.top}px`;
    layer.append(element);
  };
  const [left, top, bottom] = [box.left + at * scale, box.top + y.to * scale, box.top + y.from * scale];
  const hair = make('div', { className: 'zm-hair' });
  hair.style.height = `${(y.from - y.to) * scale}px`;
  place(hair, left, top);
  const found = readings(known(svg), at);
  for (const { y: height, paint } of found) {
    if (height === null) continue;
    const ring = make('div', { className: 'zm-ring' });
    ring.style.borderColor = paint;
    place(ring, left, box.top + height * scale);
  }
  const rows = found.map(({ name, paint, dashed, text }) => {
    const swatch = make('span', { className: dashed ? 'zm-swatch zm-swatch-dashed' : 'zm-swatch' });
    swatch.style.borderColor = paint;
    return make('div', { className: 'zm-reading' }, [swatch, make('span', { textContent: name }), make('b', { textContent: text })]);
  });
  if (first) rows.unshift(make('div', { className: 'zm-reading-at' }, [over ? `${over}: ` : '', make('b', { textContent: figure(x, at) })]));
  else if (rows.length === 0 && lines.length > 0) rows.push(make('div', { className: 'zm-reading-at', textContent: 'no line here' }));
  const values = make('div', { className: 'zm-readings' }, rows);
  // Under the axis, so that it covers no line.
  place(values, left, bottom + 3);
  const { width } = values.getBoundingClientRect();
  const room = document.documentElement.clientWidth - 4 - width;
  values.style.left = `${Math.max(4, Math.min(left - width / 2, room)) - origin.left}px`;
}

/** The same as text, on the panel's slider.
 * @param {SVGSVGElement} svg
 * @param {number} at */
function tell(svg, at) {
  const { x, over } = known(svg);
  const found = readings(known(svg), at).map(({ name, text }) => `${name} ${text}`);
  const cursor = cursors.get(svg);
  cursor?.setAttribute('aria-valuenow', String(Number(valueAt(x, at).toPrecision(4))));
  cursor?.setAttribute('aria-valuetext', `${over} ${figure(x, at)}: ${found.join(', ') || 'no line here'}`);
}

/** Gives each panel of a cell a slider for the keyboard, in a row over the figure. The figure itself stays as the cell gave it, and a
 * slider that has the focus keeps it.
 * @param {Element} place */
function equip(place) {
  const panels = /** @type {SVGSVGElement[]} */ ([...place.querySelectorAll('svg[data-x]')]).filter((svg) => axis(svg.dataset.x));
  let row = place.parentElement?.querySelector(':scope > .zm-cursors') ?? null;
  if (!row && panels.length === 0) return;
  if (!row) {
    row = make('div', { className: 'zm-cursors' });
    place.after(row);
  }
  while (row.children.length > panels.length) row.lastElementChild?.remove();
  while (row.children.length < panels.length) row.append(make('div', { className: 'zm-cursor', role: 'slider', tabindex: 0 }));
  panels.forEach((svg, index) => {
    const cursor = row?.children[index];
    forget(svg);
    if (cursor instanceof HTMLElement) describe(cursor, svg);
  });
}

/** Not more than is needed for a name: while a control moves, new figures come with every frame, and few of them are ever read.
 * @param {HTMLElement} cursor
 * @param {SVGSVGElement} svg */
function describe(cursor, svg) {
  const x = axis(svg.dataset.x);
  if (!x) return;
  const { over = 'the axis' } = svg.dataset;
  const label = `${svg.querySelector('title')?.textContent}: values along ${over}`;
  const now = valueAt(x, (x.from + x.to) / 2);
  const states = { label, valuemin: x.low, valuemax: x.high, valuenow: Number(now.toPrecision(4)) };
  for (const [name, value] of Object.entries(states)) cursor.setAttribute(`aria-${name}`, String(value));
  // It told of the figure before; `tell` says it anew where somebody reads.
  cursor.removeAttribute('aria-valuetext');
  cursors.set(svg, cursor);
  panels.set(cursor, svg);
}

/** Lays the slider that has the focus over its panel.
 * @param {SVGSVGElement} svg */
function lay(svg) {
  const cursor = cursors.get(svg);
  const row = cursor?.parentElement?.getBoundingClientRect();
  if (!cursor || !row) return;
  const box = svg.getBoundingClientRect();
  Object.assign(cursor.style, { position: 'absolute', left: `${box.left - row.left}px`, top: `${box.top - row.top}px`, width: `${box.width}px`, height: `${box.height}px` });
}

/** The reader stays in the place of a figure that changed, or was replaced.
 * @param {Element} place */
function follow(place) {
  if (!shown || (shown.svg.isConnected && !place.contains(shown.svg))) return;
  const cell = document.querySelector(`.zm-cell[data-cell="${CSS.escape(last.cell)}"]`);
  const svg = cell?.querySelectorAll('svg[data-x]')[last.index];
  const { at, keys } = shown;
  if (!(svg instanceof SVGSVGElement) || !picture(svg)) return hide();
  show(svg, at, keys);
}

/** Where the panel that is read stands in the page. */
const last = { cell: '', index: 0 };

/** @param {SVGSVGElement} svg */
function remember(svg) {
  const place = svg.closest('.zm-cell');
  last.cell = place?.getAttribute('data-cell') ?? '';
  last.index = place ? [...place.querySelectorAll('svg[data-x]')].indexOf(svg) : 0;
}

/** @param {PointerEvent} event */
function pointed(event) {
  const svg = panelAt(event.target);
  if (!svg) {
    if (shown && !shown.keys && event.pointerType !== 'touch') hide();
    return;
  }
  const { from, to } = known(svg).x;
  const at = (event.clientX - svg.getBoundingClientRect().left) / zoom(svg);
  if (at < from - MARGIN || at > to + MARGIN) return hide();
  remember(svg);
  show(svg, nearest(known(svg), at, PULL) ?? Math.min(to, Math.max(from, at)), false);
}

/** @param {EventTarget | null} target
 * @returns {SVGSVGElement | null} the panel whose slider this is */
function panelOf(target) {
  return panelAt((target && panels.get(target)) ?? null);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const svg = panelOf(event.target);
  if (!svg) {
    if (event.key === 'Escape') hide();
    return;
  }
  const { from, to } = known(svg).x;
  const now = shown?.svg === svg ? shown.at : (from + to) / 2;
  const step = ((to - from) / STEPS) * (event.shiftKey ? 10 : 1);
  /** @type {Record<string, number>} */
  const moves = {
    ArrowLeft: now - step, ArrowDown: now - step, ArrowRight: now + step, ArrowUp: now + step,
    PageDown: now - 10 * step, PageUp: now + 10 * step, Home: from, End: to,
  };
  if (event.key === 'Escape') {
    hide();
    /** @type {HTMLElement} */ (event.target).blur();
  } else if (event.key in moves && !event.ctrlKey && !event.altKey && !event.metaKey) {
    remember(svg);
    show(svg, stop(known(svg), now, moves[event.key]), true);
    event.preventDefault();
  } else return;
  // mdBook turns the page at arrow keys.
  event.stopPropagation();
}

/** Where a key's move ends: not past the axis, nor past a simulated point if it is a small one.
 * @param {Picture} picture
 * @param {number} now
 * @param {number} goal */
function stop(picture, now, goal) {
  const { from, to } = picture.x;
  const way = goal - now;
  const point = Math.abs(way) < 2 * ((to - from) / STEPS) ? nearest(picture, now + 0.55 * way, 0.45 * Math.abs(way)) : undefined;
  return Math.min(to, Math.max(from, point ?? goal));
}

document.addEventListener('pointermove', pointed);
document.addEventListener('pointerdown', (event) => {
  pointed(event);
  if (!panelAt(event.target)) hide();
});
document.documentElement.addEventListener('pointerleave', () => {
  if (shown && !shown.keys) hide();
});
document.addEventListener('keydown', pressed, { capture: true });
document.addEventListener('focusin', (event) => {
  const svg = panelOf(event.target);
  if (!svg || shown?.svg === svg) return;
  const { from, to } = known(svg).x;
  const before = shown && together(svg).includes(shown.svg) ? known(shown.svg).x : null;
  const share = shown && before ? (shown.at - before.from) / (before.to - before.from) : 0.5;
  remember(svg);
  lay(svg);
  cursors.get(svg)?.scrollIntoView({ block: 'nearest' });
  show(svg, from + share * (to - from), true);
});
document.addEventListener('focusout', (event) => {
  if (shown?.keys && panelOf(event.target) === shown.svg && !panelOf(event.relatedTarget)) hide();
});
addEventListener('resize', hide);
document.addEventListener('zm-shown', ({ target }) => {
  if (!(target instanceof Element)) return;
  equip(target);
  follow(target);
});
for (const place of document.querySelectorAll('main .zm-shown')) idle(() => equip(place));
