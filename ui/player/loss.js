// How high above the minimum each walk is, by steps or by evaluations, with a cursor that moves with
// the clock; a walk with evaluations of its own count has a cursor of its own, in its colour.

import {clearGraph, drawGraph} from "./drawing.js";
import {drawable, margin} from "./graphs.js";
import {LossBend} from "./lossbend.js";
import {markedLine} from "./marks.js";
import {element, logTicks, number, tickFont} from "./theme.js";

const LOSS_MARGIN = margin({l: 52, r: 14, t: 8, b: 34}); // at the right is room for half of the last number
const FOLLOWED = 12; // powers of ten above its start, up to which a walk that diverges is followed
const STRIP = 0.16; // of the height, for the schedule of the learning rates under the losses

// Where the star is no lowest value of f, its height is a line: a walk below it is seen to be below.
export function levelOf({header, colors, words, logarithmic}) {
  if (logarithmic || typeof header.level !== "number") return {};
  const y = header.level;
  return {
    shapes: [{type: "line", xref: "paper", x0: 0, x1: 1, y0: y, y1: y, line: {color: colors.muted, width: 1, dash: "dot"}}],
    annotations: [{
      xref: "paper", x: 1, y, xanchor: "right", yanchor: "bottom", showarrow: false, text: `★ f = ${number(y)}`,
      font: {size: 11, color: colors.muted}, hovertext: words["minimum"],
    }],
  };
}

export class LossChart {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-loss"});
    this.graph = element("div");
    this.cursors = [];
    this.bend = new LossBend(this);
    this.root.append(this.graph);
  }

  async draw() {
    const {walks, hidden, colors, words, steps, logarithmic, font, factors} = this.player;
    const abscissa = words[this.player.header.abscissa ?? "step"];
    /** @type {Record<string, any>[]} */
    const traces = [], places = this.places();
    let low = Infinity, high = -Infinity;
    for (const walk of walks) {
      if (hidden.has(walk.key)) continue;
      const y = this.heights(walk);
      for (const value of y) if (value !== null && value < low) low = value;
      high = Math.max(high, this.highest(walk));
      traces.push({
        type: "scatter", mode: "lines", y, ...(walk.spent ? {x: walk.spent} : places && {x: places.slice(0, y.length)}), name: walk.label,
        line: {color: colors.hues[walk.hue], width: 2, dash: walk.dash}, ...markedLine(walk),
        hovertemplate: `<b>%{fullData.name}</b><br>${abscissa} %{x}<br>%{y:.4~g}<extra></extra>`,
      });
      const more = this.besides(walk);
      for (const value of more.flatMap(({y: heights}) => heights)) {
        if (value !== null && Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
      }
      traces.unshift(...more);
    }
    const {range, type} = this.bend.held(this.range(low, high));
    if (type === "linear") for (const trace of traces) trace.y = drawable(trace.y, range);
    // The strip stands over steps, so only where the losses do.
    const strip = factors && !walks.some((walk) => walk.spent);
    if (strip) {
      traces.push({
        type: "scatter", mode: "lines", y: Array.from(factors), ...(places && {x: places}), yaxis: "y2", line: {color: colors.muted, width: 1.5},
        hovertemplate: `${words["step"]} %{x}<br>η × %{y:.4~g}<extra></extra>`,
      });
    }
    const axis = {
      gridcolor: colors.grid, zeroline: false, linecolor: colors.line, tickcolor: colors.line,
      tickfont: tickFont(colors), fixedrange: true,
    };
    const most = this.bend.reached(this.most(steps));
    /** @type {Record<string, any>} */
    const layout = {
      width: this.root.clientWidth, height: this.root.clientHeight, margin: LOSS_MARGIN,
      showlegend: false, hovermode: "closest", dragmode: false, font: {family: font},
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      hoverlabel: {bgcolor: colors.card, bordercolor: colors.line, font: {color: colors.text, size: 12}},
      xaxis: {...axis, range: [0, most], nticks: 6, dtick: most <= 6 ? 1 : undefined, title: {
        text: abscissa, font: {size: 12, color: colors.muted}, standoff: 4}},
      yaxis: {...axis, type, range, nticks: 6, ...(logarithmic ? logTicks(range, colors, 6) : {exponentformat: "power"}), title: {
        text: logarithmic ? "f − f*" : words[this.player.header.heightName ?? "f"], font: {size: 12, color: colors.muted}, standoff: 4}},
    };
    Object.assign(layout, levelOf(this.player));
    if (strip) {
      layout.yaxis.domain = [STRIP + 0.08, 1];
      layout.xaxis.anchor = "y2";
      layout.yaxis2 = {...axis, domain: [0, STRIP], range: [0, 1.1], tickvals: [0, 1], title: {
        text: "η(t)/η", font: {size: 11, color: colors.muted}, standoff: 4}};
    }
    await drawGraph(this.graph, traces, layout, {displayModeBar: false, doubleClick: false, showTips: false});
    this.placeCursors();
    if (this.player.live.walkedHere?.kept) this.bend.wait(walks.filter((walk) => !hidden.has(walk.key)));
    this.listen();
    this.frame(this.player.clock.position);
  }

  // What is drawn of a walk: a logarithm has no place for an exact 0, so its line ends there, and the
  // readout says 0.
  /** @returns {(number | null)[]} */
  heights(walk) {
    const {logarithmic} = this.player, {last} = walk;
    const height = (_, k) => (logarithmic ? (walk.gap[k] > 0 ? walk.gap[k] : null) : walk.f(k));
    return Array.from({length: last + 1}, height);
  }

  // Where the rows of all walks stand on the axis; null where those are the steps themselves.
  /** @returns {number[] | null} */
  places() {
    return null;
  }

  // What is drawn under a walk's line.
  /** @returns {Record<string, any>[]} */
  besides(_walk) {
    return [];
  }

  // Where a position of the clock stands on the axis.
  placeAt(position) {
    const places = this.places();
    if (!places) return position;
    const k = Math.min(Math.floor(position), places.length - 1), next = Math.min(k + 1, places.length - 1);
    return places[k] + (position - k) * (places[next] - places[k]);
  }

  // How high a walk comes that is shown: one that diverges is followed for as many powers of ten as
  // leave room for the others, and as far as it goes where there are none.
  highest(walk) {
    const {walks, hidden} = this.player, start = walk.gap[0];
    const alone = walks.every((other) => hidden.has(other.key) || other.left);
    let most = start;
    for (let k = 0; k <= walk.last; k++) if (walk.gap[k] > most) most = walk.gap[k];
    return start > 0 && !alone ? Math.min(most, start * 10 ** FOLLOWED) : most;
  }

  // From the lowest point reached to a little above the highest.
  /** @returns {{type: string, range: [number, number]}} */
  range(low, high) {
    const {logarithmic, walks, hidden} = this.player;
    if (logarithmic) {
      if (!Number.isFinite(low) || !Number.isFinite(high)) return {type: "log", range: [-6, 2]};
      // Where little happens the space around it is small, too.
      const bottom = Math.log10(low), highest = Math.log10(Math.max(high, low));
      const space = Math.min(0.7, Math.max(0.2, 0.35 * (highest - bottom)));
      const top = highest + space;
      return {type: "log", range: [Math.max(bottom, top - 24) - Math.min(0.3, space), top]};
    }
    const inside = walks.filter((walk) => !hidden.has(walk.key) && !walk.left);
    const values = (inside.length ? inside : walks.filter((walk) => !hidden.has(walk.key)))
      .flatMap((walk) => [walk.f(0), walk.f(Math.min(walk.last, walk.inside))]);
    const least = Math.min(...values), most = Math.max(...values);
    const space = 0.08 * (most - least || 1);
    return {type: "linear", range: [least - space, most + space]};
  }

  // How far the axis goes: to the last step, or to the most evaluations; where all have left, as far
  // as they have come, for in 300 steps the line of four would be a hair.
  most(steps) {
    const {walks, hidden} = this.player;
    const shown = walks.filter((walk) => !hidden.has(walk.key));
    const gone = shown.length > 0 && shown.every((walk) => walk.last < steps);
    const ends = shown.map((walk) => walk.abscissa(walk.spent ? walk.last : gone ? walk.last + 1 : steps));
    return Math.max(1, ...(ends.length ? ends : [steps]));
  }

  // One for all walks that take an evaluation per step, one for each of the others.
  placeCursors() {
    const {walks, hidden, colors} = this.player;
    const shown = walks.filter((walk) => !hidden.has(walk.key));
    const own = shown.filter((walk) => walk.spent);
    const shared = own.length < shown.length || !shown.length ? [null] : [];
    for (const {root} of this.cursors) root.remove();
    this.cursors = [...shared, ...own].map((walk) => {
      const root = element("div", {class: "ov-cursor", "aria-hidden": "true"});
      root.style.top = `${LOSS_MARGIN.t}px`;
      root.style.height = `${this.root.clientHeight - LOSS_MARGIN.t - LOSS_MARGIN.b}px`;
      if (walk) root.style.borderColor = colors.hues[walk.hue];
      this.root.append(root);
      return {root, walk};
    });
  }

  frame(position) {
    const axis = this.graph._fullLayout?.xaxis;
    if (!axis) return undefined;
    if (this.bend.isDue()) return this.bend.draw();
    for (const {root, walk} of this.cursors) {
      const left = axis._offset + axis.d2p(walk ? walk.abscissa(position) : this.placeAt(position));
      root.style.transform = `translateX(${left.toFixed(1)}px)`;
    }
    return undefined;
  }

  // The step that stands at a place of the axis: the first at which a walk has come so far, the
  // latest of them if the walks differ.
  stepAt(abscissa) {
    const {walks, hidden, steps} = this.player;
    const places = this.places();
    if (places) {
      const away = places.map((place) => Math.abs(place - abscissa));
      return Math.min(steps, away.indexOf(Math.min(...away)));
    }
    const whole = Math.max(0, Math.round(abscissa));
    const found = walks.filter((walk) => !hidden.has(walk.key)).map((walk) =>
      walk.spent ? walk.spent.findIndex((spent) => spent >= whole) : whole);
    const reached = found.filter((step) => step >= 0 && step <= steps);
    return reached.length ? Math.max(...reached) : Math.min(whole, steps);
  }

  listen() {
    if (this.listening) return;
    this.listening = true;
    this.root.addEventListener("click", (event) => {
      const axis = this.graph._fullLayout.xaxis;
      const px = event.clientX - this.graph.getBoundingClientRect().left - axis._offset;
      if (px < -6 || px > axis._length + 6) return;
      this.player.clock.jump(this.stepAt(axis.p2d(px)));
    });
  }

  remove() {
    clearGraph(this.graph);
  }
}
