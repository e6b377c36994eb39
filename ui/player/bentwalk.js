// Walks that bend with the learning rate.

// A table from a coordinate's 16 bits to its place on an axis.
function decoder([low, high], {inner, outer, decades, middle}) {
  const table = new Float32Array(65536), centre = (low + high) / 2, half = (high - low) / 2;
  for (let code = 0; code < 65535; code++) {
    const signed = code - middle, size = Math.abs(signed);
    const place = size <= inner ? size / inner : 10 ** (((size - inner) * decades) / outer);
    table[code] = centre + half * Math.sign(signed) * place;
  }
  table[65535] = NaN;
  return table;
}

// One optimizer's walks over the axis; it is itself the walk with the rate that is shown.
export class BentWalk {
  /**
   * @param {Record<string, any>} facts
   * @param {number} index
   * @param {import("./types.js").Arrays} arrays
   * @param {import("./types.js").RatesHeader} header
   */
  constructor(facts, index, arrays, header) {
    this.facts = facts;
    this.index = index;
    for (const name of ["key", "label", "hue", "dash", "marker", "limit", "most", "own"]) this[name] = facts[name];
    this.listed = true;
    this.near = 0;
    this.minimum = header.minimum ?? 0;
    this.steps = header.rates.kept;
    this.count = this.steps.length;
    this.window = header.window;
    this.regimes = header.rates.regimes;
    const [x0, x1, y0, y1] = header.window;
    this.tables = {x: decoder([x0, x1], header.rates.code), y: decoder([y0, y1], header.rates.code)};
    this.codes = {x: arrays[`x${index}`], y: arrays[`y${index}`]};
    this.sent = arrays[`gap${index}`];
    const level = header.level ?? 0; // without an f* heights are sent from there, to keep their digits
    this.read = header.minimum === null ? (value) => value + level : (value) => 10 ** value;
    this.x = new Float32Array(this.count);
    this.y = new Float32Array(this.count);
  }

  f(k) {
    return this.gap[k] + this.minimum;
  }

  // Take the shape that lies at a place on the axis, which may be between two rates.
  bend(place) {
    const low = Math.floor(place), part = place - low, near = Math.round(place);
    this.near = near;
    this.bentTo = place;
    this.gap = this.sent.subarray(near * this.count, (near + 1) * this.count);
    this.gap = Float64Array.from(this.gap, this.read);
    this.last = this.facts.last[near];
    for (const axis of ["x", "y"]) {
      const codes = this.codes[axis], table = this.tables[axis], line = this[axis];
      const first = low * this.count, second = first + this.count, own = near * this.count;
      for (let k = 0; k < this.count; k++) {
        const a = table[codes[first + k]];
        if (!part) {
          line[k] = a;
          continue;
        }
        const between = a + part * (table[codes[second + k]] - a);
        line[k] = Number.isNaN(between) ? table[codes[own + k]] : between;
      }
    }
  }

  // What a walk of the browser's own takes the place of.
  kept() {
    const {x, y, gap, last, bentTo} = this;
    return {x: x.slice(), y: y.slice(), gap, last, bentTo};
  }

  // Be another walk, which the browser has walked (livewalk.js): of its steps those that are kept of all.
  follow({x, y, gap, last}) {
    const steps = this.steps, rows = (of) => Float64Array.from(steps, (k) => of[k]);
    Object.assign(this, {x: rows(x), y: rows(y), gap: rows(gap), bentTo: `${x[0]},${y[0]}`});
    this.last = steps.findLastIndex((k) => k <= last);
  }

  // f − f* with the rate at a place of the axis after kept step k.
  gapAt(place, k) {
    return this.read(this.sent[place * this.count + k]);
  }

  get regime() {
    return this.regimes[this.facts.regimes[this.near]];
  }

  // Where the walk leaves the map for good, on its border.
  get left() {
    const [x0, x1, y0, y1] = this.window;
    const inside = (k) => this.x[k] >= x0 && this.x[k] <= x1 && this.y[k] >= y0 && this.y[k] <= y1;
    const gone = this.last < this.count - 1;
    if (inside(this.last) && !gone) return null;
    let k = this.last;
    while (k >= 0 && !inside(k)) k--;
    if (k < 0) return null;
    if (k === this.last) return {x: this.x[k], y: this.y[k], step: k + 1};
    const cut = (a, b, low, high) => (b > high ? (high - a) / (b - a) : b < low ? (low - a) / (b - a) : 1);
    const part = Math.min(cut(this.x[k], this.x[k + 1], x0, x1), cut(this.y[k], this.y[k + 1], y0, y1));
    return {
      x: this.x[k] + part * (this.x[k + 1] - this.x[k]), y: this.y[k] + part * (this.y[k + 1] - this.y[k]),
      step: k + 1,
    };
  }

  // The place of the rate that is lowest after step k, or −1 if all walks are lost by then: where
  // f has no bottom, what is lost is lowest, and nobody's best.
  best(k) {
    let place = -1, lowest = Infinity;
    for (let i = 0; i < this.facts.last.length; i++) {
      const value = this.sent[i * this.count + k];
      if (k <= this.facts.within[i] && value < lowest) [place, lowest] = [i, value];
    }
    return place;
  }
}
