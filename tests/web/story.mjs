// An outage and its end, seen from JavaScript, on JavaScript's clock. `ci/web` makes the module.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { createRequire } from "node:module";

const { call, state, opened_at } = createRequire(import.meta.url)(process.argv[2]);
const calls = (...isUp) => isUp.map((each) => call(each));

assert.deepEqual(calls(true, false, false), ["answered", "failed", "failed"]);
assert.equal(state(), "open");
assert.ok(Math.abs(Date.now() - opened_at()) < 10_000, "the event knows the time of the day");
assert.deepEqual(calls(true, true), ["rejected", "rejected"], "time does not stand still");
await wait(250);
assert.deepEqual(calls(true, true), ["answered", "answered"], "nor is it over at once");
assert.equal(state(), "closed");
console.log("an outage of 200 ms: opened, rejected, closed again");
