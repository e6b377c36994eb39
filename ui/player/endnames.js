// The names of walks on a map, where their heads stand; of those that have left, where they left.
//
// Only while nothing moves: a frame of the film costs nothing, and whoever drags sees no name jump.

import {columns} from "./endplaces.js";
import {MARGIN, sized} from "./graphs.js";
import {looksOf} from "./heads.js";
import {Labels} from "./labels.js";
import {svgElement} from "./theme.js";
import {headAt} from "./walk.js";

const RESTS = 140; // ms without a change until the names are there
const MOST = 18; // walks: a larger crowd has no names on its map
const SIZE = 12, LINE = 16, SIDE = 5; // px: letters, a line of them, and the card beside them
const STAR = 12, START = 10, EXIT = 8, BLUNT = 5; // px, the radii of marks
const EDGE = 3; // px from the border of the map
const CARD = 0.86; // how much of the ground its card takes from a name
const FAINT = "0.25"; // what is not brought forward

export class EndNames {
  /** @param {import("./map.js").MapPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.root = svgElement("svg", {class: "ov-ends", "aria-hidden": "true"});
    this.labels = new Labels();
    this.shown = false;
  }

  // What is on the map has changed: the names go, and come back where they belong when it rests.
  moved() {
    this.still = false;
    if (this.shown) this.clear();
    this.timer ??= setTimeout(() => this.look(), RESTS);
  }

  look() {
    this.timer = undefined;
    const {player} = this.panel, {clock} = player;
    if (clock.stopped) return;
    if (this.still && !clock.playing && !clock.holds && !clock.busy && !player.looking) {
      this.draw();
      return;
    }
    this.still = true;
    this.timer = setTimeout(() => this.look(), RESTS);
  }

  clear() {
    this.shown = false;
    this.root.replaceChildren();
  }

  // The walks that may have a name, and where.
  wishes(position) {
    const {trails, player, shown = []} = this.panel, {minima, font} = player;
    const px = this.panel.scale(), alone = trails.alone ?? [];
    const looks = looksOf(alone.map(({members: [walk]}) => headAt(walk, position)), minima, px);
    const radii = new Map(alone.map(({members: [walk]}, i) => [walk.key, sized(looks[i].size / 2) + 2]));
    const walks = shown.flatMap(({color, members}) => members.map((walk) => ({walk, color})));
    if (walks.length > MOST) return [];
    return walks.filter(({walk}) => walk.listed && walk.last >= 0).map(({walk, color}) => {
      const {left} = walk, gone = left !== null && position >= left.step;
      const [x, y] = this.pixel(gone ? [left.x, left.y] : headAt(walk, position));
      const radius = gone ? sized(EXIT) : radii.get(walk.key) ?? sized(BLUNT);
      const width = this.labels.width(walk.label, `600 ${sized(SIZE)}px ${font}`) + 2 * SIDE;
      return {walk, color, x, y, radius, width};
    });
  }

  /** @returns {[number, number]} */
  pixel([x, y]) {
    const {side, player: {view}} = this.panel, px = this.panel.scale();
    return [(x - view.x[0]) * px.x, side - (y - view.y[0]) * px.y];
  }

  // What no name may touch: the stars, the start, and the buttons that lie on the map.
  taken() {
    const {player} = this.panel;
    const square = (place, half) => {
      const [x, y] = this.pixel(place);
      return {x: x - half, y: y - half, width: 2 * half, height: 2 * half};
    };
    const taken = [...player.minima.map((minimum) => square(minimum, sized(STAR))), square(player.start, sized(START))];
    const {zoom} = player.controls;
    if (player.stage.contains(zoom)) {
      const own = this.root.getBoundingClientRect(), {left, top, width, height} = zoom.getBoundingClientRect();
      taken.push({x: left - own.left, y: top - own.top, width, height});
    }
    return taken;
  }

  // All names anew, for the place where the clock stands; none at the start, where all are one.
  draw() {
    const {panel, root} = this, {player, side, trails} = panel, {position} = player.clock;
    this.clear();
    const company = panel.spec.walks.filter((i) => player.walks[i].listed).length > 1;
    if (!company || position <= 0 || player.clock.playing || player.inSpace) return;
    Object.assign(root.style, {left: `${MARGIN.l}px`, bottom: `${MARGIN.b}px`, width: `${side}px`, height: `${side}px`});
    const room = {x: EDGE, y: EDGE, width: side - 2 * EDGE, height: side - 2 * EDGE};
    const onMap = ({x, y}) => x >= 0 && y >= 0 && x <= side && y <= side;
    const wishes = this.wishes(position), seen = wishes.filter(onMap);
    const paths = wishes.map(({walk}) => {
      /** @type {import("./types.js").Path} */
      const trail = {x: [], y: []};
      trails.trail(walk, 0, position, trails.finest(), trail);
      return trail.x.map((x, i) => this.pixel([x, trail.y[i]]));
    });
    const line = sized(LINE);
    for (const column of columns(seen, {room, taken: this.taken(), paths, line})) {
      root.append(this.columnOf(column, seen, line));
    }
    this.shown = true;
  }

  columnOf({box, members, lead}, seen, line) {
    const {colors} = this.panel.player;
    const parts = [svgElement("rect", {...box, rx: 4, fill: colors.card, opacity: CARD})];
    if (lead) {
      const [x1, y1, x2, y2] = lead.map((place) => place.toFixed(1));
      parts.unshift(svgElement("line", {x1, y1, x2, y2, stroke: members.length > 1 ? colors.text : seen[members[0]].color, "stroke-width": 1.2}));
    }
    members.forEach((member, i) => {
      const {walk, color, width} = seen[member];
      // As wide as it was measured, in whatever font a picture of it is drawn.
      const text = svgElement("text", {
        x: box.x + SIDE, y: box.y + (i + 0.5) * line + 0.33 * sized(SIZE), "font-size": sized(SIZE), "font-weight": 600,
        fill: color, textLength: width - 2 * SIDE, lengthAdjust: "spacingAndGlyphs", "data-key": walk.key,
      });
      text.textContent = walk.label;
      parts.push(text);
    });
    const column = svgElement("g");
    column.append(...parts);
    return column;
  }

  bringForward(key) {
    for (const text of this.root.querySelectorAll("text")) {
      text.style.opacity = key === null || text.dataset.key === key ? "" : FAINT;
    }
  }

  remove() {
    clearTimeout(this.timer);
  }
}
