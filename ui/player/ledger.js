// Every number of every step, as the engine made it.
export class StepLedger {
  /**
   * @param {import("./types.js").AnatomyFacts} facts
   * @param {import("./types.js").Arrays} arrays
   */
  constructor(facts, arrays) {
    this.facts = facts;
    this.arrays = arrays;
  }

  // Coordinate i of a quantity in row k; one that all coordinates share is the same for each.
  at(name, k, i) {
    const width = this.facts.widths[name];
    return this.arrays[name][k * width + (width > 1 ? i : 0)];
  }

  pair(name, k) {
    return [this.at(name, k, 0), this.at(name, k, 1)];
  }

  matrix(name, k) {
    return [...this.arrays[name].subarray(4 * k, 4 * k + 4)];
  }
}
