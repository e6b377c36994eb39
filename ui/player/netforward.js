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
      if (!last && added[l]) layer.forEach((neuron, n) => neuron.forEach((_, i) => (neuron[i] += into[n][i])));
      into = layer;
    });
    const answer = into[0];
    if (classifies) ACTIVATIONS.sigmoid(answer);
    return answer;
  }
}

// Where a field on a grid crosses a height, as the path of an SVG in units of cells: marching squares
// along straight lines. Where a cell is a saddle, its middle decides.
/**
 * @param {Float64Array} field row by row, from the top
 * @param {number} side
 * @param {number} height
 */
export function crossing(field, side, height) {
  const parts = [];
  const cut = (a, b) => (height - a) / (b - a);
  for (let r = 0; r + 1 < side; r++) {
    for (let c = 0; c + 1 < side; c++) {
      const i = r * side + c;
      const [a, b, d, e] = [field[i], field[i + 1], field[i + side], field[i + side + 1]];
      const code = Number(a > height) | (Number(b > height) << 1) | (Number(e > height) << 2) | (Number(d > height) << 3);
      if (code === 0 || code === 15) continue;
      const top = () => `${(c + cut(a, b)).toFixed(2)} ${r}`, bottom = () => `${(c + cut(d, e)).toFixed(2)} ${r + 1}`;
      const left = () => `${c} ${(r + cut(a, d)).toFixed(2)}`, right = () => `${c + 1} ${(r + cut(b, e)).toFixed(2)}`;
      const line = (from, to) => parts.push(`M${from()}L${to()}`);
      const middle = (a + b + d + e) / 4 > height;
      if (code === 5 || code === 10) {
        const joined = middle === (code === 5);
        line(left, joined ? bottom : top);
        line(right, joined ? top : bottom);
      } else if (code === 1 || code === 14) line(left, top);
      else if (code === 2 || code === 13) line(top, right);
      else if (code === 4 || code === 11) line(right, bottom);
      else if (code === 8 || code === 7) line(bottom, left);
      else if (code === 3 || code === 12) line(left, right);
      else line(top, bottom);
    }
  }
  return parts.join("");
}
