// Which controls stand where: in the address, in the tab's memory, and what is wrong with either.
//
//   #v=1&daily_users=5e6&disk=SSD      only what differs from the default; `v` is the version of this form
//
// Everything in an address is somebody's input: it is read only through the descriptions of this page's controls.

import { read, spoken, typed } from './numbers.js';

/** @typedef {import('./types').Description} Description */
/** @typedef {import('./types').Settings} Settings */
/** @typedef {import('./types').Value} Value */

const VERSION = '1';
const LONGEST = 4000;
const MEMORY = 'millions.settings.1';

/** @param {string} name */
export const words = (name) => name.replaceAll('_', ' ');

/** The value that a text means for this control, and what is wrong with it.
 * @param {Description} control
 * @param {string} text
 * @returns {{ value?: Value, wrong?: string }} */
export function understand(control, text) {
  const name = words(control.name);
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (control.kind === 'toggle') {
    if (text === 'true' || text === 'false') return { value: text === 'true' };
    return { wrong: `${name}: “${shown}” is neither true nor false` };
  }
  if (control.kind === 'choice') {
    if (control.options.includes(text)) return { value: text };
    return { wrong: `${name}: “${shown}” is not one of ${control.options.join(', ')}` };
  }
  const number = read(text);
  const range = `${spoken(control.min)} to ${spoken(control.max)}`;
  if (!Number.isFinite(number)) return { wrong: `${name}: “${shown}” is not a number; write one from ${range}` };
  const whole = control.step === 1 ? Math.round(number) : number;
  const value = Math.min(control.max, Math.max(control.min, whole));
  if (value !== whole) return { value, wrong: `${name}: ${spoken(number)} is outside ${range}; ${spoken(value)} is used` };
  return { value };
}

/** Reads a fragment; `null` where it holds no settings.
 * @param {string} fragment with its `#`
 * @param {Description[]} controls
 * @returns {{ settings: Settings, others: Record<string, string>, wrong: string[] } | null} */
export function parse(fragment, controls) {
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return null;
  if (text.length > LONGEST) {
    return { settings: {}, others: {}, wrong: [`the address holds more than ${LONGEST} characters of settings; the defaults are used`] };
  }
  const pairs = new URLSearchParams(text);
  const version = pairs.get('v');
  if (version !== null && version !== VERSION) {
    return { settings: {}, others: {}, wrong: ['the address comes from another version of this book; the defaults are used'] };
  }
  pairs.delete('v');
  return select([...pairs], controls);
}

/** Sorts texts by name into this page's settings and those of others.
 * @param {[string, string][]} pairs
 * @param {Description[]} controls */
function select(pairs, controls) {
  /** @type {Settings} */
  const settings = {};
  /** @type {Record<string, string>} */
  const others = {};
  const wrong = [];
  for (const [name, text] of pairs) {
    const control = controls.find((control) => control.name === name);
    if (!control) {
      if (/^[a-z][a-z0-9_]{0,63}$/.test(name)) others[name] = text.slice(0, 100);
      continue;
    }
    const found = understand(control, text);
    if (found.wrong) wrong.push(found.wrong);
    if (found.value !== undefined && found.value !== control.default) settings[name] = found.value;
  }
  return { settings, others, wrong };
}

/** The fragment for these settings, empty where all stand at their defaults.
 * @param {Settings} settings
 * @returns {string} */
export function format(settings) {
  const names = Object.keys(settings).sort();
  if (names.length === 0) return '';
  const pairs = new URLSearchParams([['v', VERSION]]);
  for (const name of names) pairs.set(name, text(settings[name]));
  return `#${pairs}`;
}

/** @param {Value} value */
export const text = (value) => (typeof value === 'number' ? typed(value) : String(value));

/** What the reader set in this tab, on this and other pages.
 * @param {Description[]} controls */
export function remembered(controls) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(MEMORY) ?? '{}');
    const pairs = Object.entries(kept).filter((pair) => typeof pair[1] === 'string');
    return select(/** @type {[string, string][]} */ (pairs), controls);
  } catch {
    return select([], controls);
  }
}

/** Keeps settings for the other pages of this tab, those of other pages' controls included.
 * @param {Settings} settings
 * @param {Description[]} controls
 * @param {Record<string, string>} others */
export function remember(settings, controls, others) {
  const kept = { ...remembered(controls).others, ...others };
  for (const name of Object.keys(settings)) kept[name] = text(settings[name]);
  try {
    if (Object.keys(kept).length) sessionStorage.setItem(MEMORY, JSON.stringify(kept));
    else sessionStorage.removeItem(MEMORY);
  } catch {
    // Storage may be full or forbidden: then settings live in the address only.
  }
}
