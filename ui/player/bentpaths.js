// The whole paths of walks that follow a hand, faint, over the map: those that can be hovered would cost
// a frame more than all else, and are drawn when the hand rests.

import {MARGIN} from "./graphs.js";
import {svgElement} from "./theme.js";

const FINEST = 0.8; // px; points of a path that are nearer to each other are one
const FAR = 1e5; // px; a path to there leaves the map in the same direction as any longer one

export class BentPaths {
  /** @param {any} panel a map, or a curve */
  constructor(panel) {
    this.panel = panel;
    this.root = svgElement("svg", {class: "ov-way", "aria-hidden": "true"});
    /** @type {SVGElement[]} */
    this.paths = [];
  }

  // Those of all walks that are shown and bent, and have some way to go; nothing where no hand is at
  // work.
  draw() {
    const {panel: {player}} = this, {colors, live, clock: {position}} = player;
    const walks = (live.before ? this.bent : []).filter((walk) => !walk.waits && walk.last > position);
    this.root.style.display = walks.length ? "" : "none";
    if (!walks.length) return;
    this.lie();
    while (this.paths.length < walks.length) this.root.append(this.paths[this.paths.push(svgElement("path", {})) - 1]);
    this.paths.forEach((path, i) => {
      path.setAttribute("d", walks[i] ? this.wayOf(walks[i]) : "M0,0");
      if (walks[i]) path.setAttribute("stroke", colors.hues[walks[i].hue]);
    });
  }

  // Who may be bent on it.
  get bent() {
    return (this.panel.shown ?? []).flatMap(({members}) => members);
  }

  // It lies over the map.
  lie() {
    const {side} = this.panel;
    Object.assign(this.root.style, {left: `${MARGIN.l}px`, bottom: `${MARGIN.b}px`, width: `${side}px`, height: `${side}px`});
  }

  remove() {
    this.root.remove();
  }

  wayOf(walk) {
    const {panel, panel: {side, player: {view}}} = this, px = panel.scale();
    const near = (value) => Math.min(FAR, Math.max(-FAR, value));
    let way = "", lastX = Infinity, lastY = Infinity;
    for (let k = 0; k <= walk.last; k++) {
      const x = near((walk.x[k] - view.x[0]) * px.x), y = near(side - (walk.y[k] - view.y[0]) * px.y);
      if (k < walk.last && Math.abs(x - lastX) < FINEST && Math.abs(y - lastY) < FINEST) continue;
      way += `${way ? "L" : "M"}${(lastX = x).toFixed(1)},${(lastY = y).toFixed(1)}`;
    }
    return way;
  }
}
