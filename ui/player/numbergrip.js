// A number where it stands: dragged sideways, stepped by keys, or typed. The walks bend meanwhile; the
// server is told when the hand lets go. What the number is of, and what it may be, is its kind's to say.

import {element} from "./theme.js";

const DECADE = 140; // px of a drag for as much as one decade, or what a kind has for it
const CLICK = 3; // px that a press may move and be none
const RESTS = 500; // ms after the last key until it counts as let go
const STEP = 0.05, LEAP = 0.5; // of a decade, per key
const KEYS = {ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP, PageUp: LEAP, PageDown: -LEAP};

export class NumberGrip {
  /**
   * @param {import("./player.js").Player} player
   * @param {string} title what can be done with it
   */
  constructor(player, title) {
    this.player = player;
    /** @type {{x: number, value: number, moved: boolean} | null} */
    this.pressed = null;
    this.root = element("span", {class: "ov-turn", role: "spinbutton", tabindex: "0", title});
    this.listen();
  }

  // -- what a kind says of itself ------------------------------------------------------------------

  /** @returns {number} as it stands now */
  get value() { return NaN; }

  /** @returns {string} what it is of, for who hears it */
  get name() { return ""; }

  /** @returns {string} as it is written where it stands */
  shown() { return this.written(this.value); }

  /** @param {number} value @returns {string} */
  written(value) { return String(value); }

  // Another value, so many decades of a hand's way from one.
  /** @param {number} value @param {number} by @returns {number} */
  moved(value, by) { return value * 10 ** by; }

  /** @param {number} _value @returns {boolean} */
  allows(_value) { return true; }

  // What is said of a text that is no such number.
  /** @param {string} _given @returns {string} */
  refusal(_given) { return ""; }

  // Bend the walks to it.
  /** @param {number} _value */
  to(_value) {}

  // The hand lets go: the engine is asked, or what was walked here stands.
  done() {}

  // ------------------------------------------------------------------------------------------------

  // Write what it is; what is heard changes when the hand has let go.
  /** @param {string} [text] */
  tell(text = this.shown()) {
    if (this.root.firstElementChild) return; // it is being typed
    if (this.root.textContent !== text) this.root.textContent = text;
    if (this.pressed?.moved) return;
    const now = this.written(this.value), {name} = this;
    if (this.root.getAttribute("aria-valuetext") === now && this.root.getAttribute("aria-label") === name) return;
    for (const [attribute, value] of Object.entries({"aria-valuenow": decimal(this.value), "aria-valuetext": now, "aria-label": name})) {
      this.root.setAttribute(attribute, String(value));
    }
  }

  listen() {
    const {root, player} = this;
    root.addEventListener("pointerenter", () => player.live.wake());
    root.addEventListener("focus", () => player.live.wake());
    root.addEventListener("blur", () => this.rested());
    root.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("dblclick", () => this.type(""));
    this.hold(root);
  }

  // It can be dragged there; by that kind of pointer alone, if one is named.
  /** @param {Element | any} node @param {string} [pointer] */
  hold(node, pointer) {
    const {root, player} = this;
    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary || root.firstElementChild || event.pointerType !== (pointer ?? event.pointerType)) return;
      node.setPointerCapture(event.pointerId);
      player.live.wake();
      this.pressed = {x: event.clientX, value: this.value, moved: false};
    });
    node.addEventListener("pointermove", (event) => {
      const {pressed} = this;
      if (!pressed || (!pressed.moved && Math.abs(event.clientX - pressed.x) <= CLICK)) return;
      pressed.moved = true;
      this.to(this.moved(pressed.value, (event.clientX - pressed.x) / DECADE));
    });
    node.addEventListener("pointerup", () => {
      const {pressed} = this;
      this.pressed = null;
      if (pressed?.moved) this.done();
    });
    node.addEventListener("pointercancel", () => {
      const {pressed} = this;
      this.pressed = null;
      if (pressed?.moved) player.live.drop();
    });
  }

  press(event) {
    const {live} = this.player;
    if (event.ctrlKey || event.metaKey || event.altKey || this.root.firstElementChild) return;
    if (event.key in KEYS) {
      this.to(this.moved(this.value, KEYS[event.key]));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.rested(), RESTS);
    } else if (event.key === "Escape" && live.held) {
      clearTimeout(this.timer);
      this.timer = undefined;
      live.drop();
    } else if (event.key === "Enter" || /^[\d.]$/.test(event.key)) {
      this.type(event.key === "Enter" ? "" : event.key);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation(); // else the film goes on by a step
  }

  rested() {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.done();
  }

  // A field in its place, with what has been typed already.
  /** @param {string} begun */
  type(begun) {
    const {live} = this.player;
    const field = element("input", {type: "text", inputmode: "decimal", class: "ov-typed", size: "7", "aria-label": this.root.getAttribute("aria-label")});
    field.value = begun || this.written(this.value);
    this.root.replaceChildren(field);
    field.focus();
    if (!begun) field.select();
    const close = () => {
      field.onblur = null;
      const had = field === document.activeElement;
      field.remove();
      this.tell();
      if (had) this.root.focus();
    };
    const take = () => {
      const value = Number(field.value.trim().replace(",", ".").replace("−", "-") || NaN);
      if (!Number.isFinite(value) || !this.allows(value)) {
        field.setCustomValidity(this.refusal(field.value));
        field.reportValidity();
        return;
      }
      close();
      live.wake();
      this.to(value);
      this.done();
    };
    field.addEventListener("input", () => field.setCustomValidity(""));
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") take();
      else if (event.key === "Escape") close();
    });
    field.onblur = close;
  }
}

// Without a power of ten, which the attribute does not know.
/** @param {number} value */
const decimal = (value) => (/e/.test(String(value)) ? value.toFixed(20).replace(/\.?0+$/, "") : String(value));

// A number as near to a value as its digits tell, within limits.
/** @param {number} value @param {number} least @param {number} most */
export const rounded = (value, least, most) => Number(Math.min(most, Math.max(least, value)).toPrecision(3));
