// The signs that are drawn, each with its word, as terms that explain themselves.

import {termsOf} from "./terms.js";
import {element} from "./theme.js";

const SIGNS = {
  minimum: "★", start: "○", now: "●", "stop rule": "□", left: "✕", maximum: "▲", inflection: "◆",
  band: "▮", tangent: "╱", arrow: "→", cobweb: "└", "−∇f": "→", "Δθ": "→",
  "contours of the batch": "┄",
};
const YELLOW = new Set(["minimum", "maximum", "inflection", "band"]);

// The signs that are in this picture, in the order in which they are met.
function signsOf({header, walks, minima, ground}) {
  const line = Boolean(header.line), turns = new Set((ground?.header.stationary ?? []).map(({turn}) => turn));
  const there = {
    minimum: line ? turns.has("minimum") : minima?.length, maximum: turns.has("maximum"), inflection: turns.has("inflection"),
    start: walks.length, now: walks.length, "stop rule": walks.some((walk) => walk.stopped >= 0), left: walks.some((walk) => walk.left),
    tangent: line && walks.length, arrow: line && walks.length, band: header.stretches?.length,
    cobweb: header.panels.some(({kind}) => kind === "cobweb"),
    "−∇f": header.anatomy, "Δθ": header.anatomy, "contours of the batch": header.data?.lines,
  };
  return Object.keys(there).filter((name) => there[name]);
}

export class MarkKey {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-signs", role: "group", "aria-label": player.words["Signs"]});
  }

  draw() {
    const {player} = this, {words} = player, terms = termsOf(player);
    const names = signsOf(player), looks = JSON.stringify([names, words]);
    if (looks === this.looks) return;
    this.looks = looks;
    this.root.replaceChildren(...names.map((name) => terms.term(name, [
      element("i", {class: YELLOW.has(name) ? "ov-yellow" : "", "aria-hidden": "true", text: SIGNS[name]}),
      element("span", {text: words[name] ?? name}),
    ])));
    terms.row(this.root);
  }
}
