// The losses while a hand is at work: the lines move in every frame, and the axes stand as long as the
// lines fit, so that they can be seen to move.

import {drawable} from "./graphs.js";
import {markedLine} from "./marks.js";

const ROOM = 0.15; // of an axis that has become too short: so much more than is needed

/** @typedef {{type: string, range: [number, number]}} Axis */

export class LossBend {
  /** @param {import("./loss.js").LossChart} chart */
  constructor(chart) {
    this.chart = chart;
    this.drawn = 0;
    /** @type {Axis | null} */
    this.axis = null;
    this.most = 0;
  }

  get live() {
    return this.chart.player.live;
  }

  // Whether walks have been bent since the last drawing.
  isDue() {
    return Boolean(this.live.before) && this.live.frames !== this.drawn;
  }

  // An axis that is to be drawn: while a hand is at work it only grows.
  /** @param {Axis} found @returns {Axis} */
  held(found) {
    this.drawn = this.live.frames;
    const {axis} = this, grown = this.live.before && axis?.type === found.type ? this.over(axis, found) : found;
    return (this.axis = grown);
  }

  /** @param {Axis} axis @param {Axis} found @returns {Axis} */
  over({type, range: [low, high]}, {range: [least, most]}) {
    const room = ROOM * (Math.max(high, most) - Math.min(low, least));
    return {type, range: [least < low ? least - room : low, most > high ? most + room : high]};
  }

  reached(most) {
    return (this.most = this.live.before ? Math.max(most, this.most) : most);
  }

  // Whether an axis has room for another.
  fits({type, range: [least, most]}) {
    const {axis} = this;
    return axis !== null && axis.type === type && least >= axis.range[0] && most <= axis.range[1];
  }

  async draw() {
    const {chart, live} = this, {player: {walks, hidden, steps}} = chart;
    const shown = walks.filter((walk) => !hidden.has(walk.key)), heights = shown.map((walk) => chart.heights(walk));
    let low = Infinity, high = -Infinity;
    for (const y of heights) for (const value of y) if (value !== null && value < low) low = value;
    for (const walk of shown) high = Math.max(high, chart.highest(walk));
    const found = chart.range(low, high);
    const lines = shown.map((walk, place) => this.lineOf(walk, place));
    if (!this.fits(found) || chart.most(steps) > this.most || lines.includes(null)) {
      await chart.draw();
    } else {
      this.drawn = live.frames;
      // Plotly makes a path of every piece of a line that has gaps; here one of them has all.
      lines.forEach((pieces, i) => pieces?.forEach((piece, k) => piece.setAttribute("d", k ? "M0,0" : this.pathOf(heights[i]))));
      chart.frame(chart.player.clock.position);
    }
    this.wait(shown);
  }

  // The line of a walk, where it is all that is drawn of it.
  /** @returns {Element[] | null} */
  lineOf(walk, place) {
    const {chart} = this;
    const plain = !walk.spent && !chart.besides(walk).length && !("mode" in markedLine(walk));
    const pieces = chart.graph.querySelectorAll(".scatterlayer > .trace")[place]?.querySelectorAll(".js-line") ?? [];
    return plain && pieces.length ? [...pieces] : null;
  }

  // Plotly would reckon every trace of the graph anew, which is more than all else of a frame.
  /** @param {(number | null)[]} heights */
  pathOf(heights) {
    const {xaxis, yaxis} = this.chart.graph._fullLayout, places = this.chart.places();
    const {type, range} = /** @type {Axis} */ (this.axis), linear = type === "linear";
    let path = "", pen = "M";
    (linear ? drawable(heights, range) : heights).forEach((height, k) => {
      if (height === null) pen = "M";
      else {
        path += `${pen}${xaxis.d2p(places ? places[k] : k).toFixed(1)},${yaxis.d2p(height).toFixed(2)}`;
        pen = "L";
      }
    });
    return path || "M0,0";
  }

  // Those that wait for the engine look like it.
  wait(shown) {
    const lines = this.chart.graph.querySelectorAll(".scatterlayer > .trace");
    shown.forEach((walk, i) => lines[i]?.classList.toggle("ov-waits", Boolean(walk.waits)));
  }
}
