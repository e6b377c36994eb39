// A walk of the browser's own, from a recorded step: what the server would send of it, while a hand
// is at work and nobody waits for the server. How it ended is judged as in engine/drive/outcome.py,
// where it left the map as in figures/walks.py, what counts as rounding as in figures/above.py.

const TOLERANCE = 1e-6, FAR = 1e6, EQUAL = 1e-12; // as there; a test holds each to its own

/** @typedef {{steps: number, factors?: ArrayLike<number>, minimum: number | null, window: import("./types.js").Window, rows?: number[]}} Around */
// With rows the walk is that of these steps: they are numbered anew, and a step leads from one to the next.

/**
 * @param {import("./replay.js").Replay | import("./batchwalk.js").BatchWalk} step
 * @param {import("./replay.js").Replay | import("./batchwalk.js").RowsGround} ground
 * @param {number[]} start
 * @param {number[]} fields values of the hyper-parameters, in the order of the record
 * @param {Around} around
 */
export function walked(step, ground, start, fields, {steps: all, factors, minimum, window, rows}) {
  const whole = step.walk(start, all, fields, factors);
  const path = rows && rows.length <= all ? whole.map((row) => Float64Array.from(rows, (k) => row[k])) : whole;
  const steps = path[0].length - 1;
  const {height, slope} = ground.heights(path);
  const finite = (k) => [...path, height, slope].every((row) => Number.isFinite(row[k]));
  let last = 0;
  while (last < steps && finite(last + 1)) last++;
  const [x, y = height] = path; // on a curve it is the height that is drawn
  const left = leftAt(x, y, last, window);
  return {
    x, y, slope, last, left, gap: minimum === null ? height : height.map((f) => (path.length > 1 ? above(f, minimum) : f - minimum)),
    outcome: outcomeOf(path, slope, last, steps), inside: left ? left.step - 1 : last,
  };
}

// f − f*, in which what lies below f* by rounding alone is 0.
function above(f, minimum) {
  const gap = f - minimum;
  return gap < 0 && gap >= -roundingOf(minimum) ? 0 : gap;
}

/** @param {number} minimum */
export const roundingOf = (minimum) => EQUAL * Math.max(1, Math.abs(minimum));

function outcomeOf(path, slope, last, steps) {
  const away = (k) => Math.hypot(...path.map((row) => row[k]));
  const far = away(last) > FAR && away(last) > away(0);
  if (last < steps || far) return "diverged";
  const moved = Math.hypot(...path.map((row) => row[last] - row[Math.max(0, last - 1)]));
  return moved < TOLERANCE && Math.abs(slope[last]) < TOLERANCE ? "converged" : "budget";
}

// Where a walk leaves the map for good: the place on its border, and the step; null if it does not,
// or was never on it.
/** @returns {import("./types.js").Exit | null} */
function leftAt(x, y, last, [x0, x1, y0, y1]) {
  const inside = (k) => x[k] >= x0 && x[k] <= x1 && y[k] >= y0 && y[k] <= y1;
  if (inside(last) && last === x.length - 1) return null;
  let k = last;
  while (k >= 0 && !inside(k)) k--;
  if (k < 0) return null;
  if (k === last) return {x: x[k], y: y[k], step: k + 1}; // it vanished in one step
  const cut = (a, b, low, high) => (b > high ? (high - a) / (b - a) : b < low ? (low - a) / (b - a) : 1);
  const part = Math.min(cut(x[k], x[k + 1], x0, x1), cut(y[k], y[k + 1], y0, y1));
  return {x: x[k] + part * (x[k + 1] - x[k]), y: y[k] + part * (y[k + 1] - y[k]), step: k + 1};
}
