// What a hand can do to examples: drag one, add one by a click, take one away by a double click or the
// Delete key. The server is told when the hand lets go; what it answers replaces what was dragged. What
// can be done by keys alone is in examplekeys.js.

import {ExampleKeys} from "./examplekeys.js";
import {Pending} from "./pending.js";

const NEAR = 14, NEAR_FINGER = 24; // px from an example within which it is meant
const CLICK = 4; // px that a click may move
const DOUBLE = 400; // ms between the clicks of a double click

export class Grips {
  /** @param {import("./examples.js").ExamplesPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.chosen = -1; // the example that Delete takes away
    this.held = null; // {index, place, moved}
    this.let = new Map(); // where examples were let go, until the server has answered
    this.last = {time: -Infinity, x: 0, y: 0};
    this.pending = new Pending(0); // what keys have done, until the server has answered
    /** @type {ExampleKeys | null} */
    this.keys = null;
  }

  get player() {
    return this.panel.data;
  }

  // Examples have come: what was done by hand is in them, or was refused and goes back.
  forget(count) {
    if (this.let.size || this.pending.waiting) this.redraw(); // what has not changed is not drawn anew
    this.let.clear();
    const {next, place} = this.pending.answered(count);
    this.pending = next;
    this.chosen = place(this.chosen);
    if (!next.has(this.chosen)) this.chosen = -1;
    this.keys?.answered();
  }

  // The server took nothing of what keys have done.
  refused() {
    this.pending = new Pending(this.player.facts.n);
    this.chosen = -1;
    this.redraw();
  }

  placeOf(index) {
    if (this.held?.index === index && this.held.moved) return this.held.place;
    return this.let.get(index) ?? this.pending.placeOf(index) ?? this.player.exampleAt(index);
  }

  labelOf(index) {
    return index < this.player.facts.n ? this.player.labelOf(index) : this.pending.labelOf(index);
  }

  // A ring round the example that is chosen.
  mark() {
    const [x, y] = this.pending.has(this.chosen) ? this.placeOf(this.chosen) : [null, null];
    return {
      type: "scatter", mode: "markers", x: [x], y: [y],
      marker: {size: 20, symbol: "circle-open", color: this.player.colors.text, line: {color: this.player.colors.text, width: 2}},
    };
  }

  // -- places on the screen --------------------------------------------------------------------

  axes() {
    const {xaxis, yaxis} = this.panel.still._fullLayout;
    return {xaxis, yaxis, box: this.panel.still.getBoundingClientRect()};
  }

  // The example under a place on the screen, or −1.
  under(clientX, clientY, near) {
    const {xaxis, yaxis, box} = this.axes();
    let found = -1, least = near;
    for (let i = 0; i < this.player.facts.n; i++) {
      if (!this.pending.has(i)) continue;
      const [x, y] = this.placeOf(i);
      const away = Math.hypot(
        box.left + xaxis._offset + xaxis.d2p(x) - clientX, box.top + yaxis._offset + yaxis.d2p(y) - clientY);
      if (away < least) [found, least] = [i, away];
    }
    return found;
  }

  // The place in the data's units, to a fifth of a pixel; null beside the picture unless it is held there.
  /** @returns {any} */
  placeAt(clientX, clientY, anywhere = false) {
    const {xaxis, yaxis, box} = this.axes();
    const at = [[clientX - box.left, xaxis], [clientY - box.top, yaxis]].map(([from, axis]) => {
      const px = from - axis._offset;
      if (!anywhere && (px < 0 || px > axis._length)) return null;
      return this.rounded(axis.p2d(Math.min(axis._length, Math.max(0, px))), axis);
    });
    return at.includes(null) ? null : at;
  }

  rounded(value, axis) {
    const unit = Math.abs(axis.range[1] - axis.range[0]) / axis._length;
    return +value.toFixed(Math.min(9, Math.max(0, Math.ceil(-Math.log10(unit / 2.5)))));
  }

  // -- hands -----------------------------------------------------------------------------------

  listen() {
    if (this.listening || !this.player.send) return; // a saved page has nobody to tell
    this.listening = true;
    const {still} = this.panel;
    still.addEventListener("pointerdown", (event) => this.press(event), true);
    // A finger on an example drags it and does not scroll the page.
    still.addEventListener("touchstart", (event) => this.held && event.preventDefault(), {capture: true, passive: false});
    still.addEventListener("pointermove", (event) => {
      if (!this.held) still.classList.toggle("ov-grip", this.under(event.clientX, event.clientY, NEAR) >= 0);
    });
    this.player.on(document, "pointermove", (event) => this.drag(event), true);
    this.player.on(document, "pointerup", (event) => this.release(event), true);
    this.player.on(document, "pointercancel", () => this.drop(), true);
    this.player.on(document, "keydown", (event) => this.key(event), true);
    this.keys = new ExampleKeys(this.panel);
  }

  press(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    const index = this.under(event.clientX, event.clientY, event.pointerType === "touch" ? NEAR_FINGER : NEAR);
    this.pressed = {x: event.clientX, y: event.clientY};
    if (index < 0) return;
    this.held = {index, place: this.placeOf(index), moved: false};
    event.stopPropagation(); // Plotly would take it for the beginning of something else
  }

  drag(event) {
    if (!this.held || !this.pressed) return;
    if (!this.held.moved && Math.hypot(event.clientX - this.pressed.x, event.clientY - this.pressed.y) <= CLICK) return;
    event.preventDefault();
    this.held.moved = true;
    this.held.place = this.placeAt(event.clientX, event.clientY, true);
    this.panel.still.classList.add("ov-held");
    this.redraw();
  }

  release(event) {
    const {held, pressed} = this;
    this.held = this.pressed = null;
    this.panel.still.classList.remove("ov-held");
    if (!pressed) return;
    if (held?.moved) {
      this.pending.moved.delete(held.index);
      this.let.set(held.index, held.place);
      this.chosen = held.index;
      this.tell("move", held.index, ...held.place);
      return;
    }
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > CLICK) return;
    const again = event.timeStamp - this.last.time < DOUBLE &&
      Math.hypot(event.clientX - this.last.x, event.clientY - this.last.y) <= 2 * CLICK;
    this.last = {time: again ? -Infinity : event.timeStamp, x: event.clientX, y: event.clientY, on: held?.index ?? -1, before: this.last.on};
    if (held) {
      this.chosen = held.index;
      this.redraw();
      if (again && this.last.before === held.index) this.remove(held.index);
      return;
    }
    if (again) return; // the second click on what the first one has added
    const place = this.placeAt(event.clientX, event.clientY);
    if (place) this.tell("add", ...place, this.labelFor(place, event.shiftKey));
  }

  drop() {
    this.held = this.pressed = null;
    this.panel.still.classList.remove("ov-held");
    this.redraw();
  }

  // A new one is of the class of the nearest, or with Shift of the other.
  /**
   * @param {number[]} place
   * @param {boolean} other
   */
  labelFor([x, y], other) {
    if (this.player.facts.task === "number") return 0;
    const {xaxis, yaxis} = this.axes();
    let label = 0, least = Infinity;
    for (const i of this.pending.there) {
      const [px, py] = this.placeOf(i), away = Math.hypot(xaxis.d2p(px) - xaxis.d2p(x), yaxis.d2p(py) - yaxis.d2p(y));
      if (away < least) [label, least] = [this.labelOf(i), away];
    }
    return other ? 1 - label : label;
  }

  key(event) {
    if (!["Delete", "Backspace"].includes(event.key) || this.chosen < 0) return;
    const {root} = this.player, at = /** @type {HTMLElement} */ (event.target);
    const typing = at.matches?.("input:not([type=range]), textarea, select, [contenteditable]");
    if (typing || this.keys?.root.contains(at) || (at !== document.body && !root.contains(at))) return;
    event.preventDefault();
    this.remove(this.chosen);
  }

  remove(index) {
    if (this.player.facts.n < 2) return; // one has to be left
    this.chosen = -1;
    this.tell("remove", index);
  }

  tell(...what) {
    this.redraw();
    this.player.send?.("edited", what);
  }

  // At most once per frame of the browser.
  redraw() {
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      this.panel.redrawExamples();
    });
  }
}
