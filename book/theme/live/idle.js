// Work that can wait until the page has nothing else to do: in small pieces, so that a slow phone answers between them.

/** @param {() => void} work */
export function idle(work) {
  if ('requestIdleCallback' in window) requestIdleCallback(() => work());
  else setTimeout(work, 500);
}
