// A walk of whose steps every one sees a batch: the rows that it sees are added up as the engine has
// recorded how one counts (engine/trace/browser_rows.py), and the rule's step is taken on their means.

import {play} from "./replay.js";

/** @typedef {import("./replay.js").Replay} Replay */
/** @typedef {{parts: Replay, whole: Replay, columns: Float64Array[]}} Rows what the examples are, and how they count */

// Where what a record is told last lies: so many numbers.
const lastFields = (record, count) => record.made - record.constants - count;

// The means of what some rows add at a place; of all rows, if none are named.
/**
 * @param {Rows} rows
 * @param {ArrayLike<number>} theta
 * @param {Float64Array} sums
 * @param {ArrayLike<number> | null} batch
 */
function means({parts, columns}, theta, sums, batch) {
  const {values, results, dimension, fields, each, made, once} = parts, count = (batch ?? columns[0]).length;
  sums.fill(0);
  for (let i = 0; i < dimension; i++) values[i] = theta[i];
  for (let b = 0; b < count; b++) {
    const row = batch ? batch[b] : b;
    for (let c = 0; c < columns.length; c++) values[fields + c] = columns[c][row];
    play(each, values, made + once.length / 4);
    for (let i = 0; i < sums.length; i++) sums[i] += values[results[i]];
  }
  for (let i = 0; i < sums.length; i++) sums[i] /= count;
}

export class BatchWalk {
  /**
   * @param {Replay} step whose last fields are the means
   * @param {Rows} rows
   * @param {(update: number) => ArrayLike<number>} batchOf whom an update sees
   */
  constructor(step, rows, batchOf) {
    this.step = step;
    this.rows = rows;
    this.batchOf = batchOf;
    rows.parts.set([]); // what hangs on no row
  }

  // As that of a step which sees all there is (replay.js).
  /**
   * @param {number[]} start
   * @param {number} steps
   * @param {number[]} fields
   * @param {ArrayLike<number>} [factors]
   */
  walk(start, steps, fields, factors) {
    const {step, rows} = this, sums = new Float64Array(rows.parts.results.length), at = lastFields(step, sums.length);
    return step.walk(start, steps, [...fields, ...sums], factors, (k) => {
      means(rows, step.values, sums, this.batchOf(k));
      step.values.set(sums, at);
    });
  }
}

// The loss of all examples as a ground.
export class RowsGround {
  /** @param {Rows} rows */
  constructor(rows) {
    this.rows = rows;
    rows.parts.set([]);
  }

  // As those of a recorded ground (replay.js).
  /** @param {Float64Array[]} path */
  heights(path) {
    const {rows, rows: {whole}} = this, sums = new Float64Array(rows.parts.results.length), at = lastFields(whole, sums.length);
    return whole.heights(path, () => {
      means(rows, whole.values, sums, null);
      whole.values.set(sums, at);
    });
  }
}
