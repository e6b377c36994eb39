// Data: the player with the examples beside the map, one batch at a time.

import {BatchLines} from "./batchlines.js";
import {DataLoss} from "./dataloss.js";
import {DataReadout} from "./datareadout.js";
import {Draws} from "./draws.js";
import {fanOf} from "./fan.js";
import {Player} from "./player.js";
import {Slopes} from "./slopes.js";
import {element} from "./theme.js";
import {paceOf} from "./pace.js";

export class DataPlayer extends Player {
  /** @type {import("./types.js").DataFacts} */ facts;
  /** @type {import("./types.js").Arrays} */ sent;
  /** @type {Draws} */ draws;
  /** @type {{row: number, batch: number[], is: Set<number>}} */ seen; // by the update of a row
  /** @type {Int32Array[]} */ batches = [];
  /** @type {Slopes | null} */ slopes = null;
  /** @type {BatchLines | null} */ batchLines = null;
  /** @type {HTMLElement} */ saidOfSlopes;

  take(header, arrays) {
    this.facts = header.data;
    this.sent = arrays;
    this.draws = new Draws(this.facts.draws, this.facts.n, this.facts.batch);
    const same = JSON.stringify([this.facts.draws, this.facts.n, this.facts.batch]);
    if (same !== this.drawnOf) this.batches = [];
    this.drawnOf = same;
    this.seen = {row: -1, batch: [], is: new Set()};
    super.take(header, arrays);
    for (const panel of this.panels) panel.grips?.forget(this.facts.n);
  }

  readWalks(header, arrays) {
    const walks = super.readWalks(header, arrays);
    walks.forEach((walk, i) => Object.assign(walk, {
      batch: arrays[`batch${i}`],
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

  // The same walks under other seeds: some of them faintly, and where all of them end.
  behind() {
    return this.facts.fan ? fanOf(this, this.facts.fan) : [];
  }

  get map() {
    return this.panels.find((panel) => !panel.grips);
  }

  dress() {
    super.dress();
    if (this.map && this.slopes?.panel !== this.map) {
      this.slopes?.remove();
      this.slopes = new Slopes(this, this.map);
      this.batchLines?.remove();
      this.batchLines = new BatchLines(this, /** @type {import("./map.js").MapPanel} */ (this.map));
    }
    this.slopes?.measure();
    this.batchLines?.measure();
  }

  follow(position) {
    super.follow(position);
    this.slopes?.frame(position);
    this.batchLines?.frame(position);
    const said = this.slopes?.told(position) ?? "";
    if (this.saidOfSlopes.textContent !== said) this.saidOfSlopes.textContent = said;
    this.saidOfSlopes.hidden = !this.facts.slopesOf;
  }

  async look(view, source) {
    const looking = super.look(view, source);
    this.slopes?.frame(this.clock.position);
    this.batchLines?.frame(this.clock.position);
    await looking;
  }

  makeSide() {
    this.loss = new DataLoss(this);
    this.readout = new DataReadout(this);
    this.saidOfSlopes = element("p", {class: "ov-slopes-told"});
    return [this.loss.root, element("div", {class: "ov-numbers-of-data"}, [this.readout.root, this.saidOfSlopes])];
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

  // The same of any update; drawn once, for a hand asks for all of them in every frame.
  drawn(update) {
    return (this.batches[update] ??= Int32Array.from(this.draws.of(update)));
  }

  // Whom the update of a row sees, as often as it sees them.
  /** @returns {number[]} */
  batchOf(row) {
    if (row < 0) return [];
    if (this.seen.row !== row) {
      const batch = this.draws.of(this.facts.rows[row]);
      this.seen = {row, batch, is: new Set(batch)};
    }
    return this.seen.batch;
  }

  isDrawn(row, index) {
    return this.batchOf(row).length > 0 && this.seen.is.has(index);
  }

  // How long the film dwells on each step, by what the map shows.
  timing() {
    const {map} = this;
    if (!map) return null;
    const shown = this.walks.filter((walk) => !this.hidden.has(walk.key));
    return paceOf(shown, this.steps, this.view, map.scale());
  }
}
