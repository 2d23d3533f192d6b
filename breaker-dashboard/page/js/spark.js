// A line of traffic: calls as a grey area, in which failures stand on the floor, filled, and
// rejections hang from the top, hatched: they differ without colour. Where calls are not known
// there is no floor. Drawn only where visible.

import { palette } from "./palette.js";
import { look } from "./states.js";

/** Draws `{calls, failures, rejected}` over the whole canvas, the latest at the right. */
export function drawSpark(canvas, series, span) {
  const { context, width, height } = sized(canvas);
  const calls = fitted(series.calls, width, span);
  const failures = fitted(series.failures, width, span);
  const rejected = fitted(series.rejected, width, span);
  const top = Math.max(1, ...calls, ...failures);
  const scale = (height - 1) / top;
  const colours = palette();
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.line;
  calls.forEach((value, x) => value !== null && context.fillRect(x, height - 1, 1, 1));
  const bars = (colour, values, baseOf) => {
    context.fillStyle = colour;
    context.beginPath();
    for (let x = 0; x < width; x++) {
      const tall = values[x] > 0 ? Math.max(1.5, values[x] * scale) : 0;
      if (tall > 0) context.rect(x, baseOf(x, tall), 1, tall);
    }
    context.fill();
  };
  bars(colours.calls, calls, (x, tall) => height - tall);
  // Hatched: two columns of three.
  const hatched = rejected.map((value, x) => (x % 3 === 2 ? 0 : value));
  bars(colours.rejected, hatched, (x) => height - Math.max(1.5, calls[x] * scale));
  bars(colours.failures, failures, (x, tall) => height - tall);
}

/** Draws `[ticks, state]` runs as a band below the line, the latest at the right. */
export function drawBand(canvas, runs, span) {
  const { context, width, height } = sized(canvas);
  const colours = palette();
  context.clearRect(0, 0, width, height);
  let place = span - runs.reduce((sum, [ticks]) => sum + ticks, 0);
  for (const [ticks, state] of runs) {
    const tall = { closed: 2, half_open: height / 2, dry_run: height / 2 }[state] ?? height;
    context.fillStyle = colours[look(state)];
    context.fillRect((place / span) * width, 0, Math.max(1, (ticks / span) * width), tall);
    place += ticks;
  }
}

/** Makes the canvas as fine as the screen, in units of CSS pixels. */
export function sized(canvas) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, width, height };
}

/** One value a pixel for `span` values that end at the right; the highest where many meet. */
function fitted(values, width, span) {
  const columns = new Array(width).fill(null);
  const first = span - values.length;
  values.forEach((value, place) => {
    const from = Math.floor(((first + place) / span) * width);
    const to = Math.max(from + 1, Math.floor(((first + place + 1) / span) * width));
    if (value === null) return;
    for (let x = Math.max(0, from); x < Math.min(width, to); x++) {
      columns[x] = Math.max(columns[x], value);
    }
  });
  return columns;
}
