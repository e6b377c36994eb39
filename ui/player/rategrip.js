// A learning rate where it stands in the readout: dragged sideways, stepped by keys, or typed. The walk
// bends meanwhile; the server is told when the hand lets go.

import {plain} from "./axis.js";
import {element, fill} from "./theme.js";

const DECADE = 140; // px of a drag for a factor of 10
const CLICK = 3; // px that a press may move and be none
const RESTS = 500; // ms after the last key until it counts as let go
const STEP = 0.05, LEAP = 0.5; // of a decade, per key
const LEAST = 1e-12, MOST = 1e6;
const KEYS = {ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP, PageUp: LEAP, PageDown: -LEAP};

// As many digits as the sliders at the side have.
const rounded = (rate) => Number(Math.min(MOST, Math.max(LEAST, rate)).toPrecision(3));

export class RateGrip {
  /**
   * @param {import("./player.js").Player} player
   * @param {string} key of its walk
   */
  constructor(player, key) {
    this.player = player;
    this.key = key;
    /** @type {{x: number, rate: number, moved: boolean} | null} */
    this.pressed = null;
    this.root = element("span", {class: "ov-turn", role: "spinbutton", tabindex: "0", title: player.words["Drag, type or step this rate"]});
    this.listen();
  }

  get walk() {
    return this.player.walks.find(({key}) => key === this.key);
  }

  get rate() {
    return this.player.live.rateOf(this.key);
  }

  // What the readout says of the rate at a step.
  /** @param {string} text */
  tell(text) {
    if (this.root.firstElementChild) return; // it is being typed
    if (this.root.textContent !== text) this.root.textContent = text;
    if (this.pressed?.moved) return; // told when the hand lets go
    const now = plain(this.rate), {label} = this.walk;
    if (this.root.getAttribute("aria-valuetext") === now) return;
    const name = fill(this.player.words["Learning rate of {name}"], {name: label});
    for (const [attribute, value] of Object.entries({"aria-valuenow": this.rate, "aria-valuetext": now, "aria-label": name})) {
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
    root.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary || root.firstElementChild) return;
      root.setPointerCapture(event.pointerId);
      player.live.wake();
      this.pressed = {x: event.clientX, rate: this.rate, moved: false};
    });
    root.addEventListener("pointermove", (event) => {
      const {pressed} = this;
      if (!pressed || (!pressed.moved && Math.abs(event.clientX - pressed.x) <= CLICK)) return;
      pressed.moved = true;
      this.to(pressed.rate * 10 ** ((event.clientX - pressed.x) / DECADE));
    });
    root.addEventListener("pointerup", () => {
      const {pressed} = this;
      this.pressed = null;
      if (pressed?.moved) this.done();
    });
    root.addEventListener("pointercancel", () => {
      const {pressed} = this;
      this.pressed = null;
      if (pressed?.moved) player.live.drop();
    });
  }

  to(rate) {
    const {live} = this.player;
    live.to({rates: new Map([...(live.wish?.rates ?? []), [this.key, rounded(rate)]])});
  }

  press(event) {
    const {live} = this.player;
    if (event.ctrlKey || event.metaKey || event.altKey || this.root.firstElementChild) return;
    if (event.key in KEYS) {
      this.to(this.rate * 10 ** KEYS[event.key]);
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

  done() {
    const {player: {live}} = this, rate = this.rate;
    if (rate === live.ratesSent[this.key] && !live.wish?.start) live.drop();
    else live.ask("rates", {[this.key]: rate});
  }

  // A field in its place, with what has been typed already.
  /** @param {string} begun */
  type(begun) {
    const {words, live} = this.player;
    const field = element("input", {type: "text", inputmode: "decimal", class: "ov-typed", size: "7", "aria-label": this.root.getAttribute("aria-label")});
    field.value = begun || plain(this.rate);
    this.root.replaceChildren(field);
    field.focus();
    if (!begun) field.select();
    const close = () => {
      field.onblur = null;
      const had = field === document.activeElement;
      field.remove();
      this.tell(this.walk.rateAt(Math.floor(this.player.clock.position)));
      if (had) this.root.focus();
    };
    const take = () => {
      const rate = Number(field.value.trim().replace(",", ".").replace("−", "-") || NaN);
      if (!(rate >= LEAST && rate <= MOST)) {
        field.setCustomValidity(fill(words["A learning rate is a number above 0 and at most {most}, not “{given}”."], {most: MOST, given: field.value}));
        field.reportValidity();
        return;
      }
      close();
      live.wake();
      live.to({rates: new Map([...(live.wish?.rates ?? []), [this.key, rate]])});
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
