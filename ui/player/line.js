// Walks in one dimension: the curve with balls, tangents and steps on it, and the cobweb of the map
// x → x − ηf′(x). Each panel is two graphs with the same axes:
//
//   still    the curve, whole paths, marks: what is hovered, dragged and clicked
//   moving   what moves with the clock; lets every touch through
//
// They are apart because a frame computes every trace of its figure anew.

import {changeLayout, clearGraph, drawGraph, moveTraces} from "./drawing.js";
import {CONFIG, LINE_MARGIN, STANDOFF, STILL} from "./graphs.js";
import {pinchable} from "./pinch.js";
import {element} from "./theme.js";

const OUT_OF_REACH = 1e6; // widths or heights of the picture: a mark out there is left away

// Browsers count pixels in single precision and refuse a mark beyond it, such as a ball that has
// climbed a parabola for long. Lines are cut at the edge by Plotly, marks are not.
function inReach(trace, {x: [x0, x1], y: [y0, y1]}) {
  if (trace.mode === "lines") return trace;
  const far = (value, low, high) => !(Math.abs(value - low) < OUT_OF_REACH * (high - low));
  const x = Array.from(trace.x, (value, i) => (far(value, x0, x1) || far(trace.y[i], y0, y1) ? null : value));
  return {...trace, x};
}

export class LinePanel {
  /** @type {{width: number, height: number}} */ box;
  /** @type {any[]} */ shown;

  /**
   * @param {import("./player.js").Player} player
   * @param {import("./types.js").PanelSpec} spec
   */
  constructor(player, spec) {
    this.player = player;
    this.spec = spec;
    this.still = element("div", {class: "ov-walks"});
    this.moving = element("div", {class: "ov-trails", "aria-hidden": "true"});
    this.caption = element("div", {class: "ov-caption"});
    this.root = element("div", {class: "ov-map"}, [this.caption, this.still, this.moving]);
  }

  measure() {
    const width = Math.floor(this.root.clientWidth || this.player.stage.clientWidth);
    // The curve is as high as the square beside it, which is no higher than it is wide.
    const narrowest = Math.min(...this.player.panels.map(({root}) => root.clientWidth || width));
    const height = Math.floor(Math.min(narrowest, Math.max(260, 0.47 * innerHeight)));
    this.box = {width, height: this.square ? height : Math.min(Math.floor(0.85 * width), height)};
  }

  size() {
    return this.box;
  }

  get layoutMargin() {
    return LINE_MARGIN;
  }

  // Pixels per unit of each axis.
  scale() {
    const {width, height} = this.box, {x, y} = this.ranges(this.player.view);
    return {
      x: (width - LINE_MARGIN.l - LINE_MARGIN.r) / (x[1] - x[0]),
      y: (height - LINE_MARGIN.t - LINE_MARGIN.b) / (y[1] - y[0]),
    };
  }

  ranges(view) {
    return view;
  }

  // Whether it is as high as it is wide.
  get square() {
    return false;
  }

  layout(seen) {
    const {colors, font, touch, view} = this.player;
    const ranges = this.ranges(view);
    const axis = (range, title) => ({
      range: [...range], fixedrange: false, showgrid: seen, gridcolor: colors.grid, zeroline: false,
      ticks: seen ? "outside" : "", ticklen: 4, tickcolor: colors.line, showline: seen, linecolor: colors.line,
      mirror: true, nticks: 7, tickfont: {size: 11, color: seen ? colors.muted : "rgba(0,0,0,0)"},
      title: {text: seen ? title : "", font: {size: 12, color: colors.muted}, standoff: STANDOFF},
    });
    const [x, y] = this.titles();
    return {
      ...this.box, margin: LINE_MARGIN, showlegend: false, hovermode: "closest", hoverdistance: 14,
      dragmode: touch ? false : "pan", paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: {family: font}, shapes: seen ? this.shapes() : [], xaxis: axis(ranges.x, x), yaxis: axis(ranges.y, y),
      hoverlabel: {bgcolor: colors.card, bordercolor: colors.line, font: {color: colors.text, size: 12}},
    };
  }

  /** @returns {Record<string, any>[]} */
  shapes() {
    return [];
  }

  walks() {
    const {walks, hidden} = this.player;
    return this.spec.walks.map((index) => walks[index]).filter((walk) => !hidden.has(walk.key));
  }

  hue(walk) {
    return this.player.colors.hues[walk.hue];
  }

  async drawGround() {
    // The curve is a trace of the still graph: plotly.js keeps lines where it would lose contours.
  }

  async drawWalks() {
    const {ground, touch, clock} = this.player;
    this.moves = Boolean(ground); // until it is there nothing does
    this.shown = this.walks();
    if (!ground) return;
    const still = {...CONFIG, scrollZoom: !touch};
    await Promise.all([
      drawGraph(this.still, this.inReach(this.stillTraces(ground)), this.layout(true), still),
      drawGraph(this.moving, this.inReach(this.movingTraces(clock.position)), this.layout(false), STILL),
    ]);
    if (!this.player.clock.stopped) this.listen();
  }

  async frame(position) {
    if (!this.moves) return;
    const data = this.inReach(this.movingTraces(position)).map(({x, y}) => ({x, y}));
    await moveTraces(this.moving, data);
  }

  inReach(traces) {
    const ranges = this.ranges(this.player.view);
    return traces.map((trace) => inReach(trace, ranges));
  }

  // A zoom leads along the curve: its height at x, if that is in sight, stays where it is.
  heightToKeep(x) {
    const {ground, view: {y: [low, high]}} = this.player;
    if (!ground) return null;
    const {header: {x: [first, last]}, arrays: {f}} = ground;
    const height = f[Math.round(((x - first) / (last - first)) * (f.length - 1))];
    return height >= low && height <= high ? height : null;
  }

  // Where the curve's samples lie.
  abscissae({header: {x: [low, high]}, arrays}) {
    const count = arrays.f.length;
    return Array.from({length: count}, (_, i) => low + (i * (high - low)) / (count - 1));
  }

  // A ball between two steps: on the straight line from place to place, which is how it gets there.
  ball(walk, position) {
    const at = Math.min(position, walk.last), k = Math.floor(at), part = at - k;
    if (!(part > 0)) return {k, x: walk.x[k], y: walk.y[k]};
    return {
      k, x: walk.x[k] + part * (walk.x[k + 1] - walk.x[k]), y: walk.y[k] + part * (walk.y[k + 1] - walk.y[k]),
    };
  }

  balls(places) {
    return {
      type: "scatter", mode: "markers", x: places.map((ball) => ball.x), y: places.map((ball) => ball.y),
      marker: {
        size: 15, color: this.shown.map((walk) => this.hue(walk)),
        line: {color: this.player.colors.card, width: 2},
      },
    };
  }

  // -- touching ------------------------------------------------------------------------------------

  listen() {
    if (this.listening) return;
    this.listening = true;
    pinchable(this, this.still);
    for (const name of ["plotly_relayout", "plotly_relayouting"]) this.still.on?.(name, (change) => this.follow(change));
    let pressed = null;
    this.still.addEventListener("pointerdown", (event) => {
      pressed = event.button === 0 && event.isPrimary ? event : null;
    }, true);
    // Plotly covers the page while a button is down, so the release is heard at the document.
    this.player.on(document, "pointerup", (event) => {
      const from = pressed;
      pressed = null;
      if (!from || Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY) > 4) return;
      const x = this.abscissaAt(event.clientX, event.clientY);
      if (x !== null) this.player.setStart([x, 0]);
    }, true);
  }

  // The x under a place on the screen, to a fifth of a pixel; null beside the picture.
  abscissaAt(clientX, clientY) {
    const {xaxis, yaxis} = this.still._fullLayout, box = this.still.getBoundingClientRect();
    const px = clientX - box.left - xaxis._offset, py = clientY - box.top - yaxis._offset;
    if (px < 0 || py < 0 || px > xaxis._length || py > yaxis._length) return null;
    const unit = Math.abs(xaxis.range[1] - xaxis.range[0]) / xaxis._length;
    return +xaxis.p2d(px).toFixed(Math.min(12, Math.max(0, Math.ceil(-Math.log10(unit / 2.5)))));
  }

  follow(change) {
    if (this.obeying) return; // this change is not the visitor's but another panel's
    const {xaxis, yaxis} = this.still._fullLayout;
    if (!Object.keys(change).some((name) => name.includes("axis.range"))) return;
    this.player.look(this.viewFrom([...xaxis.range], [...yaxis.range]), this);
  }

  viewFrom(x, y) {
    return {x, y};
  }

  async show(view, isSource) {
    if (!this.listening) return;
    const {x, y} = this.ranges(view);
    const ranges = {"xaxis.range": [...x], "yaxis.range": [...y]};
    // Tangents and arrows are as long as they are on the screen, so another scale changes them.
    await changeLayout(this.moving, ranges);
    await this.frame(this.player.clock.position);
    if (isSource) return;
    this.obeying = true;
    try {
      await changeLayout(this.still, {...ranges, "yaxis.title.standoff": STANDOFF});
    } finally {
      this.obeying = false;
    }
  }

  remove() {
    for (const graph of [this.still, this.moving]) clearGraph(graph);
    this.root.remove();
  }
}
