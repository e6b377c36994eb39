// Anatomy: the player with the inside of every step: the rule's lines with this step's numbers,
// arrows over the map, and what the rule remembers over time.

import {writeInLink} from "./address.js";
import {Arrows} from "./arrows.js";
import {Fates} from "./fates.js";
import {FieldGrips} from "./fieldgrips.js";
import {StepLedger} from "./ledger.js";
import {MarkKey} from "./markkey.js";
import {Player} from "./player.js";
import {RuleLines} from "./rulelines.js";
import {SeriesChart} from "./series.js";
import {element} from "./theme.js";

const NEAR_PATH = 14; // pixels within which a click means the path and not the ground
const LINK_EVERY = 500; // ms between two looks at the link

export class AnatomyPlayer extends Player {
  /** @type {import("./ledger.js").StepLedger} */ ledger;
  /** @type {Set<string>} */ shown;
  /** @type {RuleLines} */ rule;
  /** @type {FieldGrips} */ fields;
  /** @type {Fates} */ fates;
  /** @type {HTMLElement} */ charts;
  /** @type {SeriesChart[]} */ series;
  /** @type {Arrows} */ arrows;
  /** @type {MarkKey} */ key;

  take(header, arrays) {
    const names = JSON.stringify([header.anatomy.arrows, header.anatomy.bars]);
    this.ledger = new StepLedger(header.anatomy, arrays);
    if (names !== this.names) {
      const drawn = [...header.anatomy.arrows, ...header.anatomy.bars];
      this.shown = new Set(drawn.filter((thing) => thing.shown).map((thing) => thing.name));
      this.names = names;
    }
    this.lineage = null;
    super.take(header, arrays);
  }

  build() {
    super.build();
    this.root.classList.add("ov-anatomy");
    if (this.send) this.notice.textContent = this.words["Click the path to go to that step, the ground to start there."];
    this.rule = new RuleLines(this);
    this.fates = new Fates(this);
    this.key = new MarkKey(this);
    this.rule.root.append(this.key.root);
    this.fields = new FieldGrips(this);
    this.rule.list.before(this.fields.root, this.fates.root); // within what scrolls, so it covers nothing
    this.charts = element("div", {class: "ov-charts"});
    this.series = [];
    /** @type {Element} */ (this.root.querySelector(".ov-side")).replaceChildren(this.rule.root);
    this.root.insertBefore(this.charts, this.root.querySelector(".ov-foot"));
    this.controls.comet.hidden = true;
    const link = setInterval(() => this.writeLink(), LINK_EVERY);
    this.undo.push(() => clearInterval(link));
  }

  // The row of the ledger that is shown: the step that leaves the point where the clock stands.
  get row() {
    return Math.min(Math.floor(this.clock.position), this.ledger.facts.rows - 1);
  }

  // The step whose numbers are shown: it is the next one, t = k + 1, that leaves the point θ of step k.
  stepTold() {
    return this.row + 1;
  }

  dress() {
    if (!this.placed) this.clock.position = Math.min(this.ledger.facts.step, this.steps);
    this.placed = true;
    if (this.arrows?.panel !== this.panels[0]) {
      this.arrows?.remove();
      this.arrows = new Arrows(this, this.panels[0]);
    }
    const facts = JSON.stringify(this.ledger.facts.charts);
    if (facts !== this.chartFacts) {
      this.chartFacts = facts;
      for (const chart of this.series) chart.remove();
      this.series = this.ledger.facts.charts.map((chart) => new SeriesChart(this, chart));
      this.charts.replaceChildren(...this.series.map((chart) => chart.root), this.loss.root);
    }
    super.dress();
    this.key.draw();
    this.arrows.measure();
    const dress = JSON.stringify([this.ledger.facts.lines, this.dark]);
    this.fields.draw();
    if (dress !== this.lineage) {
      this.rule.draw();
      this.fields.listen(this.rule.list);
    }
    this.lineage = dress;
  }

  drawings() {
    return [...super.drawings(), ...this.series.map((chart) => chart.draw())];
  }

  follow(position) {
    super.follow(position);
    this.rule.frame(this.row);
    if (this.live.before) this.fields.tell();
    this.fates.frame(Math.floor(position));
    this.drawArrows();
  }

  async frame(position) {
    for (const chart of this.series) chart.frame(this.row + 1);
    await super.frame(position);
  }

  drawArrows() {
    this.arrows.frame(this.row);
    this.rule.tellScales(this.arrows.scales);
  }

  async look(view, source) {
    const looking = super.look(view, source);
    this.drawArrows();
    await looking;
  }

  // A part of the plane in which this step is a third of the map.
  lookAtStep() {
    if (this.row < 0) return;
    const [x, y] = this.ledger.pair("theta", this.row), [dx, dy] = this.ledger.pair("value:delta", this.row);
    const [x0, x1, y0, y1] = this.header.window;
    const part = Math.min(1, Math.max(1e-9, 3 * Math.max(Math.abs(dx) / (x1 - x0), Math.abs(dy) / (y1 - y0))));
    const about = (middle, width) => [middle - width / 2, middle + width / 2];
    this.look({x: about(x + dx / 2, part * (x1 - x0)), y: about(y + dy / 2, part * (y1 - y0))}, null);
  }

  // A click near the path goes to that step; elsewhere it sets the start, as on every map.
  setStart(point) {
    const [walk] = this.walks, [px, py] = this.arrows.pixel(point);
    let nearest = -1, least = NEAR_PATH;
    for (let k = 0; k <= walk.last; k++) {
      const [x, y] = this.arrows.pixel([walk.x[k], walk.y[k]]);
      const distance = Math.hypot(x - px, y - py);
      if (distance < least) [nearest, least] = [k, distance];
    }
    if (nearest >= 0) this.clock.jump(nearest);
    else super.setStart(point);
  }

  // The link opens this step, without a word to the server.
  writeLink() {
    if (!this.clock.playing && this.root.isConnected) writeInLink("step", Math.floor(this.clock.position));
  }

  remove() {
    for (const chart of this.series ?? []) chart.remove();
    super.remove();
  }
}
