// What the reader chose in this tab, for all its pages, as texts by the name of the control.
//
// A page changes only what its reader chooses or resets there: what is a default here, or out of range, may be neither elsewhere.

const MEMORY = 'millions.settings.1';

/** @returns {Record<string, string>} */
export function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(MEMORY) ?? '{}');
    return Object.fromEntries(Object.entries(kept).filter((pair) => typeof pair[1] === 'string'));
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} chosen
 * @param {string[]} [reset] names to forget */
export function remember(chosen, reset = []) {
  const kept = remembered();
  for (const name of reset) delete kept[name];
  Object.assign(kept, chosen);
  try {
    if (Object.keys(kept).length) sessionStorage.setItem(MEMORY, JSON.stringify(kept));
    else sessionStorage.removeItem(MEMORY);
  } catch {
    // Storage may be full or forbidden: then settings live in the address only.
  }
}
