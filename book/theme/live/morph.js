// A part of the page becomes what a cell gave, and only what differs is touched: most of a figure stays as it is when a slider
// moves, and its texts are dear to lay out anew.

/** The children of `old` become those of `fresh`, which may lose its own.
 * @param {ParentNode & Node} old
 * @param {ParentNode & Node} fresh */
export function morph(old, fresh) {
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  if (before.length !== after.length || !before.every((node, at) => alike(node, after[at]))) {
    old.replaceChildren(...after);
    return;
  }
  before.forEach((node, at) => become(node, after[at]));
}

/** @param {Node} one
 * @param {Node} other */
const alike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName;

/** @param {Node} node
 * @param {Node} fresh */
function become(node, fresh) {
  if (node.isEqualNode(fresh)) return;
  if (!(node instanceof Element && fresh instanceof Element)) {
    node.nodeValue = fresh.nodeValue;
    return;
  }
  for (const { namespaceURI, localName } of [...node.attributes]) {
    if (!fresh.hasAttributeNS(namespaceURI, localName)) node.removeAttributeNS(namespaceURI, localName);
  }
  for (const { namespaceURI, localName, name, value } of fresh.attributes) {
    if (node.getAttributeNS(namespaceURI, localName) !== value) node.setAttributeNS(namespaceURI, name, value);
  }
  morph(node, fresh);
}
