// Sliders, choices and toggles, in the places where the page describes them.

import { significant, spoken } from './numbers.js';
import { understand, words } from './settings.js';

/** @typedef {import('./types').Description} Description */
/** @typedef {import('./types').Value} Value */

/** Positions of a slider that has no steps of its own. */
const POSITIONS = 600;

/** @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | ((event: any) => void)>} [properties]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]} */
export function make(tag, properties = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) Object.assign(element, { [name]: value });
    else element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** One control on the page.
 * @typedef {object} Control
 * @property {Description} description
 * @property {() => Value} value
 * @property {(value: Value) => void} set  moves it without telling anybody
 */

/** Who wants to know: while it moves, when it stays, and when it went back to its default because the reader said so.
 * @typedef {{ moved: (name: string) => void, settled: (name: string) => void, reset: (name: string) => void }} Hear */

/** Every control that the page describes.
 * @returns {{ item: HTMLElement, description: Description }[]} */
export function described() {
  const found = [];
  for (const item of document.querySelectorAll('.zm-control[data-description]')) {
    if (!(item instanceof HTMLElement)) continue;
    try {
      found.push({ item, description: JSON.parse(item.dataset.description ?? '') });
    } catch {
      // Drawn as it stands: a description that is no JSON has no inputs.
    }
  }
  return found;
}

/** Puts inputs into the places of all controls. Places of one name are one control, and move together: an exercise has the
 * controls of its number once more.
 * @param {ReturnType<typeof described>} found
 * @param {Hear} hear
 * @returns {Control[]} */
export function buildAll(found, hear) {
  const names = [...new Set(found.map(({ description }) => description.name))];
  return names.map((name) => {
    const places = found.filter(({ description }) => description.name === name);
    /** @type {Control[]} */
    const twins = places.map(({ item, description }, index) => {
      const tell = (/** @type {(name: string) => void} */ then) => () => {
        const value = twins[index].value();
        for (const other of twins) if (other !== twins[index]) other.set(value);
        then(name);
      };
      const heard = { moved: tell(hear.moved), settled: tell(hear.settled), reset: tell(hear.reset) };
      return build(item, description, index ? `${name}-${index + 1}` : name, heard);
    });
    return { ...twins[0], set: (value) => twins.forEach((twin) => twin.set(value)) };
  });
}

/** @typedef {Record<keyof Hear, () => void>} Heard */

/** Puts inputs into a control's place.
 * @param {HTMLElement} item
 * @param {Description} description
 * @param {string} key  tells this place from others of the same control
 * @param {Heard} hear
 * @returns {Control} */
function build(item, description, key, hear) {
  const reset = make('button', { type: 'button', className: 'zm-reset', hidden: true, textContent: '↺' });
  const control = description.kind === 'slider' ? slider(description, key, hear)
    : description.kind === 'choice' ? choice(description, key, hear) : toggle(description, key, hear);
  const initial = description.default;
  const shown = typeof initial === 'number' ? spoken(initial) : String(initial);
  reset.title = `Back to ${shown}`;
  reset.setAttribute('aria-label', `${words(description.name)}: back to ${shown}`);
  reset.onclick = () => {
    control.set(initial);
    hear.reset();
    control.focus();
  };
  const update = () => {
    reset.hidden = control.value() === initial;
  };
  control.changed = update;
  item.replaceChildren(
    make('div', { className: 'zm-control-head' }, [control.name, make('span', { className: 'zm-control-now' }, [...control.now, reset])]),
    ...control.body,
  );
  item.classList.add('zm-control-live');
  control.set(description.value);
  return { description, value: control.value, set: control.set };
}

/** @typedef {{ name: HTMLElement, now: Node[], body: Node[], value: () => Value, set: (value: any) => void, focus: () => void, changed: () => void }} Parts */

/** @param {Extract<Description, { kind: 'slider' }>} description
 * @param {string} key
 * @param {Heard} hear
 * @returns {Parts} */
function slider(description, key, hear) {
  const { name, min, max, unit } = description;
  const id = `zm-${key}`;
  const scale = positions(description);
  let value = description.value;
  const range = make('input', { type: 'range', id, className: 'zm-range', min: 0, max: scale.count, step: 1 });
  const typed = make('input', { type: 'text', inputMode: 'decimal', className: 'zm-typed', autocomplete: 'off', spellcheck: false, size: 7 });
  typed.setAttribute('aria-label', unit ? `${words(name)}, ${unit}` : words(name));
  const wrong = make('p', { className: 'zm-wrong', id: `${id}-wrong`, role: 'alert' });
  typed.setAttribute('aria-describedby', wrong.id);
  /** @type {Parts} */
  const parts = {
    name: make('label', { className: 'zm-control-name', htmlFor: id, textContent: words(name) }),
    now: unit ? [typed, make('span', { className: 'zm-unit', textContent: `\u202f${unit}` })] : [typed],
    body: [range, make('div', { className: 'zm-control-ends', 'aria-hidden': 'true' }, [make('span', { textContent: spoken(min) }), make('span', { textContent: spoken(max) })]), wrong],
    value: () => value,
    set(next) {
      value = next;
      range.value = String(scale.position(value));
      show();
    },
    focus: () => range.focus(),
    changed() {},
  };
  function show() {
    range.style.setProperty('--zm-at', `${(100 * Number(range.value)) / scale.count}%`);
    range.setAttribute('aria-valuetext', `${spoken(value)} ${unit}`.trim());
    typed.value = spoken(value);
    typed.removeAttribute('aria-invalid');
    wrong.textContent = '';
    parts.changed();
  }
  /** Since it was settled. */
  let moving = false;
  const settle = () => {
    if (moving) hear.settled();
    moving = false;
  };
  const move = () => {
    moving = true;
    hear.moved();
  };
  range.oninput = () => {
    value = scale.value(Number(range.value));
    show();
    move();
  };
  range.onchange = settle;
  // Of one that was dragged away and back a browser says no `change`; wherever it is let go.
  range.onpointerdown = ({ pointerId }) => {
    const listening = new AbortController();
    for (const end of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      addEventListener(end, (event) => {
        if (event.pointerId !== pointerId) return;
        listening.abort();
        setTimeout(settle);
      }, { signal: listening.signal });
    }
  };
  typed.onchange = () => {
    const found = understand(description, typed.value);
    if (found.value !== undefined) {
      parts.set(found.value);
      moving = true;
      settle();
    } else typed.setAttribute('aria-invalid', 'true');
    wrong.textContent = found.wrong ?? '';
  };
  typed.onkeydown = (event) => {
    // Keys that the page listens to are the number's here.
    event.stopPropagation();
    if (event.key === 'Escape') show();
  };
  arrows(range, { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 });
  arrows(typed, { ArrowUp: 1, ArrowDown: -1 });
  /** Arrow keys go to the next number that reads differently: a draft while the key is down, all of it when it is up.
   * @param {HTMLInputElement} input
   * @param {Record<string, number>} keys */
  function arrows(input, keys) {
    input.addEventListener('keydown', (event) => {
      const step = keys[event.key];
      if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      parts.set(scale.next(value, step));
      move();
    });
    input.addEventListener('keyup', settle);
    input.addEventListener('blur', settle);
  }
  return parts;
}

/** A slider's positions, from 0 to `count`, and the values that they stand for.
 * @param {Extract<Description, { kind: 'slider' }>} description */
export function positions({ min, max, scale, step }) {
  const line = scale === 'log' ? logarithmic(min, max, step === 1) : linear(min, max, step ?? significant((max - min) / 200, 1));
  return {
    ...line,
    /** The next value up or down. On a logarithmic scale several positions may round to one value.
     * @param {number} from
     * @param {number} direction 1 or -1 */
    next(from, direction) {
      for (let at = Math.round(line.position(from)); at >= 0 && at <= line.count; at += direction) {
        const value = line.value(at);
        if ((value - from) * direction > 0) return value;
      }
      return direction > 0 ? max : min;
    },
  };
}

/** @param {number} min
 * @param {number} max
 * @param {boolean} whole */
function logarithmic(min, max, whole) {
  const span = Math.log(max / min);
  return {
    count: POSITIONS,
    position: (/** @type {number} */ value) => (POSITIONS * Math.log(value / min)) / span,
    value(/** @type {number} */ position) {
      if (position <= 0) return min;
      if (position >= POSITIONS) return max;
      const near = significant(min * Math.exp((span * position) / POSITIONS), 2);
      return Math.min(max, Math.max(min, whole ? Math.round(near) : near));
    },
  };
}

/** @param {number} min
 * @param {number} max
 * @param {number} stride */
function linear(min, max, stride) {
  const count = Math.max(1, Math.round((max - min) / stride));
  return {
    count,
    position: (/** @type {number} */ value) => (value - min) / stride,
    value: (/** @type {number} */ position) => (position >= count ? max : significant(min + position * stride, 12)),
  };
}

/** @param {Extract<Description, { kind: 'choice' }>} description
 * @param {string} key
 * @param {Heard} hear
 * @returns {Parts} */
function choice({ name, options, value }, key, hear) {
  const boxes = options.map((option) => make('input', { type: 'radio', name: `zm-${key}`, value: option }));
  return radios(name, options.map((option, index) => ({ box: boxes[index], label: option, value: option })), value, hear);
}

/** @param {Extract<Description, { kind: 'toggle' }>} description
 * @param {string} key
 * @param {Heard} hear
 * @returns {Parts} */
function toggle({ name, value }, key, hear) {
  const [on, off] = [true, false].map((side) => make('input', { type: 'radio', name: `zm-${key}`, value: String(side) }));
  return radios(name, [{ box: on, label: 'on', value: true }, { box: off, label: 'off', value: false }], value, hear);
}

/** @param {string} name
 * @param {{ box: HTMLInputElement, label: string, value: Value }[]} options
 * @param {Value} initial
 * @param {Heard} hear
 * @returns {Parts} */
function radios(name, options, initial, hear) {
  let value = initial;
  const group = make('div', { className: 'zm-options', role: 'radiogroup', 'aria-label': words(name) },
    options.map(({ box, label }) => make('label', { className: 'zm-option' }, [box, label])));
  /** @type {Parts} */
  const parts = {
    name: make('span', { className: 'zm-control-name', textContent: words(name) }),
    now: [],
    body: [group],
    value: () => value,
    set(next) {
      value = next;
      for (const option of options) option.box.checked = option.value === value;
      parts.changed();
    },
    focus: () => options.find((option) => option.value === value)?.box.focus(),
    changed() {},
  };
  for (const option of options) {
    option.box.onchange = () => {
      parts.set(option.value);
      hear.settled();
    };
  }
  return parts;
}
