// How the ground bends where a walk is: a cross on the map and a line of numbers.
//
// The cross shows the two directions in which the curvature is extreme, the eigenvectors of the
// Hessian. Its lines stand as 1/√|λ|, as the axes of a small contour around the point would; the
// longer one always has the same length on the screen, and a dashed one bends down.

import {MARGIN} from "./graphs.js";
import {termsOf} from "./terms.js";
import {apart, element, fill, number, perCent, svgElement} from "./theme.js";
import {headAt} from "./walk.js";

const LONGEST_ARM = 46; // px, half of the longer line
const SHORTEST_ARM = 15; // px: so much is left of the other one, however steep it is
const GAP = 9; // px around the point, so that the head of the walk is seen
const SEEN = 7; // digits: so many a curvature has, which is sent as float32
export const CROSS = ["M3 17 L21 7", "M9.5 7.5 L14.5 16.5"].join(" ");

// One panel's cross, over its map.
export class Cross {
  /** @param {import("./map.js").MapPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.root = svgElement("svg", {class: "ov-cross", "aria-hidden": "true"});
    // Each line lies on a broader one in the colour of the card, to be seen on any ground.
    this.lines = ["low", "high"].map((name) => ["ov-halo", `ov-${name}`].map((look) => {
      const line = svgElement("path", {class: look});
      this.root.append(line);
      return line;
    }));
  }

  hide() {
    this.root.style.display = "none";
  }

  draw(walk, position) {
    const {side, player: {view: {x: [x0, x1], y: [y0, y1]}}} = this.panel;
    const k = Math.min(Math.floor(position), walk.last);
    const [x, y] = headAt(walk, position);
    const {low, high, angle} = walk.bends;
    if (position > walk.last + 1 || !Number.isFinite(low[k] + high[k] + x + y)) return this.hide();
    const across = side / (x1 - x0), up = side / (y1 - y0);
    const px = (x - x0) * across, py = side - (y - y0) * up;
    const c = Math.cos(angle[k]), s = Math.sin(angle[k]);
    const ways = [[-s * across, -c * up], [c * across, -s * up]];
    const bends = [low[k], high[k]];
    const sizes = ways.map((way, i) => Math.hypot(...way) / Math.sqrt(Math.max(Math.abs(bends[i]), 1e-30)));
    const longest = Math.max(...sizes);
    ways.forEach((way, i) => {
      const half = Math.max(SHORTEST_ARM, (LONGEST_ARM * sizes[i]) / longest), unit = 1 / Math.hypot(...way);
      const at = (pixels) => `${(px + pixels * unit * way[0]).toFixed(2)} ${(py + pixels * unit * way[1]).toFixed(2)}`;
      const path = `M${at(-half)} L${at(-GAP)} M${at(GAP)} L${at(half)}`;
      for (const line of this.lines[i]) line.setAttribute("d", path);
      this.lines[i][1].setAttribute("stroke-dasharray", bends[i] < 0 ? "4 4" : "none");
    });
    this.root.style.display = "";
  }

  // Where the map is inside its panel; asked when the size has changed.
  fit() {
    const {side} = this.panel;
    Object.assign(this.root.style, {left: `${MARGIN.l}px`, bottom: `${MARGIN.b}px`, width: `${side}px`, height: `${side}px`});
  }
}

// All crosses, whose walk they show, and the numbers of one of them.
export class CurvatureView {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.shown = false;
    this.chosen = null; // the key of a walk
    this.choice = element("select", {class: "ov-chosen", "aria-label": player.words["Curvature under"]});
    this.choice.addEventListener("change", () => {
      this.chosen = this.choice.value;
      this.frame(player.clock.position);
    });
    this.numbers = element("p", {class: "ov-numbers"});
    this.rule = element("p", {class: "ov-curvature-key"});
    const terms = termsOf(player);
    this.signs = terms.row(element("div", {class: "ov-signs"}, [terms.term("λ"), terms.term("κ")]));
    this.root = element("div", {class: "ov-curvature", hidden: ""}, [this.choice, this.numbers, this.signs, this.rule]);
  }

  // Every panel has a cross for the chosen walk, or for its first visible one.
  walkIn(panel) {
    const {walks, hidden} = this.player;
    const mine = panel.spec.walks.map((i) => walks[i]).filter((walk) => walk.bends && !hidden.has(walk.key));
    return panel.cross && (mine.find((walk) => walk.key === this.chosen) ?? mine[0]);
  }

  get walk() {
    const mine = this.player.panels.map((panel) => this.walkIn(panel)).filter(Boolean);
    return mine.find((walk) => walk.key === this.chosen) ?? mine[0];
  }

  async toggle() {
    this.shown = !this.shown;
    this.player.root.classList.toggle("ov-bent", this.shown);
    await this.player.redraw(); // the loss chart makes room
  }

  draw() {
    const {walks, hidden, words, panels} = this.player;
    this.root.hidden = !this.shown;
    for (const {cross} of panels) {
      cross?.hide();
      cross?.fit();
    }
    if (!this.shown) return;
    const there = walks.filter((walk) => walk.bends && !hidden.has(walk.key));
    this.choice.replaceChildren(...there.map((walk) => element("option", {value: walk.key, text: walk.label})));
    this.choice.hidden = there.length < 2;
    this.choice.value = this.walk?.key ?? "";
    this.rule.textContent = unbroken(words["Lines: along them the curvature is extreme; their lengths stand as 1/√|λ|; dashed where it bends down."]);
  }

  frame(position) {
    if (!this.shown) return;
    for (const panel of this.player.panels) {
      const walk = this.walkIn(panel);
      if (walk) panel.cross.draw(walk, position);
      else panel.cross?.hide();
    }
    const text = this.walk ? this.sentence(this.walk, Math.floor(position)) : "";
    if (this.numbers.textContent !== text) this.numbers.textContent = text;
  }

  sentence(walk, step) {
    const {words} = this.player;
    if (step > walk.last) return words["diverged"];
    const {bend, bends} = walk;
    const low = bends.low[step], high = bends.high[step];
    const [lowest, highest] = apart([low, high], SEEN);
    const parts = [fill(words["λ = {low} and {high}"], {low: lowest, high: highest})];
    if (low > 0) parts.push(`κ = ${number(high / low)}`);
    const eta = walk.eta === undefined ? bend.eta : walk.etaAt(step);
    if (!(high > 0)) {
      parts.push(words["nothing limits η where it bends down all around"]);
    } else if (bend.reach !== null && eta !== null) {
      const sum = high + bend.decay, limit = bend.reach / sum;
      const [own, value] = apart([eta, limit], SEEN);
      parts.push(fill(words["η = {eta} is {share} % of {limit} = {value}"], {
        eta: bare(own), share: perCent(own === value ? 1 : eta / limit),
        limit: `${bare(number(bend.reach))}/${bend.decay ? "(λmax + ω)" : "λmax"}`, value: value === number(limit) ? value : bare(value),
      }));
    } else {
      parts.push(fill(words["2/λmax = {value} limits plain descent, not {name}"], {value: number(2 / high), name: walk.label}));
    }
    if (bend.rates) {
      // Told from each other, and each from 1, which would say that nothing changes.
      const beside = apart(bend.rates, 5), alone = bend.rates.map((rate) => apart([rate, 1], SEEN + 2)[0]);
      const [predicted, observed] = beside.map((text, i) => bare(text.length >= alone[i].length ? text : alone[i]));
      parts.push(fill(words["factor per step: {predicted} predicted, {observed} observed"], {predicted, observed}));
    }
    return unbroken(parts.join(" · "));
  }
}

// A number without zeros that mean nothing.
function bare(text) {
  return text.includes("e") || !text.includes(".") ? text : text.replace(/\.?0+$/, "");
}

// A line ends between words, not inside of 1/√|λ|.
function unbroken(text) {
  return text.replace(/[/|√=]/g, "\u2060$&\u2060");
}
