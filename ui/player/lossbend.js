// The losses while a hand is at work: the lines move in every frame, and the axes stand as long as the
// lines fit, so that they can be seen to move.

import {moveTraces} from "./drawing.js";
import {drawable} from "./graphs.js";

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
    const shown = walks.filter((walk) => !hidden.has(walk.key)), lines = shown.map((walk) => chart.heights(walk));
    let low = Infinity, high = -Infinity;
    for (const y of lines) for (const value of y) if (value !== null && value < low) low = value;
    for (const walk of shown) high = Math.max(high, chart.highest(walk));
    const found = chart.range(low, high);
    // What lies under the lines, as on Data, is drawn with them.
    const alone = shown.every((walk) => !chart.besides(walk).length && !walk.spent);
    if (!alone || !this.fits(found) || chart.most(steps) > this.most) {
      await chart.draw();
    } else {
      this.drawn = live.frames;
      const {type, range} = /** @type {Axis} */ (this.axis), places = chart.places();
      await moveTraces(chart.graph, lines.map((y) => ({
        y: type === "linear" ? drawable(y, range) : y, ...(places && {x: places.slice(0, y.length)}),
      })), 0);
      chart.frame(chart.player.clock.position);
    }
    this.wait(shown);
  }

  // Those that wait for the engine look like it.
  wait(shown) {
    const lines = this.chart.graph.querySelectorAll(".scatterlayer > .trace");
    shown.forEach((walk, i) => lines[i]?.classList.toggle("ov-waits", Boolean(walk.waits)));
  }
}
