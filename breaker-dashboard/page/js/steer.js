// Orders to a circuit. Each is a dialog that says what will happen and to which process, asks why
// and until when, and shows what the program answered.

import { h, setShown, setText } from "./dom.js";
import { processName } from "./copy.js";
import { isForced } from "./states.js";
import { duration, foreign, nameOf, timeOfDay } from "./text.js";
import * as wire from "./wire.js";

const MINUTE = 60000;
const ENDS = [1, 5, 10, 30, 60, 240].map((minutes) => minutes * MINUTE);
const USUAL_END = 10 * MINUTE;

const elsewhere = (circuit) =>
  circuit.instead?.length ? `answered by ${circuit.instead[0].what}` : "rejected";

/** What can be ordered; `says` is the sentence of the confirmation. */
const ORDERS = {
  force_open: {
    label: "Force open",
    ends: true,
    says: (c) => `All calls of ${nameOf(c)} are ${elsewhere(c)} until the end, whatever happens.`,
  },
  force_closed: {
    label: "Force closed",
    ends: true,
    says: (c) => `All calls of ${nameOf(c)} go through until the end, however many fail.`,
  },
  reset: {
    label: "Reset",
    says: (c) => `${isForced(c.state) ? "The order ends. " : ""}${nameOf(c)} closes at once and ` +
      "forgets its failures; calls go through.",
  },
  dry_run_on: {
    label: "Dry run on",
    says: (c) => `${nameOf(c)} goes on deciding, but rejects nothing from now on.`,
  },
  dry_run_off: {
    label: "Dry run off",
    says: (c) => `${nameOf(c)} rejects calls again whenever it is open.`,
  },
};

/** The buttons of a circuit's orders. */
export function buttons(order) {
  return Object.entries(ORDERS).map(([action, { label }]) =>
    h("button", { type: "button", "data-action": action, click: () => order(action) }, label));
}

/** Whether an order makes sense for a circuit as it is. */
export const applies = (action, circuit) =>
  action === "dry_run_on" ? !circuit.dry_run : action === "dry_run_off" ? circuit.dry_run : true;

/** Asks for confirmation, gives the order, shows the result. */
export function confirm(action, circuit, page, done) {
  const { process, steering } = page.live;
  const order = ORDERS[action];
  const why = h("input", { type: "text", required: true, maxlength: 200, autocomplete: "off" });
  const end = h("select", {}, ...ENDS.map((ms) =>
    h("option", { value: ms, selected: ms === USUAL_END }, duration(ms).replace(" 0 s", "")
      .replace(" 0 min", ""))));
  const until = h("span", { class: "until" });
  const tellEnd = () => {
    setText(until, `until ${timeOfDay(page.liveClock.wall(page.liveClock.now()) + +end.value)}`);
  };
  const answer = h("p", { class: "answer foreign", role: "alert" });
  const submit = h("button", { type: "submit", class: "primary" }, order.label);
  const cancel = h("button", { type: "button", click: () => dialog.close() }, "Cancel");
  const give = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    setText(answer, "Asking the program …");
    const wish = { action, name: circuit.name, key: circuit.key, why: why.value.trim() };
    try {
      await wire.steer({ ...wish, for_ms: order.ends ? +end.value : null }, steering.token);
      dialog.close();
      done(`${order.label}: done for ${nameOf(circuit)}.`);
    } catch (trouble) {
      setText(answer, foreign(trouble.message));
      submit.disabled = false;
    }
  };
  const ends = h("label", {}, "For", end, until);
  setShown(ends, Boolean(order.ends));
  const form = h("form", { submit: give },
    h("h2", { id: "order-title" }, `${order.label}: `,
      h("span", { class: "foreign" }, nameOf(circuit))),
    h("p", { class: "foreign", id: "order-says" }, foreign(order.says(circuit))),
    h("p", { class: "only" }, "This process only: ", h("b", {}, processName(process)), "."),
    ends,
    h("label", {}, "Why", why),
    h("p", { class: "signed foreign" },
      `Recorded as ordered by ${foreign(steering.who ?? "somebody unnamed")}.`),
    answer, h("div", { class: "choices" }, cancel, submit));
  const dialog = h("dialog", {
    "aria-labelledby": "order-title",
    "aria-describedby": "order-says",
    close: () => dialog.remove(),
  }, form);
  end.addEventListener("change", tellEnd);
  tellEnd();
  document.body.append(dialog);
  dialog.showModal();
  why.focus();
}
