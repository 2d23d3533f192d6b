// Orders to a circuit. Each is a dialog that says what will happen and to which process, asks why
// and until when, and shows what the program answered.

import { localWhy } from "./circuit.js";
import { ask, choice } from "./dialog.js";
import { h, setText } from "./dom.js";
import { becomes } from "./instead.js";
import { processName } from "./process.js";
import { effectOf, isForced } from "./states.js";
import { foreign, nameOf, plural, timeOfDay } from "./text.js";
import * as wire from "./wire.js";

const MINUTE = 60000;
const ENDS = [
  [MINUTE, "1 minute"],
  [5 * MINUTE, "5 minutes"],
  [10 * MINUTE, "10 minutes"],
  [30 * MINUTE, "30 minutes"],
  [60 * MINUTE, "1 hour"],
  [240 * MINUTE, "4 hours"],
];
const USUAL_END = 10 * MINUTE;

const callsOf = (circuit) =>
  `All calls of ${nameOf(circuit)}${circuit.keys ? ", whatever their key," : ""}`;

/** An order to a function is one to each of its keys. */
const each = (circuit) => `${circuit.keys ? "Each key of " : ""}${nameOf(circuit)}`;

/** What can be ordered; `says` is the sentence of the confirmation. */
const ORDERS = {
  force_open: {
    label: "Force open",
    ends: true,
    says: (c, store) => (c.dry_run
      ? `${each(c)} is in a dry run: it is forced open in name only, and its calls pass until ` +
        "the dry run is switched off. A reset ends it sooner."
      : `${callsOf(c)} are ${becomes(c, store)}, for the time below, even if they could ` +
        "succeed. A reset ends it sooner."),
  },
  force_closed: {
    label: "Force closed",
    ends: true,
    says: (c) => `${callsOf(c)} go through for the time below, however many fail. ` +
      "A reset ends it sooner.",
  },
  reset: {
    label: "Reset",
    says: (c) => `${isForced(c.state) ? "The order ends. " : ""}${each(c)} closes at once and ` +
      "forgets its failures; calls go through.",
  },
  dry_run_on: {
    label: "Dry run on",
    says: (c) => `${each(c)} goes on deciding, but rejects nothing from now on.`,
  },
  dry_run_off: {
    label: "Dry run off",
    says: (c) => (effectOf(c) === "dry_run"
      ? `${each(c)} rejects calls again, from now on: it would do so at present.`
      : `${each(c)} rejects calls again whenever it is open.`),
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

/** Asks for confirmation and gives the order; `done` is told in a sentence. */
export function confirm(action, circuit, page, done) {
  const order = ORDERS[action];
  const why = h("input", { type: "text", required: true, maxlength: 200, autocomplete: "off" });
  const end = choice(ENDS, USUAL_END);
  const { steering } = page.live;
  const who = foreign(steering.who ?? "somebody unnamed");
  ask({
    title: `${order.label}: ${nameOf(circuit)}`,
    says: [
      h("p", { class: "foreign" }, order.says(circuit, page.live)),
      h("p", { class: "only foreign" }, ...reach(action, circuit, page.live)),
    ],
    fields: [
      order.ends ? h("label", {}, "For", end, until(end, page.liveClock)) : null,
      h("label", {}, "Why", why),
      h("p", { class: "signed foreign" },
        `Recorded among what happened to it: ordered by ${who}, and why.`),
    ],
    submit: order.label,
    waiting: "Asking the program …",
    act: async () => {
      const what = { action, name: circuit.name, key: circuit.key, why: why.value.trim() };
      const given = { ...what, for_ms: order.ends ? +end.value : null };
      const { keys } = await wire.steer(given, steering.token);
      done(`${order.label}: done for ${nameOf(circuit)}.${apart(keys)}`);
    },
  });
  why.focus();
}

const WHY_APART = {
  forced: "forced",
  dry_run: "in a dry run",
  no_dry_run: "in no dry run",
  switched_off: "switched off",
};

/** The keys that did not follow an order to all: what was said of one alone goes first. */
function apart(keys) {
  if (!keys?.apart) return "";
  const named = keys.which.slice(0, 3)
    .map(({ key, why }) => `${foreign(key)} (${WHY_APART[why] ?? "apart"})`);
  const more = keys.apart - named.length;
  const all = [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  const some = plural(keys.apart, "key stays as somebody said of it alone",
    "keys stay as somebody said of each alone");
  return ` ${some}: ${all}.`;
}

/** Where an order holds. A dry run is this process's own. */
function reach(action, circuit, { process, fleet }) {
  const shared = fleet?.shares_control && !/^dry/.test(action) && !localWhy(circuit, fleet);
  if (!shared) return ["This process only: ", h("b", {}, processName(process)), "."];
  const { namespace, members, away } = fleet;
  const all = members > 0 ? ` (${plural(members, "member")}).` : ".";
  return ["Each process that shares control in the fleet ", h("b", {}, foreign(namespace)), all,
    away ? " The others hear of it once this one is back." : ""];
}

/** Says when a chosen end is, on the program's clock. */
function until(end, clock) {
  const text = h("span", { class: "until" });
  const say = () => setText(text, `until ${timeOfDay(clock.wall(clock.now() + +end.value))}`);
  end.addEventListener("change", say);
  say();
  return text;
}
