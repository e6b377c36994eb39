import {plain} from "./axis.js";
import {termsOf} from "./terms.js";
import {element, fill, number} from "./theme.js";

// The learning rate: a slider over the axis, and what it means where theory knows.
export class RateBar {
  /** @param {import("./rates.js").RatesPlayer} player */
  constructor(player) {
    this.player = player;
    this.slider = element("input", {
      type: "range", class: "ov-scrub ov-rate-slider", min: 0, step: 1, "aria-label": player.words["Learning rate η"],
    });
    this.slider.addEventListener("input", () => player.setPlace(Number(this.slider.value)));
    this.value = element("output", {class: "ov-rate-value", "aria-hidden": "true"});
    this.theory = element("p", {class: "ov-theory"});
    const name = termsOf(player).term("Learning rate η", [player.words["Learning rate η"]]);
    this.root = element("div", {class: "ov-rate-bar"}, [
      element("span", {class: "ov-rate-name"}, [name]), this.slider, this.value, this.theory,
    ]);
    termsOf(player).row(this.root);
  }

  draw() {
    this.slider.max = String(this.player.values.length - 1);
    this.frame();
  }

  frame() {
    const {wanted, values} = this.player;
    const text = plain(values[wanted]);
    this.slider.value = String(wanted);
    this.slider.setAttribute("aria-valuetext", `η = ${text}`);
    this.slider.style.setProperty("--played", `${(100 * wanted) / Math.max(1, values.length - 1)}%`);
    this.value.textContent = `η = ${text}`;
    this.theory.textContent = this.sentence();
  }

  sentence() {
    const {header: {rates}, words, wanted} = this.player;
    if (!rates.factors) return "";
    const [flat, steep] = rates.factors[wanted];
    const names = rates.aligned ?? [words["the flat direction"], words["the steep direction"]];
    const one = (factor, name) => fill(words["{factor} along {name} ({what})"], {
      factor: number(rounded(factor)), name, what: words[fate(rounded(factor))],
    });
    const sentence = rates.paced
      ? "Near the minimum, a step of gradient descent at the full rate multiplies the error by {first} and by {second}."
      : "Near the minimum, a step of gradient descent multiplies the error by {first} and by {second}.";
    return fill(words[sentence], {
      first: one(flat, names[0]), second: one(steep, names[1]),
    });
  }
}

// 1 − ηλ of an η that was rounded to six digits is 0 or −1 to within that.
const rounded = (factor) => (Math.abs(factor) < 1e-5 ? 0 : Math.abs(factor + 1) < 1e-5 ? -1 : factor);

function fate(factor) {
  if (factor === 0) return "solved in one step";
  if (factor === 1) return "no step at all";
  if (factor === -1) return "flips for ever";
  if (factor < -1) return "flips and leaves";
  if (factor > 1) return "leaves";
  return factor < 0 ? "flips, and comes closer" : "comes closer";
}
