// Which time is shown: now, a moment of the record, or a saved incident.

import { byId, setShown, setText } from "./dom.js";
import * as incident from "./incident.js";
import { processName } from "./process.js";
import { Latest, Replay } from "./replay.js";
import { duration, timeOfDay, utc } from "./text.js";
import { Track } from "./track.js";
import * as wire from "./wire.js";

const STEP_TICKS = 10;
const PLAY_MS = 250;

export class Travel {
  #page;
  #told;
  #replay = null;
  #latest = new Latest();
  #playing = 0;

  /** `told` is `{changed(), failed(message)}`. */
  constructor(page, told) {
    this.#page = page;
    this.#told = told;
    byId("live").addEventListener("click", () => this.leave());
    byId("leave").addEventListener("click", () => this.leave());
    byId("earlier").addEventListener("click", () => this.seek(page.shown.tick - STEP_TICKS));
    byId("later").addEventListener("click", () => this.seek(page.shown.tick + STEP_TICKS));
    byId("play").addEventListener("click", () => this.#play());
    incident.watchFiles((file) => this.#open(file));
  }

  /** Shows the page as it was at a tick. */
  seek(tick) {
    const page = this.#page;
    const newest = page.mode === "file" ? this.last : page.live.tick;
    if (page.mode !== "file" && tick >= newest) return this.leave();
    this.#replay ??= new Replay((from, to) => this.#fetch(from, to));
    page.wish = Math.min(Math.max(tick, this.#first()), newest);
    this.#told.changed();
    return this.#latest.run(() => this.#show(page.wish));
  }

  /** Comes back to what is happening now. */
  leave() {
    const page = this.#page;
    this.#stop();
    this.#replay = null;
    const { live, liveClock, liveTrack } = page;
    Object.assign(page, { mode: "live", shown: live, clock: liveClock, track: liveTrack });
    page.incident = null;
    page.wish = null;
    page.view = { ...page.view, at: null };
    this.#told.changed();
  }

  /** Says which time is shown, where it is not now. */
  show() {
    const { mode, shown, live, liveClock } = this.#page;
    setShown(byId("then"), mode !== "live");
    setShown(byId("live"), mode === "past");
    setText(byId("play"), this.#playing ? "Pause" : "Play");
    setText(byId("leave"), mode === "file" ? "Close the incident" : "Back to live");
    if (mode === "past") {
      const ago = duration(liveClock.now() - shown.tick * 1000);
      const gone = live.tick > 0 ? `, ${ago} ago` : "";
      setText(byId("then-text"), `Rewound to ${timeOfDay(shown.atMs)}${gone}.`);
    } else if (mode === "file") {
      const { saved_at_ms: saved } = this.#page.incident;
      const of = `Incident of ${processName(shown.process)}, saved ${utc(saved)}`;
      setText(byId("then-text"), `${of}: nothing here is live.`);
    }
  }

  /** The record is the program's; when it is gone, what the page saw is left. */
  async #fetch(from, to) {
    const { lost, memory } = this.#page;
    return lost ? memory.replay() : wire.replay(from, to);
  }

  #first() {
    return this.#page.mode === "file" ? this.#page.incident.base.tick : 0;
  }

  async #show(tick) {
    const page = this.#page;
    const replay = this.#replay;
    if (replay === null || tick === null) return;
    try {
      const store = await replay.at(tick);
      // Somebody may have come back to live meanwhile.
      if (replay !== this.#replay) return;
      if (page.wish === tick) page.wish = null;
      page.mode = page.incident ? "file" : "past";
      page.shown = store;
      page.clock = page.pastClock;
      page.pastClock.stand(store.tick, store.atMs);
      page.view = { ...page.view, at: page.incident ? null : store.atMs };
      this.#told.changed();
    } catch (trouble) {
      this.#stop();
      page.wish = null;
      if (page.mode === "live") page.view = { ...page.view, at: null };
      this.#told.changed();
      this.#told.failed(`${trouble.message} ${trouble.advice ?? ""}`);
    }
  }

  /** Lets the record run, somewhat faster than it happened. */
  #play() {
    if (this.#playing) {
      this.#stop();
      this.#told.changed();
      return;
    }
    const page = this.#page;
    if (page.mode === "live") this.seek(page.live.tick - 60);
    else if (page.mode === "file" && page.shown.tick >= this.last) this.seek(this.#first());
    this.#playing = setInterval(() => {
      // The first stretch may still be on its way.
      if (page.mode === "live") return;
      const end = page.mode === "file" ? this.last : page.live.tick;
      const next = page.shown.tick + page.shown.step;
      if (next >= end) this.#stop();
      this.seek(next);
    }, PLAY_MS);
  }

  #stop() {
    clearInterval(this.#playing);
    this.#playing = 0;
  }

  async #open(file) {
    const page = this.#page;
    try {
      const read = await incident.read(file);
      this.#stop();
      page.incident = read;
      page.mode = "file";
      this.last = read.ticks.at(-1)?.tick ?? read.base.tick;
      this.#replay = new Replay(async () => read);
      const track = new Track();
      track.replace(read.timeline);
      // Files that were saved by older programs have the axis of the whole record.
      page.track = track.within(read.base.tick, this.last);
      await this.seek(read.shown ?? worstTick(read, this.last));
    } catch (trouble) {
      this.#told.failed(trouble.message);
    }
  }
}

/** Where one is opened that was saved live: at the latest tick with an outage, else at its end. */
function worstTick({ base, ticks }, last) {
  let level = base.verdict.level;
  let found = level === "outage" ? base.tick : null;
  for (const { tick, verdict } of ticks) {
    level = verdict?.level ?? level;
    if (level === "outage") found = tick;
  }
  return found ?? last;
}
