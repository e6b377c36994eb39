// The data: examples, of which the batch of the update at hand is lit, and what the model of every
// walk says of them now: its line, or the boundary between two classes.

import {moveTraces} from "./drawing.js";
import {MARGIN} from "./graphs.js";
import {Grips} from "./grips.js";
import {LinePanel} from "./line.js";
import {coordinate, fill, number} from "./theme.js";
import {modelAt, NOTHING} from "./model.js";
import {headAt} from "./walk.js";

const SYMBOLS = ["circle", "diamond"];
const SIZE = 8, LIT = 12; // px

export class ExamplesPanel extends LinePanel {
  /**
   * @param {any} player the one of this page
   * @param {import("./types.js").PanelSpec} spec
   */
  constructor(player, spec) {
    super(player, spec);
    /** @type {import("./data.js").DataPlayer} */
    this.data = player;
    this.root.classList.add("ov-examples");
    this.grips = new Grips(this);
  }

  measure() {
    const width = Math.floor(this.root.clientWidth || this.player.stage.clientWidth);
    const map = this.player.panels.find((panel) => panel !== this)?.root.clientWidth ?? width;
    // As high as the map, where that stands beside it.
    const high = Math.floor(map - MARGIN.l - MARGIN.r + MARGIN.t + MARGIN.b);
    const beside = getComputedStyle(this.player.maps).gridTemplateColumns.split(" ").length > 1;
    this.box = {width, height: beside ? high : Math.floor(0.75 * width)};
  }

  /** @returns {[string, string]} */
  titles() {
    const {axes} = this.data.facts;
    return [axes[0], axes[1]];
  }

  // Its own part of the plane, whatever the map beside it shows; classes have equal units.
  ranges() {
    const [x0, x1, y0, y1] = this.data.facts.window;
    const room = this.data.facts.form === "same" ? 0.2 * (y1 - y0) : 0; // for what stands above the examples
    const ranges = {x: [x0, x1], y: [y0, y1 + room]};
    if (!this.data.facts.equal || !this.box) return ranges;
    const {width, height} = this.plotted();
    const unit = Math.max((x1 - x0) / width, (y1 - y0) / height);
    const about = (low, high, px) => [(low + high - unit * px) / 2, (low + high + unit * px) / 2];
    return {x: about(x0, x1, width), y: about(y0, y1, height)};
  }

  plotted() {
    const {l, r, t, b} = this.layoutMargin;
    return {width: this.box.width - l - r, height: this.box.height - t - b};
  }

  // A model without inputs has neither curve nor boundary, and says so.
  layout(seen) {
    const layout = super.layout(seen), {colors, words} = this.player;
    if (!seen || this.data.facts.form !== "same") return layout;
    return {...layout, annotations: [{
      xref: "paper", yref: "paper", x: 0.5, y: 1, yanchor: "top", showarrow: false, align: "center",
      text: words["This model sees no input:<br>it gives every example the same answer."],
      font: {size: 12, color: colors.text},
    }]};
  }

  heightToKeep() {
    return null;
  }

  async show() {
    // A zoom is the map's.
  }

  // -- what stands still -----------------------------------------------------------------------

  stillTraces() {
    const {colors} = this.player, {facts} = this.data, [first, second] = this.titles();
    return this.classes().map((label) => {
      const mine = this.places((i) => facts.task === "number" || this.grips.labelOf(i) === label);
      return {
        type: "scatter", mode: "markers", ...mine, customdata: mine.of.map((i) => i + 1),
        marker: {
          size: SIZE, symbol: SYMBOLS[label], color: this.color(label), opacity: 0.5,
          line: {color: colors.text, width: 1},
        },
        hovertemplate: `%{customdata}<br>${first} %{x:.4~g}<br>${second} %{y:.4~g}` +
          (facts.task === "number" ? "" : `<br>${facts.axes[2]}: ${label}`) + "<extra></extra>",
      };
    });
  }

  classes() {
    return this.data.facts.task === "number" ? [0] : [0, 1];
  }

  color(label) {
    const {colors} = this.player;
    return label ? colors.star : colors.muted;
  }

  // {x, y, of}: where those examples stand whose place passes.
  places(passes) {
    const x = [], y = [], of = [];
    for (const i of this.grips.pending.there) {
      if (!passes(i)) continue;
      const [px, py] = this.grips.placeOf(i);
      x.push(px);
      y.push(py);
      of.push(i);
    }
    return {x, y, of};
  }

  // -- what moves ------------------------------------------------------------------------------

  movingTraces(position) {
    const {colors} = this.player, row = this.data.rowOf(position);
    const lines = this.shown.map((walk) => ({
      type: "scatter", mode: "lines", ...this.model(headAt(walk, position)),
      line: {color: this.hue(walk), width: 2.6, dash: walk.dash},
    }));
    const lit = this.classes().map((label) => {
      const {x, y} = this.places((i) => this.data.isDrawn(row, i) &&
        (this.data.facts.task === "number" || this.grips.labelOf(i) === label));
      return {
        type: "scatter", mode: "markers", x, y,
        marker: {size: LIT, symbol: SYMBOLS[label], color: this.color(label), line: {color: colors.text, width: 2}},
      };
    });
    return [...lines, ...lit, this.grips.mark()];
  }

  // The curve or the boundary of a place on the map, in the part of the plane that is shown.
  model(theta) {
    return theta.every(Number.isFinite) ? modelAt(this.data.facts, theta, this.ranges()) : NOTHING;
  }

  told() {
    const {words} = this.player, {n} = this.data.facts;
    const all = this.shown ?? [], position = Math.floor(this.player.clock.position);
    const models = all.map((walk) => {
      const [a, b] = headAt(walk, position);
      return `${walk.label} (${coordinate(a)}, ${coordinate(b)})`;
    });
    const {x, y} = this.ranges(), [first, second] = this.titles();
    const [x0, x1, y0, y1] = [...x, ...y].map((value) => number(value));
    return [
      fill(words["{n} examples, {axes}."], {n, axes: this.titles().join(", ")}),
      fill(words["Shown: {first} from {x0} to {x1}, {second} from {y0} to {y1}."], {first, second, x0, x1, y0, y1}),
      ...(models.length ? [fill(words["Models: {places}."], {places: models.join("; ")})] : []),
    ].join(" ");
  }

  // While an example is dragged: all of them, and what is lit.
  redrawExamples() {
    if (!this.moves) return;
    moveTraces(this.still, this.stillTraces().map(({x, y}) => ({x, y})));
    this.frame(this.player.clock.position);
  }

  listen() {
    this.grips.listen();
  }

  async drawWalks() {
    await super.drawWalks();
    this.grips.keys?.place();
  }

  remove() {
    this.grips.keys?.detach();
    super.remove();
  }
}
