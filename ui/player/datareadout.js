// The numbers at the current update, and in a sentence which batch it sees.

import {Readout} from "./readout.js";
import {fill} from "./theme.js";

export class DataReadout extends Readout {
  /** @param {import("./data.js").DataPlayer} player */
  constructor(player) {
    super(player);
    this.data = player;
  }

  sentence(position) {
    const {words} = this.player, {facts, sent} = this.data;
    const row = this.data.rowOf(position), last = facts.rows[facts.rows.length - 1];
    const rest = super.sentence(position).replace(/^[^.]*\.\s*/, "");
    if (row < 0) return `${fill(words["After all {updates} updates, {epochs} epochs."], {updates: last, epochs: shortly(last / facts.perEpoch)})} ${rest}`;
    const values = {
      update: facts.rows[row] + 1, updates: last, epoch: this.data.epochAt(row), b: sent.sizes[row], n: facts.n,
    };
    const partial = sent.sizes[row] < facts.batch;
    const said = partial
      ? words["Update {update} of {updates}, epoch {epoch}: its batch holds the last {b} of {n} examples."]
      : words["Update {update} of {updates}, epoch {epoch}: its batch holds {b} of {n} examples."];
    return `${fill(said, values)} ${rest}`;
  }
}

const shortly = (value) => String(Math.round(100 * value) / 100);
