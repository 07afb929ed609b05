// Markup that differs from what a place shows in numbers only: a line's points, a label's place, a word. Most redraws of a moving
// slider are of this kind, and they need not be parsed.

/** Entities of which a text is made elsewhere, too, are left to the parser. */
const OTHER = /&(?!(?:amp|lt|gt|quot|#39);)/;
/** Ends before a text: `path d="M0 0"/>`, `text x="4">daily users`, `/g>`. */
const PIECE = /^([\w-]+)((?: [\w-]+="[^"]*")*) ?\/?>([^>]*)$/;
const ATTRIBUTE = / ([\w-]+)="([^"]*)"/g;
const ENTITIES = Object.freeze({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" });

/** What a place shows: its markup up to each `<`, and the elements and texts that these became.
 * @typedef {{ markup: string, pieces: string[], nodes: Node[] | false | null }} Shown */

/** @type {WeakMap<Element, Shown>} */
const all = new WeakMap();

/** The place shows what this markup says, unless that would need more than new attributes and words: then `false`, and nothing
 * has changed. `safe` judges a part of the markup.
 * @param {Element} place
 * @param {string} markup
 * @param {(part: string) => boolean} safe */
export function patch(place, markup, safe) {
  const before = all.get(place);
  const pieces = cut(markup);
  if (!before || before.pieces.length !== pieces.length) return false;
  const nodes = before.nodes ??= nodesOf(place, before.pieces);
  if (!nodes) return false;
  /** @type {(() => void)[]} */
  const changes = [];
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const old = before.pieces[index];
    if (piece !== old) {
      const change = safe(`<${piece}`) ? changed(old, piece, nodes, at) : null;
      if (!change) return false;
      changes.push(change);
    }
    at += names(old).length;
  }
  for (const change of changes) change();
  all.set(place, { markup, pieces, nodes });
  return true;
}

/** The place was given this markup as a whole.
 * @param {Element} place
 * @param {string} markup */
export const learn = (place, markup) => void all.set(place, { markup, pieces: cut(markup), nodes: null });

/** Whether it shows this markup already.
 * @param {Element} place
 * @param {string} markup */
export const shows = (place, markup) => all.get(place)?.markup === markup;

/** What the place shows came by other ways, and is not to be patched.
 * @param {Element} place */
export const forget = (place) => void all.delete(place);

/** @param {string} markup */
const cut = (markup) => markup.split('<').slice(1);

/** Elements and texts in the order of the markup; nothing where the place holds others than it says, as a table has a body.
 * @param {Element} place
 * @param {string[]} pieces */
function nodesOf(place, pieces) {
  /** @type {Node[]} */
  const nodes = [];
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const told = pieces.flatMap(names);
  return told.length === nodes.length && told.every((name, at) => nodes[at].nodeName.toLowerCase() === name) ? nodes : false;
}

/** What the nodes that begin with a piece are called: an element, unless one ends there, and a text.
 * @param {string} piece */
function names(piece) {
  const name = /^[\w-]+/.exec(piece)?.[0].toLowerCase();
  return [...(name ? [name] : []), ...(piece.endsWith('>') ? [] : ['#text'])];
}

/** What one piece changes, at the node with which it begins.
 * @param {string} old
 * @param {string} piece
 * @param {Node[]} nodes
 * @param {number} at */
function changed(old, piece, nodes, at) {
  const [before, after] = [PIECE.exec(old), PIECE.exec(piece)];
  const element = nodes[at];
  if (OTHER.test(piece) || !before || !after || !(element instanceof Element) || before[1] !== after[1] || element.localName !== after[1]) return null;
  const [was, is] = [attributes(before[2]), attributes(after[2])];
  if (was.length !== is.length || !was.every(([name], index) => name === is[index][0])) return null;
  const [oldText, text] = [before[3], after[3]];
  if ((oldText === '') !== (text === '')) return null;
  return () => {
    is.forEach(([name, value], index) => {
      if (value !== was[index][1]) element.setAttribute(name, plain(value));
    });
    if (text !== oldText) nodes[at + 1].nodeValue = plain(text);
  };
}

/** @param {string} text */
const attributes = (text) => [...text.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, value]);

/** @param {string} text */
const plain = (text) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[/** @type {keyof typeof ENTITIES} */ (entity)]);
