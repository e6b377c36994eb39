// One map: an image of its cells, signs upon it, and what the pointer says about a cell.

import {clearGraph, drawNew} from "../player/drawing.js";
import {margin} from "../player/graphs.js";
import {asImage, MOST_TOLD} from "../player/telling.js";
import {element, fill, number} from "../player/theme.js";
import {inked, isAlike} from "./ink.js";
import {awayOf, nameOf} from "./legend.js";
import {DrawnWalk} from "./presswalk.js";

const MARGIN = margin({l: 44, r: 8, t: 4, b: 34});
const STILL = {staticPlot: true, displayModeBar: false, responsive: false};
const NARROW = 230; // pixels; a tip is never wider

export class MapSheet {
  constructor(figure) {
    this.figure = figure;
    this.caption = element("div", {class: "oa-caption"});
    this.graph = element("div", {class: "oa-graph", "aria-hidden": "true"});
    this.ring = element("div", {class: "oa-ring", hidden: ""});
    this.tip = element("div", {class: "oa-tip", hidden: ""});
    this.veil = element("div", {class: "oa-veil", hidden: ""});
    this.alike = element("div", {class: "oa-alike", hidden: ""});
    this.walk = new DrawnWalk(this);
    this.frame = element("div", {class: "oa-frame"}, [this.graph, this.alike, this.walk.root, this.ring, this.tip, this.veil]);
    this.root = element("div", {class: "oa-map"}, [this.caption, this.frame]);
    this.drawnOf = null;
    this.side = 0; // until it is measured
    this.listen();
  }

  // Asked for all sheets before any is drawn: reading a width makes the browser lay out the page.
  measure() {
    this.side = Math.max(140, Math.floor(this.root.clientWidth - MARGIN.l - MARGIN.r));
  }

  async draw(spec) {
    this.spec = spec;
    this.caption.textContent = spec.title;
    this.caption.title = spec.title;
    const {header, arrays, kind} = this.figure;
    this.veil.hidden = spec.cells !== null;
    this.veil.textContent = this.missing;
    if (spec.cells !== null) {
      for (const name of ["which", "steps", "nearness"]) this[name] = arrays[`${name}${spec.cells}`];
      this.image = inked(this, arrays.x.length, arrays.y.length, this.side, header);
      this.drawnOf = kind;
    } else {
      // What was here stays under the veil until the new map is there; its cells say nothing now.
      this.which = this.steps = this.nearness = null;
      if (this.drawnOf !== kind) this.image = null;
    }
    this.tellAlike();
    asImage(this.root, `${this.figure.words["Map"]}: ${spec.title}`, this.told());
    await drawNew(this.graph, this.signs(), this.layout(), STILL);
  }

  // A map of one colour says that it is meant.
  tellAlike() {
    const {header, words, kind} = this.figure;
    this.alike.hidden = !this.which || !isAlike(this, header);
    if (this.alike.hidden) return;
    const end = header.ends[this.which[0]];
    this.alike.textContent = fill(words[kind === "starts" && end.kind === "under_way"
      ? "everywhere: {what}; try more epochs" : "everywhere: {what}"], {what: nameOf(end, words, kind)});
  }

  // Which ends have how many cells, the most first; asked once per map.
  told() {
    const {header, words, kind} = this.figure;
    if (!this.which) return this.missing;
    const cells = new Uint32Array(header.ends.length), counts = new Map();
    for (const end of this.which) cells[end] += 1;
    header.ends.forEach((end, i) => {
      const name = nameOf(end, words, kind);
      if (cells[i]) counts.set(name, (counts.get(name) ?? 0) + cells[i]);
    });
    const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_TOLD);
    return `${most.map(([name, count]) => `${name}: ${number((100 * count) / this.which.length)} %`).join("; ")}.`;
  }

  // What stands in place of a map that is not there.
  get missing() {
    return this.figure.words[this.spec.off ? "not made" : "being made …"];
  }

  axis({title, first, step, ticks}, count) {
    const {colors} = this.figure;
    return {
      range: [first - step / 2, first + (count - 0.5) * step],
      showgrid: false, zeroline: false, showline: true, mirror: true, linecolor: colors.line,
      ticks: "outside", ticklen: 4, tickcolor: colors.line, tickfont: {size: 11, color: colors.muted},
      title: {text: title, font: {size: 12, color: colors.muted}, standoff: 3}, nticks: 6,
      ...(ticks.length ? {tickvals: ticks.map(([at]) => at), ticktext: ticks.map(([, text]) => text)} : {}),
    };
  }

  layout() {
    const {header, colors, font, columns, rows} = this.figure;
    const [across, up] = header.axes;
    /** @type {Record<string, any>} */
    const layout = {
      width: this.side + MARGIN.l + MARGIN.r, height: this.side + MARGIN.t + MARGIN.b, margin: MARGIN,
      showlegend: false, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: colors.track,
      font: {family: font}, xaxis: this.axis(across, columns), yaxis: this.axis(up, rows), images: [],
    };
    if (this.image) {
      layout.images.push({
        source: this.image, xref: "x", yref: "y", layer: "below", sizing: "stretch",
        x: across.first - across.step / 2, y: up.first + (rows - 0.5) * up.step,
        sizex: columns * across.step, sizey: rows * up.step, xanchor: "left", yanchor: "top",
      });
    }
    return layout;
  }

  signs() {
    const {header, colors} = this.figure;
    const looks = {
      star: {symbol: "star", size: 13, color: colors.star, line: {width: 1.2, color: "#14181f"}},
      x: {symbol: "x", size: 7, color: "#ffffff", line: {width: 1, color: "#14181f"}},
      "circle-open": {symbol: "circle", size: 9, color: "#ffffff", line: {width: 2.4, color: "#14181f"}},
    };
    const spots = (marks) => ({type: "scatter", x: marks.map((mark) => mark.x), y: marks.map((mark) => mark.y)});
    // Letters are a trace of their own: Plotly forgets a text that was empty once.
    const lettered = header.marks.filter((mark) => mark.letter);
    return [
      ...Object.entries(looks).map(([symbol, marker]) => ({
        ...spots(header.marks.filter((mark) => mark.symbol === symbol)), mode: "markers", marker,
      })),
      {
        // The markers, which cannot be seen, keep the letters at a distance.
        ...spots(lettered), mode: "markers+text", marker: {size: 14, opacity: 0}, text: lettered.map((mark) => `<b>${mark.letter}</b>`),
        textposition: lettered.map((mark) => this.besides(mark)),
        textfont: {size: 13, color: "#ffffff", shadow: "0 0 3px #14181f, 0 0 3px #14181f, 0 0 2px #14181f"},
      },
    ];
  }

  // Where a letter beside a sign has room.
  besides(mark) {
    const [across, up] = this.figure.header.axes;
    const right = mark.x > across.first + 0.85 * across.step * (this.figure.columns - 1);
    const top = mark.y > up.first + 0.9 * up.step * (this.figure.rows - 1);
    return `${top ? "bottom" : "top"} ${right ? "left" : "right"}`;
  }

  // -- touching ------------------------------------------------------------------------------------

  listen() {
    let pressed = null;
    const {frame, figure} = this;
    frame.addEventListener("pointermove", (event) => {
      const cell = this.cellAt(event.clientX, event.clientY);
      if (event.pointerType === "mouse") figure.look(cell, this);
      if (pressed && cell) figure.pressed.show(cell);
    });
    frame.addEventListener("pointerenter", () => figure.pressed.wake());
    frame.addEventListener("pointerleave", () => {
      pressed = null;
      figure.look(null);
      figure.pressed.show(null);
    });
    frame.addEventListener("pointerdown", (event) => {
      pressed = event.button === 0 && event.isPrimary ? {x: event.clientX, y: event.clientY} : null;
      const cell = pressed && this.cellAt(event.clientX, event.clientY);
      if (cell) figure.pressed.show(cell);
    });
    frame.addEventListener("pointercancel", () => {
      pressed = null;
      figure.pressed.show(null); // the finger scrolls the page
    });
    frame.addEventListener("pointerup", (event) => {
      const from = pressed;
      pressed = null;
      if (!from) return;
      const cell = this.cellAt(event.clientX, event.clientY);
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > 4 || !cell || !this.which) figure.pressed.show(null);
      else figure.choose(cell, this); // its walks stay until another page shows them
    });
  }

  // The cell under a place on the screen; null beside the map.
  cellAt(clientX, clientY) {
    const layout = this.graph._fullLayout;
    if (!layout) return null;
    const {columns, rows} = this.figure;
    const box = this.graph.getBoundingClientRect();
    const along = (clientX - box.left - layout.xaxis._offset) / layout.xaxis._length;
    const down = (clientY - box.top - layout.yaxis._offset) / layout.yaxis._length;
    if (!(along >= 0 && along <= 1 && down >= 0 && down <= 1)) return null;
    return {
      column: Math.min(columns - 1, Math.floor(along * columns)),
      row: rows - 1 - Math.min(rows - 1, Math.floor(down * rows)),
    };
  }

  // What became of a cell, in words; in a few, if a letter says enough.
  says({row, column}, few = false) {
    if (!this.which) return this.missing;
    const {header, words} = this.figure;
    const at = row * this.figure.columns + column, steps = this.steps[at];
    const end = header.ends[this.which[at]];
    const name = (few && end.letter) || nameOf(end, words, header.kind);
    if (end.hue === null && steps === header.never) return name;
    return `${name}: ${steps === header.never
      ? fill(words["still moving, {away} away"], {away: awayOf(this.nearness[at], header.scale)})
      : fill(words["{steps} steps"], {steps})}`;
  }

  // Show which cell is meant, here as on every other map; the one that is touched says where it is.
  point(cell, touched) {
    this.ring.hidden = this.tip.hidden = !cell;
    const layout = this.graph._fullLayout;
    if (!cell || !layout) return;
    const {columns, rows} = this.figure;
    const {xaxis, yaxis} = layout;
    const left = xaxis._offset + ((cell.column + 0.5) / columns) * xaxis._length;
    const top = yaxis._offset + (1 - (cell.row + 0.5) / rows) * yaxis._length;
    this.ring.style.transform = `translate(${left}px, ${top}px)`;
    this.tip.textContent = `${touched ? `${this.figure.place(cell)}\n` : ""}${this.says(cell, true)}`;
    const width = Math.min(NARROW, this.tip.offsetWidth);
    const clear = Math.max(0, Math.min(left - width / 2, layout.width - width));
    this.tip.style.transform = `translate(${clear}px, ${top > 72 ? top - 12 - this.tip.offsetHeight : top + 14}px)`;
  }

  remove() {
    clearGraph(this.graph);
    this.root.remove();
  }
}
