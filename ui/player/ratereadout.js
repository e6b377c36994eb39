import {nearest, plain} from "./axis.js";
import {MarkKey} from "./markkey.js";
import {nameOf} from "./named.js";
import {RateFates} from "./ratefates.js";
import {termsOf} from "./terms.js";
import {coordinate, element, fill, number} from "./theme.js";

// The legend, with what the rate does to each walk and the rate that would be its best.
export class RateReadout {
  /** @param {import("./rates.js").RatesPlayer} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-readout"});
    this.fates = new RateFates(player);
    this.take = {};
    this.key = new MarkKey(player);
    const take = (name, text, rates) => {
      const made = element("button", {type: "button", class: `ov-button ov-take ov-take-${name}`, text});
      made.addEventListener("click", () => player.send?.("take", rates()));
      return made;
    };
    const {words} = player;
    this.actions = element("div", {class: "ov-takes"}, [
      take("this", words["Explore with this rate"], () => this.rates(() => player.values[player.wanted])),
      take("best", words["Explore, each at its best"], () => this.rates((walk) => player.values[Math.max(0, walk.best(this.step()))])),
    ]);
  }

  rates(of) {
    return Object.fromEntries(this.player.walks.map((walk) => [walk.key, of(walk)]));
  }

  step() {
    return Math.floor(this.player.clock.position);
  }

  draw() {
    const {walks, hidden, words, logarithmic} = this.player;
    // The last one only where it is known of somebody.
    const known = walks.some((walk) => walk.most), terms = termsOf(this.player);
    const names = ["optimizer", logarithmic ? "f − f*" : "f", "with this rate", "best rate", ...(known ? ["converges up to"] : [])];
    const head = terms.row(element("tr", {}, names.map(
      (name) => element("th", {scope: "col"}, [terms.term(name, [words[name] ?? name])]))));
    this.rows = walks.map((walk) => {
      const shown = !hidden.has(walk.key);
      const best = element("button", {type: "button", class: "ov-best", title: words["Go to this rate"]});
      best.addEventListener("click", () => this.player.setPlace(walk.best(this.step())));
      const cells = ["ov-f", "ov-regime"].map((kind) => element("td", {class: kind}));
      const row = element("tr", {class: shown ? "" : "ov-off"}, [
        nameOf(this.player, walk, walks.length > 1), ...cells, element("td", {}, [best]), ...(known ? [this.most(walk)] : []),
      ]);
      return {walk, row, cells, best};
    });
    this.k = this.near = null;
    this.key.draw();
    this.root.replaceChildren(
      element("table", {}, [element("thead", {}, [head]), element("tbody", {}, this.rows.map(({row}) => row))]),
      this.fates.root, this.key.root,
    );
    this.actions.hidden = !this.player.send;
  }

  // The largest rate that converges, which leads there.
  most(walk) {
    const {words, values} = this.player;
    const made = element("button", {
      type: "button", class: "ov-best ov-most", text: walk.most ? plain(walk.most) : "—",
      title: walk.most ? words["Go to this rate"] : words["no sharp limit"], ...(walk.most ? {} : {disabled: ""}),
    });
    made.addEventListener("click", () => this.player.setPlace(nearest(values, walk.most)));
    return element("td", {}, [made]);
  }

  // The walks are others, of the same names.
  changed() {
    this.k = null;
  }

  // Nothing is touched that is the same as before: every touch makes the browser lay out the table.
  frame(position) {
    const k = Math.floor(position);
    const {words, values} = this.player;
    const near = this.player.walks[0]?.near;
    this.fates.frame(k);
    if (k === this.k && near === this.near) return;
    const sameStep = k === this.k;
    Object.assign(this, {k, near});
    for (const {walk, cells, best} of this.rows ?? []) {
      const gone = k > walk.last;
      cells[0].textContent = gone ? words["diverged"] : number(walk.gap[k]);
      cells[1].textContent = words[walk.regime];
      cells[1].dataset.regime = walk.regime;
      if (sameStep) continue;
      const place = walk.best(k);
      best.textContent = place < 0 ? "—" : plain(values[place]);
      best.disabled = place < 0;
    }
  }

  sentence(position) {
    const {words, walks, hidden, steps, player} = {...this.player, player: this.player};
    const step = player.stepAt(position), most = player.stepAt(steps);
    const where = fill(words["Step {step} of {steps}."], {step, steps: most});
    const k = Math.floor(position);
    let best = null;
    for (const walk of walks) {
      if (!hidden.has(walk.key) && k <= walk.last && (!best || walk.gap[k] < best.gap[k])) best = walk;
    }
    if (!best) return where;
    return `${where} ${fill(words["Lowest: {name}, {what} = {value}, at ({x}, {y})."], {
      name: best.label, what: player.logarithmic ? "f − f*" : "f", value: number(best.gap[k]),
      x: coordinate(best.x[k]), y: coordinate(best.y[k]),
    })}`;
  }
}
