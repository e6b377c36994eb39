// A walk of whose steps every one sees a batch: the rows that it sees are added up as the engine has
// recorded how one counts (engine/trace/browser_rows.py), and the rule's step is taken on their means.

import {play} from "./replay.js";

export class BatchWalk {
  /**
   * @param {import("./replay.js").Replay} step whose last fields are the means
   * @param {{parts: import("./replay.js").Replay, columns: Float64Array[]}} rows
   * @param {(update: number) => ArrayLike<number>} batchOf whom an update sees
   */
  constructor(step, {parts, columns}, batchOf) {
    this.step = step;
    this.parts = parts;
    this.columns = columns;
    this.batchOf = batchOf;
    parts.set([]); // what hangs on no row
  }

  // As that of a step which sees all there is (replay.js).
  /**
   * @param {number[]} start
   * @param {number} steps
   * @param {number[]} fields
   * @param {ArrayLike<number>} [factors]
   */
  walk(start, steps, fields, factors) {
    const {step} = this, sums = new Float64Array(this.parts.results.length), at = step.made - step.constants - sums.length;
    return step.walk(start, steps, [...fields, ...sums], factors, (k) => {
      this.add(step.values, this.batchOf(k), sums);
      step.values.set(sums, at);
    });
  }

  // The means of what some rows add at the place where theta is.
  add(theta, batch, sums) {
    const {parts, parts: {values, results, dimension, fields}, columns} = this;
    sums.fill(0);
    for (let i = 0; i < dimension; i++) values[i] = theta[i];
    for (let b = 0; b < batch.length; b++) {
      for (let c = 0; c < columns.length; c++) values[fields + c] = columns[c][batch[b]];
      play(parts.each, values, parts.made + parts.once.length / 4);
      for (let i = 0; i < sums.length; i++) sums[i] += values[results[i]];
    }
    for (let i = 0; i < sums.length; i++) sums[i] /= batch.length;
  }
}
