// Numbers, durations and foreign text as they are shown.

const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

/** Says a duration as the program's sentences do: "43 s", "2 min", "3 h 12 min", "2 d 3 h". */
export function duration(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  // Of no second there is no first unit: the last one says that.
  const [[size, unit], next] = UNITS.slice(UNITS.findIndex(([size]) => s >= size));
  const larger = `${Math.floor(s / size)} ${unit}`;
  const smaller = next ? Math.floor((s % size) / next[0]) : 0;
  return smaller > 0 ? `${larger} ${smaller} ${next[1]}` : larger;
}

/** Says over which time rates are, for ticks of so many seconds. */
export const inStep = (step) =>
  step === 1 ? "in the last second" : `a second, over the last ${step} s`;

/** Says what is left of a duration. A second that has begun counts: zero means now. */
export const rest = (ms) => duration(Math.ceil(Math.max(0, ms) / 1000) * 1000);

/** Says a number of calls in few characters: "7", "950", "1.2 k", "34 k". */
export function count(n) {
  if (n < 1000) return String(Number.isInteger(n) ? n : n.toFixed(1));
  if (n < 1e6) return `${(n / 1e3).toFixed(n < 1e4 ? 1 : 0)} k`;
  return `${(n / 1e6).toFixed(n < 1e7 ? 1 : 0)} M`;
}

/** What is not known is not zero. */
export const known = (value, say) => (value === null ? "–" : say(value));

/** Says a whole number with its thousands apart: "10 000". */
export const whole = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

/** Says a share. Neither "0 %" nor "100 %" is said of what is only near it. */
export function percent(share) {
  if (share > 0 && share < 0.01) return "<1 %";
  if (share > 0.99 && share < 1) return ">99 %";
  return `${Math.round(share * 100)} %`;
}

const DAY_TIME = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** Says a time of day in the viewer's zone: "14:03:22". */
export const timeOfDay = (ms) => DAY_TIME.format(ms);

/** Says a time without doubt, for what leaves the page: "2026-11-27 00:46:16 UTC". */
export const utc = (ms) => new Date(ms).toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");

// Control characters, characters without width, blanks that are no space, those that turn the
// direction of writing: a key could look like another one through them, or forge a line where this
// page's text is pasted. The list is breaker-top's, too: a test of its `text.rs` reads it here.
const DISGUISE = new RegExp(
  "[\\u0000-\\u001f\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5" +
    "\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164" +
    "\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}" +
    "\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]",
  "gu",
);

/**
 * Makes text of the program safe to read: each character that hides or turns is shown as one. Of
 * that text alone, where it enters a sentence: the page's own has narrow spaces to keep.
 */
export const foreign = (text) =>
  String(text ?? "").replace(/\r?\n/g, " ⏎ ").replace(DISGUISE, "\ufffd");

/** Names a circuit as the program does; that of a key with its key: "fetch[a.example]". */
export const nameOf = (circuit) =>
  foreign(circuit.name) + (circuit.key === null ? "" : `[${foreign(circuit.key)}]`);

/** The words of a search; "fetch[a.example]" are two. */
export const wordsOf = (find) => find.split(/[\s[\]]+/).filter(Boolean);

/** Says that there is one, or how many. */
export const plural = (n, one, many = `${one}s`) => `${whole(n)} ${n === 1 ? one : many}`;
