// Work that can wait until the page has nothing else to do: in small pieces, so that a slow phone answers between them.

/** Where a page is never idle, as with a film that draws all the time on a slow machine, work still has to begin [ms]. */
const AT_LAST = 2000;

/** @param {() => void} work */
export function idle(work) {
  if ('requestIdleCallback' in window) requestIdleCallback(() => work(), { timeout: AT_LAST });
  else setTimeout(work, 500);
}
