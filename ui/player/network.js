// Network: for every optimizer what its net answers, one update at a time.

import {SIDE} from "./answers.js";
import {NetForward, weightsAt} from "./netforward.js";
import {NetLoss} from "./netloss.js";
import {NetReadout} from "./netreadout.js";
import {NetView} from "./netview.js";
import {Player} from "./player.js";

export class NetworkPlayer extends Player {
  /** @type {import("./types.js").NetworkFacts} */ facts;
  /** @type {import("./types.js").Arrays} */ sent;
  /** @type {{x: number[], y: number[]}} */ square;
  /** @type {{x: number, y: number, label: number, held: boolean}[]} */ examples;
  /** @type {NetView} */ inside;
  /** @type {NetForward} */ net;
  /** @type {Float64Array} */ theta;
  /** @type {{walk: any, row: number, answers: Float64Array}} */ asked; // what the net holds
  /** @type {number | undefined} */ rowTold; // the row that others have been told of

  take(header, arrays) {
    this.facts = header.network;
    this.sent = arrays;
    this.square = squareOf(header.window);
    const {middle, unit} = this.facts, {x, y} = this.square;
    // Row by row from the top, at the middles of the pixels.
    const across = new Float64Array(SIDE * SIDE), up = new Float64Array(SIDE * SIDE);
    for (let r = 0; r < SIDE; r++) {
      for (let c = 0; c < SIDE; c++) {
        across[r * SIDE + c] = (x[0] + ((c + 0.5) / SIDE) * (x[1] - x[0]) - middle[0]) / unit[0];
        up[r * SIDE + c] = (y[1] - ((r + 0.5) / SIDE) * (y[1] - y[0]) - middle[1]) / unit[1];
      }
    }
    this.net = new NetForward(this.facts, [across, up]);
    this.theta = new Float64Array(this.net.dimension);
    this.asked = {walk: null, row: -1, answers: new Float64Array()};
    const {examples} = arrays;
    this.examples = Array.from({length: this.facts.n}, (_, i) => {
      const [px, py, label, held] = examples.slice(4 * i, 4 * i + 4);
      return {x: px, y: py, label, held: Boolean(held)};
    });
    super.take(header, arrays);
  }

  readWalks(header, arrays) {
    const {dimension} = this.net;
    const walks = super.readWalks(header, arrays);
    walks.forEach((walk, i) => Object.assign(walk, {
      x: new Float32Array(walk.last + 1), y: new Float32Array(walk.last + 1), // it walks on no plane
      right: arrays[`right${i}`], heldLoss: arrays[`heldLoss${i}`], heldRight: arrays[`heldRight${i}`],
      weights: arrays[`weights${i}`],
      scale: {low: arrays.low.subarray(i * dimension, (i + 1) * dimension), unit: arrays.unit.subarray(i * dimension, (i + 1) * dimension)},
    }));
    return walks;
  }

  // What a net answers at a row, at every pixel; valid until the next is asked.
  answersOf(walk, row) {
    if (this.asked.walk !== walk || this.asked.row !== row) {
      this.asked = {walk, row, answers: this.net.answers(weightsAt(walk.weights, walk.scale, row, this.theta))};
    }
    return this.asked.answers;
  }

  colorOf(label) {
    return label ? this.colors.star : this.colors.muted; // as on the page on data
  }

  build() {
    super.build();
    this.root.classList.add("ov-network");
    this.notice.textContent = this.words[this.facts.classifies
      ? "Shade: how sure the net is of a class. Line: where both are equally likely."
      : "Shade: how far the answer leans to a class. Line: where it is 1/2."];
  }

  makeSide() {
    this.loss = new NetLoss(this);
    this.readout = new NetReadout(this);
    this.inside = new NetView(this);
    return [this.loss.root, this.readout.root, this.inside.root];
  }

  dress() {
    // All of them, before one is measured: who stays has the room of who has left.
    for (const panel of this.panels) panel.root.hidden = this.hidden.has(this.walks[panel.spec.walks[0]].key);
    super.dress();
    this.inside.draw();
  }

  follow(position) {
    super.follow(position);
    // Whose net is looked into is drawn with it: what it answers is asked once.
    this.panels.find(({spec}) => this.walks[spec.walks[0]] === this.inside.walk)?.frame(position);
    this.inside.frame(position);
    const row = Math.floor(position);
    // Pictures below the player follow its clock.
    if (row !== this.rowTold) document.dispatchEvent(new CustomEvent("ov-row", {detail: row}));
    this.rowTold = row;
  }

  playingChanged() {
    super.playingChanged();
    if (!this.clock.playing) this.inside.tell();
  }

  // After how many updates a row is: of a long training only some are sent.
  stepAt(position) {
    const {updates} = this.sent;
    return updates[Math.min(Math.floor(position), updates.length - 1)];
  }

  // There is nothing to zoom into.
  async look() {}

  timing() {
    return null;
  }
}

// The window with equal units: as wide as high.
function squareOf([x0, x1, y0, y1]) {
  const half = Math.max(x1 - x0, y1 - y0) / 2, about = (low, high) => [(low + high) / 2 - half, (low + high) / 2 + half];
  return {x: about(x0, x1), y: about(y0, y1)};
}
