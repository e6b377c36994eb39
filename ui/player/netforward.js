// What a network answers, from the weights that were sent. The formulas are those of networks/; a
// test holds each of them to its own.
//
// Channels come first: for every neuron all points lie beside each other, so that its weights stay in
// registers while they are gone through.

import {exponentials} from "./exponential.js";

const ACTIVATIONS = {
  identity: () => {},
  sigmoid: (a) => {
    exponentials(a, -1);
    for (let i = 0; i < a.length; i++) a[i] = 1 / (1 + a[i]);
  },
  // By e²ᶻ, which is half the work of Math.tanh, and exact to rounding about 0 for what is drawn.
  tanh: (a) => {
    exponentials(a, 2);
    for (let i = 0; i < a.length; i++) a[i] = 1 - 2 / (a[i] + 1);
  },
  relu: (a) => {
    for (let i = 0; i < a.length; i++) a[i] = a[i] > 0 ? a[i] : 0 * a[i]; // NaN stays what it is
  },
};

// A neuron's sum of what it is handed, four inputs at a time: what is read and written of it most is
// its own place. The order of the terms is the same as one by one.
/**
 * @param {Float64Array} neuron
 * @param {Float64Array[]} into
 * @param {Float64Array} theta
 * @param {number} at where its weights begin; its bias comes last
 */
function weigh(neuron, into, theta, at) {
  const many = into.length, count = neuron.length;
  neuron.fill(theta[at + many]);
  let j = 0;
  for (; j + 4 <= many; j += 4) {
    const [a, b, c, d] = [into[j], into[j + 1], into[j + 2], into[j + 3]];
    const p = theta[at + j], q = theta[at + j + 1], r = theta[at + j + 2], s = theta[at + j + 3];
    for (let i = 0; i < count; i++) neuron[i] = neuron[i] + p * a[i] + q * b[i] + r * c[i] + s * d[i];
  }
  for (; j < many; j++) {
    const below = into[j], weight = theta[at + j];
    for (let i = 0; i < count; i++) neuron[i] += weight * below[i];
  }
}

// The weights of one row, as numbers.
/**
 * @param {Uint16Array | Float32Array} sent all rows
 * @param {{low: Float64Array, unit: Float64Array}} scale of these weights
 * @param {number} row
 * @param {Float64Array} theta where they are written to
 */
export function weightsAt(sent, {low, unit}, row, theta) {
  const from = row * theta.length, coded = sent instanceof Uint16Array;
  for (let i = 0; i < theta.length; i++) theta[i] = coded ? low[i] + sent[from + i] * unit[i] : sent[from + i];
  return theta;
}

export class NetForward {
  /**
   * @param {import("./types.js").NetworkFacts} facts
   * @param {Float64Array[]} inputs one array of all points per input, in the network's units
   */
  constructor(facts, inputs) {
    this.facts = facts;
    this.inputs = inputs;
    this.points = inputs[0].length;
    // What every layer hands on, one array per neuron.
    this.layers = facts.widths.slice(1).map((width) => Array.from({length: width}, () => new Float64Array(this.points)));
  }

  get dimension() {
    return this.facts.widths.slice(1).reduce((sum, width, i) => sum + width * (this.facts.widths[i] + 1), 0);
  }

  // The answers at all points: probabilities of class 1, or numbers.
  /** @param {Float64Array} theta */
  answers(theta) {
    const {activation, added, classifies} = this.facts;
    let into = this.inputs, at = 0;
    this.layers.forEach((layer, l) => {
      const last = l === this.layers.length - 1;
      for (const neuron of layer) {
        weigh(neuron, into, theta, at);
        at += into.length + 1;
        if (!last) ACTIVATIONS[activation](neuron);
      }
      // Only when the whole layer is done: what it is handed is added to what it makes.
      if (!last && added[l]) this.add(layer, into, l);
      into = layer;
    });
    const answer = into[0];
    if (classifies) ACTIVATIONS.sigmoid(answer);
    return answer;
  }

  // What a layer is handed is added to what it makes.
  /**
   * @param {Float64Array[]} layer
   * @param {Float64Array[]} into
   * @param {number} _l which layer
   */
  add(layer, into, _l) {
    layer.forEach((neuron, n) => neuron.forEach((_, i) => (neuron[i] += into[n][i])));
  }
}
