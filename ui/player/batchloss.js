// The loss of any batch at every place of a grid: of its examples what the loss of all is of all of
// them (surfaces/losses/loss.py). How one example counts is the engine's record.

import {Recorded} from "./arithmetic.js";

export class BatchLoss {
  /**
   * @param {import("./types.js").BatchLinesFacts} facts
   * @param {Float64Array} terms what the loss sees of every example
   * @param {import("./types.js").View} view
   * @param {number} side points of the grid along each side of the view
   */
  constructor(facts, terms, {x, y}, side) {
    this.facts = facts;
    this.terms = terms;
    this.across = new Float64Array(side * side);
    this.up = new Float64Array(side * side);
    for (let i = 0; i < side * side; i++) {
      this.across[i] = x[0] + ((x[1] - x[0]) * (i % side)) / (side - 1);
      this.up[i] = y[0] + ((y[1] - y[0]) * Math.floor(i / side)) / (side - 1);
    }
    this.recorded = new Recorded(facts.record, this.across, this.up);
    /** @type {Map<number, Float64Array>} */
    this.singly = new Map(); // how each example counts: a film asks for it again and again
  }

  /** @param {number} example */
  countsOf(example) {
    const known = this.singly.get(example);
    if (known) return known;
    const [a, b, t] = this.terms.subarray(3 * example, 3 * example + 3);
    const found = this.recorded.at({a, b, t}).slice();
    this.singly.set(example, found);
    return found;
  }

  /** @param {number[]} batch places of examples, one of them as often as it was drawn */
  of(batch) {
    const {across, up, facts: {root, ridge, lasso}} = this, found = new Float64Array(across.length);
    for (const example of batch) {
      const counts = this.countsOf(example);
      for (let i = 0; i < found.length; i++) found[i] += counts[i];
    }
    for (let i = 0; i < found.length; i++) {
      const mean = found[i] / batch.length;
      found[i] = (root ? Math.sqrt(mean) : mean) + (ridge / 2) * (across[i] * across[i] + up[i] * up[i]) +
        lasso * (Math.abs(across[i]) + Math.abs(up[i]));
    }
    return found;
  }
}
