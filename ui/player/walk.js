// A walk as it was sent, and where it is at a position of the clock.

import {number} from "./theme.js";

// What was sent of a walk's curvature; null for one of a crowd.
function bendsOf(arrays, index) {
  if (!(`low${index}` in arrays)) return null;
  const [low, high, angle] = ["low", "high", "angle"].map((name) => arrays[`${name}${index}`]);
  return {low, high, angle};
}

// Where a walk is at a position of the clock, which may lie between two steps.
/**
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>, last: number}} walk
 * @param {number} position
 * @returns {[number, number]}
 */
export function headAt(walk, position) {
  const at = Math.min(position, walk.last);
  const whole = Math.floor(at), part = at - whole;
  if (!(part > 0)) return [walk.x[whole], walk.y[whole]];
  return [
    walk.x[whole] + part * (walk.x[whole + 1] - walk.x[whole]),
    walk.y[whole] + part * (walk.y[whole + 1] - walk.y[whole]),
  ];
}

export class Walk {
  /**
   * @param {Record<string, any>} facts
   * @param {number} index
   * @param {import("./types.js").Arrays} arrays
   * @param {number | null} minimum
   */
  constructor(facts, index, arrays, minimum) {
    Object.assign(this, facts);
    this.index = index;
    for (const name of ["x", "y", "gap", "slope", "spent"]) this[name] = arrays[`${name}${index}`];
    this.factors = arrays.factors;
    this.bends = bendsOf(arrays, index);
    this.minimum = minimum ?? 0;
  }

  // The learning rate of the step from k, as text.
  rateAt(k) {
    if (this.eta === undefined) return this.rate;
    return number(this.etaAt(k));
  }

  // The same as a number, under a schedule.
  etaAt(k) {
    return (this.eta ?? NaN) * this.factors[Math.min(k, this.factors.length - 1)];
  }

  // Where a step stands on the loss chart: the evaluations so far where those are counted and not
  // one per step; between two steps, the part of the way.
  abscissa(position) {
    if (!this.spent) return position;
    const at = Math.min(position, this.last);
    const k = Math.floor(at), next = Math.min(k + 1, this.last);
    return this.spent[k] + (at - k) * (this.spent[next] - this.spent[k]);
  }

  // What a walk of the browser's own takes the place of.
  kept() {
    return {...this};
  }

  // Be another walk, which the browser has walked (livewalk.js): nobody has judged it.
  follow(made) {
    Object.assign(this, made, {stopped: -1, bends: null, spent: undefined, batch: undefined});
  }

  // The height itself; what is sent is its distance from f*, which keeps its digits near it.
  f(k) {
    return this.gap[k] + this.minimum;
  }
}
