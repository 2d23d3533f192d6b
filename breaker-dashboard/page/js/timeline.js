// All circuits on one axis, and the slider that rewinds the page. A state's height tells it without
// colour: closed is a line, half-open half a bar, ramping up a wedge, open a bar, forced a hatched
// one, and what a dry run would reject an empty one.

import {
  byId, h, parts, setAttribute, setList, setParts, setShown, setText,
} from "./dom.js";
import { palette } from "./palette.js";
import { sized } from "./spark.js";
import { effectOf, isForced, look, word } from "./states.js";
import { duration, foreign, nameOf, plural, timeOfDay } from "./text.js";
import { spans } from "./track.js";

const ROW_PX = 24;
const BAR_PX = 14;
const MOST_ROWS = 200;
// Letters at the end of a label that are kept where there is no room for all.
const KEPT = 6;
const STEPS_S = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

export class Timeline {
  #page = null;

  /** `told` is `{seek(tick), open(row)}`. */
  constructor(told) {
    this.told = told;
    this.slider = byId("slider");
    this.slider.addEventListener("input", () => told.seek(Number(this.slider.value)));
    byId("span").addEventListener("change", () => this.show(this.#page));
    const runs = byId("runs");
    runs.addEventListener("pointerdown", (event) => runs.setPointerCapture(event.pointerId));
    for (const kind of ["pointerdown", "pointermove"]) {
      runs.addEventListener(kind, (event) => event.buttons & 1 && this.#point(event));
    }
    new ResizeObserver(() => this.#page && this.#draw()).observe(byId("timeline"));
  }

  show(page) {
    this.#page = page;
    setShown(byId("timeline"), this.#track.last > 0);
    // While the past is looked at, the axis stands still below the viewer's finger.
    const still = page.mode === "past" || page.wish !== null;
    if (!still || !this.window) this.window = { to: this.#track.last };
    const span = Number(byId("span").value);
    const whole = page.mode === "file" ? this.#track.first : this.window.to - span;
    this.window.from = Math.max(this.#track.first, Math.min(whole, page.shown.tick));
    this.#slider(page);
    const rows = this.#troubled(page.mode === "file" ? page.shown : page.live);
    this.rows = rows.slice(0, MOST_ROWS);
    this.#labels(page);
    this.#draw();
  }

  get #track() {
    return this.#page.track;
  }

  #slider({ mode, shown, wish, clock, live }) {
    setAttribute(this.slider, "min", this.window.from);
    setAttribute(this.slider, "max", this.window.to);
    const now = mode === "live" && wish === null;
    const tick = wish ?? shown.tick;
    const value = String(now ? this.window.to : tick);
    if (this.slider.value !== value) this.slider.value = value;
    const ago = mode === "file" ? "" : `, ${duration((live.tick - tick) * 1000)} ago`;
    const coming = wish === null ? "" : " …";
    const text = now ? "live" : timeOfDay(clock.wall(tick * 1000)) + ago + coming;
    setText(byId("moment"), now ? "" : text);
    setShown(byId("span").parentNode, mode !== "file");
    setAttribute(this.slider, "aria-valuetext", text);
  }

  /** Rows with something to show within the window, the worst first. */
  #troubled(store) {
    // By their rank now: rows that changed places while one rewinds could not be followed.
    const rank = (row) => store.circuits.get(row.id)?.rank ?? Infinity;
    return this.#track.troubled(this.window.from, this.window.to)
      .sort((a, b) => rank(a) - rank(b) || a.id - b.id);
  }

  #labels({ shown }) {
    const plot = byId("plot");
    setShown(plot, this.rows.length > 0);
    setShown(byId("uneventful"), this.rows.length === 0);
    setList(byId("labels"), this.rows, (row) => row.id,
      (row) => h("button", {
        type: "button",
        class: "plain foreign",
        // The list below has the same circuits, and keys to walk through it.
        tabindex: -1,
        click: () => this.told.open(row),
      }, h("span", { class: "label" }, h("span"), ...parts())),
      (button, row) => {
        const circuit = shown.circuits.get(row.id);
        const state = circuit ? effectOf(circuit) : "closed";
        setAttribute(button, "data-state", look(state));
        const times = outages(spans(row, this.window.from, this.window.to));
        const said = `${nameOf(row)}: ${word(state)}, ${plural(times, "outage")} in the time shown`;
        setAttribute(button, "aria-label", said);
        setLabel(button.firstChild, row);
      });
  }

  #draw() {
    const plot = byId("plot");
    byId("timeline").style.setProperty("--gutter", `${plot.offsetWidth - plot.clientWidth}px`);
    const runs = byId("runs");
    const tall = `${Math.max(1, this.rows.length) * ROW_PX}px`;
    if (runs.style.height !== tall) runs.style.height = tall;
    const { context, width, height } = sized(runs);
    const { from, to } = this.window;
    const wide = byId("axis").clientWidth;
    const x = (tick) => ((tick - from) / Math.max(1, to - from)) * wide;
    context.clearRect(0, 0, width, height);
    this.rows.forEach((row, place) => {
      const floor = place * ROW_PX + (ROW_PX + BAR_PX) / 2;
      for (const [start, end, state] of spans(row, from, to)) {
        drawRun(context, state, x(start), Math.max(1.5, x(end) - x(start)), floor);
      }
    });
    const { mode, wish, shown } = this.#page;
    if (mode !== "live" || wish !== null) drawHead(context, x(wish ?? shown.tick), height);
    this.#drawAxis(x);
  }

  #drawAxis(x) {
    const { context, width, height } = sized(byId("axis"));
    const { from, to } = this.window;
    const colours = palette();
    context.clearRect(0, 0, width, height);
    context.fillStyle = colours.soft;
    context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
    const fits = Math.max(2, width / 110);
    const least = (to - from) / fits;
    const last = STEPS_S.at(-1);
    const step = STEPS_S.find((step) => step >= least) ?? Math.ceil(least / last) * last;
    const wall = (tick) => this.#page.clock.wall(tick * 1000);
    const zone = new Date(wall(to)).getTimezoneOffset() * 60;
    const offset = Math.floor(wall(0) / 1000) - zone;
    for (let t = Math.ceil((from + offset) / step) * step - offset; t <= to; t += step) {
      const text = timeOfDay(wall(t)).slice(0, step < 60 ? 8 : 5);
      const room = context.measureText(text).width;
      context.fillRect(Math.round(x(t)), 0, 1, 4);
      context.fillText(text, Math.min(Math.max(0, x(t) - room / 2), width - room), 14);
    }
  }

  #point(event) {
    const box = event.target.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const { from, to } = this.window;
    this.told.seek(Math.round(from + share * (to - from)));
  }
}

/**
 * Writes which row it is. Of keys of one function the keys differ: where there is no room the
 * function's name is cut, then the middle of the key; of a name without a key its middle.
 */
function setLabel(element, row) {
  const { name, key } = row;
  const text = nameOf(row);
  if (element.title === text) return;
  element.title = text;
  const [whole, ...rest] = element.children;
  setText(whole, key === null ? "" : foreign(name));
  setParts(rest, key === null ? text : `[${foreign(key)}]`, KEPT);
}

/**
 * How often it went down: opening again after a trial is the same outage. Who was forced open is in
 * none once that has ended, unless a trial call fails.
 */
const outages = (runs) => runs
  .map(([, , state], at) =>
    state === "open" || (state === "half_open" && !isForced(runs[at - 1]?.[2])))
  .filter((down, at, all) => down && !all[at - 1]).length;

function drawRun(context, state, x, wide, floor) {
  const colours = palette();
  context.fillStyle = colours[look(state)];
  if (state === "closed") context.fillRect(x, floor - BAR_PX / 2, wide, 1.5);
  else if (state === "half_open") context.fillRect(x, floor - BAR_PX / 2, wide, BAR_PX / 2);
  else if (state === "ramp_up") {
    context.beginPath();
    context.moveTo(x, floor - BAR_PX);
    context.lineTo(x + wide, floor);
    context.lineTo(x, floor);
    context.fill();
  } else if (state === "dry_run") {
    context.strokeStyle = colours.dry_run;
    context.strokeRect(x + 0.5, floor - BAR_PX + 0.5, Math.max(1, wide - 1), BAR_PX - 1);
  } else {
    context.fillRect(x, floor - BAR_PX, wide, BAR_PX);
    if (isForced(state)) hatch(context, x, wide, floor, colours.card);
  }
}

function hatch(context, x, wide, floor, colour) {
  context.save();
  context.beginPath();
  context.rect(x, floor - BAR_PX + 2, wide, BAR_PX - 4);
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  for (let at = x - BAR_PX; at < x + wide; at += 7) {
    context.moveTo(at, floor);
    context.lineTo(at + BAR_PX, floor - BAR_PX);
  }
  context.stroke();
  context.restore();
}

function drawHead(context, x, height) {
  context.fillStyle = palette().accent;
  context.fillRect(Math.round(x) - 1, 0, 2, height);
}
