// An incident is a file with a stretch of the record. The program writes it; this page opens it
// again, with or without a program.

import { ask, choice } from "./dialog.js";
import { byId, h } from "./dom.js";
import { isWhole } from "./shape.js";
import { foreign, utc } from "./text.js";
import { Trouble } from "./wire.js";
import * as wire from "./wire.js";

const FORMAT = "circuit-breaker-incident";
const DAMAGED = "is cut off or damaged";
const LENGTHS = [[300, "5 minutes"], [900, "15 minutes"], [3600, "hour"], [21600, "6 hours"]];
const SPANS = LENGTHS.map(([seconds, text]) => [seconds, `the last ${text}`]);
const AFTER = 60;
const AROUND = LENGTHS.map(([seconds, text]) =>
  [seconds, `the ${text} up to the time shown, and a minute more`]);

/** Reads a file, or says why it is none. */
export async function read(file) {
  const no = (what) => new Trouble("file", `${foreign(file.name)} ${what}.`);
  const text = await file.text();
  let incident;
  try {
    incident = JSON.parse(text);
  } catch {
    // It begins with its format.
    const begins = text.slice(0, 100).includes(FORMAT);
    throw no(begins ? DAMAGED : "is no incident: it is not JSON");
  }
  if (incident?.format !== FORMAT) throw no("is no incident of circuits");
  if (incident.version > 1) throw no("was saved by a newer program; open it with its page");
  if (!isWhole(incident)) throw no(DAMAGED);
  return incident;
}

/** Lets a person choose a file, or drop one anywhere on the page. */
export function watchFiles(taken) {
  const chooser = byId("file");
  byId("load").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) taken(chooser.files[0]);
    chooser.value = "";
  });
  const holdsFile = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => holdsFile(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files[0]) taken(event.dataTransfer.files[0]);
  });
}

/** Saves what the page itself has seen: the program is gone. */
export function saveMemory(page, said) {
  const { memory, liveTrack, live } = page;
  const then = moment(page);
  const has = then === null || then >= memory.first;
  download(memory.incident(liveTrack, live.atMs, has ? then : null), page, page.shown.atMs);
  const lacks = has ? "" : " The time shown is not among that.";
  said(`Saved what this page has seen: the program does not answer.${lacks}`);
}

/** Asks for the stretch to save, and saves it. */
export function save(page, said) {
  const shown = moment(page);
  // The past may play on behind the dialog.
  const shownAt = page.shown.atMs;
  const span = choice(shown === null ? SPANS : AROUND, 900);
  const says = "One JSON file with all circuits, their timeline and events. It holds names, keys " +
    "and error texts: treat it as you treat logs.";
  ask({
    title: "Save this incident",
    says: [h("p", {}, says)],
    fields: [h("label", {}, "Save", span)],
    submit: "Save",
    waiting: "The program writes it …",
    act: async () => {
      // The record went on while the dialog was open.
      const { tick: newest, atMs } = page.live;
      const end = shown === null ? newest : Math.min(shown + AFTER, newest);
      const last = shown ?? end;
      const from = Math.min(last, Math.max(page.liveTrack.first, last - Number(span.value)));
      const blob = await wire.incident(from, end, shown);
      download(blob, page, shown === null ? atMs : shownAt);
      said("Saved. “Open incident” opens the file, here or in any other dashboard.");
    },
  });
}

/** The tick that is looked at, where it is not now. */
const moment = ({ mode, shown }) => (mode === "past" ? shown.tick : null);

/** Names the file after the time that it is of. */
function download(blob, page, atMs) {
  const { program, host } = page.live.process;
  const name = `incident ${program} ${host} ${utc(atMs)}`.replace(/[^\w.-]+/g, "-");
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: `${name}.json` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
