// A sheet with the axes of the loss and nothing on them: who expects something draws it, with a mouse, a
// finger or the arrow keys. The server is told when the line reaches the last step.

import {unpack} from "./blob.js";
import {element, fill, number} from "./theme.js";

const KNOTS = 40; // pieces of the line
const MARGIN = {l: 60, r: 16, t: 12, b: 40};
const HEIGHT = 300; // px
/** @type {Record<string, number>} */
const ALONG = {ArrowRight: 1, ArrowLeft: -1}, UP = {ArrowUp: 1, ArrowDown: -1};
const PART = 30; // steps of a key from the lowest to the highest value

function powerOfTen(power) {
  return Math.abs(power) <= 3 ? String(Number(`1e${power}`)) : `1e${power}`.replace("-", "−");
}

function drawn(tag, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

export class SketchSheet {
  /** @type {any[]} powers of ten at the knots; null where there is none yet */ heights = [];
  /** @type {number} the knot at which the keys are */ at = 0;
  /** @type {number} of them, after the first */ count = 0;

  /** @param {HTMLElement} parent */
  constructor(parent) {
    /** @type {((name: string, value: any) => void) | null} */
    this.send = null;
    this.sheet = drawn("svg", {class: "ov-sheet", tabindex: "0", role: "slider", height: HEIGHT});
    this.hint = element("p", {class: "ov-hint"});
    this.root = element("section", {class: "ov-sketch"}, [this.sheet, this.hint]);
    /** @type {{k: number, height: number} | null} */
    this.held = null;
    parent.append(this.root);
    this.observer = new ResizeObserver(() => this.header && this.draw());
    this.observer.observe(this.root);
    this.sheet.addEventListener("pointerdown", (event) => this.press(event));
    this.sheet.addEventListener("pointermove", (event) => this.move(event));
    this.sheet.addEventListener("pointerup", () => this.letGo());
    this.sheet.addEventListener("pointercancel", () => this.letGo());
    this.sheet.addEventListener("keydown", (event) => this.key(event));
  }

  async receive(bytes) {
    const {header} = unpack(bytes);
    this.header = header;
    this.count = Math.min(KNOTS, header.steps);
    if (this.heights.length !== this.count + 1) {
      // Powers of ten; where the walk begins is known, and nothing else is.
      this.heights = [Math.log10(header.begin), ...Array(this.count).fill(null)];
    }
    this.draw();
    this.root.dataset.ready = "1";
  }

  // -- places ----------------------------------------------------------------------------------------

  get wide() {
    return Math.max(200, this.root.clientWidth) - MARGIN.l - MARGIN.r;
  }

  x(k) {
    return MARGIN.l + (this.wide * k) / this.count;
  }

  y(height) {
    const {low, high} = this.header, tall = HEIGHT - MARGIN.t - MARGIN.b;
    return MARGIN.t + (tall * (high - height)) / (high - low);
  }

  // The knot and the height under a pointer.
  under(event) {
    const box = this.sheet.getBoundingClientRect(), {low, high} = this.header, tall = HEIGHT - MARGIN.t - MARGIN.b;
    const along = (event.clientX - box.left - MARGIN.l) / this.wide, up = (event.clientY - box.top - MARGIN.t) / tall;
    const k = Math.round(Math.min(1, Math.max(0, along)) * this.count);
    return {k, height: high - Math.min(1, Math.max(0, up)) * (high - low)};
  }

  // -- drawing ---------------------------------------------------------------------------------------

  draw() {
    const {header: {low, high, steps, words}, sheet} = this, width = this.wide + MARGIN.l + MARGIN.r;
    sheet.setAttribute("width", width);
    const parts = [], bottom = HEIGHT - MARGIN.b, unit = Math.max(1, Math.ceil((high - low) / 6));
    for (let power = Math.ceil(low); power <= high; power += unit) {
      parts.push(drawn("line", {class: "ov-grid", x1: MARGIN.l, x2: width - MARGIN.r, y1: this.y(power), y2: this.y(power)}));
      parts.push(drawn("text", {x: MARGIN.l - 8, y: this.y(power) + 4, "text-anchor": "end"}, powerOfTen(power)));
    }
    for (let i = 0; i <= 4; i++) {
      const step = Math.round((steps * i) / 4), x = MARGIN.l + (this.wide * step) / steps;
      parts.push(drawn("line", {class: "ov-grid", x1: x, x2: x, y1: MARGIN.t, y2: bottom}));
      parts.push(drawn("text", {x, y: bottom + 16, "text-anchor": "middle"}, String(step)));
    }
    parts.push(drawn("text", {x: MARGIN.l + this.wide / 2, y: HEIGHT - 6, "text-anchor": "middle"}, words["step"]));
    parts.push(drawn("text", {x: 12, y: MARGIN.t + (bottom - MARGIN.t) / 2, "text-anchor": "middle",
      transform: `rotate(-90 12 ${MARGIN.t + (bottom - MARGIN.t) / 2})`}, words["loss"]));
    const there = this.heights.map((height, k) => (height === null ? null : `${this.x(k).toFixed(1)},${this.y(height).toFixed(1)}`));
    parts.push(drawn("polyline", {class: "ov-drawn", points: there.filter(Boolean).join(" ")}));
    parts.push(drawn("circle", {class: "ov-begin", cx: this.x(0), cy: this.y(this.heights[0]), r: 5}));
    const here = this.heights[this.at];
    if (here !== null) parts.push(drawn("circle", {class: "ov-here", cx: this.x(this.at), cy: this.y(here), r: 7}));
    sheet.replaceChildren(...parts);
    this.say();
  }

  say() {
    const {header: {words, low, high}, sheet, at} = this, height = this.heights[at];
    const step = Math.round((this.header.steps * at) / this.count);
    sheet.setAttribute("aria-label", words["The loss as you expect it; right and left go along the steps, up and down change it"]);
    for (const [name, value] of [["valuemin", low], ["valuemax", high], ["valuenow", height ?? low]]) sheet.setAttribute(`aria-${name}`, String(value));
    sheet.setAttribute("aria-valuetext", fill(words["step {step}: {loss}"], {step, loss: height === null ? "—" : number(10 ** height)}));
    this.hint.textContent = this.whole ? words["This is your line. Draw over it to change it."]
      : words["The dot is the loss at the start. Draw from there to the last step."];
  }

  get whole() {
    return this.heights[this.count] !== null;
  }

  // -- hands -----------------------------------------------------------------------------------------

  press(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    this.sheet.setPointerCapture(event.pointerId);
    this.held = null;
    this.held = this.through(this.under(event));
    event.preventDefault();
    this.sheet.focus({preventScroll: true});
  }

  move(event) {
    if (!this.held || !event.isPrimary) return;
    this.held = this.through(this.under(event));
    event.preventDefault();
  }

  // The line goes straight from where the hand was to where it is.
  through(to) {
    const from = this.held ?? to, way = Math.sign(to.k - from.k) || 1;
    for (let k = from.k; k !== to.k + way; k += way) {
      const part = to.k === from.k ? 1 : (k - from.k) / (to.k - from.k);
      if (k > 0) this.heights[k] = from.height + part * (to.height - from.height);
    }
    this.at = to.k;
    this.draw();
    return to;
  }

  letGo() {
    if (!this.held) return;
    this.held = null;
    this.tell();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const along = ALONG[event.key] ?? 0, up = UP[event.key] ?? 0;
    if (!along && !up) return;
    event.preventDefault();
    event.stopPropagation();
    const {low, high} = this.header;
    if (along) {
      const next = Math.min(this.count, Math.max(0, this.at + along));
      this.heights[next] ??= this.heights[this.at];
      this.at = next;
    } else if (this.at > 0) {
      const height = this.heights[this.at] + (up * (high - low)) / PART;
      this.heights[this.at] = Math.min(high, Math.max(low, height));
    }
    this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), 400);
  }

  // What lies between two places that were touched is straight; so all of it can be sent.
  tell() {
    clearTimeout(this.timer);
    if (!this.whole) return;
    const known = this.heights.flatMap((height, k) => (height === null ? [] : [k]));
    for (const [i, k] of known.slice(0, -1).entries()) {
      const next = known[i + 1];
      for (let at = k + 1; at < next; at++) {
        this.heights[at] = this.heights[k] + ((at - k) / (next - k)) * (this.heights[next] - this.heights[k]);
      }
    }
    this.draw();
    this.send?.("sketch", this.heights.map((height) => 10 ** height));
  }

  remove() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.root.remove();
  }
}
