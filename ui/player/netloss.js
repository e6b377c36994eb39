// The loss over updates: of what is learned from, and dotted of what is held out.

import {LossChart} from "./loss.js";

export class NetLoss extends LossChart {
  /** @param {import("./network.js").NetworkPlayer} player */
  constructor(player) {
    super(player);
    this.nets = player;
  }

  places() {
    return Array.from(this.nets.sent.updates);
  }

  most() {
    return Math.max(1, this.nets.stepAt(this.nets.steps));
  }

  besides(walk) {
    if (!walk.heldLoss) return [];
    const {colors, words} = this.player, places = this.places();
    const y = Array.from(walk.heldLoss, (value) => (Number.isFinite(value) ? value : null));
    return [{
      type: "scatter", mode: "lines", x: places.slice(0, y.length), y, name: walk.label,
      line: {color: colors.hues[walk.hue], width: 1.6, dash: "dot"}, opacity: 0.8,
      hovertemplate: `<b>%{fullData.name}</b><br>${words["held out"]}<br>%{y:.4~g}<extra></extra>`,
    }];
  }

  // From 0, as high as nearly all of what is there: a single leap would make a line of the rest.
  range() {
    const {walks, hidden} = this.player, all = [];
    for (const walk of walks.filter(({key}) => !hidden.has(key))) {
      for (const losses of [walk.gap, walk.heldLoss ?? []]) for (const value of losses) if (Number.isFinite(value)) all.push(value);
    }
    all.sort((a, b) => a - b);
    const most = all.length ? Math.max(all[Math.floor(0.97 * (all.length - 1))], ...walks.map((walk) => walk.gap[0]).filter(Number.isFinite)) : 1;
    return {type: "linear", range: /** @type {[number, number]} */ ([-0.03 * most, 1.06 * (most || 1)])};
  }
}
