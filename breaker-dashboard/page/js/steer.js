// Orders to a circuit. Each is a dialog that says what will happen and to which process, asks why,
// and shows what the program answered.

import { processName } from "./copy.js";
import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { isForced } from "./states.js";
import { foreign, nameOf } from "./text.js";
import * as wire from "./wire.js";

const elsewhere = (circuit) =>
  circuit.instead?.length ? `answered by ${circuit.instead[0].what}` : "rejected";

/** What can be ordered; `says` is the sentence of the confirmation. */
const ORDERS = {
  force_open: {
    label: "Force open",
    says: (c) => `All calls of ${nameOf(c)} are ${elsewhere(c)} until somebody resets it, whatever ` +
      "happens.",
  },
  force_closed: {
    label: "Force closed",
    says: (c) => `All calls of ${nameOf(c)} go through until somebody resets it, however many fail.`,
  },
  reset: {
    label: "Reset",
    says: (c) => `${isForced(c.state) ? "The order ends. " : ""}${nameOf(c)} closes at once and ` +
      "forgets its failures; calls go through.",
  },
};

/** The buttons of a circuit's orders. */
export function buttons(order) {
  return Object.entries(ORDERS).map(([action, { label }]) =>
    h("button", { type: "button", "data-action": action, click: () => order(action) }, label));
}

/** Asks for confirmation and gives the order; `done` is told in a sentence. */
export function confirm(action, circuit, page, done) {
  const order = ORDERS[action];
  const why = h("input", { type: "text", required: true, maxlength: 200, autocomplete: "off" });
  const { process, steering } = page.live;
  const who = foreign(steering.who ?? "somebody unnamed");
  ask({
    title: `${order.label}: ${nameOf(circuit)}`,
    says: [
      h("p", { class: "foreign" }, foreign(order.says(circuit))),
      h("p", { class: "only foreign" },
        "This process only: ", h("b", {}, processName(process)), "."),
    ],
    fields: [
      h("label", {}, "Why", why),
      h("p", { class: "signed foreign" }, `Recorded as ordered by ${who}.`),
    ],
    submit: order.label,
    waiting: "Asking the program …",
    act: async () => {
      const what = { action, name: circuit.name, key: circuit.key, why: why.value.trim() };
      await wire.steer(what, steering.token);
      done(`${order.label}: done for ${nameOf(circuit)}.`);
    },
  });
  why.focus();
}
