// Gradients where a walk stands: that of the batch, that of all examples, and as a cloud those of
// single examples. All of them point downhill and share one scale; a batch's arrow ends in the middle
// of its own examples' dots.

import {roundScale} from "./arrows.js";
import {MARGIN} from "./graphs.js";
import {fill, number, svgElement} from "./theme.js";
import {headAt} from "./walk.js";

const LONGEST = 0.26; // of the map's side: the longer one of the two arrows
const HEAD = 9; // px
const MIDDLE = 32768; // the code of 0

export class Slopes {
  /**
   * @param {import("./data.js").DataPlayer} player
   * @param {import("./types.js").Panel} panel
   */
  constructor(player, panel) {
    this.player = player;
    this.panel = panel;
    this.clip = `ov-clip-${Math.random().toString(36).slice(2)}`;
    this.window = svgElement("rect");
    const clip = svgElement("clipPath", {id: this.clip}), defs = svgElement("defs");
    clip.append(this.window);
    defs.append(clip);
    this.layer = svgElement("g", {"clip-path": `url(#${this.clip})`});
    this.root = svgElement("svg", {class: "ov-arrows ov-slopes", "aria-hidden": "true"});
    this.root.append(defs, this.layer);
    panel.root.append(this.root);
  }

  measure() {
    const {width, height} = this.panel.size(), {side = 0} = this.panel;
    this.root.setAttribute("width", String(width));
    this.root.setAttribute("height", String(height));
    for (const [name, value] of Object.entries({x: MARGIN.l, y: MARGIN.t, width: side, height: side})) {
      this.window.setAttribute(name, String(value));
    }
  }

  // Whose they are; nobody's where they are not asked for, or he is hidden.
  get walk() {
    const {walks, hidden, facts} = this.player;
    return walks.find(({key}) => key === facts.slopesOf && !hidden.has(key)) ?? null;
  }

  // What is to be seen at a row: {all, batch, single, scale}, in the data's units; null where nothing is.
  at(row) {
    const {walk, player: {facts, sent}} = this;
    if (!walk || row < 0 || row >= sent.seen.length / 2) return null;
    /** @type {(numbers: Float32Array) => [number, number]} */
    const pair = (numbers) => [numbers[2 * row], numbers[2 * row + 1]];
    /** @type {{all: number[], batch: number[], single: number[][]}} */
    const found = {all: pair(sent.whole), batch: pair(sent.seen), single: []};
    if (![...found.all, ...found.batch].every(Number.isFinite)) return null;
    for (let i = 0; i < facts.cloud.length; i++) {
      const from = 2 * (row * facts.cloud.length + i);
      found.single.push([0, 1].map((j) => ((sent.cloud[from + j] - MIDDLE) / (MIDDLE - 1)) * facts.cloudReach));
    }
    return found;
  }

  frame(position) {
    this.layer.replaceChildren();
    const row = this.player.rowOf(position), found = this.at(row), {walk} = this;
    this.scale = null;
    if (!found || !walk) return;
    const {view: {x, y}, colors, facts} = this.player, {side = 0} = this.panel;
    const ux = side / (x[1] - x[0]), uy = -side / (y[1] - y[0]);
    const long = (vector) => Math.hypot(vector[0] * ux, vector[1] * uy);
    const most = Math.max(long(found.all), long(found.batch));
    if (!(most > 0)) return;
    const scale = this.scale = roundScale((LONGEST * side) / most);
    const [hx, hy] = headAt(walk, Math.floor(position));
    const from = [MARGIN.l + (hx - x[0]) * ux, MARGIN.t + (hy - y[1]) * uy];
    /** @type {(vector: number[]) => number[]} */
    const end = ([dx, dy]) => [from[0] - dx * ux * scale, from[1] - dy * uy * scale];
    const hue = colors.hues[walk.hue];
    found.single.forEach((slope, i) => {
      const [cx, cy] = end(slope), drawn = this.player.isDrawn(row, facts.cloud[i]);
      this.layer.append(svgElement("circle", {
        cx: cx.toFixed(1), cy: cy.toFixed(1), r: drawn ? 3.6 : 2.4, fill: drawn ? hue : colors.muted,
        stroke: colors.card, "stroke-width": drawn ? 1 : 0.5, opacity: drawn ? 1 : 0.6,
      }));
    });
    this.arrow(from, end(found.all), colors.text, "5 3");
    this.arrow(from, end(found.batch), hue, "none");
  }

  /**
   * @param {number[]} from
   * @param {number[]} to
   * @param {string} color
   * @param {string} dash
   */
  arrow(from, to, color, dash) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]], long = Math.hypot(dx, dy);
    if (!(long > 1)) return;
    const [u, v] = [dx / long, dy / long], head = Math.min(HEAD, long);
    const wing = (side) => `${(to[0] - head * u - side * head * 0.45 * v).toFixed(1)} ${(to[1] - head * v + side * head * 0.45 * u).toFixed(1)}`;
    const tip = to.map((value) => value.toFixed(1)).join(" ");
    const shaft = `M${from.map((value) => value.toFixed(1)).join(" ")} L${tip}`, barbs = `M${wing(1)} L${tip} L${wing(-1)}`;
    for (const {stroke, width} of [{stroke: this.player.colors.card, width: 6}, {stroke: color, width: 2.6}]) {
      const look = {fill: "none", stroke, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round"};
      this.layer.append(
        svgElement("path", {d: shaft, ...look, "stroke-dasharray": width > 3 ? "none" : dash}),
        svgElement("path", {d: barbs, ...look}));
    }
  }

  // In words, for eyes and for screen readers; "" where there are none.
  told(position) {
    const {player: {words}, walk} = this, found = this.at(this.player.rowOf(position));
    if (!found || !walk) return "";
    const long = (vector) => Math.hypot(vector[0], vector[1]);
    const off = long([found.batch[0] - found.all[0], found.batch[1] - found.all[1]]);
    const dot = found.batch[0] * found.all[0] + found.batch[1] * found.all[1];
    const cosine = dot / (long(found.batch) * long(found.all));
    const turned = (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
    const values = {
      name: walk.label, batch: number(long(found.batch)), all: number(long(found.all)), off: number(off),
      turned: Number.isFinite(turned) ? turned.toFixed(0) : "—",
    };
    const sentence = words["{name}: the gradient of the batch (solid) is {batch} long, that of all examples (dashed) {all}; they are {off} apart and turned by {turned}°."];
    const {cloud, n} = this.player.facts;
    const some = cloud.length < n ? ` ${fill(words["Dots of {some} of the {n} examples."], {some: cloud.length, n})}` : "";
    return fill(sentence, values) + some;
  }

  remove() {
    this.root.remove();
  }
}
