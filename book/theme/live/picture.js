// A picture's lines as numbers: what crates/lab/src/panel/scales.rs says about its axes, and where its lines run. Of a picture of rows
// over time, how many rows have something at a moment: level strokes in a group with `data-spans`, or marks passed, with `data-marks`.

import { significant, spoken } from './numbers.js';

/** @typedef {{ log: boolean, low: number, high: number, from: number, to: number }} Axis */
/** @typedef {{ x: number, y: number, low: number, high: number }} Dot  places in the picture; low and high end its interval */
/** @typedef {{ name: string, paint: string, dashed: boolean, runs: [number, number][][] }} Line */
/** @typedef {{ name: string, paint: string, all: { from: number, until: number, row: number }[] }} Rows  what stands in the rows, from place to place */
/** @typedef {{ x: Axis, y: Axis, over: string, unit: string, title: string, lines: Line[], dots: { name: string, paint: string, all: Dot[] }[], rows: Rows[] }} Picture */
/** @typedef {{ name: string, paint: string, dashed: boolean, y: number | null, text: string }} Reading  `y` where a ring marks it */

/** Places are written in tenths of a unit: what is read is not more exact. */
const EXACT = 0.1;
/** A simulated point is read where the hairline stands on it. */
const ON = 0.3;

/** @type {WeakMap<SVGSVGElement, Picture | null>} */
const read = new WeakMap();

/** What a picture shows; `null` where it says nothing about its axes.
 * @param {SVGSVGElement} svg
 * @returns {Picture | null} */
export function picture(svg) {
  let known = read.get(svg);
  if (known === undefined) {
    known = understand(svg);
    read.set(svg, known);
  }
  return known;
}

/** The same picture shows something else now.
 * @param {SVGSVGElement} svg */
export const forget = (svg) => void read.delete(svg);

/** @param {SVGSVGElement} svg
 * @returns {Picture | null} */
function understand(svg) {
  const [x, y] = [axis(svg.dataset.x), axis(svg.dataset.y)];
  if (!x || !y) return null;
  const lines = [...svg.querySelectorAll('g[data-line]')].map((group) => ({
    name: group.getAttribute('data-line') ?? '',
    paint: paint(group.querySelector('path')),
    dashed: group.hasAttribute('stroke-dasharray'),
    runs: [...group.querySelectorAll('path')].map(places),
  }));
  const dots = [...svg.querySelectorAll('g[data-dots]')].map((group) => ({
    name: group.getAttribute('data-dots') ?? '',
    paint: paint([...group.querySelectorAll('circle')].at(-1) ?? null),
    all: points(group),
  }));
  const rows = [...svg.querySelectorAll('g[data-spans], g[data-marks]')].map((group) => ({
    name: group.getAttribute('data-spans') ?? group.getAttribute('data-marks') ?? '',
    paint: paint(group.querySelector('path, rect')),
    all: group.hasAttribute('data-spans') ? [...group.querySelectorAll('path')].flatMap(strokes) : [...group.querySelectorAll('rect')].map(passed),
  }));
  const { over = '', unit = '' } = svg.dataset;
  const title = svg.querySelector('title')?.textContent ?? '';
  return { x, y, over, unit, title, lines, dots, rows };
}

/** @param {string | undefined} text `log 1000 10000000 48 342`
 * @returns {Axis | null} */
export function axis(text) {
  const [scale, ...numbers] = (text ?? '').split(' ');
  const [low, high, from, to] = numbers.map(Number);
  if (numbers.length !== 4 || !numbers.every((number) => Number.isFinite(Number(number)))) return null;
  return { log: scale === 'log', low, high, from, to };
}

/** The value at a place.
 * @param {Axis} axis
 * @param {number} place */
export function valueAt({ log, low, high, from, to }, place) {
  const share = (place - from) / (to - from);
  return log ? low * (high / low) ** share : low + share * (high - low);
}

/** @param {Element | null} element */
function paint(element) {
  if (!(element instanceof SVGElement)) return '';
  const { stroke, fill } = element.style;
  return stroke && stroke !== 'none' ? stroke : fill;
}

/** @param {Element} path
 * @returns {[number, number][]} */
function places(path) {
  const pairs = (path.getAttribute('d') ?? '').split(/[ML]/).slice(1);
  return pairs.map((pair) => {
    const [x, y] = pair.trim().split(' ').map(Number);
    return [x, y];
  });
}

/** Level strokes: `M6 60.6h13M40 60.6h2`.
 * @param {Element} path */
function strokes(path) {
  return [...(path.getAttribute('d') ?? '').matchAll(/M(\S+) ([^h\s]+)h([^M\s]+)/g)].map(([, x, y, length]) => (
    { from: Number(x), until: Number(x) + Number(length), row: Number(y) }));
}

/** A mark counts from its middle on.
 * @param {Element} mark */
function passed(mark) {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(mark.getAttribute(name)));
  return { from: x + width / 2, until: Infinity, row: y + height / 2 };
}

/** Each is drawn as an interval, if it has one, and two discs.
 * @param {Element} group
 * @returns {Dot[]} */
function points(group) {
  /** @type {Dot[]} */
  const found = [];
  /** @type {[number, number][] | null} */
  let interval = null;
  for (const element of group.children) {
    if (element.tagName === 'path') interval = places(element);
    if (element.tagName !== 'circle') continue;
    const [x, y] = [Number(element.getAttribute('cx')), Number(element.getAttribute('cy'))];
    const last = found.at(-1);
    if (last && last.x === x && last.y === y) continue;
    found.push({ x, y, low: interval?.[0][1] ?? y, high: interval?.at(-1)?.[1] ?? y });
    interval = null;
  }
  return found;
}

/** Where a line is at `x`, `null` where it is not.
 * @param {Line} line
 * @param {number} x */
function height(line, x) {
  for (const run of line.runs) {
    for (let index = 1; index < run.length; index += 1) {
      const [[x0, y0], [x1, y1]] = [run[index - 1], run[index]];
      if (x < Math.min(x0, x1) || x > Math.max(x0, x1)) continue;
      return x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
    }
  }
  return null;
}

/** As many digits as can be read off, three at most.
 * @param {Axis} axis
 * @param {number} place */
export function figure(axis, place) {
  const value = valueAt(axis, place);
  const slack = Math.abs(valueAt(axis, place + EXACT / 2) - valueAt(axis, place - EXACT / 2));
  const step = 10 ** Math.ceil(Math.log10(slack || 1e-12));
  return spoken(significant(Math.round(value / step) * step, 3));
}

/** @param {string} number
 * @param {string} unit */
function withUnit(number, unit) {
  if (unit.startsWith('$')) return `$${number}${unit.slice(1)}`;
  return unit ? `${number}\u202f${unit}` : number;
}

/** The simulated point nearest to a place, if one is within `reach`.
 * @param {Picture} picture
 * @param {number} x
 * @param {number} reach */
export function nearest({ dots }, x, reach) {
  const places = dots.flatMap(({ all }) => all.map((dot) => dot.x)).filter((place) => Math.abs(place - x) <= reach);
  return places.sort((one, two) => Math.abs(one - x) - Math.abs(two - x))[0];
}

/** All that stands at this place.
 * @param {Picture} picture
 * @param {number} x
 * @returns {Reading[]} */
export function readings({ lines, dots, rows, y: axis, unit }, x) {
  /** @type {Reading[]} */
  const found = [];
  for (const line of lines) {
    const y = height(line, x);
    if (y !== null) found.push({ name: line.name, paint: line.paint, dashed: line.dashed, y, text: withUnit(figure(axis, y), unit) });
  }
  for (const { name, paint, all } of dots) {
    const dot = all.find((dot) => Math.abs(dot.x - x) <= ON);
    if (!dot) continue;
    const half = Math.max(Math.abs(valueAt(axis, dot.y) - valueAt(axis, dot.low)), Math.abs(valueAt(axis, dot.high) - valueAt(axis, dot.y)));
    const number = figure(axis, dot.y) + (half ? `\u202f±\u202f${spoken(significant(half, 2))}` : '');
    found.push({ name: `${name}, simulated`, paint, dashed: false, y: dot.y, text: withUnit(number, unit) });
  }
  for (const { name, paint, all } of rows) {
    const here = new Set(all.filter(({ from, until }) => from <= x && x < until).map(({ row }) => row));
    found.push({ name, paint, dashed: false, y: null, text: String(here.size) });
  }
  return found;
}
