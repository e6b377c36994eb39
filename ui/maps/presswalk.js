// The walks from a start that is pressed, on every map the one of its optimizer, before it is opened in
// Explore: walked here from the engine's record, and nobody is asked.

import {fetchRecord, recordOf} from "../player/records.js";
import {svgElement} from "../player/theme.js";

const FAR = 1e5; // px; a walk that goes there leaves the map in the same direction as any longer one

export class PressedWalks {
  /** @param {import("./basins.js").BasinFigure} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {{row: number, column: number} | null} */
    this.cell = null;
    this.due = 0;
    this.frames = 0;
  }

  // How its walks are walked; nothing where the cells are no starts.
  get facts() {
    const {header} = this.figure;
    return header?.kind === "starts" ? header.live : undefined;
  }

  // Somebody may be about to press: what that takes is fetched, once.
  wake() {
    const {factors, walks = []} = this.facts ?? {};
    for (const name of [factors, ...walks.map((rule) => rule?.[0])]) {
      if (name && !recordOf(name)) fetchRecord(name).then(() => this.cell && this.show(this.cell), () => {});
    }
  }

  // From this cell; null is from nowhere. Drawn with the next frame, the newest of all that were asked for.
  show(cell) {
    this.cell = this.facts ? cell : null;
    this.figure.root.classList.toggle("oa-pressing", Boolean(this.cell));
    if (this.cell) this.wake();
    this.due ||= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.due = 0;
    this.frames += 1;
    const {cell, facts, figure: {sheets, arrays}} = this;
    sheets.forEach((sheet, i) => sheet.walk.draw(cell && facts ? this.path(facts, i, [arrays.x[cell.column], arrays.y[cell.row]]) : null));
  }

  // The places of a map's walk: of one that cannot be walked here the start alone.
  path({walks, factors, steps}, index, start) {
    const rule = walks[index], step = rule && recordOf(rule[0]), [x, y] = start;
    if (!step || (factors && !recordOf(factors))) return {x: [x], y: [y], waits: !rule};
    const [xs, ys] = step.walk(start, steps, rule[1], factors && recordOf(factors));
    return {x: xs, y: ys, waits: false};
  }

  remove() {
    cancelAnimationFrame(this.due);
  }
}

// One of them, upon its map: a line with a halo, from a ring to a dot.
export class DrawnWalk {
  /** @param {import("./sheet.js").MapSheet} sheet */
  constructor(sheet) {
    this.sheet = sheet;
    this.lines = ["oa-walk-halo", "oa-walk-line"].map((name) => svgElement("path", {class: name}));
    this.start = svgElement("circle", {r: 6, class: "oa-walk-start"});
    this.end = svgElement("circle", {r: 4, class: "oa-walk-end"});
    this.root = svgElement("svg", {class: "oa-walk", "aria-hidden": "true"});
    this.root.append(...this.lines, this.end, this.start);
    this.root.style.display = "none";
  }

  place(circle, [x, y]) {
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
  }

  /** @param {{x: ArrayLike<number>, y: ArrayLike<number>, waits: boolean} | null} walk */
  draw(walk) {
    const layout = this.sheet.graph._fullLayout;
    this.walk = walk;
    this.root.style.display = walk && layout ? "" : "none";
    if (!walk || !layout) return;
    const {xaxis, yaxis} = layout;
    Object.assign(this.root.style, {
      left: `${xaxis._offset}px`, top: `${yaxis._offset}px`, width: `${xaxis._length}px`, height: `${yaxis._length}px`,
    });
    let way = "", last = "";
    /** @type {[number, number]} */
    let at = [0, 0];
    for (let k = 0; k < walk.x.length; k++) {
      const x = xaxis.d2p(walk.x[k]), y = yaxis.d2p(walk.y[k]);
      if (!(Math.abs(x) < FAR && Math.abs(y) < FAR)) break;
      at = [x, y];
      const place = `${x.toFixed(1)},${y.toFixed(1)}`;
      if (place !== last) way += `${way ? "L" : "M"}${(last = place)}`;
    }
    for (const line of this.lines) line.setAttribute("d", way || "M0,0");
    this.root.classList.toggle("oa-waits", walk.waits);
    this.place(this.start, [xaxis.d2p(walk.x[0]), yaxis.d2p(walk.y[0])]);
    this.place(this.end, at);
  }
}
