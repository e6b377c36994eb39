// Examples by keyboard alone: the picture of the data is reached by Tab, arrow keys choose an example,
// with Shift they move it. The server is told when the keys have rested for a moment, once for all
// that they have done.

import {element, fill, number} from "./theme.js";

const RESTS = 600; // ms without a key
const STEP = 5; // px that a key moves an example
const BESIDE = 30; // px from the chosen one to one that is added
const PATIENCE = 5000; // ms until what was told counts as refused
const WAYS = {ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};

export class ExampleKeys {
  /** @param {import("./examples.js").ExamplesPanel} panel */
  constructor(panel) {
    this.panel = panel;
    const {data: player, data: {words}} = panel;
    this.tag = element("p", {class: "ov-example-said", role: "status"});
    this.sheet = element("p", {class: "ov-example-sheet", id: `ov-keys-${Math.random().toString(36).slice(2)}`});
    this.root = element("div", {
      class: "ov-example-keys", tabindex: "0", role: "application", "aria-label": words["Examples by keys"],
      "aria-describedby": this.sheet.id,
    }, [this.sheet, this.tag]);
    player.maps.after(this.root);
    this.asked = false; // for the sheet of keys, which is away while an example is chosen
    this.root.addEventListener("keydown", (event) => this.press(event));
    this.root.addEventListener("focus", () => this.begin());
    this.root.addEventListener("blur", () => this.tell());
    this.place();
  }

  get grips() {
    return this.panel.grips;
  }

  // Over the plot, and as large.
  place() {
    const {panel} = this, stage = panel.data.stage.getBoundingClientRect(), graph = panel.still.getBoundingClientRect();
    const {l, t} = panel.layoutMargin, {width, height} = panel.plotted();
    const at = {left: graph.left - stage.left + l, top: graph.top - stage.top + t, width, height};
    for (const [name, value] of Object.entries(at)) this.root.style.setProperty(name, `${value}px`);
  }

  begin() {
    const {words, facts} = this.panel.data;
    this.place();
    const said = facts.task === "number"
      ? words["Arrow keys choose an example, Home and End the outermost ones. Shift and arrow keys move it, A adds one, Delete removes it, Escape lets go; ? shows this again."]
      : words["Arrow keys choose an example, Home and End the outermost ones. Shift and arrow keys move it, A adds one, Shift and A one of the other class, Delete removes it, Escape lets go; ? shows this again."];
    if (this.sheet.textContent !== said) this.sheet.textContent = said;
    this.say();
  }

  // -- keys ------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const {grips} = this, way = WAYS[event.key];
    const chosen = grips.pending.has(grips.chosen) ? grips.chosen : -1;
    if (way && event.shiftKey && chosen >= 0) this.move(chosen, way);
    else if (way) this.choose(chosen, way);
    else if (event.key === "Home" || event.key === "End") this.choose(-1, [event.key === "Home" ? 1 : -1, 0]);
    else if (/^a$/i.test(event.key) || event.key === "Insert") this.add(chosen, event.shiftKey);
    else if (event.key === "Delete" || event.key === "Backspace") this.remove(chosen);
    else if (event.key === "Escape" && chosen >= 0) this.take(-1);
    else if (event.key === "?") this.take(chosen, !this.asked);
    else return; // it is the player's
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(), RESTS);
  }

  take(index, asked = false) {
    this.asked = asked;
    this.grips.chosen = index;
    this.grips.redraw();
    this.say();
  }

  // The next one that way; where none is chosen, the outermost from which that way leads to all.
  /**
   * @param {number} chosen
   * @param {number[]} way
   */
  choose(chosen, way) {
    const [right, up] = way;
    const {grips} = this, axis = right ? 0 : 1, forth = right + up;
    const places = new Map(grips.pending.there.map((i) => [i, grips.placeOf(i)]));
    const order = [...places.keys()].sort((i, k) => {
      const [a, b] = [places.get(i), places.get(k)];
      return forth * (a[axis] - b[axis] || a[1 - axis] - b[1 - axis] || i - k);
    });
    const next = order[order.indexOf(chosen) + 1]; // the first after nobody
    this.take(next ?? chosen);
  }

  /**
   * @param {number} chosen
   * @param {number[]} way
   */
  move(chosen, way) {
    this.grips.pending.move(chosen, this.shifted(this.grips.placeOf(chosen), way, STEP));
    this.take(chosen);
  }

  // So many pixels that way, within the picture, and as many digits as a pixel has.
  shifted(place, way, px) {
    const {xaxis, yaxis} = this.grips.axes();
    return [xaxis, yaxis].map((axis, i) => {
      const [low, high] = axis.range, unit = (high - low) / axis._length;
      if (!way[i]) return place[i];
      return this.grips.rounded(Math.min(high, Math.max(low, place[i] + way[i] * px * unit)), axis);
    });
  }

  add(chosen, other) {
    const {grips} = this, {xaxis, yaxis} = grips.axes();
    const middle = [xaxis, yaxis].map((axis) => grips.rounded((axis.range[0] + axis.range[1]) / 2, axis));
    let place = middle;
    if (chosen >= 0) {
      const from = grips.placeOf(chosen), room = xaxis._length - xaxis.d2p(from[0]) > BESIDE;
      place = this.shifted(from, [room ? 1 : -1, 0], BESIDE);
    }
    this.take(grips.pending.add(place, grips.labelFor(place, other)));
  }

  remove(chosen) {
    const {grips, panel: {data: {words}}} = this, {pending} = grips;
    if (chosen < 0) return;
    if (pending.there.length < 2) {
      this.say(words["One example has to be left."]);
      return;
    }
    const i = this.numberOf(chosen);
    this.choose(chosen, WAYS.ArrowRight);
    if (grips.chosen === chosen) this.choose(chosen, WAYS.ArrowLeft); // it was the outermost
    pending.remove(chosen);
    grips.redraw();
    this.say(`${fill(words["Example {i} is removed."], {i})} ${this.sentence()}`);
  }

  // -- words -----------------------------------------------------------------------------------

  numberOf(index) {
    return this.grips.pending.there.indexOf(index) + 1;
  }

  sentence() {
    const {grips, panel: {data: {words, facts}}} = this, {pending, chosen} = grips;
    if (!pending.has(chosen)) return "";
    const [x, y] = grips.placeOf(chosen).map((value) => number(value)), [first, second, third] = facts.axes;
    const said = facts.task === "number" ? words["Example {i} of {n}: {first} {x}, {second} {y}."]
      : words["Example {i} of {n}: {first} {x}, {second} {y}, {third} {label}."];
    const label = grips.labelOf(chosen);
    return fill(said, {i: this.numberOf(chosen), n: pending.there.length, first, second, third, x, y, label});
  }

  // Beside the one that is chosen, for eyes and for screen readers.
  say(text = this.sentence()) {
    const {tag, sheet, grips, panel} = this;
    if (tag.textContent !== text) tag.textContent = text;
    tag.hidden = !text;
    sheet.hidden = grips.pending.has(grips.chosen) && !this.asked;
    if (!grips.pending.has(grips.chosen) || !panel.still._fullLayout) return;
    const {xaxis, yaxis} = grips.axes(), [x, y] = grips.placeOf(grips.chosen);
    const right = xaxis.d2p(x) < xaxis._length / 2, above = yaxis.d2p(y) > yaxis._length / 2;
    this.root.classList.toggle("ov-example-low", !above); // the sheet, away from it
    tag.style.left = right ? `${xaxis.d2p(x) + 16}px` : "auto";
    tag.style.right = right ? "auto" : `${xaxis._length - xaxis.d2p(x) + 16}px`;
    tag.style.top = above ? "auto" : `${yaxis.d2p(y) + 12}px`;
    tag.style.bottom = above ? `${yaxis._length - yaxis.d2p(y) + 12}px` : "auto";
  }

  // -- the server ------------------------------------------------------------------------------

  tell() {
    clearTimeout(this.resting);
    const told = this.grips.pending.take();
    if (!told) return;
    this.panel.data.send?.("edited", ["several", ...told]);
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.grips.refused(), PATIENCE);
  }

  // What it has answered is in the picture; what was done meanwhile is told now, once keys rest.
  answered() {
    clearTimeout(this.patience);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(), RESTS);
    if (this.root.matches(":focus")) requestAnimationFrame(() => this.begin());
  }

  detach() {
    this.tell();
    clearTimeout(this.patience);
    this.root.remove();
  }
}
