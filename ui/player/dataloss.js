// The loss of all examples over updates, epochs or examples seen, and as dots that of each batch.

import {bandOf} from "./fan.js";
import {LossChart} from "./loss.js";

const DOT = 3.5; // px

export class DataLoss extends LossChart {
  /** @param {import("./data.js").DataPlayer} player */
  constructor(player) {
    super(player);
    this.data = player;
  }

  // Where the rows stand on the axis.
  places() {
    return this.placesOf(this.data.facts.rows);
  }

  // Where updates stand on it.
  placesOf(steps) {
    const {over, perEpoch, batch, n} = this.data.facts;
    if (over === "epochs") return steps.map((step) => step / perEpoch);
    if (over === "updates") return steps;
    // The last batch of an epoch may be a smaller one.
    return steps.map((step) => Math.floor(step / perEpoch) * n + Math.min(n, (step % perEpoch) * batch));
  }

  // As far as the updates go, or as the walks have come where all have left.
  most(steps) {
    const {walks, hidden} = this.player, shown = walks.filter((walk) => !hidden.has(walk.key));
    const gone = shown.length > 0 && shown.every((walk) => walk.last < steps);
    return this.placeAt(gone ? Math.max(...shown.map((walk) => walk.last + 1)) : steps) || 1;
  }

  besides(walk) {
    return [...bandOf(this.data, walk, (steps) => this.placesOf(steps)), ...this.batches(walk)];
  }

  batches(walk) {
    const {colors, words, logarithmic} = this.player, {facts} = this.data;
    if (!walk.batch || facts.batch >= facts.n) return []; // the batch is all there is
    const x = this.places(), from = logarithmic ? walk.minimum : 0;
    const y = Array.from(walk.batch, (value) => (logarithmic && !(value - from > 0) ? null : value - from));
    return [{
      type: "scatter", mode: "markers", x: x.slice(0, y.length), y, name: walk.label,
      marker: {color: colors.hues[walk.hue], size: DOT, opacity: 0.45},
      hovertemplate: `<b>%{fullData.name}</b><br>${words["loss of its batch"]}<br>%{y:.4~g}<extra></extra>`,
    }];
  }
}
