// Arithmetic that the engine has recorded (engine/trace/browser_record.py), done on arrays: value by
// value over all places of a grid.

/** @typedef {Float64Array} A */
/** @type {Record<string, (out: A, a: A, b: A, c: A) => void>} */
const LOOPS = {
  add: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i]; },
  subtract: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i]; },
  multiply: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i]; },
  divide: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = a[i] / b[i]; },
  negative: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = -a[i]; },
  absolute: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.abs(a[i]); },
  sqrt: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(a[i]); },
  exp: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.exp(a[i]); },
  log: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.log(a[i]); },
  sin: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.sin(a[i]); },
  cos: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.cos(a[i]); },
  tanh: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.tanh(a[i]); },
  sign: (out, a) => { for (let i = 0; i < out.length; i++) out[i] = Math.sign(a[i]); },
  maximum: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Math.max(a[i], b[i]); },
  minimum: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Math.min(a[i], b[i]); },
  power: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Math.pow(a[i], b[i]); },
  less: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Number(a[i] < b[i]); },
  less_equal: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Number(a[i] <= b[i]); },
  greater: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Number(a[i] > b[i]); },
  greater_equal: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Number(a[i] >= b[i]); },
  equal: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Number(a[i] === b[i]); },
  not_equal: (out, a, b) => { for (let i = 0; i < out.length; i++) out[i] = Number(a[i] !== b[i]); },
  where: (out, a, b, c) => { for (let i = 0; i < out.length; i++) out[i] = a[i] ? b[i] : c[i]; },
};

export class Recorded {
  /**
   * @param {any[][]} record
   * @param {A} x the weights at every place of the grid
   * @param {A} y
   */
  constructor(record, x, y) {
    this.record = record;
    this.values = record.map(([what, number]) => {
      if (what === "x") return x;
      if (what === "y") return y;
      return new Float64Array(x.length).fill(what === "constant" ? number : 0);
    });
  }

  // The result at every place, for one example; the array is used again for the next one.
  /** @param {{a: number, b: number, t: number}} example */
  at(example) {
    const {record, values} = this;
    record.forEach(([what, ...inputs], i) => {
      if (what in example) values[i].fill(example[what]);
      else LOOPS[what]?.(values[i], values[inputs[0]], values[inputs[1]], values[inputs[2]]);
    });
    return values[values.length - 1];
  }
}
