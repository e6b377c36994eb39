// The net of one optimizer at the update at hand: a line for every weight, and for every neuron the
// map of what it hands on.

import {asImage} from "./telling.js";
import {penOf} from "./lettering.js";
import {SIDE} from "./answers.js";
import {NetSpread} from "./netspread.js";
import {OnScreen} from "./onscreen.js";
import {element, fill, number, svgElement} from "./theme.js";

const HEIGHT = 286, EDGE = 22, GAP = 5; // px
const SMALLEST = 11, LARGEST = 40; // px of a neuron's map
const EVERY = 2, PIXELS = SIDE / EVERY; // of the places that are asked, along each edge
const THICKEST = 5, THINNEST = 0.3; // px of a line

const channels = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

export class NetView {
  /** @type {string | undefined} */ looks;

  /** @param {import("./network.js").NetworkPlayer} player */
  constructor(player) {
    this.player = player;
    /** @type {string | null} */
    this.chosen = null; // the key of a walk
    this.choice = element("select", {class: "ov-chosen", "aria-label": player.words["The net of"]});
    this.choice.addEventListener("change", () => {
      this.chosen = this.choice.value;
      this.draw();
    });
    this.drawing = svgElement("svg", {class: "ov-nets"});
    this.box = element("div", {class: "ov-net-inside"}, [this.drawing]);
    this.key = element("p", {class: "ov-net-key"});
    const head = element("div", {class: "ov-net-head"}, [element("span", {text: player.words["The net of"]}), this.choice]);
    this.spread = new NetSpread(player);
    this.root = element("div", {class: "ov-net-view"}, [head, this.box, this.key, this.spread.root]);
    this.screen = new OnScreen(player, this.box, () => this.frame(this.player.clock.position));
    /** @type {{line: Element, layer: number, into: number, out: number, dash?: string}[]} */
    this.lines = [];
    /** @type {HTMLCanvasElement[][]} */
    this.maps = [];
    this.pixels = new ImageData(PIXELS, PIXELS);
    this.size = 0;
  }

  get walk() {
    const {walks, hidden} = this.player, there = walks.filter(({key}) => !hidden.has(key));
    return there.find(({key}) => key === this.chosen) ?? there[0];
  }

  draw() {
    const {walks, hidden, colors, words, facts} = this.player, {walk} = this;
    this.root.hidden = !walk;
    if (!walk) return;
    const there = walks.filter(({key}) => !hidden.has(key));
    this.choice.replaceChildren(...there.map(({key, label}) => element("option", {value: key, text: label})));
    this.choice.value = walk.key;
    this.key.textContent = words["Lines: weights, solid above 0, dashed below, the thicker the larger. Maps: what each neuron hands on, yellow above 0 (the answer: above 1/2), grey below, each on its own scale."];
    this.shades = [colors.card, colors.muted, colors.star].map(channels);
    const width = this.box.clientWidth, looks = JSON.stringify([facts.widths, width]);
    if (looks !== this.looks) this.lay(width);
    this.looks = looks;
    for (const {line} of this.lines) line.setAttribute("stroke", colors.text);
    for (const map of this.maps.flat()) map.style.borderColor = colors.line;
    this.spread.draw();
    this.row = -1;
    this.painted = false;
    this.frame(this.player.clock.position);
  }

  // Where every neuron stands: the layers from left to right.
  lay(width) {
    const {widths} = this.player.facts, high = HEIGHT - 2 * EDGE / 2;
    const size = Math.round(Math.min(LARGEST, Math.max(SMALLEST, high / Math.max(...widths) - GAP)));
    const x = (layer) => EDGE + size / 2 + (layer * (width - 2 * EDGE - size)) / (widths.length - 1);
    const y = (layer, at) => HEIGHT / 2 + (at - (widths[layer] - 1) / 2) * (size + GAP);
    this.size = size;
    for (const [name, value] of Object.entries({width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`})) this.drawing.setAttribute(name, String(value));
    this.lines = [];
    widths.slice(1).forEach((count, layer) => {
      for (let out = 0; out < count; out++) {
        for (let into = 0; into < widths[layer]; into++) {
          const line = svgElement("line", {x1: x(layer) + size / 2, y1: y(layer, into), x2: x(layer + 1) - size / 2, y2: y(layer + 1, out)});
          this.lines.push({line, layer, into, out});
        }
      }
    });
    this.drawing.replaceChildren(...this.lines.map(({line}) => line));
    this.maps = widths.map((count, layer) => Array.from({length: count}, (_, at) => {
      const map = element("canvas", {width: PIXELS, height: PIXELS, class: "ov-field ov-neuron"});
      Object.assign(map.style, {left: `${x(layer) - size / 2}px`, top: `${y(layer, at) - size / 2}px`, width: `${size}px`, height: `${size}px`});
      return map;
    }));
    this.box.style.height = `${HEIGHT}px`;
    this.box.replaceChildren(this.drawing, ...this.maps.flat());
  }

  frame(position) {
    const {walk} = this, row = Math.floor(position);
    if (!walk || !this.looks) return;
    const {player} = this, gone = row > walk.last;
    if (!gone) this.spread.frame(walk, row);
    if (row === this.row || !this.screen.wanted) return;
    this.row = row;
    for (const part of [this.box, this.spread.root]) part.classList.toggle("ov-off-net", gone);
    if (gone) return;
    player.answersOf(walk, row);
    const {facts: {widths}, theta, net} = player;
    const starts = [0];
    widths.slice(1).forEach((count, layer) => starts.push(starts[layer] + count * (widths[layer] + 1)));
    const weights = this.lines.map(({layer, into, out}) => theta[starts[layer] + out * (widths[layer] + 1) + into]);
    const most = Math.max(...weights.map(Math.abs)) || 1;
    this.lines.forEach((entry, i) => {
      const {line} = entry, part = Math.abs(weights[i]) / most, dash = weights[i] < 0 ? "5 4" : "none";
      line.setAttribute("stroke-width", (THINNEST + part * (THICKEST - THINNEST)).toFixed(2));
      line.setAttribute("opacity", (0.08 + 0.7 * part).toFixed(2));
      if (dash !== entry.dash) line.setAttribute("stroke-dasharray", dash);
      entry.dash = dash;
    });
    // What is put in is the same at every update.
    if (!this.painted) net.inputs.forEach((values, n) => this.paint(this.maps[0][n], values, false));
    this.painted = true;
    net.layers.forEach((layer, l) => layer.forEach((values, n) => this.paint(this.maps[l + 1][n], values, l + 1 === net.layers.length)));
    this.most = most;
    if (!player.clock.playing) this.tell();
  }

  // An answer is told from 1/2, everything else from 0.
  paint(map, values, last) {
    const {data} = this.pixels, zero = last ? 0.5 : 0, [card, below, above] = this.shades ?? [];
    let most = 0;
    for (const value of values) most = Math.max(most, Math.abs(value - zero));
    for (let r = 0, at = 0; r < PIXELS; r++) {
      for (let c = 0; c < PIXELS; c++, at += 4) {
        const value = values[EVERY * r * SIDE + EVERY * c] - zero, part = most ? Math.abs(value) / most : 0;
        const color = value > 0 ? above : below;
        for (let i = 0; i < 3; i++) data[at + i] = card[i] + part * (color[i] - card[i]);
        data[at + 3] = 255;
      }
    }
    penOf(map).putImageData(this.pixels, 0, 0);
  }

  tell() {
    const {words, facts} = this.player, name = this.walk?.label ?? "";
    asImage(this.box, fill(words["The net of {name}, {shape}"], {name, shape: facts.widths.join("-")}),
      fill(words["Its largest weight is {value} in size."], {value: number(this.most)}));
    this.spread.tell();
  }
}
