// The same ground and walks in three dimensions, on request. Height is the map's own scale: the
// bands of the contours are equally high, so that a valley is seen as a valley.

import {coordinatesOf} from "./coordinates.js";
import {changeLayout, changeTraces, clearGraph, drawNew} from "./drawing.js";
import {headIn3d} from "./marks.js";
import {onPinch} from "./pinch.js";
import {element} from "./theme.js";

const EYE = {eye: {x: -1.24, y: -1.35, z: 1.03}};
const NEAREST = 0.3, FARTHEST = 6; // of the eye, in sides of the box

export class Space {
  /** @type {any[]} */ shown;
  firstTrail = 0;

  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-space"});
    let before = null;
    onPinch(this.root, () => (before = this.camera), (factor) => this.approach(before, factor));
  }

  // What heights are measured by, for whoever has seen that it is there.
  get ground() {
    return /** @type {import("./types.js").WholeGround} */ (this.player.ground);
  }

  // From where the visitor looks.
  get camera() {
    return this.root._fullLayout?.scene?._scene?.getCamera() ?? EYE;
  }

  // Two fingers bring the eye nearer; one turns the ground, as Plotly has it.
  async approach({eye, ...camera}, factor) {
    if (this.turning || !this.drawn) return;
    this.turning = true;
    const far = Math.hypot(eye.x, eye.y, eye.z);
    const scale = Math.min(FARTHEST, Math.max(NEAREST, far / factor)) / far;
    try {
      await changeLayout(this.root, {"scene.camera": {...camera, eye: {x: scale * eye.x, y: scale * eye.y, z: scale * eye.z}}});
    } finally {
      this.turning = false;
    }
  }

  // The ground's scale: 0 at the lowest point of the map, 1 at the highest.
  height(f) {
    const {floor, softness, top} = this.ground.header.scale;
    const above = Math.max(0, f - floor);
    return Math.log1p(above / softness) / Math.log1p((top - floor) / softness);
  }

  async draw(width, height) {
    const {ground, colors, walks, hidden, words, font} = this.player;
    if (!ground) return;
    const [first, second] = coordinatesOf(this.player);
    const {nx, ny, window: [x0, x1, y0, y1], bands} = ground.header;
    const every = Math.max(1, Math.round(nx / 80));
    const x = [], y = [], z = [];
    for (let i = 0; i < nx; i += every) x.push(x0 + (i * (x1 - x0)) / (nx - 1));
    for (let j = 0; j < ny; j += every) {
      y.push(y0 + (j * (y1 - y0)) / (ny - 1));
      const row = [];
      for (let i = 0; i < nx; i += every) row.push(ground.arrays.z[j * nx + i]);
      z.push(row);
    }
    this.shown = walks.filter((walk) => !hidden.has(walk.key) &&
      this.player.panels[0].spec.walks.includes(walk.index));
    const line = (walk, width, opacity) => ({
      type: "scatter3d", mode: "lines", x: [], y: [], z: [], opacity, hoverinfo: "skip",
      line: {color: colors.hues[walk.hue], width, dash: walk.dash === "solid" ? "solid" : walk.dash},
    });
    /** @type {Record<string, any>[]} */
    const traces = [{
      type: "surface", x, y, z, showscale: false, cmin: 0, cmax: 1, hoverinfo: "skip",
      colorscale: [[0, colors.deep], [1, colors.high]], opacity: 0.72, // walks are seen through walls
      lighting: {ambient: 0.75, diffuse: 0.5, specular: 0.05, roughness: 0.9},
      contours: {z: {show: true, start: 0, end: 1, size: 2 / bands, color: colors.contour, width: 1}},
    }];
    for (const walk of this.shown) traces.push({...line(walk, 2, 0.35), ...this.path(walk, walk.last)});
    this.firstTrail = traces.length;
    for (const walk of this.shown) traces.push(line(walk, 6, 1));
    traces.push({
      type: "scatter3d", mode: "markers", x: [], y: [], z: [], hoverinfo: "skip",
      marker: {size: 5, symbol: this.shown.map(headIn3d), color: this.shown.map((walk) => colors.hues[walk.hue]), line: {color: colors.card, width: 1}},
    });
    const axis = {
      color: colors.muted, gridcolor: colors.grid, showbackground: false, zeroline: false, showspikes: false,
    };
    await drawNew(this.root, traces, {
      width, height, margin: {l: 0, r: 0, t: 0, b: 0}, showlegend: false, uirevision: "kept",
      paper_bgcolor: "rgba(0,0,0,0)", font: {family: font},
      scene: {
        uirevision: "kept", aspectmode: "manual", aspectratio: {x: 1, y: 1, z: 0.62},
        // As it is: Plotly keeps what a drag has turned, not what two fingers have brought nearer.
        camera: this.drawn ? this.camera : EYE,
        xaxis: {...axis, title: {text: first}, range: [x0, x1]},
        yaxis: {...axis, title: {text: second}, range: [y0, y1]},
        zaxis: {...axis, title: {text: words["height"]}, showticklabels: false, range: [-0.02, 1.02]},
      },
    }, {displayModeBar: false, showTips: false});
    this.drawn = true;
  }

  // Points outside the map are left out here: a plot in space has no border to clip at.
  path(walk, until) {
    const [x0, x1, y0, y1] = this.ground.header.window;
    const x = [], y = [], z = [];
    for (let k = 0; k <= until; k++) {
      const inside = walk.x[k] >= x0 && walk.x[k] <= x1 && walk.y[k] >= y0 && walk.y[k] <= y1;
      x.push(inside ? walk.x[k] : null);
      y.push(inside ? walk.y[k] : null);
      z.push(inside ? this.height(walk.f(k)) + 0.004 : null);
    }
    return {x, y, z};
  }

  async frame(position) {
    if (!this.drawn || !this.player.ground) return; // a new ground may be on its way
    const update = {x: [], y: [], z: []}, head = {x: [], y: [], z: []};
    for (const walk of this.shown) {
      const until = Math.floor(Math.min(position, walk.last));
      const path = this.path(walk, until);
      for (const name of ["x", "y", "z"]) {
        update[name].push(path[name]);
        head[name].push(path[name][until]);
      }
    }
    for (const name of ["x", "y", "z"]) update[name].push(head[name]);
    await changeTraces(this.root, update, update.x.map((_, i) => this.firstTrail + i));
  }

  remove() {
    if (this.drawn) clearGraph(this.root);
    this.drawn = false;
  }
}
