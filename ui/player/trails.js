// What has been walked so far, and the heads: the part of a map that moves.
//
// A frame draws every point of its graph anew. Few walks can afford that; a crowd's trails are
// laid down in a graph of their own, some steps at a time, and only what is newer moves.

import {changeLayout, clearGraph, drawGraph, moveTraces} from "./drawing.js";
import {STILL} from "./graphs.js";
import {headMarkers} from "./heads.js";
import {marksAt, marksTrace, withLook} from "./marks.js";
import {dotsAt, dotsTrace} from "./steps.js";
import {element} from "./theme.js";
import {headAt} from "./walk.js";

const TAIL = 24; // steps that a comet's tail is long
const FINEST = 0.6; // of a pixel; points of a trail that are nearer to each other are one
const CROWD = 24; // walks; from here on trails are laid down
const OUT_OF_REACH = 1e7; // a head out there is left away
const FAINT = "0.15"; // what is not brought forward
const LAID = 16; // steps that are laid down at a time

export class Trails {
  /** @type {{x: number, y: number}} */ near;

  /** @param {import("./map.js").MapPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.laid = element("div", {class: "ov-laid", "aria-hidden": "true"});
    this.moving = element("div", {class: "ov-trails", "aria-hidden": "true"});
  }

  // One walk before the others, which are faint meanwhile; null for all alike. Plotly is not asked:
  // the lines stay as they are, in the order of the groups after the stars.
  bringForward(key) {
    const faint = this.groups?.map(({members}) => key !== null && !members.some((walk) => walk.key === key)) ?? [];
    for (const graph of this.graphs) {
      const lines = /** @type {NodeListOf<SVGElement>} */ (graph.querySelectorAll(".scatterlayer > .trace"));
      faint.forEach((is, i) => lines[i + 1] && (lines[i + 1].style.opacity = is ? FAINT : ""));
    }
  }

  get graphs() {
    return [this.laid, this.moving];
  }

  // Draw where the clock stands, so that a change of the walks needs no frame of its own.
  async draw(groups) {
    const {player} = this.panel;
    const {colors, minima} = player;
    this.groups = groups;
    this.crowded = groups.reduce((count, group) => count + group.members.length, 0) >= CROWD;
    // The stars lie under the walks, so that a head that has arrived is seen on its star.
    const stars = {
      type: "scatter", mode: "markers", x: minima.map((m) => m[0]), y: minima.map((m) => m[1]),
      marker: {symbol: "star", size: 16, color: colors.star, line: {color: colors.text, width: 1}},
    };
    const lines = () => groups.map((group) => ({
      type: "scatter", mode: "lines", line: {color: group.color, width: 2.6, dash: group.dash},
    }));
    const alone = groups.filter((group) => group.members.length === 1);
    this.alone = alone;
    const heads = {type: "scatter", mode: "markers"};
    // The heads of a crowd are the round ends of lines without length: one path, not a hundred.
    const crowds = groups.filter((group) => group.members.length > 1).map((group) => ({
      type: "scatter", mode: "lines", line: {color: group.color, width: 7, simplify: false},
    }));
    const layout = this.panel.layout(colors, false);
    const {position} = player.clock;
    this.laidTo = this.layingPlace(position, player.comet);
    this.near = this.finest();
    this.marks = marksTrace(groups, colors);
    this.dots = this.crowded ? null : dotsTrace(groups, colors);
    const moving = [...lines(), ...(this.marks ? [this.marks] : []), heads, ...crowds, ...(this.dots ? [this.dots] : [])];
    this.at(position, player.comet).forEach((data, i) => Object.assign(moving[i], data, withLook(moving[i], data)));
    const under = this.crowded ? {...stars, x: [], y: []} : stars;
    const drawing = [drawGraph(this.moving, [under, ...moving], layout, STILL)];
    if (this.crowded) {
      const rest = lines();
      this.laidTrails().forEach((data, i) => Object.assign(rest[i], data));
      drawing.push(drawGraph(this.laid, [stars, ...rest], layout, STILL));
    } else if (this.laid.looks) {
      clearGraph(this.laid);
    }
    await Promise.all(drawing);
    if (player.live.walkedHere?.kept) this.wait(); // for good
  }

  // The trails up to a position, and the heads; the first trace of either graph, the stars, never
  // moves. Resolves when Plotly has drawn them.
  async frame(position, comet) {
    const {panel: {player}} = this, place = this.layingPlace(position, comet);
    const drawing = [];
    const thinnedAnew = this.rescaled();
    this.near = this.finest();
    if (place !== this.laidTo || (thinnedAnew && this.crowded)) {
      this.laidTo = place;
      drawing.push(moveTraces(this.laid, this.laidTrails(), 1));
    }
    drawing.push(moveTraces(this.moving, this.at(position, comet), 1));
    await Promise.all(drawing);
    if (player.live.before) this.wait();
  }

  // Those that cannot follow a hand are faint and dotted while the others do.
  wait() {
    const lines = this.moving.querySelectorAll(".scatterlayer > .trace");
    this.groups.forEach(({members}, i) => lines[i + 1]?.classList.toggle("ov-waits", members.every((walk) => walk.waits)));
  }

  async show(ranges) {
    await changeLayout(this.moving, ranges);
    if (this.crowded) await changeLayout(this.laid, ranges);
    // Not drawn from here: a frame that overtakes one of the clock's is never heard of again.
    if (this.rescaled()) this.panel.player.clock.show();
  }

  // Whether the trails were thinned for another scale than that of the present view.
  rescaled() {
    const {x, y} = this.finest();
    return Math.abs(this.near.x / x - 1) > 1e-6 || Math.abs(this.near.y / y - 1) > 1e-6;
  }

  // Up to which step the trails are laid down; a comet leaves nothing behind.
  layingPlace(position, comet) {
    return this.crowded && !comet ? LAID * Math.floor(position / LAID) : 0;
  }

  laidTrails() {
    const {near} = this;
    return this.groups.map((group) => {
      /** @type {import("./types.js").Path} */
      const trail = {x: [], y: []};
      for (const walk of group.members) {
        this.trail(walk, 0, this.laidTo, near, trail);
        trail.x.push(null);
        trail.y.push(null);
      }
      return trail;
    });
  }

  // What the traces of the moving graph hold at a position.
  at(position, comet) {
    const data = [], crowds = [];
    /** @type {import("./types.js").Path} */
    const heads = {x: [], y: []};
    const {near} = this;
    const from = comet ? Math.max(0, Math.floor(position) - TAIL) : this.laidTo;
    for (const group of this.groups) {
      /** @type {import("./types.js").Path | null} */
      const crowd = group.members.length > 1 ? {x: [], y: []} : null;
      /** @type {import("./types.js").Path} */
      const trail = {x: [], y: []};
      for (const walk of group.members) {
        const [x, y] = this.trail(walk, from, position, near, trail);
        if (crowd) {
          trail.x.push(null);
          trail.y.push(null);
          crowd.x.push(x, x + near.x / 100, null);
          crowd.y.push(y, y, null);
        } else {
          const far = Math.abs(x) > OUT_OF_REACH || Math.abs(y) > OUT_OF_REACH;
          heads.x.push(far ? null : x); // browsers refuse a mark so many pixels away
          heads.y.push(far ? null : y);
        }
      }
      data.push(trail);
      if (crowd) crowds.push(crowd);
    }
    const marks = this.marks ? [marksAt(this.groups, comet ? from : 0, position, near, FINEST)] : [];
    const {player: {minima, colors, view}} = this.panel, px = this.panel.scale();
    const dots = this.dots ? [dotsAt(this.groups, comet ? from : 0, position, px, view)] : [];
    const places = heads.x.map((x, i) => [x, heads.y[i]]);
    const headed = {...heads, marker: headMarkers(places, this.alone, minima, px, colors.card)};
    return [...data, ...marks, headed, ...crowds, ...dots];
  }

  // How near two points of a trail may be without being seen as two, in the units of the axes.
  finest() {
    const {side, player: {view: {x, y}}} = this.panel;
    return {x: (FINEST * (x[1] - x[0])) / side, y: (FINEST * (y[1] - y[0])) / side};
  }

  // Append a walk's trail from a step to a position, and return its head.
  trail(walk, from, position, near, {x, y}) {
    const at = Math.min(position, walk.last);
    const whole = Math.floor(at), part = at - whole;
    let lastX = Infinity, lastY = Infinity;
    for (let k = Math.min(from, whole); k <= whole; k++) {
      const px = walk.x[k], py = walk.y[k];
      if (k < whole && Math.abs(px - lastX) < near.x && Math.abs(py - lastY) < near.y) continue;
      x.push((lastX = px));
      y.push((lastY = py));
    }
    const head = headAt(walk, position);
    if (part > 0) {
      x.push(head[0]);
      y.push(head[1]);
    }
    return head;
  }
}
