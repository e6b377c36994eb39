// What one network answers at the update at hand, as a map: a shade for every place, a line where it
// is undecided, and the examples on it. It is no graph of Plotly: a frame paints 64 × 64 pixels.

import {margin, sized} from "./graphs.js";
import {isolines} from "./isolines.js";
import {penOf} from "./lettering.js";
import {OnScreen} from "./onscreen.js";
import {element, fill, perCent, svgElement} from "./theme.js";

export const SIDE = 64; // places along each edge
const FRAME = margin({l: 30, r: 4, t: 4, b: 24});
const STRONGEST = 0.5; // of a class's colour, where the net is sure of it
const LARGEST = 3.4, SMALLEST = 1.7; // px of an example, half its width

const channels = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

// Where a net is undecided, as the path of an SVG in units of cells. Answers may be any numbers: no
// other level than that of one half lies among them.
function undecided(answers) {
  const levels = answers.map((answer) => Math.max(-0.5, Math.min(0.5, answer - 0.5)));
  const lines = isolines(answers, SIDE, {levels, heightAt: () => 0.5, every: 1});
  return lines.map((line) => `M${line.map(([column, row]) => `${column.toFixed(2)} ${row.toFixed(2)}`).join("L")}`).join("");
}

export class AnswersPanel {
  /** @type {number} */ side;
  /** @type {{card: number[], zero: number[], one: number[]}} */ shades;

  /**
   * @param {any} player the one of this page
   * @param {import("./types.js").PanelSpec} spec
   */
  constructor(player, spec) {
    /** @type {import("./network.js").NetworkPlayer} */
    this.player = player;
    this.spec = spec;
    this.canvas = element("canvas", {width: SIDE, height: SIDE, class: "ov-field"});
    this.pixels = new ImageData(SIDE, SIDE);
    this.drawing = svgElement("svg", {class: "ov-nets"});
    this.axes = svgElement("g");
    // A boundary lies on a broader line in the colour of the card, to be seen on either class.
    this.lines = [5, 2.4].map((width) => svgElement("path", {fill: "none", "vector-effect": "non-scaling-stroke", "stroke-width": width}));
    this.dots = svgElement("g");
    this.drawing.append(this.dots, ...this.lines, this.axes);
    this.lost = element("div", {class: "ov-lost", hidden: ""});
    this.caption = element("div", {class: "ov-caption"});
    this.box = element("div", {class: "ov-net-box"}, [this.canvas, this.drawing, this.lost]);
    this.root = element("div", {class: "ov-map ov-answers"}, [this.caption, this.box]);
    this.screen = new OnScreen(player, this.box, () => this.frame(player.clock.position));
  }

  get walk() {
    return this.player.walks[this.spec.walks[0]];
  }

  measure() {
    const width = this.root.clientWidth || Math.floor(this.player.stage.clientWidth / 3);
    this.side = Math.max(80, Math.floor(width - FRAME.l - FRAME.r));
  }

  size() {
    return {width: this.side + FRAME.l + FRAME.r, height: this.side + FRAME.t + FRAME.b};
  }

  scale() {
    const {x, y} = this.player.square;
    return {x: this.side / (x[1] - x[0]), y: this.side / (y[1] - y[0])};
  }

  // Where a place of the plane is, in px from the box's corner.
  at(px, py) {
    const {x, y} = this.player.square, scale = this.scale();
    return [FRAME.l + (px - x[0]) * scale.x, FRAME.t + (y[1] - py) * scale.y];
  }

  async drawGround() {
    const {width, height} = this.size();
    Object.assign(this.box.style, {width: `${width}px`, height: `${height}px`});
    for (const [name, value] of Object.entries({width, height, viewBox: `0 0 ${width} ${height}`})) this.drawing.setAttribute(name, String(value));
    for (const inside of [this.canvas, this.lost]) {
      Object.assign(inside.style, {left: `${FRAME.l}px`, top: `${FRAME.t}px`, width: `${this.side}px`, height: `${this.side}px`});
    }
    this.drawAxes();
    this.drawExamples();
  }

  drawAxes() {
    const {colors, square: {x, y}} = this.player, {side} = this;
    const text = (content, px, py, anchor) => {
      const made = svgElement("text", {x: px, y: py, "text-anchor": anchor, fill: colors.muted, "font-size": sized(11)});
      made.textContent = content;
      return made;
    };
    const ends = ticksOf(x).map((value) => text(plain(value), this.at(value, y[0])[0], FRAME.t + side + sized(15), "middle"));
    const sides = ticksOf(y).map((value) => text(plain(value), FRAME.l - 5, this.at(x[0], value)[1] + 4, "end"));
    const frame = svgElement("rect", {x: FRAME.l, y: FRAME.t, width: side, height: side, fill: "none", stroke: colors.line});
    this.axes.replaceChildren(frame, ...ends, ...sides);
  }

  drawExamples() {
    const {colors, examples} = this.player, dot = Math.min(LARGEST, Math.max(SMALLEST, this.side / 75)), far = dot * 1.3;
    this.dots.replaceChildren(...examples.map(({x, y, label, held}) => {
      const [px, py] = this.at(x, y), color = this.player.colorOf(label);
      const look = {fill: held ? "none" : color, stroke: colors.text, "stroke-width": held ? 1.2 : 0.8};
      return label
        ? svgElement("path", {d: `M${px} ${py - far}L${px + far} ${py}L${px} ${py + far}L${px - far} ${py}Z`, ...look})
        : svgElement("circle", {cx: px, cy: py, r: dot, ...look});
    }));
  }

  async drawWalks() {
    const {colors} = this.player, scale = this.side / SIDE;
    this.lines.forEach((line, i) => {
      line.setAttribute("stroke", i ? colors.hues[this.walk.hue] : colors.card);
      // The middle of a pixel is where the net was asked.
      line.setAttribute("transform", `translate(${FRAME.l + scale / 2} ${FRAME.t + scale / 2}) scale(${scale})`);
    });
    const [card, zero, one] = [colors.card, this.player.colorOf(0), this.player.colorOf(1)].map(channels);
    this.shades = {card, zero, one};
    this.shown = -1;
    await this.whole();
  }

  // As it should be now, whether or not it is on the screen: for who takes a picture of it.
  async whole() {
    const {screen} = this, {seen} = screen;
    screen.seen = true;
    const drawn = this.frame(this.player.clock.position);
    screen.seen = seen;
    await drawn;
  }

  async frame(position) {
    if (!this.shades || this.root.hidden || !this.screen.wanted) return;
    const row = Math.floor(position), {walk} = this;
    const gone = row > walk.last;
    this.root.classList.toggle("ov-gone-net", gone);
    this.lost.hidden = !gone;
    if (gone) return this.tellLost();
    if (row === this.shown) return;
    this.shown = row;
    const answers = this.player.answersOf(walk, row);
    this.paint(answers);
    const path = undecided(answers);
    for (const line of this.lines) line.setAttribute("d", path);
  }

  paint(answers) {
    const {data} = this.pixels, {card, zero, one} = this.shades;
    let sure = 0;
    for (let i = 0; i < answers.length; i++) {
      const p = answers[i], lean = Math.min(1, Math.abs(2 * p - 1)) * STRONGEST;
      const color = p > 0.5 ? one : zero;
      sure += p > 0.5 ? 1 : 0;
      for (let c = 0; c < 3; c++) data[4 * i + c] = card[c] + lean * (color[c] - card[c]);
      data[4 * i + 3] = 255;
    }
    this.share = sure / answers.length;
    penOf(this.canvas).putImageData(this.pixels, 0, 0);
  }

  tellLost() {
    const {words} = this.player;
    const said = `${fill(words["Lost at update {update}"], {update: this.player.stepAt(this.walk.last + 1)})}. ${
      words["Its numbers have left what a computer can hold: no answer is left to draw."]}`;
    if (this.lost.textContent !== said) this.lost.replaceChildren(element("span", {text: said}));
  }

  told() {
    const {words} = this.player;
    if (Math.floor(this.player.clock.position) > this.walk.last) return this.lost.textContent ?? "";
    return fill(words["Of the square {share} % is answered with class 1."], {share: perCent(this.share ?? 0)});
  }

  bringForward(key) {
    this.root.classList.toggle("ov-back", key !== null && key !== this.walk.key);
  }

  async show() {
    // All of the examples are in sight, and the net is asked there and nowhere else.
  }

  remove() {
    this.root.remove();
  }
}

const plain = (value) => String(value).replace("-", "−");

// Two or three round numbers between two others.
/** @param {number[]} range */
function ticksOf(range) {
  const [low, high] = range;
  const about = (high - low) / 3, power = 10 ** Math.floor(Math.log10(about));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => size >= about) ?? about;
  const ticks = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) ticks.push(Number((k * step).toPrecision(12)));
  return ticks;
}
