// The numbers at the current update: one row per net, which is its legend entry, too.

import {nameOf} from "./named.js";
import {Readout} from "./readout.js";
import {termsOf} from "./terms.js";
import {element, fill, number, perCent} from "./theme.js";

export class NetReadout extends Readout {
  /** @param {import("./network.js").NetworkPlayer} player */
  constructor(player) {
    super(player);
    this.nets = player;
  }

  draw() {
    const {walks, hidden, words, colors} = this.player, isHeld = this.nets.facts.held > 0;
    const looks = JSON.stringify([isHeld, words["training loss"], walks.map((walk) => [walk.key, walk.label, walk.dash, colors.hues[walk.hue], hidden.has(walk.key)])]);
    this.step = null;
    if (looks === this.looks) {
      this.rows.forEach((row, i) => (row.walk = walks[i]));
      return;
    }
    this.looks = looks;
    const terms = termsOf(this.player);
    const names = ["training loss", ...(isHeld ? ["held-out loss"] : []), "right", ...(isHeld ? ["held-out right"] : []), "η"];
    const head = element("tr", {}, ["optimizer", ...names].map((name) => element("th", {scope: "col"}, [terms.term(name, [words[name]])])));
    terms.row(head);
    this.rows = walks.map((walk) => {
      const cells = names.map(() => element("td"));
      const row = element("tr", {class: hidden.has(walk.key) ? "ov-off" : ""}, [nameOf(this.player, walk, walks.length > 1), ...cells]);
      return {walk, row, cells};
    });
    const key = element("p", {class: "ov-net-key", text: isHeld ? words["solid: training, dotted: held out"] : ""});
    this.root.replaceChildren(element("table", {}, [
      element("thead", {}, [head]), element("tbody", {}, this.rows.map(({row}) => row)),
    ]), key);
  }

  frame(position) {
    const step = Math.floor(position);
    if (step === this.step) return;
    this.step = step;
    const {words} = this.player;
    for (const {walk, row, cells} of this.rows) {
      const gone = step > walk.last, share = (of) => (of && Number.isFinite(of[step]) ? `${perCent(of[step])} %` : "—");
      row.classList.toggle("ov-gone", gone);
      const isHeld = this.nets.facts.held > 0;
      const said = [
        gone ? words["diverged"] : number(walk.gap[step]), ...(isHeld ? [gone ? "—" : number(walk.heldLoss[step])] : []),
        gone ? "—" : share(walk.right), ...(isHeld ? [gone ? "—" : share(walk.heldRight)] : []), walk.rate,
      ];
      said.forEach((text, i) => (cells[i].textContent = text));
    }
  }

  sentence(position) {
    const {words, walks, hidden} = this.player, step = Math.floor(position);
    const where = fill(words["Update {update} of {updates}."], {update: this.nets.stepAt(step), updates: this.nets.stepAt(this.nets.steps)});
    const there = walks.filter((walk) => !hidden.has(walk.key) && step <= walk.last);
    if (!there.length) return where;
    const best = there.reduce((lowest, walk) => (walk.gap[step] < lowest.gap[step] ? walk : lowest));
    return `${where} ${fill(words["Lowest training loss: {name}, {value}."], {name: best.label, value: number(best.gap[step])})}`;
  }
}
