// The contours under the walks of one panel.
//
// The ground of the whole map is sent with the page. Who looks so closely that only a few of its
// cells, or of its lines, are in sight is given one that is made for that part of the plane: grid
// and levels of its own. It is asked for when the view rests; until it is there nothing changes.
// All that were made are kept for a while, so that the way back shows them at once.

import {changeLayout, clearGraph, drawNew} from "./drawing.js";
import {CONFIG, MARGIN, STANDOFF} from "./graphs.js";
import {element} from "./theme.js";

const FEW = 24; // cells of a grid, across the view: below, a line is seen to be made of pieces
const FEW_LINES = 6; // and below this many levels in sight no valley is seen as one
const AMPLE = 100; // cells: who sees so many looks at the map as a whole, flat as it may be
const AROUND = 0.25; // of the view on each side: so much is made beside it, for a hand that moves on
const PART = 0.3; // of the view that must lie on a closer ground for it to be shown
const RESTS = 200; // ms without another view
const KEPT_CLOSER = 12; // about 100 kB each
const NOWHERE = 65535; // the code of a height that is not finite

// How many cells of a ground a view is wide or high, whichever are fewer.
function cellsIn({header: {nx, ny, window: [x0, x1, y0, y1]}}, {x, y}) {
  return Math.min((nx * (x[1] - x[0])) / (x1 - x0), (ny * (y[1] - y[0])) / (y1 - y0));
}

// The part of a view that lies on a ground.
function coverage({header: {window: [x0, x1, y0, y1]}}, {x, y}) {
  const along = ([low, high], from, to) => Math.max(0, Math.min(high, to) - Math.max(low, from)) / (high - low);
  return along(x, x0, x1) * along(y, y0, y1);
}

// How many levels of a ground the heights in a view run through.
function linesIn({header: {nx, ny, bands, window: [x0, x1, y0, y1]}, arrays: {z}}, {x, y}) {
  const place = (at, from, to, n) => Math.min(n - 1, Math.max(0, Math.round(((at - from) / (to - from)) * (n - 1))));
  const [left, right] = x.map((at) => place(at, x0, x1, nx)), [bottom, top] = y.map((at) => place(at, y0, y1, ny));
  let low = Infinity, high = -Infinity;
  for (let row = bottom; row <= top; row++) {
    for (let at = row * nx + left; at <= row * nx + right; at++) {
      if (z[at] < low) low = z[at];
      if (z[at] > high) high = z[at];
    }
  }
  return (high - low) * bands;
}

function suffices(ground, view) {
  const cells = cellsIn(ground, view);
  return cells >= AMPLE || (cells >= FEW && linesIn(ground, view) >= FEW_LINES);
}

// What lies under a view: the map's own ground, or of those made closer the one that shows most of
// the view, and of several the finest.
/**
 * @param {import("./types.js").Ground} whole
 * @param {import("./types.js").View} view
 */
export function groundUnder(whole, view) {
  if (suffices(whole, view)) return whole;
  let best = whole, most = PART, finest = 0;
  for (const ground of whole.closer ?? []) {
    const part = coverage(ground, view), cells = cellsIn(ground, view);
    if (cells < FEW || part < most || (part === most && cells <= finest)) continue;
    [best, most, finest] = [ground, part, cells];
  }
  return best;
}

// Keep a ground that was made closer with the one that it belongs to.
/**
 * @param {import("./types.js").Ground} ground
 * @param {import("./types.js").Ground | undefined} whole
 */
export function receiveCloser(ground, whole) {
  if (!whole) return;
  const {z} = ground.arrays;
  if (z instanceof Uint16Array) ground.arrays.z = Float32Array.from(z, (code) => (code === NOWHERE ? NaN : code / (NOWHERE - 1)));
  whole.closer = [...(whole.closer ?? []).filter(({header}) => header.id !== ground.header.id), ground].slice(-KEPT_CLOSER);
  for (const layer of whole.layers ?? []) layer.draw();
}

export class GroundLayer {
  /** @param {import("./map.js").MapPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.root = element("div", {class: "ov-ground", "aria-hidden": "true"});
    const {words} = panel.player;
    // What the shades mean; they are the style sheet's, from the same colours.
    this.scale = element("div", {class: "ov-heights"}, [
      element("span", {text: words["low"]}), element("i", {"aria-hidden": "true"}), element("span", {text: words["high"]}),
    ]);
    this.key = null;
  }

  // Drawn again only when the ground, the theme or the size has changed; says whether it was.
  async draw() {
    const {player} = this.panel, {colors, view} = player;
    if (!player.ground) return false;
    this.stand(player.ground);
    const {header, arrays} = groundUnder(player.ground, view);
    const key = `${header.id}/${colors.contour}/${this.panel.size().width}/${MARGIN.l}`;
    if (key === this.key) return false;
    this.key = key;
    const {nx, ny, window: [x0, x1, y0, y1], bands} = header;
    const z = [];
    for (let row = 0; row < ny; row++) z.push(arrays.z.subarray(row * nx, (row + 1) * nx));
    const trace = {
      type: "contour", z, x0, dx: (x1 - x0) / (nx - 1), y0, dy: (y1 - y0) / (ny - 1),
      autocontour: false, contours: {start: 0.5 / bands, end: 1, size: 1 / bands, coloring: "fill"},
      zmin: 0, zmax: 1, showscale: false, hoverinfo: "skip",
      colorscale: [[0, colors.deep], [1, colors.high]],
      line: {width: 0.7, color: colors.contour, smoothing: 1},
    };
    await drawNew(this.root, [trace], this.panel.layout(colors, true), {...CONFIG, staticPlot: true});
    return true;
  }

  // Be told when a closer part of this ground has been made.
  stand(whole) {
    if (whole === this.whole) return;
    this.whole?.layers.delete(this);
    this.whole = whole;
    (whole.layers ??= new Set()).add(this);
  }

  // The same under another view.
  async show(ranges) {
    if (!this.key) return;
    this.ask();
    if (!(await this.draw())) await changeLayout(this.root, {...ranges, "yaxis.title.standoff": STANDOFF});
  }

  // Ask for a closer ground when the view rests; once for all panels, which share the view.
  ask() {
    const {player} = this.panel, whole = player.ground;
    if (!whole) return;
    clearTimeout(whole.resting);
    whole.resting = setTimeout(() => {
      const {view} = player, under = groundUnder(whole, view);
      if (!whole.make || player.ground !== whole) return;
      if (suffices(under, view) && (under === whole || coverage(under, view) === 1)) return;
      const around = ([low, high]) => [low - AROUND * (high - low), high + AROUND * (high - low)];
      const part = [...around(view.x), ...around(view.y)], asked = part.join();
      if (whole.asked === asked) return;
      whole.asked = asked;
      whole.make(part);
    }, RESTS);
  }

  remove() {
    clearTimeout(this.whole?.resting);
    this.whole?.layers.delete(this);
    clearGraph(this.root);
  }
}
