// mdBook turns the page at the arrow keys, for whoever has the focus. In a box that scrolls sideways they scroll it.

/** @param {Element} element */
export const scrollsSideways = (element) => element.scrollWidth > element.clientWidth
  && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);

document.querySelector('main')?.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
  if (event.target instanceof Element && scrollsSideways(event.target)) event.stopPropagation();
});
