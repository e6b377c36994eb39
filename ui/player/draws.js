// Whom every update sees, drawn here as data/batches.py draws: the random words are counted, so that
// of any epoch they can be made alone, and no batch has to be sent.

import {below, words} from "./philox.js";

export class Draws {
  /**
   * @param {{order: string, key: number[]}} facts
   * @param {number} count N, how many examples there are
   * @param {number} size b, of a batch
   */
  constructor({order, key}, count, size) {
    this.order = order;
    this.key = key;
    this.count = count;
    this.size = size;
    this.perEpoch = Math.ceil(count / size);
    this.known = {epoch: -1, places: /** @type {number[]} */ ([])};
  }

  // The places of the examples that an update sees, as often as it sees them.
  /** @param {number} update */
  of(update) {
    const epoch = Math.floor(update / this.perEpoch), from = (update % this.perEpoch) * this.size;
    const to = Math.min(this.count, from + this.size);
    if (this.order === "replaced") return below(this.key, epoch * this.count + from, to - from, this.count);
    return this.inOrder(epoch).slice(from, to);
  }

  // All examples in the order in which an epoch sees them.
  inOrder(epoch) {
    const all = Array.from({length: this.count}, (_, i) => i);
    if (this.order === "fixed") return all;
    if (this.known.epoch !== epoch) {
      const given = words(this.key, epoch * this.count, this.count);
      this.known = {epoch, places: all.sort((i, k) => (given[i] < given[k] ? -1 : given[i] > given[k] ? 1 : i - k))};
    }
    return this.known.places;
  }
}
