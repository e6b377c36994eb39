// Data: the player with the examples beside the map, one batch at a time.

import {DataLoss} from "./dataloss.js";
import {DataReadout} from "./datareadout.js";
import {Player} from "./player.js";
import {paceOf} from "./pace.js";

const IN_A_WORD = 16; // examples

export class DataPlayer extends Player {
  /** @type {import("./types.js").DataFacts} */ facts;
  /** @type {import("./types.js").Arrays} */ sent;

  take(header, arrays) {
    this.facts = header.data;
    this.sent = arrays;
    super.take(header, arrays);
    for (const panel of this.panels) panel.grips?.forget(this.facts.n);
  }

  readWalks(header, arrays) {
    const walks = super.readWalks(header, arrays);
    walks.forEach((walk, i) => Object.assign(walk, {
      batch: arrays[`batch${i}`], seen: arrays[`seen${i}`], whole: arrays[`whole${i}`],
    }));
    return walks;
  }

  build() {
    super.build();
    this.root.classList.add("ov-data");
    if (this.send) {
      this.notice.textContent = this.words["Drag an example, click beside them to add one, double click one to remove it. Click the map to start there."];
    }
  }

  makeSide() {
    this.loss = new DataLoss(this);
    this.readout = new DataReadout(this);
    return [this.loss.root, this.readout.root];
  }

  // -- rows --------------------------------------------------------------------------------------

  // After how many updates a row is: of a long run only some are sent.
  stepAt(position) {
    const {rows} = this.facts;
    return rows[Math.min(Math.floor(position), rows.length - 1)];
  }

  // The row whose next update is shown; −1 behind the last.
  rowOf(position) {
    const row = Math.floor(position);
    return row < this.facts.rows.length - 1 ? row : -1;
  }

  epochAt(row) {
    return Math.floor(this.facts.rows[row] / this.facts.perEpoch) + 1;
  }

  // -- examples ----------------------------------------------------------------------------------

  exampleAt(index) {
    const {examples} = this.sent;
    return [examples[3 * index], examples[3 * index + 1]];
  }

  labelOf(index) {
    return this.sent.examples[3 * index + 2];
  }

  isDrawn(row, index) {
    if (row < 0) return false;
    const wide = Math.ceil(this.facts.n / IN_A_WORD);
    return Boolean((this.sent.batches[row * wide + Math.floor(index / IN_A_WORD)] >> (index % IN_A_WORD)) & 1);
  }

  // How long the film dwells on each step, by what the map shows.
  timing() {
    const map = this.panels.find((panel) => !panel.grips);
    if (!map) return null;
    const shown = this.walks.filter((walk) => !this.hidden.has(walk.key));
    return paceOf(shown, this.steps, this.view, map.scale());
  }
}
