// The numbers at the current step: one row per walk, which is its legend entry, too.

import {Fates} from "./fates.js";
import {MarkKey} from "./markkey.js";
import {nameOf} from "./named.js";
import {headingOf} from "./telling.js";
import {RateGrip} from "./rategrip.js";
import {termsOf} from "./terms.js";
import {coordinate, element, fill, icon, number} from "./theme.js";

const ARROW = "M3 12 H18 M12 6 L19 12 L12 18";

const said = (text) => element("span", {class: "ov-said", text});

export class Readout {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-readout"});
    this.rows = [];
    this.step = null;
    this.fates = new Fates(player);
    this.key = new MarkKey(player);
  }

  draw() {
    const {walks, hidden, colors, words, logarithmic} = this.player;
    const listed = walks.filter((walk) => walk.listed);
    const looks = JSON.stringify([
      listed.map((walk) => [walk.key, walk.label, walk.dash, walk.marker, colors.hues[walk.hue], hidden.has(walk.key)]),
      logarithmic, words, Object.keys(this.player.live.ratesSent),
    ]);
    this.step = null;
    this.key.draw();
    if (looks === this.looks) {
      // The same rows with other numbers.
      this.rows.forEach((row, i) => (row.walk = listed[i]));
      return;
    }
    this.looks = looks;
    const terms = termsOf(this.player);
    const head = element("tr", {}, [
      terms.term("optimizer", [words["optimizer"]]), terms.term(logarithmic ? "f − f*" : "f"),
      terms.term(this.player.header.slopeName ?? "|∇f|"), terms.term("η"),
      terms.term("where it is heading", [said(words["where it is heading"]), element("span", {"aria-hidden": "true", text: "→"})]),
    ].map((term) => element("th", {scope: "col"}, [term])));
    terms.row(head);
    this.rows = listed.map((walk) => {
      const shown = !hidden.has(walk.key);
      const arrow = icon(ARROW, {class: "ov-arrow", stroke: colors.hues[walk.hue]});
      const cells = ["f", "slope", "rate"].map((name) => element("td", {class: `ov-${name}`}));
      const heading = said(""), grip = walk.key in this.player.live.ratesSent ? new RateGrip(this.player, walk.key) : null;
      if (grip) cells[2].append(grip.root);
      const row = element("tr", {class: shown ? "" : "ov-off"}, [
        nameOf(this.player, walk, listed.length > 1), ...cells, element("td", {class: "ov-heading"}, [arrow, heading]),
      ]);
      return {walk, row, cells, arrow, heading, grip};
    });
    this.root.replaceChildren(element("table", {}, [
      element("thead", {}, [head]), element("tbody", {}, this.rows.map((entry) => entry.row)),
    ]), this.fates.root, this.key.root);
  }

  // They are called otherwise.
  rename() {
    for (const {walk, row} of this.rows) {
      const name = row.querySelector(".ov-name > span");
      if (name && name.textContent !== walk.label) name.textContent = walk.label;
    }
  }

  // The walks are others, of the same names.
  changed() {
    this.step = null;
  }

  frame(position) {
    const step = Math.floor(position);
    if (step === this.step) return;
    this.step = step;
    this.fates.frame(step);
    const {words, logarithmic} = this.player;
    for (const {walk, row, cells, arrow, heading, grip} of this.rows) {
      const k = Math.min(step, walk.last);
      const gone = step > walk.last && !(walk.waits && walk.outcome !== "diverged"); // of a saved walk the end
      row.classList.toggle("ov-gone", gone);
      row.classList.toggle("ov-waits", Boolean(walk.waits));
      cells[0].textContent = gone ? words["diverged"] : number(logarithmic ? walk.gap[k] : walk.f(k));
      cells[1].textContent = gone ? fill(words["at step {step}"], {step: walk.last + 1}) : number(walk.slope[k]);
      if (grip) grip.tell(walk.rateAt(k));
      else cells[2].textContent = walk.rateAt(k);
      const next = k < walk.last ? k : k - 1;
      const dx = next >= 0 ? walk.x[next + 1] - walk.x[next] : 0;
      const dy = next >= 0 ? walk.y[next + 1] - walk.y[next] : 0;
      const still = gone || !(Math.hypot(dx, dy) > 0);
      arrow.style.visibility = still ? "hidden" : "visible";
      const way = gone ? "" : words[still ? "at rest" : headingOf(dx, dy)];
      if (heading.textContent !== way) heading.textContent = way;
      if (!still) arrow.style.transform = `rotate(${((-Math.atan2(dy, dx) * 180) / Math.PI).toFixed(1)}deg)`;
    }
  }

  // The state in one sentence, for eyes and for screen readers.
  sentence(position) {
    const {words, walks, hidden, steps, logarithmic, header} = this.player;
    const step = Math.floor(position);
    let best = null;
    for (const walk of walks) {
      if (hidden.has(walk.key) || step > walk.last) continue;
      if (!best || (header.ascending ? walk.f(step) > best.f(step) : walk.f(step) < best.f(step))) best = walk;
    }
    const where = fill(words["Step {step} of {steps}."], {step, steps});
    if (!best) return where;
    return `${where} ${fill(words["Lowest: {name}, {what} = {value}, at ({x}, {y})."], {
      name: best.label, what: logarithmic ? "f − f*" : "f",
      value: number(logarithmic ? best.gap[step] : best.f(step)),
      x: coordinate(best.x[step]), y: coordinate(best.y[step]),
    })}`;
  }
}
