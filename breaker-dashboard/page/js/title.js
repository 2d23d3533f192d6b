// The title and the icon of the tab: what those see of the page who look elsewhere. A hidden tab
// draws nothing, so this is written apart from all that is drawn. What is not known any more is
// marked: a title that says "calm" for an hour would be believed.

import { setAttribute } from "./dom.js";
import { showsKey } from "./states.js";
import { foreign, nameOf, timeOfDay, whole } from "./text.js";

// A hidden tab hears every fifteen seconds, or where its browser is thrifty once a minute.
const OLD_MS = 90000;
const UNKNOWN = "? ";
const WORDS = { __proto__: null, outage: "DOWN", dry_run: "dry run" };
const ICON = {
  __proto__: null,
  calm: ["2c7a51", "<circle cx='12' cy='12' r='8'/>"],
  dry_run: ["56606d", "<circle cx='12' cy='12' r='8'/>"],
  recovering: ["1b62c4", "<path d='M2 21L22 3v18z'/>"],
  forced: ["7a35b8", "<path d='M3 2h3v20H3zM6 3h16l-4 5 4 5H6z'/>"],
  outage: ["d0281c", "<path d='M8 2h8l6 6v8l-6 6H8l-6-6V8z'/>"],
};

export class Title {
  #page;

  constructor(page) {
    this.#page = page;
    // A browser that lets a tab sleep wakes it for nothing: nobody would mark its title later.
    document.addEventListener("freeze", () => this.#write(page.mode !== "file"));
  }

  /** Says the worst there is: of now, also where another time is shown, or of an incident. */
  show() {
    const { mode, lost, heardAt } = this.#page;
    const old = performance.now() - heardAt > OLD_MS;
    this.#write(mode !== "file" && (Boolean(lost) || old));
  }

  #write(unknown) {
    const { mode, shown, live } = this.#page;
    const store = mode === "file" ? shown : live;
    const told = store.process === null ? "Circuits" : said(store, unknown);
    // What was is no alarm of now.
    const then = mode === "file" ? `incident ${timeOfDay(store.atMs).slice(0, 5)}: ` : "";
    const title = then + (unknown ? UNKNOWN : "") + told;
    if (document.title !== title) document.title = title;
    if (store.process !== null) draw(store.verdict.level, unknown);
  }
}

function said({ verdict: { level, circuit }, circuits, process, atMs }, unknown) {
  const its = circuits.get(circuit);
  const name = its === undefined ? "" : `${whose(its, circuits)}: `;
  const when = unknown ? `, as of ${timeOfDay(atMs)}` : "";
  const { program, host } = process;
  const what = `${name}${WORDS[level] ?? level}${when}`;
  return `${what} – ${foreign(program)} on ${foreign(host)}`;
}

/** The circuit, of a function the key whose trouble it shows; of several keys, how many. */
function whose(circuit, circuits) {
  if (!showsKey(circuit)) return nameOf(circuit);
  const { count, worst } = circuit.keys;
  const key = circuits.get(worst.circuit);
  const alike = inTrouble(circuit.keys);
  return key && alike === 1 ? nameOf(key)
    : `${nameOf(circuit)} (${whole(alike)} of ${whole(count)} keys)`;
}

/** How many keys do what the worst does. One that is down is half-open while it is tried. */
const inTrouble = ({ in_state: inState, down, worst: { effect } }) => (down || inState[effect]);

function draw(level, unknown) {
  const [colour, path] = ICON[level] ?? ICON.forced;
  const fill = `fill='#${unknown ? "888" : colour}'`;
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' ${fill}>`;
  const icon = `data:image/svg+xml,${encodeURIComponent(`${svg}${path}</svg>`)}`;
  setAttribute(document.querySelector("link[rel=icon]"), "href", icon);
}
