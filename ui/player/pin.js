// The place on a map where somebody expects a walk to end: put there by a click or a tap, dragged, or
// moved with the arrow keys. There is none before a hand has put it.

import {pointOn, roundedOn} from "./places.js";
import {element, fill, number} from "./theme.js";

const RESTS = 400; // ms after the last key until the server is told
const SIDE = 50; // steps of a key across the view; ten times as many with Shift
const WAYS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};

export class Pin {
  /** @param {any} player */
  constructor(player) {
    this.player = player;
    /** @type {[number, number] | null} */
    this.at = null;
    this.root = element("button", {class: "ov-pin", type: "button"}, [element("span", {"aria-hidden": "true"})]);
    this.held = false;
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("pointerdown", (event) => this.press(event));
    this.root.addEventListener("pointermove", (event) => this.drag(event));
    this.root.addEventListener("pointerup", () => this.letGo());
    this.root.addEventListener("pointercancel", () => this.letGo());
    player.stage.append(this.root);
    this.name();
  }

  get panel() {
    return this.player.panels[0];
  }

  // Where it would be if it were nowhere yet: the middle of what is seen, which is nobody's answer.
  get middle() {
    const {x, y} = this.player.view;
    return [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
  }

  put(point) {
    this.move(point);
    this.tell();
  }

  move(point) {
    this.at = [point[0], point[1]];
    this.place();
    this.name();
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.at) this.player.told?.("start", [...this.at]);
  }

  name() {
    const {words} = this.player, [x, y] = (this.at ?? []).map((value) => number(value));
    const text = this.at ? fill(words["Your prediction ({x}, {y}); the arrow keys move it"], {x, y})
      : words["Your prediction; click the map, or move it with the arrow keys"];
    this.root.setAttribute("aria-label", text);
  }

  // It stands on its place; one that is nowhere shows only while it has the focus.
  place() {
    const graph = this.panel?.above, layout = graph?._fullLayout;
    if (!layout?.xaxis?.d2p) return;
    const [x, y] = this.at ?? this.middle, {xaxis, yaxis} = layout;
    const [inner, outer] = [graph, this.player.stage].map((part) => part.getBoundingClientRect());
    const left = inner.left - outer.left + xaxis._offset + xaxis.d2p(x), top = inner.top - outer.top + yaxis._offset + yaxis.d2p(y);
    this.root.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
    this.root.classList.toggle("ov-nowhere", !this.at);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in WAYS)) return;
    const {view: {x, y}} = this.player, [right, up] = WAYS[event.key], part = SIDE / (event.shiftKey ? 10 : 1), from = this.at ?? this.middle;
    this.move(roundedOn(this.panel.above, [from[0] + (right * (x[1] - x[0])) / part, from[1] + (up * (y[1] - y[0])) / part]));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), RESTS);
    event.preventDefault();
    event.stopPropagation(); // else the film goes on by a step
  }

  press(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    this.held = true;
    this.root.setPointerCapture(event.pointerId);
    event.stopPropagation();
  }

  drag(event) {
    if (!this.held || !event.isPrimary) return;
    const point = pointOn(this.panel.above, event.clientX, event.clientY, true);
    if (point) this.move(point);
    event.preventDefault();
  }

  letGo() {
    if (!this.held) return;
    this.held = false;
    this.tell();
  }

  remove() {
    clearTimeout(this.timer);
    this.root.remove();
  }
}
