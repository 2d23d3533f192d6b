// The page: what is known, what is looked at, and the parts that show it. Everything flows one way:
// answers and clicks change `page`, and `render` lets each part write what is different.
//
// The files, from the ground up; each imports only what is named before it:
//   dom text states              elements, words and numbers, the states
//   items url                    which rows in which order, the address
//   wire store clock track       asking, what is known at a tick, the time, states over time
//   replay poll memory keys      the page as it was, when to ask, what was seen, a function's keys
//   palette spark circuit        colours, lines of traffic, what is said of a circuit
//   instead within row           who answers its rejected calls, who is hit further in, a row
//   process dialog toast notice  which process and fleet, questions, remarks that go or stay
//   shape                        what a file has to be
//   copy title                   text to take along, what the tab is called
//   list timeline verdict        the large parts of the page
//   steer detail looking         orders to a circuit, its detail, which circuit
//   incident travel              files, and which time is shown
//   toolbar masthead connection  search and filter, which process and fleet, whether it answers

import { Clock } from "./clock.js";
import { Connection } from "./connection.js";
import * as copy from "./copy.js";
import { byId, setShown, setText } from "./dom.js";
import { save, saveMemory } from "./incident.js";
import { items } from "./items.js";
import { Keys } from "./keys.js";
import { List } from "./list.js";
import { Looking } from "./looking.js";
import { showFleet, showProcess } from "./masthead.js";
import { Memory } from "./memory.js";
import { notice } from "./notice.js";
import { watchScheme } from "./palette.js";
import { Poll } from "./poll.js";
import { whoAnswersNow } from "./process.js";
import { confirm } from "./steer.js";
import { word } from "./states.js";
import { Store } from "./store.js";
import { duration, foreign, nameOf } from "./text.js";
import { Timeline } from "./timeline.js";
import { Title } from "./title.js";
import { toast } from "./toast.js";
import { Toolbar, switchTheme } from "./toolbar.js";
import { Track } from "./track.js";
import { Travel } from "./travel.js";
import * as url from "./url.js";
import { Verdict } from "./verdict.js";
import * as wire from "./wire.js";

// Durations show seconds: four looks a second are late by a quarter at most.
const RUN_ON_MS = 250;
// An order by traffic changes each second; rows that moved so often could not be read.
const ORDER_MS = 5000;
const TIMELINE_MS = 60000;

const live = new Store();
const liveClock = new Clock();
const liveTrack = new Track();
const page = {
  live,
  liveClock,
  pastClock: new Clock(),
  shown: live,
  clock: liveClock,
  keys: new Keys(() => reorder()),
  memory: new Memory(),
  track: liveTrack,
  liveTrack,
  view: url.read(),
  // "live", "past" (rewound) or "file" (an incident).
  mode: "live",
  incident: null,
  // The tick that is being fetched, to be shown next.
  wish: null,
  lost: null,
  // When the latest tick was that has come, by `performance.now()`.
  heardAt: 0,
};

const connection = new Connection(() => poll.now());
const title = new Title(page);
const verdict = new Verdict((id) => openId(id));
const timeline = new Timeline({
  seek: (tick) => travel.seek(tick),
  open: (row) => openCircuit(row),
});
const toolbar = new Toolbar((part) => look(part));
const list = new List(byId("rows"), {
  open: (circuit) => openCircuit(circuit),
  fold: (circuit) => fold(circuit),
  near: ({ id }) => page.keys.more(id, () => live.tick),
});
const looking = new Looking(page, {
  close: () => look({ circuit: null, key: null }),
  order: (action) => confirm(action, looking.circuit(), page, (text) => {
    toast(text);
    poll.now();
  }),
  copy: () => copyText(copy.ofCircuit(looking.circuit(), page)),
  open: (circuit) => openCircuit(circuit),
  unfold: () => unfoldLooked(),
}, (missing) => {
  if (missing !== null) {
    toast(`No circuit is called ${nameOf(missing)}, or not any more.`);
    look({ circuit: null, key: null });
  }
  render();
});
const travel = new Travel(page, {
  changed: () => {
    url.write(page.view);
    reorder();
  },
  failed: (message) => toast(message),
});
const poll = new Poll({ answered, failed });

// ---- what the program says

function answered(answer, age) {
  const gone = connection.found(page);
  const before = { ...live };
  const first = live.process === null;
  const moved = answer.full ? replace(answer) : patch(answer.ticks ?? [answer]);
  page.heardAt = performance.now() - age;
  liveClock.follow(live.tick, live.atMs, age);
  if (first) atStart();
  if (!first && live.process.instance !== before.process.instance) restarted(before);
  else if (gone !== null && !first) toast(`The program answers again, after ${duration(gone)}.`);
  const old = performance.now() - orderedAt > ORDER_MS;
  if (page.mode === "live" && (moved || old)) reorder();
  else render();
  keepTimeline();
}

function replace(doc) {
  live.replace(doc);
  page.memory.replace(doc);
  // Ticks were missed: what happened meanwhile only the program knows.
  timelineAt = -Infinity;
  liveTrack.extend(live);
  return true;
}

function restarted(before) {
  page.keys.clear();
  liveTrack.replace({ first: live.tick, last: live.tick, rows: [] });
  liveTrack.extend(live);
  notice(whoAnswersNow(before, live));
  if (page.mode === "past") travel.leave();
}

function patch(ticks) {
  for (const tick of ticks) page.memory.patch(tick);
  return ticks.map((tick) => {
    const moved = live.patch(tick);
    // An outage may begin and end between two answers.
    liveTrack.extend(live);
    return moved;
  }).some(Boolean);
}

function failed(trouble, pause) {
  connection.lost(page, trouble, pause);
  render();
}

/** The first Document: a link may ask for another time. */
function atStart() {
  list.measure();
  if (page.view.find) searchKeys();
  if (page.view.at !== null) goTo(page.view.at);
}

/** Shows the time of a link. */
function goTo(at) {
  const moment = liveClock.moment(at);
  if (moment < live.recordedSince) {
    toast("The record does not go back to the time of this link.");
    look({ at: null });
  } else travel.seek(Math.round(moment / 1000));
}

/** Somebody went back, or opened a link in this tab: a time in it is shown. */
function navigated() {
  const { at } = page.view;
  const view = url.read();
  page.view = { ...view, at: view.at ?? at };
  if (page.view.find) searchKeys();
  if (live.process !== null && page.mode !== "file" && view.at !== null && view.at !== at) {
    goTo(view.at);
  }
  reorder();
}

let timelineAt = -Infinity;

function keepTimeline() {
  if (page.mode !== "live" || document.hidden) return;
  if (performance.now() - timelineAt > TIMELINE_MS) fetchTimeline();
}

async function fetchTimeline() {
  timelineAt = performance.now();
  try {
    liveTrack.replace(await wire.timeline());
    liveTrack.extend(live);
    reorder();
  } catch {
    // The poll says what is wrong, and the timeline grows by what it brings.
  }
}

// ---- what a person does

/** Looks at something else: `part` of the view is different. */
function look(part) {
  const before = page.view;
  page.view = { ...before, ...part };
  // The back button closes a detail; it does not undo letters of a search.
  url.write(page.view, page.view.circuit !== before.circuit || page.view.key !== before.key);
  if (page.view.find !== before.find) searchKeys();
  reorder();
}

function searchKeys() {
  if (page.mode !== "live") return;
  const keyed = [...live.circuits.values()].filter((circuit) => circuit.keys);
  page.keys.search(page.view.find, keyed, () => live.tick);
}

function openCircuit({ name, key }) {
  look({ circuit: name, key });
}

function openId(id) {
  const circuit = page.shown.circuits.get(id) ?? page.keys.find(id);
  if (circuit) openCircuit(circuit);
}

function fold(circuit) {
  if (page.mode === "live") page.keys.toggle(circuit, page.view.find, () => live.tick);
  else toast("Of keys that were closed the record keeps no state.");
}

function unfoldLooked() {
  const circuit = looking.circuit();
  if (!page.keys.isUnfolded(circuit.id)) fold(circuit);
  look({ circuit: null, key: null, state: "", find: "" });
  list.focus(circuit.id);
}

async function copyText(text) {
  toast(await copy.toClipboard(text) ? "Copied." : "This browser does not let the page copy.");
}

function key(event) {
  const typing = event.target.closest?.("input, select, textarea, dialog");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("find").focus();
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) escape(event);
}

/** Back by one: out of the detail, then out of the search, then to now. */
function escape(event) {
  if (page.view.circuit !== null) look({ circuit: null, key: null });
  else if (event.target === byId("find") || page.view.find || page.view.state) {
    byId("find").value = "";
    byId("find").blur();
    look({ find: "", state: "" });
  } else if (page.mode !== "live") travel.leave();
}

// ---- showing

let orderedAt = -Infinity;
let orderWanted = true;
let frame = 0;

function reorder() {
  orderWanted = true;
  render();
}

/** Shows what `page` is, once before the next frame. While the tab is hidden there is none. */
function render() {
  title.show();
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    setShown(byId("list"), page.shown.process !== null);
    if (page.shown.process === null) connection.show(page);
    else show();
  });
}

let shownTick = null;

function show() {
  connection.show(page);
  travel.show();
  showProcess(page);
  showFleet(page);
  verdict.show(page);
  const mark = `${page.mode} ${page.shown.tick} ${live.tick}`;
  if (orderWanted || mark !== shownTick) {
    showLines();
    timeline.show(page);
    toolbar.show(page.view, page.shown.verdict?.counts);
    page.keys.refresh(list.visible(), () => live.tick);
  }
  shownTick = mark;
  list.runOn();
  looking.show();
}

let lines = [];

function showLines() {
  if (orderWanted) {
    lines = items(page.shown, page.keys, page.view);
    orderedAt = performance.now();
    orderWanted = false;
  }
  list.show(lines, page);
  const { circuits } = page.shown;
  setShown(byId("grid"), lines.length > 0);
  setShown(byId("nothing"), lines.length === 0);
  setText(byId("nothing"), circuits.size > 0
    ? nothingFound(page.view)
    : "This program has no circuit. A function with #[circuit_breaker] is listed here before its " +
      "first call.");
}

function nothingFound({ find, state }) {
  const what = find && `“${foreign(find)}”`;
  const which = state && `the filter “${word(state)}”`;
  return `No circuit matches ${[what, which].filter(Boolean).join(" and ")}. Esc shows all.`;
}

byId("copy").addEventListener("click", () => copyText(copy.ofPage(page)));
byId("save").addEventListener("click", () => {
  if (page.lost) saveMemory(page, toast);
  else save(page, toast);
});
addEventListener("keydown", key);
addEventListener("popstate", navigated);
switchTheme(watchScheme(() => {
  list.forget();
  reorder();
}));
setInterval(render, RUN_ON_MS);
poll.now();
