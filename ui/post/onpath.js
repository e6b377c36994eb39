// A walk on a still figure that follows the clock of the player on the same page: a mark stands where
// the walk is, and what it has not walked yet is faint. Plotly has drawn the walk, whole, as a line
// through its dots, and here nothing of it is drawn again.

const STEP = "ov-row"; // what a player tells of its clock, with the row that it shows
const FAINT = 0.16;
const SIZE = 6; // px, half of the mark

const svg = (tag, attributes) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
};

const numbers = (text) => new Float32Array(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer);

export class OnPath {
  /** @type {number[][]} */ px; // where each dot is
  /** @type {number[]} */ gone; // px along the line up to each dot
  /** @type {any[]} */ dots;
  /** @type {any} */ line;
  /** @type {SVGPathElement | undefined} */ faint;
  /** @type {number | null} */ row;

  /**
   * @param {any} graph
   * @param {{path: string, shown: number[], here: string, edge: string}} facts x and y of every row, in
   *   single precision; the rows that have a dot; the colours of the mark
   */
  constructor(graph, {path, shown, here, edge}) {
    this.graph = graph;
    this.path = numbers(path);
    const lost = this.path.findIndex((one) => !Number.isFinite(one)); // too large for single precision
    this.last = (lost < 0 ? this.path.length / 2 : Math.floor(lost / 2)) - 1;
    this.shown = shown.filter((row) => row <= this.last);
    this.mark = svg("circle", {r: SIZE, fill: here, stroke: edge, "stroke-width": 2, class: "ov-here-on-path"});
    this.told = (event) => this.frame(event.detail);
    document.addEventListener(STEP, this.told);
  }

  // Plotly has drawn all anew.
  drawn() {
    const {graph, path, shown} = this, {xaxis, yaxis} = graph._fullLayout;
    this.px = shown.map((row) => [xaxis.d2p(path[2 * row]), yaxis.d2p(path[2 * row + 1])]);
    this.gone = [0];
    this.px.slice(1).forEach(([x, y], i) => this.gone.push(this.gone[i] + Math.hypot(x - this.px[i][0], y - this.px[i][1])));
    const trace = graph.querySelector(".scatterlayer .trace");
    this.dots = [...trace.querySelectorAll(".points path")];
    this.line = trace.querySelector("path.js-line");
    this.faint?.remove();
    if (this.line) { // who has left at once has walked along none
      const faint = (this.faint = /** @type {SVGPathElement} */ (this.line.cloneNode()));
      faint.classList.remove("js-line"); // Plotly shall not take it for its own
      faint.style.opacity = String(FAINT);
      this.line.before(faint);
    }
    trace.after(this.mark);
    this.row = null;
    const player = /** @type {any} */ (document.querySelector(".ov-network"))?.player;
    this.frame(player ? Math.floor(player.clock.position) : this.last);
  }

  frame(row) {
    if (!this.px || row === this.row) return;
    this.row = row;
    const {graph, path, shown, gone, last} = this, {xaxis, yaxis} = graph._fullLayout;
    this.mark.style.display = row > last ? "none" : ""; // who has left stands nowhere
    const at = Math.min(row, last);
    this.mark.setAttribute("transform", `translate(${xaxis.d2p(path[2 * at]).toFixed(2)} ${yaxis.d2p(path[2 * at + 1]).toFixed(2)})`);
    this.dots.forEach((dot, i) => {
      const opacity = shown[i] <= at ? "1" : String(FAINT);
      if (dot.style.opacity !== opacity) dot.style.opacity = opacity;
    });
    if (!this.line) return;
    const i = shown.findLastIndex((one) => one <= at);
    const part = i + 1 < shown.length ? (at - shown[i]) / (shown[i + 1] - shown[i]) : 0;
    const far = part ? gone[i] + part * (gone[i + 1] - gone[i]) : gone[i];
    this.line.style.strokeDasharray = `${far.toFixed(2)} ${(gone[gone.length - 1] + 1).toFixed(2)}`;
    this.line.style.visibility = far > 0 ? "" : "hidden"; // a dash of length 0 is no line
  }

  remove() {
    document.removeEventListener(STEP, this.told);
    this.mark.remove();
  }
}
