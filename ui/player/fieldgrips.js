// The hyper-parameters of the rule that is taken apart, each where it stands: dragged, stepped by keys,
// or typed, while the walk bends. With a mouse they can be dragged in the lines of the rule, too.

import {NumberGrip, rounded} from "./numbergrip.js";
import {element, fill, signed} from "./theme.js";

const SMALLEST = 1e-12; // of what is turned by factors
const FINE = 1000; // parts of a range

/** @typedef {import("./types.js").FieldFacts} FieldFacts */

export class FieldGrips {
  /** @param {import("./anatomy.js").AnatomyPlayer} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-fields", role: "group", "aria-label": player.words["Settings of the rule"]});
    /** @type {FieldGrip[]} */
    this.grips = [];
  }

  // Those of the rule; the same rule keeps its own, and with them the focus.
  draw() {
    const {fields} = this.player.ledger.facts, names = JSON.stringify(fields.map(({name, symbol}) => [name, symbol]));
    if (names !== this.names) {
      this.names = names;
      this.grips = fields.map((facts) => new FieldGrip(this.player, facts));
      this.root.replaceChildren(...this.grips.map((grip) => {
        const symbol = element("span", {"aria-hidden": "true"});
        symbol.innerHTML = `<math><mrow>${grip.facts.symbol}<mo>=</mo></mrow></math>`;
        return element("span", {class: "ov-field-of"}, [symbol, grip.root]);
      }));
    }
    this.grips.forEach((grip, i) => (grip.facts = fields[i]));
    this.tell();
  }

  // What they are now; where a number stands in a line, too, while a hand turns it.
  tell() {
    const {live, rule: {list}} = this.player;
    for (const grip of this.grips) {
      grip.tell();
      grip.root.classList.toggle("ov-waits-for-it", live.held && !live.follows(0));
      if (!live.wish?.fields?.has(grip.facts.name)) continue;
      for (const number of list.querySelectorAll(`[data-field="${grip.facts.name}"]`)) number.textContent = grip.shown();
    }
  }

  // The numbers in the lines of the rule are the same ones to a mouse.
  listen(list) {
    for (const number of list.querySelectorAll("[data-field]")) {
      const grip = this.grips.find(({facts}) => facts.name === number.dataset.field);
      grip?.hold(number, "mouse");
    }
  }
}

class FieldGrip extends NumberGrip {
  /**
   * @param {import("./anatomy.js").AnatomyPlayer} player
   * @param {FieldFacts} facts
   */
  constructor(player, facts) {
    super(player, player.words["Drag, type or step this number"]);
    this.anatomy = player;
    this.facts = facts;
  }

  get value() {
    return this.player.live.wish?.fields?.get(this.facts.name) ?? this.facts.value;
  }

  get name() {
    return this.facts.title;
  }

  written(value) {
    return signed(value);
  }

  allows(value) {
    const {least, most, open, whole} = this.facts;
    return value >= least && (most === null || (open ? value < most : value <= most)) && (!whole || Number.isInteger(value));
  }

  refusal(given) {
    return fill(this.facts.refusal, {given});
  }

  // By factors, by how long is remembered (1 − β by factors), or evenly along the slider's range.
  moved(value, by) {
    const {scale, slider: [low, high], whole} = this.facts, step = (high - low) / FINE;
    if (scale === "factors") return rounded(Math.max(value, by > 0 ? low : 0) * 10 ** by, value > 0 ? SMALLEST : 0, this.facts.most ?? Infinity);
    if (scale === "memory") return within(1 - Number(((1 - value) * 10 ** -by).toPrecision(3)), low, Math.max(high, value));
    const there = value + (by * (high - low)) / 2;
    if (whole) return within(Math.round(there) === value ? value + Math.sign(by) : Math.round(there), low, Math.max(high, value));
    return within(Math.round(there / step) * step, Math.min(low, value), Math.max(high, value));
  }

  to(value) {
    const {live} = this.player;
    live.to({fields: new Map([...(live.wish?.fields ?? []), [this.facts.name, value]])});
    this.anatomy.fields.tell();
  }

  done() {
    const {player: {live}, value, facts: {name, rule}} = this;
    if (value === this.facts.value && !live.wish?.start) live.drop();
    else live.ask("fields", {rule, [name]: value});
  }
}

// Without the digits that only the arithmetic has made.
const within = (value, low, high) => Number(Math.min(high, Math.max(low, value)).toPrecision(12));
