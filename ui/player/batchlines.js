// The contours of the batch at hand over those of all examples: the same loss with the same penalty, of
// the examples that the update at hand sees. Each line stands at a height at which the ground has one,
// and where the batch lies lower or higher than the ground does, its heights go on in the same way.

import {BatchLoss} from "./batchloss.js";
import {MARGIN} from "./graphs.js";
import {groundUnder} from "./ground.js";
import {isolines} from "./isolines.js";
import {svgElement} from "./theme.js";

const SIDE = 65; // points of the grid along each side of the view
const ROOM = 18; // px of the map's side for each line: of more, every second, fourth, eighth, … is drawn
const LOOK = {fill: "none", "stroke-width": "1.1", "stroke-dasharray": "4 3.5"};

export class BatchLines {
  /** @type {BatchLoss | null} */ loss = null;
  /** @type {import("./types.js").Ground | undefined} */ ground;

  /**
   * @param {import("./data.js").DataPlayer} player
   * @param {import("./map.js").MapPanel} panel
   */
  constructor(player, panel) {
    this.player = player;
    this.panel = panel;
    this.path = svgElement("path", LOOK);
    this.root = svgElement("svg", {class: "ov-arrows ov-batch-lines", "aria-hidden": "true"});
    this.root.append(this.path);
    panel.ground.root.after(this.root); // under the walks
    this.drawn = ""; // of what the lines are that are there
    this.every = 1;
  }

  measure() {
    const {width, height} = this.panel.size();
    this.root.setAttribute("width", String(width));
    this.root.setAttribute("height", String(height));
    this.path.setAttribute("stroke", this.player.colors.text);
    this.stand();
  }

  // Be told when a closer part of the ground has been made: its lines have other heights.
  stand() {
    const {ground} = this.player;
    if (ground === this.ground) return;
    this.ground?.layers?.delete(this);
    this.ground = ground;
    if (ground) (ground.layers ??= new Set()).add(this);
  }

  draw() {
    this.frame(this.player.clock.position);
  }

  // The loss on the grid in view; begun anew where either is another.
  /** @param {import("./types.js").BatchLinesFacts} lines */
  lossOf(lines) {
    const {view, sent: {terms}} = this.player, of = [...view.x, ...view.y].join();
    if (this.loss?.terms !== terms || this.of !== of) this.loss = new BatchLoss(lines, terms, view, SIDE);
    this.of = of;
    return /** @type {BatchLoss} */ (this.loss);
  }

  frame(position) {
    const {player, ground, panel: {side}} = this, {lines} = player.facts, row = player.rowOf(position);
    if (!lines || !ground || row < 0) {
      this.put("", "");
      return;
    }
    const known = this.loss, loss = this.lossOf(lines), header = scaleUnder(ground, player.view);
    const of = [row, header.id, side].join();
    if (this.drawn === of && known === loss) return;
    const heights = loss.of(player.batchOf(row)), scale = scaleOf(heights, header, side / ROOM);
    this.every = scale.every;
    const cell = side / (SIDE - 1), tenth = (value) => Math.round(10 * value) / 10;
    this.put(of, isolines(heights, SIDE, scale).map((line) => {
      const places = line.map(([i, j]) => `${tenth(MARGIN.l + i * cell)} ${tenth(MARGIN.t + side - j * cell)}`);
      return `M${places.join("L")}`;
    }).join(""));
  }

  put(of, path) {
    if (of || this.drawn) this.path.setAttribute("d", path);
    this.drawn = of;
  }

  remove() {
    this.ground?.layers?.delete(this);
    this.root.remove();
  }
}

// Whose lines are seen. A part that is level to within rounding has none of its own: it is a piece of
// the map's.
/**
 * @param {import("./types.js").Ground} whole
 * @param {import("./types.js").View} view
 */
function scaleUnder(whole, view) {
  const {header, arrays: {z}} = groundUnder(whole, view);
  return z.every((level) => level === z[0]) ? whole.header : header;
}

// The levels of heights by the lines of the ground: whole numbers on them. Below the first and above the
// last the numbers go on; the scale is logarithmic both ways from its floor. Of `every` lines one is
// drawn, so that there are at most so many.
/**
 * @param {Float64Array} heights
 * @param {{bands: number, scale?: import("./types.js").Scale}} ground
 * @param {number} most
 */
export function scaleOf(heights, {bands, scale}, most) {
  const {floor, softness, top} = scale ?? {floor: 0, softness: 1, top: 0};
  const perBand = Math.log1p((top - floor) / softness) / bands;
  const levels = heights.map((height) => {
    const above = height - floor, level = Math.sign(above) * Math.log1p(Math.abs(above) / softness);
    return perBand > 0 ? level / perBand - 0.5 : NaN; // a plain has no lines
  });
  const heightAt = (level) => floor + Math.sign(level + 0.5) * softness * Math.expm1(Math.abs(level + 0.5) * perBand);
  let low = Infinity, high = -Infinity, every = 1;
  for (const level of levels) if (Number.isFinite(level)) [low, high] = [Math.min(low, level), Math.max(high, level)];
  while (high - low > most * every) every *= 2;
  return {levels, heightAt, every};
}
