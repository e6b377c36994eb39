// A step that the engine has recorded (engine/trace/browser_step.py), played value by value: the same
// operations in the same order in the same numbers of 64 bits. Nothing becomes code here.

// What takes how many values, by the number that the record calls it by.
const TAKES = [2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 1, 1, 1, 1];
const WORDS = {inf: Infinity, "-inf": -Infinity, nan: NaN}; // numbers that JSON has no word for

/**
 * @typedef {{
 *   dimension: number, hypers: string[], scheduled: boolean, constants: (number | string)[],
 *   once: number[], each: number[], first: number[], results: number[],
 * }} StepRecord
 */

// Four numbers per operation: which one, and where its values lie.
function unpacked(flat) {
  const code = [];
  for (let i = 0; i < flat.length;) {
    const takes = TAKES[flat[i]];
    if (!takes) throw new RangeError(`no operation has the number ${flat[i]}`);
    code.push(flat[i], flat[i + 1], takes > 1 ? flat[i + 2] : 0, takes > 2 ? flat[i + 3] : 0);
    i += 1 + takes;
  }
  return Int32Array.from(code);
}

// As IEEE 754 and C have it; JavaScript's own is not a number where either is not one, and where
// ±1 is raised to ±∞.
function power(base, exponent) {
  if (base === 1 || exponent === 0) return 1;
  if (base === -1 && (exponent === Infinity || exponent === -Infinity)) return 1;
  return base ** exponent;
}

// Play operations; what the first makes goes to the place `to`, and so on. NaN comes through
// comparisons as in NumPy, and 0 and −0 are told apart as there.
/**
 * @param {Int32Array} code
 * @param {Float64Array} v
 * @param {number} to
 */
export function play(code, v, to) {
  for (let i = 0; i < code.length; i += 4, to++) {
    const a = v[code[i + 1]], b = v[code[i + 2]];
    switch (code[i]) {
      case 0: v[to] = a + b; break;
      case 1: v[to] = a - b; break;
      case 2: v[to] = a * b; break;
      case 3: v[to] = a / b; break;
      case 4: v[to] = -a; break;
      case 5: v[to] = Math.abs(a); break;
      case 6: v[to] = Math.sqrt(a); break;
      case 7: v[to] = Math.exp(a); break;
      case 8: v[to] = Math.log(a); break;
      case 9: v[to] = Math.sin(a); break;
      case 10: v[to] = Math.cos(a); break;
      case 11: v[to] = Math.tanh(a); break;
      case 12: v[to] = a > 0 ? 1 : a < 0 ? -1 : Math.abs(a); break;
      case 13: v[to] = a >= b ? a : a < b ? b : a + b; break;
      case 14: v[to] = a <= b ? a : a > b ? b : a + b; break;
      case 15: v[to] = power(a, b); break;
      case 16: v[to] = a < b ? 1 : 0; break;
      case 17: v[to] = a <= b ? 1 : 0; break;
      case 18: v[to] = a > b ? 1 : 0; break;
      case 19: v[to] = a >= b ? 1 : 0; break;
      case 20: v[to] = a === b ? 1 : 0; break;
      case 21: v[to] = a !== b ? 1 : 0; break;
      case 22: v[to] = a ? b : v[code[i + 3]]; break; // where; a truth value is 1 or 0
      case 23: v[to] = Math.tan(a); break;
      case 24: v[to] = Math.sinh(a); break;
      case 25: v[to] = Math.cosh(a); break;
      default: v[to] = Math.atan(a);
    }
  }
}

export class Replay {
  /** @param {StepRecord} record */
  constructor({dimension, hypers, scheduled, constants, once, each, first, results}) {
    this.dimension = dimension;
    this.hypers = hypers;
    this.first = first;
    this.results = results;
    this.once = unpacked(once);
    this.each = unpacked(each);
    // Places in the order in which the record hands them out.
    this.factor = scheduled ? dimension + first.length : -1;
    this.fields = dimension + first.length + (scheduled ? 1 : 0);
    const fixed = this.fields + hypers.length;
    this.constants = constants.length;
    this.made = fixed + constants.length;
    this.values = new Float64Array(this.made + (this.once.length + this.each.length) / 4);
    this.values.set(constants.map((number) => (typeof number === "string" ? WORDS[number] : number)), fixed);
    this.after = new Float64Array(results.length);
  }

  // Be told the values of the hyper-parameters; what needs no more is worked out.
  /** @param {number[]} fields */
  set(fields) {
    this.values.set(fields, this.fields);
    play(this.once, this.values, this.made);
  }

  // Every place of a walk, coordinate by coordinate: as many arrays of steps + 1 numbers. A walk that
  // is not finite any more is left there.
  /**
   * @param {number[]} start
   * @param {number} steps
   * @param {number[]} fields
   * @param {ArrayLike<number>} [factors] of the learning rate in each step, where there is a schedule
   * @param {(k: number) => void} [before] what is to be known of a step, counted from 0
   */
  walk(start, steps, fields, factors, before) {
    const {dimension, values, after, first, results} = this;
    const path = start.map(() => new Float64Array(steps + 1).fill(NaN));
    this.set(fields);
    if (this.factor >= 0 && factors) values[this.factor] = factors[0];
    play(this.each, values, this.made + this.once.length / 4); // for what comes first of the state
    first.forEach((place, i) => (after[i] = values[place])); // they may lie in each other's way
    values.set(start);
    values.set(after.subarray(0, first.length), dimension);
    for (let i = 0; i < dimension; i++) path[i][0] = start[i];
    for (let k = 1; k <= steps; k++) {
      if (this.factor >= 0 && factors) values[this.factor] = factors[k - 1];
      before?.(k - 1);
      play(this.each, values, this.made + this.once.length / 4);
      for (let i = 0; i < results.length; i++) after[i] = values[results[i]];
      values.set(after);
      let finite = true;
      for (let i = 0; i < dimension; i++) finite = Number.isFinite((path[i][k] = after[i])) && finite;
      if (!finite) break;
    }
    return path;
  }

  // The height of a ground along a walk, and the length of its gradient; of a curve its slope.
  /**
   * @param {Float64Array[]} path
   * @param {() => void} [before] what is to be known of a place
   */
  heights(path, before) {
    const {values, results} = this, count = path[0].length;
    const height = new Float64Array(count), slope = new Float64Array(count);
    this.set([]);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < path.length; i++) values[i] = path[i][k];
      before?.();
      play(this.each, values, this.made + this.once.length / 4);
      height[k] = values[results[0]];
      slope[k] = path.length > 1 ? Math.hypot(values[results[1]], values[results[2]]) : values[results[1]];
    }
    return {height, slope};
  }
}
