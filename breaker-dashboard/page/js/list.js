// The list. Only the rows near the window are elements, so that 500 circuits with 10 000 keys cost
// what thirty rows cost; each row is kept by its circuit and moved rather than made again. To
// assistive technology it is a tree grid: rows take the focus, and keys are a level below.

import { isTroubled } from "./circuit.js";
import { byId, h, setAttribute, setList, setShown, setText } from "./dom.js";
import { Row, SPARK_SPAN } from "./row.js";
import { duration } from "./text.js";

// Rows this far outside the window are ready before they are scrolled to.
const AHEAD_PX = 400;

export class List {
  #lines = [];
  #tops = [0];
  #heights = { calm: 0, trouble: 0 };
  #rows = new Map();
  #active = null;
  #page = null;
  // Rows that were shown since the last change need no second look.
  #shown = 0;
  #frame = 0;

  /** `told` is `{open(circuit), fold(circuit), near(circuit)}`. */
  constructor(body, told) {
    this.body = body;
    this.told = told;
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.measure()).observe(body);
    body.addEventListener("keydown", (event) => this.#key(event));
    body.addEventListener("click", (event) => this.#click(event));
    body.addEventListener("focusin", (event) => this.#focused(event));
  }

  /** Reads the heights of rows from the style, which narrow screens change. */
  measure() {
    const style = getComputedStyle(this.body);
    this.#heights.calm = parseFloat(style.getPropertyValue("--row-calm"));
    this.#heights.trouble = parseFloat(style.getPropertyValue("--row-trouble"));
    for (const row of this.#rows.values()) row.forget?.();
    if (this.#page) this.show(this.#lines, this.#page);
  }

  /** Takes other lines, or the same in another order. */
  show(lines, page) {
    this.#page = page;
    this.#lines = lines;
    this.#shown += 1;
    this.#tops = [0];
    for (const line of lines) this.#tops.push(this.#tops.at(-1) + this.#height(line));
    setText(byId("traffic"), `Last ${duration(SPARK_SPAN * page.shown.step * 1000)}`);
    this.body.style.height = `${this.#tops.at(-1)}px`;
    setAttribute(this.body.parentNode, "aria-rowcount", lines.length + 1);
    if (!lines.some((line) => line.id === this.#active)) this.#active = lines[0]?.id ?? null;
    this.#draw();
  }

  /** Lets durations run on in the rows that are visible. */
  runOn() {
    for (const row of this.#rows.values()) row.show(row.line, this.#page);
  }

  /** Draws all anew: the colours are others. */
  forget() {
    for (const row of this.#rows.values()) row.forget?.();
    this.#draw();
  }

  /** The circuits whose rows are elements now. */
  visible() {
    return new Set(this.#rows.keys());
  }

  /** Brings a circuit's row into view and the focus to it. */
  focus(id) {
    const place = this.#lines.findIndex((line) => line.id === id);
    if (place >= 0) this.#moveTo(place);
  }

  #scrolled() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #height(line) {
    if (line.kind !== "circuit") return this.#heights.calm;
    return isTroubled(line.circuit) ? this.#heights.trouble : this.#heights.calm;
  }

  #draw() {
    if (!this.#page) return;
    const top = this.body.getBoundingClientRect().top;
    const from = this.#placeAt(-top - AHEAD_PX);
    const to = this.#placeAt(innerHeight - top + AHEAD_PX) + 1;
    const wanted = this.#lines.slice(from, to).map((line, n) => ({ line, place: from + n }));
    // The row with the focus stays, wherever one scrolls: else the focus would be lost.
    const kept = this.#lines.findIndex((line) => line.id === this.#active);
    if (kept >= 0 && (kept < from || kept >= to)) {
      wanted[kept < from ? "unshift" : "push"]({ line: this.#lines[kept], place: kept });
    }
    setList(this.body, wanted, ({ line }) => line.id, ({ line }) => this.#make(line),
      (element, { line, place }) => this.#place(element, line, place));
    const shown = new Set(wanted.map(({ line }) => line.id));
    for (const id of this.#rows.keys()) if (!shown.has(id)) this.#rows.delete(id);
    const { mode, shown: { tick } } = this.#page;
    for (const row of this.#rows.values()) row.draw?.(`${mode} ${tick}`);
  }

  /** The line at a height, by halving. */
  #placeAt(y) {
    let [low, high] = [0, Math.max(0, this.#lines.length - 1)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle] <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #make(line) {
    const row = line.kind === "circuit" ? new Row() : new Note();
    this.#rows.set(line.id, row);
    return row.element;
  }

  #place(element, line, place) {
    setAttribute(element, "tabindex", line.id === this.#active ? 0 : -1);
    if (line.kind === "fetching") this.told.near(line.circuit);
    if (element.row.shownAt === this.#shown) return;
    element.row.shownAt = this.#shown;
    element.row.show(line, this.#page);
    const move = `translateY(${this.#tops[place]}px)`;
    if (element.style.transform !== move) element.style.transform = move;
    setAttribute(element, "aria-rowindex", place + 2);
  }

  #moveTo(place) {
    const line = this.#lines[place];
    const top = this.body.getBoundingClientRect().top + this.#tops[place];
    const head = this.body.parentNode.firstElementChild.offsetHeight;
    if (top < head) scrollBy(0, top - head - 8);
    const below = top + this.#height(line) - innerHeight;
    if (below > 0) scrollBy(0, below + 8);
    this.#active = line.id;
    this.#draw();
    this.#rows.get(line.id)?.element.focus({ preventScroll: true });
  }

  #focused(event) {
    const id = event.target.closest(".row")?.key;
    if (id === undefined || id === this.#active) return;
    this.#active = id;
    this.#draw();
  }

  #click(event) {
    const line = event.target.closest(".row")?.row.line;
    // Who marks text to copy it does not ask for the detail.
    if (!line || !getSelection().isCollapsed) return;
    if (line.kind === "unfold" || event.target.closest(".fold")) this.told.fold(line.circuit);
    else if (line.kind === "circuit") this.told.open(line.circuit);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = this.#lines.findIndex((line) => line.id === this.#active);
    const line = this.#lines[place];
    if (!line) return;
    const last = this.#lines.length - 1;
    const unfolded = line.circuit.keys && this.#page.keys.isUnfolded(line.circuit.id);
    const fold = line.level === 1 && line.circuit.keys;
    const ways = {
      ArrowDown: () => this.#moveTo(Math.min(place + 1, last)),
      ArrowUp: () => this.#moveTo(Math.max(place - 1, 0)),
      PageDown: () => this.#moveTo(Math.min(place + 10, last)),
      PageUp: () => this.#moveTo(Math.max(place - 10, 0)),
      Home: () => this.#moveTo(0),
      End: () => this.#moveTo(last),
      ArrowRight: () => fold && !unfolded && this.told.fold(line.circuit),
      ArrowLeft: () => this.#leave(line, fold && unfolded),
      Enter: () => this.#enter(line),
      " ": () => this.#enter(line),
    };
    if (!Object.hasOwn(ways, event.key)) return;
    event.preventDefault();
    ways[event.key]();
  }

  #enter(line) {
    if (line.kind === "circuit") this.told.open(line.circuit);
    else this.told.fold(line.circuit);
  }

  #leave(line, unfolded) {
    if (unfolded) this.told.fold(line.circuit);
    else if (line.level === 2) this.focus(line.circuit.whole ?? line.circuit.id);
  }
}

/** A row that is no circuit: how many keys are folded, or that more are being fetched. */
class Note {
  constructor() {
    this.text = h("span", { class: "foreign" });
    this.element = h("div", { role: "row", class: "row note", "aria-level": 2 },
      h("div", { role: "gridcell" }, this.text));
    this.element.row = this;
  }

  show(line) {
    this.line = line;
    setAttribute(this.element, "data-kind", line.kind);
    setShown(this.element, true);
    const folded = line.kind === "unfold";
    setText(this.text, folded
      ? `▸ ${line.hidden} more of its keys in trouble`
      : (line.fold.trouble?.message ?? "Fetching its keys …"));
  }
}
