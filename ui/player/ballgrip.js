// What a hand can do to a ball in one dimension: drag its start along the curve, or move it with the
// arrow keys. Every optimizer has a ball there, and all of them follow.

import {BentPaths} from "./bentpaths.js";
import {LINE_MARGIN} from "./graphs.js";
import {StartGrip} from "./startgrip.js";
import {fill, signed} from "./theme.js";

const FAR = 1e5; // px; a dot out there is left away

export class BallGrip extends StartGrip {
  /**
   * @param {import("./curve.js").CurvePanel} panel
   * @param {number} index of its start
   */
  constructor(panel, index) {
    super(panel);
    this.index = index;
    this.mark = `ov-grip-${index}`;
  }

  // One drawing shows the ways of all balls.
  way() {
    return /** @type {any} */ (null);
  }

  get graph() {
    return this.panel.still;
  }

  get isFirst() {
    return true; // each has a button of its own
  }

  // The first of the balls that start there.
  get at() {
    const {[this.index]: walk} = this.player.walks;
    return /** @type {[number, number]} */ ([walk.x[0], walk.y[0]]);
  }

  get wished() {
    return /** @type {[number, number]} */ ([this.starts[this.index], this.at[1]]);
  }

  // Of all balls, as they are wished.
  get starts() {
    return this.live.wish?.starts ?? this.player.starts;
  }

  get isBack() {
    return String(this.starts) === String(this.live.before?.starts);
  }

  /** @param {[number, number]} point */
  to([x]) {
    this.live.to({starts: this.starts.map((was, i) => (i === this.index ? x : was))});
  }

  ask() {
    this.live.ask("starts", this.starts);
  }

  get names() {
    const {words} = this.player, x = signed(this.starts[this.index]);
    return {name: fill(words["Ball from x = {x}; the arrow keys move it"], {x}), said: fill(words["Ball from x = {x}"], {x})};
  }

  // Of balls that are near each other the nearest is meant.
  under(event) {
    const nearer = this.panel.held.some((other) => other !== this && other.distance(event) < this.distance(event));
    return !nearer && super.under(event);
  }
}

// Every step of balls that follow a hand, as dots on the curve.
export class BentDots extends BentPaths {
  get bent() {
    return this.panel.shown ?? [];
  }

  lie() {
    const {width, height} = this.panel.size(), {l, r, t, b} = LINE_MARGIN;
    Object.assign(this.root.style, {left: `${l}px`, bottom: `${b}px`, width: `${width - l - r}px`, height: `${height - t - b}px`});
  }

  wayOf(walk) {
    const {panel, panel: {player}} = this, px = panel.scale(), {x: [x0], y: [, y1]} = panel.ranges(player.view);
    let way = "";
    for (let k = 0; k <= walk.last; k++) {
      const x = (walk.x[k] - x0) * px.x, y = (y1 - walk.y[k]) * px.y;
      if (Math.abs(x) < FAR && Math.abs(y) < FAR) way += `M${x.toFixed(1)},${y.toFixed(1)}h0`;
    }
    return way || "M0,0";
  }
}
