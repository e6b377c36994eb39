// How what a net computes is spread, layer by layer: what the neurons hand on for the examples that are
// learned from, and the gradient of their mean loss by the weights and biases, at the update at hand.
//
// Xavier Glorot, Yoshua Bengio, Understanding the difficulty of training deep feedforward neural
// networks, 2010. https://proceedings.mlr.press/v9/glorot10a.html

import {NetBackward} from "./netbackward.js";
import {weightsAt} from "./netforward.js";
import {OnScreen} from "./onscreen.js";
import {asImage} from "./telling.js";
import {termsOf} from "./terms.js";
import {element, fill, number, perCent, svgElement} from "./theme.js";

const BINS = 40; // of what is handed on
// Sizes of gradients: three bins per power of ten, and one at each end for all that is beyond.
const LEAST = -8, MOST = 2, PER_POWER = 3, SIZES = (MOST - LEAST) * PER_POWER + 2;
const POWERS = [-6, -4, -2, 0]; // that have a name below

// Below a hundredth of its largest slope an activation is saturated (networks/activations.py). ReLU
// has no slope at all where it answers 0, and a neuron that does so for every example is dead.
const FLAT = {sigmoid: 1 / 400, tanh: 1 / 100};

const power = (k) => `10${[...String(k)].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)])).join("")}`;

// In which bin the size of a number is.
function sizeBin(value) {
  const at = Math.floor((Math.log10(Math.abs(value)) - LEAST) * PER_POWER);
  return Math.max(0, Math.min(SIZES - 1, at + 1)); // of 0 the logarithm is −∞
}

// The least of 1, 2, 5 times a power of ten that is as large.
function round(most) {
  if (!(most > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((digit) => digit * unit).find((size) => size >= most) ?? most;
}

function median(sizes) {
  sizes.sort();
  const half = sizes.length >> 1;
  return sizes.length % 2 ? sizes[half] : (sizes[half - 1] + sizes[half]) / 2;
}

// Bars as one path, as wide as there are bins and as high as 1; the most has all of the height.
function bars(counts) {
  const most = Math.max(...counts) || 1;
  let path = "";
  counts.forEach((count, i) => {
    if (count) path += `M${i} 1V${(1 - count / most).toFixed(3)}H${i + 1}V1Z`;
  });
  return path;
}

export class NetSpread {
  /** @type {NetBackward} */ net;
  /** @type {string | undefined} */ looks;
  /** @type {Float64Array} */ theta;
  /** @type {any} */ walk; // whose net it is
  /** @type {{name: string, handed: any, back: any}[]} */ strips;
  /** @type {string[][]} */ found; // what is told of each strip
  /** @type {HTMLElement | undefined} */ rows;

  /** @param {import("./network.js").NetworkPlayer} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-spread"});
    this.key = element("p", {class: "ov-net-key"});
    this.screen = new OnScreen(player, this.root, () => this.frame(this.walk, this.shown));
    this.strips = [];
    this.found = [];
    this.row = this.shown = -1;
  }

  // The examples may be others.
  draw() {
    const {player} = this, {facts, words} = player, {middle, unit} = facts;
    const known = player.examples.filter(({held}) => !held), into = ({x, y}) => [(x - middle[0]) / unit[0], (y - middle[1]) / unit[1]];
    const places = known.map(into), across = [0, 1].map((axis) => Float64Array.from(places, (place) => place[axis]));
    this.net = new NetBackward(facts, across, Float64Array.from(known, ({label}) => label));
    const looks = JSON.stringify([facts.widths, words["Activations"]]);
    const explained = facts.activation === "relu"
      ? words["Dead: a neuron at 0 for every example that is learned from; its gradient is 0."]
      : words["Saturated: the slope of the activation is under a hundredth of its largest there."];
    this.key.textContent = facts.activation === "identity" || facts.widths.length < 3 ? "" : explained;
    if (looks !== this.looks) this.lay();
    this.looks = looks;
    this.theta = new Float64Array(this.net.dimension);
    this.row = -1;
  }

  lay() {
    const {words, facts: {widths}} = this.player, terms = termsOf(this.player);
    const strip = (bins) => {
      const path = svgElement("path", {"shape-rendering": "crispEdges"});
      const drawing = svgElement("svg", {viewBox: `0 0 ${bins} 1`, preserveAspectRatio: "none", class: "ov-bars"});
      drawing.append(path);
      const told = element("p", {class: "ov-spread-told"}), ticks = element("p", {class: "ov-spread-ticks"});
      return {path, told, ticks, cell: element("div", {class: "ov-strip"}, [told, drawing, ticks])};
    };
    const heads = ["Activations", "Gradients"].map((name) => element("div", {class: "ov-spread-head"}, [terms.term(name, [words[name]])]));
    this.strips = widths.slice(1).map((_, l) => ({
      name: l === widths.length - 2 ? words["Answer"] : fill(words["Layer {number}"], {number: l + 1}), handed: strip(BINS), back: strip(SIZES),
    }));
    for (const {back: {ticks}} of this.strips) {
      ticks.append(tick(`< ${power(LEAST)}`, 0, "ov-left"), tick(`> ${power(MOST)}`, 100, "ov-right"),
        ...POWERS.map((k) => tick(k ? power(k) : "1", (100 * ((k - LEAST) * PER_POWER + 1)) / SIZES, "ov-middle")));
    }
    this.root.replaceChildren(terms.row(element("div", {class: "ov-spread-heads"}, [element("span"), ...heads])),
      this.rows = element("div", {class: "ov-spread-rows"}, this.strips.flatMap(({name, handed, back}) =>
        [element("span", {class: "ov-spread-name", text: name}), handed.cell, back.cell])), this.key);
  }

  // The strips of a net at a row.
  frame(walk, row) {
    const known = row === this.row && walk === this.walk;
    Object.assign(this, {walk, shown: row});
    if (known || !walk || !this.net || !this.screen.wanted) return;
    this.row = row;
    const {net, player: {facts, colors}} = this, last = net.layers.length - 1;
    net.pass(weightsAt(walk.weights, walk.scale, row, this.theta));
    const most = round(Math.max(0, ...net.layers.slice(0, last).map((layer) => largest(layer))));
    this.found = this.strips.map(({handed, back}, l) => {
      const color = colors.hues[walk.hue], layer = net.layers[l], hidden = l < last;
      /** @type {number[]} */
      const range = !hidden && facts.classifies ? [0, 1] : rangeOf(facts, hidden ? most : round(largest(layer)), hidden);
      handed.path.setAttribute("d", bars(countsOf(layer, range)));
      const slopes = net.gradient.subarray(net.starts[l], net.starts[l + 1]), counts = new Float64Array(SIZES);
      for (const slope of slopes) counts[sizeBin(slope)] += 1;
      back.path.setAttribute("d", bars(counts));
      for (const {path} of [handed, back]) if (path.getAttribute("fill") !== color) path.setAttribute("fill", color);
      const said = [hidden ? this.shareOf(l) : "", this.middleOf(slopes)];
      [handed.told, back.told].forEach((told, i) => {
        if (told.textContent !== said[i]) told.textContent = said[i];
      });
      const ends = range.join();
      if (handed.ends !== ends) {
        handed.ends = ends;
        const [low, high] = range;
        handed.ticks.replaceChildren(tick(plain(low), 0, "ov-left"), tick(plain((low + high) / 2), 50, "ov-middle"), tick(plain(high), 100, "ov-right"));
      }
      return said;
    });
    if (!this.player.clock.playing) this.tell();
  }

  // What share of a layer's activations is saturated, or silent; and whose neurons are dead.
  sharesOf(l) {
    const {activation} = this.player.facts, {net} = this, made = net.made[l];
    let flat = 0, dead = 0;
    for (const neuron of made) {
      let mine = 0;
      for (const a of neuron) if (activation === "relu" ? !(a > 0) : net.slope(a) < FLAT[activation]) mine++;
      flat += mine;
      dead += mine === neuron.length ? 1 : 0;
    }
    return {flat: flat / (made.length * net.points), dead};
  }

  shareOf(l) {
    const {words, facts: {activation, widths}} = this.player;
    if (activation === "identity") return "";
    const {flat, dead} = this.sharesOf(l), share = perCent(flat), count = widths[l + 1];
    if (activation !== "relu") return fill(words["saturated: {share} %"], {share});
    return fill(words["at 0: {share} %, dead neurons: {dead} of {count}"], {share, dead, count});
  }

  middleOf(slopes) {
    return fill(this.player.words["median size {value}"], {value: number(median(slopes.map(Math.abs)), 3)});
  }

  tell() {
    if (!this.rows) return;
    const {words} = this.player;
    const lines = this.found.map((said, l) => fill(words["{layer}: {told}."], {layer: this.strips[l].name, told: said.filter(Boolean).join("; ")}));
    asImage(this.rows, fill(words["Activations and gradients of {name}"], {name: this.walk?.label ?? ""}), lines.join(" "));
  }
}

const tick = (text, at, side) => element("span", {text, style: `left: ${at}%`, class: side});

const plain = (value) => String(Number(value.toPrecision(3))).replace("-", "−");

function largest(layer) {
  let most = 0;
  for (const neuron of layer) for (const a of neuron) most = Math.max(most, Math.abs(a));
  return most;
}

// From where to where the axis goes: what an activation can answer where that is bounded, else as far
// as it does.
/**
 * @param {import("./types.js").NetworkFacts} facts
 * @param {number} most
 * @param {boolean} hidden
 */
function rangeOf({activation, added}, most, hidden) {
  const adds = added.some(Boolean);
  if (!hidden) return [-most, most];
  if (activation === "tanh" && !adds) return [-1, 1];
  if (activation === "sigmoid" && !adds) return [0, 1];
  return activation === "relu" || activation === "sigmoid" ? [0, most] : [-most, most];
}

// How many lie in each bin; both ends belong to theirs.
/**
 * @param {Float64Array[]} layer
 * @param {number[]} range
 */
function countsOf(layer, range) {
  const [low, high] = range, counts = new Float64Array(BINS), scale = BINS / (high - low);
  for (const neuron of layer) for (const a of neuron) counts[Math.max(0, Math.min(BINS - 1, Math.floor((a - low) * scale)))] += 1;
  return counts;
}
