// Elements. Whatever comes from the program (names, keys, errors, reasons) enters the document as
// text nodes: nothing in this page parses markup, and the page's policy forbids it to.

const SVG = "http://www.w3.org/2000/svg";

/** Finds the element of the page with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element. A function among the attributes is a listener, `null` leaves one away. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else setAttribute(element, name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Writes an attribute if it differs: an equal write would still cost style and layout. */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else {
    const text = value === true ? "" : String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Writes the text of an element if it differs. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Letters at the end of a name that are kept where there is no room for all: names of one family
// begin alike.
const KEPT = 12;

/** The two parts of a name, of which the first is cut where there is no room for both. */
export const parts = () => [h("span"), h("span")];

/** Writes a name into its parts, and whole into its title. */
export function setName(element, text) {
  if (element.title === text) return;
  element.title = text;
  setParts(element.children, text, KEPT);
}

/** Writes a text into two elements: the second has the letters that are `kept` of a long one. */
export function setParts([first, end], text, kept) {
  const letters = [...text];
  const cut = letters.length > 2 * kept ? letters.length - kept : letters.length;
  setText(first, letters.slice(0, cut).join(""));
  setText(end, letters.slice(cut).join(""));
}

/** Shows or hides an element. */
export function setShown(element, shown) {
  if (element.hidden === shown) element.hidden = !shown;
}

/** Draws one of the symbols that stand at the end of the page. */
export function symbol(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "shape");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#shape-${name}`);
  svg.append(use);
  return svg;
}

/** Changes which symbol is drawn. */
export function setSymbol(svg, name) {
  setAttribute(svg.firstChild, "href", `#shape-${name}`);
}

/**
 * Fills `parent` with one child for each entry. A child is known by its entry's key and stays the
 * same element, so that focus, selection and layout survive.
 */
export function setList(parent, entries, keyOf, make, update) {
  const wanted = new Set(entries.map(keyOf));
  const old = new Map();
  for (const child of [...parent.children]) {
    // What goes goes first: else all that stays would be moved before it.
    if (wanted.has(child.key)) old.set(child.key, child);
    else child.remove();
  }
  let next = parent.firstElementChild;
  for (const entry of entries) {
    const key = keyOf(entry);
    let child = old.get(key);
    if (!child) {
      child = make(entry);
      child.key = key;
    }
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
    update?.(child, entry);
  }
}
