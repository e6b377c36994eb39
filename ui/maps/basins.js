// Maps side by side with one legend. A pointer on one of them points at the same place on all.

import {unpack} from "../player/blob.js";
import {Fill, wholePage} from "../player/fill.js";
import {DIGITS, heightAt} from "../player/height.js";
import {drawnForPrint} from "../player/print.js";
import {hushTester} from "../player/telling.js";
import {dress, element, fill, number, paper} from "../player/theme.js";
import {MapLegend} from "./legend.js";
import {shareButton} from "./sharemaps.js";
import {PressedWalks} from "./presswalk.js";
import {MapSheet} from "./sheet.js";

// Levels are sent in these; one more is where there is no height.
const PARTS = 65534;
const heightsOf = ({ground, levels}) => ground && {
  header: ground, arrays: {z: Float32Array.from(levels, (level) => (level > PARTS ? NaN : level / PARTS))},
};

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return unpack(new Uint8Array(await new Response(stream).arrayBuffer()));
}

export class BasinFigure {
  constructor(parent) {
    this.parent = parent;
    this.sheets = [];
    this.cell = null;
    // Arrow keys are its own, which a screen reader lets through to an application only.
    this.maps = element("div", {class: "oa-maps", role: "application", tabindex: "0", "aria-describedby": "oa-hint"});
    this.legend = new MapLegend(this);
    this.pressed = new PressedWalks(this);
    this.state = element("p", {class: "oa-state", role: "status"});
    this.hint = element("p", {class: "oa-hint", id: "oa-hint"});
    this.side = element("div", {class: "oa-side"}, [this.legend.root, this.state, this.hint]);
    this.root = element("section", {class: "oa-figure"}, [this.maps, this.side]);
    this.root.figure = this; // for whoever wants to drive it from outside, as tests do
    parent.append(this.root);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.maps.addEventListener("focus", () => this.pressed.wake());
    this.maps.addEventListener("blur", () => this.look(null));
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(this.root);
    this.theme = setInterval(() => {
      if (this.header && paper(this.parent) !== this.paper) this.redraw();
    }, 400);
    this.forgetPrint = drawnForPrint(this);
    this.paper = "";
    this.undo = [];
    this.fill = new Fill(this);
    this.tools = null; // as soon as there are words
  }

  on(target, name, act, capture = false) {
    target.addEventListener(name, act, capture);
    this.undo.push(() => target.removeEventListener(name, act, capture));
  }

  // In another one's page: where to find all of it.
  offerWholePage() {
    if (!this.fill.embedded || this.whole) return;
    const whole = this.whole = element("a", {class: "ov-whole-page", target: "_blank", rel: "noopener", text: this.words["Open the whole page"]});
    for (const name of ["pointerdown", "focus", "mouseenter"]) this.whole.addEventListener(name, () => (whole.href = wholePage()));
    whole.href = wholePage();
    this.side.append(this.whole);
  }

  offerToShare() {
    this.tools ??= element("div", {class: "ov-tools"}, shareButton(this));
    if (!this.tools.isConnected) this.side.append(this.tools);
  }

  get columns() {
    return this.arrays.x?.length ?? 1;
  }

  get rows() {
    return this.arrays.y?.length ?? 1;
  }

  async receive(bytes) {
    try {
      await this.take(await inflated(bytes));
    } catch (error) {
      reportError(error); // the next data may be better
    }
    this.root.dataset.ready = String(Number(this.root.dataset.ready ?? 0) + 1);
  }

  async take({header, arrays}) {
    Object.assign(this, {header, arrays, words: header.words, kind: header.kind});
    this.ground = heightsOf({ground: header.ground, levels: arrays.levels});
    this.look(null);
    while (this.sheets.length > header.sheets.length) this.sheets.pop().remove();
    while (this.sheets.length < header.sheets.length) this.sheets.push(new MapSheet(this));
    this.maps.replaceChildren(...this.sheets.map((sheet) => sheet.root));
    this.maps.setAttribute("aria-label", this.words["Maps"]);
    this.root.dataset.sheets = String(this.sheets.length);
    this.hint.textContent = this.words[header.kind === "starts"
      ? "Press a start to see its walks, drag to see others, click it to watch it in Explore; arrow keys and Enter do it, too."
      : "Click a cell to walk with its settings; arrow keys and Enter do it, too."];
    this.offerWholePage();
    this.offerToShare();
    await this.redraw();
    this.root.dataset.waiting = String(header.sheets.filter((sheet) => sheet.cells === null).length);
  }

  async redraw() {
    dress(this);
    this.legend.draw();
    this.width = this.root.clientWidth;
    for (const sheet of this.sheets) sheet.measure();
    await Promise.all(this.sheets.map((sheet, i) => sheet.draw(this.header.sheets[i])));
    hushTester();
  }

  // Point at a cell on every map; null points at none.
  look(cell, touched = null) {
    if (cell && this.cell && cell.row === this.cell.row && cell.column === this.cell.column) return;
    this.cell = cell;
    if (!cell) this.pressed.show(null);
    for (const sheet of this.sheets) sheet.point(cell, sheet === touched);
    this.state.textContent = cell && this.arrays.x ? this.where(cell) : "";
  }

  place(cell) {
    const {axes} = this.header;
    const x = this.arrays.x[cell.column], y = this.arrays.y[cell.row];
    const height = this.ground ? heightAt(this.ground, x, y) : null;
    const places = `${axes[0].title} ${number(x)}, ${axes[1].title} ${number(y)}`;
    return height === null ? places : fill(this.words["{place}: f ≈ {height}"], {place: places, height: number(height, DIGITS)});
  }

  where(cell) {
    const ends = this.sheets.map((sheet) => `${sheet.spec.title}: ${sheet.says(cell)}`);
    return [this.place(cell), ...ends].join("\n");
  }

  choose({row, column}, sheet) {
    this.send?.("cell", [this.arrays.x[column], this.arrays.y[row], sheet.spec.key]);
  }

  key(event) {
    const moves = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0]};
    if (!this.arrays?.x || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in moves) {
      const [up, right] = moves[event.key].map((move) => move * (event.shiftKey ? 10 : 1));
      const from = this.cell ?? {row: this.rows >> 1, column: this.columns >> 1};
      const within = (value, count) => Math.min(count - 1, Math.max(0, value));
      this.look({row: within(from.row + up, this.rows), column: within(from.column + right, this.columns)});
      this.pressed.show(this.cell);
    } else if (event.key === "Enter" && this.cell) {
      const sheet = this.sheets.find(({which}) => which);
      if (sheet) this.choose(this.cell, sheet);
    } else return;
    event.preventDefault();
  }

  resized() {
    if (!this.header || this.root.clientWidth === this.width) return;
    cancelAnimationFrame(this.resizing ?? 0);
    this.resizing = requestAnimationFrame(() => this.redraw());
  }

  remove() {
    clearInterval(this.theme);
    this.forgetPrint();
    this.fill.remove();
    this.pressed.remove();
    for (const act of this.undo) act();
    this.observer.disconnect();
    for (const sheet of this.sheets) sheet.remove();
    this.root.remove();
  }
}

// What the loader mounts.
export const playerFor = (_bytes, holder) => new BasinFigure(holder);
