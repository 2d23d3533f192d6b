// Asking the program. Addresses are relative to the page, which may be mounted anywhere. All that
// can go wrong becomes a `Trouble`, which says what a person should know and do.

import { foreign } from "./text.js";
import { here } from "./url.js";

const VERSION = 1;
const PATIENCE_MS = 8000;

export class Trouble extends Error {
  /** `kind` is one of: gone, busy, forbidden, missing, failing, foreign, newer, refused. */
  constructor(kind, message, advice = "") {
    super(message);
    this.kind = kind;
    this.advice = advice;
  }
}

/** Asks for the Document, or for what changed since `cursor`; null when there is nothing newer. */
export async function state(cursor) {
  const response = await get("state", cursor === null ? {} : { since: cursor });
  const age = Number(response.headers.get("x-circuit-age") ?? NaN);
  const answer = response.status === 204 ? null : known(await json(response));
  return { answer, age: Number.isFinite(age) ? age : null };
}

/** A Document, a Patch or `{ticks}`, or the trouble with what came instead; null: no tick yet. */
function known(answer) {
  if (answer?.ticks?.length === 0) return null;
  const first = answer?.ticks?.[0] ?? answer;
  if (first?.version > VERSION) {
    throw new Trouble("newer", "The program is newer than this page.", "Reload the page.");
  }
  if (!Array.isArray(first?.circuits)) throw somebodyElse();
  return answer;
}

function somebodyElse() {
  const advice = "A sign-in page, or a proxy? Reload the page.";
  return new Trouble("foreign", "Something else answers in the program's place.", advice);
}

/** Asks for the detail of a circuit, by `{id}` or `{name, key}`. */
export const circuit = async (which) => json(await get("circuit", which));

/** Asks for a page of a function's keys. */
export const keys = async (query) => json(await get("keys", query));

/** Asks for all circuits on one axis. */
export const timeline = async () => json(await get("timeline", {}));

/** Asks for the page as it was between two ticks. */
export const replay = async (from, to) => json(await get("replay", { from, to }));

/** Asks for a file that this page can open without a program, at the tick `shown` if it has one. */
export const incident = async (from, to, shown) =>
  (await get("incident", { from, to, shown })).blob();

/** Gives an order. */
export async function steer(order, token) {
  return json(
    await ask("steer", {
      method: "POST",
      headers: { "content-type": "application/json", "x-circuit-token": token ?? "" },
      body: JSON.stringify(order),
    }),
  );
}

function get(what, query) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given).toString();
  return ask(search ? `${what}?${search}` : what, {});
}

async function ask(what, options) {
  const url = new URL(`api/v1/${what}`, here());
  let response;
  try {
    response = await fetch(url, {
      cache: "no-store",
      // Followed, a way to a sign-in elsewhere would fail as a program does that is gone.
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...options,
      // Who is refused by this name gets no dialog of the browser's, which would cover the page.
      headers: { ...options.headers, "x-requested-with": "XMLHttpRequest" },
    });
  } catch {
    throw new Trouble("gone", "The program does not answer.", navigator.onLine
      ? "It may have ended, or be starting again."
      : "This machine has no network at present.");
  }
  if (response.ok) return response;
  throw await refusal(response);
}

async function refusal(response) {
  if (response.type === "opaqueredirect") {
    const advice = "Reload the page to sign in.";
    return new Trouble("forbidden", "This page is sent elsewhere, as to a sign-in.", advice);
  }
  const said = await response.json().then((body) => body.error, () => null);
  const status = response.status;
  if (status === 401 || status === 403) {
    const advice = "Sign in where this program asks for it, then reload the page.";
    return new Trouble("forbidden", because(`Access is refused (${status})`, said), advice);
  }
  if (status === 404 || status === 410) {
    const advice = "The program may have its dashboard elsewhere now.";
    return new Trouble("missing", because(`Not found (${status})`, said), advice);
  }
  if (status === 503 && said && response.headers.has("retry-after")) {
    const advice = "It is not in trouble for that, and guarded calls don't wait.";
    return new Trouble("busy", because(`The dashboard is busy (${status})`, said), advice);
  }
  if (status >= 500) {
    const advice = "The program, or a proxy before it, can't answer.";
    return new Trouble("failing", because(`The server is in trouble (${status})`, said), advice);
  }
  if (status === 421) {
    const advice = "Open the page by a name that the program answers to.";
    return new Trouble("refused", because(`This name is refused (${status})`, said), advice);
  }
  return new Trouble("refused", because(`The program refuses (${status})`, said));
}

const because = (what, said) => (said ? `${what}: ${foreign(said)}.` : `${what}.`);

async function json(response) {
  try {
    return await response.json();
  } catch {
    throw somebodyElse();
  }
}
