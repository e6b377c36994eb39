// What a step is made of, drawn over the map: arrows for what points, bars for what has a size,
// and the model of the ground that a second-order rule has.

import {coordinatesOf} from "./coordinates.js";
import {MARGIN} from "./graphs.js";
import {FAR, isNear, Labels} from "./labels.js";

const SVG = "http://www.w3.org/2000/svg";
const LONGEST = 0.24; // of the map's side: the longest arrow of a gradient
const SHORTEST = 26; // pixels: a step below is enlarged
const CURVE = 120; // points of a level line of a model
const BESIDE = {gradient: -10, velocity: 10}; // pixels: labels of arrows that go the same way
const HEAD = 9; // pixels that an arrow's head is long

function drawing(tag, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const isStep = (text) => text.parentNode?.dataset?.role === "step";

// The largest of 1, 2, 5 times a power of ten that is not above the number.
export function roundScale(number) {
  const power = 10 ** Math.floor(Math.log10(number));
  const digit = [5, 2, 1].find((d) => d * power <= number * (1 + 1e-12)) ?? 1;
  return Number((digit * power).toPrecision(1));
}

export class Arrows {
  /**
   * @param {import("./anatomy.js").AnatomyPlayer} player
   * @param {import("./types.js").Panel} panel
   */
  constructor(player, panel) {
    this.player = player;
    this.panel = panel;
    this.clip = `ov-clip-${Math.random().toString(36).slice(2)}`;
    this.window = drawing("rect");
    this.layer = drawing("g", {"clip-path": `url(#${this.clip})`});
    this.root = drawing("svg", {class: "ov-arrows", "aria-hidden": "true"}, [
      drawing("defs", {}, [drawing("clipPath", {id: this.clip}, [this.window])]), this.layer,
    ]);
    this.probe = drawing("text"); // empty, in the letters of all names
    this.root.append(this.probe);
    panel.root.append(this.root);
    this.labels = new Labels();
    this.look = {font: "sans-serif", size: 13};
  }

  // The map's place on the screen; asked once per drawing.
  measure() {
    const {side = 0} = this.panel, {width, height} = this.panel.size();
    const {fontFamily, fontSize} = getComputedStyle(this.probe);
    this.look = {font: fontFamily, size: parseFloat(fontSize)};
    this.root.setAttribute("width", width);
    this.root.setAttribute("height", height);
    for (const [name, value] of Object.entries({x: MARGIN.l, y: MARGIN.t, width: side, height: side})) {
      this.window.setAttribute(name, value);
    }
  }

  // Pixels per unit, and the pixel of a point of the plane.
  get unit() {
    const {x, y} = this.player.view, {side = 0} = this.panel;
    return [side / (x[1] - x[0]), -side / (y[1] - y[0])];
  }

  /** @param {number[]} point */
  pixel([px, py]) {
    const {x, y} = this.player.view, [ux, uy] = this.unit;
    return [MARGIN.l + (px - x[0]) * ux, MARGIN.t + (py - y[1]) * uy];
  }

  // The arrows of one step. Gradients and what is made of them share one scale, which is told; the
  // step and what is measured in its units share the other, true to size unless it is too small.
  frame(k) {
    const {ledger, shown} = this.player;
    this.layer.replaceChildren();
    this.scales = null;
    if (k < 0) return;
    const from = ledger.pair("theta", k);
    const unit = this.unit;
    /** @type {(vector: number[], scale?: number) => number} */
    const long = ([x, y], scale = 1) => Math.hypot(x * unit[0], y * unit[1]) * scale;
    const arrows = ledger.facts.arrows.filter((arrow) => shown.has(arrow.name)).map((arrow) => ({
      ...arrow, vector: ledger.pair(arrow.of, k),
    })).filter(({vector}) => vector.every(Number.isFinite));
    const bars = ledger.facts.bars.filter((bar) => shown.has(bar.name)).map((bar) => ({
      ...bar, vector: ledger.pair(bar.of, k).map((v) => (bar.degree === 2 ? Math.sqrt(v) : v)),
    })).filter(({vector}) => vector.every(Number.isFinite));
    const steep = Math.max(0, ...arrows.filter((a) => !a.moves && !a.scaled).map((a) => long(a.vector)),
      ...bars.filter((b) => b.degree > 0).map((b) => long(b.vector)));
    const gradient = steep > 0 ? roundScale((LONGEST * (this.panel.side ?? 0)) / steep) : 1;
    const length = long(ledger.pair("value:delta", k));
    const step = length > 0 && length < SHORTEST ? Math.max(1, roundScale((2 * SHORTEST) / length)) : 1;
    this.scales = {gradient: steep > 0 ? gradient : null, step: length > 0 ? step : null};
    // A scaled gradient is as long as its step, once the learning rate is in it.
    const eta = ledger.at("learning_rate", k, 0);
    this.model(k, from);
    for (const [i, bar] of bars.entries()) this.bar(bar, from, bar.degree > 0 ? gradient : step, i, k);
    for (const arrow of arrows) {
      if (arrow.moves) this.arrow(arrow, from, step, 1);
      else this.arrow(arrow, from, arrow.scaled ? eta * step : gradient, -1);
    }
    if (ledger.facts.ahead) this.ring(ledger.pair("look", k), from, this.player.words["looks ahead"]);
    if (ledger.facts.ball) this.ring(ledger.pair("ball", k), from, this.player.words["ball"]);
    this.settle();
  }

  // Names choose their places in an order that stays: the step's first, then the others' as they came.
  settle() {
    const texts = [...this.layer.querySelectorAll("text")], {side = 0} = this.panel;
    texts.sort((a, b) => Number(isStep(b)) - Number(isStep(a)));
    this.labels.place(texts, {x: MARGIN.l, y: MARGIN.t, width: side, height: side}, this.look);
  }

  color(role) {
    const {colors, ledger} = this.player;
    return role === "step" ? colors.text : colors.hues[ledger.facts.hues[role]];
  }

  arrow({vector, role, label}, from, scale, sign) {
    const [ux, uy] = this.unit, [x, y] = this.pixel(from);
    const dx = sign * scale * vector[0] * ux, dy = sign * scale * vector[1] * uy;
    const size = Math.hypot(dx, dy);
    if (!(size > 0.5 && size < Infinity) || !isNear(x, y)) return;
    const [ex, ey] = [dx / size, dy / size], head = Math.min(HEAD, size * 0.6), seen = Math.min(size, FAR);
    const [tx, ty] = [x + ex * seen, y + ey * seen], [bx, by] = [tx - ex * head, ty - ey * head];
    const color = this.color(role), width = role === "step" ? 3.6 : 2.6;
    const halo = this.player.colors.card;
    const tip = `${tx},${ty} ${bx - ey * head * 0.5},${by + ex * head * 0.5} ${bx + ey * head * 0.5},${by - ex * head * 0.5}`;
    const beside = BESIDE[role] ?? 0;
    const line = {x1: x, y1: y, x2: bx, y2: by};
    // The step's name stands beside its shaft, that of all others at the tip.
    const [lx, ly] = role === "step" ? [x + ex * seen / 2 + ey * 16, y + ey * seen / 2 - ex * 16]
      : [tx + ex * 10 - ey * beside, ty + ey * 10 + ex * beside];
    const text = drawing("text", {
      x: lx, y: ly + 4, fill: color, stroke: halo, "stroke-width": 3,
      "paint-order": "stroke", "text-anchor": role === "step" || Math.abs(ex) < 0.3 ? "middle" : ex < 0 ? "end" : "start",
    });
    text.textContent = label;
    this.layer.append(drawing("g", {class: "ov-vector", "data-role": role, "data-dx": dx, "data-dy": dy}, [
      drawing("line", {...line, stroke: halo, "stroke-width": width + 2.5}),
      drawing("polygon", {points: tip, fill: color, stroke: halo, "stroke-width": 1}),
      drawing("line", {...line, stroke: color, "stroke-width": width}), text,
    ]));
  }

  // One bar per coordinate, laid to the side that the step goes to.
  bar({vector, role = "scale", label}, from, scale, place, k) {
    const delta = this.player.ledger.pair("value:delta", k);
    const [x, y] = this.pixel(from), color = this.color(role), beside = 8 * place, names = coordinatesOf(this.player);
    vector.forEach((size, i) => {
      const name = names[i], reach = size * scale * this.unit[i] * (delta[i] < 0 ? -1 : 1);
      if (!Number.isFinite(reach) || !isNear(x, y)) return;
      const seen = Math.max(-FAR, Math.min(FAR, reach)), [x2, y2] = i === 0 ? [x + seen, y + beside] : [x - beside, y + seen];
      const tick = i === 0 ? {x1: x2, x2, y1: y2 - 6, y2: y2 + 6} : {x1: x2 - 6, x2: x2 + 6, y1: y2, y2};
      // Above the bar along x, unless the map's border would cut the name off; else beyond its end.
      const above = i === 0 && y2 - 9 > MARGIN.t + 14, out = i === 0 && reach < 0 ? -1 : 1;
      const text = drawing("text", {
        x: above ? x2 : x2 + 8 * out, y: above ? y2 - 9 : y2 + 4, fill: color, stroke: this.player.colors.card,
        "stroke-width": 3, "paint-order": "stroke", "text-anchor": above && name.length < 2 ? "middle" : out < 0 ? "end" : "start", // a word has no room above a short bar
      });
      text.textContent = `${label} ${name}`;
      this.layer.append(drawing("g", {class: "ov-bar", "data-reach": reach}, [
        drawing("line", {x1: i === 0 ? x : x2, y1: i === 0 ? y2 : y, x2, y2, stroke: color, "stroke-width": 5, opacity: 0.45}),
        drawing("line", {...tick, stroke: color, "stroke-width": 2}), text,
      ]));
    });
  }

  // A place that belongs to this step, tied to the point where it starts.
  ring(point, from, label) {
    if (!isNear(...this.pixel(point), ...this.pixel(from))) return;
    const [cx, cy] = this.pixel(point), [x1, y1] = this.pixel(from), color = this.color("velocity");
    const text = drawing("text", {
      x: cx, y: cy - 11, fill: color, stroke: this.player.colors.card, "stroke-width": 3,
      "paint-order": "stroke", "text-anchor": "middle",
    });
    text.textContent = label;
    this.layer.append(drawing("g", {class: "ov-ahead"}, [
      drawing("line", {x1, y1, x2: cx, y2: cy, stroke: color, "stroke-width": 1.8, "stroke-dasharray": "2 3"}),
      drawing("circle", {cx, cy, r: 6, fill: "none", stroke: color, "stroke-width": 2.2}), text,
    ]));
  }

  // The level line of the rule's parabola through the point, its centre, and the same of the
  // ground's own second derivatives, dashed.
  model(k, from) {
    const {ledger, colors} = this.player;
    if (!ledger.facts.model) return;
    const centre = ledger.pair("centre", k), truth = ledger.matrix("truth", k), g = ledger.pair("grad", k);
    const [a, b, , d] = truth, determinant = a * d - b * b;
    const honest = [from[0] - (d * g[0] - b * g[1]) / determinant, from[1] - (a * g[1] - b * g[0]) / determinant];
    this.level(truth, honest, from, {stroke: colors.muted, "stroke-dasharray": "5 4", "stroke-width": 1.6}, "ground");
    const color = this.color("model");
    this.level(ledger.matrix("model", k), centre, from, {stroke: color, "stroke-width": 2.2}, "model");
    if (!isNear(...this.pixel(from), ...this.pixel(centre))) return;
    const [x1, y1] = this.pixel(from), [x2, y2] = this.pixel(centre);
    this.layer.append(
      drawing("line", {class: "ov-jump", x1, y1, x2, y2, stroke: color, "stroke-width": 1.8, "stroke-dasharray": "2 4"}),
      drawing("path", {class: "ov-centre", d: `M${x2 - 6} ${y2} H${x2 + 6} M${x2} ${y2 - 6} V${y2 + 6}`, stroke: color, "stroke-width": 2.4}),
    );
  }

  // {p: (p − c)ᵀ B (p − c) = (from − c)ᵀ B (from − c)}, along the axes of B: an ellipse, or both
  // branches of a hyperbola where B bends up one way and down the other.
  /**
   * @param {number[]} matrix a, b, c, d
   * @param {number[]} centre
   * @param {number[]} from
   * @param {Record<string, any>} look
   * @param {string} name
   */
  level([a, b, , d], centre, from, look, name) {
    const [fx, fy] = [from[0] - centre[0], from[1] - centre[1]];
    const height = a * fx * fx + 2 * b * fx * fy + d * fy * fy;
    const middle = (a + d) / 2, reach = Math.hypot((a - d) / 2, b), turn = Math.atan2(b, (a - d) / 2) / 2;
    const squares = [height / (middle + reach), height / (middle - reach)];
    if (!squares.every(Number.isFinite) || squares.every((square) => square <= 0)) return;
    const [first, second] = squares.map((square) => Math.sqrt(Math.abs(square)));
    const along = (u, v) => this.pixel([
      centre[0] + u * Math.cos(turn) - v * Math.sin(turn), centre[1] + u * Math.sin(turn) + v * Math.cos(turn),
    ]);
    let path = "", drawn = false;
    /** @param {number[]} place */
    const to = ([px, py]) => {
      // Far outside of the map there is nothing to see, and a hyperbola has no end.
      const seen = Math.abs(px) < 1e4 && Math.abs(py) < 1e4;
      if (seen) path += `${drawn ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
      drawn = seen;
    };
    for (const side of squares.every((square) => square > 0) ? [0] : [-1, 1]) {
      drawn = false;
      for (let i = 0; i <= CURVE; i++) {
        const s = (2 * i) / CURVE - 1, wide = 6 * s;
        if (!side) to(along(first * Math.cos(Math.PI * s), second * Math.sin(Math.PI * s)));
        else if (squares[0] > 0) to(along(side * first * Math.cosh(wide), second * Math.sinh(wide)));
        else to(along(first * Math.sinh(wide), side * second * Math.cosh(wide)));
      }
    }
    if (path) this.layer.append(drawing("path", {class: `ov-level ov-${name}`, d: path, fill: "none", ...look}));
  }

  remove() {
    this.root.remove();
  }
}
