// Which controls stand where: in an address or the tab's memory (memory.js), and what is wrong with either.
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

/** @param {string} name */
export const words = (name) => name.replaceAll('_', ' ');

/** What was read.
 * @typedef {object} Wanted
 * @property {Settings} settings  of this page's controls, where they differ from the default
 * @property {Record<string, string>} chosen  what was asked for by name: defaults, what is out of range, and other pages' controls included
 * @property {string[]} wrong */

/** @type {() => Wanted} */
export const nothing = () => ({ settings: {}, chosen: {}, wrong: [] });

/** The value that a text means for this control, and what is wrong with it; `asked` is the value before it was brought into the range.
 * @param {Description} control
 * @param {string} text
 * @returns {{ value?: Value, asked?: Value, wrong?: string }} */
export function understand(control, text) {
  const name = words(control.name);
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  if (control.kind === 'toggle') {
    if (text === 'true' || text === 'false') return { value: text === 'true', asked: text === 'true' };
    return { wrong: `${name}: “${shown}” is neither true nor false` };
  }
  if (control.kind === 'choice') {
    if (control.options.includes(text)) return { value: text, asked: text };
    return { wrong: `${name}: “${shown}” is not one of ${control.options.join(', ')}` };
  }
  const number = read(text, control.unit);
  const range = `${spoken(control.min)} to ${spoken(control.max)}`;
  if (!Number.isFinite(number)) return { wrong: `${name}: “${shown}” is not a number; write one from ${range}` };
  const whole = control.step === 1 ? Math.round(number) : number;
  const value = Math.min(control.max, Math.max(control.min, whole));
  if (value !== whole) return { value, asked: whole, wrong: `${name}: ${spoken(number)} is outside ${range}; ${spoken(value)} is used` };
  return { value, asked: value };
}

/** Reads a fragment; `null` where it holds no settings.
 * @param {string} fragment with its `#`
 * @param {Description[]} controls
 * @returns {Wanted | null} */
export function parse(fragment, controls) {
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return null;
  if (text.length > LONGEST) {
    return { ...nothing(), wrong: [`the address holds more than ${LONGEST} characters of settings; the defaults are used`] };
  }
  const pairs = new URLSearchParams(text);
  const version = pairs.get('v');
  if (version !== null && version !== VERSION) {
    return { ...nothing(), wrong: ['the address comes from another version of this book; the defaults are used'] };
  }
  pairs.delete('v');
  return select([...pairs], controls);
}

/** What texts by name mean on this page.
 * @param {[string, string][]} pairs
 * @param {Description[]} controls
 * @returns {Wanted} */
export function select(pairs, controls) {
  const { settings, chosen, wrong } = nothing();
  for (const [name, text] of pairs) {
    const control = controls.find((control) => control.name === name);
    if (!control) {
      if (/^[a-z][a-z0-9_]{0,63}$/.test(name)) chosen[name] = text.slice(0, 100);
      continue;
    }
    const found = understand(control, text);
    if (found.wrong) wrong.push(found.wrong);
    if (found.value === undefined || found.asked === undefined) continue;
    chosen[name] = spelled(found.asked);
    if (found.value !== control.default) settings[name] = found.value;
    else delete settings[name];
  }
  return { settings, chosen, wrong };
}

/** The fragment for these settings, empty where there are none.
 * @param {Settings} settings
 * @returns {string} */
export function format(settings) {
  const names = Object.keys(settings).sort();
  if (names.length === 0) return '';
  const pairs = new URLSearchParams([['v', VERSION]]);
  for (const name of names) pairs.set(name, spelled(settings[name]));
  return `#${pairs}`;
}

/** @param {Value} value */
export const spelled = (value) => (typeof value === 'number' ? typed(value) : String(value));
