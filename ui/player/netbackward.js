// Forward and backward through a net with its examples: what every layer hands on, and the gradient of
// the mean loss by every parameter. The formulas are those of networks/passes.py; a test holds them to
// it.

import {NetForward} from "./netforward.js";

// h′(z) as a function of a = h(z), as in networks/activations.py: at its kink ReLU has the slope 0.
const SLOPES = {
  identity: () => 1,
  sigmoid: (a) => (1 - a) * a,
  tanh: (a) => 1 - a * a,
  relu: (a) => (a > 0 ? 1 : 0),
};

// The derivative of one example's loss by the last sum, from the answer p, or z itself for squares.
const DOWN = {
  cross_entropy: (p, y) => p - y,
  squares_of_p: (p, y) => 2 * (p - y) * p * (1 - p),
  squares: (z, y) => 2 * (z - y),
};

export class NetBackward extends NetForward {
  /**
   * @param {import("./types.js").NetworkFacts} facts
   * @param {Float64Array[]} inputs one array of all examples per input, in the network's units
   * @param {Float64Array} targets 0 or 1 of every example
   */
  constructor(facts, inputs, targets) {
    super(facts, inputs);
    this.targets = targets;
    this.slope = SLOPES[facts.activation];
    const alike = (layer) => layer.map(() => new Float64Array(this.points));
    // h(z) of every layer, where what it hands on is something else.
    this.made = this.layers.map((layer, l) => (facts.added[l] ? alike(layer) : layer));
    this.deltas = this.layers.map(alike); // ∂/∂z of every neuron and example
    // ∂/∂a of layers that add: it passes h by.
    this.beside = this.layers.map((layer, l) => (facts.added[l] ? alike(layer) : []));
    this.gradient = new Float64Array(this.dimension);
    this.starts = [0]; // where each layer's parameters begin
    facts.widths.slice(1).forEach((width, l) => this.starts.push(this.starts[l] + width * (facts.widths[l] + 1)));
  }

  add(layer, into, l) {
    layer.forEach((neuron, n) => this.made[l][n].set(neuron));
    super.add(layer, into, l);
  }

  // Both ways; what is found stands in layers, made, deltas and gradient until the next call.
  /** @param {Float64Array} theta */
  pass(theta) {
    const answer = this.answers(theta), {targets, points, layers} = this, down = DOWN[this.facts.loss];
    const last = layers.length - 1, [delta] = this.deltas[last];
    for (let i = 0; i < points; i++) delta[i] = down(answer[i], targets[i]) / points;
    for (let l = last; l >= 0; l--) {
      this.collect(l);
      if (l) this.below(l, theta);
    }
    return this.gradient;
  }

  // The gradient by a layer's parameters: what comes back, times what came in.
  collect(l) {
    const into = l ? this.layers[l - 1] : this.inputs, {gradient, points} = this;
    let at = this.starts[l];
    for (const delta of this.deltas[l]) {
      for (const below of into) {
        let sum = 0;
        for (let i = 0; i < points; i++) sum += delta[i] * below[i];
        gradient[at++] = sum;
      }
      let sum = 0;
      for (let i = 0; i < points; i++) sum += delta[i];
      gradient[at++] = sum;
    }
  }

  // ∂/∂z of the layer below: through the weights, beside them where a layer adds, and through h.
  below(l, theta) {
    const {points, slope} = this, wide = this.layers[l - 1].length;
    this.deltas[l - 1].forEach((below, j) => {
      // ∂/∂a first: a layer that adds hands what it is handed to the layer below as it is.
      below.fill(0);
      this.deltas[l].forEach((delta, n) => {
        const weight = theta[this.starts[l] + n * (wide + 1) + j];
        for (let i = 0; i < points; i++) below[i] += weight * delta[i];
      });
      if (this.facts.added[l]) this.beside[l][j].forEach((passed, i) => (below[i] += passed));
      if (this.facts.added[l - 1]) this.beside[l - 1][j].set(below);
      const made = this.made[l - 1][j];
      for (let i = 0; i < points; i++) below[i] *= slope(made[i]);
    });
  }
}
