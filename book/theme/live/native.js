// What the page can't run: under cells marked `native` a line says so while a control that moves them is not at its default, and
// their numbers in the sentences are marked.

/** @param {import('./types').Settings} settings  what is not at its default */
export function native(settings) {
  /** @type {Map<string, boolean>} */
  const old = new Map();
  for (const line of document.querySelectorAll('[data-native-controls]')) {
    if (!(line instanceof HTMLElement)) continue;
    const moved = words(line.dataset.nativeControls).some((name) => Object.hasOwn(settings, name));
    if (line.hidden === moved) line.hidden = !moved;
    for (const name of words(line.dataset.nativeValues)) old.set(name, moved);
  }
  for (const [name, moved] of old) {
    for (const span of document.querySelectorAll(`[data-value="${CSS.escape(name)}"]`)) span.classList.toggle('zm-value-stored', moved);
  }
}

/** @param {string | undefined} text */
const words = (text) => (text ? text.split(' ') : []);
