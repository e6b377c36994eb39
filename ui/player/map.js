// One panel: graphs with the same axes, one upon the other.
//
//   ground   the contours, drawn once per ground (ground.js)
//   trails   what has been walked so far and the heads, animated (trails.js)
//   above    the whole paths (faint), minima, start and exits: what is hovered, dragged, clicked
//
// They are apart because plotly.js takes contours off a figure as soon as one of its frames runs
// (plotly.js #4596), and because a frame computes every trace of its figure anew.

import {Cross} from "./curvature.js";
import {EndNames} from "./endnames.js";
import {coordinatesOf} from "./coordinates.js";
import {changeLayout, clearGraph, drawGraph} from "./drawing.js";
import {CONFIG, MARGIN, STANDOFF} from "./graphs.js";
import {GroundLayer} from "./ground.js";
import {pinchable} from "./pinch.js";
import {exitMarks, stopMarks} from "./happened.js";
import {Here} from "./here.js";
import {pointOn} from "./places.js";
import {StartGrip} from "./startgrip.js";
import {element} from "./theme.js";
import {Trails} from "./trails.js";

export class MapPanel {
  /** @type {number} */ side;
  /** @type {any[]} */ shown;

  /**
   * @param {import("./player.js").Player} player
   * @param {import("./types.js").PanelSpec} spec
   */
  constructor(player, spec) {
    this.player = player;
    this.spec = spec;
    this.root = element("div", {class: "ov-map"});
    this.ground = new GroundLayer(this);
    this.trails = new Trails(this);
    this.above = element("div", {class: "ov-walks"});
    this.cross = new Cross(this);
    this.here = new Here(this);
    this.names = new EndNames(this);
    this.startGrip = new StartGrip(this);
    this.caption = element("div", {class: "ov-caption"});
    const over = [this.cross.root, this.names.root, this.here.root, this.startGrip.paths.root, this.startGrip.box];
    this.root.append(this.caption, this.ground.root, this.ground.scale, ...this.trails.graphs, this.above, ...over);
  }

  // Asked once per redraw, never per frame: reading a width makes the browser lay out the page.
  measure() {
    // A map that is hidden behind the 3-D view has no width of its own.
    this.side = Math.max(160, Math.floor((this.root.clientWidth || this.player.stage.clientWidth) - MARGIN.l - MARGIN.r));
  }

  size() {
    return {width: this.side + MARGIN.l + MARGIN.r, height: this.side + MARGIN.t + MARGIN.b};
  }

  // Pixels per unit of each axis.
  scale() {
    const {side, player: {view: {x, y}}} = this;
    return {x: side / (x[1] - x[0]), y: side / (y[1] - y[0])};
  }

  axis(range, colors, title) {
    return {
      range: [...range], fixedrange: false, showgrid: false, zeroline: false, ticks: "outside",
      ticklen: 4, tickcolor: colors.line, linecolor: colors.line, showline: true, mirror: true,
      tickfont: {size: 11, color: colors.muted}, nticks: 7,
      title: {text: title, font: {size: 12, color: colors.muted}, standoff: STANDOFF},
    };
  }

  layout(colors, visible) {
    const view = this.player.view;
    const {width, height} = this.size();
    const touch = this.player.touch;
    const [first, second] = coordinatesOf(this.player);
    /** @type {Record<string, any>} */
    const layout = {
      width, height, margin: MARGIN, showlegend: false, hovermode: "closest",
      dragmode: touch ? false : "pan", paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: visible ? colors.high : "rgba(0,0,0,0)",
      xaxis: this.axis(view.x, colors, first), yaxis: this.axis(view.y, colors, second),
      font: {family: this.player.font}, hoverdistance: 12,
      hoverlabel: {bgcolor: colors.card, bordercolor: colors.line, font: {color: colors.text, size: 12}},
    };
    if (!visible) {
      // The ground's graph draws the axes; this one only needs their geometry.
      for (const axis of [layout.xaxis, layout.yaxis]) {
        axis.ticks = "";
        axis.showline = false;
        axis.tickfont = {size: 11, color: "rgba(0,0,0,0)"};
        axis.title = {text: ""};
      }
    }
    return layout;
  }

  get groundKey() {
    return this.ground.key;
  }

  drawGround() {
    return this.ground.draw();
  }

  groups() {
    const {walks, hidden, colors} = this.player;
    const groups = new Map();
    for (const index of this.spec.walks) {
      const walk = walks[index];
      if (hidden.has(walk.key)) continue;
      const style = `${walk.hue}/${walk.dash}/${walk.marker}`;
      if (!groups.has(style)) {
        groups.set(style, {color: colors.hues[walk.hue], dash: walk.dash, marker: walk.marker, members: []});
      }
      groups.get(style).members.push(walk);
    }
    return [...groups.values()];
  }

  // All graphs of the walks; called when walks, theme, size or hidden walks have changed.
  async drawWalks() {
    const {colors, words, start, minima} = this.player, [first, second] = coordinatesOf(this.player);
    this.shown = this.groups();
    const drawing = [this.trails.draw(this.shown)];
    /** @type {Record<string, any>[]} */
    const traces = this.shown.map((group) => this.fullPath(group, words));
    traces.push({
      type: "scatter", mode: "markers", x: minima.map((m) => m[0]), y: minima.map((m) => m[1]),
      hovertemplate: `${words["minimum"]}<br>${first} %{x:.6f}<br>${second} %{y:.6f}<extra></extra>`,
      marker: {symbol: "star", size: 15, opacity: 0}, // only to be hovered
    });
    traces.push({
      type: "scatter", mode: "markers", x: [start[0]], y: [start[1]],
      hovertemplate: `${words["start"]}<br>${first} %{x}<br>${second} %{y}<extra></extra>`,
      marker: {symbol: "circle-open", size: 15, color: colors.text, line: {width: 2}},
    });
    traces.unshift(...(this.player.behind?.() ?? []));
    traces.push(stopMarks(this.shown, words), exitMarks(this.shown, words, (k) => this.player.stepAt(k)));
    const layout = this.layout(colors, false);
    drawing.push(drawGraph(this.above, traces, layout, {...CONFIG, scrollZoom: !this.player.touch}));
    await Promise.all(drawing);
    if (this.player.clock.stopped) return;
    this.listen();
    this.names.draw();
    this.startGrip.place();
  }

  async frame(position, comet) {
    this.names.moved();
    if (this.player.live.before) this.startGrip.place();
    if (this.shown?.length) await this.trails.frame(position, comet);
  }

  fullPath(group, words) {
    const x = [], y = [], facts = [], [first, second] = coordinatesOf(this.player);
    const slope = group.members[0].slope ? "<br>|∇f| %{customdata[3]:.4~g}" : "";
    for (const walk of group.members) {
      for (let k = 0; k <= walk.last; k++) {
        x.push(walk.x[k]);
        y.push(walk.y[k]);
        facts.push([walk.label, this.player.stepAt(k), walk.f(k), walk.slope?.[k]]);
      }
      x.push(null);
      y.push(null);
      facts.push(null);
    }
    return {
      type: "scatter", mode: "lines", x, y, customdata: facts, opacity: 0.38,
      line: {color: group.color, width: 1.4, dash: group.dash},
      hovertemplate: `<b>%{customdata[0]}</b><br>${words["step"]} %{customdata[1]}<br>` +
        `${first} %{x:.5f}<br>${second} %{y:.5f}<br>f %{customdata[2]:.5~g}${slope}<extra></extra>`,
    };
  }

  // -- touching ------------------------------------------------------------------------------------

  listen() {
    if (this.listening) return;
    this.listening = true;
    pinchable(this, this.above);
    this.here.listen(this.above);
    this.startGrip.listen();
    const follow = (change) => this.follow(change);
    this.above.on?.("plotly_relayout", follow);
    this.above.on?.("plotly_relayouting", follow);
    let pressed = null;
    this.above.addEventListener("pointerdown", (event) => {
      pressed = event.button === 0 && event.isPrimary ? {x: event.clientX, y: event.clientY} : null;
    }, true);
    // Plotly covers the page while a button is down, so the release is heard at the document.
    this.player.on(document, "pointerup", (event) => {
      const from = pressed;
      pressed = null;
      if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4) return;
      const point = this.pointAt(event.clientX, event.clientY);
      if (point) this.player.setStart(point);
    }, true);
  }

  // The point of the plane under a place on the screen; null beside the map, unless it is held there.
  pointAt(clientX, clientY, held = false) {
    return pointOn(this.above, clientX, clientY, held);
  }

  follow(change) {
    if (this.obeying) return; // this change is not the visitor's but another panel's
    const read = (axis) => (change[`${axis}.range`] ??
      (`${axis}.range[0]` in change ? [change[`${axis}.range[0]`], change[`${axis}.range[1]`]] : null));
    const x = read("xaxis"), y = read("yaxis");
    if (!x && !y) return;
    this.player.look({x: x ?? this.player.view.x, y: y ?? this.player.view.y}, this);
  }

  async show(view, isSource) {
    this.names.moved();
    const ranges = {"xaxis.range": [...view.x], "yaxis.range": [...view.y]};
    await this.ground.show(ranges);
    if (this.listening) await this.trails.show(ranges);
    this.startGrip.place();
    if (isSource || !this.listening) return;
    this.obeying = true;
    try {
      await changeLayout(this.above, ranges);
    } finally {
      this.obeying = false;
      this.startGrip.place();
    }
  }

  bringForward(key) {
    this.trails.bringForward(key);
    this.names.bringForward(key);
  }

  remove() {
    this.here.remove();
    this.startGrip.remove();
    this.names.remove();
    this.ground.remove();
    for (const graph of [...this.trails.graphs, this.above]) clearGraph(graph);
    this.root.remove();
  }
}
