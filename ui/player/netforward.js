// What a network answers, from the weights that were sent. The formulas are those of networks/; a
// test holds each of them to its own.
//
// Channels come first: for every neuron all points lie beside each other, so that its weights stay in
// registers while they are gone through.

const ACTIVATIONS = {
  identity: () => {},
  sigmoid: (a) => {
    for (let i = 0; i < a.length; i++) a[i] = 1 / (1 + Math.exp(-a[i]));
  },
  // By e²ᶻ, which is half the work of Math.tanh, and exact to rounding about 0 for what is drawn.
  tanh: (a) => {
    for (let i = 0; i < a.length; i++) a[i] = 1 - 2 / (Math.exp(2 * a[i]) + 1);
  },
  relu: (a) => {
    for (let i = 0; i < a.length; i++) a[i] = a[i] > 0 ? a[i] : 0 * a[i]; // NaN stays what it is
  },
};

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
        neuron.fill(theta[at + into.length]);
        for (const [j, below] of into.entries()) {
          const weight = theta[at + j];
          for (let i = 0; i < neuron.length; i++) neuron[i] += weight * below[i];
        }
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
