// An incident is a file with a stretch of the record. The program writes it; this page opens it
// again, with or without a program.

import { byId, h, setText } from "./dom.js";
import { foreign, utc } from "./text.js";
import { Trouble } from "./wire.js";
import * as wire from "./wire.js";

const FORMAT = "circuit-breaker-incident";
const SPANS = [[300, "5 minutes"], [900, "15 minutes"], [3600, "hour"], [21600, "6 hours"]];

/** Reads a file, or says why it is none. */
export async function read(file) {
  let incident;
  try {
    incident = JSON.parse(await file.text());
  } catch {
    throw new Trouble("file", `${foreign(file.name)} is no incident: it is not JSON.`);
  }
  if (incident?.format !== FORMAT) {
    throw new Trouble("file", `${foreign(file.name)} is no incident of circuits.`);
  }
  if (incident.version > 1) {
    throw new Trouble("file", "A newer program saved this incident; open it with its page.");
  }
  if (!incident.base?.circuits || !Array.isArray(incident.ticks)) {
    throw new Trouble("file", `${foreign(file.name)} is cut off or damaged.`);
  }
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
export function saveMemory(page, timeline, said) {
  download(page.memory.incident(timeline, page.live.atMs), page);
  said("Saved what this page has seen: the program does not answer.");
}

/** Asks for the stretch to save, and saves it. */
export function save(page, first, said) {
  const newest = page.live.tick;
  const end = page.mode === "past" ? Math.min(page.shown.tick + 60, newest) : newest;
  const span = h("select", {}, ...SPANS.map(([seconds, text]) =>
    h("option", { value: seconds, selected: seconds === 900 }, `the last ${text}`)));
  const answer = h("p", { class: "answer foreign", role: "alert" });
  const submit = h("button", { type: "submit", class: "primary" }, "Save");
  const fetchFile = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    setText(answer, "The program writes it …");
    try {
      download(await wire.incident(Math.max(first, end - Number(span.value)), end), page);
      dialog.close();
      said("Saved. Open the file with “Open incident”, here or in any other dashboard.");
    } catch (trouble) {
      setText(answer, foreign(`${trouble.message} ${trouble.advice}`));
      submit.disabled = false;
    }
  };
  const cancel = h("button", { type: "button", click: () => dialog.close() }, "Cancel");
  const form = h("form", { submit: fetchFile },
    h("h2", { id: "save-title" }, "Save this incident"),
    h("p", {}, "One JSON file with all circuits, their timeline and events. It holds names, keys " +
      "and error texts: treat it as you treat logs."),
    h("label", {}, page.mode === "past" ? "Around the time shown" : "Save", span),
    answer, h("div", { class: "choices" }, cancel, submit));
  const dialog = h("dialog", {
    "aria-labelledby": "save-title",
    close: () => dialog.remove(),
  }, form);
  document.body.append(dialog);
  dialog.showModal();
}

function download(blob, page) {
  const { program, host } = page.live.process;
  const name = `incident ${program} ${host} ${utc(page.live.atMs)}`.replace(/[^\w.-]+/g, "-");
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: `${name}.json` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
