// How long the film dwells on each step: by what moves on the screen while it is taken.
//
// Every step had the same time, so a walk that leaves in four of 300 steps had left before an eye
// could follow, and six seconds of nothing came after it. Now a step lasts as long as its longest
// way on the screen asks for, all walks on one clock; what nobody sees move goes by quickly.

const USUAL = 50; // steps a second, where a run is neither short nor long
const SHORTEST = 3, LONGEST = 12; // s, between which a usual run lasts
const FOLLOWED = 240; // px a second, which an eye follows well
const LONGEST_STEP = 0.6; // s
const SEEN = 0.4; // px, below which nothing is seen to move
const STILL = 0.6; // s, that all the steps together have besides
const SOME = 1.2; // s, that whatever moves lasts at least

// s that a run of so many steps may last; nothing makes it longer.
export const usual = (steps) => Math.min(LONGEST, Math.max(SHORTEST, steps / USUAL));

// How far a walk is seen to go in the step from k, in px: the part of it that is in sight or next to
// it. Who has left for good may still leap over the map, but there is nothing more to see of it.
function seenWay(walk, k, end, {x, y}, {x: perX, y: perY}) {
  if (k >= end) return 0;
  const inSight = (value, [low, high]) => Math.min(high, Math.max(low, value));
  const way = Math.hypot(
    (inSight(walk.x[k + 1], x) - inSight(walk.x[k], x)) * perX,
    (inSight(walk.y[k + 1], y) - inSight(walk.y[k], y)) * perY,
  );
  return Number.isFinite(way) ? way : 0;
}

/**
 * When the film comes to each step, in seconds from its begin at speed 1; one more than steps.
 *
 * @param {{last: number, left?: {step: number} | null, x: ArrayLike<number>, y: ArrayLike<number>}[]} walks those that are shown
 * @param {number} steps
 * @param {import("./types.js").View} view
 * @param {{x: number, y: number}} scale px per unit of either axis
 */
export function paceOf(walks, steps, view, scale) {
  const ends = walks.map(({last, left}) => Math.min(last, left?.step ?? last));
  const ways = Array.from({length: steps}, (_, k) => {
    let most = 0;
    walks.forEach((walk, i) => (most = Math.max(most, seenWay(walk, k, ends[i], view, scale))));
    return most < SEEN ? 0 : Math.min(LONGEST_STEP, most / FOLLOWED);
  });
  const moving = ways.reduce((sum, seconds) => sum + seconds, 0);
  const longest = usual(steps);
  const factor = moving > longest ? longest / moving : moving > 0 && moving < SOME ? SOME / moving : 1;
  const times = new Float64Array(steps + 1);
  for (let k = 0; k < steps; k++) times[k + 1] = times[k] + factor * ways[k] + STILL / steps;
  return times;
}

// The time of a position, which may lie between two steps.
export function timeAt(times, position) {
  const k = Math.min(times.length - 1, Math.floor(position)), next = Math.min(times.length - 1, k + 1);
  return times[k] + (position - k) * (times[next] - times[k]);
}

// The position at a time; times rise from step to step.
export function positionAt(times, time) {
  if (!(time < times[times.length - 1])) return times.length - 1;
  let low = 0, high = times.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle;
  }
  return low + (time - times[low]) / (times[high] - times[low]);
}
