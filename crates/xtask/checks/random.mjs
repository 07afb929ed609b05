// Settings of a chapter's controls: the defaults, the ends of every range, and random ones. Own generator, seeded by the chapter's
// name: the same settings in every run, and on every machine.

/** Mulberry32: numbers in [0, 1) from 32 bits of state. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a. */
function seedOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** A control's value at `part` of its range, from 0 to 1. */
function at(control, part) {
  if (control.kind === 'toggle') return part >= 0.5;
  if (control.kind === 'choice') return control.options[Math.min(control.options.length - 1, Math.floor(part * control.options.length))];
  const { min, max, scale, step } = control;
  if (part === 0) return min;
  if (part === 1) return max;
  const value = scale === 'log' ? min * (max / min) ** part : min + (max - min) * part;
  const stepped = step === undefined ? value : step === 1 ? Math.round(value) : min + step * Math.round((value - min) / step);
  return Math.min(max, Math.max(min, stepped));
}

/** `count` settings: none, all at their lower end, all at their upper end, and from there on random ones. */
export function settingsOf(chapter, controls, count) {
  const random = generator(seedOf(chapter));
  const all = (part) => Object.fromEntries(controls.map((control) => [control.name, at(control, part())]));
  const fixed = [{}, all(() => 0), all(() => 1)];
  return [...fixed, ...Array.from({ length: count }, () => all(random))].slice(0, controls.length ? 3 + count : 1);
}
