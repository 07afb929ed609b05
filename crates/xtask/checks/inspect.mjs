// What is looked at inside a page. These functions run in the browser: they may use nothing from outside themselves.

/** Looks at layout, figures, their texts and contrast; each list holds what is wrong. */
export function inspect() {
  // Smaller than this nobody reads it on a phone. [CSS px]
  const SMALLEST_TEXT = 9;
  // WCAG 2.1: text 4.5:1, large text 3:1.
  const CONTRAST = 4.5;
  const width = document.documentElement.clientWidth;
  const result = { overflow: [], figures: [], texts: [], contrast: [], names: [], count: 0 };

  const shorten = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 60);
  const describe = (element) => `<${element.tagName.toLowerCase()}${element.id ? ` id=${element.id}` : ''}${
    element.getAttribute('class') ? ` class="${element.getAttribute('class')}"` : ''}> ${shorten(element.textContent)}`;

  // Any CSS colour as red, green, blue [0, 255] and alpha [0, 1]: the canvas knows them all.
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  const colour = (text) => {
    brush.clearRect(0, 0, 1, 1);
    // A pattern or gradient is no colour: the brush would keep its last one.
    brush.fillStyle = 'transparent';
    brush.fillStyle = text;
    brush.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((part) => part / 255).map((s) => (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, two) => {
    const [dark, light] = [luminance(one), luminance(two)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  /** What an element itself paints, with its opacity. */
  const paint = (element) => {
    const style = getComputedStyle(element);
    const isShape = element instanceof SVGElement && !(element instanceof SVGSVGElement);
    const [r, g, b, a] = colour(isShape ? (style.fill === 'none' ? 'transparent' : style.fill) : style.backgroundColor);
    return [r, g, b, a * Number(isShape ? style.fillOpacity : 1) * Number(style.opacity)];
  };
  /** The colour behind the middle of a text, all layers blended. */
  const behind = (element) => {
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    const stack = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const below = stack.filter((other) => !element.contains(other) && !(other instanceof SVGTextContentElement));
    return below.map(paint).reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
  };
  const visible = (element) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && style.visibility !== 'hidden' && Number(style.opacity) > 0;
  };

  // Nothing scrolls sideways; wide code and tables may scroll inside their own box.
  const excess = document.documentElement.scrollWidth - width;
  if (excess > 0) {
    const wide = [...document.querySelectorAll('main *')].filter((element) => element.getBoundingClientRect().right > width + 1);
    result.overflow.push(`${excess} px too wide`, ...wide.slice(0, 5).map(describe));
  }

  // Text that can't wrap may stick out of the window without making the page wider.
  for (const element of document.querySelectorAll('main p, main li, main .zm-value, main figcaption')) {
    const past = element.getBoundingClientRect().right - width;
    if (past > 1 && visible(element) && ![...ancestors(element)].some(scrolls)) {
      result.overflow.push(`${Math.round(past)} px past the edge: ${describe(element)}`);
    }
  }

  // Of two arrangements of one drawing exactly one is seen, and only that one is looked at.
  const spare = new Set();
  for (const figure of document.querySelectorAll('main figure:has(> .zm-across)')) {
    if (figure.closest('details:not([open])')) continue;
    const [seen, unseen] = [true, false].map((wanted) => [...figure.querySelectorAll('svg')].filter((svg) => visible(svg) === wanted));
    if (seen.length !== 1) result.figures.push(`${seen.length} arrangements are seen: ${describe(figure)}`);
    unseen.forEach((svg) => spare.add(svg));
  }

  const drawings = [...document.querySelectorAll('main figure, main svg')].filter((element) => !element.closest('button, a, nav') && !spare.has(element));
  const svgs = drawings.filter((element) => element instanceof SVGSVGElement && !element.parentElement.closest('svg'));
  result.count = svgs.length;
  for (const drawing of drawings) {
    // A folded part is the reader's own choice.
    if (drawing.closest('details:not([open])')) continue;
    const box = drawing.getBoundingClientRect();
    if (!visible(drawing) || box.width < 40 || box.height < 20) result.figures.push(`not visible: ${describe(drawing)}`);
    // A wide figure may scroll inside a box of its own.
    if (![...ancestors(drawing)].some(scrolls) && (box.left < -1 || box.right > width + 1)) {
      result.figures.push(`from ${Math.round(box.left)} to ${Math.round(box.right)} px: ${describe(drawing)}`);
    }
  }
  function scrolls(element) {
    return ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  }
  function* ancestors(element) {
    for (let up = element.parentElement; up && up.tagName !== 'MAIN'; up = up.parentElement) yield up;
  }

  for (const svg of svgs) {
    const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent.trim() && visible(text));
    const titled = svg.querySelector(':scope > title')?.textContent.trim() || svg.getAttribute('aria-label');
    if (svg.getAttribute('aria-hidden') !== 'true' && !(svg.getAttribute('role') === 'img' && titled)) {
      result.names.push(`no role="img" with a title: ${describe(svg)}`);
    }
    const frame = svg.getBoundingClientRect();
    const boxes = texts.map((text) => ({ text, box: text.getBoundingClientRect() }));
    for (const { text, box } of boxes) {
      const size = parseFloat(getComputedStyle(text).fontSize) * (text.getScreenCTM()?.a ? Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b) : 1);
      if (size < SMALLEST_TEXT) result.texts.push(`${size.toFixed(1)} px is too small: ${shorten(text.textContent)}`);
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
        result.texts.push(`cut off at the figure's edge: ${shorten(text.textContent)}`);
      }
    }
    boxes.forEach((one, index) => {
      for (const two of boxes.slice(index + 1)) {
        const wide = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
        // Boxes of text are taller than the letters: a few pixels in height are no collision.
        const high = Math.min(one.box.bottom, two.box.bottom) - Math.max(one.box.top, two.box.top);
        if (wide > 1 && high > 0.3 * Math.min(one.box.height, two.box.height)) {
          result.texts.push(`"${shorten(one.text.textContent)}" and "${shorten(two.text.textContent)}" overlap`);
        }
      }
    });
  }

  const places = [...svgs.flatMap((svg) => [...svg.querySelectorAll('text')]),
    ...document.querySelectorAll('main p, main li, main td, main th, main figcaption, main code, main h1, main h2, main h3, main label, main output')];
  for (const element of places) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const inside = element instanceof SVGElement ? element.textContent.trim() : own;
    if (!inside || !visible(element) || element.closest('details:not([open])')) continue;
    const style = getComputedStyle(element);
    const back = behind(element);
    const ink = colour(element instanceof SVGElement ? style.fill : style.color);
    const front = over(ink, back);
    const found = ratio(front, back);
    const large = parseFloat(style.fontSize) >= 24;
    if (found < (large ? 3 : CONTRAST)) {
      const hex = (rgb) => `#${rgb.slice(0, 3).map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
      result.contrast.push(`${found.toFixed(2)}:1, ${hex(front)} on ${hex(back)}: ${describe(element)}`);
    }
  }
  window.scrollTo(0, 0);
  return result;
}

/** What has the keyboard's focus, if a reader can't see that; otherwise nothing. */
export function focusHidden() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const name = `<${element.tagName.toLowerCase()}${element.id ? ` id=${element.id}` : ''}> ${
    (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}`;
  if (box.width === 0 || box.height === 0) return `focus on something without size: ${name}`;
  const look = (target) => {
    const style = getComputedStyle(target);
    const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return `${line ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : ''}|${style.boxShadow}|${style.backgroundColor}|${style.borderColor}`;
  };
  const focused = look(element);
  element.blur();
  const plain = look(element);
  element.focus();
  return focused === plain ? `looks the same with and without focus: ${name}` : null;
}
